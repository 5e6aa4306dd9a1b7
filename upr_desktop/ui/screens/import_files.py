"""Read the files of an import on the worker, draft them anew for other choices, apply what is agreed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.enclosed import Enclosed, load_returns
from upr_desktop.jobs.import_choices import (
    Offered,
    additions,
    for_own_state,
    kept_records,
    known_file,
    new_rows,
    reviewed_states,
)
from upr_desktop.jobs.import_file import AlreadyIn, Options, Prepared, apply_import, prepare, redraft
from upr_desktop.merge import draft
from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import Change, Received, RecordId
from upr_desktop.register.errors import FileRefused, RegisterError
from upr_desktop.register.register import Register
from upr_desktop.ui.look import Look
from upr_desktop.ui.session import Session
from upr_desktop.ui.work import Cancelled, Progress, Task, Work

READING, READY, REFUSED, APPLYING, APPLIED = "reading", "ready", "refused", "applying", "applied"
ALREADY_IN = "already_in"


@dataclass(frozen=True, slots=True)
class Drafted:
    """What the worker made of a file: drafted, refused or known; with what the preview needs of it besides.

    `enclosed` is what came beside it in its archive: of a return, these are its documents.
    """

    received: Received | None
    prepared: Prepared | None = None
    refusal: RegisterError | None = None
    known: AlreadyIn | None = None
    states: tuple[str, ...] = ()
    added: Mapping[RecordId, list[Change]] = field(default_factory=dict)
    enclosed: Enclosed | None = None


@dataclass(eq=False, slots=True)
class FileEntry:
    """One file of the preview and how far it is. `offered` is what a person may tick in its rows.

    `is_again` says that it is to be read although the register holds it already.
    """

    name: str
    path: Path | None = None
    state: str = READING
    drafted: Drafted = field(default_factory=lambda: Drafted(None))
    options: Options = field(default_factory=Options)
    offered: Offered = field(default_factory=Offered)
    number: int | None = None
    is_redrafting: bool = False
    is_again: bool = False

    @property
    def prepared(self) -> Prepared | None:
        """Return the file as read and drafted, None before that and where it is refused."""
        return self.drafted.prepared


class ImportFiles(QObject):
    """The files of one preview.

    `listed` says that files were added, `changed` carries the FileEntry that is further, `applied` what an agreed
    file changed (Applied) and its name, `progressed` rows read of the file that is being read.
    """

    listed = Signal()
    changed = Signal(object)
    applied = Signal(object, str, int)
    progressed = Signal(int)

    def __init__(self, look: Look, session: Session, gate: Gate, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._session, self._gate, self._work = look, session, gate, work
        self._running: dict[FileEntry, Task] = {}
        self.entries: list[FileEntry] = []
        session.changed.connect(self._follow_register)

    def read(self, files: Sequence[Path | Received], layout: str = "auto") -> None:
        """Read files, one after another; each stands or falls alone."""
        for file in files:
            options = Options(layout)
            entry = FileEntry(file.name, file if isinstance(file, Path) else None, options=options)
            if isinstance(file, Received):
                entry.drafted = Drafted(file)
            self.entries.append(entry)
            self._read(entry)
        self.listed.emit()

    def forget(self) -> None:
        """Drop all files; what is being read is cancelled."""
        for entry in list(self._running):
            self.cancel(entry)
        self.entries.clear()

    def cancel(self, entry: FileEntry) -> None:
        """Stop reading a file."""
        if task := self._running.get(entry):
            task.progress.cancel()

    def choose(self, entry: FileEntry, options: Options) -> None:
        """Draft a file anew for other choices; another layout or a refused file is read again."""
        if options == entry.options:
            return
        is_other_layout = options.layout != entry.options.layout
        entry.options = options
        if is_other_layout or entry.prepared is None:
            self._read(entry)
        else:
            self._redraft(entry)

    def read_again(self, entry: FileEntry) -> None:
        """Read a file that the register holds already."""
        entry.is_again = True
        self._read(entry)

    def apply(self, entry: FileEntry) -> None:
        """Apply a file as one saved change on the worker; fields are read-only until it is done."""
        prepared, author, register = entry.prepared, self._session.author(), self._session.register
        if author is None or prepared is None or not self._session.is_writable:
            return
        entry.state = APPLYING
        self._session.set_busy(True)

        def write(progress: Progress) -> tuple[Prepared, Applied]:
            return apply_import(register, prepared, author)

        title = self._look.t("preview.applying", file=entry.name)
        task = self._work.start(
            title, write, lambda result: self._finish(entry, result), lambda error: self._fail(entry, error)
        )
        task.cancelled.connect(lambda: self._stay(entry))
        self.changed.emit(entry)

    def _read(self, entry: FileEntry) -> None:
        entry.state = READING
        register, gate, path = self._session.register, self._gate, entry.path
        received, asked = entry.drafted.received, _Asked(entry.options, entry.is_again)

        def read(progress: Progress) -> list[Drafted]:
            return list(_brought(register, gate, received or path, asked, progress))

        self._start(entry, "preview.reading", read, lambda found: self._take_all(entry, found))

    def _redraft(self, entry: FileEntry) -> None:
        prepared, options, register = entry.prepared, entry.options, self._session.register
        if prepared is None:
            return
        entry.is_redrafting = True

        def draft(progress: Progress) -> Drafted:
            again = redraft(register, prepared, options)
            return replace(entry.drafted, prepared=again, added=additions(again.draft.changes.changes))

        self._start(entry, "preview.redrafting", draft, lambda drafted: self._take_draft(entry, drafted))

    def _start(
        self, entry: FileEntry, title: str, job: Callable[[Progress], object], done: Callable[..., None]
    ) -> None:
        task = self._work.start(
            self._look.t(title, file=entry.name), job, done, lambda error: self._refuse(entry, error)
        )
        self._running[entry] = task
        task.cancelled.connect(lambda: self._refuse(entry, FileRefused("cancelled", name=entry.name)))
        task.progressed.connect(lambda done, total: self.progressed.emit(done))
        self.changed.emit(entry)

    def _take_all(self, entry: FileEntry, found: list[Drafted]) -> None:
        self._running.pop(entry, None)
        if entry not in self.entries:
            return
        place = self.entries.index(entry)
        others = [FileEntry(one.received.name, options=entry.options) for one in found[1:] if one.received]
        self.entries[place + 1 : place + 1] = others
        for one, drafted in zip([entry, *others], found, strict=True):
            if drafted.received:
                one.name = drafted.received.name
            self._take(one, drafted)
        if others:
            self.listed.emit()
        self.changed.emit(entry)

    def _take_draft(self, entry: FileEntry, drafted: Drafted) -> None:
        self._running.pop(entry, None)
        if drafted.prepared and drafted.prepared.options == entry.options:
            self._take(entry, drafted)
            self.changed.emit(entry)

    def _take(self, entry: FileEntry, drafted: Drafted) -> None:
        entry.is_redrafting = False
        entry.drafted = drafted
        entry.state = READY if drafted.prepared else ALREADY_IN if drafted.known else REFUSED
        if drafted.prepared:
            entry.options = drafted.prepared.options
            kept = entry.offered.records | kept_records(drafted.prepared.draft.rows)
            entry.offered = Offered(kept, new_rows(drafted.prepared))

    def _refuse(self, entry: FileEntry, error: Exception) -> None:
        self._running.pop(entry, None)
        if not isinstance(error, RegisterError):
            entry.state = REFUSED
            raise error
        self._take(entry, Drafted(entry.drafted.received, refusal=error))
        self.changed.emit(entry)

    def _finish(self, entry: FileEntry, result: tuple[Prepared, Applied]) -> None:
        prepared, applied = result
        entry.state, entry.number = APPLIED, applied.revision
        self._session.set_busy(False)
        if applied.revision is not None:
            self._session.announce(applied)
        self.changed.emit(entry)
        self.applied.emit(applied, entry.name, prepared.draft.counts.get(draft.REFUSED, 0))

    def _fail(self, entry: FileEntry, error: Exception) -> None:
        self._stay(entry)
        if not isinstance(error, RegisterError):
            raise error
        self._session.refused.emit(error)

    def _stay(self, entry: FileEntry) -> None:
        entry.state = READY
        self._session.set_busy(False)
        self.changed.emit(entry)

    def _follow_register(self, applied: Applied) -> None:
        """Draft anew what waits, and look again at what was taken in: the register moved meanwhile."""
        for entry in self.entries:
            if entry.state == READY:
                self._redraft(entry)
            elif entry.state == ALREADY_IN:
                self._read(entry)


@dataclass(frozen=True, slots=True)
class _Asked:
    """How a file is to be read; `is_again`: although the register holds it already."""

    options: Options
    is_again: bool


def _brought(
    register: Register, gate: Gate, file: Path | Received | None, asked: _Asked, progress: Progress
) -> list[Drafted]:
    """Return what a file, or each file in an archive, would change. Raises RegisterError, Cancelled."""
    if file is None:
        return []
    loaded = load_returns([file], gate)
    for _, refusal in (*loaded.refused, *loaded.loose):
        raise refusal
    found: list[Drafted] = []
    for one in loaded.files:
        drafted = _drafted(register, gate, one, asked, progress)
        found.append(replace(drafted, enclosed=loaded.enclosed.get(one.sha256)))
    return found


def _drafted(
    register: Register, gate: Gate, received: Received, asked: _Asked, progress: Progress
) -> Drafted:
    options = asked.options
    if not asked.is_again and (known := known_file(register, received, options)):
        return Drafted(received, known=known)
    try:
        prepared = prepare(register, received, options, gate, progress, lambda: progress.is_cancelled)
    except FileRefused as refusal:
        if progress.is_cancelled:
            raise Cancelled from refusal
        return Drafted(received, refusal=refusal)
    states = reviewed_states(prepared)
    if options.state is None:
        prepared = for_own_state(register, prepared, states)
    return Drafted(received, prepared, states=states, added=additions(prepared.draft.changes.changes))
