"""Hold the records of one kind that a screen shows, as they were read last, and find among them."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import RecordId
from upr_desktop.register.register import Connection
from upr_desktop.ui.session import Session

FEW = 300
UNLIKELY = "qъ"


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

    `own` are the kinds of record that a row shows something of, `names` those that rows refer to. `kind` is what is
    counted to know whether there are many. `replaced` are the rows that `refresh` read again in their places; None
    where others came, went or moved.
    """

    kind = ""
    own: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: dict[RecordId, Row] = {}
        self.query = ""
        self.found: set[RecordId] | None = None
        self.replaced: frozenset[RecordId] | None = None

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

    def number_of(self, id: str) -> str:
        """Return the number that people call a record by."""
        return str(getattr(self.get(id), "number", None) or "—")

    def read(self) -> None:
        """Read everything anew."""
        self._session.read(self.read_from)

    def read_from(self, connection: Connection) -> None:
        """Read everything anew, from here."""
        self.learn(connection)
        self.take(self.load(connection, None))
        self._search(connection)

    def prime(self, connection: Connection) -> None:
        """Read what a search looks through, so that the first one is as quick as the next."""
        self.holding(connection, UNLIKELY)

    def is_about_all(self, applied: Applied | None) -> bool:
        """Return whether so much was touched that everything is to be read anew."""
        return applied is None or bool(applied.kinds & self.names) or len(applied.ids) > FEW

    def refresh(self, applied: Applied | None) -> bool:
        """Read again what was touched; return whether anything here was."""
        self.replaced = None
        if applied is None or self.is_about_all(applied):
            self.read()
            return True
        if not applied.kinds & self.own:
            return False
        self._session.read(lambda connection: self._replace(connection, list(applied.ids)))
        return True

    def find(self, query: str) -> None:
        """Keep what holds every word of a query, or everything for an empty one."""
        self.query = query
        self._session.read(self._search)

    def take(self, rows: Sequence[Row]) -> None:
        """Hold these rows from now on."""
        self._rows = {row.id: row for row in rows}

    def put(self, fresh: Mapping[RecordId, Row]) -> None:
        """Hold these rows in the place of those with the same ids."""
        self._rows.update(fresh)

    def _replace(self, connection: Connection, ids: Sequence[RecordId]) -> None:
        touched = self.touched(connection, ids)
        fresh = {row.id: row for row in self.load(connection, list(touched))}
        if fresh.keys() - self._rows.keys() or any(
            row.order != self._rows[row.id].order for row in fresh.values()
        ):
            self.take(self.load(connection, None))
        elif gone := touched & self._rows.keys() - fresh.keys():
            self.take([fresh.get(id, row) for id, row in self._rows.items() if id not in gone])
        else:
            self.put(fresh)
            self.replaced = frozenset(fresh)
        self._search(connection)

    def _search(self, connection: Connection) -> None:
        self.found = self.holding(connection, self.query) if self.query else None
