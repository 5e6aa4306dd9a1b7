"""Write a register as sorted JSON lines and read them back: the same lines come out again, byte for byte."""

import base64
import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table

from upr_desktop.register.apply import rebuild_search
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.migrate import HEAD
from upr_desktop.register.records import Base
from upr_desktop.register.store import quoted

FORMAT = "upr-dump"


def dump_lines(connection: Connection) -> Iterator[str]:
    """Yield the register's lines: a heading, then each row of each table by its key. Bytes are base64."""
    yield _line({"format": FORMAT, "schema": HEAD})
    for table in Base.metadata.sorted_tables:
        names = [column.name for column in table.columns]
        keys = ", ".join(quoted(column.name) for column in table.primary_key)
        columns = ", ".join(map(quoted, names))
        for row in connection.exec_driver_sql(f"SELECT {columns} FROM {quoted(table.name)} ORDER BY {keys}"):
            values = {
                name: _written(value) for name, value in zip(names, row, strict=True) if value is not None
            }
            yield _line({"table": table.name, "row": values})


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _written(value: Any) -> Any:
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value


def load_lines(connection: Connection, lines: Iterable[str]) -> None:
    """Fill an empty register from the lines of a dump.

    Raises RegisterError: not_a_dump (with the line), newer_register where a newer program wrote it.
    """
    tables = {table.name: table for table in Base.metadata.sorted_tables}
    for number, line in enumerate(lines, 1):
        try:
            value = json.loads(line)
            if number == 1:
                _check_heading(value)
                continue
            _insert(connection, tables[value["table"]], value["row"])
        except (ValueError, KeyError, TypeError) as trouble:
            raise RegisterError("not_a_dump", line=number) from trouble
    rebuild_search(connection)


def _check_heading(value: Any) -> None:
    if value["format"] != FORMAT:
        raise ValueError(value["format"])
    if value["schema"] > HEAD:
        raise RegisterError("newer_register", file="")


def _insert(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    for column in table.columns:
        if isinstance(column.type, LargeBinary) and column.name in row:
            row[column.name] = base64.b64decode(row[column.name], validate=True)
    unknown = set(row) - {column.name for column in table.columns}
    if unknown:
        raise KeyError(table.name)
    names = list(row)
    connection.exec_driver_sql(
        f"INSERT INTO {quoted(table.name)} ({', '.join(map(quoted, names))}) VALUES ({', '.join('?' * len(names))})",
        tuple(row[name] for name in names),
    )
