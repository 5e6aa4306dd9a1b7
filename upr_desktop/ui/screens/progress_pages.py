"""Hold the pages of the screen of progress: the matrix, the reports of one body, the periods, or nothing yet."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from upr_desktop.register.changes import ChangeSet
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.focus_round import FocusPlace
from upr_desktop.ui.screens.periods_page import PeriodsPage
from upr_desktop.ui.screens.progress_entries import ProgressEntries
from upr_desktop.ui.screens.progress_matrix import ProgressMatrix
from upr_desktop.ui.screens.progress_rows import ProgressRows
from upr_desktop.ui.screens.progress_words import ProgressWords
from upr_desktop.ui.session import Session
from upr_desktop.ui.widgets import EmptyState

Write = Callable[[ChangeSet], bool]


class ProgressPages(QStackedWidget):
    """One page at a time; those of reports and periods are made when they are first asked for.

    `left` asks to go back from the periods, `recommendation_asked` carries the id of one to open, `search_asked` the
    text that the search field should show.
    """

    left = Signal()
    search_asked = Signal(str)
    recommendation_asked = Signal(str)

    def __init__(
        self, look: Look, session: Session, rows: ProgressRows, words: ProgressWords, write: Write
    ) -> None:
        super().__init__()
        self._look, self._session, self._rows, self._words, self._write = look, session, rows, words, write
        self._entries: ProgressEntries | None = None
        self._periods: PeriodsPage | None = None
        self._query = ""
        self.matrix = ProgressMatrix(look, words)
        self.matrix.not_found.acted.connect(lambda: self.search_asked.emit(""))
        self.no_plan = _empty(look, "progress.no_plan", "import")
        self.no_periods = _empty(look, "progress.no_periods", "make")
        for page in (self.matrix, self.no_plan, self.no_periods):
            self.addWidget(page)

    @property
    def entries(self) -> ProgressEntries:
        """Return the page of one body's reports."""
        if self._entries is None:
            self._entries = ProgressEntries(self._look, self._session, self._words, self._write)
            self._entries.recommendation_asked.connect(self.recommendation_asked)
            self._entries.list.not_found.acted.connect(lambda: self.search_asked.emit(""))
            self._entries.set_writable(self._session.is_writable)
            self._entries.list.search(self._query)
            self.addWidget(self._entries)
        return self._entries

    @property
    def periods(self) -> PeriodsPage:
        """Return the page of the periods."""
        if self._periods is None:
            self._periods = PeriodsPage(self._look, self._session, self._rows, self._words, self._write)
            self._periods.left.connect(self.left)
            self._periods.set_writable(self._session.is_writable)
            self.addWidget(self._periods)
        return self._periods

    @property
    def shows_entries(self) -> bool:
        """Return whether the reports of one body are shown."""
        return self._entries is not None and self.currentWidget() is self._entries

    def search(self, text: str) -> None:
        """Keep what holds every word of a text, in the matrix and among the reports."""
        self._query = text
        self.matrix.search(text)
        if self._entries is not None:
            self._entries.list.search(text)

    def leave(self) -> None:
        """Save what a field still holds."""
        for page in (self._entries, self._periods):
            if page is not None:
                page.leave()

    def show_writable(self) -> None:
        """Take edits, or not."""
        for page in (self._entries, self._periods):
            if page is not None:
                page.set_writable(self._session.is_writable)

    def places(self) -> list[FocusPlace]:
        """Return the parts of the page that is shown between which F6 goes."""
        if self.shows_entries:
            shown, pane = self.entries.list, self.entries.pane
            return [
                *([FocusPlace(shown.facets, shown.focus_filters)] if shown.has_filters else []),
                FocusPlace(shown.table, shown.focus),
                FocusPlace(pane, pane.focus),
            ]
        page: QWidget | None = self.currentWidget()
        return [FocusPlace(page, page.focus)] if isinstance(page, ProgressMatrix | PeriodsPage) else []


def _empty(look: Look, topic: str, action: str) -> EmptyState:
    return EmptyState(look, f"{topic}.title", f"{topic}.text", f"{topic}.{action}")
