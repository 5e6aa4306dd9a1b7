"""Count where a plan stands: each number is the list of the records it counts, so that its rows add up to it."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from upr_desktop.register.changes import RecordId
from upr_desktop.register.plan_reports import MISSING, Matrix
from upr_desktop.register.plan_rows import MeasureRow, PeriodRow
from upr_desktop.register.plan_standing import DUE_SOON, OVERDUE, SOON_DAYS, STANDINGS, standing, status
from upr_desktop.register.queries import RecommendationRow

Key = TypeVar("Key", bound=Hashable)
Ids = tuple[RecordId, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """The measures of one group by where they stand; `key` is an area, an agency, a year or a status, None for none."""

    key: str | int | None
    parts: Mapping[str, Ids]

    @property
    def ids(self) -> Ids:
        """Return all measures of the group."""
        return tuple(id for part in self.parts.values() for id in part)

    @property
    def count(self) -> int:
        """Return how many measures the group has."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """Where a plan stands on a day. Ids are of measures, but for `silent` and `unchanged_twice` (see there).

    Each of `by_area`, `by_agency` (first lead), `by_year` (of the last day) and `by_status` (the one that counts; None
    where there is none) holds every measure once. `silent` are agencies that owe reports for the period and handed
    in none; `unchanged_twice` are assignments that reported no change in it and in the period before.
    `without_measure` are supported recommendations.
    """

    today: date
    period: PeriodRow | None
    total: Ids
    by_area: tuple[Bar, ...]
    by_agency: tuple[Bar, ...]
    by_year: tuple[Bar, ...]
    by_status: tuple[Bar, ...]
    by_standing: Bar
    overdue: Ids
    due_soon: Ids
    undecided: Ids
    without_lead: Ids
    silent: Ids
    unchanged_twice: Ids
    without_measure: Ids


def plan_summary(
    measures: Sequence[MeasureRow],
    matrix: Matrix,
    today: date,
    *,
    period: PeriodRow | None = None,
    recommendations: Iterable[RecommendationRow] = (),
    soon: int = SOON_DAYS,
) -> PlanSummary:
    """Return the summary of a plan's measures on a day; `period` is by default the last one that has begun."""
    stands = {row.id: standing(row, today, soon) for row in measures}
    chosen = period or current_period(matrix.periods, today)

    def bars(key: Callable[[MeasureRow], str | int | None]) -> tuple[Bar, ...]:
        groups = _grouped(measures, key)
        return tuple(_bar(name, rows, stands) for name, rows in sorted(groups.items(), key=_none_last))

    return PlanSummary(
        today=today,
        period=chosen,
        total=_ids(measures),
        by_area=bars(lambda row: row.area_id),
        by_agency=bars(lambda row: next(iter(row.leads), None)),
        by_year=bars(lambda row: int(row.deadline.end[:4]) if row.deadline.end else None),
        by_status=bars(status),
        by_standing=_bar(None, measures, stands),
        overdue=_standing_at(measures, stands, OVERDUE),
        due_soon=_standing_at(measures, stands, DUE_SOON),
        undecided=_ids(row for row in measures if not row.deadline.is_decided),
        without_lead=_ids(row for row in measures if not row.leads),
        silent=_silent(matrix, chosen),
        unchanged_twice=unchanged_twice(measures, matrix.periods, chosen),
        without_measure=without_measure(recommendations),
    )


def current_period(periods: Sequence[PeriodRow], today: date) -> PeriodRow | None:
    """Return the last period that has begun by the day, else the first."""
    begun = [period for period in periods if period.first_day <= today.isoformat()]
    return begun[-1] if begun else next(iter(periods), None)


def without_measure(recommendations: Iterable[RecommendationRow]) -> Ids:
    """Return the recommendations that are supported, if only in part, and that no measure implements."""
    return tuple(
        row.id
        for row in recommendations
        if row.position.startswith("supported") and not row.archived and not row.in_plan.measures
    )


def _bar(key: str | int | None, rows: Iterable[MeasureRow], stands: Mapping[RecordId, str]) -> Bar:
    groups = _grouped(rows, lambda row: stands[row.id])
    return Bar(key, {name: _ids(groups[name]) for name in STANDINGS if name in groups})


def _grouped(rows: Iterable[MeasureRow], key: Callable[[MeasureRow], Key]) -> dict[Key, list[MeasureRow]]:
    found: dict[Key, list[MeasureRow]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _none_last(group: tuple[str | int | None, object]) -> tuple[bool, str]:
    return (group[0] is None, str(group[0]))


def _ids(rows: Iterable[MeasureRow]) -> Ids:
    return tuple(row.id for row in rows)


def _standing_at(rows: Iterable[MeasureRow], stands: Mapping[RecordId, str], where: str) -> Ids:
    return _ids(row for row in rows if stands[row.id] == where)


def _silent(matrix: Matrix, period: PeriodRow | None) -> Ids:
    if period is None:
        return ()
    cells = ((agency, matrix.cell(agency, period.id)) for agency in matrix.agencies)
    return tuple(agency for agency, cell in cells if cell.state in (MISSING, "draft") and not cell.handed_in)


def unchanged_twice(
    rows: Iterable[MeasureRow], periods: Sequence[PeriodRow], period: PeriodRow | None
) -> Ids:
    """Return the assignments whose reports say "no change" for the period and for the one before it."""
    at = next((at for at, one in enumerate(periods) if period and one.id == period.id), 0)
    if at == 0:
        return ()
    two = {periods[at].id, periods[at - 1].id}
    said: dict[RecordId, set[RecordId]] = defaultdict(set)
    for row in rows:
        for mark in row.marks:
            if mark.no_change and mark.period_id in two:
                said[mark.assignment_id].add(mark.period_id)
    return tuple(assignment for assignment, found in said.items() if found == two)
