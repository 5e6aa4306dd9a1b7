"""Read the editions of a register, and the points of its history that they and saved changes stand for."""

from dataclasses import dataclass

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.log import newest_revision, revision_row

NOW = "now"
EDITIONS = """
    SELECT e.revision, e.name, coalesce(r.at, ''), coalesce(r.author, ''), coalesce(e.note, ''), e.id
    FROM edition e LEFT JOIN revision r ON r.number = e.revision WHERE NOT e.archived
    ORDER BY e.revision DESC, e.id DESC"""


@dataclass(frozen=True, slots=True)
class Point:
    """The register as it stood after a revision: an edition by its name, or a revision alone. `at` is UTC ISO text."""

    revision: int
    name: str = ""
    at: str = ""
    author: str = ""
    note: str = ""
    id: RecordId | None = None


def editions(connection: Connection) -> list[Point]:
    """Return the editions in use, the newest first."""
    return [Point(*row) for row in connection.exec_driver_sql(EDITIONS)]


def point(connection: Connection, named: str) -> Point:
    """Return the point that a person names: an edition, the number of a saved change, or `now`.

    Raises RegisterError: no_such_edition, no_such_revision.
    """
    wished = " ".join(named.split())
    known = editions(connection)
    if found := next((one for one in known if one.name.casefold() == wished.casefold()), None):
        return found
    is_now = wished.casefold() == NOW
    if not is_now and not (wished.isascii() and wished.isdigit()):
        raise RegisterError("no_such_edition", name=wished, names=", ".join(one.name for one in known) or "—")
    row = revision_row(connection, newest_revision(connection) if is_now else int(wished))
    if row is None:
        raise RegisterError("no_such_revision", number=wished)
    return Point(row.number, "", row.at, row.author)
