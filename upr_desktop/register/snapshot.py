"""Read the records that a register workbook shows, as they are now and as they were at an earlier revision."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from upr_desktop.register.changes import Added, Edited, RecordId, Removed
from upr_desktop.register.connection import Connection
from upr_desktop.register.kinds import kinds
from upr_desktop.register.log import COLUMNS, change_from
from upr_desktop.register.queries import records
from upr_desktop.register.store import State, quoted

Snapshot = dict[str, dict[RecordId, State]]
SHARED = ("register", "review", "vocabulary", "term", "agency", "agency_alias", "person", "evidence")
OWNED = {
    "recommendation_part": "recommendation_id",
    "assignment": "recommendation_id",
    "tag": "record_id",
    "evidence_link": "record_id",
    "note": "record_id",
}
PLANNED = (
    "plan",
    "measure",
    "measure_recommendation",
    "period",
    "progress",
    "remark",
    "summary",
    "indicator",
    "indicator_value",
)
TIES = ("assignment", "evidence_link")
ORDER = """
    SELECT r.id FROM recommendation r JOIN review ON review.id = r.review_id WHERE NOT r.archived
    ORDER BY review.cycle DESC, review.state, review.id, r.paragraph IS NULL, r.paragraph, r.item, r.id"""


def recommendation_order(connection: Connection) -> list[RecordId]:
    """Return the ids of all recommendations that are not archived: newest cycle first, then by number."""
    return [RecordId(row[0]) for row in connection.exec_driver_sql(ORDER)]


def ordered_recommendations(connection: Connection, at_once: int) -> Iterator[list[RecordId]]:
    """Yield the same ids in the same order, some at a time, holding no more of them than these."""
    found = connection.exec_driver_sql(ORDER)
    while rows := found.fetchmany(at_once):
        yield [RecordId(row[0]) for row in rows]


def shared_records(connection: Connection) -> Snapshot:
    """Return the records that recommendations refer to, by kind and id, archived ones too."""
    return {kind: records(connection, kind) for kind in SHARED}


def recommendation_records(connection: Connection, ids: Sequence[RecordId] | None = None) -> Snapshot:
    """Return recommendations (all where `ids` is None) and what belongs to them, archived ones too."""
    if ids is None:
        return {kind: records(connection, kind) for kind in ("recommendation", *OWNED, "recommending_state")}
    found: Snapshot = {"recommendation": records(connection, "recommendation", ids)}
    found |= {kind: _owned(connection, kind, field, ids) for kind, field in OWNED.items()}
    parts = list(found["recommendation_part"])
    return found | {"recommending_state": _owned(connection, "recommending_state", "part_id", parts)}


def plan_records(connection: Connection) -> Snapshot:
    """Return plans and what belongs to them alone, archived ones too."""
    return {kind: records(connection, kind) for kind in PLANNED}


def tie_records(connection: Connection) -> Snapshot:
    """Return all tasks of agencies and all links to documents, of recommendations too, archived ones too."""
    return {kind: records(connection, kind) for kind in TIES}


def numbered(connection: Connection) -> dict[RecordId, State]:
    """Return number, review and whether it is archived of every recommendation: what its name is made of."""
    found = connection.exec_driver_sql(
        "SELECT id, number, review_id, archived FROM recommendation ORDER BY id"
    )
    return {
        id: {"number": number, "review_id": review, "archived": gone} for id, number, review, gone in found
    }


def _owned(
    connection: Connection, kind: str, field: str, owners: Sequence[RecordId]
) -> dict[RecordId, State]:
    """Return the records whose field refers to one of the owners, in the order of their ids, by one select."""
    names = [spec.name for spec in kinds()[kind].fields]
    flags = [spec.name for spec in kinds()[kind].fields if spec.type is bool]
    rows = connection.exec_driver_sql(
        f"SELECT id, {', '.join(map(quoted, names))} FROM {quoted(kind)} "
        f"WHERE {quoted(field)} IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(list(owners)),),
    )
    found: dict[RecordId, State] = {}
    for row in rows.all():
        record = dict(zip(names, row[1:], strict=True))
        for name in flags:
            if (value := record[name]) is not None:
                record[name] = bool(value)
        found[RecordId(row[0])] = record
    return found


def as_of(
    connection: Connection, snapshot: Mapping[str, Mapping[RecordId, State]], revision: int
) -> Snapshot:
    """Return the records of a snapshot of now as they were right after a revision: later changes are taken back.

    Records that were really removed since are there again; kinds that the snapshot leaves out stay out.
    """
    found = {kind: dict(rows) for kind, rows in snapshot.items()}
    for row in _later(connection, revision, found):
        change = change_from(row)
        rows = found[change.kind]
        match change:
            case Added():
                rows.pop(change.id, None)
            case Removed():
                rows[change.id] = {**kinds()[change.kind].defaults, **change.values}
            case Edited():
                rows[change.id] = {**rows[change.id], change.field: change.before}
    return found


def _later(connection: Connection, revision: int, of: Iterable[str]) -> Sequence[Sequence[str | None]]:
    return connection.exec_driver_sql(
        f"SELECT {COLUMNS} FROM change WHERE revision > ? AND record_kind IN (SELECT value FROM json_each(?)) "
        "ORDER BY seq DESC",
        (revision, json.dumps(list(of))),
    ).all()


def measure_text_counts(connection: Connection) -> dict[str, int]:
    """Return how many measures have a text in kk, ru and en."""
    counts = connection.exec_driver_sql(
        "SELECT count(text_kk), count(text_ru), count(text_en) FROM measure WHERE NOT archived"
    ).one()
    return dict(zip(("kk", "ru", "en"), counts, strict=True))


def text_counts(connection: Connection) -> tuple[dict[str, int], int]:
    """Return how many parts have a text in kk, ru and en, and how many reviews have recommendations."""
    counts = connection.exec_driver_sql(
        "SELECT count(text_kk), count(text_ru), count(text_en) FROM recommendation_part WHERE NOT archived"
    ).one()
    reviews = "SELECT count(DISTINCT review_id) FROM recommendation WHERE NOT archived"
    found = connection.exec_driver_sql(reviews).scalar_one()
    return dict(zip(("kk", "ru", "en"), counts, strict=True)), int(found)
