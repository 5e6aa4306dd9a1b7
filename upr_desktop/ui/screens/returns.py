"""Show the round of returns: prepare workbooks, take returns in, decide what they left open, answer by slips."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from upr_desktop.merge.return_questions import Decision, Proposed, Question, propose
from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import ChangeSet, RecordId
from upr_desktop.register.connection import Connection
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.history import received_content
from upr_desktop.register.log import active_undos
from upr_desktop.register.plan_rows import PeriodRow
from upr_desktop.register.report_entries import current_period
from upr_desktop.register.return_queries import pending_decisions
from upr_desktop.register.return_round import RoundRow, answered_rows, round_rows
from upr_desktop.register.return_store import dispatch_heads, return_files
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.look import Look
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.beside_list import BesideList
from upr_desktop.ui.screens.focus_round import FocusPlace, FocusRound, place_of
from upr_desktop.ui.screens.plan_choice import LAST_PLAN, PlanButton
from upr_desktop.ui.screens.progress_rows import ProgressRows
from upr_desktop.ui.screens.progress_words import ProgressWords
from upr_desktop.ui.screens.received_file import ask_and_save
from upr_desktop.ui.screens.returned_cells import ASKED, Around, ReturnedCell, around, waiting_cells
from upr_desktop.ui.screens.returned_filters import ALL
from upr_desktop.ui.screens.returned_pane import ReturnedPane, pane_places
from upr_desktop.ui.screens.returns_prepare import ReturnsPrepare
from upr_desktop.ui.screens.returns_round import ReturnsRound
from upr_desktop.ui.screens.returns_slips import ReturnsSlips
from upr_desktop.ui.screens.screen import Screen
from upr_desktop.ui.session import Session
from upr_desktop.ui.shortcuts import bind
from upr_desktop.ui.theme import FIELD_SPACE
from upr_desktop.ui.widgets import Card, Chip, EmptyState, button
from upr_desktop.ui.work import Work

ROUND, WAITING = "round", "waiting"


class ReturnsScreen(Screen):
    """The round and, behind a chip, what waits to be decided.

    `returns_asked` asks for files to be taken in, `plan_asked` for a plan to be imported, `reading_asked` carries the
    ids of period and agency whose answers are to be read.
    `file_saved` carries the path of a received file that was taken out, `slips_written` a list of WrittenSlip.
    """

    title = "window.place.returns"
    returns_asked = Signal()
    reading_asked = Signal(str, str)
    plan_asked = Signal()
    file_saved = Signal(object)
    slips_written = Signal(object)

    def __init__(self, look: Look, session: Session, work: Work) -> None:
        super().__init__(look, session)
        self.rows = ProgressRows(session)
        self.words = ProgressWords(look)
        self._cells: list[ReturnedCell] = []
        self._known = Around()
        self._shown = ROUND
        self._has_rows = False
        self.chips = {ROUND: Chip(), WAITING: Chip()}
        self.plan_button = PlanButton(look, self.words.plan_title)
        self.read_button = button(look, "reading.open_round", "quiet")
        self.prepare_button = button(look, "returns.prepare")
        self.slips_button = button(look, "returns.slips")
        self.take_button = button(look, "returns.take_in", "primary")
        self.round = ReturnsRound(look, self.words)
        self.details = ReadingText(look, "returns.details")
        self.prepare = ReturnsPrepare(look, session, work, self.words, self._owing)
        self._slips: ReturnsSlips | None = None
        self._work = work
        self._waiting: ReturnedPane | None = None
        self._query = ""
        self.nothing = EmptyState(look, "returns.empty.title", "returns.empty.text", "returns.empty.action")
        self.none_waiting = EmptyState(look, "returns.no_waiting.title", "returns.no_waiting.text")
        self.pages = QStackedWidget()
        self._lay_out()
        self._connect()
        look.language.follow(self, self._tell)
        self.refresh(None)

    @property
    def waiting(self) -> ReturnedPane:
        """Return what shows the cells that wait to be decided; it is made when it is first asked for."""
        if self._waiting is None:
            self._waiting = pane = ReturnedPane(
                self.look, self.session.settings, self._propose, (*ASKED, ALL)
            )
            pane.decided.connect(self._decide)
            pane.file_asked.connect(self._save_file)
            _bind_waiting(self, pane)
            self.pages.addWidget(pane)
            pane.show_cells(self._cells, self._known)
            pane.table.rows.find(self._query)
            pane.allow(may_decide=self.session.is_writable)
        return self._waiting

    def refresh(self, applied: Applied | None, *, own: bool = False) -> None:
        """Read the round and what waits again."""
        wished = self.session.settings.text(LAST_PLAN)
        if self.rows.wished != wished:
            self.rows.read(wished)
        else:
            self.rows.refresh(applied)
        self.words.agencies = self.rows.agencies
        self.session.read(self._read)
        self._tell()

    @property
    def shown_period(self) -> str:
        return self.round.current.period.code if self.round.current else ""

    def search(self, text: str) -> None:
        """Narrow both tables down to what holds a text."""
        self.round.table.rows.find(text)
        self._query = text
        if self._waiting is not None:
            self._waiting.table.rows.find(text)

    def show_part(self, part: str) -> None:
        """Show the round, or what waits to be decided."""
        self._shown = part
        self._tell()
        table = self.round.table if part == ROUND else self.waiting.table
        table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def slips(self) -> ReturnsSlips:
        """Return the panel that writes slips; it is made when it is first asked for."""
        if self._slips is None:
            self._slips = made = ReturnsSlips(
                self.look, self.session, self._work, self.words, self.round.agencies_of
            )
            made.closed.connect(self.close_panel)
            made.written.connect(self.slips_written)
        return self._slips

    def open_prepare(self, panel: ReturnsPrepare | None = None) -> None:
        """Show the panel that prepares workbooks, or another, for the period of the line and the agencies selected."""
        panel = panel or self.prepare
        self.show_part(ROUND)
        row = self.round.current
        panel.page.hide()
        panel.show_periods(self.rows.periods, row.period.id if row else "")
        selected = [id.split("/")[0] for id in self.round.table.selected_ids()]
        if len(selected) > 1:
            panel.choose_agencies(selected)
        self.beside.show_panel(panel)
        panel.period.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self, connection: Connection) -> None:
        rows = _rows(connection, self.rows)
        waits = any(row.choice is None for row in pending_decisions(connection))
        self._known = around(connection) if waits else Around()
        self._cells = waiting_cells(connection, self._known) if waits else []
        self.round.show_rows(rows, _worked_on(self.rows.periods, self.session.today))
        if self._waiting is not None:
            self._waiting.show_cells(self._cells, self._known)
        self._has_rows = bool(rows)

    def _owing(self, period: PeriodRow) -> list[RecordId]:
        matrix = self.rows.matrix
        return [id for id in matrix.agencies if matrix.cell(id, period.id).owed] if matrix else []

    def _tell(self) -> None:
        t, count = self.look.t, len(self._cells)
        state = self.rows.state
        self.plan_button.show_plans(self.rows.plans, state.plan if state else None)
        self.plan_button.setVisible(len(self.rows.plans) > 1)
        self.chips[ROUND].setText(t("returns.round"))
        self.chips[WAITING].setText(t("returns.waiting_count", count=count))
        for key, chip in self.chips.items():
            chip.setAccessibleName(chip.text())
            chip.set_active(key == self._shown)
        if self._shown == WAITING:
            self.pages.setCurrentWidget(self.waiting if count else self.none_waiting)
        else:
            self.pages.setCurrentWidget(self.beside if self._has_rows else self.nothing)
        self.read_button.setEnabled(self._has_rows)
        self.slips_button.setEnabled(self._has_rows)
        self.prepare_button.setEnabled(self._has_rows and not self.session.register.read_only)
        self.take_button.setEnabled(not self.session.register.read_only)
        if self._waiting is not None:
            self._waiting.allow(may_decide=self.session.is_writable)
        self._show_line()

    def _show_line(self) -> None:
        row = self.round.current
        if row is not None:
            self.details.show_page(lambda page: self.round.write(page, row))

    def choose_plan(self, id: str) -> None:
        """Show the round of another plan; the other screens show that plan too."""
        self.session.settings.write(LAST_PLAN, id)
        self.refresh(None)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the plan that was chosen on another screen meanwhile."""
        super().showEvent(event)
        if self.rows.wished != self.session.settings.text(LAST_PLAN):
            self.refresh(None)

    def _propose(self, rule: str) -> Sequence[Proposed]:
        """Return what a rule would decide of what is open."""
        return propose(rule, [cell.asked for cell in self._cells if cell.asked is not None])

    def _decide(self, decisions: Mapping[Question, Decision]) -> None:
        author = self.session.author()
        if author is None:
            return
        wanted = _pending(self._cells, decisions)
        from upr_desktop.jobs.decide_pending import decide_each

        def decide(connection: Connection) -> ChangeSet:
            return decide_each(connection, wanted, by=author)

        try:
            changes = self.session.read(decide)
        except RegisterError as refusal:
            self.session.refused.emit(refusal)
            return
        self.session.write(changes.label, changes.changes, self)

    def _save_file(self, sha256: str, name: str) -> None:
        """Write a received file where a person says, byte for byte."""

        def content() -> bytes:
            return self.session.read(lambda connection: received_content(connection, sha256))

        saved = ask_and_save(self.look, self, name, content, self.session.refused.emit)
        if saved is not None:
            self.file_saved.emit(saved)

    def _connect(self) -> None:
        self.chips[ROUND].clicked.connect(lambda: self.show_part(ROUND))
        self.chips[WAITING].clicked.connect(lambda: self.show_part(WAITING))
        self.read_button.clicked.connect(self._ask_to_read)
        self.prepare_button.clicked.connect(lambda: self.open_prepare())
        self.slips_button.clicked.connect(lambda: self.open_prepare(self.slips))
        self.take_button.clicked.connect(self.returns_asked)
        self.nothing.acted.connect(self.plan_asked)
        self.round.table.current_changed.connect(lambda id: self._show_line())
        self.prepare.closed.connect(self.close_panel)
        self.prepare.written.connect(lambda issued: self.refresh(None))
        self.details.link_chosen.connect(self._follow)
        self.plan_button.chosen.connect(self.choose_plan)
        self.session.busy_changed.connect(lambda busy: self._tell())
        self.round_of_places = _keys_of(self)

    def _follow(self, address: str) -> None:
        """Take out the file whose link was pressed."""
        row = self.round.current
        files = {file.sha256: file.name for file in row.files} if row else {}
        if address in files:
            self._save_file(address, files[address])

    def _ask_to_read(self) -> None:
        row = self.round.current
        if row is not None:
            self.reading_asked.emit(row.period.id, row.agency)

    def close_panel(self) -> None:
        """Show the line again where a panel stood."""
        if self.beside.close_panel():
            self.round.take_focus()

    def _lay_out(self) -> None:
        card = Card()
        card.box.addWidget(self.details, 1)
        self.beside = BesideList(self.look, self.session.settings, "returns", self.round)
        self.beside.take(card, (self.prepare,))
        for page in (self.beside, self.nothing, self.none_waiting):
            self.pages.addWidget(page)
        actions = (self.read_button, self.slips_button, self.prepare_button, self.take_button)
        self.head = _head((*self.chips.values(), self.plan_button), actions)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD_SPACE)
        layout.addWidget(self.head)
        layout.addWidget(self.pages, 1)


