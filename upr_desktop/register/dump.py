"""Write a register as sorted JSON lines and read them back: the same lines come out again, byte for byte."""

import base64
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, TypeVar

from upr_desktop.register.apply import rebuild_search
from upr_desktop.register.connection import Connection
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.kinds import metadata
from upr_desktop.register.migrate import HEAD
from upr_desktop.register.sqlite import trouble_key
from upr_desktop.register.store import quoted

if TYPE_CHECKING:
    from sqlalchemy import Table

FORMAT = "upr-dump"
CHUNK = 2000
Item = TypeVar("Item")


def dump_lines(connection: Connection) -> Iterator[str]:
    """Yield the register's lines: a heading, then each row of each table by its key. Bytes are base64."""
    yield heading_line()
    for table in metadata().sorted_tables:
        names = [column.name for column in table.columns]
        keys = ", ".join(quoted(column.name) for column in table.primary_key)
        columns = ", ".join(map(quoted, names))
        for row in connection.exec_driver_sql(f"SELECT {columns} FROM {quoted(table.name)} ORDER BY {keys}"):
            yield row_line(table.name, dict(zip(names, row, strict=True)))


def heading_line() -> str:
    """Return the line that a dump begins with."""
    return _line({"format": FORMAT, "schema": HEAD})


def row_line(table: str, values: Mapping[str, Any]) -> str:
    """Return the line of one row; empty columns are left out."""
    row = {name: _written(value) for name, value in values.items() if value is not None}
    return _line({"table": table, "row": row})


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _written(value: Any) -> Any:
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value


def load_lines(connection: Connection, lines: Iterable[str | bytes]) -> None:
    """Fill an empty register from the lines of a dump, as text or in UTF-8.

    Raises RegisterError: not_a_dump (with the line; 0 where the whole does not hold together), newer_dump.
    """
    heading, rows = _parted(lines)
    _check_heading(heading)
    for shape, group in groupby(rows, key=lambda row: row.shape):
        for batch in batched(group, CHUNK):
            _insert(connection, shape, batch)
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RegisterError("not_a_dump", line=0)
    rebuild_search(connection)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a dump: where it stands, its table and columns, its values."""

    line: int
    shape: tuple[str, tuple[str, ...]]
    values: tuple[Any, ...]


def _parted(lines: Iterable[str | bytes]) -> tuple[Any, Iterator[Row]]:
    """Return the heading of a dump and its rows."""
    tables = {table.name: table for table in metadata().sorted_tables}
    values = (_parsed(number, line) for number, line in enumerate(lines, 1))
    heading = next(values, None)
    return heading, (_row(number, value, tables) for number, value in enumerate(values, 2))


def _parsed(number: int, line: str | bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError as trouble:
        raise RegisterError("not_a_dump", line=number) from trouble


def _check_heading(value: Any) -> None:
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise RegisterError("not_a_dump", line=1)
    if str(value.get("schema")) > HEAD:
        raise RegisterError("newer_dump")


def _row(number: int, value: Any, tables: Mapping[str, "Table"]) -> Row:
    from sqlalchemy import LargeBinary

    try:
        table, row = tables[value["table"]], value["row"]
        for column in table.columns:
            if isinstance(column.type, LargeBinary) and column.name in row:
                row[column.name] = base64.b64decode(row[column.name], validate=True)
        if not set(row) <= set(table.columns.keys()):
            raise KeyError(table.name)
    except (ValueError, KeyError, TypeError) as trouble:
        raise RegisterError("not_a_dump", line=number) from trouble
    return Row(number, (table.name, tuple(row)), tuple(row.values()))


def _insert(connection: Connection, shape: tuple[str, tuple[str, ...]], rows: Sequence[Row]) -> None:
    table, names = shape
    statement = f"INSERT INTO {quoted(table)} ({', '.join(map(quoted, names))}) VALUES ({', '.join('?' * len(names))})"
    done = _written_so_far(connection)
    try:
        connection.exec_driver_sql(statement, [row.values for row in rows])
    except (sqlite3.Error, OverflowError, UnicodeEncodeError) as trouble:
        if trouble_key(trouble):
            raise
        line = rows[_written_so_far(connection) - done].line
        raise RegisterError("not_a_dump", line=line) from trouble


def _written_so_far(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT total_changes()").scalar_one())


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield the items in lists of this size, the last one shorter."""
    waiting = iter(items)
    while batch := list(islice(waiting, size)):
        yield batch
