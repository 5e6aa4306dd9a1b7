"""Arrange a table's columns, give free width to the text, and turn the arrangement to plain data and back."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTableView

from upr_desktop.ui.cell_painting import SIDE
from upr_desktop.ui.column_fit import Need, fitted
from upr_desktop.ui.columns import Column
from upr_desktop.ui.pills import Pill, pill_size
from upr_desktop.ui.table_header import TableHeader
from upr_desktop.ui.table_model import TableModel
from upr_desktop.ui.theme import CAPTION_PX, Theme

LEAST_TEXT, SLACK = 140, 2


class TableLayout(QObject):
    """Which columns are shown, in what order and how wide; `changed` when a person changes any of it.

    A width that a person chose stays. The others follow the language and the room there is, and a column may be left
    out while there is too little, unless a person asked for it.
    """

    changed = Signal()

    def __init__(self, view: QTableView, header: TableHeader, model: TableModel, theme: Theme) -> None:
        super().__init__(view)
        self._view, self._header, self._model, self._theme = view, header, model, theme
        self._is_arranging = False
        self._sized: dict[str, int] = {}
        self._wanted: set[str] = set()
        self._asked_for: set[str] = set()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.changed)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(self._note_size)
        header.sectionMoved.connect(self._note)
        header.column_shown.connect(self.show_column)
        header.reset_asked.connect(self.reset)
        model.reordered.connect(self._note_sorting)
        model.headerDataChanged.connect(self.fit)
        self._sorting = model.sorting
        self._arrange(self._default())

    def seen(self) -> list[int]:
        """Return the numbers of the visible columns, from left to right."""
        places = range(self._header.count())
        numbers = [self._header.logicalIndex(place) for place in places]
        return [number for number in numbers if not self._view.isColumnHidden(number)]

    def show_column(self, key: str, shown: bool) -> None:
        """Show or hide a column because a person wants it so; the last one stays."""
        if shown or self.seen() != [self._model.column_number(key)]:
            self._asked_for = self._asked_for | {key} if shown else self._asked_for - {key}
            self.want_column(key, shown)
            self._note()

    def want_column(self, key: str, wanted: bool) -> None:
        """Show a column as long as there is room for it, or hide it."""
        self._wanted = self._wanted | {key} if wanted else self._wanted - {key}
        self.fit()

    def reset(self) -> None:
        """Return to the arrangement that the columns describe, in the order the rows were given."""
        self._model.sort_by(None)
        self._arrange(self._default())
        self._note()

    def data(self) -> dict[str, Any]:
        """Return the arrangement: the columns from left to right, and what sorts the rows.

        Of a column: its key, the width that a person gave it or 0, whether it is shown, whether that was asked for.
        """
        keys = [
            self._model.columns[self._header.logicalIndex(place)].key for place in range(self._header.count())
        ]
        columns = [
            {
                "key": key,
                "width": self._sized.get(key, 0),
                "shown": key in self._wanted,
                "asked_for": key in self._asked_for,
            }
            for key in keys
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

    def fit(self) -> None:
        """Show the columns that there is room for, in their widths, and give the rest to the text."""
        columns = [column for column in self._model.columns if column.key in self._wanted]
        text = next((column for column in columns if column.stretch), None)
        needs = [self._need(column) for column in columns if column is not text]
        widths = fitted(needs, self._free(), self._wish(text))
        is_arranging, self._is_arranging = self._is_arranging, True
        for number, column in enumerate(self._model.columns):
            if column.key in widths:
                self._view.setColumnWidth(number, widths[column.key])
            self._view.setColumnHidden(number, column.key not in widths and column is not text)
        self._is_arranging = is_arranging
        self.stretch()

    def stretch(self) -> None:
        """Give the free width to the text column, unless a person sized it."""
        columns, seen = self._model.columns, self.seen()
        text = next((number for number in seen if columns[number].stretch), None)
        if text is None:
            return
        taken = sum(self._view.columnWidth(number) for number in seen if number != text)
        least = self._theme.px(min(columns[text].width, LEAST_TEXT))
        width = self._sized.get(columns[text].key) or max(self._free() - taken, least)
        is_arranging, self._is_arranging = self._is_arranging, True
        self._view.setColumnWidth(text, width)
        self._is_arranging = is_arranging

    def _free(self) -> int:
        return self._view.viewport().width()

    def _wish(self, text: Column[Any] | None) -> int:
        if text is None:
            return 0
        return self._sized.get(text.key) or self._theme.px(text.wish or text.width)

    def _need(self, column: Column[Any]) -> Need:
        if column.key in self._sized:
            return Need(column.key, self._sized[column.key], yields=self._yields(column))
        narrow = self._theme.px(column.narrow) if column.narrow else 0
        if narrow:
            narrow = max(narrow, self._title_width(column, brief=True))
        until = self._theme.px(column.until) if column.until else 0
        return Need(column.key, self._full_width(column), narrow, self._yields(column), column.stays, until)

    def _yields(self, column: Column[Any]) -> int:
        return 0 if column.key in self._asked_for else column.yields

    def _full_width(self, column: Column[Any]) -> int:
        if column.labels is None:
            return self._theme.px(column.width)
        labels = [text for text in column.labels() if text]
        if column.pill is not None:
            font = self._theme.font(CAPTION_PX, bold=True)
            widest = max((pill_size(Pill(text), font).width() for text in labels), default=0)
        else:
            metrics = QFontMetrics(self._theme.font(bold=column.strong))
            widest = max((metrics.horizontalAdvance(text) for text in labels), default=0)
        least = self._theme.px(column.width)
        return max(least, widest + 2 * SIDE + SLACK, self._title_width(column))

    def _title_width(self, column: Column[Any], *, brief: bool = False) -> int:
        """Return the width that a title takes in one line."""
        metrics = QFontMetrics(self._theme.font(CAPTION_PX, bold=True))
        title = self._model.title(column, brief=brief)
        return metrics.horizontalAdvance(title) + 2 * SIDE + SLACK

    def _default(self) -> list[dict[str, Any]]:
        return [{"key": column.key, "width": 0, "shown": column.shown} for column in self._model.columns]

    def _arrange(self, entries: list[dict[str, Any]]) -> None:
        self._is_arranging = True
        self._sized = {entry["key"]: int(entry["width"]) for entry in entries if entry.get("width")}
        shown = {column.key: column.shown for column in self._model.columns}
        self._wanted = {entry["key"] for entry in entries if entry.get("shown", shown[entry["key"]])}
        self._asked_for = {entry["key"] for entry in entries if entry.get("asked_for")}
        for place, entry in enumerate(entries):
            number = self._model.column_number(entry["key"])
            self._header.moveSection(self._header.visualIndex(number), place)
        self._is_arranging = False
        self.fit()

    def _note_size(self, number: int, before: int, after: int) -> None:
        if self._is_arranging or not before or not after:
            return
        self._sized[self._model.columns[number].key] = after
        if not self._model.columns[number].stretch:
            self.stretch()
        self._note()

    def _note_sorting(self) -> None:
        if self._model.sorting != self._sorting:
            self._sorting = self._model.sorting
            self._note()

    def _note(self, *_: int) -> None:
        if not self._is_arranging:
            self._later.start(300)
