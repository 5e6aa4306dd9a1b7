"""Show rows in a table that behaves as Excel where people expect it, and says what they typed."""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from upr_desktop.ui.cell_editing import CellDelegate
from upr_desktop.ui.columns import Column
from upr_desktop.ui.look import Look
from upr_desktop.ui.steady_table import SteadyTable
from upr_desktop.ui.table_edits import Block, cleared, copied, filled_down, pasted
from upr_desktop.ui.table_header import TableHeader
from upr_desktop.ui.table_layout import TableLayout
from upr_desktop.ui.table_model import CellEdit, Index, TableModel
from upr_desktop.ui.table_selection import Remembered, extent, remember, restore, selected_ranges
from upr_desktop.ui.tsv import parse_tsv, write_tsv

__all__ = ["CellEdit", "Table", "TableModel"]

Trigger = QAbstractItemView.EditTrigger
TARGET_ROW = 24
Standard = QKeySequence.StandardKey
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Table(SteadyTable):
    """A table of plain rows. It writes nothing: what a person typed, pasted, filled or cleared is `edited`, once.

    `edited` carries a list of CellEdit, `left_out` how many pasted cells found no place, `current_changed` the id of
    the row the cursor went to (or an empty text), `opened` the id of a row double-clicked or opened by Ctrl+Enter,
    `layout_changed` that columns were moved, sized, hidden or sorted.
    """

    edited = Signal(object)
    left_out = Signal(int)
    current_changed = Signal(str)
    opened = Signal(str)
    layout_changed = Signal()

    def __init__(
        self,
        look: Look,
        columns: Sequence[Column[Any]],
        name: str,
        identify: Callable[[Any], str] = operator.attrgetter("id"),
        parent: QWidget | None = None,
    ) -> None:
        """Take the columns, the key of the table's accessible name, and how a row's id is read."""
        super().__init__(parent)
        self._look = look
        self._remembered: Remembered | None = None
        self._announced = ""
        self.rows = TableModel(columns, look.language, identify, self)
        self.setModel(self.rows)
        self.cells = CellDelegate(look, self)
        self.setItemDelegate(self.cells)
        self.header = TableHeader(look, self.rows, self)
        self.setHorizontalHeader(self.header)
        self.arrangement = TableLayout(self, self.header, self.rows, look.theme)
        _settle(self)
        self._connect()
        look.name(self, name)
        self._add_actions()
        look.theme.follow(self, self._dress)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; sorting, filters, selection and the cursor stay with the rows of the same id."""
        self.rows.set_rows(rows)

    def current_id(self) -> str:
        """Return the id of the row the cursor is on, or an empty text."""
        index = self.currentIndex()
        return self.rows.order.id_at(index.row()) if index.isValid() else ""

    def selected_ids(self) -> list[str]:
        """Return the ids of all rows in which a cell is selected, from top to bottom."""
        return [self.rows.order.id_at(place) for place in self._selected_places()]

    def select_row(self, id: str) -> bool:
        """Put the cursor on the row with this id and return True, or return False if it is not shown."""
        place = self.rows.order.position(id)
        if place is None:
            return False
        column = self.currentIndex().column() if self.currentIndex().isValid() else self.arrangement.seen()[0]
        return self._go(place, column)

    def set_compact(self, compact: bool) -> None:
        """Show one line of text in each row, or two."""
        self.cells.is_compact = compact
        self._dress()
        self.layout_changed.emit()

    def set_read_only(self, read_only: bool) -> None:
        """Take no edits while this is so."""
        self.rows.is_read_only = read_only

    def layout_data(self) -> dict[str, Any]:
        """Return columns (order, width, shown), sorting and compactness as plain data to keep."""
        return self.arrangement.data() | {"compact": self.cells.is_compact}

    def use_layout(self, data: Mapping[str, Any]) -> None:
        """Arrange the table as plain data says; unknown columns are passed over, new ones keep their place."""
        self.arrangement.use(data)
        self.set_compact(bool(data.get("compact", False)))

    def copy(self) -> None:
        """Put the selected block on the clipboard as tab-separated text."""
        if block := self._block():
            QGuiApplication.clipboard().setText(write_tsv(copied(self.rows, block)))

    def paste(self) -> None:
        """Ask for the edits that pasting the clipboard's text at the selection means."""
        if block := self._block():
            grid = parse_tsv(QGuiApplication.clipboard().text())
            edits, left_out = pasted(self.rows, block, self.arrangement.seen(), grid)
            self._ask(edits)
            if left_out:
                self.left_out.emit(left_out)

    def fill_down(self) -> None:
        """Ask for the edits that carry the first selected row into the others."""
        if block := self._block():
            self._ask(filled_down(self.rows, block))

    def clear_cells(self) -> None:
        """Ask for the edits that empty the selected cells."""
        if block := self._block():
            self._ask(cleared(self.rows, block))

    def column_menu(self) -> QMenu:
        """Return a fresh menu to choose the columns with."""
        return self.header.column_menu()

    def edit(self, index: Any, trigger: Any = None, event: Any = None) -> Any:
        """Open an editor: a typed letter replaces the text, F2 and a double click set the cursor at its end."""
        if trigger is None:
            return super().edit(index)
        is_open = super().edit(index, trigger, event)
        if is_open and trigger != Trigger.AnyKeyPressed:
            self.cells.go_to_end()
        return is_open

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._open(self.currentIndex())
        elif event.key() in ENTER and plain:
            self._move_on(Qt.Key.Key_Return)
        elif event.key() == Qt.Key.Key_Backspace and plain:
            self.clear_cells()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Move to the neighbouring cell; past the last one, or where nothing can be typed, leave the table."""
        if any(column.edit for column in self.rows.columns) and self._step(1 if forward else -1):
            return True
        return super().focusNextPrevChild(forward)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.actions())
        menu.exec(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrangement.fit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Repaint the rows that the cursor left and reached, and say which row it is on now."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.viewport().update()
        self._announce()

    def _connect(self) -> None:
        self.rows.modelAboutToBeReset.connect(self._remember)
        self.rows.reordered.connect(self._restore)
        self.rows.typed.connect(self._ask)
        self.cells.moved_on.connect(self._move_on)
        self.doubleClicked.connect(self._open_read_only)
        self.selectionModel().selectionChanged.connect(self._count_selected)
        self.arrangement.changed.connect(self.layout_changed)

    def _add_actions(self) -> None:
        self._act("toolkit.table.copy", self.copy, QKeySequence(Standard.Copy))
        if any(column.edit for column in self.rows.columns):
            self._act("toolkit.table.paste", self.paste, QKeySequence(Standard.Paste))
            self._act("toolkit.table.fill_down", self.fill_down, QKeySequence("Ctrl+D"))
            self._act("toolkit.table.clear", self.clear_cells, QKeySequence(Standard.Delete))
        self._act("toolkit.table.sort_up", lambda: self._sort_by_current(False))
        self._act("toolkit.table.sort_down", lambda: self._sort_by_current(True))

    def _act(self, key: str, run: Callable[[], None], shortcut: QKeySequence | None = None) -> None:
        action = QAction(self)
        if shortcut is not None:
            action.setShortcut(shortcut)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: run())
        self._look.language.follow(action, lambda: action.setText(self._look.t(key)))
        self.addAction(action)

    def _dress(self) -> None:
        self.verticalHeader().setMinimumSectionSize(TARGET_ROW)
        self.verticalHeader().setDefaultSectionSize(self._look.theme.row_height(self.cells.is_compact))
        self.verticalScrollBar().setSingleStep(self.verticalHeader().defaultSectionSize())
        self.viewport().update()

    def _sort_by_current(self, descending: bool) -> None:
        if self.currentIndex().isValid():
            self.rows.sort_by(self.rows.columns[self.currentIndex().column()].key, descending)

    def _ask(self, edits: list[CellEdit]) -> None:
        if edits:
            self.edited.emit(edits)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.rows.order.id_at(index.row()))

    def _open_read_only(self, index: QModelIndex) -> None:
        if not self.rows.is_editable(index.row(), index.column()):
            self._open(index)

    def _move_on(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_Return:
            self._go(self.currentIndex().row() + 1, self.currentIndex().column())
        else:
            self._step(1 if key == Qt.Key.Key_Tab else -1)

    def _step(self, by: int) -> bool:
        seen = self.arrangement.seen()
        index = self.currentIndex()
        if not index.isValid() or index.column() not in seen:
            return False
        place = seen.index(index.column()) + by
        return 0 <= place < len(seen) and self._go(index.row(), seen[place])

    def _go(self, row: int, column: int) -> bool:
        if not 0 <= row < len(self.rows.order):
            return False
        # setCurrentIndex would extend the selection while Ctrl or Shift is held.
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.rows.index(row, column), flag)
        return True

    def _selected_places(self) -> list[int]:
        ranges = selected_ranges(self)
        return sorted({place for part in ranges for place in range(part.top(), part.bottom() + 1)})

    def _block(self) -> Block | None:
        ranges = selected_ranges(self)
        columns = {number for part in ranges for number in range(part.left(), part.right() + 1)}
        seen = [number for number in self.arrangement.seen() if number in columns]
        rows = self._selected_places()
        return Block(rows, seen) if rows and seen else None

    def _count_selected(self) -> None:
        self.cells.selected_rows, self.cells.selected_cells = extent(selected_ranges(self))
        self.viewport().update()

    def _remember(self) -> None:
        self._remembered = remember(self, self.rows)

    def _restore(self) -> None:
        if self._remembered is not None:
            restore(self, self.rows, self._remembered)
        self._remembered = None
        self._announce()

    def _announce(self) -> None:
        if self._remembered is None and self.current_id() != self._announced:
            self._announced = self.current_id()
            self.current_changed.emit(self._announced)


def _settle(view: QTableView) -> None:
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setCornerButtonEnabled(False)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setEditTriggers(Trigger.EditKeyPressed | Trigger.DoubleClicked | Trigger.AnyKeyPressed)
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
