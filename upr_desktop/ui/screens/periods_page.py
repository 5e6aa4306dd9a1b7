"""Set when agencies report: make a plan's periods at once, add and change one, give an agency more time."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from upr_desktop.jobs.edit_periods import (
    DAYS_FOR_AGENCIES,
    add_period,
    add_periods,
    archive_period,
    generated_periods,
    next_period,
    period_warnings,
    set_period,
)
from upr_desktop.register.changes import ChangeSet, RecordId, Value
from upr_desktop.register.errors import Problem
from upr_desktop.register.plan_rows import PeriodRow
from upr_desktop.register.queries import record
from upr_desktop.ui.columns import Column
from upr_desktop.ui.fields import Choice, Field
from upr_desktop.ui.inputs import ChoiceBox
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.parts import beside
from upr_desktop.ui.screens.period_extensions import PeriodExtensions
from upr_desktop.ui.screens.progress_rows import ProgressRows
from upr_desktop.ui.screens.progress_words import ProgressWords
from upr_desktop.ui.screens.record_parts import Part, RecordParts
from upr_desktop.ui.session import Session
from upr_desktop.ui.telling import advice
from upr_desktop.ui.theme import BLOCK_SPACE, FIELD_SPACE
from upr_desktop.ui.widgets import Card, Notice, button, label

Write = Callable[[ChangeSet], bool]
MADE = ("half", "quarter", "year", "month")
PERIOD_FIELDS = (
    Field("first_day", "field.period.first_day", "date", half=True),
    Field("last_day", "field.period.last_day", "date", half=True),
    Field("due_agencies", "field.period.due_agencies", "date", half=True),
    Field("due_upward", "field.period.due_upward", "date", half=True),
    Field("code", "progress.periods.code", half=True),
)


class PeriodsPage(QWidget):
    """The periods of a plan at the left, the extensions for the one looked at beside them. `left` leads back."""

    left = Signal()

    def __init__(
        self, look: Look, session: Session, rows: ProgressRows, words: ProgressWords, write: Write
    ) -> None:
        super().__init__()
        self._look, self._session, self._rows, self._words, self._write = look, session, rows, words, write
        self.notice = Notice(look)
        self.lengths = ChoiceBox()
        self.days = QLineEdit(str(DAYS_FOR_AGENCIES))
        self.make_button = button(look, "progress.periods.make", "primary")
        self.add_button = button(look, "progress.periods.add")
        self.periods = RecordParts(
            look, self._period_columns(), PERIOD_FIELDS, "progress.periods", self._making(), 9
        )
        self.more_time = PeriodExtensions(look, session, rows, words, write)
        self._lay_out()
        self._connect()
        look.language.follow(self, self._retell)

    def show_periods(self) -> None:
        """Show the periods as they were read last."""
        state = self._rows.state
        found = state.periods if state else ()
        parts = [
            Part(one.id, {field.key: getattr(one, field.key) for field in PERIOD_FIELDS}) for one in found
        ]
        self.periods.show_parts(parts)
        self.more_time.show_period(self._period())

    def leave(self) -> None:
        """Save what a field still holds."""
        self.periods.commit()
        self.more_time.leave()

    def focus(self) -> None:
        """Put the keyboard into the list, or where periods are made."""
        stop: QWidget = self.periods.table if self._period() else self.make_button
        stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_writable(self, writable: bool) -> None:
        """Take edits, or not."""
        self.periods.set_read_only(not writable)
        self.more_time.set_writable(writable)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _period(self) -> PeriodRow | None:
        return self._rows.period(self.periods.table.current_id())

    def make(self) -> None:
        """Make the periods that cover the plan; those that are there stay."""
        state, typed = self._rows.state, self.days.text().strip()
        if state is None:
            return
        self.notice.hide()
        if typed and not typed.isdigit():
            self.notice.say(self._look.t("progress.periods.days_how"), "bad")
            return
        found = generated_periods(
            state.plan,
            self.lengths.currentData(),
            days=int(typed) if typed else None,
            present=state.periods,
        )
        if found:
            self._write(add_periods(state.plan.id, found))
        else:
            key = "progress.periods.all_there" if state.plan.valid_to else "progress.periods.no_days"
            self.notice.say(self._look.t(key), "warn")

    def add(self) -> None:
        """Add one period behind the last."""
        state = self._rows.state
        if state is None:
            return
        id, changes = add_period(state.plan.id, next_period(state.plan, state.periods))
        if self._write(changes):
            self.periods.table.select_row(id)
            self.periods.form.focus_field("code")

    def _set_period(self, id: str, field: str, value: object) -> None:
        stored = self._session.read(lambda connection: record(connection, "period", RecordId(id)))
        if stored is None:
            return
        asked = set_period(RecordId(id), stored, field, _plain(value))
        if isinstance(asked, Problem):
            self.periods.form.show_problem(field, advice(self._look, asked))
            return
        others = self._others(id)
        found = period_warnings(stored, field, _plain(value), others)
        if self._write(asked):
            self.periods.form.clear_problems()
            for problem in found:
                self.periods.form.show_problem(str(problem.values["field"]), advice(self._look, problem))

    def _others(self, id: str) -> list[dict[str, Value]]:
        state = self._rows.state
        return [
            {"code": one.code, "first_day": one.first_day, "last_day": one.last_day}
            for one in (state.periods if state else ())
            if one.id != id
        ]

    def _archive(self, id: str) -> None:
        stored = self._session.read(lambda connection: record(connection, "period", RecordId(id)))
        if stored is not None:
            self._write(archive_period(RecordId(id), stored))

    def _period_columns(self) -> tuple[Column[Part], ...]:
        days = [self._day_column(field.key) for field in PERIOD_FIELDS if field.kind == "date"]
        name: Column[Part] = Column(
            "code",
            "field.period.code",
            lambda part: self._words.period_of_code(str(part.values["code"])),
            lambda part: part.values["first_day"],
            strong=True,
            stretch=True,
            width=140,
        )
        return (name, *days)

    def _day_column(self, key: str) -> Column[Part]:
        return Column(
            key,
            f"progress.periods.column.{key}",
            lambda part: self._look.language.date(str(part.values[key] or "")),
            lambda part: part.values[key],
            kind="date",
            width=104,
        )

    def _making(self) -> QWidget:
        """Return the line that makes all periods at once."""
        self._look.name(self.lengths, "progress.periods.length")
        self._look.name(self.days, "progress.periods.days")
        self.days.setMaximumWidth(self._look.theme.px(52))
        self.lengths.setMinimumWidth(self._look.theme.px(176))
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(FIELD_SPACE)
        caption = label(self._look, "progress.periods.days", "soft")
        caption.setBuddy(self.days)
        line.addWidget(self.lengths)
        line.addWidget(self.days)
        line.addWidget(caption, 1)
        line.addWidget(self.make_button)
        line.addWidget(self.add_button)
        return holder

    def _lay_out(self) -> None:
        left = Card()
        left.box.addWidget(label(self._look, "progress.periods.title", "heading"))
        left.box.addWidget(self.notice)
        left.box.addWidget(self.periods, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(BLOCK_SPACE)
        box.addWidget(beside(self._look, (left, self.more_time), 280, [64_000, 36_000]), 1)

    def _connect(self) -> None:
        self.make_button.clicked.connect(self.make)
        self.add_button.clicked.connect(self.add)
        self.periods.table.current_changed.connect(lambda _: self.more_time.show_period(self._period()))
        self.periods.edited.connect(self._set_period)
        self.periods.remove_asked.connect(self._archive)

    def _retell(self) -> None:
        chosen = self.lengths.currentData() or MADE[0]
        self.lengths.clear()
        for choice in self._choices():
            self.lengths.addItem(choice.label, choice.code)
        self.lengths.setCurrentIndex(self.lengths.findData(chosen))
        self.show_periods()

    def _choices(self) -> list[Choice]:
        return [Choice(code, self._look.t(f"progress.periods.{code}")) for code in MADE]


def _plain(value: object) -> Value:
    assert value is None or isinstance(value, str | int | float | bool)
    return value
