"""Let Tab stop once at a row of widgets, and the arrow keys go from one of them to the next."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


class Roving:
    """Widgets of which one at a time can be reached by Tab: the one that was in use last."""

    def __init__(self) -> None:
        self._widgets: Sequence[QWidget] = ()
        self.current: QWidget | None = None

    def take(self, widgets: Sequence[QWidget]) -> None:
        """Go among these widgets from now on; the one in use stays so if it is among them."""
        self._widgets = widgets
        self.use(self.current if self.current in widgets else next(iter(widgets), None))

    def use(self, widget: QWidget | None) -> None:
        """Let Tab stop at this one."""
        self.current = widget
        for one in self._widgets:
            policy = Qt.FocusPolicy.StrongFocus if one is widget else Qt.FocusPolicy.ClickFocus
            if one.focusPolicy() != policy:
                one.setFocusPolicy(policy)

    def go(self, by: int) -> None:
        """Put the keyboard some widgets on; it stays at the first and at the last."""
        if self.current is None:
            return
        place = self._widgets.index(self.current) + by
        target = self._widgets[max(0, min(place, len(self._widgets) - 1))]
        self.use(target)
        target.setFocus(Qt.FocusReason.TabFocusReason)
