"""Show one recommendation whole: its text, fields, documents, notes and history, behind tabs."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QStackedWidget, QToolButton, QWidget

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
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import PillLabel
from upr_desktop.ui.screens.evidence_page import EvidencePage, Write
from upr_desktop.ui.screens.notes_page import NotesPage
from upr_desktop.ui.screens.parts import hairline, line
from upr_desktop.ui.screens.recommendation_form import RecommendationForm
from upr_desktop.ui.screens.recommendation_words import RecommendationWords
from upr_desktop.ui.screens.record_history_page import RecordHistoryPage
from upr_desktop.ui.session import Session
from upr_desktop.ui.theme import FIELD_SPACE, TARGET
from upr_desktop.ui.widgets import Card, Notice, label

TABS = ("recommendation", "evidence", "notes", "history")
IsTaken = Callable[[RecommendationRow, str], bool]


class RecommendationPane(Card):
    """The card at the right. `closed` asks to hide it, `left` to go back to the table."""

    closed = Signal()
    left = Signal()

    def __init__(
        self, look: Look, session: Session, words: RecommendationWords, write: Write, is_taken: IsTaken
    ) -> None:
        super().__init__()
        self._look, self._session, self._words = look, session, words
        self._write, self._is_taken = write, is_taken
        self.row: RecommendationRow | None = None
        self.number = QLabel()
        self.number.setProperty("role", "number")
        self.position = PillLabel(look)
        self.novelty = PillLabel(look)
        self.read_only = Notice(look)
        self.form = RecommendationForm(look, words)
        self.evidence = EvidencePage(look, session, write)
        self.notes = NotesPage(look, session, write)
        self.history = RecordHistoryPage(look, session, words)
        self.nothing = label(look, "recommendations.form.nothing", "soft")
        self._pages = QStackedWidget()
        self.tabs: dict[str, QToolButton] = {}
        self._place()
        self._connect()
        look.name(self, "recommendations.form")
        look.language.follow(self, self._say)

    def show_row(self, row: RecommendationRow | None) -> None:
        """Show a recommendation, or none; what was typed for another one is saved first."""
        self.row = row
        self.form.show_row(row)
        self.evidence.show_row(row)
        self.notes.show_row(row)
        self.history.show_row(row)
        self._say()

    def show_tab(self, key: str) -> None:
        """Show one of the pages: recommendation, evidence, notes or history."""
        self.leave()
        self.tabs[key].setChecked(True)
        self._pages.setCurrentIndex(TABS.index(key))

    def leave(self) -> None:
        """Save what a field still holds."""
        self.form.commit()
        self.evidence.leave()
        self.notes.leave()

    def add_evidence(self) -> None:
        """Begin to write a new document."""
        self.show_tab("evidence")
        self.evidence.open_new()

    def focus(self) -> None:
        """Put the cursor into the text of the page that is shown."""
        if self._pages.currentIndex() == 0:
            self.form.parts.focus()
        else:
            self.tabs[TABS[self._pages.currentIndex()]].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def set_writable(self, writable: bool, reason: str) -> None:
        """Take edits, or none and say why."""
        self.form.set_read_only(not writable)
        self.evidence.set_writable(writable)
        self.notes.set_writable(writable)
        self._show_buttons()
        if writable:
            self.read_only.hide()
        else:
            self.read_only.say(reason, "accent")

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(FIELD_SPACE)
        for part in (self.number, self.position, self.novelty):
            head.addWidget(part)
        head.addStretch(1)
        close = self._quiet_button("×", "recommendations.form.hide")
        close.clicked.connect(self.closed)
        head.addWidget(close)
        self.box.addLayout(head)
        self.box.addWidget(self._tab_line())
        self.box.addWidget(self.read_only)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.box.addWidget(self.nothing, 1)
        for page in (self.form, self.evidence, self.notes, self.history):
            self._pages.addWidget(page)
        self.box.addWidget(self._pages, 1)
        self.box.addWidget(hairline())
        self.box.addWidget(line(self.evidence.add_button, self.evidence.link_button))

    def _tab_line(self) -> QWidget:
        self._tab_holder = QWidget()
        flow = FlowLayout(self._tab_holder, 0)
        group = QButtonGroup(self)
        for key in TABS:
            tab = self.tabs[key] = QToolButton()
            tab.setProperty("role", "tab")
            tab.setCheckable(True)
            tab.clicked.connect(lambda _=False, key=key: self.show_tab(key))
            group.addButton(tab)
            flow.addWidget(tab)
        self.tabs[TABS[0]].setChecked(True)
        return self._tab_holder

    def _quiet_button(self, text: str, key: str) -> QToolButton:
        made = QToolButton()
        made.setText(text)
        made.setProperty("role", "quiet")
        side = self._look.theme.px(TARGET)
        made.setMinimumSize(side, side)
        self._look.name(made, key)
        self._look.text(made, made.setToolTip, key)
        return made

    def _connect(self) -> None:
        self.form.field_edited.connect(self._take_field)
        self.form.part_edited.connect(self._take_part)
        self.form.left.connect(self.left)
        self.notes.left.connect(self.left)
        self.evidence.add_button.clicked.connect(self.add_evidence)
        self.evidence.currentChanged.connect(self._show_buttons)
        self._pages.currentChanged.connect(self._show_buttons)

    def _show_buttons(self) -> None:
        """Offer to add a document, unless one is being written; and to choose one where documents are listed."""
        is_list = self._pages.currentWidget() is self.evidence
        can_add = self.row is not None and self._session.is_writable
        is_writing = is_list and self.evidence.currentIndex() == 1
        self.evidence.add_button.setVisible(can_add and not is_writing)
        self.evidence.link_button.setVisible(can_add and is_list and not is_writing)

    def _say(self) -> None:
        row = self.row
        self.nothing.setVisible(row is None)
        self._pages.setVisible(row is not None)
        self._tab_holder.setVisible(row is not None)
        self.number.setText((row.number or self._look.t("recommendations.no_number")) if row else "")
        self.position.show_pill(self._words.position_pill(row) if row else None)
        self.novelty.show_pill(self._words.novelty_pill(row) if row else None)
        counts = {"evidence": len(row.evidence), "notes": row.notes} if row else {}
        for key, tab in self.tabs.items():
            title = self._look.t(f"recommendations.tab.{key}")
            tab.setText(f"{title} {self._look.language.number(counts[key])}" if counts.get(key) else title)
            tab.setAccessibleName(tab.text())
        self._show_buttons()

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

    def _refuse(self, field: str, problem: Problem) -> None:
        language = self._look.language.code
        self.form.show_problem(field, f"{what(problem, language)} {how_to_fix(problem, language)}")
