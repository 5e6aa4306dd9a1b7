"""Read measure by measure what agencies answered for a period: accept, send back, remark, assess, word it for all."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import ChangeSet, RecordId
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.focus_round import FocusPlace, FocusRound
from upr_desktop.ui.screens.plan_choice import LAST_PLAN
from upr_desktop.ui.screens.reading_answer import LETTER
from upr_desktop.ui.screens.reading_head import NEXT, NEXT_UNREAD, PREVIOUS, ReadingHead
from upr_desktop.ui.screens.reading_list import AGENCY
from upr_desktop.ui.screens.reading_measures import ReadingMeasures, ReadingPage
from upr_desktop.ui.screens.reading_own import ACCEPT_ALL
from upr_desktop.ui.screens.reading_pages import ReadingPages
from upr_desktop.ui.screens.reading_review import ReadingReview
from upr_desktop.ui.screens.reading_words import ReadingWords
from upr_desktop.ui.screens.received_file import open_received
from upr_desktop.ui.screens.screen import Screen
from upr_desktop.ui.screens.sources_chip import SOURCES
from upr_desktop.ui.session import Session
from upr_desktop.ui.theme import FIELD_SPACE
from upr_desktop.ui.widgets import Notice


class ReadingScreen(Screen):
    """The measures of a period at the left, one measure's answers in the middle, one's own words at the right.

    `record_asked` carries kind and id of a record to open elsewhere; `search_asked` the text that the search field
    should show; `plan_asked`, `periods_asked` and `returns_asked` come from the empty screens.
    """

    title = "window.place.reading"
    record_asked = Signal(str, str)
    search_asked = Signal(str)
    plan_asked = Signal()
    periods_asked = Signal()
    returns_asked = Signal()

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__(look, session)
        self._is_stale, self._is_filling, self._query = True, False, ""
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._catch_up)
        self._shows_without_answers = ""
        self.page: ReadingPage | None = None
        self.words = ReadingWords(look)
        self.data = ReadingMeasures(session)
        self.head = ReadingHead(look, self.words)
        self.notice = Notice(look)
        self.pages = ReadingPages(look, session, self.words, self.data, self._write)
        self.measures, self.answers, self.own = self.pages.measures, self.pages.answers, self.pages.own
        self.review = ReadingReview(self.data, self.answers, self._write)
        self._lay_out()
        self._connect()
        look.language.follow(self, self._retell)

    def showEvent(self, event: QShowEvent) -> None:
        """Read when first shown, or when something was touched while another screen was shown."""
        super().showEvent(event)
        is_first = self.page is None
        self.begin()
        if is_first and self.pages.shows_body:
            self.measures.focus()

    def begin(self) -> None:
        """Read what was not read yet, or was touched since."""
        if self._is_stale or self.data.rows.wished != self.session.settings.text(LAST_PLAN):
            self._is_stale = False
            self.data.read(self.session.settings.text(LAST_PLAN))
            self._show()

    def refresh(self, applied: Applied | None, *, own: bool = False) -> None:
        if self._is_stale or not self.isVisible():
            self._is_stale = True
        elif self.data.refresh(applied):
            self._show()

    @property
    def shown_period(self) -> str:
        return self.data.period.code if self.data.period else ""

    def search(self, text: str) -> None:
        self._query = text
        if not self._is_stale:
            self.measures.keep(self.data.holding(text))

    def leave(self) -> None:
        self.pages.leave()

    def _show(self) -> None:
        data = self.data
        self.words.agencies, self.words.names = data.rows.agencies, data.names
        if data.state is None:
            self.pages.setCurrentWidget(self.pages.no_plan)
        elif data.period is None:
            self.pages.setCurrentWidget(self.pages.no_periods)
        elif not data.has_answers and self._shows_without_answers != data.period.id:
            self.pages.setCurrentWidget(self.pages.nothing)
        else:
            self.pages.setCurrentWidget(self.pages.body)
        self._is_filling = True  # the cursor may move while rows come and go; what it ends on is shown once
        self.measures.show_rows(data.found, self.page.reading.id if self.page else "")
        if self._query:
            self.measures.keep(data.holding(self._query))
        self._is_filling = False
        self._show_current()
        self.head.show_state(data, is_body=self.pages.shows_body)
        self._tell_nothing()

    def _follow_cursor(self, id: str) -> None:
        """Show the measure that the cursor went to; while rows are narrowed down, once those are painted.

        The cursor is often nowhere for a moment then. Until then the screen shows and acts on the measure before.
        """
        if id and not self.measures.is_narrowing:
            self._show_current()
        else:
            self._later.start()

    def _catch_up(self) -> None:
        """Show where the cursor went; where the screen was left meanwhile, once it is shown again."""
        if not self.isVisible():
            self._is_stale = True
        elif self.measures.current() is not (self.page.reading if self.page else None):
            self._show_current()

    def _show_current(self) -> None:
        """Show the measure that the cursor is on; what was typed on another one is saved first."""
        if self._is_filling:
            return
        self._later.stop()
        reading = self.measures.current()
        if self.page is not None and (reading is None or self.page.reading.id != reading.id):
            self.leave()
            self.notice.hide()
        self.page = self.data.page(reading) if reading else None
        self.answers.show_page(self.page)
        self.own.show_page(self.page)

    def _tell_nothing(self) -> None:
        period = self.data.period
        if period is not None:
            said = self.look.t("reading.nothing.title", period=self.words.period(period))
            self.pages.nothing.say_title(said)

    def _retell(self) -> None:
        if not self._is_stale:
            self._show()

    def open_measure(self, measure: str, period: str = "") -> bool:
        """Show what was answered on a measure, for a period or the one that is shown; return whether it is there."""
        self.begin()
        plan = self.data.rows.plan_of(RecordId(measure))
        if plan and self.data.state is not None and plan != self.data.state.plan.id:
            self.choose_plan(plan)
        if period:
            self.choose_period(period)
        if self.data.reading(measure) is None:
            return False
        self._show_anyway()
        return self.measures.open(measure)

    def open_round(self, period: str, agency: str) -> None:
        """Show what an agency answered for a period."""
        self.begin()
        self.choose_period(period)
        self.measures.facets.choose({AGENCY: (agency,)} if agency else {})
        self.measures.focus()

    def choose_plan(self, id: str) -> None:
        """Show another plan; the screen of the plan shows it too."""
        self.leave()
        self.session.settings.write(LAST_PLAN, id)
        self.data.read(id)
        self._show()

    def choose_period(self, id: str) -> None:
        """Show another period; the measure that is read stays."""
        self.leave()
        self.data.choose_period(id)
        self._show()

    def go(self, by: int) -> None:
        """Go some measures on."""
        self.leave()
        self.measures.go(by)

    def go_to_unread(self, by: int = 1) -> None:
        """Go to the next measure still to be read; say so where there is none."""
        if not self.pages.shows_body:
            return
        self.leave()
        if not self.measures.go_to_unread(by):
            self.notice.say(self.look.t("reading.all_read"), "ok")

    def _show_anyway(self) -> None:
        if self.data.period is not None and not self.pages.shows_body:
            self._shows_without_answers = self.data.period.id
            self._show()
            self.measures.focus()

    def accept_all(self) -> None:
        """Accept every answer on this measure that waits, and go on to the next measure to read."""
        self.leave()
        if self.review.accept_waiting(self.page.entries if self.page else ()):
            self.go_to_unread()

    def _write(self, changes: ChangeSet) -> bool:
        return self.session.write(changes.label, changes.changes, self) if changes.changes else True

    def _lay_out(self) -> None:
        self.setProperty("role", "page")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(FIELD_SPACE)
        for part in (self.head, self.measures.facets):
            box.addWidget(part)
        box.addWidget(self.pages, 1)
        box.addWidget(self.notice)

    def _connect(self) -> None:
        pages = self.pages
        self.head.plan_button.chosen.connect(self.choose_plan)
        self.head.period_chosen.connect(self.choose_period)
        self.head.went.connect(self.go)
        self.head.unread_asked.connect(lambda: self.go_to_unread())
        pages.currentChanged.connect(lambda _: self.measures.facets.setVisible(pages.shows_body))
        pages.no_plan.acted.connect(self.plan_asked)
        pages.no_periods.acted.connect(self.periods_asked)
        pages.nothing.acted.connect(self.returns_asked)
        pages.nothing.acted_otherwise.connect(self._show_anyway)
        self.measures.table.current_changed.connect(self._follow_cursor)
        self.measures.table.opened.connect(lambda _: self.answers.focus())
        self.measures.clear_asked.connect(lambda: self.measures.facets.choose({}))
        self.measures.not_found.acted.connect(lambda: self.search_asked.emit(""))
        self.answers.record_asked.connect(self.record_asked)
        self.answers.recommendation_asked.connect(lambda id: self.record_asked.emit("recommendation", id))
        self.answers.letter_asked.connect(
            lambda letter: open_received(self.session, letter.name, letter.sha256)
        )
        for part in (self.own, self.answers):
            part.left.connect(self.measures.focus)
        self.own.accept_asked.connect(self.accept_all)
        self.session.busy_changed.connect(lambda _: pages.set_writable(self.session.is_writable))
        pages.set_writable(self.session.is_writable)
        self.round = FocusRound(self, self._places)
        for keys, run in self._keys().items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def _keys(self) -> Mapping[str, Callable[[], None]]:
        return {
            NEXT: lambda: self.go(1),
            PREVIOUS: lambda: self.go(-1),
            NEXT_UNREAD: self.go_to_unread,
            f"Shift+{NEXT_UNREAD}": lambda: self.go_to_unread(-1),
            ACCEPT_ALL: self.accept_all,
            "Ctrl+Shift+B": self._ask_remark,
            LETTER: self.answers.open_letter,
            SOURCES: self.answers.sources_chip.toggle,
        }

    def _ask_remark(self) -> None:
        self.leave()
        self.answers.ask_remark()

    def _places(self) -> list[FocusPlace]:
        return [FocusPlace(self.head, self.head.focus), *self.pages.places()]
