"""Say which plan and period is read, how much of it is read, and go on: the line above the screen of reading."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from upr_desktop.register.readings import progress_of_reading
from upr_desktop.ui.inputs import ChoiceBox, take_room
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.plan_choice import PlanButton
from upr_desktop.ui.screens.reading_measures import ReadingMeasures
from upr_desktop.ui.screens.reading_words import ReadingWords
from upr_desktop.ui.theme import FIELD_SPACE, TARGET
from upr_desktop.ui.widgets import button

LEAST, MOST, BAR = 130, 280, 110
PREVIOUS, NEXT, NEXT_UNREAD = "Shift+F9", "F9", "F8"


class ReadingHead(QWidget):
    """`period_chosen` carries a period's id, `went` how many measures to go on, `unread_asked` asks for the next."""

    period_chosen = Signal(str)
    went = Signal(int)
    unread_asked = Signal()

    def __init__(self, look: Look, words: ReadingWords) -> None:
        super().__init__()
        self._look, self._words = look, words
        self.plan_button = PlanButton(look, words.plan_title)
        self.periods = ChoiceBox()
        self.progress, self.bar = QLabel(), QProgressBar()
        self.bar.setTextVisible(False)
        self.previous_button, self.next_button = (
            button(look, "reading.previous"),
            button(look, "reading.next"),
        )
        self.unread_button = button(look, "reading.next_unread")
        self._lay_out()
        self.periods.activated.connect(lambda _: self.period_chosen.emit(self.periods.currentData()))
        self.previous_button.clicked.connect(lambda: self.went.emit(-1))
        self.next_button.clicked.connect(lambda: self.went.emit(1))
        self.unread_button.clicked.connect(self.unread_asked)

    def show_state(self, data: ReadingMeasures, *, is_body: bool) -> None:
        """Show plan, period and how much is read; the buttons only where there is something to go to."""
        state = data.state
        self.setVisible(state is not None and bool(state.periods))
        if state is None:
            return
        self.plan_button.show_plans(data.rows.plans, state.plan)
        self.plan_button.setVisible(len(data.rows.plans) > 1)
        self.periods.clear()
        for one in state.periods:
            self.periods.addItem(self._words.period(one), one.id)
        self.periods.setCurrentIndex(max(0, self.periods.findData(data.period.id if data.period else "")))
        take_room(self.periods, self._look.theme.px(MOST))
        done, total = progress_of_reading(data.found)
        self.progress.setText(self._look.t("reading.progress", done=done, total=total))
        self.progress.setToolTip(self._look.t("reading.progress_tip"))
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self.bar.setAccessibleDescription(self.progress.text())
        for part in (self.progress, self.bar, self.previous_button, self.next_button, self.unread_button):
            part.setVisible(is_body)
        self.unread_button.setEnabled(done < total)

    def focus(self) -> None:
        """Put the keyboard into the choice of the period."""
        self.periods.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        look, px = self._look, self._look.theme.px
        look.name(self.periods, "reading.period")
        look.name(self.bar, "reading.bar")
        self.periods.setMinimumWidth(px(LEAST))
        self.periods.setMaximumWidth(px(MOST))
        self.bar.setFixedWidth(px(BAR))
        self.bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for one, key, keys in (
            (self.previous_button, "reading.previous", PREVIOUS),
            (self.next_button, "reading.next", NEXT),
            (self.unread_button, "reading.next_unread", NEXT_UNREAD),
        ):
            tell_keys(look, one, key, keys)
        for one, arrow in ((self.previous_button, "‹"), (self.next_button, "›")):
            one.setFixedWidth(px(TARGET + 8))
            look.language.follow(one, partial(one.setText, arrow))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(FIELD_SPACE)
        line.addWidget(self.plan_button)
        line.addWidget(self.periods, 3)
        line.addWidget(self.progress)
        line.addWidget(self.bar)
        line.addStretch(1)
        for each in (self.previous_button, self.next_button, self.unread_button):
            line.addWidget(each)


def tell_keys(look: Look, made: QPushButton, key: str, keys: str) -> None:
    """Name a button and tell its keys, which the screen hears: a button of its own answers them a moment late."""
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    look.name(made, key)
    look.text(made, lambda text: made.setToolTip(f"{text} ({shown})"), key)
