"""Read returns on the worker, merge them anew as the person decides or the register moves, apply them as one step."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.bulk_decisions import questions_of_merge
from upr_desktop.jobs.enclosed import Enclosed, Loaded, load_returns
from upr_desktop.jobs.loose_documents import give_loose, reading_again
from upr_desktop.jobs.merge_decisions import decided_changes
from upr_desktop.jobs.merge_returns import (
    Merge,
    MergeOptions,
    ReadFile,
    Told,
    apply_merge,
    merge_read,
    read_returns,
)
from upr_desktop.merge.return_questions import Decision, OpenQuestion, Question
from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import Received
from upr_desktop.register.errors import FileRefused, RegisterError
from upr_desktop.register.kept_measures import keep_measures
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.plan_choice import LAST_PLAN
from upr_desktop.ui.screens.returned_cells import Around, ReturnedCell, around, cells_of_merge
from upr_desktop.ui.session import Session
from upr_desktop.ui.work import Cancelled, Progress, Task, Work


@dataclass(frozen=True, slots=True)
class Brought:
    """What the worker made of files: read and merged, with what they ask and the cells of each file.

    `refused` could not even be opened, by name.
    """

    read: Sequence[ReadFile]
    merge: Merge
    known: Around
    asked: Sequence[OpenQuestion]
    cells: Sequence[Sequence[ReturnedCell]]
    refused: Sequence[tuple[str, FileRefused]] = field(default_factory=tuple)


class MergeFiles(QObject):
    """The files of one merge. Nothing is written before `apply`.

    `changed` says that the merge is another, `redecided` that only decisions are (it carries their questions);
    `progressed` how many files of how many are read, `applied` carries the merge and what it changed (Applied). While
    files are read, `coming` has their names.
    """

    changed = Signal()
    redecided = Signal(object)
    _opened = Signal(object, object)
    progressed = Signal(int, int)
    applied = Signal(object, object)

    def __init__(
        self, look: Look, session: Session, gate: Callable[[], Gate], work: Work, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._look, self._session, self._gate, self._work = look, session, gate, work
        self._read: list[ReadFile] = []
        self._enclosed: dict[str, Enclosed] = {}
        self._task: Task | None = None
        self.refused: list[tuple[str, FileRefused]] = []
        self.options = MergeOptions()
        self.looked_over: set[str] = set()
        self.decisions: dict[Question, Decision] = {}
        self.merge: Merge | None = None
        self.known = Around()
        self.asked: Sequence[OpenQuestion] = ()
        self.cells: Sequence[Sequence[ReturnedCell]] = ()
        self.coming: Sequence[str] = ()
        self.is_applying = False
        self._opened.connect(self._name)
        session.changed.connect(self._follow_register)

    @property
    def is_reading(self) -> bool:
        """Return whether files are being read or merged anew."""
        return self._task is not None

    def received(self, sha256: str) -> Received | None:
        """Return a file of the merge as it came."""
        return next((one.received for one in self._read if one.received.sha256 == sha256), None)

    def take(self, files: Sequence[Path | Received], enclosed: Mapping[str, Enclosed] | None = None) -> None:
        """Read files beside those that are there already; `enclosed` came with one (by its sha256) in its archive."""
        self._enclosed |= enclosed or {}
        self._start(files, self._read)

    def read_again(self) -> None:
        """Read the files once more that were merged before."""
        self.options = replace(self.options, again=True)
        again = [one.received for one in self._read if one.same or one.refused]
        self._start(again, [one for one in self._read if not one.same and not one.refused])

    def tell(self, sha256: str, told: Told) -> None:
        """Merge anew with what a person says of one file: whose it is, which rows match, that it is none of ours."""
        self.options = replace(self.options, told={**self.options.told, sha256: told})
        self._start([], self._read)

    def confirm_rows(self, sha256: str, rows: frozenset[int]) -> None:
        """Merge anew with the rows of a file that a person confirms; the others were looked over too, and stay out."""
        self.looked_over.add(sha256)
        self.tell(sha256, replace(self.options.told.get(sha256, Told()), rows=rows))

    def confirm_period(self, place: int) -> None:
        """Merge anew with the period of the workbook confirmed where the heading of the file here names another."""
        one = self.merge.files[place] if self.merge else None
        if one and one.identity and one.identity.periods:
            told = replace(self.options.of(one.read.received), period=one.identity.periods[0])
            self.tell(one.read.received.sha256, told)

    def decide(self, decisions: Mapping[Question, Decision]) -> None:
        """Note what a person decided; it is written when the merge is applied."""
        self.decisions |= decisions
        self.redecided.emit(decisions.keys())

    def forget(self) -> None:
        """Drop everything; what is being read is cancelled."""
        self.cancel()
        self._task = None
        self._read, self.refused, self.merge, self.coming = [], [], None, ()
        self.asked, self.cells = (), ()
        self.options, self.decisions, self._enclosed = MergeOptions(), {}, {}
        self.looked_over = set()

    def cancel(self) -> None:
        """Stop reading."""
        if self._task is not None:
            self._task.progress.cancel()

    def apply(self) -> None:
        """Apply the merge with its decisions as one saved change; fields are read-only until it is done."""
        merge, register, author = self.merge, self._session.register, self._session.author()
        if merge is None or author is None or not self._session.is_writable:
            return
        decisions, wished = dict(self.decisions), self._session.settings.text(LAST_PLAN)
        self.is_applying = True
        self._session.set_busy(True)

        def write(progress: Progress) -> tuple[Merge, Applied]:
            signed = replace(merge, author=author)
            done = apply_merge(register, signed, lambda one: decided_changes(register, one, decisions))
            with suppress(RegisterError), register.reading() as connection:
                keep_measures(connection, wished)  # what the screens show next
            return done

        task = self._work.start(self._look.t("merge.applying"), write, self._finish, self._fail)
        task.cancelled.connect(self._stay)
        self.changed.emit()

    def _start(self, files: Sequence[Path | Received], kept: Sequence[ReadFile]) -> None:
        register, options = self._session.register, self.options
        gate, author = self._gate() if files else None, self._session.settings.author
        kept, enclosed = list(kept), self._enclosed

        def read(progress: Progress) -> Brought:
            loaded = load_returns(files, gate) if gate else Loaded()
            seen = {one.received.sha256 for one in kept}
            fresh = [file for file in loaded.files if file.sha256 not in seen]
            enclosed.update(loaded.enclosed)
            total = len(fresh)
            self._opened.emit(progress, [file.name for file in fresh])
            progress(0, total)
            try:
                more = (
                    read_returns(
                        register, fresh, options, gate, lambda done: progress(done, total),
                        lambda: progress.is_cancelled, enclosed,
                    )
                    if gate and fresh
                    else []
                )  # fmt: skip
            except FileRefused as refusal:
                raise Cancelled from refusal
            every = give_loose([*kept, *more], loaded, reading_again(register, options, gate))
            merge = merge_read(register, every, options, author)
            asked = questions_of_merge(register, merge)
            with register.reading() as connection:
                known = _knowing(around(connection), every)
            return Brought(every, merge, known, asked, cells_of_merge(merge, known, asked), loaded.refused)

        self.cancel()
        task = self._work.start(self._look.t("merge.reading"), read, None, self._refuse)
        self._task = task
        task.finished.connect(lambda brought: self._take(task, brought))
        task.cancelled.connect(lambda: self._end(task))
        task.progressed.connect(lambda done, total: self.progressed.emit(done, total))
        self.changed.emit()

    def _take(self, task: Task, brought: Brought) -> None:
        if task is not self._task:
            return
        self._task, self.coming = None, ()
        self._read, self.merge, self.known = list(brought.read), brought.merge, brought.known
        self.asked, self.cells = brought.asked, brought.cells
        self.refused += brought.refused
        asked = {one.question for one in brought.asked}
        self.decisions = {key: one for key, one in self.decisions.items() if key in asked}
        self.changed.emit()

    def _name(self, progress: Progress, names: Sequence[str]) -> None:
        """Take the names of the files that are about to be read, unless that was cancelled."""
        if self._task is not None and self._task.progress is progress:
            self.coming = names
            self.changed.emit()

    def _end(self, task: Task) -> None:
        if task is self._task:
            self._task, self.coming = None, ()
            self.changed.emit()

    def _refuse(self, error: Exception) -> None:
        self._task, self.coming = None, ()
        self.changed.emit()
        if not isinstance(error, RegisterError):
            raise error
        self._session.refused.emit(error)

    def _finish(self, result: tuple[Merge, Applied]) -> None:
        merge, applied = result
        if applied.revision is not None:
            self._session.announce(applied)  # still applying: what is done with need not be merged anew
        self.is_applying = False
        self._session.set_busy(False)
        self.applied.emit(merge, applied)

    def _fail(self, error: Exception) -> None:
        self._stay()
        if not isinstance(error, RegisterError):
            raise error
        self._session.refused.emit(error)

    def _stay(self) -> None:
        self.is_applying = False
        self._session.set_busy(False)
        self.changed.emit()

    def _follow_register(self, applied: Applied) -> None:
        """Merge anew what waits: the register moved meanwhile."""
        if self.merge is not None and not self.is_applying and not self.is_reading:
            self._start([], self._read)


def _knowing(known: Around, files: Sequence[ReadFile]) -> Around:
    """Return what cells are about, with the names of these files: of copies that of the first."""
    names = {one.received.sha256: one.received.name for one in reversed(files)}
    return replace(known, files={**names, **known.files}, coming=frozenset(names.keys() - known.files.keys()))
