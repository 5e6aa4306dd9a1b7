"""Find in a text the acts, letters and links that prove what was done, with their numbers and dates."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from upr_desktop.grammar.deadlines import parse_deadline
from upr_desktop.grammar.spelling import sound, sounding

LONGEST = 30_000
_NEAR = 90

_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>«»\"]+"
    r"|(?<![\w.@-])[\w-]{1,60}(?:\.[\w-]{1,60}){0,4}\.(?:kz|org|com|int)(?:/[^\s<>«»\"]*)?(?![\w@-])"
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
    heard = sound(blotted)
    for start, end in _sentences(blotted):
        found += _acts(blotted, heard, start, end)
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


def _acts(text: str, heard: str, start: int, end: int) -> Iterator[Suggestion]:
    """Yield the acts of one sentence; each takes the word and the date nearest to it that no other took."""
    numbers = list(_NUMBER.finditer(text, start, end))
    kinds = sorted(
        _Mark(match.start(), match.end(), kind, side)
        for side, kind, pattern in _kinds()
        for match in pattern.finditer(heard, start, end)
    )
    found = ((match, _day(match[0])) for match in _DATE.finditer(text, start, end))
    dates = [_Mark(match.start(), match.end(), day) for match, day in found if day]
    if not numbers:
        yield from _dated_acts(text, dates, kinds, end)
    for at, number in enumerate(numbers):
        place = _Mark(number.start(), number.end(), number["number"].rstrip(".-/ "))
        first = numbers[at - 1].end() if at else start
        last = numbers[at + 1].start() if at + 1 < len(numbers) else end
        date, kind = (_take_nearest(place, marks, first, last) for marks in (dates, kinds))
        if date or kind:
            yield _suggestion(text, place, kind, date, end)


def _dated_acts(text: str, dates: list["_Mark"], kinds: list["_Mark"], end: int) -> Iterator[Suggestion]:
    for date in dates:
        if kind := _take_nearest(date, kinds, 0, end):
            yield _suggestion(text, None, kind, date, end)


@dataclass(frozen=True, slots=True, order=True)
class _Mark:
    """A number, a date or a word for an act, at its place; `side` is where it stands as a rule: before or behind."""

    start: int
    end: int
    value: str
    side: str = ""


def _take_nearest(to: _Mark, marks: list[_Mark], first: int, last: int) -> _Mark | None:
    """Take out of the marks, which are in order, the one nearest to a place between two others; its own side first."""
    begin = bisect_left(marks, max(first, to.start - 2 * _NEAR), key=lambda mark: mark.start)
    stop = bisect_right(marks, min(last, to.end + _NEAR), key=lambda mark: mark.start)
    near = [mark for mark in marks[begin:stop] if mark.end <= last and _distance(to, mark) <= _NEAR]
    found = min(near, key=lambda mark: (not _is_on_its_side(to, mark), _distance(to, mark)), default=None)
    if found:
        marks.remove(found)
    return found


def _is_on_its_side(to: _Mark, mark: _Mark) -> bool:
    return mark.side in ("", "before" if mark.start < to.start else "behind")


def _distance(one: _Mark, other: _Mark) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _suggestion(
    text: str, number: _Mark | None, kind: _Mark | None, date: _Mark | None, end: int
) -> Suggestion:
    parts = [part for part in (number, kind, date) if part]
    first, last = min(part.start for part in parts), max(part.end for part in parts)
    title = _TITLE.search(text, first, min(end, last + _NEAR))
    return Suggestion(
        kind.value if kind else "other",
        number.value if number else None,
        date.value if date else None,
        " ".join(title[1].split()) if title else None,
        (first, max(last, title.end()) if title else last),
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
