"""Show one recommendation whole: its text, fields, documents, notes and history, behind tabs."""

from collections.abc import Callable, Mapping
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from upr_desktop.jobs.archive import archive_part, archived_parts
from upr_desktop.jobs.edit_recommendation import (
    Wish,
    edit_targets,
    set_field,
    set_part_quality,
    set_part_text,
)
from upr_desktop.jobs.telling import how_to_fix, what
from upr_desktop.register.changes import RecordId, Value
from upr_desktop.register.errors import Problem
from upr_desktop.register.kinds import kinds
from upr_desktop.register.queries import RecommendationRow, record
from upr_desktop.register.rules import value_problems
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.evidence_page import EvidenceButtons, EvidencePage, Write
from upr_desktop.ui.screens.notes_page import NotesPage
from upr_desktop.ui.screens.parts import hairline, line
from upr_desktop.ui.screens.recommendation_form import RecommendationForm
from upr_desktop.ui.screens.recommendation_measures import RecommendationMeasures, RecommendationReports
from upr_desktop.ui.screens.recommendation_words import RecommendationWords
from upr_desktop.ui.screens.record_history_page import RecordHistoryPage
from upr_desktop.ui.screens.tabbed_pane import TabbedPane
from upr_desktop.ui.session import Session
from upr_desktop.ui.widgets import button

TABS = ("recommendation", "measures", "progress", "evidence", "notes", "history")
IsTaken = Callable[[RecommendationRow, str], bool]


class RecommendationPane(TabbedPane):
    """The card of a recommendation: its own page first.

    `archive_asked` comes to archive it or to take it back, `measure_asked` carries the id of a measure to open,
    `record_asked` kind and id of a report.
    """

    archive_asked = Signal()
    measure_asked = Signal(str)
    record_asked = Signal(str, str)
    row: RecommendationRow | None

    def __init__(
        self, look: Look, session: Session, words: RecommendationWords, write: Write, is_taken: IsTaken
    ) -> None:
        super().__init__(look, session, "recommendations", TABS, pills=2)
        self._words, self._write, self._is_taken = words, write, is_taken
        self.position, self.novelty = self.pills
        self._buttons = EvidenceButtons(look)
        self._buttons.add.clicked.connect(self.add_evidence)
        self.form = cast(RecommendationForm, self.page("recommendation"))
        self.box.addWidget(hairline())
        self.archive_button = button(look, "recommendations.archive.put", "link")
        self.archive_button.clicked.connect(self.archive_asked)
        self.box.addWidget(line(self._buttons.add, self._buttons.link, self.archive_button))
        look.language.follow(self, self.say)

    @property
    def evidence(self) -> EvidencePage:
        """Return the page of documents."""
        return cast(EvidencePage, self.page("evidence"))

    @property
    def notes(self) -> NotesPage:
        """Return the page of notes."""
        return cast(NotesPage, self.page("notes"))

    @property
    def history(self) -> RecordHistoryPage:
        """Return the page of what happened."""
        return cast(RecordHistoryPage, self.page("history"))

    def make_page(self, key: str) -> QWidget:
        """Return a new page: recommendation, evidence, notes or history."""
        match key:
            case "measures":
                measures = RecommendationMeasures(self._look, self._session, self._words, self._write)
                measures.measure_asked.connect(self.measure_asked)
                return measures
            case "progress":
                reports = RecommendationReports(self._look, self._session, self._words)
                reports.record_asked.connect(self.record_asked)
                return reports
            case "evidence":
                page = EvidencePage(self._look, self._session, self._write, self._buttons)
                page.currentChanged.connect(self.show_buttons)
                return page
            case "notes":
                notes = NotesPage(self._look, self._session, self._write)
                notes.left.connect(self.left)
                return notes
            case "history":
                return RecordHistoryPage(self._look, self._session, self._words)
        form = RecommendationForm(self._look, self._words)
        form.field_edited.connect(self._take_field)
        form.part_edited.connect(self._take_part)
        form.parts.archive_asked.connect(self._archive_part)
        form.left.connect(self.left)
        return form

    def show_row(self, row: RecommendationRow | None) -> None:
        """Show a recommendation, or none, with a way back for its archived parts."""
        super().show_row(row)
        gone = self._session.read(lambda connection: archived_parts(connection, row.id)) if row else {}
        self.form.parts.show_archived({id: int(str(values["no"] or 0)) for id, values in gone.items()})

    def add_evidence(self) -> None:
        """Begin to write a new document."""
        self.show_tab("evidence")
        self.evidence.open_new()

    def focus(self) -> None:
        """Put the cursor into the text of the page that is shown."""
        if self.tab == "recommendation":
            self.form.parts.focus()
        else:
            super().focus()

    def counts(self) -> Mapping[str, int]:
        """Return how many measures, documents and notes there are."""
        row = self.row
        if row is None:
            return {}
        return {"measures": len(row.in_plan.measures), "evidence": len(row.evidence), "notes": row.notes}

    def show_buttons(self) -> None:
        """Offer to add a document, unless one is being written; and to choose one where documents are listed."""
        is_list = self.tab == "evidence"
        can_add = self.row is not None and self._session.is_writable
        is_writing = is_list and self.evidence.currentIndex() == 1
        self._buttons.add.setVisible(can_add and not is_writing)
        self._buttons.link.setVisible(can_add and is_list and not is_writing)
        back = self.row is not None and self.row.archived
        self.archive_button.setVisible(can_add and self.tab == "recommendation")
        self.archive_button.setText(self._look.t(f"recommendations.archive.{'back' if back else 'put'}"))

    def say_head(self) -> None:
        """Show number, position and whether it was first made."""
        row = self.row
        self.number.setText((row.number or self._look.t("recommendations.no_number")) if row else "")
        self.position.show_pill(self._words.position_pill(row) if row else None)
        self.novelty.show_pill(self._words.novelty_pill(row) if row else None)

    def _take_field(self, field: str, value: Wish) -> None:
        row = self.row if self.row and self.row.id == self.form.record_id else None
        id = RecordId(str(self.form.record_id))
        if isinstance(value, str) and field == "number" and row and self._is_taken(row, value):
            self._refuse(field, Problem("number_taken", "", {"value": value}, id, "error"))
            return
        if not isinstance(value, tuple) and (
            problems := value_problems(kinds()["recommendation"], field, value)
        ):
            self._refuse(field, problems[0])
            return
        self.form.show_problem(field, "")
        targets = self._session.read(lambda connection: edit_targets(connection, [id]))
        for target in targets:
            self._write(set_field(target, field, value))

    def _take_part(self, part: str, field: str, value: Value) -> None:
        id = RecordId(part)
        stored = self._session.read(lambda connection: record(connection, "recommendation_part", id))
        if stored is None:
            return
        owner = RecordId(str(stored["recommendation_id"]))
        fields = self._session.read(lambda connection: record(connection, "recommendation", owner)) or {}
        number = str(fields["number"]) if fields.get("number") else None
        kind, _, language = field.partition("_")
        text = str(value) if value is not None else None
        change = set_part_text if kind == "text" else set_part_quality
        if not self._write(change(number, id, stored, language, text)):
            self.form.parts.keep(part, field)

    def _archive_part(self, part: str, no: int, back: bool) -> None:
        self.leave()
        if self.row is not None:
            self._write(archive_part(self.row.number, RecordId(part), no, back=back))

    def _refuse(self, field: str, problem: Problem) -> None:
        language = self._look.language.code
        self.form.show_problem(field, f"{what(problem, language)} {how_to_fix(problem, language)}")
