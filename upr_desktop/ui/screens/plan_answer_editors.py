"""Let a person type an answer that is none of the choices: a deadline, agencies, a number, another measure."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from upr_desktop.grammar.deadline import Deadline, Recurrence
from upr_desktop.merge.plan_answers import LEAVE, NEW, Answer, DeadlineAnswer
from upr_desktop.ui.fields import Choice, Field, FieldValue
from upr_desktop.ui.form import Form
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.deadline_by_hand import DeadlineByHand
from upr_desktop.ui.screens.plan_doubts import Doubt

AGENCIES, NUMBER, MEASURE, DEADLINE = "agencies", "number", "measure", "deadline"
Choices = Callable[[], Sequence[Choice]]


class AnswerEditors(QWidget):
    """The one editor that goes with a question, if any; `answered` carries the question's id and the answer typed."""

    answered = Signal(str, object)

    def __init__(self, look: Look, agencies: Choices, measures: Choices) -> None:
        super().__init__()
        self._doubt: Doubt | None = None
        self.deadline = DeadlineByHand(look)
        self.deadline.cancel_button.hide()
        self.forms: Mapping[str, Form] = {
            AGENCIES: self._form(look, Field(AGENCIES, "plan_import.agencies", "chips", agencies)),
            NUMBER: self._form(look, Field(NUMBER, "plan_import.number")),
            MEASURE: self._form(look, Field(MEASURE, "plan_import.measure", "choice", measures)),
        }
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        for widget in (self.deadline, *self.forms.values()):
            box.addWidget(widget)
            widget.hide()
        self.deadline.decided.connect(self._take_deadline)

    def show_doubt(self, doubt: Doubt | None) -> None:
        """Show the editor of a question, filled with the answer that it has; what is being typed stays.

        What was typed for another question and not yet left is that one's answer.
        """
        before, self._doubt = self._doubt, doubt
        kind = doubt.question.editor if doubt else ""
        for name, form in self.forms.items():
            form.setVisible(name == kind)
            if name == kind and doubt:
                form.show_record(doubt.id, {name: _typed(name, doubt.answer)})
                self._take_height(form)
            else:
                form.show_record(None, {})
        if kind != DEADLINE or doubt is None:
            self.deadline.hide()
        elif before is None or (before.id, before.answer) != (doubt.id, doubt.answer):
            self.deadline.begin(_deadline(doubt.answer), takes_focus=False)

    def focus(self, kind: str) -> None:
        """Put the keyboard into an editor."""
        if kind == DEADLINE:
            self.deadline.form.focus_field("kind")
        elif kind in self.forms:
            self.forms[kind].focus_field(kind)

    def _form(self, look: Look, field: Field) -> Form:
        form = Form(look, (field,), field.caption)
        form.field_edited.connect(lambda key, value: self._take(form, value))
        return form

    def _take_height(self, form: Form) -> None:
        body = form.widget()
        if body is not None:
            form.setFixedHeight(body.sizeHint().height())

    def _take(self, form: Form, value: FieldValue) -> None:
        text = value.strip() if isinstance(value, str) else value
        if form.record_id is not None:
            self.answered.emit(form.record_id, text or None)

    def _take_deadline(self, told: Deadline) -> None:
        every = told.recurrence.every if told.recurrence else None
        if self._doubt is not None:
            self.answered.emit(self._doubt.id, DeadlineAnswer(told.kind, told.start, told.end, every))


def _typed(name: str, answer: Answer | None) -> FieldValue:
    if name == AGENCIES:
        return answer if isinstance(answer, tuple) else ()
    return answer if isinstance(answer, str) and answer not in (LEAVE, NEW) else None


def _deadline(answer: Answer | None) -> Deadline | None:
    if not isinstance(answer, DeadlineAnswer):
        return None
    often = Recurrence(answer.every) if answer.every else None
    return Deadline("", answer.kind, answer.start, answer.end, often)
