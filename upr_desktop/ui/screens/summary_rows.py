"""Read what the summary counts: one plan with its measures, periods and reports, and where recommendations belong."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from upr_desktop.register.kept_measures import measures_of_plan
from upr_desktop.register.placed import Placed, placed
from upr_desktop.register.plan_queries import periods, plans
from upr_desktop.register.plan_reports import Matrix, report_matrix
from upr_desktop.register.plan_rows import MeasureRow, PeriodRow, PlanRow
from upr_desktop.register.plan_summary import PlanSummary, plan_summary
from upr_desktop.register.queries import Catalogue, catalogue
from upr_desktop.register.register import Connection
from upr_desktop.register.report_entries import current_period
from upr_desktop.ui.session import Session

KINDS = frozenset(
    {
        "plan",
        "period",
        "period_extension",
        "agency",
        "agency_alias",
        "register",
        "review",
        "term",
        "vocabulary",
        "measure",
        "assignment",
        "measure_recommendation",
        "measure_decision",
        "progress",
        "assessment",
        "recommendation",
    }
)


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What was read last; `plan` is None where the register has no plan."""

    plans: Sequence[PlanRow] = ()
    plan: PlanRow | None = None
    periods: Sequence[PeriodRow] = ()
    measures: Sequence[MeasureRow] = ()
    matrix: Matrix = field(default_factory=lambda: Matrix((), ()))
    catalogue: Catalogue = field(default_factory=Catalogue)
    recommendations: Sequence[Placed] = ()


def read_facts(connection: Connection, wished: str) -> PlanFacts:
    """Return the facts of a plan by its id, else of the latest one."""
    known = plans(connection)
    plan = next((one for one in known if one.id == wished), next(iter(known), None))
    named = catalogue(connection)
    if plan is None:
        return PlanFacts(catalogue=named, recommendations=placed(connection))
    rows, spans = measures_of_plan(connection, plan.id), periods(connection, plan.id)
    matrix = report_matrix(plan, rows, spans, named.agencies)
    return PlanFacts(known, plan, spans, rows, matrix, named, placed(connection))


class SummaryRows:
    """What the screen shows: the facts of one plan, and their numbers for one period. Nothing is read before `read`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.facts = PlanFacts()
        self.wished, self.period_id = "", ""

    def read(self) -> None:
        """Read the plan that is wished, or the latest one."""
        self.facts = self._session.read(lambda connection: read_facts(connection, self.wished))

    @property
    def period(self) -> PeriodRow | None:
        """Return the period chosen, else the one that is worked on now."""
        known = self.facts.periods
        chosen = next((one for one in known if one.id == self.period_id), None)
        return chosen or current_period(known, self._session.today)

    def summary(self) -> PlanSummary:
        """Return the numbers of the plan for the day and the period."""
        facts = self.facts
        return plan_summary(facts.measures, facts.matrix, self._session.today, period=self.period)
