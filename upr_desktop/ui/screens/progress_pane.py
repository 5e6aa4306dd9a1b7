"""Show one report to be written, handed in, looked at: the right side of the screen of progress."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QWidget

from upr_desktop.code_lists import REPORT_TEXTS
from upr_desktop.jobs.edit_progress import (
    AFTER_EDIT,
    AFTER_OWN_EDIT,
    FIELDS,
    repeat_report,
    report_warnings,
    write_report,
)
from upr_desktop.register.changes import Added, ChangeSet, Edited, RecordId, Value, Values, new_id
from upr_desktop.register.errors import Problem
from upr_desktop.register.kinds import kinds
from upr_desktop.register.plan_rules import EVIDENCE
from upr_desktop.register.queries import record
from upr_desktop.register.report_entries import DRAFT, Entry, around_report, report_values
from upr_desktop.register.rules import value_problems
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.evidence_page import EvidencePage
from upr_desktop.ui.screens.parts import hairline
from upr_desktop.ui.screens.progress_asked import EntryPills
from upr_desktop.ui.screens.progress_documents import ReportDocuments
from upr_desktop.ui.screens.progress_form import TICKS, ProgressForm
from upr_desktop.ui.screens.progress_review import ReviewBar
from upr_desktop.ui.screens.progress_words import ProgressWords
from upr_desktop.ui.session import Session
from upr_desktop.ui.telling import advice
from upr_desktop.ui.theme import FIELD_SPACE
from upr_desktop.ui.widgets import Card, Notice, label

Write = Callable[[ChangeSet], bool]
TYPED_MS = 150


@dataclass(frozen=True, slots=True)
class ReportOwner:
    """What the documents of a report belong to: its id (also before it is begun), the measure's number, and they."""

    id: RecordId
    number: str | None
    evidence: tuple[RecordId, ...]


