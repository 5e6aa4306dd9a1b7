"""Show what the rows of a plan's file become, and on a page behind it what is to be decided."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from upr_desktop.ui.look import Look
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.parts import column, spread
from upr_desktop.ui.screens.plan_answer import AnswerPanel
from upr_desktop.ui.screens.plan_answer_editors import Choices
from upr_desktop.ui.screens.plan_became import ALL, Became, BecameWords, is_kept
from upr_desktop.ui.screens.plan_doubts import Doubt, DoubtWords
from upr_desktop.ui.table import Table
from upr_desktop.ui.theme import BLOCK_SPACE, GRID
from upr_desktop.ui.widgets import Card, button

RESULT, DECIDE = 0, 1
LIST, DETAILS = 36_000, 64_000


class PlanResult(Card):
    """Two pages. `row_chosen` carries the id of a row (see Became), `doubt_chosen` that of a doubt."""

    row_chosen = Signal(str)
    doubt_chosen = Signal(str)

    def __init__(
        self,
        look: Look,
        became: BecameWords,
        doubts: DoubtWords,
        agencies: Choices,
        measures: Choices,
    ) -> None:
        super().__init__()
        self._look = look
        self._rows: Mapping[str, Became] = {}
        self._doubts: Sequence[Doubt] = ()
        self._write: Callable[[ReadingText, Became], None] = lambda page, row: None
        self._lines: Callable[[Doubt], Sequence[str]] = lambda doubt: ()
        self._is_following = False
        self.tabs, self.pages = QTabBar(), QStackedWidget()
        self.table = Table(look, became.columns(), "plan_import.result")
        self.page = ReadingText(look, "preview.details")
        self.doubts = Table(look, doubts.columns(), "plan_import.decide")
        self.panel = AnswerPanel(look, doubts, agencies, measures)
        self.next_button = button(look, "plan_import.next", "quiet")
        look.language.follow(self, lambda: self.next_button.setToolTip(f"{look.t('plan_import.next')} (F8)"))
        self._lay_out()
        self.tabs.currentChanged.connect(self._turn_to)
        self.table.current_changed.connect(self._follow_row)
        self.doubts.current_changed.connect(self._follow_doubt)
        self.next_button.clicked.connect(lambda: self.go_to_next())
        for place in range(9):
            digit = QShortcut(QKeySequence(str(place + 1)), self.doubts)
            digit.setContext(Qt.ShortcutContext.WidgetShortcut)
            digit.activated.connect(lambda place=place: self.panel.choose(place))
        look.language.follow(self, self._tell)

    def use(
        self, write: Callable[[ReadingText, Became], None], lines: Callable[[Doubt], Sequence[str]]
    ) -> None:
        """Take what writes a row onto the page, and what more is told of a doubt."""
        self._write, self._lines = write, lines

    def show_rows(self, rows: Sequence[Became], key: str = ALL) -> None:
        """Show what the rows of a file become, all or those of a filter."""
        self._rows = {row.id: row for row in rows}
        self._is_following = True
        self.table.set_rows([row for row in rows if is_kept(row, key)])
        self._is_following = False

    def show_doubts(self, doubts: Sequence[Doubt]) -> None:
        """Show what is in doubt; the cursor stays where it is."""
        self._doubts = doubts
        self._is_following = True
        self.doubts.set_rows(doubts)
        if not self.doubts.current_id() and doubts:
            first = next((one for one in doubts if one.is_open), doubts[0])
            self.doubts.select_row(first.id)
        self._is_following = False
        self._show_panel()
        self._tell()

    def show_row(self, id: str) -> None:
        """Tell of a row of the file, and go to it in the list."""
        self._is_following = True
        if self.table.current_id() != id:
            self.table.select_row(id)
        self._is_following = False
        row = self._rows.get(id)
        self.page.show_page(lambda page: self._write(page, row) if row else None)

    @property
    def doubt(self) -> Doubt | None:
        """Return the doubt that is shown."""
        return next((one for one in self._doubts if one.id == self.doubts.current_id()), None)

    def go_to_next(self, by: int = 1) -> bool:
        """Go to the next open doubt, from the last to the first, or (-1) back; return False where nothing is open."""
        shown = [
            self._doubt_of(self.doubts.rows.order.id_at(at)) for at in range(len(self.doubts.rows.order))
        ]
        here = next((at for at, one in enumerate(shown) if one and one.id == self.doubts.current_id()), -1)
        if by < 0:
            following = (*shown[:here][::-1], *shown[max(here, 0) :][::-1])
        else:
            start = here + 1 if self.tabs.currentIndex() == DECIDE else max(here, 0)
            following = (*shown[start:], *shown[:start])
        found = next((one for one in following if one and one.is_open), None)
        if found is None:
            return False
        self.tabs.setCurrentIndex(DECIDE)
        self.doubts.select_row(found.id)
        self._show_panel()
        self.doubt_chosen.emit(found.id)
        self.panel.take_focus()
        return True

    def show_page(self, place: int) -> None:
        """Show what rows become (0) or what is to be decided (1)."""
        self.tabs.setCurrentIndex(place)

    def _turn_to(self, place: int) -> None:
        self.pages.setCurrentIndex(place)
        if place == DECIDE and (doubt := self.doubt):
            self.doubt_chosen.emit(doubt.id)

    def _doubt_of(self, id: str) -> Doubt | None:
        return next((one for one in self._doubts if one.id == id), None)

    def _follow_row(self, id: str) -> None:
        if id and not self._is_following:
            self.show_row(id)
            self.row_chosen.emit(id)

    def _follow_doubt(self, id: str) -> None:
        if id and not self._is_following:
            self._show_panel()
            self.doubt_chosen.emit(id)

    def _show_panel(self) -> None:
        doubt = self.doubt
        self.panel.show_doubt(doubt, self._lines(doubt) if doubt else ())

    def _tell(self) -> None:
        waiting = sum(doubt.is_open for doubt in self._doubts)
        self.tabs.setTabText(RESULT, self._look.t("plan_import.result"))
        done = "plan_import.decided" if self._doubts else "plan_import.nothing_to_decide"
        key = "plan_import.to_decide" if waiting else done
        self.tabs.setTabText(DECIDE, self._look.t(key, count=waiting))
        self.tabs.setTabEnabled(DECIDE, bool(self._doubts))
        self.next_button.setVisible(waiting > 0)
        self._show_panel()

    def _lay_out(self) -> None:
        self.box.setContentsMargins(1, GRID, 1, 1)
        self.box.setSpacing(0)
        for _ in (RESULT, DECIDE):
            self.tabs.addTab("")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self._look.name(self.tabs, "plan_import.tabs")
        reading = column(self.page)
        inner = reading.layout()
        if inner is not None:
            inner.setContentsMargins(BLOCK_SPACE, BLOCK_SPACE, BLOCK_SPACE, GRID)
        self.pages.addWidget(_halves(self.table, reading))
        self.pages.addWidget(_halves(self.doubts, self.panel))
        head = spread(self.tabs, self.next_button)
        self.box.addWidget(head)
        self.box.addWidget(self.pages, 1)


def _halves(above: QWidget, below: QWidget) -> QWidget:
    """Return a list with what is told of its row below it."""
    split = QSplitter(Qt.Orientation.Vertical)
    split.setChildrenCollapsible(False)
    split.addWidget(above)
    split.addWidget(below)
    split.setSizes([LIST, DETAILS])
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(split)
    return holder
