"""Hold the records of one kind that a screen shows, as they were read last, and find among them."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import RecordId
from upr_desktop.register.register import Connection
from upr_desktop.ui.session import Session

FEW = 300


class Ordered(Protocol):
    """A row with an id and a place in the order of its kind."""

    @property
    def id(self) -> RecordId:
        """Return the record's id."""

    @property
    def order(self) -> Any:
        """Return what rows are sorted by."""


Row = TypeVar("Row", bound=Ordered)


class RecordRows(ABC, Generic[Row]):
    """All records of a kind in their order; `found` are those that the search left, None if all.

    `own` are the kinds of record that a row shows something of, `names` those that rows refer to.
    """

    own: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: dict[RecordId, Row] = {}
        self._query = ""
        self.found: set[RecordId] | None = None

    @abstractmethod
    def load(self, connection: Connection, ids: Sequence[RecordId] | None) -> list[Row]:
        """Return the rows asked for, or all, in their order."""

    @abstractmethod
    def touched(self, connection: Connection, ids: Sequence[RecordId]) -> set[RecordId]:
        """Return the records of this kind that written records are or belong to."""

    @abstractmethod
    def holding(self, connection: Connection, query: str) -> set[RecordId] | None:
        """Return the records that hold every word of a query; None where it has no word."""

    @abstractmethod
    def learn(self, connection: Connection) -> None:
        """Read what the rows refer to."""

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._rows)

    @property
    def shown(self) -> Sequence[Row]:
        """Return all rows in their order."""
        return tuple(self._rows.values())

    def get(self, id: str) -> Row | None:
        """Return the row with this id, or None."""
        return self._rows.get(RecordId(id))

    def several(self, ids: Iterable[str]) -> list[Row]:
        """Return the rows with these ids that are there, in the order given."""
        return [row for id in ids if (row := self.get(id)) is not None]

    def read(self) -> None:
        """Read everything anew."""
        self._session.read(self._read)

    def refresh(self, applied: Applied | None) -> bool:
        """Read again what was touched; return whether anything here was."""
        if applied is None or applied.kinds & self.names or len(applied.ids) > FEW:
            self.read()
            return True
        if not applied.kinds & self.own:
            return False
        self._session.read(lambda connection: self._replace(connection, list(applied.ids)))
        return True

    def find(self, query: str) -> None:
        """Keep what holds every word of a query, or everything for an empty one."""
        self._query = query
        self._session.read(self._search)

    def take(self, rows: Sequence[Row]) -> None:
        """Hold these rows from now on."""
        self._rows = {row.id: row for row in rows}

    def _read(self, connection: Connection) -> None:
        self.learn(connection)
        self.take(self.load(connection, None))
        self._search(connection)

    def _replace(self, connection: Connection, ids: Sequence[RecordId]) -> None:
        touched = self.touched(connection, ids)
        fresh = {row.id: row for row in self.load(connection, list(touched))}
        if fresh.keys() - self._rows.keys() or any(
            row.order != self._rows[row.id].order for row in fresh.values()
        ):
            self.take(self.load(connection, None))
        else:
            gone = touched - fresh.keys()
            self.take([fresh.get(id, row) for id, row in self._rows.items() if id not in gone])
        self._search(connection)

    def _search(self, connection: Connection) -> None:
        self.found = self.holding(connection, self._query) if self._query else None
