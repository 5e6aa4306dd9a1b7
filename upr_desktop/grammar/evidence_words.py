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
_KINDS = (
    ("law", r"закон(?:а|у|ом|е|ы|ов)?|кодекс\w*|заң(?:ы|ына|ының|мен|ымен|дар\w*)?|law|act|code"),
    ("decree", r"указ(?:а|у|ом|е)?|постановлени\w*|жарлы[қғ]\w*|қаулы\w*|decree|resolution"),
    ("order", r"приказ\w*|распоряжени\w*|бұйры[қғ]\w*|өкім\w*|order|directive"),
    ("letter", r"письм\w*|исх|вх|хат|хаты\w*|хатпен|хатымен|letter"),
    ("report", r"отч[её]т\w*|справк\w*|доклад\w*|есеб\w*|есеп|анықтама\w*|баяндама\w*|report"),
    ("statistics", r"статистик\w*|statistics"),
    (
        "event",
        r"семинар\w*|конференци\w*|тренинг\w*|круглый стол|дөңгелек үстел\w*|seminar|conference|training|workshop",
    ),
    ("publication", r"публикаци\w*|стать[яиею]\w*|жарияланым\w*|мақала\w*|publication|article"),
    (
        "other",
        r"протокол\w*|хаттама\w*|договор\w*|меморандум\w*|соглашени\w*|шарт|план|жоспар|minutes|agreement|memorandum",
    ),
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
    """Yield the acts of one sentence; each takes the words and dates nearest to it that no other took."""
    numbers = list(_NUMBER.finditer(text, start, end))
    kinds = [
        (match, kind) for kind, pattern in _kinds() for match in pattern.finditer(sound(text), start, end)
    ]
    kinds.sort(key=lambda each: each[0].start())
    dates = [(match, day) for match in _DATE.finditer(text, start, end) if (day := _day(match[0]))]
    for number in numbers:
        date = _nearest(number, dates)
        kind = _nearest(number, kinds)
        if date is None and kind is None:
            continue
        dates = [each for each in dates if each is not date]
        kinds = [each for each in kinds if each is not kind]
        yield _suggestion(text, number, kind, date, end)
    if not numbers:
        for date in dates:
            if (kind := _nearest(date[0], kinds)) is not None:
                kinds = [each for each in kinds if each is not kind]
                yield _suggestion(text, None, kind, date, end)


Marked = tuple[re.Match[str], str]


def _nearest(to: re.Match[str], marks: list[Marked]) -> Marked | None:
    near = [mark for mark in marks if _distance(to, mark[0]) <= _NEAR]
    return min(near, key=lambda mark: _distance(to, mark[0]), default=None)


def _distance(one: re.Match[str], other: re.Match[str]) -> int:
    return max(one.start() - other.end(), other.start() - one.end(), 0)


def _suggestion(
    text: str, number: re.Match[str] | None, kind: Marked | None, date: Marked | None, end: int
) -> Suggestion:
    parts = [match for match in (number, kind[0] if kind else None, date[0] if date else None) if match]
    first, last = min(part.start() for part in parts), max(part.end() for part in parts)
    title = _TITLE.search(text, first, min(end, last + _NEAR))
    if title:
        last = max(last, title.end())
    return Suggestion(
        kind[1] if kind else "other",
        number["number"].rstrip(".-/ ") if number else None,
        date[1] if date else None,
        " ".join(title[1].split()) if title else None,
        (first, last),
    )


def _day(text: str) -> str | None:
    found = parse_deadline(text, language="ru")
    return found.start if found.kind == "day" and found.start == found.end else None


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, sounding(rf"\b(?:{pattern})\b")) for kind, pattern in _KINDS)