class ProgressPane(Card):
    """One report. `left` asks to go back to the list, `went_on` to go to the next one that waits."""

    left = Signal()
    went_on = Signal()
    recommendation_asked = Signal(str)

    def __init__(self, look: Look, session: Session, words: ProgressWords, write: Write) -> None:
        super().__init__()
        self._look, self._session, self._words, self._write = look, session, words, write
        self._after_edit = AFTER_OWN_EDIT if session.keeper else AFTER_EDIT
        self.entry: Entry | None = None
        self._new_report = new_id()
        self.number = QLabel()
        self.number.setProperty("role", "number")
        self.pills = EntryPills(look)
        self.documents = ReportDocuments(look, session, self._write_again)
        self.evidence = EvidencePage(look, session, self._write_document, self.documents.buttons, "progress")
        self.form = ProgressForm(look, words, self.documents)
        if session.keeper:
            self.form.leave_out("confidential")
        self.review = ReviewBar(look, session, write)
        self.notice = Notice(look)
        self.pages = QStackedWidget()
        self.nothing = label(look, "progress.choose_one", "soft")
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(TYPED_MS)
        self._place()
        self._connect()
        look.name(self, "progress.form")
        look.language.follow(self, self.tell)

    def show_entry(self, entry: Entry | None) -> None:
        """Show an entry; what was typed for another one has to be saved by `leave` first."""
        is_same = entry is not None and self.entry is not None and entry.id == self.entry.id
        self.entry = entry
        self.form.show_entry(entry)
        self.documents.show_entry(entry)
        if not is_same:
            self._new_report = new_id()
        self.evidence.show_row(self._owner())
        self.review.show_entry(entry)
        if not is_same:
            self.notice.hide()
        self.tell()
        self._judge()

    def leave(self) -> None:
        """Save what a field still holds."""
        self.form.commit()
        self.evidence.leave()
        self.review.leave()

    def set_writable(self, writable: bool) -> None:
        """Take edits, or not."""
        self.form.set_read_only(not writable)
        self.form.previous.set_writable(writable)
        self.documents.set_writable(writable)
        self.evidence.set_writable(writable)
        self.review.set_writable(writable)

    def focus(self) -> None:
        """Put the cursor into the first field."""
        self.form.focus_field("claimed_status")

    def tell(self) -> None:
        """Say anew what stands in the head."""
        entry = self.entry
        for part in (self.number, self.pills, self.pages, self.review, self.line):
            part.setVisible(entry is not None)
        self.nothing.setVisible(entry is None)
        self.line.setVisible(entry is not None and self.review.has_something)
        self.number.setText((entry.measure.number or "—") if entry else "")
        self.pills.show_entry(entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def stored(self) -> tuple[RecordId, Values] | None:
        """Return the report's record as it is in the register now, by its id; None where there is none."""
        report = self.entry.report if self.entry else None
        if report is None:
            return None
        found = self._session.read(lambda connection: record(connection, "progress", report.id))
        return None if found is None else (report.id, found)

    def _take(self, field: str, value: Value) -> None:
        entry = self.entry
        if entry is None or field not in FIELDS:
            return
        if problems := value_problems(kinds()["progress"], field, value):
            self.form.show_problem(field, advice(self._look, problems[0]))
            return
        is_blank = isinstance(value, str) and not value.strip()
        wishes: dict[str, Value] = {field: None if is_blank or (field in TICKS and not value) else value}
        if (
            field == "no_change"
            and value
            and entry.previous
            and not report_values(entry.report)["claimed_status"]
        ):
            wishes |= repeat_report(report_values(entry.previous))
        _, changes = write_report(entry.body.id, entry.period.id, wishes, self.stored(), self._after_edit)
        if changes.changes and not self._write(changes):
            self.form.keep(field)

    def _owner(self) -> ReportOwner | None:
        entry = self.entry
        if entry is None:
            return None
        report = entry.report
        return ReportOwner(
            report.id if report else self._new_report, entry.measure.number, report.evidence if report else ()
        )

    def _write_document(self, changes: ChangeSet) -> bool:
        """Write what was done to the documents; the report that they belong to is begun with them."""
        entry = self.entry
        if entry is not None and entry.report is None and changes.changes:
            ends: Values = {"assignment_id": entry.body.id, "period_id": entry.period.id, "state": DRAFT}
            begun = Added("progress", self._new_report, ends)
            changes = ChangeSet(changes.label, [begun, *changes.changes])
        return self._write_again(changes)

    def _write_again(self, changes: ChangeSet) -> bool:
        """Write what was done to the documents; where the agency keeps the report, it is in work again."""
        stored = self.stored() if self._session.keeper and changes.changes else None
        if stored and (state := str(stored[1]["state"])) in self._after_edit:
            again = Edited("progress", stored[0], "state", state, self._after_edit[state])
            changes = ChangeSet(changes.label, [*changes.changes, again])
        return self._write(changes)

    def _add_document(self) -> None:
        self.form.commit()
        self.evidence.open_new()

    def _show_page(self) -> None:
        """Show the form of the document being written in place of the report's, as long as it is."""
        self.pages.setCurrentIndex(self.evidence.currentIndex())
        self.review.setVisible(self.pages.currentIndex() == 0)

    def _copy(self, field: str, value: Value) -> None:
        """Take a text of the last period over; what is being typed is saved first."""
        self.form.commit()
        self._take(field, value)
        self.form.focus_field(next((text for text in REPORT_TEXTS if field.startswith(text)), field))

    def judged(self) -> list[Problem]:
        """Return what is worth a look in what stands in the fields now, saved or not."""
        entry = self.entry
        if entry is None:
            return []
        typed = {
            key: value for key, value in self.form.typed_values().items() if not isinstance(value, tuple)
        }
        stored = report_values(entry.report)
        if entry.report is None and not any(value for value in typed.values()):
            return []
        around = around_report(entry.body, entry.period, entry.report, self._session.today)
        return report_warnings(stored, typed, around)

    def _judge(self) -> None:
        self._later.stop()
        elsewhere = self.form.warn(self.judged())
        if elsewhere:
            self.notice.say(" ".join(advice(self._look, one) for one in elsewhere), "warn")
        else:
            self.notice.hide()
        values = report_values(self.entry.report if self.entry else None) | self.form.typed_values()
        self.documents.suggest("\n".join(str(values[name]) for name in EVIDENCE if values[name]))

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(FIELD_SPACE)
        head.addWidget(self.number)
        head.addWidget(self.pills, 1)
        self.box.addLayout(head)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.box.addWidget(self.nothing, 1)
        self.pages.addWidget(self.form)
        self.pages.addWidget(self.evidence)
        self.box.addWidget(self.pages, 1)
        self.box.addWidget(self.notice)  # below what is typed, so that nothing moves while one types
        self.line: QWidget = hairline()
        self.box.addWidget(self.line)
        self.box.addWidget(self.review)

    def _connect(self) -> None:
        self.form.field_edited.connect(self._take)
        self.form.left.connect(self.left)
        self.form.typed.connect(self._later.start)
        self.form.previous.copied.connect(self._copy)
        self.form.asked.recommendation_asked.connect(self.recommendation_asked)
        self._later.timeout.connect(self._judge)
        self.documents.edit_asked.connect(self.evidence.open_form)
        self.documents.buttons.add.clicked.connect(self._add_document)
        self.evidence.currentChanged.connect(self._show_page)
        self.review.commit_asked.connect(self.leave)
        self.review.went_on.connect(self.went_on)
