"""Read who said the values that fields hold now: which file brought them, or who saved them, and when."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from upr_desktop.register.connection import Connection
from upr_desktop.register.log import active_undos

# The newest value that is not undone; an undo says nothing, it lets an earlier value stand again.
SAID = """
    SELECT c.record_id, c.field, c.file, r.author, r.at, r.number, c.sheet, c.address, c.raw
    FROM change c JOIN revision r ON r.number = c.revision
    WHERE c.record_id IN (SELECT value FROM json_each(?)) AND c.field IS NOT NULL AND r.undo_of IS NULL
      AND c.revision NOT IN (SELECT value FROM json_each(?)) ORDER BY c.seq"""


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
