"""Read and write rows of records in bulk, as plain dictionaries. Only `apply` writes through it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TypeVar

from upr_desktop.register import sqlite
from upr_desktop.register.batch import Batch
from upr_desktop.register.changes import RecordId, Value
from upr_desktop.register.connection import Connection
from upr_desktop.register.errors import Moved
from upr_desktop.register.kinds import Kind, kinds

State = Mapping[str, Value]
Key = tuple[str, RecordId]
Edit = tuple[str, RecordId, State, State]
CHUNK = 500
Item = TypeVar("Item")


def read_records(connection: Connection, kind: Kind, ids: Sequence[RecordId] | None) -> dict[RecordId, State]:
    """Return records of a kind by id, all fields: those asked for that are there, or every one where `ids` is None."""
    names = [field.name for field in kind.fields]
    flags = [name for name in names if kind.by_name[name].type is bool]
    found: dict[RecordId, State] = {}
    for row in _rows(connection, kind.name, ids):
        values = dict(zip(names, row[1:], strict=True))
        for name in flags:
            if values[name] is not None:
                values[name] = bool(values[name])
        found[RecordId(str(row[0]))] = values
    return found


def _rows(connection: Connection, kind: str, ids: Sequence[RecordId] | None) -> Iterator[Sequence[Value]]:
    select = f"SELECT {_columns(kind)} FROM {quoted(kind)}"
    if ids is None:
        yield from connection.exec_driver_sql(f"{select} ORDER BY id")
        return
    for part in _chunks(list(dict.fromkeys(ids))):
        yield from connection.exec_driver_sql(f"{select} WHERE id IN ({_marks(part)})", tuple(part))


def up_to_newest(connection: Connection, kind: str, ids: Sequence[RecordId]) -> list[RecordId]:
    """Return those of the ids that may be of records there are: ids sort in the order in which they were made."""
    newest = connection.exec_driver_sql(f"SELECT max(id) FROM {quoted(kind)}").scalar()
    return [] if newest is None else [id for id in ids if id <= newest]


def ids_under(connection: Connection, kind: Kind, field: str, parent: RecordId) -> list[RecordId]:
    """Return the ids of records of a kind whose field leads to a parent, archived ones too."""
    asked = f"SELECT id FROM {quoted(kind.name)} WHERE {quoted(field)} = ? ORDER BY id"
    return [RecordId(row[0]) for row in connection.exec_driver_sql(asked, (parent,))]


@cache
def _columns(kind: str) -> str:
    return ", ".join(["id", *(quoted(field.name) for field in kinds()[kind].fields)])


def quoted(name: str) -> str:
    """Return a table's or column's name as SQL takes it."""
    return f'"{name}"'


def insert(connection: Connection, records: Batch) -> None:
    """Insert records, all fields."""
    columns = ", ".join(map(quoted, ("id", *records.columns)))
    statement = f"INSERT INTO {quoted(records.kind.name)} ({columns}) VALUES"
    sqlite.insert_rows(connection, statement, records.rows())


def update(connection: Connection, edits: Iterable[Edit]) -> None:
    """Write the fields that differ: records in which the same ones do in one go."""
    alike: dict[tuple[str, tuple[str, ...]], list[tuple[Value, ...]]] = defaultdict(list)
    for kind, id, before, after in edits:
        names = tuple(name for name, value in after.items() if before[name] != value)
        alike[kind, names].append((*(after[name] for name in names), id))
    for (kind, names), rows in alike.items():
        assignments = ", ".join(f"{quoted(name)} = ?" for name in names)
        connection.exec_driver_sql(f"UPDATE {quoted(kind)} SET {assignments} WHERE id = ?", rows)


def delete(connection: Connection, kind: Kind, id: RecordId) -> None:
    """Delete one record's row."""
    connection.exec_driver_sql(f"DELETE FROM {quoted(kind.name)} WHERE id = ?", (id,))


