"""Read the letters that agencies sent for a period instead of, or beside, their returns."""

from dataclasses import dataclass

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection

LETTERS = """
    SELECT l.agency_id, l.number, l.date, f.sha256, f.name FROM letter l JOIN received_file f ON f.sha256 = l.file
    WHERE l.period_id = ? AND l.direction = 'in' AND NOT l.archived ORDER BY l.date, l.id"""


@dataclass(frozen=True, slots=True)
class LetterIn:
    """A letter that came: its number and day (ISO text) where it has them, the file's sha256 and name."""

    number: str | None
    date: str | None
    sha256: str
    name: str


def letters_in(connection: Connection, period: RecordId) -> dict[RecordId, list[LetterIn]]:
    """Return the letters whose files are kept, by agency, oldest first."""
    found: dict[RecordId, list[LetterIn]] = {}
    for agency, *told in connection.exec_driver_sql(LETTERS, (period,)):
        found.setdefault(RecordId(agency), []).append(LetterIn(*told))
    return found
