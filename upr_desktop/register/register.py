"""Open a register, apply changes to it, read its history: the one file that the program works on."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from upr_desktop.register import sqlite
from upr_desktop.register.apply import Applied, apply_changes, rebuild_search, search_is_current
from upr_desktop.register.backup import backed_up
from upr_desktop.register.changes import (
    Added,
    Change,
    ChangeSet,
    Label,
    Received,
    RecordId,
    Removed,
    inverses,
    new_id,
)
from upr_desktop.register.connection import Connection as Connection
from upr_desktop.register.dump import load_lines
from upr_desktop.register.errors import ChangesRefused, Moved, RegisterError
from upr_desktop.register.files import new_file
from upr_desktop.register.log import (
    RevisionRow,
    changes_of,
    revision_row,
    revision_rows,
    revisions,
)
from upr_desktop.register.migrate import create_schema, is_newer, needs_upgrade, upgrade
from upr_desktop.register.return_store import Cited, keep_cited

STEPS = 1000  # of SQLite's machine between two looks at whether somebody wants to write


class GaveWay(Exception):
    """A question in the background was ended, since this program writes: it may be asked again."""


class Register:
    """One open register. Reads give plain values; `apply` is the only way to write records."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._pen = sqlite.connect(path, read_only=read_only)
        self._readers = self._pen if path == sqlite.IN_MEMORY else sqlite.connect(path, read_only=True)
        self._one_writes = Lock()
        self._data_version = 0
        self._writes = 0

    @classmethod
    def create(cls, path: Path, name: str, *, state: str | None = None, author: str = "") -> Self:
        """Make a new register file holding its one `register` record; the file is there whole or not at all.

        Raises RegisterError: file_exists, cannot_write, disk_full.
        """
        first = Added("register", new_id(), {"name": name, "state": state, "content_languages": "kk,ru,en"})
        label = Label("label.register_created", {"name": name})
        return cls._make(path, lambda new: apply_changes(new, ChangeSet(label, (first,), author, "new")))

    @classmethod
    def from_dump(cls, path: Path, lines: Iterable[str | bytes]) -> Self:
        """Make a new register file from the lines of a dump (text or UTF-8); the file is there whole or not at all.

        Raises RegisterError: file_exists, not_a_dump (with the line), newer_dump, cannot_write, disk_full.
        """
        return cls._make(path, lambda new: load_lines(new, lines))

    @classmethod
    def _make(cls, path: Path, fill: Callable[[Connection], object]) -> Self:
        if path == sqlite.IN_MEMORY:
            register = cls(path)
            register._fill(fill)
            return register
        with new_file(path) as temporary, cls(temporary) as unfinished:
            unfinished._fill(fill)
        return cls.open(path)

    def _fill(self, fill: Callable[[Connection], object]) -> None:
        with self._writing() as connection:
            sqlite.mark_as_register(connection)
            create_schema(connection)
            sqlite.create_search(connection)
            fill(connection)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, at_once: bool = False) -> Self:
        """Open a register, upgrading an older one after a backup. A damaged file is not written to.

        `at_once` leaves counting what the search index holds to `mend_search`, to be called before the first write.
        Raises RegisterError: no_such_file, not_a_register, newer_register, old_register_read_only, damaged,
        upgrade_failed, wal_in_use, busy, cannot_open.
        """
        sqlite.check_header(path)
        register = cls(path, read_only=read_only)
        try:
            register._prepare(at_once)
        except BaseException:
            register.close()
            raise
        return register

    def _prepare(self, at_once: bool) -> None:
        with self.reading() as connection:
            newer, old = is_newer(connection), needs_upgrade(connection)
            current = old or (
                sqlite.search_count(connection) is not None if at_once else search_is_current(connection)
            )
        if newer:
            raise RegisterError("newer_register", file=self.path.name)
        if old and self.read_only:
            raise RegisterError("old_register_read_only", file=self.path.name)
        if not self.read_only and (old or not current or sqlite.is_wal(self.path)):
            self._mend(old)
        self._note_data_version()

    def _mend(self, old: bool) -> None:
        """Bring a file up to date that is not: its schema, its journal mode, its search index."""
        if damage := sqlite.quick_check(self.path):
            raise RegisterError("damaged", file=self.path.name, reason=damage[0])
        self._readers.dispose()
        if old:
            upgrade(self.path)
        with self._writing() as connection:
            if not search_is_current(connection):
                rebuild_search(connection)

    def mend_search(self) -> None:
        """Make the search index anew where it does not hold what the records do. Raises RegisterError as `apply`."""
        with self.reading() as connection:
            if search_is_current(connection):
                return
        with self._writing() as connection:
            rebuild_search(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection inside a transaction that sees one state of the register and can write nothing.

        Raises RegisterError: busy, damaged, disk_trouble, cannot_open.
        """
        with (
            sqlite.outside_trouble(self.path),
            self._readers.connect() as connection,
            connection.transaction(),
        ):
            yield connection

    @contextmanager
    def giving_way(self) -> Iterator[Connection]:
        """Give a connection for long questions in the background: a change that this program saves is not kept waiting.

        Each question is a transaction of its own. Raises GaveWay once something is written, RegisterError as `reading`.
        """
        writes = self._writes
        with sqlite.outside_trouble(self.path), self._readers.connect() as connection:
            connection.raw.set_progress_handler(lambda: self._writes != writes, STEPS)
            try:
                yield connection
            except sqlite3.OperationalError as stopped:
                if sqlite.was_interrupted(stopped):
                    raise GaveWay from stopped
                raise
            finally:
                connection.raw.set_progress_handler(None, 0)

    def revision(self) -> int:
        """Return the number of the newest revision."""
        with self.reading() as connection:
            return int(
                connection.exec_driver_sql("SELECT coalesce(max(number), 0) FROM revision").scalar_one()
            )

    def history(self, record: RecordId | None = None, limit: int = -1) -> list[RevisionRow]:
        """Return revisions, newest first: all, or those that touched a record."""
        with self.reading() as connection:
            return revisions(connection, record, limit)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self.read_only:
            raise RegisterError("read_only", file=self.path.name)
        self._writes += 1
        with (
            self._one_writes,
            sqlite.outside_trouble(self.path),
            self._pen.connect() as connection,
            connection.transaction(writes=True),
        ):
            yield connection

    def apply(
        self,
        changes: ChangeSet,
        received: Sequence[Received] = (),
        cited: Sequence[Cited] = (),
        *,
        backs_up: bool = False,
    ) -> Applied:
        """Apply all changes as one revision, in one transaction, or none; a set that changes nothing makes none.

        The received files and dispatches that it cites are kept with it, even where it changes nothing. `backs_up`
        keeps a copy of the register as it was before; it is made meanwhile, and without it nothing is written.

        Raises ChangesRefused where a field is no longer what the set expects, RulesBroken where a record would break
        a rule, RegisterError: read_only, busy (another program writes), disk_full, disk_trouble, damaged,
        cannot_write, copy_failed. Whatever is raised, nothing was written.
        """
        needs_copy = backs_up and changes.changes and self.path != sqlite.IN_MEMORY
        with self._writing() as connection, backed_up(self.path) if needs_copy else nullcontext():
            _keep(connection, received)
            applied = apply_changes(connection, changes)
            keep_cited(connection, cited, applied.revision)
            return applied

    def undo(self, number: int, author: str = "") -> Applied:
        """Undo one revision by applying its inverse as a new one; undoing an undo is redo.

        Raises RegisterError where there is no such revision or it is undone already, ChangesRefused, naming the
        later revisions, where what it wrote was changed or is used since.
        """
        with self._writing() as connection:
            found = revision_row(connection, number)
            if found is None:
                raise RegisterError("no_such_revision", number=number)
            if found.undone_by is not None:
                raise RegisterError("already_undone", number=number, by=found.undone_by)
            changes = inverses(changes_of(connection, number))
            if any(change.kind == "register" and isinstance(change, Removed) for change in changes):
                raise RegisterError("creation_stays", number=number)
            return _apply_undo(connection, changes, author, number)

    def undoable(self, author: str) -> int | None:
        """Return the author's newest revision that is not undone: what Ctrl+Z takes back."""
        own = (row for row in self._marks() if row.author == author and row.undo_of is None)
        return next((row.number for row in own if row.undone_by is None and row.kind != "new"), None)

    def redoable(self, author: str) -> int | None:
        """Return the author's newest undo that still holds, unless the author has written something since."""
        history = self._marks()
        undoes = {row.number: row.undo_of for row in history}
        for row in history:
            if row.author == author and row.undo_of is None:
                return None
            if row.author == author and row.undone_by is None and _takes_back(row.number, undoes):
                return row.number
        return None

    def _marks(self) -> list[RevisionRow]:
        with self.reading() as connection:
            return revision_rows(connection)

    def moved_elsewhere(self) -> bool:
        """Return whether another program wrote to the file since it was opened or since this was last asked.

        While this program itself writes nobody else can, so it is not waited for.
        """
        if not self._one_writes.acquire(blocking=False):
            return False
        try:
            seen = self._data_version
            self._note_data_version()
        finally:
            self._one_writes.release()
        return seen != self._data_version

    def _note_data_version(self) -> None:
        with sqlite.outside_trouble(self.path), self._pen.connect() as connection:
            self._data_version = sqlite.data_version(connection)

    def close(self) -> None:
        """Give the file back."""
        self._pen.dispose()
        self._readers.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _keep(connection: Connection, received: Sequence[Received]) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    for file in received:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO received_file (sha256, name, received_at, content) VALUES (?, ?, ?, ?)",
            (file.sha256, file.name, now, file.content),
        )


