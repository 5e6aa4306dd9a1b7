"""Draw stacked bars that a person reads at a glance; each bar, and each part of one, leads to the rows it counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Pill, paint_glyph
from upr_desktop.ui.roving import Roving
from upr_desktop.ui.theme import CAPTION_PX, TARGET

LEAST, GLYPH, GAP, BAND, TOTAL = 36, 10, 5, 3, 46
LABEL_SHARE, LABEL_LEAST, LABEL_MOST = 0.36, 120, 260
WHOLE = -1
STEPS: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -999, Qt.Key.Key_End: 999}
Widths = list[list[float]]


@dataclass(frozen=True, slots=True)
class StackPart:
    """A part of a bar: what it is (word, tint, glyph), how many it counts, and what stands for their rows."""

    pill: Pill
    count: int
    behind: Any = None


@dataclass(frozen=True, slots=True)
class Stack:
    """A bar with its label; `tip` says the label in full, `pill` gives the label a glyph."""

    label: str
    parts: tuple[StackPart, ...]
    behind: Any = None
    tip: str = ""
    pill: Pill | None = None

    @property
    def count(self) -> int:
        """Return how many the parts count together."""
        return sum(part.count for part in self.parts)


def part_widths(stacks: Sequence[Stack], room: float, least: float) -> Widths:
    """Return the width of each part of each bar in one measure, so that the longest bar takes the room.

    No part is narrower than `least`, so that it can be seen and hit, unless the room is too small for that.
    """
    most = max((stack.count for stack in stacks), default=0)
    unit = room / most if most else 0.0
    widths: Widths = []
    for _ in range(40):
        widths = [[max(least, part.count * unit) for part in stack.parts] for stack in stacks]
        longest = max((sum(row) for row in widths), default=0.0)
        if longest <= room + 0.5:
            return widths
        unit *= room / longest
    return [[width * room / longest for width in row] for row in widths]


class StackLine(QAbstractButton):
    """One bar as a button; `opened` carries what is behind it, or behind the part that was chosen; `moved` arrows."""

    opened = Signal(object)
    moved = Signal(int)
    entered = Signal(object)

    def __init__(self, look: Look, unit: Callable[[int], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._unit = look, unit
        self.stack = Stack("", ())
        self.part = self._hovered = WHOLE
        self._widths: list[float] = []
        self._label_width = 0
        self._arranged: tuple[int, list[float], str] | None = None
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open)
        look.theme.follow(self, self.update)

    def show_stack(self, stack: Stack) -> None:
        """Show another bar."""
        self.stack = stack
        self.part = min(self.part, len(stack.parts) - 1)
        self._name()
        self.update()

    def arrange(self, label_width: int, widths: list[float]) -> None:
        """Give the label and the parts their widths; the line takes a second row for a long label."""
        asked = (label_width, widths, self.stack.label)
        if asked == self._arranged:
            return
        self._arranged = asked
        self._label_width, self._widths = label_width, widths
        room = QRect(0, 0, self._label_room().width(), 999)
        metrics = QFontMetrics(self._look.theme.font())
        wrapped = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), self.stack.label).height()
        lines = 2 if wrapped > metrics.lineSpacing() * 1.5 else 1
        self.setFixedHeight(max(self._look.theme.px(TARGET), lines * metrics.lineSpacing() + 6))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.px(320), self._look.theme.px(TARGET))

    def part_rects(self) -> list[QRectF]:
        """Return where each part is drawn."""
        left, top = float(self._label_width), 3.0
        found = []
        for width in self._widths:
            found.append(QRectF(left, top, max(1.0, width - 1), self.height() - 2 * top))
            left += width
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in STEPS:
            self.moved.emit(STEPS[key])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            by = 1 if key == Qt.Key.Key_Right else -1
            self._choose(max(WHOLE, min(self.part + by, len(self.stack.parts) - 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(self._part_at(event.position().toPoint()))
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._part_at(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(WHOLE)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit(self)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._told(self._part_at(event.pos())), self)
            return True
        return super().event(event)

    def _part_at(self, place: QPoint) -> int:
        found = (
            at for at, rect in enumerate(self.part_rects()) if rect.left() - 1 <= place.x() <= rect.right()
        )
        return next(found, WHOLE)

    def _choose(self, part: int) -> None:
        self.part = part
        self._name()
        self.update()

    def _hover(self, part: int) -> None:
        if part != self._hovered:
            self._hovered = part
            self.update()

    def _open(self) -> None:
        self.opened.emit(self.stack.behind if self.part == WHOLE else self.stack.parts[self.part].behind)

    def _name(self) -> None:
        self.setAccessibleName(self._told(self.part))

    def _told(self, part: int) -> str:
        """Return what a bar or one of its parts says, with its numbers."""
        name = self.stack.tip or self.stack.label
        if part != WHOLE:
            one = self.stack.parts[part]
            return f"{name}. {one.pill.word}: {self._unit(one.count)}"
        number = self._look.language.number
        parts = "; ".join(f"{one.pill.word} {number(one.count)}" for one in self.stack.parts)
        return f"{name}: {self._unit(self.stack.count)}. {parts}"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._look.theme.colours
        if self.hasFocus() or self.underMouse():
            painter.fillRect(self.rect(), colours.of("sunken"))
        self._paint_label(painter)
        for at, (part, rect) in enumerate(zip(self.stack.parts, self.part_rects(), strict=False)):
            self._paint_part(painter, part, rect)
            if at == self._hovered or (self.hasFocus() and at == self.part):
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(colours.of("accent" if self.hasFocus() else "soft"), 2))
                painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 3, 3)
        if self.hasFocus() and self.part == WHOLE:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.of("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _label_room(self) -> QRect:
        glyph = self._look.theme.px(GLYPH) + 2 * GAP if self.stack.pill else 0
        return QRect(6 + glyph, 0, self._label_width - 6 - glyph - self._look.theme.px(8), self.height())

    def _paint_label(self, painter: QPainter) -> None:
        theme, pill = self._look.theme, self.stack.pill
        if pill is not None and pill.glyph != "none":
            side = theme.px(GLYPH)
            circle = QRectF(6, (self.height() - side) / 2, side, side)
            paint_glyph(painter, circle, pill.glyph, QBrush(theme.colours.of(pill.tone)))
        painter.setFont(theme.font())
        painter.setPen(theme.colours.of("text"))
        room, metrics = self._label_room(), painter.fontMetrics()
        text = _in_two_lines(self.stack.label, metrics, room)
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
        painter.drawText(room, flags, text)
        painter.setFont(theme.font(bold=True))
        total = QRect(self.width() - theme.px(TOTAL), 0, theme.px(TOTAL) - 6, self.height())
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(total, flags, self._look.language.number(self.stack.count))

    def _paint_part(self, painter: QPainter, part: StackPart, rect: QRectF) -> None:
        """Paint tint, glyph and number, and the word where there is room for it."""
        theme = self._look.theme
        colours, pill = theme.colours, part.pill
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.of(f"{pill.tone}_soft"))
        painter.drawRoundedRect(rect, 3, 3)
        painter.setBrush(colours.of(pill.tone))
        painter.drawRect(QRectF(rect.left(), rect.bottom() - BAND, rect.width(), BAND))
        self._paint_number(painter, part, rect.adjusted(GAP, 0, -2, -BAND))

    def _paint_number(self, painter: QPainter, part: StackPart, room: QRectF) -> None:
        theme, tone = self._look.theme, self._look.theme.colours.of(part.pill.tone)
        side, number = theme.px(GLYPH), self._look.language.number(part.count)
        circle = QRectF(room.left(), room.center().y() - side / 2, side, side)
        paint_glyph(painter, circle, part.pill.glyph, QBrush(tone))
        room.setLeft(room.left() + side + GAP)
        in_line = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        painter.setPen(tone)
        painter.setFont(theme.font(CAPTION_PX, bold=True))
        painter.drawText(room, in_line, number)
        room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance(f"{number} "))
        painter.setFont(theme.font(CAPTION_PX))
        if painter.fontMetrics().horizontalAdvance(part.pill.word) <= room.width():
            painter.drawText(room, in_line, part.pill.word)


def _in_two_lines(text: str, metrics: QFontMetrics, room: QRect) -> str:
    """Return a text shortened so that it takes no more than two lines of the room."""
    most = 2 * metrics.lineSpacing() + 2
    flags = int(Qt.TextFlag.TextWordWrap)
    if metrics.boundingRect(QRect(0, 0, room.width(), 999), flags, text).height() <= most:
        return text
    for end in range(len(text) - 1, 0, -1):
        short = f"{text[:end].rstrip()}…"
        if metrics.boundingRect(QRect(0, 0, room.width(), 999), flags, short).height() <= most:
            return short
    return text


class Stacks(QWidget):
    """Bars one below the other, in one measure; `opened` carries what is behind the one that was opened.

    `unit` words a number of what the bars count: `12 measures`. Arrow keys go from bar to bar and from part to part.
    """

    opened = Signal(object)

    def __init__(self, look: Look, unit: Callable[[int], str]) -> None:
        super().__init__()
        self._look, self._unit = look, unit
        self.lines: list[StackLine] = []
        self._stacks: Sequence[Stack] = ()
        self._words: tuple[str, ...] = ()
        self.roving = Roving()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2)

    @property
    def shown(self) -> list[StackLine]:
        """Return the lines that are shown."""
        return [line for line in self.lines if not line.isHidden()]

    def show_stacks(self, stacks: Sequence[Stack]) -> None:
        """Show these bars."""
        self._stacks = stacks
        while len(self.lines) < len(stacks):
            line = StackLine(self._look, self._unit, self)
            line.opened.connect(self.opened)
            line.moved.connect(self.roving.go)
            line.entered.connect(self.roving.use)
            self.lines.append(line)
            self._box.addWidget(line)
        for line, stack in zip(self.lines, stacks, strict=False):
            line.show_stack(stack)
        self._narrow()

    def search(self, text: str) -> bool:
        """Show the bars in whose labels every word stands; return whether there are any."""
        self._words = tuple(text.casefold().split())
        self._narrow()
        return bool(self.shown)

    def focus(self) -> None:
        """Put the keyboard on the bar that was in use last."""
        if self.roving.current is not None:
            self.roving.current.setFocus(Qt.FocusReason.OtherFocusReason)

    def table(self, title: str, total: str) -> list[list[str]]:
        """Return the numbers as a table: labels, one column for each kind of part, and the total."""
        words = list(dict.fromkeys(part.pill.word for stack in self._stacks for part in stack.parts))
        rows = [[title, *words, total]]
        for stack in self._stacks:
            counts = {part.pill.word: part.count for part in stack.parts}
            rows.append(
                [stack.tip or stack.label, *(str(counts.get(word, 0)) for word in words), str(stack.count)]
            )
        return rows

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _narrow(self) -> None:
        for at, line in enumerate(self.lines):
            said = f"{line.stack.label} {line.stack.tip}".casefold()
            line.setVisible(at < len(self._stacks) and all(word in said for word in self._words))
        self.roving.take(self.shown)
        self._arrange()

    def _arrange(self) -> None:
        px = self._look.theme.px
        label = int(min(max(self.width() * LABEL_SHARE, px(LABEL_LEAST)), px(LABEL_MOST)))
        room = max(40, self.width() - label - px(TOTAL))
        for line, widths in zip(self.lines, part_widths(self._stacks, room, px(LEAST)), strict=False):
            line.arrange(label, widths)
