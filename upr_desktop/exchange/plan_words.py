"""Tell what stands around the measures of a plan by its words: stamps, totals, footnotes, signatures, headings."""

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from upr_desktop.paths import bundled
from upr_desktop.register.fold import fold

ROMAN = {"i": 1, "v": 5, "x": 10}
LONGEST_MARK, LONGEST_OFFICE = 400, 80

_GAP = re.compile(r"[\W_]+")
_NUMBERED = re.compile(r"(?P<number>\d{1,3}|[IVXІХ]{1,6})\s*[.)]\s*(?=\D)(?P<text>\S.*)", re.DOTALL)
_YEARS = re.compile(r"\b(20\d\d)\s*(?:[-‐‑‒–—−]|по|to|және|и)\s*(20\d\d)\b")
_YEAR = re.compile(r"\b(20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Heading:
    """The words of a heading: what it is numbered with (`3`, `IV`), that number, and the rest."""

    number: str | None
    value: int | None
    text: str


@cache
def _told() -> dict[str, list[str]]:
    told: dict[str, list[str]] = json.loads(
        bundled("resources/reference/plan_words.json").read_text(encoding="utf-8")
    )
    return told


@cache
def plan_words() -> dict[str, tuple[str, ...]]:
    """Return the words by what they are a sign of, folded and without punctuation."""
    return {sign: tuple(_plain(word) for word in words) for sign, words in _told().items()}


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return _GAP.sub(" ", fold(text)).strip()


def begins_with(text: str, sign: str) -> bool:
    """Return whether a text begins with a word that is a sign of this, as `total` or `footnote`."""
    plain = _plain(text[:LONGEST_MARK]) + " "
    return any(plain.startswith(f"{word} ") for word in plan_words()[sign])


def holds(text: str, sign: str) -> bool:
    """Return whether such a word stands anywhere in a text."""
    plain = f" {_plain(text[:LONGEST_MARK])} "
    return any(f" {word} " in plain for word in plan_words()[sign])


def is_total(text: str) -> bool:
    """Return whether a text names a total and nothing besides: `Итого`, `Всего: 12`, `Барлығы 12 іс-шара`."""
    words = " ".join(word for word in _plain(text[:LONGEST_MARK]).split() if not word.isdecimal())
    return words in _totals()


@cache
def _totals() -> frozenset[str]:
    totals, counted = plan_words()["total"], ("", *plan_words()["counted"])
    return frozenset(f"{total} {what}".strip() for total in totals for what in counted)


def is_stamp(text: str) -> bool:
    """Return whether some line of a text is that of a stamp: `Приложение № 1`, `… 1-қосымша`, `Approved by …`."""
    lines = [line for line in text[:LONGEST_MARK].split("\n") if line.strip()]
    words = plan_words()["stamp"]
    return any(
        begins_with(line, "stamp") or any(f" {_plain(line)}".endswith(f" {word}") for word in words)
        for line in lines
    )


def is_signature(text: str) -> bool:
    """Return whether a text says who signs: it begins, or in Kazakh ends, with an office."""
    plain = f" {_plain(text[:LONGEST_MARK])}"
    ends = len(plain) < LONGEST_OFFICE and any(
        plain.endswith(f" {word}") for word in plan_words()["signature"]
    )
    return ends or begins_with(text, "signature")


def is_footnote(text: str) -> bool:
    """Return whether a text begins a footnote: `Примечание: …`, `* ГП – по согласованию`."""
    return begins_with(text, "footnote") or text.lstrip().startswith("*")


def heading_of(text: str) -> Heading | None:
    """Return the heading that a text is by its own words (`Раздел 3. …`, `3-бағыт. …`, `IV. …`); else None."""
    line = " ".join(text.split())
    found = _before().match(line) or _after().match(line) or _NUMBERED.match(line)
    if not found:
        return None
    return Heading(found["number"], _value(found["number"]), found["text"].strip() or line)


def is_named_heading(text: str) -> bool:
    """Return whether a text calls itself a section, area or the like, wherever it stands."""
    line = " ".join(text.split())
    return bool(_before().match(line) or _after().match(line))


def years_of(text: str) -> tuple[int, int] | None:
    """Return the first and last year that a title names: `на 2026–2029 годы`; None if it names none, or many."""
    if found := _YEARS.search(text):
        first, last = int(found[1]), int(found[2])
        return (first, last) if first <= last <= first + 10 else None
    years = set(_YEAR.findall(text))
    return (int(next(iter(years))),) * 2 if len(years) == 1 else None


def _words_of(sign: str) -> str:
    return "|".join(re.escape(word) for word in sorted(_told()[sign], key=len, reverse=True))


@cache
def _before() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_words_of('section_before_number')})\s*№?\s*(?P<number>\d{{1,3}}|[IVXІХ]{{1,6}})(?!\w)[\s.:)–—-]*"
        r"(?P<text>.*)",
        re.IGNORECASE,
    )


@cache
def _after() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<number>\d{{1,3}}|[IVXІХ]{{1,6}})\s*[-‐‑–—]?\s*(?:{_words_of('section_after_number')})(?!\w)[\s.:)–—-]*"
        r"(?P<text>.*)",
        re.IGNORECASE,
    )


def _value(number: str) -> int | None:
    """Return the value of a number in Arabic or Roman figures, typed on any keyboard."""
    if number.isdecimal():
        return int(number)
    values = [ROMAN.get(letter, 0) for letter in number.lower().translate(str.maketrans("іх", "ix"))]
    total = 0
    for at, value in enumerate(values):
        total += -value if any(later > value for later in values[at + 1 :]) else value
    return total
