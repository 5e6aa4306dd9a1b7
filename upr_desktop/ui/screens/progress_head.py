"""Choose whose reports are shown, and for which period: the line above the screen of progress."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from upr_desktop.register.changes import RecordId
from upr_desktop.register.plan_rows import PeriodRow
from upr_desktop.ui.inputs import ChoiceBox, take_room
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.plan_choice import PlanButton
from upr_desktop.ui.screens.progress_rows import ProgressRows
from upr_desktop.ui.screens.progress_words import ProgressWords
from upr_desktop.ui.theme import FIELD_SPACE
from upr_desktop.ui.widgets import button, label

LEAST, MOST, ROOMY = 118, 280, 860


class ProgressHead(QWidget):
    """`agency_chosen` carries an agency's id, or nothing for the whole plan; `period_chosen` a period's id.

    Where an agency keeps its own rows there is nobody to choose, and `return_asked` asks to write its return.
    """

    agency_chosen = Signal(str)
    period_chosen = Signal(str)
    back_asked = Signal()
    periods_asked = Signal()
    reading_asked = Signal()
    return_asked = Signal()

    def __init__(self, look: Look, words: ProgressWords, *, is_own: bool = False) -> None:
        super().__init__()
        self._look, self._words, self._is_own = look, words, is_own
        self.viewer, self.periods = ChoiceBox(), ChoiceBox()
        self.back_button = button(look, "progress.back", "quiet")
        self.plan_button = PlanButton(look, words.plan_title)
        self.whose, self.due = QLabel(), QLabel()
        self.next_button = button(look, "own.next" if is_own else "progress.next", "")
        self.read_button = button(look, "reading.open", "quiet")
        look.text(self.read_button, self.read_button.setToolTip, "reading.open_tip")
        self.periods_button = button(look, "progress.periods", "quiet")
        self.return_button = button(look, "own.write", "primary")
        self.periods_button.setVisible(not is_own)
        self.return_button.setVisible(is_own)
        for box in (self.viewer, self.periods):
            box.setMinimumWidth(look.theme.px(LEAST))
            box.setMaximumWidth(look.theme.px(MOST))
        look.name(self.viewer, "progress.viewer")
        look.name(self.periods, "progress.period_chosen")
        self._lay_out()
        self.viewer.activated.connect(lambda _: self.agency_chosen.emit(self.viewer.currentData()))
        self.periods.activated.connect(lambda _: self.period_chosen.emit(self.periods.currentData()))
        self.back_button.clicked.connect(self.back_asked)
        self.periods_button.clicked.connect(self.periods_asked)
        self.read_button.clicked.connect(self.reading_asked)
        self.return_button.clicked.connect(self.return_asked)

    def show_state(self, rows: ProgressRows, viewer: str, shown: str, period: str, *, is_deep: bool) -> None:
        """Show who looks, whose entries are shown (or nothing), for which period, and whether there is a way back."""
        state = rows.state
        if state is None:
            return
        has_periods = bool(state.periods)
        self.plan_button.show_plans(rows.plans, state.plan)
        self.plan_button.setVisible(len(rows.plans) > 1 and not is_deep)
        key = "progress.back_to_entries" if viewer else "progress.back"
        self.back_button.setText(self._look.t(key))
        has_viewers = has_periods and not is_deep and not self._is_own
        self.viewer.setVisible(has_viewers)
        self.caption.setVisible(has_viewers)
        self._fill_viewers(rows.bodies, viewer)
        self._fill_periods(state.periods, period)
        for part in (self.periods, self.next_button):
            part.setVisible(has_periods and bool(shown))
        self.read_button.setVisible(has_periods and bool(shown) and not viewer)
        self.back_button.setVisible(is_deep)
        self.whose.setVisible(bool(shown) and (self._is_own or not viewer))
        self.whose.setText(self._words.agency(shown) if shown else "")
        self.whose.setToolTip(self._words.full_agency(shown) if shown else "")
        found = rows.period(period)
        today = rows.today
        text, is_past = self._words.due(found, shown, today) if found and shown else ("", False)
        self.due.setText(f"! {text}" if is_past else text)
        self.due.setProperty("role", "problem" if is_past else "soft")
        self.due.style().polish(self.due)
        self.due.setVisible(bool(text))

    def focus(self) -> None:
        """Put the keyboard into the first choice."""
        shut = self.periods if self._is_own else self.back_button
        first = shut if self.viewer.isHidden() else self.viewer
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_viewers(self, bodies: Sequence[RecordId], viewer: str) -> None:
        ids = {*bodies, RecordId(viewer)} - {RecordId("")}
        ordered = self._words.by_name(ids)
        labels = [self._look.t("progress.viewer.all")]
        labels += [self._words.both_names(id) for id in ordered]
        _fill(self.viewer, labels, ["", *ordered], viewer)

    def _fill_periods(self, periods: Sequence[PeriodRow], period: str) -> None:
        _fill(self.periods, [self._words.period(one) for one in periods], [one.id for one in periods], period)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the period whole where there is room for it; no part lies over another where there is little."""
        px = self._look.theme.px
        take_room(self.periods, px(MOST if self.width() >= px(ROOMY) else LEAST))

    def _lay_out(self) -> None:
        self.whose.setProperty("role", "heading")
        self.caption = label(self._look, "progress.viewer", "caption")
        self.caption.setWordWrap(False)
        self.caption.setBuddy(self.viewer)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(FIELD_SPACE)
        for part in (self.back_button, self.whose, self.caption):
            line.addWidget(part)
        line.insertWidget(0, self.plan_button)
        line.addWidget(self.viewer, 3)
        line.addWidget(self.periods, 3)
        line.addWidget(self.due)
        line.addStretch(1)
        line.addWidget(self.read_button)
        line.addWidget(self.next_button)
        line.addWidget(self.periods_button)
        line.addWidget(self.return_button)


def _fill(box: QComboBox, labels: list[str], codes: list[str], chosen: str) -> None:
    box.clear()
    for text, code in zip(labels, codes, strict=True):
        box.addItem(text, code)
    box.setCurrentIndex(max(0, box.findData(chosen)))
