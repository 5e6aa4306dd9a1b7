"""Narrow rows down by chips: each shows what is chosen and opens a list with counts."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolButton, QWidget

from upr_desktop.ui.buttons import PlainButton
from upr_desktop.ui.choice_popup import ChoicePopup, Option
from upr_desktop.ui.facet_counts import Facet, facet_counts, facet_test
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.look import Look

CROSS_WIDTH = 24


class FacetChip(PlainButton):
    """One facet's button: a click opens it, a click on its × (or Delete) clears it."""

    cleared = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(role="chip", parent=parent)
        self.is_active = False

    def show_state(self, text: str, name: str, active: bool) -> None:
        """Show a text, tinted if the facet narrows the rows."""
        if active != self.is_active:
            self.is_active = active
            self.setProperty("active", active)
            self.style().polish(self)
        if text != self.text():
            self.setText(text)
            self.updateGeometry()
        if name != self.accessibleName():
            self.setAccessibleName(name)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.is_active and event.position().x() > self.width() - CROSS_WIDTH and self.isDown():
            self.setDown(False)
            self.cleared.emit()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.is_active:
            self.cleared.emit()
        else:
            super().keyPressEvent(event)


class FacetBar(QWidget):
    """The chips of all facets. `chosen_changed` carries what is chosen: facet key to a frozenset of codes."""

    chosen_changed = Signal(object)

    def __init__(
        self, look: Look, facets: Sequence[Facet[Any]], name: str, parent: QWidget | None = None
    ) -> None:
        """Take the facets from left to right and the key of the bar's accessible name."""
        super().__init__(parent)
        self._look = look
        self._facets = {facet.key: facet for facet in facets}
        self._chosen: dict[str, frozenset[str]] = {}
        self._rows: Sequence[Any] = ()
        self._counts: dict[str, dict[str, int]] = {}
        self._open_key = ""
        flow = FlowLayout(self)
        self.chips = {facet.key: self._chip(facet) for facet in facets}
        for chip in self.chips.values():
            flow.addWidget(chip)
        self.clear_button = QToolButton(self)
        self.clear_button.setProperty("role", "quiet")
        self.clear_button.clicked.connect(lambda: self.choose({}))
        look.text(self.clear_button, self.clear_button.setText, "toolkit.facets.clear")
        flow.addWidget(self.clear_button)
        self.popup = ChoicePopup(look, self)
        self.popup.chosen_changed.connect(self._take)
        look.name(self, name)
        look.language.follow(self, self._name_chips)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Count these rows: all that could be shown, before the facets narrow them."""
        self._rows = rows
        self._recount()

    def chosen(self) -> dict[str, frozenset[str]]:
        """Return the chosen codes of each facet that narrows."""
        return dict(self._chosen)

    def choose(self, chosen: Mapping[str, Any]) -> None:
        """Choose codes by facet key (any collection of codes); facets that are not named are cleared."""
        known = {key: frozenset(codes) for key, codes in chosen.items() if key in self._facets and codes}
        if known != self._chosen:
            self._chosen = known
            self._recount()
            self.chosen_changed.emit(self.chosen())

    def test(self) -> Any:
        """Return the test for `TableModel.keep` that rows pass if they fit what is chosen, or None."""
        return facet_test(tuple(self._facets.values()), self._chosen)

    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """Return how many rows each code of each facet would show."""
        self._count([facet for facet in self._facets.values() if facet.key not in self._counts])
        return self._counts

    def _recount(self) -> None:
        """Count what chips show; the rest is counted when its list is opened."""
        self._counts = {}
        self._count([facet for facet in self._facets.values() if facet.toggle])
        self._name_chips()

    def _count(self, asked: Sequence[Facet[Any]]) -> None:
        if asked:
            others = [
                facet for key, facet in self._facets.items() if key in self._chosen and facet not in asked
            ]
            counted = facet_counts(self._rows, (*asked, *others), self._chosen)
            self._counts |= {facet.key: counted[facet.key] for facet in asked}

    def _chip(self, facet: Facet[Any]) -> FacetChip:
        chip = FacetChip(self)
        chip.clicked.connect(lambda: self._press(facet))
        chip.cleared.connect(lambda: self._choose_one(facet.key, frozenset()))
        return chip

    def _press(self, facet: Facet[Any]) -> None:
        if facet.key not in self._counts:
            self._count([facet])
        if facet.toggle:
            codes = frozenset(self._counts.get(facet.key, {}))
            self._choose_one(facet.key, frozenset() if facet.key in self._chosen else codes)
        else:
            self._open_key = facet.key
            self.popup.open_below(
                self.chips[facet.key], self._options(facet), self._chosen.get(facet.key, ())
            )

    def _options(self, facet: Facet[Any]) -> list[Option]:
        counts = self._counts.get(facet.key, {})
        codes = set(counts) | self._chosen.get(facet.key, frozenset())
        if facet.codes:
            places = {code: place for place, code in enumerate(facet.codes)}
            ordered = sorted(codes, key=lambda code: (places.get(code, len(places)), code))
        else:
            ordered = sorted(codes, key=lambda code: (code == "", -counts.get(code, 0), code))
        return [Option(code, self._label(facet, code), counts.get(code, 0)) for code in ordered]

    def _label(self, facet: Facet[Any], code: str) -> str:
        return facet.label(code) if code else self._look.t("toolkit.facets.without")

    def _take(self, codes: Sequence[str]) -> None:
        self._choose_one(self._open_key, frozenset(codes))

    def _choose_one(self, key: str, codes: frozenset[str]) -> None:
        self.choose(self._chosen | {key: codes})

    def _name_chips(self) -> None:
        for key, facet in self._facets.items():
            text, name = self._words_of(facet)
            self.chips[key].show_state(text, name, key in self._chosen)
            self.chips[key].setToolTip(self._look.t(facet.hint) if facet.hint else name)
        self.clear_button.setVisible(bool(self._chosen))

    def _words_of(self, facet: Facet[Any]) -> tuple[str, str]:
        """Return what a chip shows and what a screen reader says of it."""
        title = self._look.t(facet.title)
        codes = self._chosen.get(facet.key, frozenset())
        if facet.toggle:
            count = self._look.language.number(sum(self._counts.get(facet.key, {}).values()))
            return (f"{title} {count}  ×" if codes else f"{title} {count}"), f"{title} {count}"
        if not codes:
            return f"{title}  ▾", self._look.t("toolkit.facets.name", title=title)
        first = self._label(facet, min(codes))
        more = self._look.t("toolkit.facets.more", count=len(codes) - 1) if len(codes) > 1 else ""
        every = ", ".join(sorted(self._label(facet, code) for code in codes))
        shown = self.fontMetrics().elidedText(first, Qt.TextElideMode.ElideRight, self._look.theme.px(220))
        name = self._look.t("toolkit.facets.name_chosen", title=title, labels=every)
        return f"{title}: {shown}{more}  ×", name