def missing(connection: Connection, after: Mapping[Key, State | None]) -> list[Moved]:
    """Return each reference of these records that points to no record. Fields that a record leaves out are empty."""
    gone = _gone(connection, after)
    if not gone:
        return []
    return [
        Moved(kind, id, field, target, None)
        for (kind, id), values in after.items()
        if values is not None
        for field, parent in links_of(kind)
        if (target := values.get(field)) is not None and (parent or values["record_kind"], target) in gone
    ]


def _gone(connection: Connection, after: Mapping[Key, State | None]) -> set[tuple[Value, Value]]:
    """Return the kind and id of each record that these refer to and that is not there."""
    records: dict[str, dict[RecordId, State]] = defaultdict(dict)
    for (kind, id), values in after.items():
        if values is not None:
            records[kind][id] = values
    targets: dict[str, set[str]] = defaultdict(set)
    for kind, found in records.items():
        for field, parent in links_of(kind):
            for values in found.values():
                if (target := values.get(field)) is not None:
                    targets[parent or str(values["record_kind"])].add(str(target))
    gone: set[tuple[Value, Value]] = set()
    for kind, wanted in targets.items():
        wanted -= records.get(kind, {}).keys()
        gone.update((kind, id) for id in wanted - _existing(connection, kind, sorted(wanted)))
    return gone


@cache
def links_of(kind: str) -> tuple[tuple[str, str | None], ...]:
    """Return the fields of a kind that refer to records, each with the kind referred to (None: `record_kind` says)."""
    return tuple((f.name, f.refers) for f in kinds()[kind].fields if f.refers or f.any_record)


def _existing(connection: Connection, kind: str, ids: Sequence[str]) -> set[str]:
    if kind not in kinds():
        return set()
    found: set[str] = set()
    for part in _chunks(ids):
        statement = f"SELECT id FROM {quoted(kind)} WHERE id IN ({_marks(part)})"
        found.update(row[0] for row in connection.exec_driver_sql(statement, tuple(part)))
    return found


def referring(connection: Connection, ids: Sequence[RecordId]) -> Iterator[Moved]:
    """Yield each reference that remaining records make to removed ones, with the revisions that made it."""
    for part in _chunks(ids):
        for kind in kinds():
            for field, _ in links_of(kind):
                name = quoted(field)
                statement = f"SELECT id, {name} FROM {quoted(kind)} WHERE {name} IN ({_marks(part)})"
                for id, target in connection.exec_driver_sql(statement, tuple(part)).all():
                    yield Moved(kind, id, field, None, target, _revisions(connection, id))


def twins_of(connection: Connection, kind: Kind, ids: Sequence[RecordId]) -> Iterator[Moved]:
    """Yield the records in use that share with one of these, another one in use, what only one may have."""
    # The first is an index to few records; a plus keeps SQLite from one to many: all reports for a period.
    signs = ("", *("+" for _ in kind.unique[1:]))
    same = " AND ".join(
        f"{sign}other.{quoted(name)} = own.{quoted(name)}"
        for sign, name in zip(signs, kind.unique, strict=True)
    )
    table = quoted(kind.name)
    for part in _chunks(ids):
        statement = (
            f"SELECT other.id FROM {table} own JOIN {table} other ON {same} AND other.id <> own.id "
            f"WHERE NOT own.archived AND NOT other.archived AND own.id IN ({_marks(part)})"
        )
        for (id,) in connection.exec_driver_sql(statement, tuple(part)).all():
            yield Moved(kind.name, id, "id", None, id, _revisions(connection, id))


def _revisions(connection: Connection, id: str) -> tuple[int, ...]:
    statement = "SELECT DISTINCT revision FROM change WHERE record_id = ? ORDER BY 1"
    rows = connection.exec_driver_sql(statement, (id,))
    return tuple(row[0] for row in rows)


def _chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[at : at + CHUNK] for at in range(0, len(items), CHUNK))


def _marks(items: Iterable[object]) -> str:
    return ", ".join("?" for _ in items)
