"""Hold the measures of the plan that a screen shows, as they were read last, and find among them."""

from collections.abc import Sequence

from upr_desktop.register.changes import RecordId
from upr_desktop.register.find_measures import find_measures
from upr_desktop.register.kept_measures import measures_of_plan
from upr_desktop.register.linkable import (
    count_archived_measures,
    linkable_recommendations,
    numbers_of_recommendations,
)
from upr_desktop.register.plan_queries import measures, periods, plans
from upr_desktop.register.plan_rows import MeasureRow, PlanRow
from upr_desktop.register.queries import catalogue
from upr_desktop.register.register import Connection
from upr_desktop.register.touched import touched_measures
from upr_desktop.ui.screens.measure_words import Linkable, MeasureWords
from upr_desktop.ui.screens.record_rows import RecordRows
from upr_desktop.ui.session import Session


class MeasureRows(RecordRows[MeasureRow]):
    """The measures of one plan in the order of their numbers; `plan` is the one chosen, else the latest.

    Those in use or, `in_archive`, those in the archive; `archived` is how many are there.
    """

    own = frozenset(
        {
            "measure",
            "assignment",
            "measure_recommendation",
            "measure_decision",
            "progress",
            "remark",
            "assessment",
            "evidence_link",
            "evidence",
            "note",
            "indicator",
            "indicator_value",
        }
    )
    names = frozenset(
        {
            "plan",
            "period",
            "period_extension",
            "term",
            "vocabulary",
            "agency",
            "agency_alias",
            "recommendation",
        }
    )

    def __init__(self, session: Session, words: MeasureWords) -> None:
        super().__init__(session)
        self._words = words
        self.wished = ""
        self.in_archive, self.archived = False, 0
        words.links.read = lambda: [Linkable(*row) for row in session.read(linkable_recommendations)]

    @property
    def plan(self) -> PlanRow | None:
        """Return the plan whose measures these are; None where there is no plan."""
        known = self._words.plans
        return known.get(RecordId(self.wished)) or next(iter(known.values()), None)

    @property
    def plans(self) -> Sequence[PlanRow]:
        """Return the plans there are, the latest first."""
        return tuple(self._words.plans.values())

    def load(self, connection: Connection, ids: Sequence[RecordId] | None) -> list[MeasureRow]:
        """Return the measures of the plan asked for, or all, and count those in the archive."""
        if self.plan is None:
            self.archived = 0
            return []
        self.archived = count_archived_measures(connection, self.plan.id)
        if ids is None and not self.in_archive:
            return measures_of_plan(connection, self.plan.id)
        found = measures(connection, self.plan.id, ids, archived=self.in_archive)
        return [row for row in found if row.archived == self.in_archive]

    def show_archive(self, on: bool) -> None:
        """Hold what is in the archive from now on, or what is not."""
        self.in_archive = on
        self.read()

    def touched(self, connection: Connection, ids: Sequence[RecordId]) -> set[RecordId]:
        """Return the measures that written records are or belong to."""
        return touched_measures(connection, ids)

    def learn(self, connection: Connection) -> None:
        """Read plans, periods, terms, agencies, and the numbers of recommendations."""
        self._words.names.use(catalogue(connection))
        self._words.plans = {plan.id: plan for plan in plans(connection)}
        self._words.periods = {period.id: period for period in periods(connection)}
        self._words.links.forget()
        self._words.numbers = numbers_of_recommendations(connection)

    def holding(self, connection: Connection, query: str) -> set[RecordId] | None:
        """Return the measures that hold every word of a query."""
        return find_measures(connection, query, self._words.names.catalogue)
