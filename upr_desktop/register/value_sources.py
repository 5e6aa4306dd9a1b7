"""Read who said the values that fields hold now: which file brought them, or who saved them, and when."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from upr_desktop.register.changes import Added, Origin, RecordId
from upr_desktop.register.connection import Connection
from upr_desktop.register.log import COLUMNS, active_undos, change_from

# The newest value that is not undone; an undo says nothing, it lets an earlier value stand again.
SAID = """
    SELECT c.record_id, c.field, c.file, r.author, r.at, r.number, c.sheet, c.address, c.raw
    FROM change c JOIN revision r ON r.number = c.revision
    WHERE c.record_id IN (SELECT value FROM json_each(?)) AND c.field IS NOT NULL AND r.undo_of IS NULL
      AND c.revision NOT IN (SELECT value FROM json_each(?)) ORDER BY c.seq"""

ADDED = f"""
    SELECT {COLUMNS} FROM change WHERE record_id IN (SELECT value FROM json_each(?))
    AND field IS NULL AND after IS NOT NULL ORDER BY seq"""


@dataclass(frozen=True, slots=True)
class SaidBy:
    """Who said a value: the file (sha256) that it came from, if from one; who saved it, when (UTC, ISO), and where.

    Of a file, `sheet`, `address` and `raw` are its cell.
    """

    file: str | None
    author: str
    at: str
    revision: int
    sheet: str | None = None
    address: str | None = None
    raw: str | None = None


def said_by(connection: Connection, records: Iterable[str]) -> dict[tuple[str, str], SaidBy]:
    """Return who said what the fields of records hold, by record and field; a value it was added with is left out."""
    asked = json.dumps(sorted(set(records))), json.dumps(sorted(active_undos(connection)))
    return {
        (record, field): SaidBy(*told) for record, field, *told in connection.exec_driver_sql(SAID, asked)
    }


def cells_behind(connection: Connection, records: Iterable[str]) -> dict[tuple[RecordId, str], Origin | None]:
    """Return of each field that anyone filled the cell it came from, by record and field; None where it was typed."""
    ids = sorted(set(records))
    found: dict[tuple[RecordId, str], Origin | None] = {}
    for row in connection.exec_driver_sql(ADDED, (json.dumps(ids),)):
        match change_from(row):
            case Added() as change:
                found |= {(change.id, name): _cell(change, name) for name in change.values}
    for (record, name), said in said_by(connection, ids).items():
        cell = Origin(said.file, said.sheet or "", said.address or "", said.raw or "") if said.file else None
        found[RecordId(record), name] = cell
    return found


def _cell(change: Added, name: str) -> Origin | None:
    """Return the cell of one field of a record that was added: its own, or that of the record."""
    origin = change.origin
    if origin is None or not change.cells or name not in change.cells:
        return origin
    address, raw = change.cells[name]
    return Origin(origin.file, origin.sheet, address, raw)
