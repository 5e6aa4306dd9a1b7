"""Keep a table steady: its first row is shown whole, and the keyboard stays in it."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QApplication, QTableView, QWidget

Index = QModelIndex | QPersistentModelIndex
ENSURE_VISIBLE = QAbstractItemView.ScrollHint.EnsureVisible


class SteadyTable(QTableView):
    """A table with rows of one height; where the cursor moves the page, no row is cut by the header."""

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = ENSURE_VISIBLE) -> None:
        """Bring a cell into view so that the first row shown is whole."""
        bar, height = self.verticalScrollBar(), self.verticalHeader().defaultSectionSize()
        before = bar.value()
        super().scrollTo(index, hint)
        if bar.value() != before and (cut := bar.value() % height):
            bar.setValue(bar.value() + height - cut)

    def updateGeometries(self) -> None:
        """Let the last rows be scrolled to with the first one whole as well."""
        super().updateGeometries()
        bar, height = self.verticalScrollBar(), self.verticalHeader().defaultSectionSize()
        bar.setMaximum(-(-bar.maximum() // height) * height)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Keep the keyboard in the table, also where a question stood over the editor meanwhile."""
        was_typing = has_keyboard(editor)
        super().closeEditor(editor, hint)
        if was_typing:
            self.setFocus()


def has_keyboard(editor: QWidget) -> bool:
    """Return whether the keyboard is in an editor, in a list that popped up from it, or nowhere."""
    focus: QObject | None = QApplication.focusWidget()
    while focus is not None and focus is not editor:
        focus = focus.parent()
        if focus is None:
            return False
    return True
