"""Find the record that a person names: an id, or `recommendation:4/140.10`, `agency:MOJ`."""

import re

from sqlalchemy import Connection

from upr_desktop.register.changes import RecordId
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.kinds import kinds
from upr_desktop.register.store import quoted

KEYS = {"agency": "code", "vocabulary": "code", "term": "code", "evidence": "title", "person": "name"}


def find_record(connection: Connection, name: str) -> tuple[str, RecordId]:
    """Return (kind, id) of the record named. Raises RegisterError: no_such_record, several_records, unknown_kind."""
    kind, colon, rest = name.partition(":")
    if not colon:
        return _by_id(connection, name)
    if kind not in kinds():
        raise RegisterError("unknown_kind", kind=kind, kinds=", ".join(kinds()))
    if kind == "recommendation":
        found = _recommendations(connection, rest)
    elif kind in KEYS:
        found = _ids(connection, f"SELECT id FROM {quoted(kind)} WHERE {quoted(KEYS[kind])} = ?", rest)
    else:
        found = _ids(connection, f"SELECT id FROM {quoted(kind)} WHERE id = ?", rest)
    if not found:
        raise RegisterError("no_such_record", name=name)
    if len(found) > 1:
        raise RegisterError("several_records", name=name, count=len(found))
    return kind, found[0]


def _recommendations(connection: Connection, name: str) -> list[RecordId]:
    match = re.fullmatch(r"(?:(\d+)/)?(.+)", name)
    cycle, number = match.groups() if match else (None, name)
    select = (
        "SELECT r.id FROM recommendation r JOIN review ON review.id = r.review_id "
        "WHERE r.number = ? AND NOT r.archived"
    )
    if cycle is None:
        return _ids(connection, select, number)
    return _ids(connection, f"{select} AND review.cycle = ?", number, int(cycle))


def _by_id(connection: Connection, id: str) -> tuple[str, RecordId]:
    select = "SELECT record_kind FROM change WHERE record_id = ? LIMIT 1"
    kind = connection.exec_driver_sql(select, (id,)).scalar()
    if kind is None:
        raise RegisterError("no_such_record", name=id)
    return str(kind), RecordId(id)


def _ids(connection: Connection, select: str, *values: str | int) -> list[RecordId]:
    return [RecordId(row[0]) for row in connection.exec_driver_sql(select, values)]