def _head(parts: Sequence[QWidget], actions: Sequence[QWidget]) -> QWidget:
    """Return a line of what can be shown, actions at its right: in several lines where there is no room for one."""
    line = FlowLayout(head := QWidget(), FIELD_SPACE)
    for part in parts:
        line.addWidget(part)
    line.add_actions(actions)
    return head


def _keys_of(screen: ReturnsScreen) -> FocusRound:
    """Let Esc close a panel also from beside it, and F6 go round."""
    for part in (screen.head, screen.round):
        bind(part, {"Esc": screen.close_panel})
    return FocusRound(screen, lambda: _places(screen))


def _bind_waiting(screen: ReturnsScreen, pane: ReturnedPane) -> None:
    """Let Esc leave what is in front of the cells that wait, else go back to the round; Ctrl+Enter do it."""

    def leave() -> None:
        if not pane.escape():
            screen.show_part(ROUND)

    bind(pane, {"Esc": leave, "Ctrl+Return": pane.enter, "Ctrl+Enter": pane.enter})


def _places(screen: ReturnsScreen) -> list[FocusPlace]:
    """Return the parts between which F6 goes."""
    shown = screen.pages.currentWidget()
    if shown is screen.beside:
        table = FocusPlace(screen.round.table, screen.round.take_focus)
        return [place_of(screen.head), place_of(screen.round.facets), table, place_of(screen.beside.side)]
    if isinstance(shown, ReturnedPane):
        return [place_of(screen.head), *pane_places(shown)]
    return [place_of(screen.head), *([place_of(shown)] if shown else [])]


def _worked_on(periods: Sequence[PeriodRow], today: date) -> str:
    """Return the code of the period that the screen of reading begins with too: reports for it are due about now."""
    found = current_period(periods, today)
    return found.code if found else ""


def _pending(
    cells: Sequence[ReturnedCell], decisions: Mapping[Question, Decision]
) -> dict[RecordId, Decision]:
    """Return what was decided, by the id under which the register keeps the question open."""
    asked = [cell.asked for cell in cells if cell.asked is not None]
    return {
        one.pending: decisions[one.question] for one in asked if one.pending and one.question in decisions
    }


def _rows(connection: Connection, data: ProgressRows) -> list[RoundRow]:
    """Return the lines of the round; what was taken in and undone counts as received only."""
    if data.matrix is None:
        return []
    undone = active_undos(connection)
    kept = (
        replace(file, merged_in=None, is_undone=True) if file.merged_in in undone else file
        for file in return_files(connection).values()
    )
    files = sorted(kept, key=lambda file: file.received_at)
    return round_rows(data.matrix, dispatch_heads(connection), files, answered_rows(connection), data.today)
