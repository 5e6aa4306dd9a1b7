"""Scroll a table so that the first row shown is whole, while it can still be scrolled smoothly."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QAbstractItemView, QTableView

Index = QModelIndex | QPersistentModelIndex
ENSURE_VISIBLE = QAbstractItemView.ScrollHint.EnsureVisible


class WholeRows(QTableView):
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
