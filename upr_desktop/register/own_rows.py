"""Tell an agency's own register from the secretariat's, and what its workbooks showed beside the cells to fill in."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.queries import LANGUAGES, records
from upr_desktop.register.report_entries import lacking
from upr_desktop.register.return_store import Dispatched, dispatches

WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Keeper:
    """Whose rows a register holds: the agency's code and id, and the id of the register that issues its workbooks.

    `told` are its short names as a sentence calls it (`agency_LANGUAGE`).
    """

    agency: str
    agency_id: RecordId
    issuer: str
    told: Mapping[str, str]


def keeper(connection: Connection) -> Keeper | None:
    """Return whose rows a register holds; None for a secretariat's, which holds everybody's."""
    row = connection.exec_driver_sql(
        "SELECT r.agency, r.issuer, a.id, a.short_kk, a.short_ru, a.short_en FROM register r "
        "LEFT JOIN agency a ON a.code = r.agency WHERE r.agency IS NOT NULL ORDER BY a.id LIMIT 1"
    ).first()
    if row is None:
        return None
    told = {f"agency_{code}": short or row[0] for code, short in zip(LANGUAGES, row[3:], strict=True)}
    return Keeper(row[0], RecordId(row[2] or ""), row[1] or "", told)


def is_kept_in(path: Path, agency: str, issuer: str) -> bool:
    """Return whether a file is the register of this agency's rows from this secretariat."""
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection,
    ):
        asked = "SELECT 1 FROM register WHERE agency = ? AND issuer = ?"
        return connection.execute(asked, (agency, issuer)).fetchone() is not None
    return False


def is_issued_by(path: Path, register: str) -> bool:
    """Return whether a file is the secretariat's register of this id."""
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection,
    ):
        asked = "SELECT 1 FROM register WHERE id = ? AND agency IS NULL"
        return connection.execute(asked, (register,)).fetchone() is not None
    return False


def own_name(connection: Connection) -> tuple[str, str]:
    """Return id and name of the register itself."""
    row = connection.exec_driver_sql("SELECT id, name FROM register LIMIT 1").first()
    return (row[0], row[1]) if row else ("", "")


def refuse_own(connection: Connection) -> None:
    """Refuse what only the secretariat does. Raises RegisterError("agency_register") in an agency's own register."""
    if found := keeper(connection):
        raise RegisterError("agency_register", **found.told)


def workbooks_of(connection: Connection, period: RecordId | None = None) -> list[Dispatched]:
    """Return the workbooks that an agency got, oldest first; what it wrote itself is not among them."""
    return [one for one in dispatches(connection, period=period) if one.layout != WRITTEN]


def newest_workbook(connection: Connection, period: RecordId | None = None) -> Dispatched | None:
    """Return the workbook that was issued last, for a period or at all; ids sort in the order they were made."""
    found = workbooks_of(connection, period)
    return found[-1] if found else None


def last_written(connection: Connection, period: RecordId) -> Dispatched | None:
    """Return the return that was written last for a period."""
    found = [one for one in dispatches(connection, period=period) if one.layout == WRITTEN]
    return found[-1] if found else None


def shown_beside(
    connection: Connection, periods: Sequence[RecordId]
) -> Mapping[RecordId, tuple[str, Mapping[str, str]]]:
    """Return, by report, the language of its newest workbook and the texts of its locked columns."""
    found: dict[RecordId, tuple[str, Mapping[str, str]]] = {}
    for period in periods:
        newest = newest_workbook(connection, period)
        if newest is not None:
            found |= {id: (newest.language, texts) for id, texts in newest.shown.items()}
    return found


def unanswered(connection: Connection, period: RecordId | None = None) -> list[tuple[RecordId, str]]:
    """Return id and measure's number of the reports that lack something yet, in the order of the newest workbook."""
    newest = newest_workbook(connection, period)
    if newest is None:
        return []
    stored = records(connection, "progress", list(newest.shown))
    return [
        (id, texts.get("number", ""))
        for id, texts in newest.shown.items()
        if id in stored and lacking(stored[id])
    ]


def files_of(connection: Connection, dispatch: str) -> list[tuple[str, str]]:
    """Return checksum and name of the files that came of a workbook, the newest first."""
    rows = connection.exec_driver_sql(
        "SELECT sha256, name FROM received_file WHERE dispatch_id = ? ORDER BY received_at DESC, rowid DESC",
        (dispatch,),
    )
    return [(row[0], row[1]) for row in rows]
