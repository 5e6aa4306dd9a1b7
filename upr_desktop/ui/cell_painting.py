"""Paint the cells of a table: two lines of text, pills, hairlines, the tint and bar of the selection."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from upr_desktop.ui.columns import Column
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Pill, paint_pill, pill_size
from upr_desktop.ui.table_model import ALIGNMENTS, TableModel
from upr_desktop.ui.theme import CAPTION_PX, Colours

SIDE = 10
BAR = 3
READ_AT_MOST = 400
BREAKABLE = re.compile(r"[^\S\u00a0\u202f]+")
ALARMS = ("bad", "warn")
ONE_LINE = {name: int(flag | Qt.TextFlag.TextSingleLine) for name, flag in ALIGNMENTS.items()}


@lru_cache(maxsize=4096)
def wrapped(text: str, width: int, font_key: str, lines: int) -> tuple[str, ...]:
    """Return the first lines of a text wrapped at words to a width in pixels, the last one elided if more follows."""
    font, metrics = _font(font_key)
    one_line = _one_line(text[:READ_AT_MOST])
    whole = metrics.elidedText(one_line, Qt.TextElideMode.ElideRight, width)
    if lines == 1 or whole == one_line:
        return (whole,)
    layout = QTextLayout(one_line, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(max(width - 1, 1))  # a line that fits by a fraction of a pixel would be elided
    first = one_line[: line.textLength()]
    layout.endLayout()
    rest = one_line[len(first) :]
    shown = [metrics.elidedText(part, Qt.TextElideMode.ElideRight, width) for part in (first.rstrip(), rest)]
    return tuple(part for part in shown if part)


def _one_line(text: str) -> str:
    """Return a text with single spaces and no line breaks; spaces that hold words together stay."""
    return " ".join(part for part in BREAKABLE.split(text) if part)


@lru_cache(maxsize=64)
def _font(font_key: str) -> tuple[QFont, QFontMetrics]:
    font = QFont()
    font.fromString(font_key)
    return font, QFontMetrics(font)


def no_band(_: int) -> str:
    """Say that no heading stands above a row."""
    return ""


class CellPainter(QStyledItemDelegate):
    """Paints any cell from its column's description, without asking the style."""

    def __init__(self, look: Look, view: QTableView) -> None:
        super().__init__(view)
        self._look = look
        self._view = view
        self.is_compact = False
        self.band: Callable[[int], str] = no_band
        self.band_height = 0
        self.selected_rows = self.selected_cells = 0
        look.theme.follow(self, self._take_fonts)

    def _take_fonts(self) -> None:
        theme = self._look.theme
        self._fonts = {strong: theme.font(bold=strong) for strong in (False, True)}
        self._font_keys = {strong: font.toString() for strong, font in self._fonts.items()}
        self._pill_font = theme.font(CAPTION_PX, bold=True)
        self._line_height = QFontMetrics(self._fonts[False]).lineSpacing()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = self._view.model()
        if not isinstance(model, TableModel):
            return
        colours = self._look.theme.colours
        box: QRect = option.rect
        if self.band_height and (heading := self.band(index.row())):
            box = self._paint_band(painter, box, heading, colours)
        self._paint_ground(painter, box, index, colours)
        row, column = model.order.at(index.row()), model.columns[index.column()]
        space = box.adjusted(SIDE, 2, -SIDE + 2, -2)
        pill = column.pill(row) if column.pill else None
        if pill is not None:
            paint_pill(painter, space, pill, colours, self._pill_font)
        else:
            self._paint_text(painter, space, column, row, colours)
        self._paint_focus(painter, box, index, colours)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, self._look.theme.row_height(self.is_compact))

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Show on hover what the column says of the cell, else the whole text if it does not fit."""
        if not index.isValid():
            return False
        tip = index.data(Qt.ItemDataRole.ToolTipRole) or self._cut_text(index)
        QToolTip.showText(event.globalPos(), _as_rich_text(tip), view)
        return True

    def _cut_text(self, index: QModelIndex | QPersistentModelIndex) -> str:
        text = str(index.data())
        width = self._view.columnWidth(index.column()) - 2 * SIDE
        model = self._view.model()
        if isinstance(model, TableModel):
            column = model.columns[index.column()]
            pill = column.pill(model.order.at(index.row())) if column.pill else None
            if self._is_brief(column) or (pill and pill_size(pill, self._pill_font).width() > width + 2):
                return text
        shown = wrapped(text, width, self._font_keys[False], 1 if self.is_compact else 2)
        return text if " ".join(shown) != _one_line(text) else ""

    def _paint_band(self, painter: QPainter, box: QRect, heading: str, colours: Colours) -> QRect:
        """Paint the part of a heading that lies above this cell, and return the rest of the cell."""
        band = QRect(box.left(), box.top(), box.width(), self.band_height)
        whole = QRect(SIDE, band.top(), self._view.viewport().width() - 2 * SIDE, band.height() - 1)
        painter.save()
        painter.setClipRect(band)
        painter.fillRect(band, colours.of("sunken"))
        painter.fillRect(QRect(band.left(), band.bottom(), band.width(), 1), colours.of("line"))
        painter.setFont(self._pill_font)
        painter.setPen(colours.of("soft"))
        shown = QFontMetrics(self._pill_font).elidedText(heading, Qt.TextElideMode.ElideRight, whole.width())
        painter.drawText(whole, ONE_LINE["left"], shown)
        painter.restore()
        return box.adjusted(0, self.band_height, 0, 0)

    def _paint_ground(
        self, painter: QPainter, box: QRect, index: QModelIndex | QPersistentModelIndex, colours: Colours
    ) -> None:
        selection = self._view.selectionModel()
        is_current_row = self._view.currentIndex().row() == index.row()
        tint = self._tint(is_current_row, selection.isSelected(index))
        if tint:
            painter.fillRect(box, colours.of(tint))
        if is_current_row and self._view.horizontalHeader().visualIndex(index.column()) == self._first_seen():
            painter.fillRect(QRect(box.left(), box.top(), BAR, box.height() - 1), colours.of("accent"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), colours.of("line"))

    def _tint(self, is_current_row: bool, is_selected: bool) -> str:
        """Return the tint of a cell: strong where one row is looked at, light where many are selected."""
        if self.selected_rows > 1:
            return "accent_soft" if is_selected else ""
        if self.selected_cells > 1:
            return "selection" if is_selected else "accent_soft" if is_current_row else ""
        return "selection" if is_current_row else ""

    def _first_seen(self) -> int:
        header = self._view.horizontalHeader()
        places = range(header.count())
        return next((place for place in places if not header.isSectionHidden(header.logicalIndex(place))), 0)

    def _paint_focus(
        self, painter: QPainter, box: QRect, index: QModelIndex | QPersistentModelIndex, colours: Colours
    ) -> None:
        """Outline the current cell: clearly where typing would go into it, quietly else."""
        if self._view.currentIndex() != index:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._view.hasFocus():
            painter.setPen(QPen(colours.of("accent"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -2))
        elif self.selected_rows > 1 or self.selected_cells > 1:
            painter.setPen(QPen(colours.of("faint"), 1))
            painter.drawRect(box.adjusted(0, 0, -1, -2))

    def _is_brief(self, column: Column[Any]) -> bool:
        """Return whether a column has become so narrow that it shows its brief text."""
        model = self._view.model()
        if column.brief is None or not isinstance(model, TableModel):
            return False
        return self._view.columnWidth(model.columns.index(column)) < self._look.theme.px(column.width)

    def _paint_text(
        self, painter: QPainter, space: QRect, column: Column[Any], row: Any, colours: Colours
    ) -> None:
        text = column.brief(row) if column.brief and self._is_brief(column) else column.text(row)
        if not text:
            return
        tone = column.tone(row) if column.tone else None
        if column.mark and (mark := column.mark(row)):
            space = self._paint_mark(painter, space, Pill(mark, "idle", "none"), colours)
        painter.setPen(colours.of(tone or "text"))
        strong = column.strong or tone in ALARMS
        painter.setFont(self._fonts[strong])
        count = 2 if column.kind == "text2" and not self.is_compact else 1
        lines = wrapped(text, space.width(), self._font_keys[strong], count)
        top = space.top() + (space.height() - self._line_height * len(lines)) / 2
        alignment = ONE_LINE[column.alignment]
        for line in lines:
            painter.drawText(QRectF(space.left(), top, space.width() + 2, self._line_height), alignment, line)
            top += self._line_height

    def _paint_mark(self, painter: QPainter, space: QRect, mark: Pill, colours: Colours) -> QRect:
        """Paint a small tag at the right of a cell and return the space that is left."""
        size = pill_size(mark, self._pill_font)
        paint_pill(
            painter,
            QRect(space.right() - size.width(), space.top(), size.width(), space.height()),
            mark,
            colours,
            self._pill_font,
        )
        return space.adjusted(0, 0, -size.width() - SIDE, 0)


def paint_sort_mark(painter: QPainter, at: QPoint, descending: bool) -> None:
    """Paint a small arrow, up for ascending, with the painter's brush."""
    tip, base = (3, -2) if descending else (-3, 2)
    points = [at + QPoint(-4, base), at + QPoint(4, base), at + QPoint(0, tip)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(points)


def _as_rich_text(text: str) -> str:
    """Return a text as a tooltip that wraps, whatever marks it holds."""
    if not text:
        return ""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    return f"<div style='max-width: 480px'>{plain}</div>"
