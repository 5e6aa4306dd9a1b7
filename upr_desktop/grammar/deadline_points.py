"""Read the dates that a deadline names: days, months, quarters, half-years and years, in lists and ranges."""

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from upr_desktop.grammar.deadline import Span
from upr_desktop.grammar.deadline_tokens import CURRENT_YEAR, Word

LAST = {"year": 1, "half": 2, "quarter": 4, "month": 12, "day": 12}
EARLIEST, LATEST = 2000, 2099
_UNIT = {"y": "year", "h": "half", "q": "quarter", "M": "month"}


class Unclear(Exception):
    """The text cannot be decided; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Item:
    """One date as written: what is missing stands elsewhere in the list (`10, 20 июля 2026`) or nowhere.

    `unit` is year, half, quarter, month, day, or bare for a number alone; `number` is that of the half-year, the
    quarter or the month; `year_first` says that the year stands before, as in Kazakh; `is_ordinal`, that the bare
    number is Roman or a word, which no day is.
    """

    unit: str
    number: int | None = None
    day: int | None = None
    year: int | None = None
    year_first: bool = False
    is_ordinal: bool = False
    notes: tuple[str, ...] = ()

    @property
    def end_letter(self) -> str:
        """Return how it stands in a structure: Y for a mere year, else I."""
        return "Y" if self.unit == "year" else "I"


Reader = Callable[[str, Sequence[Word]], Item]


def next_item(letters: str, words: Sequence[Word], at: int) -> tuple[Item, int] | None:
    """Return the date that begins at a place, the longest reading, and where it ends; None if there is none."""
    for pattern, read in _READERS:
        if (match := pattern.match(letters, at)) and (pattern is not _ENGLISH or words[at].language == "en"):
            part = words[at : match.end()]
            notes = tuple(word.note for word in part if word.note)
            item = read(match[0], part)
            return replace(item, notes=item.notes + notes), match.end()
    return None


def span_of(item: Item) -> Span:
    """Return first and last day of a date that is complete. Raises Unclear for a day, quarter … that is not."""
    number, year = 1 if item.number is None else item.number, item.year
    if year is None:
        raise Unclear("no_year")
    if not EARLIEST <= year <= LATEST:
        raise Unclear("year_unlikely")
    if not 1 <= number <= LAST.get(item.unit, 0):
        raise Unclear("no_such_date")
    if item.unit == "day":
        return _day_span(year, number, item.day or 0)
    length = 12 // LAST[item.unit]
    last = number * length
    start = date(year, last - length + 1, 1)
    return Span(start.isoformat(), date(year, last, calendar.monthrange(year, last)[1]).isoformat())


def completed(items: Sequence[Item], year_of_plan: int | None) -> list[Item]:
    """Return the items with what they take from each other: unit and month from the next one, the year likewise.

    A year stands behind its list in Russian and English and before it in Kazakh. Where no year is named,
    `year_of_plan` is taken, if there is one. Raises Unclear where that leaves doubt.
    """
    return _with_years(with_units(items), year_of_plan)


def with_units(items: Sequence[Item]) -> list[Item]:
    """Return the items, each bare number with the unit and month of the next one. Raises Unclear if it has none."""
    found = list(items)
    for at in range(len(found) - 2, -1, -1):
        if found[at].unit == "bare":
            found[at] = _with_unit(found[at], found[at + 1])
    if any(item.unit == "bare" for item in found):
        raise Unclear("unclear")
    return found


def _with_unit(item: Item, following: Item) -> Item:
    if following.unit == "day" and not item.is_ordinal:
        return replace(item, unit="day", day=item.number, number=following.number)
    if following.unit in ("quarter", "half"):
        return replace(item, unit=following.unit)
    raise Unclear("unclear")


def _with_years(items: list[Item], year_of_plan: int | None) -> list[Item]:
    first = any(item.year_first for item in items)
    behind = any(item.year and not item.year_first and item.unit != "year" for item in items)
    if first and behind and any(item.year is None for item in items):
        raise Unclear("unclear")
    given: int | None = None
    order = range(len(items)) if first else range(len(items) - 1, -1, -1)
    for at in order:
        given = items[at].year if items[at].year is not None else given
        items[at] = replace(items[at], year=given)
    return [_with_plan_year(item, given, year_of_plan) for item in items]


def _with_plan_year(item: Item, other: int | None, year_of_plan: int | None) -> Item:
    if item.year is None and other is not None:
        raise Unclear("no_year")
    if item.year not in (None, CURRENT_YEAR):
        return item
    if year_of_plan is None:
        raise Unclear("no_year" if item.year is None else "current_year")
    return replace(item, year=year_of_plan, notes=(*item.notes, "year_from_plan"))


def _day_span(year: int, month: int, day: int) -> Span:
    try:
        found = date(year, month, day).isoformat()
    except ValueError:
        raise Unclear("no_such_date") from None
    return Span(found, found)


def _value(letters: str, words: Sequence[Word], wanted: str) -> int | None:
    return next((word.value for letter, word in zip(letters, words, strict=True) if letter in wanted), None)


def _of_digits(letters: str, words: Sequence[Word]) -> Item:
    value = words[0].value
    if letters[0] == "D":
        return Item("day", value.month, value.day, value.year)
    if letters[0] == "F":
        return Item("month", value[0], year=value[1])
    return Item("day", value[1], value[0])


def _of_day(letters: str, words: Sequence[Word]) -> Item:
    day, month, year = (_value(letters, words, wanted) for wanted in "NMY")
    return Item("day", month, day, year, year_first=letters[0] == "Y")


def _of_part(letters: str, words: Sequence[Word]) -> Item:
    """Read a half-year, a quarter or a month."""
    unit = _UNIT[next(letter for letter in letters if letter in "hqM")]
    number = _value(letters, words, "M" if unit == "month" else "NRO")
    return Item(unit, number, year=_value(letters, words, "Y"), year_first=letters[0] == "Y")


def _of_short_year(letters: str, words: Sequence[Word]) -> Item:
    """Read what ends in a year of two digits, as in `26 г`."""
    year = words[-2].value
    if not 20 <= year <= 99:
        raise Unclear("unclear")
    notes = ("two_digit_year",)
    if len(letters) == 2:
        return Item("year", year=2000 + year, notes=notes)
    whole = _of_day if letters[0] == "N" and "M" in letters else _of_part
    return replace(whole(letters[:-2], words[:-2]), year=2000 + year, notes=notes)


def _of_year(letters: str, words: Sequence[Word]) -> Item:
    return Item("year", year=_value(letters, words, "Y"))


def _of_number(letters: str, words: Sequence[Word]) -> Item:
    year = _value(letters, words, "Y")
    number, is_ordinal = _value(letters, words, "NRO"), letters[-1] in "RO"
    return Item("bare", number, year=year, year_first=year is not None, is_ordinal=is_ordinal)


_ENGLISH = re.compile("MN(?:,?Y)?y?")
_READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile("[DF]y?|E"), _of_digits),
    (re.compile("Yy?NM"), _of_day),
    (re.compile("(?:NM|[NRO][qh]|M)Ny(?![NRO]?[Mhq])"), _of_short_year),
    (re.compile("NM(?:Yy?)?|N-M-Y"), _of_day),
    (_ENGLISH, _of_day),
    (re.compile("Yy?(?:[NRO][hq]|[hq][NR])"), _of_part),
    (re.compile("(?:[NRO][hq]|[hq][NR])(?:Yy?)?"), _of_part),
    (re.compile("Yy?Mm?"), _of_part),
    (re.compile("Mm?(?:Yy?)?"), _of_part),
    (re.compile("Yy[NRO](?=[,a-])"), _of_number),
    (re.compile("Yy?"), _of_year),
    (re.compile("Ny"), _of_short_year),
    (re.compile("y"), _of_year),
    (re.compile("[NRO]"), _of_number),
)
