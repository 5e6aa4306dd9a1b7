"""Find the record that a person names: an id, `recommendation:4/140.10`, `agency:MOJ`, `progress:12/MOJ/2026H1`."""

import re

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.fold import UNWRITABLE
from upr_desktop.register.kinds import kinds
from upr_desktop.register.store import quoted

KEYS = {
    "agency": "code",
    "vocabulary": "code",
    "term": "code",
    "evidence": "title",
    "person": "name",
    "measure": "number",
    "period": "code",
}
TASKS = """
    SELECT a.id, a.archived OR m.archived FROM assignment a JOIN measure m ON m.id = a.measure_id
    JOIN agency g ON g.id = a.agency_id WHERE m.number = ? AND g.code = ?"""
REPORTS = """
    SELECT p.id, p.archived OR a.archived OR m.archived FROM progress p JOIN assignment a ON a.id = p.assignment_id
    JOIN measure m ON m.id = a.measure_id JOIN agency g ON g.id = a.agency_id JOIN period t ON t.id = p.period_id
    WHERE m.number = ? AND g.code = ? AND t.code = ?"""
WORDINGS = """
    SELECT s.id, s.archived OR m.archived FROM summary s JOIN measure m ON m.id = s.record_id
    JOIN period t ON t.id = s.period_id WHERE m.number = ? AND t.code = ?"""
COMPOSED = {"assignment": (TASKS, 2), "progress": (REPORTS, 3), "summary": (WORDINGS, 2)}
# What people call a kind where its own name says less.
CALLED = {"wording": "summary"}
ANY_EXAMPLE = "recommendation:4/140.10"
EXAMPLES = {
    "assignment": "assignment:12/MOJ",
    "progress": "progress:12/MOJ/2026H1",
    "summary": "wording:12/2026H1",
}


def find_record(connection: Connection, name: str) -> tuple[str, RecordId]:
    """Return (kind, id) of the record named; an archived one where no other has the name.

    Raises RegisterError: no_such_record, no_such_period, no_periods, several_records, unknown_kind.
    """
    kind, colon, rest = name.partition(":")
    if UNWRITABLE.search(name):
        raise no_such_record(connection, repr(name))
    if not colon:
        return _by_id(connection, name)
    kind = CALLED.get(kind, kind)
    if kind not in kinds():
        raise RegisterError("unknown_kind", kind=kind, kinds=", ".join(kinds()))
    found = _named(connection, kind, rest)
    living = [id for id, archived in found if not archived]
    candidates = living or [id for id, _ in found]
    if not candidates:
        raise (
            _no_such_period(connection, rest) if kind == "period" else no_such_record(connection, name, kind)
        )
    if len(candidates) > 1:
        raise RegisterError("several_records", name=name, count=len(candidates))
    return kind, candidates[0]


def no_such_record(connection: Connection, name: str, kind: str = "") -> RegisterError:
    """Return the refusal of a name, with an example of how records of the kind are named: one that is there."""
    example = EXAMPLES.get(kind, ANY_EXAMPLE)
    if key := KEYS.get(kind):
        select = f"SELECT {quoted(key)} FROM {quoted(kind)} WHERE {quoted(key)} <> '' ORDER BY archived, id LIMIT 1"
        found = connection.exec_driver_sql(select).scalar()
        example = example if found is None else f"{kind}:{found}"
    return RegisterError("no_such_record", name=name, example=example)


def _no_such_period(connection: Connection, code: str) -> RegisterError:
    select = "SELECT DISTINCT code FROM period WHERE NOT archived ORDER BY code"
    codes = [str(row[0]) for row in connection.exec_driver_sql(select)]
    if not codes:
        return RegisterError("no_periods", code=code)
    return RegisterError("no_such_period", code=code, periods=", ".join(codes))


def _named(connection: Connection, kind: str, name: str) -> list[tuple[RecordId, bool]]:
    if kind == "recommendation":
        return _recommendations(connection, name)
    if kind in COMPOSED and "/" in name:
        select, parts = COMPOSED[kind]
        return _ids(connection, select, *name.split("/")) if name.count("/") == parts - 1 else []
    key = KEYS.get(kind, "id")
    return _ids(connection, f"SELECT id, archived FROM {quoted(kind)} WHERE {quoted(key)} = ?", name)


def _recommendations(connection: Connection, name: str) -> list[tuple[RecordId, bool]]:
    match = re.fullmatch(r"(?:(\d{1,4})/)?(.+)", name)
    cycle, number = match.groups() if match else (None, name)
    select = "SELECT r.id, r.archived FROM recommendation r JOIN review ON review.id = r.review_id WHERE r.number = ?"
    if cycle is None:
        return _ids(connection, select, number)
    return _ids(connection, f"{select} AND review.cycle = ?", number, int(cycle))


def _by_id(connection: Connection, id: str) -> tuple[str, RecordId]:
    select = "SELECT record_kind FROM change WHERE record_id = ? LIMIT 1"
    kind = connection.exec_driver_sql(select, (id,)).scalar()
    if kind is None:
        raise no_such_record(connection, id)
    return str(kind), RecordId(id)


def _ids(connection: Connection, select: str, *values: str | int) -> list[tuple[RecordId, bool]]:
    return [(RecordId(id), bool(archived)) for id, archived in connection.exec_driver_sql(select, values)]
