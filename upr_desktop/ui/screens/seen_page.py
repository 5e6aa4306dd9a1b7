"""Read what a page shows of a record only when a person looks at it."""

from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget


class SeenPage(QWidget):
    """A page behind a tab: `_render` reads and shows the row; a page that edits says what leaving and locking mean."""

    def __init__(self) -> None:
        super().__init__()
        self._row: Any = None
        self._is_stale = False

    def show_row(self, row: Any) -> None:
        """Show what belongs to a record, read when it is looked at."""
        self._row = row
        self._is_stale = True
        if self.isVisible():
            self._render()

    def leave(self) -> None:
        """Save what a field still holds; without fields, nothing."""

    def set_writable(self, writable: bool) -> None:
        """Take edits, or not; a page that only shows stays as it is."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._render()

    def _render(self) -> None:
        raise NotImplementedError
