"""Say who owes a report for which period, and how far each agency is: the matrix of agencies and periods."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.register.changes import RecordId
from upr_desktop.register.plan_rows import BodyRow, MeasureRow, PeriodRow, PlanRow, ReportMark
from upr_desktop.register.plan_standing import closed_on
from upr_desktop.register.queries import AgencyRow

SUBMITTED, ACCEPTED, DRAFT, SENT_BACK, MISSING = "submitted", "accepted", "draft", "sent_back", "missing"
EVER = "9999-12-31"
Agencies = Mapping[RecordId, AgencyRow]
Asked = list[tuple[BodyRow, str, str, str]]


@dataclass(frozen=True, slots=True)
class Owed:
    """One report that an agency owes, and the report there is; `state` is `missing` where there is none."""

    assignment_id: RecordId
    measure_id: RecordId
    agency_id: RecordId
    period_id: RecordId
    progress: ReportMark | None

    @property
    def state(self) -> str:
        """Return draft, submitted, accepted, sent_back or missing."""
        return self.progress.state if self.progress else MISSING


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What one agency owes for one period. `besides` are reports that are there though none was owed."""

    owed: tuple[Owed, ...] = ()
    besides: tuple[ReportMark, ...] = ()

    def of(self, *states: str) -> tuple[Owed, ...]:
        """Return the reports owed that are in these states."""
        return tuple(one for one in self.owed if one.state in states)

    @property
    def handed_in(self) -> int:
        """Return how many of the reports owed are submitted or accepted: n of len(owed)."""
        return len(self.of(SUBMITTED, ACCEPTED))

    @property
    def state(self) -> str:
        """Return what the cell as a whole is: sent_back before missing before draft before submitted, accepted.

        Empty where nothing is owed.
        """
        states = {one.state for one in self.owed}
        if not states:
            return ""
        if SENT_BACK in states:
            return SENT_BACK
        if states == {MISSING}:
            return MISSING
        found = next((state for state in (DRAFT, MISSING, SUBMITTED) if state in states), ACCEPTED)
        return DRAFT if found == MISSING else found


@dataclass(frozen=True, slots=True)
class Matrix:
    """Agencies × periods. An agency has a row if it owes a report for any period, or made one."""

    periods: tuple[PeriodRow, ...]
    agencies: tuple[RecordId, ...]
    cells: Mapping[tuple[RecordId, RecordId], MatrixCell] = field(default_factory=dict)

    def cell(self, agency: RecordId, period: RecordId) -> MatrixCell:
        """Return the cell of an agency and a period; an empty one where nothing is owed or made."""
        return self.cells.get((agency, period), NOTHING)


NOTHING = MatrixCell()


def report_matrix(
    plan: PlanRow, measures: Sequence[MeasureRow], periods: Sequence[PeriodRow], agencies: Agencies
) -> Matrix:
    """Return the matrix of a plan's measures and periods; agencies in the order of their codes."""
    owed: dict[tuple[RecordId, RecordId], list[Owed]] = defaultdict(list)
    besides: dict[tuple[RecordId, RecordId], list[ReportMark]] = defaultdict(list)
    for measure in measures:
        made = {(mark.assignment_id, mark.period_id): mark for mark in measure.marks}
        asked = [] if measure.archived else _asked(plan, measure, agencies)
        for period in periods:
            for body in _owing(asked, measure, period):
                mark = made.pop((body.id, period.id), None)
                one = Owed(body.id, measure.id, body.agency_id, period.id, mark)
                owed[body.agency_id, period.id].append(one)
        for mark in made.values():
            besides[mark.agency_id, mark.period_id].append(mark)
    keys = owed.keys() | besides.keys()
    cells = {key: MatrixCell(tuple(owed.get(key, ())), tuple(besides.get(key, ()))) for key in keys}
    return Matrix(tuple(periods), _by_code({agency for agency, _ in keys}, agencies), cells)


def _by_code(ids: Iterable[RecordId], agencies: Agencies) -> tuple[RecordId, ...]:
    return tuple(sorted(ids, key=lambda id: (agencies[id].code if id in agencies else "", id)))


def owing(plan: PlanRow, measure: MeasureRow, period: PeriodRow, agencies: Agencies) -> list[BodyRow]:
    """Return the bodies that owe a report on a measure for a period.

    A mark on the body (`reports`) decides; else the plan says whether leads alone or all report. Nobody owes one where
    the measure was closed by the period's last day, the body was not responsible on it, or no longer existed. A
    collective body (akimats) owes one itself unless members of it are named for the measure.
    """
    return [] if measure.archived else _owing(_asked(plan, measure, agencies), measure, period)


def owing_agencies(
    plan: PlanRow, measures: Iterable[MeasureRow], period: PeriodRow, agencies: Agencies
) -> set[RecordId]:
    """Return the agencies that owe a report on any of these measures for a period."""
    return {body.agency_id for measure in measures for body in owing(plan, measure, period, agencies)}


def _asked(plan: PlanRow, measure: MeasureRow, agencies: Agencies) -> Asked:
    """Return the bodies that owe reports on a measure at all, with the days that they do: first, last, closed on."""
    named = {body.agency_id for body in measure.bodies}
    members = {agencies[id].parent_id for id in named if id in agencies}
    closed = closed_on(measure.decisions)
    found = []
    for body in measure.bodies:
        agency = agencies.get(body.agency_id)
        if agency is None or agency.archived or not _is_asked(plan, body):
            continue
        if not (agency.collective and body.agency_id in members):
            ends = [day for day in (body.valid_to, agency.valid_to) if day is not None]
            found.append((body, body.valid_from or "", min(ends, default=EVER), closed or EVER))
    return found


def _owing(asked: Asked, measure: MeasureRow, period: PeriodRow) -> list[BodyRow]:
    if measure.plan_id != period.plan_id:
        return []
    day = period.last_day
    return [body for body, first, last, closed in asked if first <= day <= last and day < closed]


def _is_asked(plan: PlanRow, body: BodyRow) -> bool:
    if body.reports is not None:
        return body.reports
    return plan.who_reports == "all" or (plan.who_reports == "lead" and body.role == "lead")
