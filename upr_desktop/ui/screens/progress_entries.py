"""Show what one agency owes for one period beside the report being written, and go from one to the next."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from upr_desktop.jobs.edit_progress import accept, submit
from upr_desktop.register.changes import ChangeSet, RecordId
from upr_desktop.register.queries import records
from upr_desktop.register.report_entries import SUBMITTED, Entry
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.parts import beside
from upr_desktop.ui.screens.progress_list import ProgressList
from upr_desktop.ui.screens.progress_pane import ProgressPane
from upr_desktop.ui.screens.progress_words import ProgressWords
from upr_desktop.ui.session import Session

Write = Callable[[ChangeSet], bool]
SPLIT = [36_000, 64_000]


class ProgressEntries(QWidget):
    """The list at the left, the report at the right. `as_agency` is whether the agency itself looks."""

    recommendation_asked = Signal(str)

    def __init__(self, look: Look, session: Session, words: ProgressWords, write: Write) -> None:
        super().__init__()
        self._look, self._session, self._write = look, session, write
        self.list = ProgressList(look, words, is_own=session.keeper is not None)
        self.pane = ProgressPane(look, session, words, write)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(beside(look, (self.list, self.pane), 300, SPLIT))
        self._connect()
        look.language.follow(self, self.offer_all)

    @property
    def as_agency(self) -> bool:
        """Return whether the agency itself looks, which hands in; the coordinator accepts."""
        return self.pane.review.as_agency

    def show_entries(self, entries: Sequence[Entry], *, as_agency: bool) -> None:
        """Show these entries; the cursor stays where it is."""
        self.pane.review.as_agency = as_agency
        self.list.show_entries(entries)
        self._show_current()
        self.offer_all()

    def leave(self) -> None:
        """Save what a field still holds."""
        self.pane.leave()

    def set_writable(self, writable: bool) -> None:
        """Take edits, or not."""
        self.pane.set_writable(writable)
        self.offer_all()

    def go_to_waiting(self, by: int = 1) -> None:
        """Go to the next report still to be handed in, ready to write; from the list also to the one it stands on."""
        current = self.list.current()
        is_there = by > 0 and current is not None and current.is_waiting and not self._is_writing()
        if is_there or self.list.go_to_waiting(by):
            self.pane.focus()
        else:
            self.list.focus()

    def _is_writing(self) -> bool:
        focused = self.focusWidget()
        return focused is not None and self.pane.isAncestorOf(focused)

    def open_measure(self, id: str) -> bool:
        """Put the cursor on the entry of a measure; return whether it is there."""
        entry = next((one for one in self.list.entries() if one.measure.id == id), None)
        return entry is not None and self.list.table.select_row(entry.id)

    def offer_all(self) -> None:
        """Offer to hand in all that is complete, or to accept all that was handed in."""
        ready = [] if any(entry.is_own for entry in self.list.entries()) else self._ready()
        key = "progress.submit_all" if self.as_agency else "progress.accept_all"
        offered = ready and self._session.is_writable
        self.list.offer_all(self._look.t(key, count=len(ready)) if offered else "")

    def _ready(self) -> list[Entry]:
        if self.as_agency:
            return [entry for entry in self.list.entries() if entry.is_complete]
        return [entry for entry in self.list.entries() if entry.state == SUBMITTED]

    def _do_all(self) -> None:
        self.leave()
        ids = [entry.report.id for entry in self._ready() if entry.report]
        stored = self._session.read(lambda connection: records(connection, "progress", ids))
        self._write((submit if self.as_agency else accept)({RecordId(id): stored[id] for id in ids}))
        self.list.focus()

    def _show_current(self) -> None:
        wished = self.list.table.current_id()
        if self.pane.entry is not None and self.pane.entry.id != wished:
            self.pane.leave()
        self.pane.show_entry(self.list.current())

    def _go_on(self) -> None:
        """Go on to the next report: an agency's to the next missing, the coordinator's to the list."""
        if self.as_agency:
            self.go_to_waiting()
        else:
            self.list.focus()

    def _show_all(self) -> None:
        self.list.facets.choose({})
        self.list.focus()

    def _connect(self) -> None:
        self.list.table.current_changed.connect(lambda _: self._show_current())
        self.list.table.opened.connect(lambda _: self.pane.focus())
        self.list.all_asked.connect(self._do_all)
        self.list.clear_asked.connect(self._show_all)
        self.pane.left.connect(self.list.focus)
        self.pane.went_on.connect(self._go_on)
        self.pane.recommendation_asked.connect(self.recommendation_asked)
