"""Show the chips of the filters that are usual or asked for, and offer the others behind one button."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from upr_desktop.ui.facet_counts import Facet
from upr_desktop.ui.facets import FacetBar
from upr_desktop.ui.look import Look

MANY = 3000


class MoreFacets(FacetBar):
    """The chips in use, and one that offers the `further` ones.

    A facet of `only_if` is shown where its test holds for the rows.
    """

    def __init__(
        self,
        look: Look,
        facets: Sequence[Facet[Any]],
        further: Collection[str],
        only_if: Mapping[str, Callable[[Sequence[Any]], bool]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, facets, "recommendations.facets", parent)
        self._further = [facet.key for facet in facets if facet.key in further]
        self._only_if = only_if or {}
        self._fits = dict.fromkeys(self._only_if, False)
        self._titles = {facet.key: facet.title for facet in facets}
        self._asked: set[str] = set()
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

    def offer(self, rows: Sequence[Any]) -> None:
        """Show the chips that can narrow all these rows."""
        self._fits = {key: fits(rows) for key, fits in self._only_if.items()}
        self.show_chips()

    def show_chips(self) -> None:
        """Show the chips that are usual, asked for or active."""
        chosen = self.chosen()
        for key, chip in self.chips.items():
            usual = key not in self._further and self._fits.get(key, True)
            chip.setVisible(usual or key in self._asked or key in chosen)
        self.more_button.setVisible(any(self._is_on_offer(key) for key in self._further))

    def _fill_menu(self) -> None:
        self.more_menu.clear()
        for key in self._further:
            if self._is_on_offer(key):
                action = QAction(self._look.t(self._titles[key]), self.more_menu)
                action.triggered.connect(lambda _=False, key=key: self._add(key))
                self.more_menu.addAction(action)

    def _is_on_offer(self, key: str) -> bool:
        return self.chips[key].isHidden() and self._fits.get(key, True)

    def _add(self, key: str) -> None:
        self._asked.add(key)
        self.show_chips()
        if (box := self.layout()) is not None:
            box.activate()
        self.chips[key].click()
