"""Hold the rows of a plan's file as they stand, with the field of each column and the cells that are in doubt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from upr_desktop.merge.plan_draft import FileRow, FileTable
from upr_desktop.ui.look import Look

Index = QModelIndex | QPersistentModelIndex
NO_TABLE = FileTable("", (), (), (), 0, recognised=False, rows=())
Spot = tuple[int, str]


@dataclass(frozen=True, slots=True)
class GridPage:
    """A sheet to show: `fields` by letters of columns; `open` and `answered` are cells that are asked about.

    A cell is (row number, letters of its column).
    """

    table: FileTable = NO_TABLE
    fields: Mapping[str, str] = field(default_factory=dict)
    open: frozenset[Spot] = frozenset()
    answered: frozenset[Spot] = frozenset()


class PlanGridModel(QAbstractTableModel):
    """The rows and columns of one sheet; nothing in it can be edited."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.page = GridPage()
        self._places: dict[int, int] = {}

    def show(self, page: GridPage) -> bool:
        """Show a sheet and return True if its rows and columns are others than before."""
        is_other = page.table.sheet != self.page.table.sheet or page.table.columns != self.page.table.columns
        is_other = is_other or len(page.table.rows) != len(self.page.table.rows)
        if is_other:
            self.beginResetModel()
        self.page = page
        self._places = {row.number: place for place, row in enumerate(page.table.rows)}
        if is_other:
            self.endResetModel()
        elif page.table.rows and page.table.columns:
            corner = self.index(len(page.table.rows) - 1, len(page.table.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), corner)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(page.table.columns) - 1)
        return is_other

    def row_at(self, place: int) -> FileRow | None:
        """Return the row at a place, None where there is none."""
        rows = self.page.table.rows
        return rows[place] if 0 <= place < len(rows) else None

    def place_of(self, number: int) -> int | None:
        """Return the place of a row of the file by its number."""
        return self._places.get(number)

    def doubt_at(self, row: int, column: int) -> str:
        """Return whether a cell is asked about: `open`, `answered` or nothing."""
        found = self.row_at(row)
        if found is None:
            return ""
        spot = (found.number, self.page.table.columns[column])
        return "open" if spot in self.page.open else "answered" if spot in self.page.answered else ""

    def field_words(self, column: int) -> str:
        """Return what the field of a column is called, or that it is not used."""
        name = self.page.fields.get(self.page.table.columns[column], "")
        return self._look.t(f"column_field.{name}") if name else self._look.t("plan_import.unused")

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.page.table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.page.table.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.page.table.rows[index.row()]
        text = row.texts[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return text if len(text) > 20 else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._told(index, text)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            row = self.row_at(section)
            return row.number if row and role == Qt.ItemDataRole.DisplayRole else None
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        letters = self.page.table.columns[section]
        return self._look.t("plan_import.column", column=letters, field=self.field_words(section))

    def _told(self, index: Index, text: str) -> str:
        """Return a cell as a screen reader says it: where, what, that it is asked about."""
        doubt = self.doubt_at(index.row(), index.column())
        number = self.page.table.rows[index.row()].number
        key = f"plan_import.cell_{doubt}" if doubt else "plan_import.cell"
        return self._look.t(key, cell=f"{self.page.table.columns[index.column()]}{number}", text=text)
