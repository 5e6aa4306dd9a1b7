"""Look through cells of returns and decide those that ask: a table under filters, one cell whole, ways to answer."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from upr_desktop.merge.return_questions import Decision, why_not
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.grouped_table import GroupButton, GroupedTable
from upr_desktop.ui.look import Look
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.focus_round import FocusPlace, place_of
from upr_desktop.ui.screens.kept_split import keep_split
from upr_desktop.ui.screens.returned_answers import ReturnedAnswers
from upr_desktop.ui.screens.returned_cells import Around, ReturnedCell, decided
from upr_desktop.ui.screens.returned_filters import (
    ALL,
    DYNAMIC,
    FILTERS,
    OPEN,
    ReturnedFilters,
    counts_of,
    first_of,
    is_shown,
    of_outcome,
)
from upr_desktop.ui.screens.returned_rules import Propose, RulePreview, RulesButton
from upr_desktop.ui.screens.returned_words import FILE, ReturnedWords
from upr_desktop.ui.settings import Settings
from upr_desktop.ui.shortcuts import bind
from upr_desktop.ui.theme import FIELD_SPACE
from upr_desktop.ui.widgets import Card, button

SPLIT = (60_000, 40_000)
Elsewhere = Callable[[], bool]
NEXT, BEFORE, WHY = "F8", "Shift+F8", "Alt+6"


class ReturnedPane(QWidget):
    """Cells of returns. It writes nothing: `decided` carries questions with their decisions.

    `file_asked` carries the sha256 and the name of a file to be taken out; `previewed` says that the preview of a rule
    began or ended; `gone_beyond` carries a step that leads to what `elsewhere` says is open beyond these cells.
    """

    decided = Signal(object)
    file_asked = Signal(str, str)
    previewed = Signal()
    gone_beyond = Signal(int)
    split: QSplitter

    def __init__(
        self,
        look: Look,
        settings: Settings,
        propose: Propose,
        filters: Sequence[str] = FILTERS,
        elsewhere: Elsewhere = bool,
    ) -> None:
        super().__init__()
        self._stood_on = ""
        self._look, self._propose, self._open_elsewhere = look, propose, elsewhere
        self.words = ReturnedWords(look)
        self._by_id: dict[str, ReturnedCell] = {}
        self._asked: Sequence[str] = ()
        self._outcomes: Counter[str] = Counter()
        self._filter = self._wished = ALL  # what is shown, and what a person wished to see
        self.may_decide = True
        self.filters = ReturnedFilters(look, filters)
        self.table = GroupedTable(look, self.words.columns(), self.words.groupings(), "returns.cells")
        self.group_button = GroupButton(look, self.table)
        self.rules_button = RulesButton(look, propose, lambda rule: _why_not(rule, self.cells))
        self.preview = RulePreview(look)
        self.page = ReadingText(look, "returns.cell")
        self.answers = ReturnedAnswers(look)
        self.edit = self.answers.edit
        self.next_button = button(look, "returns.next", "quiet", NEXT)
        _lay_out(self, look)
        keep_split(self.split, settings, "returned", SPLIT)
        self._connect()
        self.table.gather("measure")
        self.table.set_compact(True)  # the cell that the cursor is on stands below, whole
        look.language.follow(self, self._retell)

    def show_cells(self, cells: Sequence[ReturnedCell], known: Around, *, anew: bool = False) -> None:
        """Show other cells, or the same decided anew; `anew` goes to what is to be decided, if anything is."""
        self.words.known = known
        self._by_id = {cell.id: cell for cell in cells}
        self._asked = [cell.id for cell in cells if cell.asked is not None]
        self._outcomes = Counter(cell.outcome for cell in cells)
        self.preview.end()
        if anew:
            self._filter = self._wished = first_of(self._counts(), self.filters.filters)
        self._show_rows()
        self._stood_on = self.table.current_id() if anew else ""
        self._tell()

    def show_what_there_is(self) -> None:
        """Show what was wished for; where there is none, what is to be decided, else what is taken, else all."""
        counts = self._counts()
        wanted = self._wished if counts[self._wished] else first_of(counts, self.filters.filters)
        if wanted != self._filter:
            self._filter = wanted
            self._show_rows()
            self._tell()

    def show_decided(self, cells: Sequence[ReturnedCell]) -> None:
        """Show some of the cells decided anew, the others as they are."""
        self._by_id |= {cell.id: cell for cell in cells if cell.id in self._by_id}
        self.preview.end()
        if self._filter in DYNAMIC or not self.table.rows.put_rows(cells):
            self._show_rows()
        self._show_current()
        self._tell()

    def filter_by(self, key: str) -> None:
        """Show the cells of one outcome, those to be decided, or all."""
        self._filter = self._wished = ALL if key == self._filter else key
        self._show_rows()
        self._tell()

    def allow(self, *, may_decide: bool) -> None:
        """Take decisions, or none for a while."""
        if self.may_decide != may_decide:
            self.may_decide = may_decide
            self._show_current()
            self._tell()

    def next_open(self, step: int = 1) -> bool:
        """Go to the next cell that is to be decided, from the top again after the last; return whether there is one.

        A step of -1 goes the other way.
        """
        if (found := _next(self, step)) is not None:
            return self.table.select_row(found)
        if self._filter != ALL and any(cell.is_open for cell in self._questions()):
            self._filter = self._wished = OPEN if OPEN in self.filters.filters else ALL
            self._show_rows()
            self._tell()
            return self.next_open(step)
        return False

    @property
    def cells(self) -> Sequence[ReturnedCell]:
        """Return all cells, whatever filter holds."""
        return list(self._by_id.values())

    @property
    def current(self) -> ReturnedCell | None:
        """Return the cell that the cursor is on."""
        return self._by_id.get(self.table.current_id())

    def decide(self, decision: Decision) -> None:
        """Decide the cells that are selected and may be decided so."""
        chosen = [self._by_id[id] for id in self.table.selected_ids()]
        questions = [cell.question for cell in chosen if cell.question and decision.choice in cell.choices]
        if not questions or not self.may_decide:
            return
        keep = self.table.current_id()
        self.decided.emit(dict.fromkeys(questions, decision))
        if len(questions) == 1 and self.table.current_id() in (keep, ""):
            self.next_open()
        self.table.setFocus()

    def escape(self) -> bool:
        """Leave an editor, or the preview of a rule; return whether one of them was open."""
        if self.edit.isVisible():
            self.edit.leave()
        elif self.preview.isVisible():
            self.decline()
        else:
            return False
        return True

    def enter(self) -> bool:
        """Use what is typed, keep the reason, or agree to a rule; return whether there was anything of it."""
        if self.edit.isVisible():
            self.edit.use()
        elif self.preview.isVisible():
            self.agree()
        elif self.answers.why.hasFocus():
            self.answers.keep_why()
        else:
            return False
        return True

    def preview_rule(self, rule: str) -> None:
        """Show the cells that a rule would decide, as it would; nothing is decided yet."""
        if self.may_decide and (proposed := self._propose(rule)):
            self.preview.begin(rule, {one.asked.question: one.decision for one in proposed})
            self._show_preview()

    def leave_out(self) -> None:
        """Take the selected cells out of what the rule would decide."""
        self.preview.leave_out(self._by_id[id].question for id in self.table.selected_ids())
        self._show_preview()

    def agree(self) -> None:
        """Decide as the rule would."""
        proposed = dict(self.preview.proposed)
        self.preview.end()
        self.decided.emit(proposed)
        self.table.setFocus()

    def decline(self) -> None:
        """Decide nothing, and show the cells as before."""
        self.preview.end()
        self._show_rows()
        self._tell()
        self.previewed.emit()
        self.table.setFocus()

    def _show_preview(self) -> None:
        self._show_rows()
        self._tell()
        self.previewed.emit()
        self.preview.do_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _questions(self) -> Sequence[ReturnedCell]:
        return [self._by_id[id] for id in self._asked]

    def _counts(self) -> Mapping[str, int]:
        return counts_of(self._outcomes, self._questions())

    def _kept(self) -> Sequence[ReturnedCell]:
        if self.preview.rule:
            asked = self._questions()
            proposed = self.preview.proposed
            return [decided(cell, proposed) for cell in asked if cell.question in proposed]
        if self._filter not in DYNAMIC:
            return of_outcome(self._by_id.values(), self._filter)
        # A cell that was just decided stays where it is, so that one sees what was done.
        stays = self.table.current_id() if self._filter == OPEN else ""
        return [cell for cell in self._questions() if is_shown(cell, self._filter) or cell.id == stays]

    def _show_rows(self) -> None:
        self.table.set_rows(self._kept())
        if not self.table.current_id() and len(self.table.rows.order):
            self.table.select_row(self.table.rows.order.id_at(0))
        self._show_current()

    def _show_current(self) -> None:
        cell = self.current
        if cell is None:
            key = "returns.nothing_here" if self._by_id else "returns.no_cells"
            self.page.show_page(lambda page: page.sentence(self._look.t(key), "soft"))
        else:
            self.page.show_page(lambda page: self.words.write(page, cell))
        self.answers.show_cell(cell, self.words.known, may_decide=self.may_decide and not self.preview.rule)

    def _retell(self) -> None:
        self.table.gather(self.table.gathered)
        self.preview.say()
        self._tell()
        self._show_current()

    def _tell(self) -> None:
        counts = self._counts()
        self.filters.show_counts(counts, "" if self.preview.rule else self._filter)
        self.filters.setEnabled(not self.preview.rule)
        self.next_button.setEnabled((counts[OPEN] > 0 or self._open_elsewhere()) and not self.preview.rule)
        self.rules_button.setEnabled(counts[OPEN] > 0 and self.may_decide and not self.preview.rule)

    def _connect(self) -> None:
        self.table.current_changed.connect(lambda id: self._show_current())
        self.next_button.clicked.connect(lambda: self._go_on(1))
        self.answers.answered.connect(self.decide)
        self.answers.left.connect(self.table.setFocus)
        self.filters.chosen.connect(self.filter_by)
        self.rules_button.chosen.connect(self.preview_rule)
        self.preview.agreed.connect(self.agree)
        self.preview.declined.connect(self.decline)
        self.preview.left_out.connect(self.leave_out)
        self.page.link_chosen.connect(self._follow)
        bind(self, {BEFORE: lambda: self._go_on(-1), WHY: self.answers.why.setFocus})

    def _go_on(self, step: int) -> None:
        """Go to an open cell: the one that was stood on from the beginning, the next, or those beyond."""
        before, given = self.table.current_id(), self._stood_on
        self._stood_on = ""
        is_first = given == before and self.current is not None and self.current.is_open
        if not is_first and (not self.next_open(step) or self.table.current_id() == before):
            self.gone_beyond.emit(step)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self, address: str) -> None:
        if address == FILE and self.current is not None:
            self.file_asked.emit(self.current.sha256, self.current.file)


def _lay_out(pane: ReturnedPane, look: Look) -> None:
    upper, lower = Card(), Card()
    upper.box.setContentsMargins(1, 1, 1, 1)
    upper.box.addWidget(pane.table)
    lower.box.addWidget(pane.page, 1)
    lower.box.addWidget(pane.answers)
    pane.split = split = QSplitter(Qt.Orientation.Vertical)
    split.setChildrenCollapsible(False)
    split.setHandleWidth(FIELD_SPACE)
    split.addWidget(upper)
    split.addWidget(lower)
    layout = QVBoxLayout(pane)
    layout.setContentsMargins(0, 0, 0, 0)
    top = FlowLayout()
    top.addWidget(pane.filters)
    top.add_actions((pane.group_button, pane.rules_button, pane.next_button))
    layout.addLayout(top)
    layout.addWidget(pane.preview)
    layout.addWidget(split, 1)
    for tell in (pane.next_button.setToolTip, pane.next_button.setAccessibleName):
        look.text(pane.next_button, tell, "returns.next.tip")


def pane_places(pane: ReturnedPane) -> list[FocusPlace]:
    """Return the parts between which F6 goes: what a rule asks, the cells, one whole, its answers."""
    preview = [place_of(pane.preview)] if pane.preview.isVisible() else []
    answers = [place_of(pane.answers)] if pane.answers.why.isEnabled() else []
    cells, page = FocusPlace(pane.table, pane.table.setFocus), FocusPlace(pane.page, pane.page.setFocus)
    return [*preview, cells, page, *answers]


def _next(pane: ReturnedPane, step: int) -> str | None:
    """Return the next of the cells shown that is to be decided, from the top again after the last."""
    order, current = pane.table.rows.order, pane.table.current_id()
    shown = [order.id_at(place) for place in range(len(order))][::step]
    start = shown.index(current) + 1 if current in shown else 0
    is_open = {cell.id for cell in pane.cells if cell.is_open}
    return next((id for id in (*shown[start:], *shown[:start]) if id in is_open), None)


def _why_not(rule: str, cells: Sequence[ReturnedCell]) -> str | None:
    return why_not(rule, [cell.asked for cell in cells if cell.asked is not None])
