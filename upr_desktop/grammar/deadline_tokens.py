"""Cut the text of a deadline into known words, one letter each, so that its grammar can be written as patterns."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from upr_desktop.grammar.spelling import fits, sound
from upr_desktop.paths import bundled

CURRENT_YEAR = 0
UNKNOWN = "?"
# One letter for each kind of word. Others: N number, Y year, R roman, O ordinal, C cardinal, M month, D full date,
# E day and month in digits, F month and year in digits, T "once, twice", g "yearly, monthly …".
LETTERS = {
    "by": "b",
    "at_latest": "l",
    "during": "i",
    "end": "z",
    "from": "S",
    "to": "P",
    "inclusive": "G",
    "and": "a",
    "each": "e",
    "every_after": "s",
    "times": "t",
    "at_least": "k",
    "continuous": "c",
    "regular": "u",
    "following": "f",
    "reporting": "r",
    "current": "v",
    "period": "p",
    "last": "x",
    "results": "j",
    "skipped": "",
    "year": "y",
    "half": "h",
    "quarter": "q",
    "month": "m",
    "week": "w",
    "day": "d",
}
PERIOD_OF_LETTER = {"y": "year", "h": "half", "q": "quarter", "m": "month", "w": "week", "d": "day"}

_PIECE = re.compile(
    r"(?P<iso>(?<!\d)\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?(?!\d))"
    r"|(?P<reversed>(?<!\d)\d{4}\.\d{1,2}\.\d{1,2}(?![.\d]))"
    r"|(?P<full>(?<!\d)\d{1,2}\s?(?P<mark>[./-])\s?\d{1,2}\s?(?P=mark)\s?\d{4}(?!\d))"
    r"|(?P<short>(?<!\d)\d{1,2}\.\d{1,2}\.\d{2}(?![.\d]))"
    r"|(?P<monthly>(?<![\d.])\d{1,2}[./]\d{4}(?![.\d]))"
    r"|(?P<daily>(?<![\d.])\d{1,2}\.\d{2}(?![.\d]))"
    r"|(?P<number>\d+)|(?P<word>[^\W\d_]+)|(?P<mark_>[^\w\s]|_)"
)
_NUMBER_ENDING = re.compile(
    r"-?(?:го|ого|му|ому|ым|ом|[еёйхм]|ое|ый|ой|ти|ші|шы|інші|ыншы|нші|ншы|st|nd|rd|th|на|не|ға|ге|қа|ке"
    r"|сы|сі|ы|і|нан|нен|дан|ден|тан|тен|ына|іне|сына|сіне)(?!\w)"
)
# `IV-тоқсан`, `10-күніне`: but a range where a roman number follows.
_HYPHEN = re.compile(r"[-‐‑](?=[Ѐ-ԯ])(?![ІХі])")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_ROMAN |= {"xi": 11, "xii": 12}
_ROMAN_LETTERS = str.maketrans("іхⅰⅱⅲⅳ", "ix1234")
_SEPARATORS = {",": ",", ";": ",", "/": ",", "(": ",", ")": ",", ":": ",", "\\": ","}
_DASHES = "-‐‑‒–—―−"
_LONGEST_PHRASE = 5


@dataclass(frozen=True, slots=True)
class Word:
    """A known word: its letter, and its value (a number, a month, a period, a date, day and month …)."""

    letter: str
    value: Any = None
    language: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    pattern: tuple[str, ...]
    language: str
    word: Word

    def fits(self, pieces: Sequence[str]) -> bool:
        if len(pieces) != len(self.pattern):
            return False
        return all(
            fits(piece, wanted, self.language) for piece, wanted in zip(pieces, self.pattern, strict=True)
        )


def words_of(text: str) -> list[Word]:
    """Return the words of a tidy text; what is not known has the letter UNKNOWN."""
    pieces = list(_pieces(text))
    found: list[Word] = []
    at = 0
    while at < len(pieces):
        word, length = _longest(pieces, at)
        if word.letter:
            found.append(word)
        at += length
    return _with_current_year(found)


@cache
def deadline_words() -> Mapping[str, Any]:
    """Return resources/reference/deadline_words.json."""
    words: dict[str, Any] = json.loads(
        bundled("resources/reference/deadline_words.json").read_text(encoding="utf-8")
    )
    return words


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield kind and text of each piece; an ordinal's ending belongs to its number."""
    at = 0
    while match := _PIECE.search(text, at):
        at = match.end()
        kind = match.lastgroup or ""
        if kind == "number" and (
            ending := _NUMBER_ENDING.match(text.lower() if len(text.lower()) == len(text) else text, at)
        ):
            at = ending.end()
        if (kind == "number" or _roman(match[0])) and (hyphen := _HYPHEN.match(text, at)):
            at = hyphen.end()
        yield kind.rstrip("_"), match[0]


