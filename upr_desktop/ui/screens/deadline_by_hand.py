"""Let a person say what a deadline means: one day, a span of days, a recurrence, or always."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from upr_desktop.grammar.deadline import Deadline, Recurrence
from upr_desktop.ui.fields import Choice, Field, FieldValue
from upr_desktop.ui.form import Form
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.parts import line
from upr_desktop.ui.theme import GRID
from upr_desktop.ui.widgets import button

KINDS = ("day", "recurring", "continuous")
OFTEN = ("month", "quarter", "half", "year")
CAPTION = "measures.by_hand."
NEW = "deadline"


@dataclass(frozen=True, slots=True)
class Wrong(Exception):
    """What is missing: the field, and the key of the sentence that says what to do."""

    field: str
    key: str


def deadline_of(values: dict[str, FieldValue]) -> Deadline:
    """Return the deadline that the fields of the form mean. Raises Wrong where something is missing or reversed."""
    kind, start, end = (str(values.get(name) or "") for name in ("kind", "start", "end"))
    if start and end and start > end:
        raise Wrong("end", CAPTION + "reversed")
    if kind == "day":
        if not end:
            raise Wrong("end", CAPTION + "end_missing")
        return Deadline("", "day", start or end, end)
    recurrence = Recurrence(str(values.get("every") or "half")) if kind == "recurring" else None
    return Deadline("", kind, start or None, end or None, recurrence)


class DeadlineByHand(QWidget):
    """A small form in place; `decided` carries the Deadline, `left` says that nothing is to be changed."""

    decided = Signal(object)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.values: dict[str, FieldValue] = {}
        self.form = Form(look, self._fields(), CAPTION + "form")
        self.save_button = button(look, CAPTION + "save", "primary")
        self.cancel_button = button(look, "recommendations.bulk.cancel", "quiet")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID)
        box.addWidget(self.form)
        box.addWidget(line(self.save_button, self.cancel_button))
        self.form.field_edited.connect(self._take)
        self.form.left.connect(self.left)
        self.save_button.clicked.connect(self._decide)
        self.cancel_button.clicked.connect(self.left)

    def begin(self, deadline: Deadline | None, *, takes_focus: bool = True) -> None:
        """Show the form, filled from how the deadline is understood now."""
        known = deadline if deadline and deadline.is_decided else None
        kind = "day"
        if known is not None:
            kind = known.kind if known.kind in KINDS else "day"
        every = known.recurrence.every if known and known.recurrence else None
        self.values = {
            "kind": kind,
            "start": known.start if known and known.start != known.end else None,
            "end": known.end if known else None,
            "every": every if every in OFTEN else "half",
        }
        self.form.show_record(None, {})
        self.form.show_record(NEW, self.values)
        self._show_fields()
        self.show()
        if takes_focus:
            self.form.focus_field("kind")

    def _fields(self) -> tuple[Field, ...]:
        def codes(key: str, values: Sequence[str]) -> Sequence[Choice]:
            return [Choice(code, self._look.t(f"{CAPTION}{key}.{code}")) for code in values]

        return (
            Field("kind", CAPTION + "kind", "choice", lambda: codes("kind", KINDS), half=True),
            Field("every", CAPTION + "every", "choice", lambda: codes("every", OFTEN), half=True),
            Field("start", CAPTION + "start", "date", half=True),
            Field("end", CAPTION + "end", "date", half=True),
        )

    def _take(self, key: str, value: FieldValue) -> None:
        self.values[key] = value
        self.form.show_problem(key, "")
        self._show_fields()

    def _show_fields(self) -> None:
        every = self.form.editors["every"].parentWidget()
        if every is not None:
            every.setVisible(self.values.get("kind") == "recurring")
        self._take_height()

    def _take_height(self) -> None:
        body = self.form.widget()
        if body is not None:
            self.form.setFixedHeight(body.sizeHint().height())

    def _decide(self) -> None:
        self.form.commit()
        try:
            deadline = deadline_of(self.values)
        except Wrong as wrong:
            self.form.show_problem(wrong.field, self._look.t(wrong.key))
            self.form.focus_field(wrong.field)
            self._take_height()
            return
        self.decided.emit(deadline)
