"""Connect to the file of a register, and carry a transaction from its beginning to its end."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Any

Values = tuple[Any, ...] | list[tuple[Any, ...]] | Mapping[str, Any]


class Rows(sqlite3.Cursor):
    """What a statement found: to be walked over, or taken at once."""

    def all(self) -> list[tuple[Any, ...]]:
        """Return the rows that are left."""
        return self.fetchall()

    def first(self) -> tuple[Any, ...] | None:
        """Return the first row, or None."""
        row: tuple[Any, ...] | None = self.fetchone()
        self.close()
        return row

    def scalar(self) -> Any:
        """Return the first value of the first row; None where there is no row."""
        row = self.first()
        return None if row is None else row[0]

    def one(self) -> tuple[Any, ...]:
        """Return the first row. Raises LookupError where there is none."""
        if (row := self.first()) is None:
            raise LookupError("the statement found no row")
        return row

    def scalar_one(self) -> Any:
        """Return the first value of the first row. Raises LookupError where there is none."""
        return self.one()[0]


class Connection:
    """One connection to the file, as questions and changes use it; `pool` is where it came from.

    It speaks as SQLAlchemy's does, of which no more was ever used: SQLAlchemy takes longer to import than all else
    that a window needs until it shows rows.
    """

    def __init__(self, raw: sqlite3.Connection, pool: "Connections") -> None:
        self.raw, self.pool = raw, pool

    def exec_driver_sql(self, statement: str, values: Values = ()) -> Rows:
        """Run a statement with values in the places of its marks: once, or once for each tuple of a list.

        Raises sqlite3.Error.
        """
        rows = self.raw.cursor(Rows)
        if isinstance(values, list):
            return rows.executemany(statement, values) if values else rows
        return rows.execute(statement, values)

    @contextmanager
    def transaction(self, *, writes: bool = False) -> Iterator["Connection"]:
        """Keep what is done inside if it ends well, nothing of it if not; one that `writes` waits for other writers."""
        self.raw.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
        try:
            yield self
            self.raw.execute("COMMIT")
        finally:
            if self.raw.in_transaction:
                self.raw.execute("ROLLBACK")


class Connections:
    """Connections to one file, kept and given again: one in each thread that asks at the same time.

    `is_one` keeps to a single one for all threads, as a register in memory must.
    """

    def __init__(self, make: Callable[[], sqlite3.Connection], *, is_one: bool = False) -> None:
        self._make, self._is_one = make, is_one
        self._guard = Lock()
        self._idle: list[sqlite3.Connection] = []
        self._generation = 0

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Give a connection, and take it back."""
        generation, raw = self._take()
        try:
            yield Connection(raw, self)
        finally:
            self._give_back(generation, raw)

    def dispose(self) -> None:
        """Close the connections; those still in use are closed when they are given back."""
        with self._guard:
            self._generation += 1
            idle, self._idle = self._idle, []
        for raw in idle:
            raw.close()

    def _take(self) -> tuple[int, sqlite3.Connection]:
        with self._guard:
            if self._idle:
                return self._generation, self._idle[-1] if self._is_one else self._idle.pop()
            if self._is_one:
                self._idle.append(self._make())
                return self._generation, self._idle[-1]
            generation = self._generation
        return generation, self._make()

    def _give_back(self, generation: int, raw: sqlite3.Connection) -> None:
        if self._is_one:
            return
        with self._guard:
            is_kept = generation == self._generation
            if is_kept:
                self._idle.append(raw)
        if not is_kept:
            raw.close()