def _apply_undo(connection: Connection, changes: Sequence[Change], author: str, number: int) -> Applied:
    label = Label("label.undo", {"number": number})
    try:
        return apply_changes(connection, ChangeSet(label, changes, author, "undo", number))
    except ChangesRefused as refused:
        moved = [_with_revisions(connection, field, number, refused.key) for field in refused.moved]
        later = sorted({at for field in moved for at in field.revisions if at > number})
        raise ChangesRefused(
            "undo_refused", moved, number=number, revisions=", ".join(map(str, later))
        ) from None


def _takes_back(number: int, undoes: Mapping[int, int | None]) -> bool:
    """Return whether a revision is an undo, rather than a change or a redo (the undo of an undo)."""
    depth = 0
    while (undone := undoes[number]) is not None:
        number, depth = undone, depth + 1
    return depth % 2 == 1


def _with_revisions(connection: Connection, moved: Moved, number: int, key: str) -> Moved:
    """Return what moved with the later revisions that moved it: for a lost reference, those of what it points to."""
    lost = key == "refers_to_nothing"
    later = connection.exec_driver_sql(
        "SELECT DISTINCT revision FROM change WHERE record_id = ? AND revision > ? "
        "AND (field = ? OR field IS NULL OR ? = 'id') ORDER BY 1",
        (moved.expected if lost else moved.id, number, moved.field, moved.field),
    )
    return replace(moved, revisions=tuple(row[0] for row in later))
