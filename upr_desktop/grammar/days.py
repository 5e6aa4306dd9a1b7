"""Read the one day that a text names, in figures or in words of Russian, Kazakh and English; in doubt, none."""

import re
from datetime import date
from functools import lru_cache

from upr_desktop.grammar.deadline import CERTAIN
from upr_desktop.grammar.deadline_tokens import words_of
from upr_desktop.grammar.deadlines import parse_deadline
from upr_desktop.grammar.spelling import tidy

LONGEST = 60
ENGLISH = "en"

_FIGURES = re.compile(
    r"(?P<day>\d{1,2})(?P<mark>[./-])(?P<month>\d{1,2})[./-](?P<year>[12]\d{3}|\d{2})(?:\s*(?:г\.?|года|ж\.?))?"
)
_QUOTES = str.maketrans(dict.fromkeys("«»“”„\"'", " "))
# Words of a day and nothing else: `until 15 March` is a deadline, not the day on which something was done.
_OF_A_DAY = frozenset("DENOYMy,")


@lru_cache(maxsize=2000)
def read_day(text: str, language: str | None = None) -> str | None:
    """Return as ISO text the day that a text names and says nothing besides; None for any other text.

    Figures stand day first, as `31.12.2026` or `31/12/26`; in an English text (`en`) 03/04/2026 may be either day.
    """
    plain = tidy(text[: LONGEST + 1].translate(_QUOTES))
    if not plain or len(text) > LONGEST:
        return None
    if typed := _FIGURES.fullmatch(plain):
        day, month, year = (int(typed[part]) for part in ("day", "month", "year"))
        is_either = typed["mark"] == "/" and language == ENGLISH and day != month <= 12 >= day
        return None if is_either else _day(year if year > 99 else year + 2000, month, day)
    if not {word.letter for word in words_of(plain)} <= _OF_A_DAY:
        return None
    read = parse_deadline(plain, language="ru")
    is_day = read.kind == "day" and read.start == read.end and read.confidence == CERTAIN
    return read.start if is_day else None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
