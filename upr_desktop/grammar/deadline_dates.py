"""Read a deadline made of dates and frequencies: what it names, in which order, and whether that holds together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from upr_desktop.grammar.deadline import CERTAIN, LIKELY, Deadline, Due, Recurrence, Span
from upr_desktop.grammar.deadline_frequency import Frequency, Line, read_frequency
from upr_desktop.grammar.deadline_points import Item, Unclear, completed, next_item, span_of, with_units
from upr_desktop.grammar.deadline_tokens import UNKNOWN, Word, words_of

_BEFORE, _AFTER = "[bliz]*", "[blizG]*"
_LIST = re.compile(f"{_BEFORE}[IY]{_AFTER}(?:[,a]{_BEFORE}[IY]{_AFTER})*")
_RANGE = re.compile(f"{_BEFORE}[IY]-[IY]{_AFTER}|i?S[IY][Pb-][IY]G?|[IY]P[IY]G?|[IY]S[IY]bG?")
_DUE = re.compile(f"{_BEFORE}I{_AFTER}(?:[,a]{_BEFORE}I{_AFTER})*|")
_YEARS = re.compile("i?SYPYG?|i?Y-Yi?|bzY|Yzb|b?YGb?|lY|Yl|SY|YS|iY|Yi|Y")
_END_ONLY = re.compile("bzY|Yzb|b?YGb?|lY|Yl")
_START_ONLY = re.compile("SY|YS")
_BEGINS = re.compile("S[IY]|[IY]S")
_IN_EACH_YEAR = re.compile("i?(?:I-Y|Y-I)i?")
_YEAR_APART = re.compile(
    "[bliz]*I[blizG]*(?:[,a][bliz]*I[blizG]*)*,Y|Y,[bliz]*I[blizG]*(?:[,a][bliz]*I[blizG]*)*"
)
_MONTHS_OF = {"half": 6, "quarter": 3, "month": 1, "day": 1}


@dataclass(frozen=True, slots=True)
class Named:
    """The dates of a line in order, and their structure: I a date, Y a mere year, else letters of words between."""

    items: tuple[Item, ...]
    structure: str

    @property
    def notes(self) -> tuple[str, ...]:
        """Return why what is named is not certain."""
        return tuple(note for item in self.items for note in item.notes)


def read_dates(
    raw: str, text: str, plan_years: tuple[int, int] | None = None, language: str | None = None
) -> Deadline:
    """Return what a tidy text says in dates and frequencies. Raises Unclear with the reason if it is in doubt."""
    line = Line(tuple(words_of(text)))
    _refuse_unknown(line.words, language)
    continuous = [word for word in line.words if word.letter in "cu"]
    line = Line(tuple(Word(",") if word.letter in "cu" else word for word in line.words))
    frequency = read_frequency(line)
    if continuous and frequency.recurrence:
        raise Unclear("several_frequencies")
    named = _named(frequency.rest)
    if (each := _in_each_year(named)) and not continuous:
        return _within_plan(_each_year(raw, each, frequency), plan_years)
    if continuous:
        found = _continuous(raw, named, loosely=any(word.letter == "u" for word in continuous))
    elif frequency.recurrence:
        found = _recurring(raw, named, frequency, frequency.recurrence)
    else:
        year = plan_years[0] if plan_years and plan_years[0] == plan_years[1] else None
        found = _dated(raw, _with_year_apart(named), year)
    return _within_plan(found, plan_years)


def _refuse_unknown(words: Sequence[Word], language: str | None) -> None:
    for word in words:
        if word.letter == UNKNOWN:
            raise Unclear(word.note or "unknown_words")
        if word.note == "day_or_month" and language not in ("ru", "kk"):
            raise Unclear("day_or_month")


def _named(line: Line) -> Named:
    letters, items, structure, at = line.letters, [], "", 0
    while at < len(letters):
        if found := next_item(letters, line.words, at):
            item, at = found
            items.append(item)
            structure += item.end_letter
        elif letters[at] in "bliSPzGa,-":
            structure += letters[at]
            at += 1
        else:
            raise Unclear("unclear")
    return Named(tuple(items), _plain(structure))


def _plain(structure: str) -> str:
    listed = re.sub(",*a,*", "a", re.sub(",+", ",", structure)).strip(",a")
    return re.sub("(?<![^,a])i+(?![^,a])", "", listed).strip(",a")  # `on a … basis`


def _in_each_year(named: Named) -> Named | None:
    """Return `декабрь 2026–2028 годов` as a date without a year and two mere years, or None if it is not so said."""
    if not _IN_EACH_YEAR.fullmatch(named.structure):
        return None
    day = next(item for item in named.items if item.unit != "year")
    other = next(item for item in named.items if item.unit == "year")
    if day.unit == "bare" or day.year_first != (named.items[0] is other) or day.year is None:
        return None
    first, last = (other, day) if day.year_first else (day, other)
    years = (Item("year", year=first.year), Item("year", year=last.year))
    return Named((replace(day, year=None), *years), "I,Y-Y")


def _each_year(raw: str, named: Named, frequency: Frequency) -> Deadline:
    """Return a date in each of some years as what is due yearly; likely, if the text does not say so."""
    recurrence = frequency.recurrence or Recurrence("year")
    if recurrence.every != "year":
        raise Unclear("dates_and_frequency_differ")
    found = _recurring(raw, named, frequency, recurrence)
    return found if frequency.recurrence else _noted(found, (*found.reasons, "frequency_implied"))


def _with_year_apart(named: Named) -> Named:
    """Return the dates of `декабрь, 2026 г.` with their year, which stands behind a comma, or before one."""
    if not _YEAR_APART.fullmatch(named.structure):
        return named
    years = [item for item in named.items if item.unit == "year"]
    dates = [item for item in named.items if item.unit != "year"]
    if any(item.year is not None or item.unit == "bare" for item in dates):
        return named
    structure = _plain(named.structure.replace("Y", ""))
    notes = years[0].notes
    return Named(
        tuple(replace(item, year=years[0].year, notes=item.notes + notes) for item in dates), structure
    )


def _dated(raw: str, named: Named, year_of_plan: int | None) -> Deadline:
    is_range = _RANGE.fullmatch(named.structure) is not None
    if not is_range and not _LIST.fullmatch(named.structure):
        raise Unclear("no_end" if _BEGINS.fullmatch(named.structure) else "unclear")
    items = completed(named.items, year_of_plan)
    kinds = {item.unit for item in items}
    if len(kinds) > 1:
        raise Unclear("several_deadlines")
    kind = kinds.pop()
    notes = Named(tuple(items), "").notes + _doubt_of_before(kind, named.structure)
    spans = list(dict.fromkeys(span_of(item) for item in items))
    if is_range:
        spans = [_range(spans)]
    elif any(earlier.end >= later.start for earlier, later in pairwise(spans)):
        raise Unclear("not_in_order")
    several = is_range or len(spans) > 1
    found = Deadline(raw, "years" if kind == "year" and several else kind, spans[0].start, spans[-1].end)
    return _noted(replace(found, spans=tuple(spans) if len(spans) > 1 else ()), notes)


def _range(spans: Sequence[Span]) -> Span:
    if len(spans) != 2 or spans[0].end >= spans[1].start:
        raise Unclear("end_before_start")
    return Span(spans[0].start, spans[1].end)


def _doubt_of_before(kind: str, structure: str) -> tuple[str, ...]:
    """Return the doubt of `до декабря`: before December begins, or before it ends? A whole year is too much doubt."""
    if "z" in structure and kind == "day":
        raise Unclear("unclear")
    if kind == "day" or "b" not in structure or set("zlG") & set(structure):
        return ()
    if kind == "year":
        raise Unclear("before_or_within")
    return ("before_or_within",)


def _continuous(raw: str, named: Named, *, loosely: bool) -> Deadline:
    start, end, rest = _years(named)
    if rest:
        raise Unclear("several_deadlines")
    notes = (*named.notes, *(["loosely_said"] if loosely else []))
    return _noted(Deadline(raw, "continuous", start, end), notes)


def _recurring(raw: str, named: Named, frequency: Frequency, recurrence: Recurrence) -> Deadline:
    start, end, rest = _years(named)
    due = _fixed_due([item for item in named.items if item.unit != "year"])
    notes = named.notes + frequency.notes
    if not _DUE.fullmatch(rest):
        raise Unclear("unclear")
    if due and recurrence.due:
        raise Unclear("several_deadlines")
    if due:
        recurrence = _with_fixed(recurrence, due)
        notes += _doubt_of_before("day" if due[0].unit == "day" else "month", rest)
    return _noted(Deadline(raw, "recurring", start, end, recurrence), notes)


def _years(named: Named) -> tuple[str | None, str | None, str]:
    """Return first and last day of the years that a line names, and the structure without them."""
    spans = [span_of(item) for item in named.items if item.unit == "year"]
    match = _YEARS.search(named.structure)
    if not match or not spans:
        return None, None, named.structure
    if match[0].count("Y") != len(spans):
        raise Unclear("unclear")
    span = _range(spans) if len(spans) > 1 else spans[0]
    rest = _plain(named.structure[: match.start()] + "," + named.structure[match.end() :])
    start = None if _END_ONLY.fullmatch(match[0]) else span.start
    return start, None if _START_ONLY.fullmatch(match[0]) else span.end, rest


def _fixed_due(items: Sequence[Item]) -> tuple[Due, ...]:
    if any(item.year is not None for item in items):
        raise Unclear("several_deadlines")
    whole = with_units(items)
    for item in whole:
        span_of(replace(item, year=2028))  # a leap year: 29 February is a day
    return tuple(sorted({Due(item.unit, item.number, item.day) for item in whole}))


def _with_fixed(recurrence: Recurrence, due: tuple[Due, ...]) -> Recurrence:
    """Return the recurrence with its dates in the year. Raises Unclear if there are too many or too few of them."""
    each, rest = divmod(len(due), recurrence.times)
    year = recurrence.every == "year" and (recurrence.times == 1 or len(due) == recurrence.times)
    part = _MONTHS_OF.get(recurrence.every, 0) if recurrence.every in ("half", "quarter") else 0
    spread = part and not rest and each == 12 // part and recurrence.interval == 1
    if len({one.unit for one in due}) > 1 or not (year or spread):
        raise Unclear("dates_and_frequency_differ")
    if spread:
        parts = [((one.number or 1) * _MONTHS_OF[one.unit] - 1) // part for one in due]
        if any(parts.count(no) != recurrence.times for no in range(12 // part)):
            raise Unclear("dates_and_frequency_differ")
    return replace(recurrence, due=due, times=len(due) if year else recurrence.times)


def _within_plan(deadline: Deadline, plan_years: tuple[int, int] | None) -> Deadline:
    days = [day for day in (deadline.start, deadline.end) if day]
    if plan_years and any(not plan_years[0] <= int(day[:4]) <= plan_years[1] for day in days):
        return _noted(deadline, (*deadline.reasons, "outside_plan"))
    return deadline


def _noted(deadline: Deadline, notes: Sequence[str]) -> Deadline:
    reasons = tuple(dict.fromkeys(note for note in notes))
    return replace(deadline, reasons=reasons, confidence=LIKELY if reasons else CERTAIN)
