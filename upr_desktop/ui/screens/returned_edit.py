"""Let a person put a value of their own, or a remark to the agency, where what came back does not fit."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from upr_desktop.alphabet import alphabetical
from upr_desktop.code_lists import STATUSES
from upr_desktop.merge.return_questions import OTHER, REMARK
from upr_desktop.ui.day_editor import DateEditor
from upr_desktop.ui.fields import Choice, Field, Untypable
from upr_desktop.ui.inputs import ChoiceBox, GrowingText, show_choices, text_in
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.returned_cells import Around, ReturnedCell
from upr_desktop.ui.theme import FIELD_SPACE, GRID
from upr_desktop.ui.widgets import button

STATUS, DAY = "claimed_status", "done_on"


class ReturnedEdit(QWidget):
    """A text, a list of statuses or a day, hidden until it is needed.

    `used` carries the choice (other | remark) and the value, `left` that it was left.
    """

    used = Signal(str, object)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._choice = OTHER
        self.text, self.list = GrowingText(2, 5), ChoiceBox()
        self.day = DateEditor(look, Field(DAY, "returns.edit.value", "date"), DAY)
        self.inputs = QStackedWidget()
        self.wrong = QLabel()
        self.use_button = button(look, "returns.edit.use", "primary")
        self.leave_button = button(look, "returns.edit.leave", "quiet")
        self._lay_out()
        self.use_button.clicked.connect(self.use)
        self.leave_button.clicked.connect(self.leave)
        self.day.left.connect(self.leave)
        self.hide()

    def open_editor(self, cell: ReturnedCell, choice: str, start: object, known: Around) -> None:
        """Show what a cell's other value is put with (choice `other`), or a remark (`remark`)."""
        self._choice = choice
        shown: QWidget = self.text
        offered = self._choices(cell, known) if choice == OTHER else ()
        if offered:
            shown = self.list
            codes = [one.code for one in offered]
            show_choices(self.list, offered, str(start) if start in codes else None, self._look)
        elif choice == OTHER and (cell.kind, cell.field) == ("progress", DAY):
            shown = self.day
            self.day.load(str(start) if start else None)
        else:
            self.text.setPlainText(str(start or ""))
        self.inputs.setCurrentWidget(shown)
        self.inputs.setFixedHeight(
            shown.sizeHint().height() if shown is not self.text else self.text.height()
        )
        self.use_button.setText(self._look.t(f"returns.edit.{'use' if choice == OTHER else 'ask'}"))
        self.wrong.hide()
        self.show()
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_editor(self) -> None:
        """Hide the editor; what was typed is dropped."""
        self.hide()

    def use(self) -> None:
        """Take what was typed, or say why it is no value."""
        value: object
        shown = self.inputs.currentWidget()
        try:
            if shown is self.list:
                value = self.list.currentData()
            else:
                value = self.day.value() if shown is self.day else text_in(self.text).strip() or None
        except Untypable as wrong:
            self._say(str(wrong))
            return
        if self._choice == REMARK and not value:
            self._say("returns.edit.remark_empty")
            return
        self.close_editor()
        self.used.emit(self._choice, value)

    def _choices(self, cell: ReturnedCell, known: Around) -> list[Choice]:
        """Return what a field may be: a status, or the agency that takes a task over; nothing for other fields."""
        if (cell.kind, cell.field) == ("progress", STATUS):
            return [Choice(code, self._look.t(f"status.{code}")) for code in STATUSES]
        if (cell.kind, cell.field) == ("assignment", "agency_id"):
            language = self._look.language.code
            rows = (row for id, row in known.agencies.items() if not row.archived and id != cell.agency)
            found = [Choice(row.id, f"{row.short(language)} · {row.name(language)}") for row in rows]
            return sorted(found, key=lambda one: alphabetical(one.label) or "")
        return []

    def _say(self, key: str) -> None:
        self.wrong.setText(self._look.t(key))
        self.wrong.show()

    def leave(self) -> None:
        """Hide the editor and say so; what was typed is dropped."""
        self.close_editor()
        self.left.emit()

    def _lay_out(self) -> None:
        for widget in (self.text, self.list):
            self._look.name(widget, "returns.edit.value")
        self.text.document().documentLayout().documentSizeChanged.connect(self._grow)
        inputs: tuple[QWidget, ...] = (self.text, self.list, self.day)
        for shown in inputs:
            self.inputs.addWidget(shown)
        self.wrong.setProperty("role", "problem")
        self.wrong.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(FIELD_SPACE)
        line.addWidget(self.inputs, 1)
        line.addWidget(self.use_button, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self.leave_button, 0, Qt.AlignmentFlag.AlignBottom)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID)
        box.addLayout(line)
        box.addWidget(self.wrong)

    def _grow(self) -> None:
        if self.inputs.currentWidget() is self.text:
            self.inputs.setFixedHeight(self.text.height())
