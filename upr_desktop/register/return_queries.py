"""Read what a merge of returns is decided against: reports with what they belong to, and decisions to take."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from upr_desktop.register.changes import RecordId, Value
from upr_desktop.register.connection import Connection
from upr_desktop.register.kinds import kinds
from upr_desktop.register.store import read_records

NAMED = "IN (SELECT value FROM json_each(?))"
REPORTS = f"""
    SELECT g.id, a.agency_id, a.id, a.measure_id, a.archived OR m.archived OR d.archived
    FROM progress g JOIN assignment a ON a.id = g.assignment_id
    JOIN measure m ON m.id = a.measure_id JOIN period d ON d.id = g.period_id
    WHERE NOT g.archived AND a.measure_id IS NOT NULL AND g.id {NAMED}"""
PENDING = """
    SELECT p.id, p.kind, p.record_kind, p.record_id, p.field, p.base, p.theirs, p.agency_id, p.progress_id,
           p.file, p.sheet, p.address, p.raw, p.choice, p.decided_by, p.decided_at, p.why, p.beaten,
           (SELECT max(c.revision) FROM change c WHERE c.record_id = p.id AND (c.field IS NULL OR c.field = 'choice'))
    FROM pending_decision p WHERE NOT p.archived ORDER BY p.id"""
NUMBERS = """
    SELECT r.number, r.id FROM recommendation r JOIN review v ON v.id = r.review_id
    WHERE NOT r.archived AND r.number IS NOT NULL ORDER BY v.cycle, r.id"""


@dataclass(frozen=True, slots=True)
class OwnedReport:
    """A report with its values, and the agency, task and measure that it belongs to.

    `is_shelved` says that its task, measure or period is in the archive: then it stands in no list.
    """

    id: RecordId
    agency_id: RecordId
    assignment_id: RecordId
    measure_id: RecordId
    values: dict[str, Value]
    is_shelved: bool = False


@dataclass(frozen=True, slots=True)
class PendingRow:
    """A decision that is, or was, to be taken; `revision` is the last one in which it was asked or decided."""

    id: RecordId
    kind: str
    record_kind: str
    record_id: RecordId
    field: str
    base: str | None
    theirs: str | None
    agency_id: RecordId
    progress_id: RecordId | None
    file: str | None
    sheet: str | None
    address: str | None
    raw: str | None
    choice: str | None
    decided_by: str | None
    decided_at: str | None
    why: str | None
    beaten: str | None
    revision: int


def owned_reports(connection: Connection, ids: Sequence[RecordId]) -> dict[RecordId, OwnedReport]:
    """Return those of these reports that are there, by id."""
    rows = connection.exec_driver_sql(REPORTS, (json.dumps(list(ids)),)).all()
    values = read_records(connection, kinds()["progress"], [row[0] for row in rows])
    return {
        id: OwnedReport(id, agency, task, measure, dict(values[id]), bool(shelved))
        for id, agency, task, measure, shelved in rows
    }


def pending_decisions(connection: Connection) -> list[PendingRow]:
    """Return all decisions that are, or were, to be taken, in the order in which they came up."""
    return [PendingRow(*row) for row in connection.exec_driver_sql(PENDING)]


def live_value(connection: Connection, row: PendingRow) -> Value:
    """Return what the register holds now where a decision is to be taken; None where it has no such field."""
    kind = kinds().get(row.record_kind)
    if kind is None or row.field not in kind.by_name:
        return None
    return read_records(connection, kind, [row.record_id]).get(row.record_id, {}).get(row.field)


def received_names(connection: Connection) -> dict[str, str]:
    """Return the names of the received files by their checksum."""
    return dict(connection.exec_driver_sql("SELECT sha256, name FROM received_file").all())


def recommendation_numbers(connection: Connection) -> dict[str, RecordId]:
    """Return recommendations by number, those of the newest review."""
    return {row[0]: row[1] for row in connection.exec_driver_sql(NUMBERS)}
