"""Arrange a table's columns, give free width to the text, and turn the arrangement to plain data and back."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QHeaderView, QTableView

from upr_desktop.ui.table_header import TableHeader
from upr_desktop.ui.table_model import TableModel
from upr_desktop.ui.theme import Theme


class TableLayout(QObject):
    """Which columns are shown, in what order and how wide; `changed` when a person changes any of it."""

    changed = Signal()

    def __init__(self, view: QTableView, header: TableHeader, model: TableModel, theme: Theme) -> None:
        super().__init__(view)
        self._view, self._header, self._model, self._theme = view, header, model, theme
        self._is_arranging = False
        self._sized: set[str] = set()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.changed)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(self._note_size)
        header.sectionMoved.connect(self._note)
        header.column_shown.connect(self.show_column)
        header.reset_asked.connect(self.reset)
        model.reordered.connect(self._note_sorting)
        self._sorting = model.sorting
        self._arrange(self._default())

    def seen(self) -> list[int]:
        """Return the numbers of the visible columns, from left to right."""
        places = range(self._header.count())
        numbers = [self._header.logicalIndex(place) for place in places]
        return [number for number in numbers if not self._view.isColumnHidden(number)]

    def show_column(self, key: str, shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        number = self._model.column_number(key)
        if shown or self.seen() != [number]:
            self._view.setColumnHidden(number, not shown)
            self.stretch()
            self._note()

    def reset(self) -> None:
        """Return to the arrangement that the columns describe, in the order the rows were given."""
        self._model.sort_by(None)
        self._arrange(self._default())
        self._note()

    def data(self) -> dict[str, Any]:
        """Return the arrangement: columns from left to right with key, width and shown, and what sorts the rows."""
        columns = [
            {
                "key": self._model.columns[number].key,
                "width": self._width(number),
                "shown": not self._view.isColumnHidden(number),
            }
            for number in (self._header.logicalIndex(place) for place in range(self._header.count()))
        ]
        sorting = self._model.sorting
        return {"columns": columns, "sort": list(sorting) if sorting else None}

    def use(self, data: Mapping[str, Any]) -> None:
        """Arrange as plain data says; columns that it does not name follow those that it names."""
        known = {column.key for column in self._model.columns}
        named = [entry for entry in data.get("columns", ()) if entry.get("key") in known]
        rest = [entry for entry in self._default() if entry["key"] not in {one["key"] for one in named}]
        self._arrange(named + rest)
        sort = data.get("sort")
        if sort and sort[0] in known:
            self._model.sort_by(sort[0], bool(sort[1]))
        elif self._model.sorting:
            self._model.sort_by(None)

    def stretch(self) -> None:
        """Give the free width to the text column, unless a person sized it."""
        columns = self._model.columns
        seen = self.seen()
        wide = next((number for number in seen if columns[number].stretch), None)
        if wide is None or columns[wide].key in self._sized:
            return
        taken = sum(self._view.columnWidth(number) for number in seen if number != wide)
        free = self._view.viewport().width() - taken
        self._is_arranging = True
        self._view.setColumnWidth(wide, max(free, self._theme.px(columns[wide].width)))
        self._is_arranging = False

    def _default(self) -> list[dict[str, Any]]:
        return [{"key": column.key, "width": 0, "shown": column.shown} for column in self._model.columns]

    def _arrange(self, entries: list[dict[str, Any]]) -> None:
        self._is_arranging = True
        self._sized.clear()
        for place, entry in enumerate(entries):
            number = self._model.column_number(entry["key"])
            column = self._model.columns[number]
            self._header.moveSection(self._header.visualIndex(number), place)
            width = int(entry.get("width") or 0)
            self._view.setColumnWidth(number, width or self._theme.px(column.width))
            self._view.setColumnHidden(number, not entry.get("shown", column.shown))
            if width and column.stretch:
                self._sized.add(column.key)
        self._is_arranging = False
        self.stretch()

    def _width(self, number: int) -> int:
        """Return the width to remember: none for a text column that still takes what is free."""
        column = self._model.columns[number]
        if column.stretch and column.key not in self._sized:
            return 0
        hidden = self._view.isColumnHidden(number)
        return self._theme.px(column.width) if hidden else self._view.columnWidth(number)

    def _note_size(self, number: int, before: int, after: int) -> None:
        if self._is_arranging or not before or not after:
            return
        if self._model.columns[number].stretch:
            self._sized.add(self._model.columns[number].key)
        else:
            self.stretch()
        self._note()

    def _note_sorting(self) -> None:
        if self._model.sorting != self._sorting:
            self._sorting = self._model.sorting
            self._note()

    def _note(self, *_: int) -> None:
        if not self._is_arranging:
            self._later.start(300)
