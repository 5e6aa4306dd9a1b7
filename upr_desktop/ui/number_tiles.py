"""Show a few numbers large, each with what it counts; each leads to the rows it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QWidget

from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Pill, paint_glyph
from upr_desktop.ui.roving import Roving
from upr_desktop.ui.theme import CAPTION_PX, FIELD_SPACE, NUMBER_PX

WIDTH, HEIGHT, PAD, GLYPH = 118, 72, 10, 13
STEPS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, slots=True)
class Number:
    """A number, what it counts in a few words and in a sentence (`hint`), and what stands for its rows."""

    pill: Pill
    count: int
    hint: str
    behind: Any = None


class NumberTile(QAbstractButton):
    """One number as a button; a zero leads nowhere. `moved` tells of arrow keys, `entered` that it got the keyboard."""

    opened = Signal(object)
    moved = Signal(int)
    entered = Signal(object)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.number = Number(Pill(""), 0, "")
        self.clicked.connect(self._open)
        look.theme.follow(self, self.update)

    def show_number(self, number: Number) -> None:
        """Show another number."""
        self.number = number
        said = f"{number.pill.word}: {self._look.language.number(number.count)}. {number.hint}"
        self.setAccessibleName(said)
        self.setToolTip(number.hint)
        leads = Qt.CursorShape.PointingHandCursor if number.count else Qt.CursorShape.ArrowCursor
        self.setCursor(leads)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.px(WIDTH), self._look.theme.px(HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in STEPS:
            self.moved.emit(STEPS[event.key()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._look.theme
        colours, pill = theme.colours, self.number.pill
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        leads = self.underMouse() and self.number.count > 0
        painter.setBrush(colours.of("sunken" if leads else "surface"))
        has_focus = self.hasFocus()
        painter.setPen(QPen(colours.of("accent" if has_focus else "line"), 2 if has_focus else 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        tone = colours.of(pill.tone if self.number.count else "idle")
        left, top, side = theme.px(PAD), theme.px(8), theme.px(GLYPH)
        painter.setFont(theme.font(NUMBER_PX, bold=True))
        height = painter.fontMetrics().height()
        if pill.glyph != "none":
            paint_glyph(
                painter, QRectF(left, top + (height - side) / 2, side, side), pill.glyph, QBrush(tone)
            )
            left += side + theme.px(6)
        painter.setPen(tone)
        painter.drawText(
            QRect(left, top, self.width() - left, height), 0, self._look.language.number(self.number.count)
        )
        painter.setFont(theme.font(CAPTION_PX))
        painter.setPen(colours.of("soft"))
        room = self.rect().adjusted(theme.px(PAD), top + height + 1, -4, -2)
        painter.drawText(room, int(Qt.TextFlag.TextWordWrap), pill.word)
        painter.end()

    def _open(self) -> None:
        if self.number.count:
            self.opened.emit(self.number.behind)


class NumberTiles(QWidget):
    """Tiles side by side, in as many lines as the width asks for; `opened` carries what is behind one of them."""

    opened = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.tiles: list[NumberTile] = []
        self.roving = Roving()
        self._count = self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(FIELD_SPACE)

    def show_numbers(self, numbers: Sequence[Number]) -> None:
        """Show these numbers."""
        while len(self.tiles) < len(numbers):
            tile = NumberTile(self._look, self)
            tile.opened.connect(self.opened)
            tile.moved.connect(self.roving.go)
            tile.entered.connect(self.roving.use)
            self.tiles.append(tile)
        for at, tile in enumerate(self.tiles):
            tile.setVisible(at < len(numbers))
            if at < len(numbers):
                tile.show_number(numbers[at])
        self.roving.take(self.tiles[: len(numbers)])
        if len(numbers) != self._count:
            self._count, self._columns = len(numbers), 0
        self._arrange()

    def focus(self) -> None:
        """Put the keyboard on the tile that was in use last."""
        if self.roving.current is not None:
            self.roving.current.setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put the tiles into equal lines."""
        fitting = max(1, (self.width() + FIELD_SPACE) // (self._look.theme.px(WIDTH) + FIELD_SPACE))
        lines = -(-self._count // fitting) or 1
        columns = -(-self._count // lines)
        if columns == self._columns or not self._count:
            return
        for at in range(max(columns, self._columns)):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)
        self._columns = columns
        for at, tile in enumerate(self.tiles[: self._count]):
            self._grid.addWidget(tile, at // columns, at % columns)
