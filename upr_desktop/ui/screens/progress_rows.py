"""Hold a plan with its measures, periods and reports as a screen shows them, and read again what was touched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.jobs.own_entries import own_entries
from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import RecordId
from upr_desktop.register.kept_measures import measures_of_plan
from upr_desktop.register.own_rows import shown_beside
from upr_desktop.register.plan_queries import measures, periods, plans
from upr_desktop.register.plan_reports import Matrix, report_matrix
from upr_desktop.register.plan_rows import MeasureRow, PeriodRow, PlanRow
from upr_desktop.register.progress_queries import progress_of
from upr_desktop.register.queries import AgencyRow, agencies, record
from upr_desktop.register.register import Connection
from upr_desktop.register.report_entries import Entry, report_entries
from upr_desktop.register.touched import touched_measures
from upr_desktop.ui.session import Session

WHOLE = frozenset({"plan", "period", "period_extension", "agency", "agency_alias", "register"})
PARTS = frozenset(
    {
        "measure",
        "assignment",
        "measure_recommendation",
        "measure_decision",
        "progress",
        "remark",
        "assessment",
        "evidence",
        "evidence_link",
        "recommendation",
    }
)


@dataclass(frozen=True, slots=True)
class PlanState:
    """A plan as it is now; measures by id in the order of their numbers."""

    plan: PlanRow
    periods: Sequence[PeriodRow]
    measures: Mapping[RecordId, MeasureRow] = field(default_factory=dict)


class ProgressRows:
    """What the screen of progress shows: one plan at a time. Nothing is read before `read`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.plans: Sequence[PlanRow] = ()
        self.agencies: Mapping[RecordId, AgencyRow] = {}
        self.state: PlanState | None = None
        self._matrix: Matrix | None = None
        self.wished = ""

    @property
    def today(self) -> str:
        """Return the day for what is due, as ISO text."""
        return self._session.today.isoformat()

    @property
    def periods(self) -> Sequence[PeriodRow]:
        """Return the periods of the plan, none without one."""
        return self.state.periods if self.state else ()

    def read(self, wished: str = "") -> None:
        """Read the plan of an id, or the latest one, whole."""

        def whole(connection: Connection) -> None:
            self.plans = plans(connection)
            self.agencies = agencies(connection)
            plan = next((one for one in self.plans if one.id == wished), next(iter(self.plans), None))
            self.state = _state(connection, plan) if plan else None

        self.wished = wished
        self._session.read(whole)
        self._matrix = None

    def refresh(self, applied: Applied | None) -> bool:
        """Read again what was touched; return whether anything that is shown was."""
        if applied is None or self.state is None or applied.kinds & WHOLE:
            self.read(self.wished)
            return True
        if not applied.kinds & PARTS:
            return False
        state, ids = self.state, list(applied.ids)
        touched = self._session.read(lambda connection: sorted(touched_measures(connection, ids)))
        if "recommendation" in applied.kinds or len(touched) > len(state.measures) // 2:
            self.read(self.wished)
        elif touched:
            self._read_measures(state, touched)
        return bool(touched) or "recommendation" in applied.kinds

    def _read_measures(self, state: PlanState, ids: Sequence[RecordId]) -> None:
        found = self._session.read(lambda connection: measures(connection, state.plan.id, ids))
        fresh = {row.id: row for row in found}
        if fresh.keys() - state.measures.keys():
            self.read(self.wished)
            return
        kept = {id: fresh.get(id, row) for id, row in state.measures.items() if id in fresh or id not in ids}
        self.state = PlanState(state.plan, state.periods, kept)
        self._matrix = None

    @property
    def matrix(self) -> Matrix | None:
        """Return how far each agency is for each period; None without a plan."""
        if self._matrix is None and self.state is not None:
            state = self.state
            self._matrix = report_matrix(
                state.plan, list(state.measures.values()), state.periods, self.agencies
            )
        return self._matrix

    @property
    def bodies(self) -> list[RecordId]:
        """Return the agencies that have a part in any measure, in the order of their codes."""
        measures = self.state.measures.values() if self.state else ()
        found = {body.agency_id for row in measures for body in row.bodies} & self.agencies.keys()
        return sorted(found, key=lambda id: self.agencies[id].code)

    def plan_of(self, measure: RecordId) -> str:
        """Return the id of the plan that a measure belongs to, nothing where there is no such measure."""
        found = self._session.read(lambda connection: record(connection, "measure", measure))
        return str(found["plan_id"]) if found else ""

    def period(self, id: str) -> PeriodRow | None:
        """Return a period of the plan by its id."""
        return next((one for one in self.state.periods if one.id == id), None) if self.state else None

    def entries(self, agency: str, period: PeriodRow) -> list[Entry]:
        """Return what an agency owes or reported for a period."""
        state, owner = self.state, RecordId(agency)
        if state is None:
            return []
        reports = self._session.read(lambda connection: progress_of(connection, agency=owner))
        found = report_entries(
            state.plan,
            state.measures.values(),
            period,
            owner,
            self.agencies,
            reports,
            self._session.today,
        )
        if self._session.keeper is None:
            return found
        return own_entries(
            found, self._session.read(lambda connection: shown_beside(connection, [period.id]))
        )


def _state(connection: Connection, plan: PlanRow) -> PlanState:
    found = {row.id: row for row in measures_of_plan(connection, plan.id)}
    return PlanState(plan, periods(connection, plan.id), found)
