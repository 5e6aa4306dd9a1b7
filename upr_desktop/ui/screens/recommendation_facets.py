"""List the ways to narrow the recommendations down, and show the chips of those that are asked for."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from upr_desktop.register.queries import RecommendationRow
from upr_desktop.ui.facet_counts import Facet, facet_counts
from upr_desktop.ui.facets import FacetBar
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.recommendation_words import NOVELTIES, POSITIONS, SUPPORTED, RecommendationWords

TITLE = "recommendations.facet."
FURTHER = ("theme", "group", "sdg", "evidence")
YES, NO = "yes", "no"
MANY = 3000


def recommendation_facets(
    words: RecommendationWords, areas: Sequence[str]
) -> tuple[Facet[RecommendationRow], ...]:
    """Return the facets; `areas` is the list of the areas' ids in their order, kept up to date by its owner."""
    look = words.look
    return (
        Facet("review", TITLE + "review", lambda row: (row.review_id,), words.review),
        Facet("position", TITLE + "position", lambda row: (row.position,), words.position, tuple(POSITIONS)),
        Facet("area", TITLE + "area", lambda row: (row.area_id,) if row.area_id else (), words.area, areas),
        Facet("agency", TITLE + "agency", _agencies, words.agency),
        Facet("state", TITLE + "state", _states, lambda code: words.state(code, code)),
        Facet("novelty", TITLE + "novelty", _novelty, words.novelty, NOVELTIES),
        Facet("theme", TITLE + "theme", _terms(words, "theme"), words.term),
        Facet("group", TITLE + "group", _terms(words, "group"), words.term),
        Facet("sdg", TITLE + "sdg", _terms(words, "sdg"), words.term),
        Facet(
            "evidence",
            TITLE + "evidence",
            lambda row: (YES if row.evidence else NO,),
            lambda code: look.t(f"recommendations.{code}"),
            (YES, NO),
        ),
        Facet("unassigned", TITLE + "unassigned", _unassigned, toggle=True),
    )


def _agencies(row: RecommendationRow) -> Iterable[str]:
    return {link.agency_id for link in row.agencies}


def _states(row: RecommendationRow) -> Iterable[str]:
    return [iso or name for name, iso in row.states]


def _novelty(row: RecommendationRow) -> Iterable[str]:
    return (row.novelty,) if row.novelty else ()


def _unassigned(row: RecommendationRow) -> Iterable[str]:
    return (YES,) if row.position in SUPPORTED and not row.agencies else ()


def _terms(words: RecommendationWords, vocabulary: str) -> Callable[[RecommendationRow], Iterable[str]]:
    def codes(row: RecommendationRow) -> Iterable[str]:
        return {words.same(id) for id in row.terms.get(vocabulary, ())}

    return codes


class Facets(FacetBar):
    """The chips in use, and one that offers the others; a facet with one value only is not offered."""

    def __init__(
        self, look: Look, facets: Sequence[Facet[RecommendationRow]], parent: QWidget | None = None
    ) -> None:
        super().__init__(look, facets, "recommendations.facets", parent)
        self._titles = {facet.key: facet.title for facet in facets}
        self._asked: set[str] = set()
        self._has_reviews = False
        self.more_button = QToolButton(self)
        self.more_button.setProperty("role", "quiet")
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more_menu = QMenu(self.more_button)
        self.more_menu.aboutToShow.connect(self._fill_menu)
        self.more_button.setMenu(self.more_menu)
        look.text(self.more_button, self.more_button.setText, "recommendations.facets.more")
        look.name(self.more_button, "recommendations.facets.more_name")
        box = self.layout()
        if box is not None:
            box.addWidget(self.more_button)
        self.chosen_changed.connect(self.show_chips)
        self.show_chips()

    def offer(self, rows: Sequence[RecommendationRow]) -> None:
        """Show the chips that can narrow all these rows."""
        self._has_reviews = len({row.review_id for row in rows}) > 1
        self.show_chips()

    def show_chips(self) -> None:
        """Show the chips that are usual, asked for or active."""
        chosen = self.chosen()
        for key, chip in self.chips.items():
            usual = key not in FURTHER and (key != "review" or self._has_reviews)
            chip.setVisible(usual or key in self._asked or key in chosen)
        self.more_button.setVisible(
            any(chip.isHidden() for key, chip in self.chips.items() if key in FURTHER)
        )

    def _recount(self) -> None:
        """Count every facet; of very many rows only what chips show, the rest when its list is opened."""
        if len(self._rows) <= MANY:
            super()._recount()
            return
        self._counts = {}
        self._count([facet for facet in self._facets.values() if facet.toggle])
        self._name_chips()

    def _press(self, facet: Facet[RecommendationRow]) -> None:
        if facet.key not in self._counts:
            self._count([facet])
        super()._press(facet)

    def _count(self, asked: Sequence[Facet[RecommendationRow]]) -> None:
        others = [facet for key, facet in self._facets.items() if key in self._chosen and facet not in asked]
        counted = facet_counts(self._rows, (*asked, *others), self._chosen)
        self._counts.update({facet.key: counted[facet.key] for facet in asked})

    def _fill_menu(self) -> None:
        self.more_menu.clear()
        for key in FURTHER:
            if self.chips[key].isHidden():
                action = QAction(self._look.t(self._titles[key]), self.more_menu)
                action.triggered.connect(lambda _=False, key=key: self._add(key))
                self.more_menu.addAction(action)

    def _add(self, key: str) -> None:
        self._asked.add(key)
        self.show_chips()
        if (box := self.layout()) is not None:
            box.activate()
        self.chips[key].click()
