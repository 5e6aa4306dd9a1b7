"""Keep and read back what was sent to agencies and what came back: dispatches, and cells of returns."""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from upr_desktop.register import sqlite
from upr_desktop.register.changes import RecordId, Value
from upr_desktop.register.connection import Connection
from upr_desktop.register.log import active_undos
from upr_desktop.values import plain_value

Shown = Mapping[RecordId, Mapping[str, str]]
DISPATCH = "id, agency_id, period_id, language, revision, layout, sha256, file, made_at, author, shown"
SELECT = f"SELECT {DISPATCH} FROM dispatch"
CELL = "file, sheet, address, raw, kind, record_kind, record_id, field, outcome"
NAMED = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Dispatched:
    """One workbook that was sent. `shown` gives each row, by its report's id, the texts of its locked columns.

    `base` gives the value (as records hold it) of each filled cell to fill in, by report and field; those that are
    not named were blank. `revision` is the last one that the agency could see.
    """

    id: str
    agency_id: RecordId
    period_id: RecordId
    language: str
    revision: int
    layout: str
    sha256: str
    file: str
    made_at: str
    author: str
    shown: Shown
    base: Mapping[tuple[RecordId, str], str] = field(default_factory=dict)


@plain_value
class ReadCell:
    """One cell of a return and what became of it; the record is None where none was found for it."""

    sheet: str
    address: str
    raw: str
    kind: str
    record_kind: str | None
    record_id: RecordId | None
    field: str | None
    outcome: str


@dataclass(frozen=True, slots=True)
class ReadReturn:
    """A return that was read: its file, whose it is, the dispatch it answers, and cells that are not as sent.

    `saved_at` is when it was saved last, as the file says (UTC, ISO text); empty where it does not.
    """

    sha256: str
    agency_id: RecordId | None
    dispatch_id: str | None
    cells: Sequence[ReadCell]
    saved_at: str = ""


Cited = Dispatched | ReadReturn


def keep_cited(connection: Connection, cited: Iterable[Cited], revision: int | None) -> None:
    """Insert what a change set cites, inside its transaction; a return read again replaces its cells.

    `revision` is the one that the change set became, None where it changed nothing.
    """
    for one in cited:
        if isinstance(one, Dispatched):
            _keep_dispatch(connection, one)
        else:
            _keep_reading(connection, one, revision)


def _keep_dispatch(connection: Connection, sent: Dispatched) -> None:
    shown = zlib.compress(json.dumps(sent.shown, ensure_ascii=False, sort_keys=True).encode(), 9)
    row = (sent.id, sent.agency_id, sent.period_id, sent.language, sent.revision, sent.layout, sent.sha256)
    connection.exec_driver_sql(
        f"INSERT INTO dispatch ({DISPATCH}, rows) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        (*row, sent.file, sent.made_at, sent.author, shown, len(sent.shown)),
    )
    if sent.base:
        connection.exec_driver_sql(
            "INSERT INTO dispatch_cell (dispatch_id, record_id, field, value) VALUES (?,?,?,?)",
            [(sent.id, record, name, value) for (record, name), value in sent.base.items()],
        )


def _keep_reading(connection: Connection, read: ReadReturn, revision: int | None) -> None:
    connection.exec_driver_sql(
        "UPDATE received_file SET agency_id = ?, dispatch_id = ?, merged_in = coalesce(?, merged_in), saved_at = ? "
        "WHERE sha256 = ?",
        (read.agency_id, read.dispatch_id, revision, read.saved_at or None, read.sha256),
    )
    connection.exec_driver_sql("DELETE FROM received_cell WHERE file = ?", (read.sha256,))
    rows = [
        (read.sha256, c.sheet, c.address, c.raw, c.kind, c.record_kind, c.record_id, c.field, c.outcome)
        for c in read.cells
    ]
    sqlite.insert_rows(connection, f"INSERT INTO received_cell ({CELL}) VALUES", rows)


def dispatches(
    connection: Connection, *, agency: RecordId | None = None, period: RecordId | None = None
) -> list[Dispatched]:
    """Return what was sent to an agency, for a period, or all, oldest first."""
    asked = {"agency_id = ?": agency, "period_id = ?": period}
    tests = {test: value for test, value in asked.items() if value is not None}
    where = " AND ".join(tests) or "1"
    found = connection.exec_driver_sql(f"{SELECT} WHERE {where} ORDER BY id", tuple(tests.values())).all()
    return [_dispatched(connection, row) for row in found]


