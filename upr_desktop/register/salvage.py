"""Read what can be read of a damaged register, row by row, on a copy: the damaged file itself is never written."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from upr_desktop.register.kinds import metadata
from upr_desktop.register.sqlite import APPLICATION_ID, HEADER, address, working_copy
from upr_desktop.register.store import quoted

if TYPE_CHECKING:
    from sqlalchemy import Table

PAGE = 4096
Row = dict[str, Any]


@dataclass(slots=True)
class Salvaged:
    """The readable rows of each table, by its name, and how many rows of it could not be read."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)


def salvage(source: Path) -> Salvaged:
    """Return what can be read of the tables of a register, damaged or not."""
    found = Salvaged()
    with TemporaryDirectory() as folder:
        copy = working_copy(source, Path(folder))
        _mend_header(copy)
        _pad(copy)
        with closing(sqlite3.connect(address(copy), uri=True, isolation_level=None)) as raw:
            raw.execute("PRAGMA cell_size_check=ON")
            for table in metadata().sorted_tables:
                found.rows[table.name], found.lost[table.name] = _read(raw, table)
    return found


def _mend_header(copy: Path) -> None:
    """Write the header of a register where the file's own is gone: it says nothing that every other does not."""
    with copy.open("rb+") as file:
        header = bytearray(file.read(100))
        if header.startswith(HEADER) and len(header) == 100:
            return
        pages = copy.stat().st_size // PAGE
        mended = HEADER + PAGE.to_bytes(2, "big") + bytes((1, 1, 0, 64, 32, 32))
        mended += (1).to_bytes(4, "big") + pages.to_bytes(4, "big") + bytes(8)
        mended += (
            (1).to_bytes(4, "big") + (4).to_bytes(4, "big") + bytes(8) + (1).to_bytes(4, "big") + bytes(8)
        )
        mended += (
            APPLICATION_ID.to_bytes(4, "big")
            + bytes(20)
            + (1).to_bytes(4, "big")
            + (3_040_001).to_bytes(4, "big")
        )
        file.seek(0)
        file.write(mended)


def _pad(copy: Path) -> None:
    """Make a file that was cut short as long as its header says: SQLite reads nothing of it otherwise."""
    with copy.open("rb+") as file:
        header = file.read(100)
        length = int.from_bytes(header[16:18], "big") * int.from_bytes(header[28:32], "big")
        if copy.stat().st_size < length <= 2 * copy.stat().st_size + PAGE:
            file.truncate(length)


def _read(raw: sqlite3.Connection, table: "Table") -> tuple[list[Row], int]:
    """Return the readable rows of a table, in the order they were written, and how many were not readable."""
    names = [column.name for column in table.columns]
    select = f"SELECT {', '.join(map(quoted, names))} FROM {quoted(table.name)}"
    try:
        found = raw.execute(f"{select} ORDER BY rowid").fetchall()
        lost = 0
    except sqlite3.DatabaseError:
        found, lost = _read_singly(raw, f"{select} WHERE rowid = ?", _last_row(raw, table))
    return [dict(zip(names, row, strict=True)) for row in found], lost


def _read_singly(raw: sqlite3.Connection, select: str, last: int) -> tuple[list[Sequence[Any]], int]:
    found: list[Sequence[Any]] = []
    lost = 0
    for number in range(1, last + 1):
        try:
            found += raw.execute(select, (number,)).fetchall()
        except sqlite3.DatabaseError:
            lost += 1
    return found, lost


def _last_row(raw: sqlite3.Connection, table: "Table") -> int:
    """Return the highest row number that the table or any index of it still tells; 0 where none does."""
    name = quoted(table.name)
    sources = [name, *(f"{name} INDEXED BY {quoted(index)}" for index in _indexes(raw, table))]
    return max((number for source in sources for number in _row_numbers(raw, source)), default=0)


def _indexes(raw: sqlite3.Connection, table: "Table") -> list[str]:
    try:
        return [row[1] for row in raw.execute(f"PRAGMA index_list({quoted(table.name)})")]
    except sqlite3.DatabaseError:
        return []


def _row_numbers(raw: sqlite3.Connection, source: str) -> Iterator[int]:
    """Yield row numbers from the end and from the beginning, as far as each way leads."""
    for order in ("DESC LIMIT 1", "ASC"):
        try:
            for (number,) in raw.execute(f"SELECT rowid FROM {source} ORDER BY rowid {order}"):
                yield number
        except sqlite3.DatabaseError:
            continue
