"""Hand a report in, or look it over: accept it, send it back with a remark, assess what is claimed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from upr_desktop.jobs.edit_progress import Reports, accept, add_remark, send_back, submit
from upr_desktop.register.changes import ChangeSet
from upr_desktop.register.queries import record
from upr_desktop.register.report_entries import DRAFT, SENT_BACK, SUBMITTED, Entry
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import PillLabel
from upr_desktop.ui.screens.measure_assessment import MeasureAssessment
from upr_desktop.ui.screens.parts import line as line_of
from upr_desktop.ui.screens.parts import plain_label
from upr_desktop.ui.screens.progress_remark import RemarkBox
from upr_desktop.ui.session import Session
from upr_desktop.ui.status_pills import status_pill
from upr_desktop.ui.theme import FIELD_SPACE, GRID, TARGET
from upr_desktop.ui.widgets import button

Write = Callable[[ChangeSet], bool]


class ReviewBar(QWidget):
    """What may be done with a report as a whole. `as_agency` says whose view it is: the agency's or the coordinator's.

    `commit_asked` comes before anything is done, so that what is being typed is saved; `went_on` after it.
    """

    commit_asked = Signal()
    went_on = Signal()

    def __init__(self, look: Look, session: Session, write: Write) -> None:
        super().__init__()
        self._look, self._session, self._write = look, session, write
        self._entry: Entry | None = None
        self.as_agency = False
        self._writable = True
        self.submit_button = button(look, "progress.submit", "primary", "Ctrl+Shift+Return")
        self.accept_button = button(look, "progress.accept", "primary", "Ctrl+Shift+A")
        self.back_button = button(look, "progress.send_back", "", "Ctrl+Shift+B")
        self.lacks = plain_label("", "soft")
        self.remark = RemarkBox(look)
        self.remark.hide()
        self.claims = QWidget()
        self._claims = FlowLayout(self.claims)
        self._held = MeasureAssessment(look, session, write, self)
        self.assessment, self.reason = self._held.choice, self._held.reason
        self._place()
        self._connect()
        look.language.follow(self, self._tell)

    def show_entry(self, entry: Entry | None) -> None:
        """Show what may be done with an entry's report."""
        if entry is None or self._entry is None or entry.id != self._entry.id:
            self._held.leave()
            self.remark.hide()
            self.remark.clear()
        self._entry = entry
        self._tell()

    @property
    def has_something(self) -> bool:
        """Return whether anything can be done or read here."""
        parts = (
            self.submit_button,
            self.accept_button,
            self.back_button,
            self.lacks,
            self.claims,
            self.remark,
        )
        return not all(part.isHidden() for part in parts)

    def set_writable(self, writable: bool) -> None:
        """Let something be done, or not."""
        self._writable = writable
        self._tell()

    def leave(self) -> None:
        """Save a reason that is still being written."""
        self._held.leave()

    def submit(self) -> None:
        """Hand the report in and go on to the next."""
        self.commit_asked.emit()
        self._tell()
        entry = self._entry
        if entry is None or not self.submit_button.isEnabled():
            return
        if self._write(submit(self._reports())):
            self.went_on.emit()

    def accept(self) -> None:
        """Accept the report and go on to the next."""
        self.commit_asked.emit()
        if self._write(accept(self._reports())):
            self.went_on.emit()

    def ask_remark(self) -> None:
        """Ask what is to be said to the agency."""
        self.commit_asked.emit()
        self.remark.begin()
        self._tell()

    def _send_back(self, text: str) -> None:
        entry = self._entry
        if entry is None or entry.report is None:
            return
        changes = send_back(self._reports(), text)
        if not changes.changes:
            changes = add_remark(entry.report.id, text)
        if self._write(changes):
            self.remark.hide()
            self.remark.clear()
            self.went_on.emit()

    def _leave_remark(self) -> None:
        self.remark.hide()
        self._tell()
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reports(self) -> Reports:
        report = self._entry.report if self._entry else None
        if report is None:
            return {}
        stored = self._session.read(lambda connection: record(connection, "progress", report.id))
        return {} if stored is None else {report.id: stored}

    def _tell(self) -> None:
        entry, t = self._entry, self._look.t
        state = entry.state if entry else ""
        can_submit = state in (DRAFT, SENT_BACK) and bool(entry and not entry.lacks)
        waits = entry is not None and entry.is_waiting
        asks = not self.remark.isHidden()
        is_own = entry is not None and entry.is_own
        self.submit_button.setVisible(self._writable and waits and not asks and not is_own)
        self.submit_button.setEnabled(can_submit)
        role = "primary" if self.as_agency else ""
        if self.submit_button.property("role") != role:
            self.submit_button.setProperty("role", role)
            self.submit_button.style().polish(self.submit_button)
        lacks = ", ".join(t(f"progress.lacks.{name}") for name in entry.lacks) if entry and waits else ""
        self.lacks.setText(t("progress.lacks", fields=lacks) if lacks else "")
        self.lacks.setVisible(bool(lacks))
        reviewing = self._writable and not self.as_agency and not asks
        self.accept_button.setVisible(reviewing and state == SUBMITTED)
        self.back_button.setVisible(reviewing and state in (SUBMITTED, "accepted"))
        self.claims.setVisible(not self.as_agency and entry is not None)
        is_held = entry is not None and entry.measure.assessment is not None
        self.reason.setVisible(is_held and not self.as_agency and not asks)
        if entry is not None and not self.as_agency:
            self._tell_claims(entry)

    def _tell_claims(self, entry: Entry) -> None:
        """Say side by side what is claimed and what is held of it."""
        status = entry.report.mark.status if entry.report else None
        self.claimed.show_pill(status_pill(self._look, status))
        self.no_claim.setVisible(status is None)
        self._held.show_measure(entry.measure, entry.period, writable=self._writable)

    def _place(self) -> None:
        self.claimed = PillLabel(self._look)
        self.no_claim = plain_label("—", "soft")
        captions = [plain_label("", "caption") for _ in range(2)]
        for caption, key in zip(captions, ("progress.claimed", "progress.assessed"), strict=True):
            self._look.text(caption, caption.setText, key)
            caption.setWordWrap(False)
            caption.setMinimumHeight(self._look.theme.px(TARGET))
        self.assessment.setMaximumWidth(self._look.theme.px(230))
        self.assessment.setMinimumWidth(self._look.theme.px(170))
        self._claims.addWidget(line_of(captions[0], self.claimed, self.no_claim))
        self._claims.addWidget(line_of(captions[1], self.assessment))
        line = QHBoxLayout()
        line.setSpacing(FIELD_SPACE)
        line.addWidget(self.lacks, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.claims, 2)
        for one in (self.back_button, self.accept_button, self.submit_button):
            one.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            line.addWidget(one, 0, Qt.AlignmentFlag.AlignRight)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID)
        box.addWidget(self.remark)
        box.addWidget(self.reason)
        box.addLayout(line)

    def _connect(self) -> None:
        self.submit_button.clicked.connect(self.submit)
        self.accept_button.clicked.connect(self.accept)
        self.back_button.clicked.connect(self.ask_remark)
        self.remark.asked.connect(self._send_back)
        self.remark.left.connect(self._leave_remark)
