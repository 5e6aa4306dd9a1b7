"""The pane that shows what returns would change, lets a person decide what is disputed, and applies all in one step."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.enclosed import Enclosed
from upr_desktop.jobs.merge_returns import Merge, Told
from upr_desktop.merge.return_questions import CONFIRM_NO_CHANGE, OURS, Proposed, Question, propose
from upr_desktop.merge.three_way import TAKEN
from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import Received
from upr_desktop.ui.asking import confirm
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.focus_round import FocusPlace, FocusRound, place_of
from upr_desktop.ui.screens.kept_split import keep_split
from upr_desktop.ui.screens.merge_file_list import MergeFileList
from upr_desktop.ui.screens.merge_files import MergeFiles
from upr_desktop.ui.screens.merge_identity import MergeIdentity
from upr_desktop.ui.screens.merge_matches import MergeMatches
from upr_desktop.ui.screens.merge_notice import PERIOD, ROWS, WHOSE, MergeNotice, is_whose_asked
from upr_desktop.ui.screens.merge_summary import FileFate, fates
from upr_desktop.ui.screens.merge_totals import (
    MergeWaiting,
    ask_apply_words,
    left_words,
    total_words,
    why_not,
)
from upr_desktop.ui.screens.received_file import ask_and_save
from upr_desktop.ui.screens.returned_cells import ReturnedCell, decided
from upr_desktop.ui.screens.returned_pane import ReturnedPane, pane_places
from upr_desktop.ui.session import Session
from upr_desktop.ui.shortcuts import bind
from upr_desktop.ui.theme import FIELD_SPACE
from upr_desktop.ui.widgets import button
from upr_desktop.ui.work import Work

WIDTHS, LEAST_LIST, LEAST_CELLS = (252, 900), 200, 480


class MergePane(QWidget):
    """A pane in the window, not a dialog: `take` feeds it with files.

    `applied` carries what was changed (Applied) and how many questions stay open (`fates` say what became of each file
    then); `closed` comes when the pane is left or all is applied. Nothing is written before a person applies.
    """

    applied = Signal(object, int)
    closed = Signal()
    split: QSplitter

    def __init__(self, look: Look, session: Session, gate: Callable[[], Gate], work: Work) -> None:
        super().__init__()
        self._look, self._session = look, session
        self.files = MergeFiles(look, session, gate, work, self)
        self._asked: list[list[ReturnedCell]] = []
        self.fates: Sequence[FileFate] = ()
        self._is_new, self._is_told = True, False
        self.title, self.total, self.reason = QLabel(), QLabel(), QLabel()
        self.waiting = MergeWaiting(look)
        self.notice = MergeNotice(look)
        self.list = MergeFileList(look, self.files)
        self.pane = ReturnedPane(look, session.settings, self._propose, elsewhere=self.is_open_elsewhere)
        self.identity, self.matches = MergeIdentity(look), MergeMatches(look)
        self.pages, self.cells_page = QStackedWidget(), QWidget()
        self.leave_button = button(look, "merge.leave", "quiet")
        self.apply_button = button(look, "merge.apply_nothing", "primary")
        _lay_out(self, look)
        keep_split(self.split, session.settings, "merge", [look.theme.px(width) for width in WIDTHS])
        self._connect()
        look.language.follow(self, self._tell)

    def take(self, files: Sequence[Path | Received], enclosed: Mapping[str, Enclosed] | None = None) -> None:
        """Read files and show what they would change; those that are shown already stay beside them."""
        if self.files.merge is None:
            self._is_new = True
        self.files.take(files, enclosed)

    def search(self, text: str) -> None:
        """Show only the cells that hold a text."""
        self.pane.table.rows.find(text)

    def close_pane(self) -> None:
        """Leave; what is being read is cancelled, nothing is lost: files can be read again."""
        self.files.forget()
        self._asked = []
        self.list.show_files(())
        self._is_new = True
        self.closed.emit()

    def leave(self) -> None:
        """Leave once a person agrees to lose what was decided, if anything was."""
        question = self._look.t("merge.ask_leave", count=len(self.files.decisions))
        if not self.files.decisions or confirm(
            self._look, self, question, "merge.ask_leave.yes", "merge.ask_leave.no"
        ):
            self.close_pane()

    def apply(self) -> None:
        """Apply all files with what was decided, as one step; ask first if anything stays open or out."""
        question = ask_apply_words(self._look, self.files, self._waiting())
        if not self.apply_button.isEnabled():
            return
        if not question or confirm(self._look, self, question, "merge.ask_apply.yes", "merge.ask_apply.no"):
            self.files.apply()

    def escape(self) -> None:
        """Leave what is in front: an editor, a preview, the rows to confirm; else the pane."""
        if self.pane.isVisible() and self.pane.escape():
            return
        if self.matches.isVisible() or self.identity.is_asked_again:
            self._show_cells_page()
        else:
            self.leave()

    def enter(self) -> None:
        """Do what stands in front: use what is typed, agree, confirm, read; else apply all."""
        if self.pane.isVisible() and self.pane.enter():
            return
        shown = {self.identity: self.identity.read_button, self.matches: self.matches.confirm_button}
        front = next((one for page, one in shown.items() if page.isVisible()), self.apply_button)
        front.click()

    def show_matches(self, place: int) -> None:
        """Show the rows of a file that number or text alone told."""
        self.list.choose(place)
        assert self.list.chosen_file is not None
        reports = self.files.merge.ledger.reports if self.files.merge else {}
        about = {id: report.measure_id for id, report in reports.items()}
        self.matches.show_file(self.list.chosen_file, self.files.known, about)
        self.pages.setCurrentWidget(self.matches)
        self.matches.take_focus()

    def _confirm_rows(self, sha256: str, rows: frozenset[int]) -> None:
        self._show_cells_page()
        self.pane.table.setFocus()
        self.files.confirm_rows(sha256, rows)

    def _say_notice(self) -> None:
        """Say what the chosen file, or one of all, asks as a whole."""
        if self.pane.preview.isVisible():
            return self.notice.hide()
        files = self.files.merge.files if self.files.merge else ()
        places = range(len(files)) if self.list.chosen is None else (self.list.chosen,)
        waiting = len(self._propose(CONFIRM_NO_CHANGE)) if self.pane.may_decide else 0
        return self.notice.say_of(files, places, waiting, self.files.looked_over)

    def _act_on_notice(self, what: str, place: int) -> None:
        acts = {WHOSE: self.ask_whose, ROWS: self.show_matches, PERIOD: self.files.confirm_period}
        acts.get(what, lambda _: self.pane.preview_rule(CONFIRM_NO_CHANGE))(place)

    def _propose(self, rule: str) -> Sequence[Proposed]:
        """Return what a rule would decide of what is still open in the chosen file, or in all."""
        decisions, one = self.files.decisions, self.list.chosen_file
        wanted = [asked for asked in self.files.asked if asked.question not in decisions]
        return propose(rule, wanted, files=(one.read.received.sha256,) if one else ())

    def _show(self) -> None:
        self._decide_anew()
        if self.files.merge is not None:
            self._go_on_once_told()
            self._show_chosen(anew=self._is_new)
            if self._is_new and not self.files.is_reading:
                self._is_new = False
                self.pane.table.setFocus()
        self._tell()

    def _tell_whose(self, sha256: str, told: Told) -> None:
        self._is_told = True
        self.files.tell(sha256, told)

    def _go_on_once_told(self) -> None:
        """Go back to all files once it was said whose one is, where that one has no cells to look at."""
        is_told, self._is_told = self._is_told, self._is_told and self.files.is_reading
        if is_told and not self._is_told and _has_no_cells(self):
            self.list.show_all()
            self.pane.table.setFocus()

    def _decide_anew(self) -> None:
        """Put what was decided into the cells that ask."""
        decisions = self.files.decisions
        self._asked = [
            [decided(cell, decisions) for cell in cells if cell.asked] for cells in self.files.cells
        ]
        self.list.show_files(self._asked)

    def _show_decided(self, questions: Collection[Question]) -> None:
        self._decide_anew()
        self.pane.show_decided([cell for one in self._asked for cell in one if cell.question in questions])
        self._tell()

    def _show_chosen(self, *, anew: bool = False) -> None:
        """Show the cells of the chosen file, or of all; or ask whose the chosen one is."""
        place, one = self.list.chosen, self.list.chosen_file
        if one is not None and is_whose_asked(one, self.files.options) and not self.files.is_reading:
            self._show_identity()
        elif self.pages.currentWidget() is not self.matches or one is None:
            self.pages.setCurrentWidget(self.cells_page)
        found, decisions = self.files.cells, self.files.decisions
        shown = found if place is None else found[place : place + 1]
        cells = [decided(cell, decisions) if cell.asked else cell for each in shown for cell in each]
        self.pane.show_cells(cells, self.files.known, anew=anew)
        self._say_notice()

    def _show_identity(self) -> None:
        self.identity.ask(self.list.chosen_file, self.files, self._session.today)
        self.pages.setCurrentWidget(self.identity)

    def ask_whose(self, place: int) -> None:
        """Ask whose a file is; also once more, of one that was given to the wrong agency."""
        self.list.choose(place)
        self._show_identity()
        self.identity.take_focus()

    def is_open_elsewhere(self) -> bool:
        """Return whether another file than the chosen one asks."""
        others = (cells for place, cells in enumerate(self._asked) if place != self.list.chosen)
        return self.list.chosen is not None and any(cell.is_open for cells in others for cell in cells)

    def _choose_file(self) -> None:
        self._show_cells_page()
        if self.files.merge is not None:
            self._show_chosen()
            self.pane.show_what_there_is()

    def _show_cells_page(self) -> None:
        self.pages.setCurrentWidget(self.cells_page)

    def _tell(self) -> None:
        t, files = self._look.t, self.files
        merge = files.merge
        if merge is None:
            self.pages.setCurrentWidget(self.waiting)
        elif self.pages.currentWidget() is self.waiting:
            self._show_cells_page()
        count = len(merge.files) + len(files.refused) if merge else 0
        self.title.setText(t("merge.title" if merge else "merge.reading", count=count))
        asked = [cell for one in self._asked for cell in one]
        waiting = self._waiting()
        self.total.setText(total_words(self._look, merge) if merge else "")
        reason = why_not(self._look, files, self._session)
        self.reason.setText(reason or left_words(self._look, merge, waiting))
        _tell_apply(self, self._look, asked, reason)
        self.pane.allow(may_decide=not files.is_applying and not files.is_reading)
        if merge is not None:
            self._say_notice()

    def _waiting(self) -> int:
        """Return how many questions are to be decided."""
        return len({cell.question for one in self._asked for cell in one if cell.is_open})

    def _finish(self, merge: Merge, applied: Applied) -> None:
        waiting, self.fates = self._waiting(), fates(merge, self.files, self._asked)
        self.applied.emit(applied, waiting)
        self.close_pane()

    def _save_file(self, sha256: str) -> None:
        if (one := self.files.received(sha256)) is not None:
            ask_and_save(self._look, self, one.name, lambda: one.content, self._session.refused.emit)

    def _connect(self) -> None:
        self.files.changed.connect(self._show)
        self.files.redecided.connect(self._show_decided)
        self.files.progressed.connect(self.waiting.show_progress)
        self.files.progressed.connect(lambda done, total: self.list.show_progress(done))
        self.files.applied.connect(self._finish)
        self.list.chose.connect(self._choose_file)
        self.list.rows_asked.connect(self.show_matches)
        self.list.whose_asked.connect(self.ask_whose)
        self.list.again_asked.connect(self.files.read_again)
        self.list.file_asked.connect(lambda received: self._save_file(received.sha256))
        self.identity.told.connect(self._tell_whose)
        self.matches.confirmed.connect(self._confirm_rows)
        self.matches.left.connect(self._show_cells_page)
        self.pane.decided.connect(self.files.decide)
        self.pane.gone_beyond.connect(lambda step: _go_beyond(self, step))
        self.pane.file_asked.connect(lambda sha256, name: self._save_file(sha256))
        self.pane.previewed.connect(self._say_notice)
        self.notice.answered.connect(self._act_on_notice)
        self.leave_button.clicked.connect(self.leave)
        self.apply_button.clicked.connect(self.apply)
        self.waiting.cancel_button.clicked.connect(self.close_pane)
        self._session.busy_changed.connect(self._tell)
        bind(self, {"Esc": self.escape, "Ctrl+Return": self.enter, "Ctrl+Enter": self.enter})
        self.round = FocusRound(self, lambda: _places(self))


def _go_beyond(pane: MergePane, step: int) -> None:
    """Go on to the next open cell of all files: the one the table comes to stand on, where none was before."""
    if pane.is_open_elsewhere():
        before = pane.pane.table.current_id()
        pane.list.show_all()
        cell = pane.pane.current
        if step < 0 or cell is None or cell.id == before or not cell.is_open:
            pane.pane.next_open(step)


def _has_no_cells(pane: MergePane) -> bool:
    """Return whether the chosen file is a letter, or none of ours."""
    one = pane.list.chosen_file
    return one is not None and (
        one.read.letter is not None or pane.files.options.of(one.read.received).left_out
    )


def _tell_apply(pane: MergePane, look: Look, asked: Sequence[ReturnedCell], reason: str) -> None:
    """Say on the button how many changes would be applied, or why none can be."""
    merge, apply = pane.files.merge, pane.apply_button
    changes = merge.counts[TAKEN] + sum(one.kept.new for one in merge.files) if merge else 0
    changes += len({cell.question for cell in asked if cell.decision and cell.decision.choice != OURS})
    apply.setText(look.t("merge.apply", count=changes) if changes else look.t("merge.apply_nothing"))
    apply.setEnabled(not reason)
    apply.setToolTip(reason or f"{apply.text()} (Ctrl+Enter)")
    apply.setAccessibleDescription(reason)


def _places(pane: MergePane) -> list[FocusPlace]:
    """Return the parts between which F6 goes: what is asked, the files, what one brings, the end of it."""
    page = pane.pages.currentWidget()
    shown = pane_places(pane.pane) if page is pane.cells_page else [place_of(page)] if page else []
    asked = [place_of(pane.notice)] if pane.notice.isVisible() else []
    files = FocusPlace(pane.list, pane.list.list.setFocus)
    end = pane.apply_button if pane.apply_button.isEnabled() else pane.leave_button
    return [*asked, files, *shown, FocusPlace(end, end.setFocus)]


def _lay_out(pane: MergePane, look: Look) -> None:
    pane.title.setProperty("role", "title")
    for text in (pane.total, pane.reason):
        text.setProperty("role", "soft")
        text.setWordWrap(True)
    pane.total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    pane.list.setMinimumWidth(look.theme.px(LEAST_LIST))
    pane.pages.setMinimumWidth(look.theme.px(LEAST_CELLS))
    box = QVBoxLayout(pane.cells_page)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(FIELD_SPACE)
    box.addWidget(pane.notice)
    box.addWidget(pane.pane, 1)
    for page in (pane.cells_page, pane.identity, pane.matches, pane.waiting):
        pane.pages.addWidget(page)
    pane.split = QSplitter(Qt.Orientation.Horizontal)
    pane.split.setChildrenCollapsible(False)
    pane.split.setHandleWidth(FIELD_SPACE)
    for stretch, part in enumerate((pane.list, pane.pages)):
        pane.split.addWidget(part)
        pane.split.setStretchFactor(stretch, stretch)
    head = QHBoxLayout()
    head.addWidget(pane.title)
    head.addWidget(pane.total, 1)
    foot = QHBoxLayout()
    foot.addWidget(pane.reason, 1)
    foot.addWidget(pane.leave_button)
    foot.addWidget(pane.apply_button)
    layout = QVBoxLayout(pane)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(FIELD_SPACE)
    layout.addLayout(head)
    layout.addWidget(pane.split, 1)
    layout.addLayout(foot)
