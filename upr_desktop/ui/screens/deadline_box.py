"""Show how a deadline is understood, with the days on which it falls due, and let a person set it by hand."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from upr_desktop.grammar.deadline import Deadline
from upr_desktop.grammar.deadlines import due_dates
from upr_desktop.register.plan_rows import MeasureRow
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.deadline_by_hand import DeadlineByHand
from upr_desktop.ui.screens.due_calendar import DueCalendar
from upr_desktop.ui.screens.measure_words import MeasureWords
from upr_desktop.ui.screens.parts import line, plain_label
from upr_desktop.ui.tab_order import bring_in_view
from upr_desktop.ui.theme import GRID
from upr_desktop.ui.widgets import button

YEARS_SHOWN = 6


class DeadlineBox(QWidget):
    """What stands below the text of a deadline; `set_by_hand` carries the Deadline that a person decided."""

    set_by_hand = Signal(object)

    def __init__(self, look: Look, words: MeasureWords) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._row: MeasureRow | None = None
        self.understood = plain_label()
        self.dates = QLabel()
        self.dates.setProperty("role", "caption")
        self.dates.setWordWrap(True)
        self.calendar = DueCalendar(look)
        self.by_hand_button = button(look, "measures.deadline.by_hand", "link")
        self.by_hand = DeadlineByHand(look)
        self.by_hand.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, GRID, 0, 0)
        box.setSpacing(GRID)
        for widget in (self.understood, self.dates, self.calendar, line(self.by_hand_button), self.by_hand):
            box.addWidget(widget)
        self.by_hand_button.clicked.connect(self._open)
        self.by_hand.decided.connect(self._take)
        self.by_hand.left.connect(self._close)
        look.language.follow(self, self._say)

    def show_row(self, row: MeasureRow | None) -> None:
        """Show the deadline of a measure; a form begun for another one is closed."""
        if row is None or self._row is None or row.id != self._row.id:
            self._close()
        self._row = row
        self._say()

    def set_writable(self, writable: bool) -> None:
        """Offer to set the deadline by hand, or not."""
        self.by_hand_button.setEnabled(writable)
        if not writable:
            self._close()

    def _say(self) -> None:
        row = self._row
        words, t = self._words, self._look.t
        if row is None:
            return
        text = words.understood(row.deadline)
        by_person = row.deadline.decided_by == "person"
        key = "measures.deadline.set" if by_person else "measures.deadline.understood"
        self.understood.setText(
            t(key, text=text) if row.deadline.is_decided else t("measures.deadline.undecided")
        )
        self.understood.setVisible(bool(text))
        deadline = words.deadline(row.deadline)
        years = words.years(row)
        days = due_dates(deadline, *years) if deadline else ()
        self.dates.setText(self._told(days))
        shown = sorted({day.year for day in days} | set(range(years[0], years[1] + 1)))
        is_drawn = len(days) > 1 and len(shown) <= YEARS_SHOWN
        is_setting = not self.by_hand.isHidden()
        self.dates.setVisible(len(days) > 1 and not is_setting)
        self.calendar.show_days(days if is_drawn and not is_setting else (), shown, words.today)

    def _told(self, days: tuple[date, ...]) -> str:
        coming = [day for day in days if day >= self._words.today]
        if not coming:
            return self._look.t("measures.deadline.passed", count=len(days))
        following = self._look.language.date(coming[0])
        return self._look.t("measures.deadline.next", count=len(days), date=following)

    def _open(self) -> None:
        if self._row is not None:
            deadline = self._words.deadline(self._row.deadline)
            self.by_hand.begin(deadline)
            for part in (self.by_hand_button, self.calendar, self.dates):
                part.hide()
            bring_in_view(self.by_hand.save_button, self.by_hand.form.editors["kind"].input)

    def _close(self) -> None:
        self.by_hand.hide()
        self.by_hand_button.show()
        self._say()

    def _take(self, deadline: Deadline) -> None:
        self._close()
        self.set_by_hand.emit(deadline)
