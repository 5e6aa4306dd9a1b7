"""List files with how far each is: its name, and below it in the colour of what it means a few words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import BASE_PX, BLOCK_SPACE, CAPTION_PX

HEIGHT = 48
TONE, ODD = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of the list: its name, how far it is, a token of the theme's colours, and what hovering shows.

    `odd` is how many things about it are worth a look.
    """

    name: str
    state: str
    tone: str = "soft"
    tip: str = ""
    odd: int = 0


class FileLines(QListWidget):
    """A list of two lines for each file; the text of an item is both."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        look.name(self, name)
        self.setProperty("role", "sidebar")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_TwoLines(look, self))

    def show_lines(self, lines: Sequence[FileLine], current: int) -> None:
        """Show other lines and which of them is the current one; nothing is said of that."""
        self.blockSignals(True)
        while self.count() > len(lines):
            self.takeItem(self.count() - 1)
        for row, line in enumerate(lines):
            item = self.item(row) if row < self.count() else QListWidgetItem(self)
            item.setText(f"{line.name}\n{line.state}")
            item.setToolTip(line.tip or item.text())
            item.setData(TONE, line.tone)
            item.setData(ODD, f"! {line.odd}" if line.odd else "")
            item.setSizeHint(QSize(0, self._look.theme.px(HEIGHT)))
        self.setCurrentRow(min(current, len(lines) - 1))
        self.blockSignals(False)


class _TwoLines(QStyledItemDelegate):
    """Paints name and state one below the other."""

    def __init__(self, look: Look, parent: QListWidget) -> None:
        super().__init__(parent)
        self._look = look

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a line as the list does, its words in two sizes."""
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        name, _, state = str(index.data()).partition("\n")
        shown.text = ""
        style = shown.widget.style() if shown.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, shown.widget)
        theme = self._look.theme
        room = shown.rect.adjusted(BLOCK_SPACE, 5, -BLOCK_SPACE, -5)
        upper = QRect(room.left(), room.top(), room.width(), room.height() // 2)
        lower = QRect(room.left(), upper.bottom() + 1, room.width(), room.height() // 2)
        if odd := str(index.data(ODD) or ""):
            upper = self._mark(painter, upper, odd)
        is_chosen = bool(shown.state & QStyle.StateFlag.State_Selected)
        lines = ((upper, name, BASE_PX, "text"), (lower, state, CAPTION_PX, str(index.data(TONE))))
        painter.save()
        for place, text, size, tone in lines:
            font = theme.font(size, bold=size == BASE_PX and is_chosen)
            painter.setFont(font)
            painter.setPen(theme.colours.of(tone))
            mode = Qt.TextElideMode.ElideMiddle if size == BASE_PX else Qt.TextElideMode.ElideRight
            told = painter.fontMetrics().elidedText(text, mode, place.width())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), told)
        painter.restore()

    def _mark(self, painter: QPainter, room: QRect, odd: str) -> QRect:
        """Paint at the end of a line how much is odd, and return the room that is left before it."""
        painter.save()
        painter.setFont(self._look.theme.font(CAPTION_PX, bold=True))
        painter.setPen(self._look.theme.colours.of("warn"))
        place = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(room, int(place | Qt.TextFlag.TextSingleLine), odd)
        taken = painter.fontMetrics().horizontalAdvance(odd) + BLOCK_SPACE
        painter.restore()
        return room.adjusted(0, 0, -taken, 0)
