"""Show one measure whole: its fields, bodies, progress, documents, decisions, notes and history, behind tabs."""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from upr_desktop.grammar.deadline import Deadline
from upr_desktop.jobs.edit_plan import MeasureTarget, Wish, edit_body, set_deadline, set_measure
from upr_desktop.jobs.edit_progress import assess, give_reason
from upr_desktop.jobs.telling import how_to_fix, what
from upr_desktop.register.changes import ChangeSet, RecordId, Value
from upr_desktop.register.kinds import kinds
from upr_desktop.register.plan_rows import BodyRow, MeasureRow
from upr_desktop.register.queries import record
from upr_desktop.register.rules import value_problems
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.evidence_page import EvidenceButtons, Write
from upr_desktop.ui.screens.measure_bodies import REPORTS, MeasureBodies
from upr_desktop.ui.screens.measure_decisions import MeasureDecisions
from upr_desktop.ui.screens.measure_evidence import MEASURE, MeasureEvidence
from upr_desktop.ui.screens.measure_form import MeasureForm
from upr_desktop.ui.screens.measure_indicators import MeasureIndicators
from upr_desktop.ui.screens.measure_reports import MeasureReports
from upr_desktop.ui.screens.measure_words import MeasureWords
from upr_desktop.ui.screens.notes_page import NotesPage
from upr_desktop.ui.screens.parts import line
from upr_desktop.ui.screens.record_history_page import RecordHistoryPage
from upr_desktop.ui.screens.tabbed_pane import TabbedPane
from upr_desktop.ui.session import Session
from upr_desktop.ui.status_pills import standing_pill

TABS = ("measure", "bodies", "indicators", "progress", "evidence", "decisions", "notes", "history")
Targets = Callable[[Sequence[RecordId]], Sequence[MeasureTarget]]


