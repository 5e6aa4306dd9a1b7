"""Paint a status as glyph, word and tint, so that colour never stands alone."""

from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import CAPTION_PX, Colours

Tone = Literal["accent", "ok", "warn", "bad", "idle", "new"]
Glyph = Literal["empty", "quarter", "half", "full", "arc", "alert", "none"]
WORD_FROM = 4
SPANS: dict[str, int] = {"quarter": -90, "half": -180, "full": -360}
PAD, GAP, SLACK = 8, 5, 2


@dataclass(frozen=True, slots=True)
class Pill:
    """A status to show: its word, what its colour means and the glyph that says the same without colour.

    `brief` is painted where the word has no room.
    """

    word: str
    tone: Tone = "idle"
    glyph: Glyph = "empty"
    brief: str = ""


def pill_size(pill: Pill, font: QFont) -> QSize:
    """Return the size in pixels that a pill takes in a font."""
    metrics = QFontMetrics(font)
    glyph = 0 if pill.glyph == "none" else _glyph_size(metrics) + GAP
    return QSize(2 * PAD + glyph + metrics.horizontalAdvance(pill.word), metrics.height() + 6)


def paint_pill(painter: QPainter, space: QRect, pill: Pill, colours: Colours, font: QFont) -> None:
    """Paint a pill at the left of a space, centred on its height.

    In a narrow one its brief word stands for its word, and is then elided or left out.
    """
    size = pill_size(pill, font)
    if pill.brief and size.width() > space.width() + SLACK:
        pill = replace(pill, word=pill.brief)
        size = pill_size(pill, font)
    if pill.glyph != "none" and space.width() < min(size.width(), WORD_FROM * size.height()):
        pill = replace(pill, word="")
        size = QSize(2 * PAD + _glyph_size(QFontMetrics(font)), size.height())
    width = min(size.width(), space.width())
    body = QRectF(space.left(), space.center().y() - size.height() / 2 + 1, width, size.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.of(f"{pill.tone}_soft"))
    painter.drawRoundedRect(body, body.height() / 2, body.height() / 2)
    metrics = QFontMetrics(font)
    left = body.left() + PAD
    if pill.glyph != "none":
        side = _glyph_size(metrics)
        circle = QRectF(left, body.center().y() - side / 2, side, side)
        paint_glyph(painter, circle, pill.glyph, QBrush(colours.of(pill.tone)))
        left += side + GAP
    painter.setFont(font)
    painter.setPen(colours.of(pill.tone))
    room = QRectF(left, body.top(), body.right() - PAD - left, body.height())
    word = metrics.elidedText(pill.word, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), word)
    painter.restore()


def paint_glyph(painter: QPainter, circle: QRectF, glyph: str, ink: QBrush) -> None:
    """Paint one glyph in a square: a circle filled by degrees, an open arc, or a mark of alarm."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, 1.6))
    if glyph == "alert":
        middle = circle.center().x()
        painter.setPen(QPen(ink, 2))
        painter.drawLine(QPointF(middle, circle.top()), QPointF(middle, circle.bottom() - 4))
        painter.drawPoint(QPointF(middle, circle.bottom()))
        return
    outline = circle.adjusted(0.8, 0.8, -0.8, -0.8)
    if glyph == "arc":
        painter.drawArc(outline, 50 * 16, 260 * 16)
        return
    painter.drawEllipse(outline)
    if glyph in SPANS:
        painter.setBrush(ink)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPie(outline, 90 * 16, SPANS[glyph] * 16)


def _glyph_size(metrics: QFontMetrics) -> int:
    return max(9, metrics.ascent() - 2)


class PillLabel(QWidget):
    """A pill as a widget of its own; without a pill it takes no room."""

    def __init__(self, look: Look, pill: Pill | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_pill(pill)
        look.theme.follow(self, self.update)

    def show_pill(self, pill: Pill | None) -> None:
        """Show another pill, or none."""
        self._pill = pill
        self.setVisible(pill is not None)
        self.setAccessibleName(pill.word if pill else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return pill_size(self._pill, self._font()) if self._pill else QSize(0, 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(48, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._pill:
            paint_pill(QPainter(self), self.rect(), self._pill, self._look.theme.colours, self._font())

    def _font(self) -> QFont:
        return self._look.theme.font(CAPTION_PX, bold=True)
