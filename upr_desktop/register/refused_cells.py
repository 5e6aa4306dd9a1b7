"""Read the cells of returns that were not taken: not understood, of a row that stands twice or that nobody knows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection

# A later return of the agency that says something of the same field settles what was not understood before.
REFUSED = """
    SELECT c.file, c.sheet, c.address, c.raw, c.record_id, c.field, c.outcome FROM received_cell c
    JOIN received_file f ON f.sha256 = c.file
    WHERE c.file IN (SELECT value FROM json_each(:files)) AND c.outcome IN ('invalid', 'duplicate_key', 'unknown_row')
      AND c.raw <> '' AND NOT EXISTS (
        SELECT 1 FROM received_cell d JOIN received_file g ON g.sha256 = d.file
        WHERE d.record_id = c.record_id AND d.field = c.field AND d.outcome IN ('taken', 'same', 'settled', 'conflict')
          AND g.received_at >= f.received_at AND d.file <> c.file AND d.file IN (SELECT value FROM json_each(:files)))
    ORDER BY f.received_at, c.id"""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ROWS = f"""
    SELECT DISTINCT file, sheet, ltrim(address, '{LETTERS}') FROM received_cell
    WHERE outcome IN ('invalid', 'duplicate_key', 'unknown_row')"""


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A cell of a return, as it was typed, and why nothing was taken from it: the outcome of the merge."""

    file: str
    sheet: str
    address: str
    raw: str
    record_id: RecordId | None
    field: str | None
    outcome: str


def refused_cells(connection: Connection, files: Sequence[str]) -> list[RefusedCell]:
    """Return the filled cells of these files (by sha256) that were not taken, oldest file first."""
    rows = connection.exec_driver_sql(REFUSED, {"files": json.dumps(list(files))})
    return [RefusedCell(*row) for row in rows]


def rows_not_taken(connection: Connection) -> set[tuple[str, str, str]]:
    """Return file, sheet and row number of each row of a return of which a cell was not taken."""
    return {(row[0], row[1], row[2]) for row in connection.exec_driver_sql(ROWS)}
