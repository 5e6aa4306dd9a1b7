"""Show the measures of a plan as a table under their filters."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from upr_desktop.ui.grouped_table import GroupedTable
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.measure_columns import Ask, measure_columns
from upr_desktop.ui.screens.measure_facets import FURTHER, measure_facets, measure_groupings
from upr_desktop.ui.screens.measure_rows import MeasureRows
from upr_desktop.ui.screens.measure_words import MeasureWords
from upr_desktop.ui.screens.more_facets import MoreFacets
from upr_desktop.ui.screens.plan_choice import PlanButton
from upr_desktop.ui.screens.record_list import RecordList
from upr_desktop.ui.widgets import EmptyState

EMPTY = "measures.empty."


class MeasureList(RecordList):
    """Filters, table and count of the measures; a plan without any offers to import them."""

    table: GroupedTable
    plan_asked = Signal()
    measure_asked = Signal()

    def __init__(self, look: Look, rows: MeasureRows, words: MeasureWords, ask: Ask) -> None:
        self._areas: list[str] = []
        self._names, self._measures = words.names, rows
        self.plan_button = PlanButton(look, words.plan_title)
        self.no_measures = EmptyState(
            look, EMPTY + "none.title", EMPTY + "none.text", EMPTY + "import", other=EMPTY + "measure"
        )
        no_plan = EmptyState(look, EMPTY + "title", EMPTY + "text", EMPTY + "import", other=EMPTY + "plan")
        super().__init__(
            look,
            rows,
            GroupedTable(look, measure_columns(words, ask), measure_groupings(words), "measures.table"),
            MoreFacets(look, measure_facets(words, self._areas), FURTHER),
            no_plan,
            "measures",
        )
        no_plan.acted_otherwise.connect(self.plan_asked)
        self.no_measures.acted.connect(self.import_asked)
        self.no_measures.acted_otherwise.connect(self.measure_asked)

    def empty_page(self) -> EmptyState:
        """Return what is shown where there is no measure: there may be no plan either."""
        return self.no_measures if self._measures.plan else self.empty

    def foot_widgets(self) -> Sequence[QWidget]:
        """Return what stands at the right of the count: the plan, and what is done with selected measures."""
        return (*super().foot_widgets(), self.plan_button)

    def show_rows(self) -> None:
        """Show the measures as they were read last, with the areas there are now."""
        self.plan_button.show_plans(self._measures.plans, self._measures.plan)
        self._areas[:] = [term.id for term in self._names.catalogue.terms_of("area")]
        super().show_rows()
