"""Show who reports what for which period, and let an agency's focal point write it and the coordinator look it over."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from upr_desktop.jobs.edit_progress import accept, submit
from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import ChangeSet, RecordId
from upr_desktop.register.plan_rows import PeriodRow
from upr_desktop.register.queries import records
from upr_desktop.register.report_entries import SUBMITTED, Entry, current_period
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.focus_round import FocusPlace, FocusRound
from upr_desktop.ui.screens.parts import beside
from upr_desktop.ui.screens.progress_head import ProgressHead
from upr_desktop.ui.screens.progress_list import ProgressList
from upr_desktop.ui.screens.progress_matrix import ProgressMatrix
from upr_desktop.ui.screens.progress_pane import ProgressPane
from upr_desktop.ui.screens.progress_rows import ProgressRows
from upr_desktop.ui.screens.progress_words import ProgressWords
from upr_desktop.ui.screens.screen import Screen
from upr_desktop.ui.session import Session
from upr_desktop.ui.theme import BLOCK_SPACE
from upr_desktop.ui.widgets import EmptyState, Notice

AGENCY, SPLIT = "progress.agency", [36_000, 64_000]


class ProgressScreen(Screen):
    """The matrix of agencies and periods, and the entries behind each of its cells.

    `recommendation_asked` carries the id of one to open, `plan_asked` comes from the empty screen.
    """

    title = "progress.title"
    recommendation_asked = Signal(str)
    plan_asked = Signal()

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__(look, session)
        self._is_stale = True
        self.rows = ProgressRows(session)
        self.words = ProgressWords(look)
        self.agency, self.period = session.settings.text(AGENCY), ""
        self.shown_agency = ""
        self.head = ProgressHead(look, self.words)
        self.matrix = ProgressMatrix(look, self.words)
        self.list = ProgressList(look, self.words)
        self.pane = ProgressPane(look, session, self.words, self._write)
        self.notice = Notice(look)
        self.no_plan = EmptyState(look, "progress.no_plan.title", "progress.no_plan.text")
        self.no_periods = EmptyState(
            look, "progress.no_periods.title", "progress.no_periods.text", "progress.no_periods.make"
        )
        self.pages = QStackedWidget()
        self._lay_out()
        self._connect()
        look.language.follow(self, self._tell)

    # ── what the window asks ────────────────────────────────────────────────────────────────────────────────────

    def showEvent(self, event: QShowEvent) -> None:
        """Read when first shown, or when something was touched while another screen was shown."""
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.rows.read(self.rows.state.plan.id if self.rows.state else "")
            self._show()

    def refresh(self, applied: Applied | None, *, own: bool = False) -> None:
        if self._is_stale or not self.isVisible():
            self._is_stale = True
        elif self.rows.refresh(applied):
            self._show()

    def search(self, text: str) -> None:
        self.matrix.search(text)
        self.list.search(text)

    def leave(self) -> None:
        self.pane.leave()

    # ── showing ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _show(self) -> None:
        state, matrix = self.rows.state, self.rows.matrix
        self.words.agencies = self.rows.agencies
        if state is None or matrix is None:
            self.pages.setCurrentWidget(self.no_plan)
        elif not state.periods:
            self.pages.setCurrentWidget(self.no_periods)
        else:
            if self.rows.period(self.period) is None:
                current = current_period(state.periods, self.session.today)
                self.period = current.id if current else ""
            if self.agency not in self.rows.agencies:
                self.agency = ""
            self.matrix.show_matrix(matrix, self.rows.period(self.period), self.session.today.isoformat())
            self._show_entries() if self.entries_of else self.pages.setCurrentWidget(self.matrix)
        self._tell()

    @property
    def entries_of(self) -> str:
        """Return the agency whose entries are shown: one opened from the matrix, or the one this person is."""
        return self.shown_agency or self.agency

    def _show_entries(self) -> None:
        period = self.rows.period(self.period)
        if period is None:
            return
        self.list.show_entries(self.rows.entries(self.entries_of, period))
        self.pages.setCurrentWidget(self.split)
        self._show_current()

    def _show_current(self) -> None:
        wished = self.list.table.current_id()
        if self.pane.entry is not None and self.pane.entry.id != wished:
            self.pane.leave()
        self.pane.show_entry(self.list.current())

    def _tell(self) -> None:
        state = self.rows.state
        self.head.setVisible(state is not None)
        if state is not None:
            self.head.show_state(self.rows, self.agency, self.entries_of, self.period)
        self._offer_all()

    def _offer_all(self) -> None:
        ready = self._ready()
        key = "progress.submit_all" if self.agency else "progress.accept_all"
        self.list.offer_all(self.look.t(key, count=len(ready)) if ready and self.session.is_writable else "")

    def _ready(self) -> list[Entry]:
        """Return the reports that an agency can hand in as they stand, or that the coordinator can accept."""
        if self.agency:
            return [entry for entry in self.list.entries() if entry.is_complete]
        return [entry for entry in self.list.entries() if entry.state == SUBMITTED]

    # ── going ───────────────────────────────────────────────────────────────────────────────────────────────────

    def open_entries(self, agency: str, period: str) -> None:
        """Show what an agency owes for a period."""
        self.leave()
        self.shown_agency, self.period = agency, period
        self._show()
        self.list.focus()

    def show_matrix(self) -> None:
        """Go back to the matrix, unless this person sees one agency alone."""
        self.leave()
        if self.agency:
            self.list.focus()
            return
        self.shown_agency = ""
        self._show()
        self.matrix.focus()

    def be(self, agency: str) -> None:
        """See the plan as an agency does, or as the coordinator (an empty text); this is remembered."""
        self.leave()
        self.agency, self.shown_agency = agency, ""
        self.session.settings.write(AGENCY, agency or None)
        self.pane.review.as_agency = bool(agency)
        self._show()

    def choose_period(self, period: PeriodRow) -> None:
        """Show another period."""
        self.leave()
        self.period = period.id
        self._show()

    def next_waiting(self, by: int = 1) -> None:
        """Go to the next report still to be handed in, ready to write."""
        if self.entries_of and self.list.go_to_waiting(by):
            self.pane.focus()

    def open_measure(self, id: str) -> bool:
        """Put the cursor on the entry of a measure; return whether it is there."""
        entry = next((one for one in self.list.entries() if one.measure.id == id), None)
        return entry is not None and self.list.table.select_row(entry.id)

    # ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _write(self, changes: ChangeSet) -> bool:
        return self.session.write(changes.label, changes.changes, self) if changes.changes else True

    def _do_all(self) -> None:
        self.leave()
        ids = [entry.report.id for entry in self._ready() if entry.report]
        stored = self.session.read(lambda connection: records(connection, "progress", ids))
        self._write((submit if self.agency else accept)({RecordId(id): stored[id] for id in ids}))

    def _show_writable(self) -> None:
        self.pane.set_writable(self.session.is_writable)
        self._offer_all()

    # ── the parts ───────────────────────────────────────────────────────────────────────────────────────────────

    def _lay_out(self) -> None:
        self.setProperty("role", "page")
        self.pane.review.as_agency = bool(self.agency)
        self.split = beside(self.look, (self.list, self.pane), 300, SPLIT)
        for page in (self.matrix, self.split, self.no_plan, self.no_periods):
            self.pages.addWidget(page)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(BLOCK_SPACE)
        box.addWidget(self.head)
        box.addWidget(self.notice)
        box.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.head.agency_chosen.connect(self.be)
        self.head.back_asked.connect(self.show_matrix)
        self.head.period_chosen.connect(lambda id: self._choose_period(id))
        self.matrix.cell_opened.connect(self.open_entries)
        self.list.table.current_changed.connect(lambda _: self._show_current())
        self.list.table.opened.connect(lambda _: self.pane.focus())
        self.list.all_asked.connect(self._do_all)
        self.list.clear_asked.connect(lambda: self.list.facets.choose({}))
        self.pane.left.connect(self.list.focus)
        self.pane.went_on.connect(self._go_on)
        self.pane.recommendation_asked.connect(self.recommendation_asked)
        self.session.busy_changed.connect(self._show_writable)
        self._show_writable()
        self.round = FocusRound(self, self._places)
        for keys, by in (("F8", 1), ("Shift+F8", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self.next_waiting(by))

    def _choose_period(self, id: str) -> None:
        if (period := self.rows.period(id)) is not None:
            self.choose_period(period)

    def _go_on(self) -> None:
        """Go on to the next report: an agency's to the next missing, the coordinator's to the next row."""
        if self.agency:
            self.next_waiting()
        else:
            self.list.focus()

    def _places(self) -> list[FocusPlace]:
        head = FocusPlace(self.head, self.head.focus)
        if self.pages.currentWidget() is self.matrix:
            return [head, FocusPlace(self.matrix, self.matrix.focus)]
        return [head, FocusPlace(self.list, self.list.focus), FocusPlace(self.pane, self.pane.focus)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.shown_agency:
            self.show_matrix()
        else:
            super().keyPressEvent(event)