class MeasurePane(TabbedPane):
    """The card of a measure: its own page first. `record_asked` carries kind and id of a report to open."""

    record_asked = Signal(str, str)
    row: MeasureRow | None

    def __init__(
        self, look: Look, session: Session, words: MeasureWords, write: Write, targets: Targets
    ) -> None:
        super().__init__(look, session, "measures", TABS, pills=2)
        self._words, self._write, self._targets = words, write, targets
        self._buttons = EvidenceButtons(look)
        self._buttons.add.clicked.connect(self.add_evidence)
        self._foot = line(self._buttons.add, self._buttons.link)
        self.form = cast(MeasureForm, self.page("measure"))
        self.box.addWidget(self._foot)
        look.language.follow(self, self.say)

    @property
    def evidence(self) -> MeasureEvidence:
        """Return the page of documents."""
        return cast(MeasureEvidence, self.page("evidence"))

    def make_page(self, key: str) -> QWidget:
        """Return a new page."""
        look, session, words = self._look, self._session, self._words
        match key:
            case "bodies":
                return self._bodies_page()
            case "indicators":
                return MeasureIndicators(look, session, words, self._write)
            case "progress":
                reports = MeasureReports(look, session, words)
                reports.record_asked.connect(self.record_asked)
                return reports
            case "evidence":
                page = MeasureEvidence(look, session, self._write, self._buttons)
                page.currentChanged.connect(self.show_buttons)
                page.reports_asked.connect(lambda: self.show_tab("progress"))
                return page
            case "decisions":
                return MeasureDecisions(look, session, words, self._write, self._targets)
            case "notes":
                notes = NotesPage(look, session, self._write, MEASURE)
                notes.left.connect(self.left)
                return notes
            case "history":
                return RecordHistoryPage(look, session, words.names)
        return self._form_page()

    def _form_page(self) -> MeasureForm:
        form = MeasureForm(self._look, self._words)
        form.field_edited.connect(self._take_field)
        form.deadline_box.set_by_hand.connect(self._take_deadline)
        form.left.connect(self.left)
        return form

    def _bodies_page(self) -> MeasureBodies:
        bodies = MeasureBodies(self._look, self._words)
        bodies.add_asked.connect(self._add_body)
        bodies.edited.connect(self._edit_body)
        bodies.remove_asked.connect(self._remove_body)
        return bodies

    def add_evidence(self) -> None:
        """Begin to write a new document."""
        self.show_tab("evidence")
        self.evidence.open_new()

    def show_buttons(self) -> None:
        """Offer to add a document where documents are listed, or to choose one."""
        can_add = self.tab == "evidence" and self.row is not None and self._session.is_writable
        is_writing = can_add and self.evidence.currentIndex() == 1
        self._foot.setVisible(can_add and not is_writing)

    def focus(self) -> None:
        """Put the cursor into the text of the page that is shown."""
        if self.tab == "measure":
            self.form.focus_field("text")
        else:
            super().focus()

    def counts(self) -> Mapping[str, int]:
        """Return how many there are of what stands behind tabs."""
        row = self.row
        if row is None:
            return {}
        return {
            "bodies": len(row.bodies),
            "indicators": row.indicators,
            "progress": len(row.marks),
            "evidence": len(row.evidence),
            "decisions": len(row.decisions),
            "notes": row.notes,
        }

    def say_head(self) -> None:
        """Show number, where the measure stands, and its status."""
        row = self.row
        self.number.setText((row.number or self._look.t("measures.no_number")) if row else "")
        stands, status = self.pills
        facts = self._words.facts(row) if row else None
        stands.show_pill(standing_pill(self._look, facts.standing) if facts else None)
        status.show_pill(self._words.status_pill(row) if row and facts and not facts.is_closed else None)

    def _target(self, id: str | None) -> MeasureTarget | None:
        return next(iter(self._targets([RecordId(id)])), None) if id else None

    def _add_body(self, agency: str) -> None:
        if self.row is not None and (target := self._target(self.row.id)):
            role = "co" if target.row.leads else "lead"
            present = tuple(body.agency_id for body in target.row.bodies if body.role == role)
            self._write(set_measure(target, role, (*present, agency)))

    def _edit_body(self, id: str, field: str, value: Value) -> None:
        found = self._body(id)
        if found is not None:
            given = REPORTS.get(str(value)) if field == "reports" else value
            self._write(edit_body(*found, field, given))

    def _remove_body(self, id: str) -> None:
        found = self._body(id)
        if found is not None:
            target, gone = found
            kept = tuple(
                body.agency_id for body in target.row.bodies if body.role == gone.role and body.id != id
            )
            self._write(set_measure(target, gone.role, kept))

    def _body(self, id: str) -> tuple[MeasureTarget, BodyRow] | None:
        target = self._target(self.row.id) if self.row else None
        body = next((one for one in target.row.bodies if one.id == id), None) if target else None
        return (target, body) if target and body else None

    def _take_field(self, field: str, value: Wish) -> None:
        target = self._target(self.form.record_id)
        if target is None:
            return
        spec = kinds()["measure"].by_name
        if field in spec and not isinstance(value, tuple | Deadline):
            problems = value_problems(kinds()["measure"], field, value)
            if problems:
                language = self._look.language.code
                said = f"{what(problems[0], language)} {how_to_fix(problems[0], language)}"
                self.form.show_problem(field, said)
                return
        self.form.show_problem(field, "")
        match field:
            case "assessed":
                self._write(self._assessed(target, value))
            case "reason":
                self._give_reason(target, str(value or "").strip())
            case _:
                self._write(set_measure(target, field, value))

    def _give_reason(self, target: MeasureTarget, reason: str) -> None:
        """Keep why the measure is held to be so, with the assessment that counts."""
        held = target.row.assessment
        stored = held and self._session.read(lambda connection: record(connection, "assessment", held.id))
        if held and stored:
            self._write(give_reason(held.id, stored, reason))

    def _assessed(self, target: MeasureTarget, value: Wish) -> ChangeSet:
        author = self._session.author()
        return assess(
            "measure", [target.id], str(value), assessor=author, date=self._session.today.isoformat()
        )

    def _take_deadline(self, deadline: Deadline) -> None:
        target = self._target(self.form.record_id)
        if target is not None:
            self._write(set_deadline(target, deadline))
