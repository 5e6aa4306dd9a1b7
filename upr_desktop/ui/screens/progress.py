"""Show who reports what for which period, and let an agency's focal point write it and the coordinator look it over."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import ChangeSet, RecordId
from upr_desktop.register.plan_rows import PeriodRow
from upr_desktop.register.progress_queries import progress_rows
from upr_desktop.register.queries import record
from upr_desktop.register.report_entries import current_period
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.focus_round import FocusPlace, FocusRound
from upr_desktop.ui.screens.plan_choice import LAST_PLAN
from upr_desktop.ui.screens.progress_entries import ProgressEntries
from upr_desktop.ui.screens.progress_head import ProgressHead
from upr_desktop.ui.screens.progress_matrix import ProgressMatrix
from upr_desktop.ui.screens.progress_pages import ProgressPages
from upr_desktop.ui.screens.progress_rows import ProgressRows
from upr_desktop.ui.screens.progress_words import ProgressWords
from upr_desktop.ui.screens.screen import Screen
from upr_desktop.ui.session import Session
from upr_desktop.ui.theme import BLOCK_SPACE
from upr_desktop.ui.widgets import Notice

AGENCY = "progress.agency"


class ProgressScreen(Screen):
    """The matrix of agencies and periods, and the entries behind each of its cells.

    `recommendation_asked` carries the id of one to open, `reading_asked` MEASURE/PERIOD of which all answers are to be
    read, `search_asked` the text that the search field should show; `plan_asked` comes from the empty screen.
    """

    title = "progress.title"
    recommendation_asked = Signal(str)
    reading_asked = Signal(str)
    plan_asked = Signal()
    search_asked = Signal(str)

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__(look, session)
        self._is_stale = True
        self.rows = ProgressRows(session)
        self.words = ProgressWords(look)
        self._is_setting_periods = False
        self.agency, self.period = session.settings.text(AGENCY), ""
        self.shown_agency = ""
        self.head = ProgressHead(look, self.words, is_own=session.keeper is not None)
        self.notice = Notice(look)
        self.pages = ProgressPages(look, session, self.rows, self.words, self._write)
        self._lay_out()
        self._connect()
        look.language.follow(self, self._tell)

    def showEvent(self, event: QShowEvent) -> None:
        """Read when first shown, or when something was touched while another screen was shown."""
        super().showEvent(event)
        if self._is_stale or self.rows.wished != self.session.settings.text(LAST_PLAN):
            self._is_stale = False
            self.rows.read(self.session.settings.text(LAST_PLAN))
            self._show()

    def refresh(self, applied: Applied | None, *, own: bool = False) -> None:
        if self._is_stale or not self.isVisible():
            self._is_stale = True
        elif self.rows.refresh(applied):
            self._show()

    @property
    def shown_period(self) -> str:
        period = self.rows.period(self.period)
        return period.code if period else ""

    def search(self, text: str) -> None:
        self.pages.search(text)

    def leave(self) -> None:
        self.pages.leave()

    def _show(self) -> None:
        state = self.rows.state
        self.words.agencies = self.rows.agencies
        if state is None:
            self.pages.setCurrentWidget(self.pages.no_plan)
        elif self._is_setting_periods:
            self.pages.setCurrentWidget(self.pages.periods)
            self.pages.periods.show_periods()
        elif not state.periods:
            self.pages.setCurrentWidget(self.pages.no_periods)
        else:
            if self.rows.period(self.period) is None:
                self.period = self.first_period(state.periods)
            if self.agency not in self.rows.agencies:
                self.agency = ""
            self._show_entries() if self.entries_of else self._show_matrix()
        self._tell()

    def first_period(self, periods: Sequence[PeriodRow]) -> str:
        """Return the period to begin with: the one that is worked on; nothing where there is none."""
        return next((one.id for one in [current_period(periods, self.session.today)] if one), "")

    def _show_matrix(self) -> None:
        matrix = self.rows.matrix
        if matrix is not None:
            self.matrix.show_matrix(matrix, self.rows.period(self.period), self.session.today.isoformat())
            self.pages.setCurrentWidget(self.pages.matrix)

    @property
    def entries_of(self) -> str:
        """Return the agency whose entries are shown: one opened from the matrix, or the one this person is."""
        return self.shown_agency or self.agency

    def _show_entries(self) -> None:
        period = self.rows.period(self.period)
        if period is None:
            return
        self.entries.show_entries(self.rows.entries(self.entries_of, period), as_agency=bool(self.agency))
        self.pages.setCurrentWidget(self.pages.entries)

    def _tell(self) -> None:
        state = self.rows.state
        self.head.setVisible(state is not None)
        if state is not None:
            shown = "" if self._is_setting_periods else self.entries_of
            self.head.show_state(self.rows, self.agency, shown, self.period, is_deep=self._is_deep)

    @property
    def _is_deep(self) -> bool:
        """Return whether there is a way back: to the matrix, or to the entries of the agency that one is."""
        return self._is_setting_periods or bool(self.shown_agency and not self.agency)

    def open_entries(self, agency: str, period: str) -> None:
        """Show what an agency owes for a period."""
        self.leave()
        self.shown_agency, self.period = agency, period
        self._show()
        self.entries.list.focus()

    def open_report(self, id: str) -> bool:
        """Show a report by its id among those of its body and period; return whether it is there."""
        found = self.session.read(lambda connection: progress_rows(connection, [RecordId(id)]))
        if not found:
            return False
        mark = found[0].mark
        return self._open(mark.measure_id, mark.agency_id, mark.period_id)

    def open_entry(self, id: str) -> bool:
        """Show what is owed for ASSIGNMENT/PERIOD, written or not; return whether it is there."""
        assignment, _, period = id.partition("/")
        task = self.session.read(lambda connection: record(connection, "assignment", RecordId(assignment)))
        if task is None:
            return False
        return self._open(RecordId(str(task["measure_id"])), str(task["agency_id"]), period)

    def _open(self, measure: RecordId, agency: str, period: str) -> bool:
        if self.rows.state is None or not self._show_plan_of(measure):
            return False
        if self.agency and agency != self.agency:
            self.be("")
        self.open_entries("" if agency == self.agency else agency, period)
        self.entries.list.facets.choose({})
        return self.entries.open_measure(measure)

    def show_matrix(self) -> None:
        """Go back to the matrix, unless this person sees one agency alone."""
        self.leave()
        self._is_setting_periods = False
        if self.agency:
            self._show()
            self.entries.list.focus()
            return
        self.shown_agency = ""
        self._show()
        self.matrix.focus()

    def show_periods(self) -> None:
        """Show the periods of the plan, to be made and changed."""
        self.leave()
        self._is_setting_periods = True
        self._show()
        self.pages.periods.focus()

    def be(self, agency: str) -> None:
        """See the plan as an agency does, or as the coordinator (an empty text); this is remembered."""
        self.leave()
        self._is_setting_periods = False
        self.agency, self.shown_agency = agency, ""
        self.session.settings.write(AGENCY, agency or None)
        self._show()
        if self.pages.shows_entries:
            self.entries.list.focus()
        elif self.pages.currentWidget() is self.matrix:
            self.matrix.focus()

    def choose_plan(self, id: str) -> None:
        """Show another plan; the screen of the plan shows it too."""
        self.leave()
        self.session.settings.write(LAST_PLAN, id)
        self.shown_agency = ""
        self.rows.read(id)
        self._show()

    def _show_plan_of(self, measure: RecordId) -> bool:
        """Show the plan that a measure belongs to, unless it is shown; return whether the measure is in use there."""
        plan = self.rows.plan_of(measure)
        if plan and self.rows.state is not None and plan != self.rows.state.plan.id:
            self.choose_plan(plan)
        return self.rows.state is not None and measure in self.rows.state.measures

    def choose_period(self, id: str) -> None:
        """Show another period."""
        self.leave()
        self.period = id
        self._show()

    def next_waiting(self, by: int = 1) -> None:
        """Go to the next report still to be handed in, ready to write."""
        if self.pages.shows_entries:
            self.entries.go_to_waiting(by)

    def _ask_to_read(self) -> None:
        entry = self.entries.list.current()
        if entry is not None:
            self.reading_asked.emit(f"{entry.measure.id}/{entry.period.id}")

    def _write(self, changes: ChangeSet) -> bool:
        return self.session.write(changes.label, changes.changes, self) if changes.changes else True

    @property
    def matrix(self) -> ProgressMatrix:
        """Return the matrix of agencies and periods."""
        return self.pages.matrix

    @property
    def entries(self) -> ProgressEntries:
        """Return the page of one body's reports."""
        return self.pages.entries

    def _lay_out(self) -> None:
        self.setProperty("role", "page")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(BLOCK_SPACE)
        box.addWidget(self.head)
        box.addWidget(self.pages, 1)
        box.addWidget(self.notice)

    def _connect(self) -> None:
        # The key that chooses is to be done with before the keyboard goes on to the list, else the list takes it too.
        self.head.agency_chosen.connect(self.be, Qt.ConnectionType.QueuedConnection)
        self.head.plan_button.chosen.connect(self.choose_plan)
        self.head.periods_asked.connect(self.show_periods)
        self.head.reading_asked.connect(self._ask_to_read)
        self.pages.no_plan.acted.connect(self.plan_asked)
        self.pages.no_periods.acted.connect(self.show_periods)
        self.head.back_asked.connect(self.show_matrix)
        self.head.period_chosen.connect(self.choose_period)
        self.matrix.cell_opened.connect(self.open_entries)
        self.pages.left.connect(self.show_matrix)
        self.pages.search_asked.connect(self.search_asked)
        self.pages.recommendation_asked.connect(self.recommendation_asked)
        self.session.busy_changed.connect(self.pages.show_writable)
        self.round = FocusRound(self, lambda: [FocusPlace(self.head, self.head.focus), *self.pages.places()])
        for keys, by in (("F8", 1), ("Shift+F8", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self.next_waiting(by))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._is_deep:
            self.show_matrix()
        else:
            super().keyPressEvent(event)
