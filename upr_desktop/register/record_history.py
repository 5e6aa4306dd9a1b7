"""Read what happened to one record and all that belongs to it: who, when, what, from which cell."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from upr_desktop.register.changes import Change, Label, RecordId
from upr_desktop.register.connection import Connection
from upr_desktop.register.history import BELONGING
from upr_desktop.register.log import COLUMNS, active_undos, change_from


@dataclass(frozen=True, slots=True)
class Happening:
    """One saved step as far as it touched a record. `at` is UTC ISO text; `file` a received file's name."""

    revision: int
    at: str
    author: str
    kind: str
    label: Label
    is_undone: bool
    file: str | None
    changes: tuple[Change, ...]


def record_history(connection: Connection, id: RecordId, limit: int = 200) -> list[Happening]:
    """Return the steps that touched a record of any kind or what belongs to it.

    To a recommendation belong its parts, States, tags, agencies, evidence, notes, assessments and links to measures; to
    a measure its bodies with their reports, decisions, indicators, evidence; to a plan its periods, not its measures.
    Newest first; of more than `limit` steps the newest.
    """
    ids = [row[0] for row in connection.exec_driver_sql(BELONGING, (json.dumps([id]),))]
    columns = ", ".join(f'c."{name.strip()}"' for name in COLUMNS.split(","))
    rows = connection.exec_driver_sql(
        f"SELECT r.number, r.at, r.author, r.kind, r.label_key, r.label_values, f.name, {columns} FROM change c "
        "JOIN revision r ON r.number = c.revision LEFT JOIN received_file f ON f.sha256 = c.file "
        "WHERE c.record_id IN (SELECT value FROM json_each(?)) ORDER BY r.number DESC, c.seq",
        (json.dumps(ids),),
    )
    undone = active_undos(connection)
    grouped: dict[int, list[Sequence[str | None]]] = {}
    for row in rows:
        if int(row[0]) not in grouped and len(grouped) == limit:
            break
        grouped.setdefault(int(row[0]), []).append(row)
    return [_happening(number, found, number in undone) for number, found in grouped.items()]


def _happening(number: int, rows: Sequence[Sequence[str | None]], is_undone: bool) -> Happening:
    _, at, author, kind, key, values, _, *_ = rows[0]
    file = next((row[6] for row in rows if row[6]), None)
    changes = tuple(change_from(row[7:]) for row in rows)
    label = Label(str(key), json.loads(values or "{}"))
    return Happening(number, str(at), author or "", str(kind), label, is_undone, file, changes)


def added_by(connection: Connection, ids: Sequence[RecordId]) -> dict[RecordId, tuple[str, str]]:
    """Return when (UTC ISO text) and by whom each of these records was added."""
    rows = connection.exec_driver_sql(
        "SELECT c.record_id, r.at, r.author FROM change c JOIN revision r ON r.number = c.revision "
        "WHERE c.field IS NULL AND c.after IS NOT NULL AND c.record_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY c.seq DESC",
        (json.dumps(list(ids)),),
    )
    return {RecordId(str(row[0])): (str(row[1]), str(row[2])) for row in rows}
