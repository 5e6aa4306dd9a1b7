"""Write changes as rows of the log and read them back."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType, NoneType
from typing import Any

from upr_desktop.register import sqlite
from upr_desktop.register.batch import Batch, Column
from upr_desktop.register.changes import (
    Added,
    Change,
    Edited,
    Label,
    Origin,
    RecordId,
    Removed,
    Value,
    Values,
)
from upr_desktop.register.connection import Connection

COLUMNS = "record_kind, record_id, field, before, after, file, sheet, address, raw, cells"
INSERT = f"INSERT INTO change ({COLUMNS}, revision) VALUES"
FEW = 100
NO_PLACE = (None, None, None, None)
Row = tuple[str | None, ...]

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
# An encoder makes itself ready anew for every value: far too slow for a large import.
_quoted: Callable[[str], str] = json.encoder.encode_basestring
_WRITTEN: Mapping[type, Callable[[Any], str]] = {
    str: _quoted,
    int: str,
    bool: {False: "false", True: "true"}.__getitem__,
    float: _encode,
}


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One revision as History shows it. `at` is UTC ISO text; `undone_by` is the undo that holds now, if any."""

    number: int
    at: str
    author: str
    kind: str
    label: Label
    undo_of: int | None
    undone_by: int | None
    changes: int = 0


def log_changes(
    connection: Connection, revision: int, changes: Iterable[Change], new: Iterable[Batch] = ()
) -> None:
    """Append the changes to the log under a revision. `new` are batches of what they add, encoded here together."""
    texts = {
        id(values): text
        for records in new
        for values, text in zip(records.records.values(), _filled_together(records), strict=True)
    }
    rows = [logged_row(change, texts) for change in changes]
    sqlite.insert_rows(connection, INSERT, rows, f", {revision}")


def logged_row(change: Change, texts: Mapping[int, str] = MappingProxyType({})) -> Row:
    """Return a change as a row of the log, in the order of COLUMNS; `texts` by the identity of values are encoded."""
    origin = change.origin
    place = (origin.file, origin.sheet, origin.address, origin.raw) if origin else NO_PLACE
    if isinstance(change, Added):
        cells = _written_cells(change.cells) if change.cells else None
        after = texts.get(id(change.values)) or _filled(change.values)
        return (change.kind, change.id, None, None, after, *place, cells)
    if isinstance(change, Removed):
        return (change.kind, change.id, None, _filled(change.values), None, *place, None)
    before, after = _written(change.before), _written(change.after)
    return (change.kind, change.id, change.field, before, after, *place, None)


def _written(value: Value) -> str:
    return "null" if value is None else _WRITTEN[type(value)](value)


def _written_cells(cells: Mapping[str, tuple[str, str]]) -> str:
    told = (f"{_name(name)}:[{_quoted(address)},{_quoted(raw)}]" for name, (address, raw) in cells.items())
    return f"{{{','.join(told)}}}"


def _filled(values: Values) -> str:
    """Return a record's values as JSON; empty fields are left out, as is `archived` where it is false."""
    written = [
        f"{_name(name)}:{_WRITTEN[type(value)](value)}"
        for name, value in values.items()
        if value is not None and (value or name != "archived")
    ]
    return f"{{{','.join(written)}}}"


def _filled_together(records: Batch) -> Iterator[str]:
    """Yield what `_filled` returns for each record; quicker for thousands, since it goes field by field."""
    fields = [_written_field(name, column) for name, column in records.columns.items()]
    return (f"{{{text[1:]}}}" for text in map("".join, zip(*fields, strict=True)))


def _written_field(name: str, column: Column) -> Iterable[str]:
    """Return what each value adds to the JSON of its record, a comma first."""
    begins = f",{_name(name)}:"
    types = set(map(type, column))
    if types == {str}:
        texts: Iterable[Any] = column
        if len(set(column[:FEW])) > FEW / 2:
            return [begins + text for text in map(_quoted, texts)]
        return map({text: begins + _quoted(text) for text in set(texts)}.__getitem__, texts)
    if types == {NoneType} or name == "archived":
        return [f"{begins}true" if value else "" for value in column]
    return ["" if value is None else begins + _WRITTEN[type(value)](value) for value in column]


@cache
def _name(field: str) -> str:
    return _quoted(field)


