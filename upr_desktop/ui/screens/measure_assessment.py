"""Let the coordinator say what he holds of a measure for a period, and why."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from upr_desktop.code_lists import STATUSES
from upr_desktop.jobs.edit_progress import assess, give_reason
from upr_desktop.register.changes import ChangeSet
from upr_desktop.register.plan_rows import MeasureRow, PeriodRow
from upr_desktop.register.queries import record
from upr_desktop.ui.editors import TextEditor
from upr_desktop.ui.fields import Choice, Field, FieldValue
from upr_desktop.ui.inputs import ChoiceBox, show_choices
from upr_desktop.ui.look import Look
from upr_desktop.ui.session import Session

Write = Callable[[ChangeSet], bool]
REASON = Field("reason", "field.assessment.reason", "text", hint="progress.reason_hint", lines=1)


class MeasureAssessment(QObject):
    """`choice` (the status) and `reason` are widgets for a screen to place; what a person does in them is written.

    Nothing is overwritten: a status chosen anew, or held for another period, is a new assessment.
    """

    def __init__(self, look: Look, session: Session, write: Write, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._session, self._write = look, session, write
        self._measure: MeasureRow | None = None
        self._period: PeriodRow | None = None
        self.choice = ChoiceBox()
        self.reason = TextEditor(look, REASON, REASON.key)
        look.name(self.choice, "progress.assessed")
        self.choice.activated.connect(self._assess)
        self.reason.edited.connect(self._give_reason)

    def show_measure(self, measure: MeasureRow, period: PeriodRow, *, writable: bool) -> None:
        """Show what is held of a measure; the reason only where it is of this period."""
        self._measure, self._period = measure, period
        held = measure.assessment
        choices = [Choice(code, self._look.t(f"status.{code}")) for code in STATUSES]
        show_choices(self.choice, choices, held.value if held else None, self._look)
        self.choice.setEnabled(writable)
        of_period = held is not None and held.period_id == period.id
        self.reason.load(held.reason if held and of_period else None, keep_typed=True)
        self.reason.set_read_only(not writable)

    def leave(self) -> None:
        """Save a reason that is still being written."""
        self.reason.commit()

    def _assess(self) -> None:
        measure, value = self._measure, self.choice.currentData()
        held = measure.assessment.value if measure and measure.assessment else None
        if measure is not None and value and value != held:
            self._write(self._assessed(measure, value))

    def _assessed(self, measure: MeasureRow, value: str, reason: str | None = None) -> ChangeSet:
        author, today = self._session.author(), self._session.today.isoformat()
        period = self._period.id if self._period else None
        return assess(
            "measure", [measure.id], value, assessor=author, date=today, period=period, reason=reason
        )

    def _give_reason(self, _: str, text: FieldValue) -> None:
        """Keep why the measure is held to be so; what was held for another period stays, and is held for this anew."""
        measure, period = self._measure, self._period
        held = measure.assessment if measure else None
        if measure is None or period is None or held is None:
            return
        reason = str(text).strip() if text else ""
        if held.period_id == period.id:
            stored = self._session.read(lambda connection: record(connection, "assessment", held.id))
            changes = give_reason(held.id, stored, reason) if stored else None
        else:
            changes = self._assessed(measure, held.value, reason) if reason else None
        if changes is not None and not self._write(changes):
            self.reason.keep()
