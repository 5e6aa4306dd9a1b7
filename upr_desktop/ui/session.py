"""Give the window's screens the open register: they read plain rows and ask for changes; nobody else writes."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import Change, ChangeSet, Edited, Label, Received, RecordId
from upr_desktop.register.errors import ChangesRefused, Moved, RegisterError
from upr_desktop.register.own_rows import Keeper, keeper
from upr_desktop.register.register import Connection, GaveWay, Register
from upr_desktop.ui.settings import Settings
from upr_desktop.ui.work import Work

Result = TypeVar("Result")
Write = Callable[[ChangeSet], bool]
Places = frozenset[tuple[RecordId, str | None]]
WRITING, LOOKING_OVER = "writing", "looking_over"


class Session(QObject):
    """One open register as the window uses it.

    `changed` carries what was touched (Applied) and who asked for it, so that a screen need not answer itself;
    `refused` carries the RegisterError of a change that was not made; `busy_changed` says whether long work writes,
    while which fields are read-only. `ask_author` is asked once, at the first write, and returns a name or None.
    `today` is the day for what is due and overdue. `unseen` gives the fields that another program has written and the
    screens do not show yet (a field of None is the whole record): nobody who did not see a value replaces it.
    """

    changed = Signal(object, object)
    refused = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, register: Register, settings: Settings, ask_author: Callable[[], str | None]) -> None:
        super().__init__()
        self.register = register
        self.settings = settings
        self._ask_author = ask_author
        self.unseen: Callable[[], Places] = frozenset
        self._busy = 0
        self._busy_with = WRITING
        self.work: Work | None = None
        self.reading_title = ""
        self.today = date.today()

    def read(self, question: Callable[[Connection], Result]) -> Result:
        """Return the answer to a question that reads one state of the register."""
        with self.register.reading() as connection:
            return question(connection)

    def read_aside(
        self,
        question: Callable[[Connection], Result],
        done: Callable[[Result], object],
        failed: Callable[[], object],
    ) -> None:
        """Ask on the worker what takes long, and give the answer to `done`; at once where there is no worker.

        `failed` is called where there will be no answer: the trouble is told, or the work was cancelled.
        """
        if self.work is None:
            done(self.read(question))
            return
        task = self.work.start(self.reading_title, lambda _: self.read(question), done, self._tell_trouble)
        for ended in (task.failed, task.cancelled):
            ended.connect(failed)

    def prepare(self, question: Callable[[Connection], object]) -> None:
        """Ask on the worker what is to be known when it is needed; it is given up as soon as something is saved."""
        if self.work is not None:
            self.work.start(
                "", lambda _: self._ask_giving_way(question), failed=self._tell_trouble, quiet=True
            )

    def _ask_giving_way(self, question: Callable[[Connection], object]) -> None:
        with suppress(GaveWay), self.register.giving_way() as connection:
            question(connection)

    def _tell_trouble(self, error: Exception) -> None:
        if not isinstance(error, RegisterError):
            raise error
        self.refused.emit(error)

    @cached_property
    def keeper(self) -> Keeper | None:
        """Return whose rows the register holds; None for a secretariat's, or where the file does not tell."""
        with suppress(RegisterError):
            return self.read(keeper)
        return None

    @property
    def is_writable(self) -> bool:
        """Return whether fields may be edited now."""
        return not self.register.read_only and not self._busy

    def set_busy(self, busy: bool, work: str = WRITING) -> None:
        """Say that long work (WRITING, LOOKING_OVER) begins or ends; each beginning is followed by one end."""
        before = self._busy
        if busy:
            self._busy_with = work
        self._busy = max(0, before + (1 if busy else -1))
        if bool(before) != bool(self._busy):
            self.busy_changed.emit(bool(self._busy))

    @property
    def closed_by(self) -> str:
        """Return what keeps fields from being edited: "file" (only to be read), else WRITING or LOOKING_OVER."""
        return "file" if self.register.read_only else self._busy_with

    @property
    def is_busy(self) -> bool:
        """Return whether long work keeps the register from being edited just now."""
        return bool(self._busy)

    def write(
        self,
        label: Label,
        changes: Sequence[Change],
        initiator: QObject | None = None,
        files: Sequence[Received] = (),
    ) -> bool:
        """Apply a person's changes as one revision; return whether that was done (or there was nothing to do).

        `files` are kept in the register with them.
        """
        author = self.author()
        if author is None:
            return False
        return self._run(lambda: self._apply(ChangeSet(label, changes, author), files), initiator)

    def _apply(self, changes: ChangeSet, files: Sequence[Received] = ()) -> Applied:
        unseen = self.unseen()
        edits = [change for change in changes.changes if isinstance(change, Edited)]
        moved = [
            Moved(change.kind, change.id, change.field, None, change.before)
            for change in edits
            if {(change.id, change.field), (change.id, None)} & unseen
        ]
        if moved:
            raise ChangesRefused("fields_moved", moved, count=len(moved))
        return self.register.apply(changes, files)

    def undo(self, number: int) -> bool:
        """Undo one revision; return whether it was undone."""
        author = self.author()
        if author is None:
            return False
        return self._run(lambda: self.register.undo(number, author), None)

    def author(self) -> str | None:
        """Return who is working, asking once; None where the person did not say."""
        if not self.settings.author and (name := self._ask_author()):
            self.settings.write("author", name)
        return self.settings.author or None

    def announce(self, applied: Applied, initiator: QObject | None = None) -> None:
        """Tell the screens what was written elsewhere: by long work, or by another program."""
        self.changed.emit(applied, initiator)

    def _run(self, write: Callable[[], Applied], initiator: QObject | None) -> bool:
        if not self.is_writable:
            self.refused.emit(RegisterError("read_only", file=self.register.path.name))
            return False
        try:
            applied = write()
        except RegisterError as refusal:
            self.refused.emit(refusal)
            return False
        if applied.revision is not None:
            self.changed.emit(applied, initiator)
        return True
