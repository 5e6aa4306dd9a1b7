"""Show the recommendations as a table under their filters."""

from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.more_facets import MoreFacets
from upr_desktop.ui.screens.recommendation_columns import Ask, recommendation_columns
from upr_desktop.ui.screens.recommendation_facets import FURTHER, ONLY_IF, recommendation_facets
from upr_desktop.ui.screens.recommendation_rows import RecommendationRows
from upr_desktop.ui.screens.recommendation_words import RecommendationWords
from upr_desktop.ui.screens.record_list import RecordList
from upr_desktop.ui.table import Table
from upr_desktop.ui.widgets import EmptyState

EMPTY = "recommendations.empty."


class RecommendationList(RecordList):
    """Filters, table and count of the recommendations; a register without any offers to import a list."""

    def __init__(self, look: Look, rows: RecommendationRows, words: RecommendationWords, ask: Ask) -> None:
        self._areas: list[str] = []
        self._names = words
        facets = recommendation_facets(words, self._areas)
        super().__init__(
            look,
            rows,
            Table(look, recommendation_columns(words, ask), "recommendations.table"),
            MoreFacets(look, facets, FURTHER, ONLY_IF),
            EmptyState(look, EMPTY + "title", EMPTY + "text", EMPTY + "import"),
            "recommendations",
        )

    def show_rows(self) -> None:
        """Show the rows as they were read last, with the areas there are now."""
        self._areas[:] = [term.id for term in self._names.catalogue.terms_of("area")]
        super().show_rows()
