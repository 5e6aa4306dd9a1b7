"""Draw the years of a plan month by month, with the months marked in which something falls due."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import CAPTION_PX

LINE, YEAR_WIDTH, GAP, MONTHS = 20, 40, 3, 12


class DueCalendar(QWidget):
    """A line for each year, a cell for each month: past dates are grey, coming ones coloured, this month outlined."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._days: Sequence[date] = ()
        self._years: Sequence[int] = ()
        self._today = date.min
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.theme.follow(self, self.update)

    def show_days(self, days: Sequence[date], years: Sequence[int], today: date) -> None:
        """Show the days on which something falls due within these years."""
        self._days, self._years, self._today = days, years, today
        dates = ", ".join(self._look.language.date(day) for day in days)
        self.setAccessibleName(self._look.t("measures.calendar.name", dates=dates))
        self.setVisible(bool(days))
        self.updateGeometry()
        self.update()

    def days_at(self, x: float, y: float) -> list[date]:
        """Return the days that fall due in the month drawn at a point."""
        cell = self._cell(0, 1)
        column = int((x - cell.left()) // (cell.width() + GAP)) + 1
        row = int(y // self._look.theme.px(LINE))
        if not 0 <= row < len(self._years):
            return []
        return [day for day in self._days if (day.year, day.month) == (self._years[row], column)]

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.px(300), len(self._years) * self._look.theme.px(LINE))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.theme.px(200), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Say on hover which days a month holds."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            days = self.days_at(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), ", ".join(map(self._look.language.date, days)), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._look.theme.font(CAPTION_PX))
        for row, year in enumerate(self._years):
            painter.setPen(self._look.theme.colours.of("soft"))
            line = QRectF(0, row * self._height, self._look.theme.px(YEAR_WIDTH), self._height)
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), str(year))
            for month in range(1, MONTHS + 1):
                self._paint_month(painter, self._cell(row, month), year, month)

    @property
    def _height(self) -> int:
        return self._look.theme.px(LINE)

    def _cell(self, row: int, month: int) -> QRectF:
        left = self._look.theme.px(YEAR_WIDTH)
        width = (self.width() - left - GAP * (MONTHS - 1)) / MONTHS
        return QRectF(left + (month - 1) * (width + GAP), row * self._height + 2, width, self._height - 4)

    def _paint_month(self, painter: QPainter, cell: QRectF, year: int, month: int) -> None:
        colours = self._look.theme.colours
        due = [day for day in self._days if (day.year, day.month) == (year, month)]
        is_past = bool(due) and max(due) < self._today
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.of(("faint" if is_past else "accent") if due else "sunken"))
        if (self._today.year, self._today.month) == (year, month):
            painter.setPen(colours.of("text"))
        painter.drawRoundedRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if due:
            painter.setPen(colours.of("on_accent"))
            text = str(due[0].day) if len(due) == 1 else f"×{len(due)}"
            painter.drawText(cell, int(Qt.AlignmentFlag.AlignCenter), text)
