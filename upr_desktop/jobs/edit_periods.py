"""Decide what a person's edit of reporting periods writes: values in, changes out; nothing here writes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from upr_desktop.register.changes import (
    Added,
    Change,
    ChangeSet,
    Edited,
    Label,
    RecordId,
    Value,
    Values,
    edits,
    new_id,
)
from upr_desktop.register.errors import Problem
from upr_desktop.register.kinds import kinds
from upr_desktop.register.plan_rows import PeriodRow, PlanRow
from upr_desktop.register.plan_rules import period_problems
from upr_desktop.register.rules import value_problems

LENGTHS: Mapping[str, tuple[int, str]] = {
    "month": (1, "M"),
    "quarter": (3, "Q"),
    "half": (6, "H"),
    "year": (12, ""),
}
DAYS_FOR_AGENCIES = 10


def add_period(plan: RecordId, values: Values) -> tuple[RecordId, ChangeSet]:
    """Return the id of a new period and what adds it: code, first_day, last_day, due_agencies, due_upward."""
    id = new_id()
    given = {name: value for name, value in values.items() if value is not None}
    label = Label("label.period.added", {"code": str(given.get("code") or "")})
    return id, ChangeSet(label, [Added("period", id, {"plan_id": plan, **given})])


def generated_periods(
    plan: PlanRow,
    length: str = "half",
    *,
    days: int | None = DAYS_FOR_AGENCIES,
    present: Sequence[PeriodRow] = (),
) -> list[Values]:
    """Return the fields of the periods of a length (month, quarter, half, year) that cover a plan's days.

    Their codes are 2026H1, 2026Q1, 2026M01, 2026; agencies owe their reports `days` after the end. Those that overlap a
    period that is there are left out. Nothing where the plan's days are not said.
    """
    if plan.valid_from is None or plan.valid_to is None:
        return []
    found = _spans(date.fromisoformat(plan.valid_from), date.fromisoformat(plan.valid_to), length)
    return [
        {
            "code": code,
            "first_day": first.isoformat(),
            "last_day": last.isoformat(),
            "due_agencies": None if days is None else (last + timedelta(days=days)).isoformat(),
        }
        for code, first, last in found
        if not any(one.first_day <= last.isoformat() and first.isoformat() <= one.last_day for one in present)
    ]


def add_periods(plan: RecordId, periods: Sequence[Values]) -> ChangeSet:
    """Return what adds periods to a plan as one step."""
    changes = [change for values in periods for change in add_period(plan, values)[1].changes]
    return ChangeSet(Label("label.periods.added", {"count": len(changes)}), changes)


def _spans(begin: date, end: date, length: str) -> Iterator[tuple[str, date, date]]:
    months, letter = LENGTHS[length]
    for start in range(
        begin.year * 12 + (begin.month - 1) // months * months, end.year * 12 + end.month, months
    ):
        first = date(start // 12, start % 12 + 1, 1)
        last = date((start + months) // 12, (start + months) % 12 + 1, 1) - timedelta(days=1)
        no = start % 12 // months + 1
        code = (
            f"{first.year}{letter}{no:02}"
            if length == "month"
            else f"{first.year}{letter}{no if letter else ''}"
        )
        yield code, max(first, begin), min(last, end)


def set_period(id: RecordId, stored: Values, field: str, value: Value) -> ChangeSet | Problem:
    """Return what sets one field of a period, or the problem with its value.

    What is only worth a look (`period_warnings`) is written all the same.
    """
    for problem in value_problems(kinds()["period"], field, value):
        return problem
    label = Label("label.period.edited", {"code": str(stored["code"])})
    return ChangeSet(label, edits("period", id, stored, {field: value}))


def period_warnings(stored: Values, field: str, value: Value, others: Sequence[Values]) -> list[Problem]:
    """Return what would be worth a look in a period with a new value, as one types."""
    return period_problems({**stored, field: value}, others)


def extend_period(
    period: PeriodRow,
    agency: RecordId,
    due: str,
    extensions: Mapping[RecordId, Values],
    reason: str | None = None,
) -> ChangeSet:
    """Return what gives an agency another due day; `extensions` are the period_extension records in use by id."""
    label = Label("label.period.extended", {"code": period.code, "date": due})
    wished: dict[str, Value] = {"due": due, **({"reason": reason} if reason else {})}
    for id, stored in extensions.items():
        if (stored["period_id"], stored["agency_id"]) == (period.id, agency) and not stored["archived"]:
            return ChangeSet(label, edits("period_extension", id, stored, wished))
    ends: Values = {"period_id": period.id, "agency_id": agency}
    return ChangeSet(label, [Added("period_extension", new_id(), {**ends, **wished})])


def archive_period(id: RecordId, stored: Values) -> ChangeSet:
    """Return what puts a period into the archive; its reports stay with it, unseen."""
    changes: list[Change] = [Edited("period", id, "archived", stored["archived"], True)]
    return ChangeSet(Label("label.period.archived", {"code": str(stored["code"])}), changes)


def set_extension(id: RecordId, stored: Values, code: str, field: str, value: Value) -> ChangeSet | Problem:
    """Return what sets a field of an extension for an agency, or the problem with its value; `code` is the period's."""
    for problem in value_problems(kinds()["period_extension"], field, value):
        return problem
    wished = {field: value}
    label = Label("label.period.extended", {"code": code, "date": str({**stored, **wished}["due"])})
    return ChangeSet(label, edits("period_extension", id, stored, wished))


def archive_extension(id: RecordId, stored: Values, code: str) -> ChangeSet:
    """Return what takes an extension back: the agency owes its report on the period's own day again."""
    label = Label("label.period.extension_archived", {"code": code})
    return ChangeSet(label, edits("period_extension", id, stored, {"archived": True}))


def next_period(plan: PlanRow, present: Sequence[PeriodRow]) -> Values:
    """Return the fields of a period that follows those there are, as long as the last of them; a half-year else."""
    last = max(present, key=lambda one: one.last_day, default=None)
    if last is None:
        begin, months = date.fromisoformat(plan.valid_from or f"{date.today().year}-01-01"), 6
    else:
        begin, months = date.fromisoformat(last.last_day) + timedelta(days=1), _months(last)
    length = next((name for name, (many, _) in LENGTHS.items() if many == months), "half")
    after = begin.year * 12 + begin.month - 1 + months
    end = date(after // 12, after % 12 + 1, 1) - timedelta(days=1)
    code = next(_spans(begin, end, length))[0]
    return {
        "code": code if all(one.code != code for one in present) else f"{code}+",
        "first_day": begin.isoformat(),
        "last_day": end.isoformat(),
        "due_agencies": (end + timedelta(days=DAYS_FOR_AGENCIES)).isoformat(),
    }


def _months(period: PeriodRow) -> int:
    first, last = date.fromisoformat(period.first_day), date.fromisoformat(period.last_day)
    return max(1, (last.year - first.year) * 12 + last.month - first.month + 1)
