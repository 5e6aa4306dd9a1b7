"""Count when a deadline falls due, and whether a day is past it."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from upr_desktop.grammar.deadline import Deadline, Due, Recurrence

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def due_dates(deadline: Deadline, first_year: int, last_year: int) -> tuple[date, ...]:
    """Return the days on which something is due from the first to the last year, in order.

    A deadline of dates has the last day of each; a recurrence the last day of each of its periods or the days it names,
    within its own years. A report on the last period that falls due after the last year is not among them. What is due
    daily or weekly, always, or upon an event, has none.
    """
    if deadline.recurrence and deadline.kind == "recurring":
        found = set(_recurring(deadline, deadline.recurrence, first_year, last_year))
    elif deadline.end and deadline.kind not in ("continuous", "recurring"):
        ends = [span.end for span in deadline.spans] or [deadline.end]
        found = {date.fromisoformat(end) for end in ends}
    else:
        found = set()
    return tuple(sorted(day for day in found if first_year <= day.year <= last_year))


def is_overdue(deadline: Deadline, today: date, done_or_closed: bool) -> bool:
    """Return whether the last day has passed and the measure is neither done nor closed; never without a last day."""
    return deadline.end is not None and not done_or_closed and date.fromisoformat(deadline.end) < today


def is_due_soon(deadline: Deadline, today: date, done_or_closed: bool, days: int = 30) -> bool:
    """Return whether the last day comes within so many days from today, and the measure is neither done nor closed."""
    if deadline.end is None or done_or_closed:
        return False
    return today <= date.fromisoformat(deadline.end) <= today + timedelta(days=days)


def _recurring(deadline: Deadline, recurrence: Recurrence, first_year: int, last_year: int) -> Iterator[date]:
    first = max(first_year, int(deadline.start[:4]) if deadline.start else first_year)
    last = min(last_year, int(deadline.end[:4]) if deadline.end else last_year)
    if any(due.unit not in ("following", "last") for due in recurrence.due):
        step = recurrence.interval if recurrence.every == "year" else 1
        for year in range(_begin(deadline, recurrence, first), last + 1, step):
            yield from (_in_year(due, year) for due in recurrence.due)
    elif recurrence.every in _MONTHS:
        for year, month in _period_ends(deadline, recurrence, first, last):
            yield from (_after_period(due, year, month) for due in recurrence.due or (Due("last"),))


def _begin(deadline: Deadline, recurrence: Recurrence, first: int) -> int:
    """Return the first year that counts: every second year is counted from the start that the text names."""
    if not deadline.start or recurrence.every != "year":
        return first
    begun = int(deadline.start[:4])
    return begun + -(-(first - begun) // recurrence.interval) * recurrence.interval


def _period_ends(
    deadline: Deadline, recurrence: Recurrence, first: int, last: int
) -> Iterator[tuple[int, int]]:
    """Yield year and month in which each reporting period ends."""
    length = _MONTHS[recurrence.every] * recurrence.interval
    begun = int(deadline.start[:4]) if deadline.start else first
    for end in range(begun * 12 + length - 1, (last + 1) * 12, length):
        yield end // 12, end % 12 + 1


def _in_year(due: Due, year: int) -> date:
    number = due.number or 1
    month = {"quarter": number * 3, "half": number * 6}.get(due.unit, number)
    return _day(year, month, due.day)


def _after_period(due: Due, year: int, month: int) -> date:
    if due.unit == "following":
        return _day(year + month // 12, month % 12 + 1, due.day)
    return _day(year, month, due.day)


def _day(year: int, month: int, day: int | None) -> date:
    """Return that day of the month, or its last day if it has none such."""
    length = calendar.monthrange(year, month)[1]
    return date(year, month, min(day or length, length))