@dataclass(frozen=True, slots=True)
class DispatchHead:
    """What is told of a dispatch without what it showed."""

    id: str
    agency_id: RecordId
    period_id: RecordId
    language: str
    made_at: str
    rows: int


def dispatch_heads(connection: Connection) -> list[DispatchHead]:
    """Return all dispatches, oldest first."""
    select = "SELECT id, agency_id, period_id, language, made_at, rows FROM dispatch ORDER BY id"
    return [DispatchHead(*row) for row in connection.exec_driver_sql(select)]


def dispatch(connection: Connection, id: str) -> Dispatched | None:
    """Return one dispatch, or None."""
    row = connection.exec_driver_sql(f"{SELECT} WHERE id = ?", (id,)).first()
    return _dispatched(connection, row) if row else None


def _dispatched(connection: Connection, row: Sequence[Any]) -> Dispatched:
    shown = json.loads(zlib.decompress(row[10]))
    cells = connection.exec_driver_sql(
        "SELECT record_id, field, value FROM dispatch_cell WHERE dispatch_id = ?", (row[0],)
    )
    base = {(RecordId(record), name): value for record, name, value in cells}
    return Dispatched(*(*row[:10], shown, base))


@plain_value
class Held:
    """A value that a field took on at a revision that is not undone; `by_merge` says that a return brought it."""

    revision: int
    value: Value
    by_merge: bool


def held_since(
    connection: Connection, records: Sequence[RecordId], revision: int, undone: Iterable[int]
) -> dict[tuple[RecordId, str], list[Held]]:
    """Return the values that fields of these records took on after a revision, in order; what was undone left none."""
    skipped = set(undone)
    rows = connection.exec_driver_sql(
        "SELECT c.record_id, c.field, c.after, c.revision, r.kind "
        "FROM change c JOIN revision r ON r.number = c.revision "
        f"WHERE c.record_id {NAMED} AND c.field IS NOT NULL AND c.revision > ? AND r.undo_of IS NULL ORDER BY c.seq",
        (json.dumps(list(records)), revision),
    )
    found: dict[tuple[RecordId, str], list[Held]] = {}
    for record, name, after, number, kind in rows:
        if number not in skipped:
            value = json.loads(after) if after is not None else None
            found.setdefault((RecordId(record), name), []).append(Held(number, value, kind == "merge"))
    return found


@dataclass(frozen=True, slots=True)
class ReturnFile:
    """A file that was read as a return: whose it is, which dispatch it answers, the revision that merged it.

    `saved_at` is when the agency saved it, if the file tells; `is_undone` that its merge was taken back.
    """

    sha256: str
    name: str
    received_at: str
    agency_id: RecordId | None
    dispatch_id: str | None
    merged_in: int | None
    outcomes: Mapping[str, int]
    saved_at: str | None = None
    is_undone: bool = False

    def is_settled(self, undone: Mapping[int, int]) -> bool:
        """Return whether what the file says still counts; `undone` has, by revision, the undo of each that is undone.

        What another merge brought, asked or handed in before it was not written again for this file: if that was
        undone since, nothing holds it.
        """
        if self.merged_in is None:
            return not self.outcomes
        at = self.merged_in
        return at not in undone and not any(was < at < undo for was, undo in undone.items())


def return_files(connection: Connection) -> dict[str, ReturnFile]:
    """Return every file that was read as a return by its sha256, with how many cells ended in each outcome."""
    counted: dict[str, dict[str, int]] = {}
    for file, outcome, count in connection.exec_driver_sql(
        "SELECT file, outcome, count(*) FROM received_cell GROUP BY file, outcome"
    ):
        counted.setdefault(file, {})[outcome] = count
    rows = connection.exec_driver_sql(
        "SELECT sha256, name, received_at, agency_id, dispatch_id, merged_in, saved_at FROM received_file "
        "WHERE agency_id IS NOT NULL ORDER BY received_at, sha256"
    )
    return {row[0]: ReturnFile(*(*row[:6], counted.get(row[0], {}), row[6])) for row in rows}


def returns_leaning_on(connection: Connection, revision: int) -> list[str]:
    """Return the names of the returns merged after a revision, and not undone, about reports that it changed."""
    undone = active_undos(connection)
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT f.name, f.merged_in FROM received_file f JOIN received_cell c ON c.file = f.sha256 "
        "WHERE f.merged_in > ? AND c.record_id IN "
        "(SELECT record_id FROM change WHERE revision = ? AND record_kind = 'progress') ORDER BY f.merged_in, f.name",
        (revision, revision),
    )
    return [name for name, merged_in in rows if merged_in not in undone]
