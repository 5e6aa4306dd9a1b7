"""Show the measures of a plan as a table under their filters."""

from upr_desktop.ui.grouped_table import GroupedTable
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.measure_columns import Ask, measure_columns
from upr_desktop.ui.screens.measure_facets import FURTHER, measure_facets, measure_groupings
from upr_desktop.ui.screens.measure_rows import MeasureRows
from upr_desktop.ui.screens.measure_words import MeasureWords
from upr_desktop.ui.screens.more_facets import MoreFacets
from upr_desktop.ui.screens.record_list import RecordList
from upr_desktop.ui.widgets import EmptyState

EMPTY = "measures.empty."


class MeasureList(RecordList):
    """Filters, table and count of the measures; a plan without any offers to import them."""

    table: GroupedTable

    def __init__(self, look: Look, rows: MeasureRows, words: MeasureWords, ask: Ask) -> None:
        self._areas: list[str] = []
        self._names = words.names
        super().__init__(
            look,
            rows,
            GroupedTable(look, measure_columns(words, ask), measure_groupings(words), "measures.table"),
            MoreFacets(look, measure_facets(words, self._areas), FURTHER),
            EmptyState(look, EMPTY + "title", EMPTY + "text", EMPTY + "import"),
            "measures",
        )

    def show_rows(self) -> None:
        """Show the measures as they were read last, with the areas there are now."""
        self._areas[:] = [term.id for term in self._names.catalogue.terms_of("area")]
        super().show_rows()
