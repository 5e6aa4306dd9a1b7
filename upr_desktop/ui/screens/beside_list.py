"""Put a list and what belongs to one of its rows side by side: a pane, or a panel that takes its place for a while."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from upr_desktop.ui.look import Look
from upr_desktop.ui.settings import Settings
from upr_desktop.ui.theme import BLOCK_SPACE

LEAST_WIDTH, TABLE_WIDTH, FORM_WIDTH = 320, 760, 430


class BesideList(QSplitter):
    """The list at the left, `side` at the right; widths, and whether the side is hidden, are kept under `name`."""

    def __init__(
        self,
        look: Look,
        settings: Settings,
        name: str,
        listed: QWidget,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._settings, self._name = settings, name
        self._pane: QWidget | None = None
        self.side = QStackedWidget()
        px = look.theme.px
        for part in (listed, self.side):
            part.setMinimumWidth(px(LEAST_WIDTH))
            self.addWidget(part)
        self.setHandleWidth(BLOCK_SPACE)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        kept = settings.table(f"{name}.split")
        self.setSizes([int(kept.get("table", px(TABLE_WIDTH))), int(kept.get("form", px(FORM_WIDTH)))])
        self.side.setHidden(self.is_hidden)
        self.splitterMoved.connect(self._keep_sizes)

    def take(self, pane: QWidget, panels: Sequence[QWidget]) -> None:
        """Put the pane at the side, and the panels that may take its place."""
        self._pane = pane
        for widget in (pane, *panels):
            self.side.addWidget(widget)

    @property
    def panel(self) -> QWidget | None:
        """Return the panel that stands in the place of the pane, or None."""
        shown = self.side.currentWidget()
        return shown if shown is not self._pane else None

    def show_pane(self) -> None:
        """Show the pane, now and next time."""
        self.close_panel()
        self.side.show()
        self._settings.write(f"{self._name}.form_hidden", None)

    def hide_side(self) -> None:
        """Give the whole width to the list, now and next time."""
        self.side.hide()
        self._settings.write(f"{self._name}.form_hidden", {"hidden": True})

    def show_panel(self, panel: QWidget) -> None:
        """Show a panel in the place of the pane; it need not have been there before."""
        if self.side.indexOf(panel) < 0:
            self.side.addWidget(panel)
        self.side.setCurrentWidget(panel)
        self.side.show()

    def close_panel(self) -> bool:
        """Go back to the pane; return whether a panel stood there."""
        if self.panel is None or self._pane is None:
            return False
        self.side.setCurrentWidget(self._pane)
        self.side.setHidden(self.is_hidden)
        return True

    @property
    def is_hidden(self) -> bool:
        """Return whether a person hid the pane."""
        return bool(self._settings.table(f"{self._name}.form_hidden"))

    def _keep_sizes(self) -> None:
        table, form = self.sizes()
        self._settings.write(f"{self._name}.split", {"table": table, "form": form})