def changes_of(connection: Connection, revision: int) -> list[Change]:
    """Return the changes of a revision in the order in which they were applied."""
    found = connection.exec_driver_sql(
        f"SELECT {COLUMNS} FROM change WHERE revision = ? ORDER BY seq", (revision,)
    )
    return [change_from(row) for row in found]


def change_from(row: Sequence[str | None]) -> Change:
    """Return the change that a row of the log (in the order of COLUMNS) says. Raises ValueError for a broken row."""
    kind, id, field, before, after, file, sheet, address, raw, cells = row
    if kind is None or id is None:
        raise ValueError("a change of nothing")
    origin = Origin(file, sheet or "", address or "", raw or "") if file else None
    if field is not None:
        return Edited(kind, RecordId(id), field, _decoded(before), _decoded(after), origin)
    if after is not None:
        return Added(kind, RecordId(id), _values(after), origin, _cells(cells))
    return Removed(kind, RecordId(id), _values(before or "{}"), origin)


def _values(text: str) -> Values:
    values = json.loads(text)
    if not isinstance(values, dict):
        raise ValueError(text)
    return values


def _decoded(text: str | None) -> Value:
    value: Value = json.loads(text) if text is not None else None
    return value


def _cells(text: str | None) -> Mapping[str, tuple[str, str]] | None:
    if not text:
        return None
    return {name: (address, raw) for name, (address, raw) in json.loads(text).items()}


def newest_revision(connection: Connection) -> int:
    """Return the number of the newest revision, 0 where there is none."""
    return int(connection.exec_driver_sql("SELECT coalesce(max(number), 0) FROM revision").scalar_one())


def history_mark(connection: Connection, revision: int) -> str:
    """Return 16 hex digits that tell the history up to a revision from that of another copy of the register."""
    rows = connection.exec_driver_sql(
        "SELECT number, at, author, kind, (SELECT record_id FROM change WHERE revision = number ORDER BY seq LIMIT 1) "
        "FROM revision WHERE number <= ? ORDER BY number",
        (revision,),
    )
    return hashlib.sha256(_encode([tuple(row) for row in rows]).encode()).hexdigest()[:16]


def active_undos(connection: Connection) -> dict[int, int]:
    """Return, for each revision that is undone now, the number of the undo that holds.

    An undo that is itself undone no longer holds, so undo of an undo is redo.
    """
    pairs = connection.exec_driver_sql(
        "SELECT number, undo_of FROM revision WHERE undo_of IS NOT NULL ORDER BY number DESC"
    )
    holding: dict[int, int] = {}
    for number, undone in pairs:
        if number not in holding and undone not in holding:
            holding[undone] = number
    return holding


SELECT_REVISIONS = "SELECT number, at, author, kind, label_key, label_values, undo_of, {count} FROM revision"
COUNT = "(SELECT count(*) FROM change WHERE revision = number)"
LARGEST = 2**63 - 1  # of the numbers that a column can hold or be compared with


def revisions(connection: Connection, record: RecordId | None = None, limit: int = -1) -> list[RevisionRow]:
    """Return revisions, newest first: all, or those that touched a record; a negative limit is no limit."""
    where = "WHERE number IN (SELECT revision FROM change WHERE record_id = ?)" if record else ""
    select = f"{SELECT_REVISIONS.format(count=COUNT)} {where} ORDER BY number DESC LIMIT ?"
    return _revision_rows(connection, select, *([record] if record else []), limit)


def revision_row(connection: Connection, number: int) -> RevisionRow | None:
    """Return one revision, or None."""
    if number > LARGEST:
        return None
    rows = _revision_rows(connection, f"{SELECT_REVISIONS.format(count=COUNT)} WHERE number = ?", number)
    return rows[0] if rows else None


def revision_rows(connection: Connection) -> list[RevisionRow]:
    """Return all revisions, newest first, without counting their changes."""
    return _revision_rows(connection, f"{SELECT_REVISIONS.format(count=0)} ORDER BY number DESC")


def _revision_rows(connection: Connection, select: str, *values: str | int) -> list[RevisionRow]:
    undone = active_undos(connection)
    return [
        RevisionRow(
            number, at, author, kind, Label(key, json.loads(label)), undo_of, undone.get(number), count
        )
        for number, at, author, kind, key, label, undo_of, count in connection.exec_driver_sql(select, values)
    ]
