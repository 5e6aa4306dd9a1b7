"""Find in a text the acts, letters and links that prove what was done, with their numbers and dates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from upr_desktop.grammar.deadlines import parse_deadline
from upr_desktop.grammar.spelling import sound, sounding

LONGEST = 30_000
_NEAR = 90

_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>«»\"]+|\b[\w-]+(?:\.[\w-]+)*\.(?:kz|org|com|int)(?:/[^\s<>«»\"]*)?\b"
)
_NUMBER = re.compile(
    r"(?:№|\bN[oо]?\.?|\bNo\.?|\bnumber)\s?"
    r"(?P<number>(?:[^\W\d_]{1,4}[ -]?){0,2}\d[\w/.‑-]*(?:-[IVXLCІХ]+)?(?:\s?(?:ЗРК|ҚРЗ))?)"
)
_DATE = re.compile(
    r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2}"
    r"|\d{4}\s+(?:жыл\w*|ж\.?)\s+\d{1,2}\s+[^\W\d_]+|\d{1,2}\s+[^\W\d_]+\s+\d{4}|[A-Z][a-z]+\s+\d{1,2},?\s+\d{4}"
)
_SENTENCE = re.compile(r"[;\n]|(?<=[^\W\d_]{4})\.\s+(?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ«\"])")
_TITLE = re.compile(r"[«“\"]([^«»“”\"]{3,300})[»”\"]")
# The word for an act stands before its number and date, in Kazakh behind them.
_BEFORE = (
    ("law", r"закон(?:а|у|ом|е|ы|ов)?|кодекс\w*|law|act|code"),
    ("decree", r"указ(?:а|у|ом|е)?|постановлени\w*|decree|resolution"),
    ("order", r"приказ\w*|распоряжени\w*|order|directive"),
    ("letter", r"письм\w*|исх|вх|letter"),
    ("report", r"отчет\w*|справк\w*|доклад\w*|report"),
    ("statistics", r"статистик\w*|statistics"),
    ("event", r"семинар\w*|конференци\w*|тренинг\w*|круглый стол|seminar|conference|training|workshop"),
    ("publication", r"публикаци\w*|стать[яиею]\w*|publication|article"),
    ("other", r"протокол\w*|договор\w*|меморандум\w*|соглашени\w*|minutes|agreement|memorandum"),
)
_BEHIND = (
    ("law", r"заң|заң(?:ы|ына|ының|мен|ымен|дар\w*)"),
    ("decree", r"жарлы[қғ]\w*|қаулы\w*"),
    ("order", r"бұйры[қғ]\w*|өкім\w*"),
    ("letter", r"хат|хаты\w*|хатпен|хатымен"),
    ("report", r"есеб\w*|есеп|анықтама\w*|баяндама\w*"),
    ("event", r"дөңгелек үстел\w*"),
    ("publication", r"жарияланым\w*|мақала\w*"),
    ("other", r"хаттама\w*|шарт|шарты|келісім\w*"),
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A piece of evidence that a text names: the kind is a code of evidence, the date ISO text.

    `title` is a title in quotes, or the address of a link. `span` is its place in the text, first to after the last
    letter.
    """

    kind: str
    act_number: str | None
    act_date: str | None
    title: str | None
    span: tuple[int, int]


def suggest_evidence(text: str) -> list[Suggestion]:
    """Return the acts, letters and links that a text names, in its order; never more than the text says.

    An act is named by its number, with what kind of act it is or its date beside it; or by its kind and date.
    """
    text = text[:LONGEST]
    found = [_link(match) for match in _URL.finditer(text)]
    blotted = _URL.sub(lambda match: " " * len(match[0]), text)
    for start, end in _sentences(blotted):
        found += _acts(blotted, start, end)
    return sorted(found, key=lambda each: each.span)


def _link(match: re.Match[str]) -> Suggestion:
    address = match[0].rstrip(".,;:)]")
    return Suggestion("publication", None, None, address, (match.start(), match.start() + len(address)))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _SENTENCE.finditer(text):
        yield start, end.start()
        start = end.end()
    yield start, len(text)


def _acts(text: str, start: int, end: int) -> Iterator[Suggestion]:
    """Yield the acts of one sentence; each takes the word and the date nearest to it that no other took."""
    heard = sound(text)
    numbers = list(_NUMBER.finditer(text, start, end))
    kinds = [
        _Mark(match, kind, side)
        for side, kind, pattern in _kinds()
        for match in pattern.finditer(heard, start, end)
    ]
    dates = [_Mark(match, day) for match in _DATE.finditer(text, start, end) if (day := _day(match[0]))]
    for number in numbers or [mark.match for mark in dates]:
        date = _nearest(number, dates, numbers)
        kind = _nearest(number, kinds, numbers)
        if kind is None and (date is None or not numbers):
            continue
        dates = [mark for mark in dates if mark is not date]
        kinds = [mark for mark in kinds if mark is not kind]
        yield _suggestion(text, number if numbers else None, kind, date, end)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A word for an act, or a date, at its place; `side` is where it stands as a rule: before or behind, or ""."""

    match: re.Match[str]
    value: str
    side: str = ""


def _nearest(to: re.Match[str], marks: list[_Mark], numbers: list[re.Match[str]]) -> _Mark | None:
    """Return the mark nearest to a number or date, on its own side first, with no other number between them."""
    near = [
        mark
        for mark in marks
        if _distance(to, mark.match) <= _NEAR and not any(_is_between(one, to, mark.match) for one in numbers)
    ]
    return min(near, key=lambda mark: (not _on_its_side(to, mark), _distance(to, mark.match)), default=None)


def _on_its_side(to: re.Match[str], mark: _Mark) -> bool:
    return mark.side in ("", "before" if mark.match.start() < to.start() else "behind")


def _is_between(one: re.Match[str], first: re.Match[str], second: re.Match[str]) -> bool:
    return min(first.end(), second.end()) <= one.start() and one.end() <= max(first.start(), second.start())


def _distance(one: re.Match[str], other: re.Match[str]) -> int:
    return max(one.start() - other.end(), other.start() - one.end(), 0)


def _suggestion(
    text: str, number: re.Match[str] | None, kind: _Mark | None, date: _Mark | None, end: int
) -> Suggestion:
    parts = [match for match in (number, kind.match if kind else None, date.match if date else None) if match]
    first, last = min(part.start() for part in parts), max(part.end() for part in parts)
    title = _TITLE.search(text, first, min(end, last + _NEAR))
    if title:
        last = max(last, title.end())
    return Suggestion(
        kind.value if kind else "other",
        number["number"].rstrip(".-/ ") if number else None,
        date.value if date else None,
        " ".join(title[1].split()) if title else None,
        (first, last),
    )


def _day(text: str) -> str | None:
    found = parse_deadline(text, language="ru")
    return found.start if found.kind == "day" and found.start == found.end else None


@cache
def _kinds() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    sides = (("before", _BEFORE), ("behind", _BEHIND))
    return tuple(
        (side, kind, sounding(rf"\b(?:{words})\b")) for side, group in sides for kind, words in group
    )
