"""A table to choose from: Enter opens the row that the cursor is on."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from upr_desktop.ui.table import ENTER, Table


class OpeningTable(Table):
    """A table in which nothing is typed: Enter is `opened`, where else it would go to the row below."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if event.key() in ENTER and plain and (id := self.current_id()):
            self.opened.emit(id)
        else:
            super().keyPressEvent(event)
