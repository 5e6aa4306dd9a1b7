"""List the history line by line under its days: what was done, when, by whom."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Pill, paint_pill, pill_size
from upr_desktop.ui.screens.history_groups import Day, Entry
from upr_desktop.ui.theme import BASE_PX, CAPTION_PX, Colours

Index = QModelIndex | QPersistentModelIndex
HEADING, LINE, SIDE, BAR = 32, 56, 14, 3


@dataclass(frozen=True, slots=True)
class LineWords:
    """What a line of the history shows: what was done, below it when and by whom, and a tag of its kind."""

    what: str
    below: str
    pill: Pill | None = None
    is_undone: bool = False


class HistoryLines(QAbstractListModel):
    """Days and their lines, one below the other; days cannot be chosen."""

    def __init__(
        self, words: Callable[[Entry], LineWords], day: Callable[[date], str], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._words, self._day = words, day
        self._items: list[Entry | date] = []

    def set_days(self, days: Sequence[Day]) -> None:
        """Show other days."""
        self.beginResetModel()
        self._items = []
        for day in days:
            self._items += [day.day, *day.entries]
        self.endResetModel()

    def item(self, row: int) -> Entry | date:
        """Return the day or the line at a place."""
        return self._items[row]

    def place(self, wanted: Callable[[Entry], bool]) -> int | None:
        """Return where the first line that is wanted stands, or None."""
        found = (at for at, item in enumerate(self._items) if isinstance(item, Entry) and wanted(item))
        return next(found, None)

    def words(self, entry: Entry) -> LineWords:
        """Return what a line shows."""
        return self._words(entry)

    def heading(self, day: date) -> str:
        """Return what a day is called."""
        return self._day(day)

    def retold(self) -> None:
        """Show the same lines in other words."""
        if self._items:
            self.dataChanged.emit(self.index(0), self.index(len(self._items) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or not isinstance(self._items[index.row()], Entry):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        item = self._items[index.row()]
        if isinstance(item, date):
            return self._day(item)
        told = self._words(item)
        tag = f"{told.pill.word}: " if told.pill else ""
        return f"{tag}{told.what}. {told.below}"


class LinePainter(QStyledItemDelegate):
    """Paints days as captions and lines with what was done above when and by whom."""

    def __init__(self, look: Look, view: "HistoryList") -> None:
        super().__init__(view)
        self._look, self._view = look, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        is_day = isinstance(self._view.lines.item(index.row()), date)
        return QSize(120, self._look.theme.px(HEADING if is_day else LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item, colours = self._view.lines.item(index.row()), self._look.theme.colours
        box: QRect = option.rect
        painter.save()
        if isinstance(item, date):
            self._paint_day(painter, box, self._view.lines.heading(item), colours)
        else:
            self._paint_ground(painter, box, index, colours)
            self._paint_line(painter, box, self._view.lines.words(item), colours)
        painter.restore()

    def _paint_day(self, painter: QPainter, box: QRect, text: str, colours: Colours) -> None:
        painter.setFont(self._look.theme.font(CAPTION_PX, bold=True))
        painter.setPen(colours.of("soft"))
        space = box.adjusted(SIDE, 0, -SIDE, -6)
        painter.drawText(space, int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft), text)
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), colours.of("line"))

    def _paint_ground(self, painter: QPainter, box: QRect, index: Index, colours: Colours) -> None:
        is_current = self._view.currentIndex() == index
        if is_current:
            painter.fillRect(box, colours.of("selection"))
            painter.fillRect(QRect(box.left(), box.top(), BAR, box.height() - 1), colours.of("accent"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), colours.of("line"))
        if is_current and self._view.hasFocus():
            painter.setPen(QPen(colours.of("accent"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -2))

    def _paint_line(self, painter: QPainter, box: QRect, told: LineWords, colours: Colours) -> None:
        theme = self._look.theme
        upper, lower = theme.font(BASE_PX, bold=not told.is_undone), theme.font(CAPTION_PX)
        upper.setStrikeOut(told.is_undone)
        space = box.adjusted(SIDE, 8, -SIDE, -8)
        half = space.height() // 2
        top = QRect(space.left(), space.top(), space.width(), half)
        if told.pill:
            small = theme.font(CAPTION_PX, bold=True)
            width = pill_size(told.pill, small).width()
            paint_pill(painter, QRect(top.right() - width, top.top(), width, half), told.pill, colours, small)
            top.setRight(top.right() - width - 8)
        _draw(painter, top, told.what, upper, colours.of("soft" if told.is_undone else "text"))
        bottom = QRect(space.left(), space.top() + half, space.width(), half)
        _draw(painter, bottom, told.below, lower, colours.of("soft"))


def _draw(painter: QPainter, space: QRect, text: str, font: QFont, colour: Any) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, space.width())
    painter.drawText(space, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)


class HistoryList(QListView):
    """The lines of the history; `chosen` carries the line (Entry) that the cursor went to, or None."""

    chosen = Signal(object)

    def __init__(
        self,
        look: Look,
        words: Callable[[Entry], LineWords],
        day: Callable[[date], str],
        parent: QWidget | None = None,
    ) -> None:
        """Take what words a line and a day."""
        super().__init__(parent)
        self.lines = HistoryLines(words, day, self)
        self._chosen = ""
        self.setModel(self.lines)
        self.setItemDelegate(LinePainter(look, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayoutMode(QListView.LayoutMode.SinglePass)
        look.name(self, "history.list")
        look.language.follow(self, self.lines.retold)
        look.theme.follow(self, self._resize)

    def set_days(self, days: Sequence[Day]) -> None:
        """Show other days; the cursor stays on its line, or goes to the first."""
        numbers = {row.number for row in entry.revisions} if (entry := self.current()) else set()
        self.lines.set_days(days)
        place = self.lines.place(lambda one: any(row.number in numbers for row in one.revisions))
        if place is None:
            place = self.lines.place(lambda one: True)
        if place is None:
            self.chosen.emit(None)
        else:
            self.setCurrentIndex(self.lines.index(place))

    def current(self) -> Entry | None:
        """Return the line the cursor is on."""
        index = self.currentIndex()
        item = self.lines.item(index.row()) if index.isValid() else None
        return item if isinstance(item, Entry) else None

    def go_to(self, number: int) -> bool:
        """Put the cursor on the line that holds a saved change; return whether it is shown."""
        place = self.lines.place(lambda entry: any(row.number == number for row in entry.revisions))
        if place is None:
            return False
        self.setCurrentIndex(self.lines.index(place))
        return True

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Repaint, bring the line into view and say which it is."""
        super().currentChanged(current, previous)
        self.scrollTo(current)
        if (entry := self.current()) is not None:
            self.chosen.emit(entry)

    def _resize(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