def _longest(pieces: Sequence[tuple[str, str]], at: int) -> tuple[Word, int]:
    kind, text = pieces[at]
    if kind not in ("word", "mark"):
        return _number(kind, text), 1
    following = [sound(piece) for _, piece in pieces[at : at + _LONGEST_PHRASE]]
    for length in range(len(following), 1, -1):
        if word := _known(tuple(following[:length])):
            return word, length
    if roman := _roman(text):
        return roman, 1
    if kind == "mark" and (text in _DASHES or text in _SEPARATORS):
        return Word("-" if text in _DASHES else ","), 1
    if kind == "mark" and text in ".*":
        return Word(""), 1
    return _known((following[0],)) or Word(UNKNOWN), 1


def _roman(text: str) -> Word | None:
    value = _ROMAN.get(text.lower().translate(_ROMAN_LETTERS))
    if value:
        return Word("R", value)
    value = _lookalikes().get(sound(text)) if text.isupper() else None
    return Word("R", value, note="unusual_letters") if value else None


def _number(kind: str, text: str) -> Word:
    parts = [int(part) for part in re.findall(r"\d+", text)]
    if kind == "number":
        return _plain_number(text, parts[0])
    if kind == "daily":
        return Word("E", (parts[0], parts[1]))
    if kind == "monthly":
        return Word("F", (parts[0], parts[1]))
    day, month, year = parts[:3] if kind in ("full", "short") else reversed(parts[:3])
    notes = {"short": "two_digit_year"} | ({"full": "day_or_month"} if "/" in text and day <= 12 else {})
    return _date(day, month, year + 2000 if kind == "short" else year, notes.get(kind))


def _plain_number(text: str, value: int) -> Word:
    if len(text) == 4 and 1000 <= value < 3000:
        return Word("Y", value)
    return Word("N", value) if len(text) < 4 else Word(UNKNOWN)


def _date(day: int, month: int, year: int, note: str | None) -> Word:
    try:
        return Word("D", date(year, month, day), note=None if day == month else note)
    except ValueError:
        return Word(UNKNOWN, note="no_such_date")


def _with_current_year(words: list[Word]) -> list[Word]:
    """Return the words with `current` before `year` as a year."""
    letters = "".join(word.letter for word in words)
    current = {match.start() for match in re.finditer("vy", letters)}
    year = Word("Y", CURRENT_YEAR, note="current_year")
    return [year if at in current else word for at, word in enumerate(words)]


@lru_cache(maxsize=4096)
def _known(pieces: tuple[str, ...]) -> Word | None:
    return next((entry.word for entry in _entries() if entry.fits(pieces)), None)


@cache
def _lookalikes() -> Mapping[str, int]:
    return {sound(text): number for text, number in deadline_words()["roman_lookalikes"].items()}


@cache
def _entries() -> tuple[_Entry, ...]:
    found = sorted(_all_entries(), key=lambda entry: any(part.endswith("~") for part in entry.pattern))
    return tuple(found)


def _all_entries() -> Iterator[_Entry]:
    words = deadline_words()
    for name, phrases in words["symbols"].items():
        yield from _phrases(phrases, LETTERS[name], None)
    for name, phrases in words["frequencies"].items():
        yield from _phrases(phrases, "g", name)
    for letter, group in (("O", "ordinals"), ("C", "cardinals"), ("T", "occasions")):
        for number, phrases in words[group].items():
            yield from _phrases(phrases, letter, int(number))
    for number, month in enumerate(words["months"], 1):
        forms = {language: [*_flat(each.values())] for language, each in month.items()}
        yield from _phrases(forms, "M", number)


def _phrases(phrases: Mapping[str, Sequence[str]], letter: str, value: Any) -> Iterator[_Entry]:
    for language, texts in phrases.items():
        for text in texts:
            pattern = tuple(re.findall(r"[^\W\d_]+~?|[^\w\s]", sound(text)))
            yield _Entry(pattern, language, Word(letter, value, language))


def _flat(values: Any) -> Iterator[str]:
    for value in values:
        yield from [value] if isinstance(value, str) else value
