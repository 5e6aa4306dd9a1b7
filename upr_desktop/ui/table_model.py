"""Show rows and columns to a table view: one model for every table of the window."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from upr_desktop.ui.columns import Column
from upr_desktop.ui.language import Language
from upr_desktop.ui.rows import RowOrder

Index = QModelIndex | QPersistentModelIndex
ALIGNMENTS = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignCenter,
}
# Joined once: joining flags in Python costs as much as painting a line.
READABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
EDITABLE = READABLE | Qt.ItemFlag.ItemIsEditable
TITLE_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
)


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A text (or a choice's code) that a person put into a cell: row id, column key, text. Nothing is written yet."""

    row: str
    column: str
    text: str


class TableModel(QAbstractTableModel):
    """Rows in an order behind a list of columns; it never writes: an edit is `typed`."""

    typed = Signal(object)
    reordered = Signal()

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        language: Language,
        identify: Callable[[Any], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._language = language
        self._order: RowOrder[Any] = RowOrder(identify)
        self._sorting: tuple[str, bool] | None = None
        self.is_read_only = False
        language.changed.connect(self._retranslate)

    @property
    def order(self) -> RowOrder[Any]:
        """Return the rows and the order they are shown in."""
        return self._order

    @property
    def sorting(self) -> tuple[str, bool] | None:
        """Return the key of the column that rows are sorted by and whether descending, or None."""
        return self._sorting

    def column_number(self, key: str) -> int:
        """Return the place of a column in the list of columns. Raises ValueError for an unknown key."""
        return [column.key for column in self.columns].index(key)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows, sorted and filtered as before."""
        self._rearrange(lambda: self._order.replace(rows))

    def put_rows(self, rows: Sequence[Any]) -> bool:
        """Show rows in the place of those with the same ids; return False, and do nothing, where they may move."""
        places = self._order.put(rows) if self._sorting is None else None
        for place in places or ():
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))
        return places is not None

    def keep(self, test: Callable[[Any], bool] | None) -> None:
        """Show only the rows that pass a test, or all."""
        self._rearrange(lambda: self._order.keep(test), resort=False)

    def find(self, text: str) -> None:
        """Show only rows in whose columns every word of a text occurs."""
        self._rearrange(lambda: self._order.find(text, self._searched), resort=False)

    def sort_by(self, key: str | None, descending: bool = False) -> None:
        """Sort by a column, or return to the given order for None."""
        self._sorting = None if key is None else (key, descending)
        self._rearrange(self._order.unsort if key is None else lambda: None)

    def gather(self, group: Callable[[Any], Any] | None) -> None:
        """Let the rows of one group stand together, or undo that."""
        self._rearrange(lambda: self._order.gather(group), resort=False)

    def title(self, column: Column[Any], *, brief: bool = False) -> str:
        """Return a column's title in the window's language; `brief` where the column has become narrow."""
        if brief and column.brief_title:
            return self._language.t(column.brief_title)
        return column.title() if callable(column.title) else self._language.t(column.title)

    def is_editable(self, row: int, column: int) -> bool:
        """Return whether a cell takes edits."""
        return not self.is_read_only and self.columns[column].edit is not None

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.is_editable(index.row(), index.column()):
            return EDITABLE
        return READABLE

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._order.at(index.row()), self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row)
            case Qt.ItemDataRole.EditRole:
                return column.editable_text(row)
            case Qt.ItemDataRole.ToolTipRole:
                return column.tooltip(row) if column.tooltip else None
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.title(column)}: {column.text(row)}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return ALIGNMENTS[column.alignment]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role in TITLE_ROLES:
            return self.title(self.columns[section])
        return None

    def type_into(self, index: Index, text: str) -> None:
        """Say that a person typed a text into a cell, if it is not what stands there."""
        row, column = self._order.at(index.row()), self.columns[index.column()]
        if text != column.editable_text(row):
            self.typed.emit([CellEdit(self._order.id_at(index.row()), column.key, text)])

    def _searched(self, row: Any) -> str:
        return "\n".join(column.text(row) for column in self.columns)

    def _rearrange(self, rearrange: Callable[[], None], resort: bool = True) -> None:
        self.beginResetModel()
        rearrange()
        if resort and self._sorting is not None:
            key, descending = self._sorting
            self._order.sort(key, self.columns[self.column_number(key)].sort_key, descending)
        self.endResetModel()
        self.reordered.emit()

    def _retranslate(self) -> None:
        self._order.forget_texts()
        self._rearrange(lambda: None)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
