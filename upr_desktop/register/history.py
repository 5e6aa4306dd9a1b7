"""Read what the log and the received files hold for a person who looks back: pages of changes, names, files."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from upr_desktop.register.changes import Change, RecordId
from upr_desktop.register.connection import Connection
from upr_desktop.register.kinds import kinds
from upr_desktop.register.log import COLUMNS, change_from
from upr_desktop.register.sqlite import find_owners
from upr_desktop.register.store import Key, State, read_records


@dataclass(frozen=True, slots=True)
class FileInfo:
    """A file as it was received: sha256 (hex), name without folders, UTC ISO text of the moment, size in bytes."""

    sha256: str
    name: str
    received_at: str
    size: int


def changes_page(connection: Connection, revision: int, limit: int, offset: int = 0) -> list[Change]:
    """Return at most `limit` changes of a revision from the place `offset` on, in the order they were applied."""
    rows = connection.exec_driver_sql(
        f"SELECT {COLUMNS} FROM change WHERE revision = ? ORDER BY seq LIMIT ? OFFSET ?",
        (revision, limit, offset),
    )
    return [change_from(row) for row in rows]


def revision_files(connection: Connection, revision: int) -> list[FileInfo]:
    """Return the received files that the changes of a revision cite, by name."""
    return _files(
        connection, "SELECT DISTINCT file FROM change WHERE revision = ? AND file IS NOT NULL", revision
    )


def files_named(connection: Connection, hashes: Iterable[str]) -> dict[str, FileInfo]:
    """Return the received files with these sha256 by it; those that were never kept are left out."""
    wanted = json.dumps(sorted(set(hashes)))
    return {file.sha256: file for file in _files(connection, "SELECT value FROM json_each(?)", wanted)}


def _files(connection: Connection, which: str, value: int | str) -> list[FileInfo]:
    rows = connection.exec_driver_sql(
        "SELECT sha256, name, received_at, length(content) FROM received_file "
        f"WHERE sha256 IN ({which}) ORDER BY name",
        (value,),
    )
    return [FileInfo(*row) for row in rows]


def received_content(connection: Connection, sha256: str) -> bytes:
    """Return a received file byte for byte. Raises KeyError where it was never kept."""
    content = connection.exec_driver_sql(
        "SELECT content FROM received_file WHERE sha256 = ?", (sha256,)
    ).scalar()
    if content is None:
        raise KeyError(sha256)
    return bytes(content)


def states_of(connection: Connection, wanted: Mapping[str, Iterable[RecordId]]) -> dict[Key, State]:
    """Return the fields of records by (kind, id), also of those that an undo took out: as they were added."""
    found: dict[Key, State] = {}
    for kind, ids in wanted.items():
        if kind in kinds():
            asked = list(dict.fromkeys(ids))
            present = read_records(connection, kinds()[kind], asked)
            gone = [id for id in asked if id not in present]
            found.update({(kind, id): values for id, values in present.items()})
            found.update({(kind, id): values for id, values in _as_added(connection, kind, gone).items()})
    return found


def _as_added(connection: Connection, kind: str, ids: list[RecordId]) -> dict[RecordId, State]:
    if not ids:
        return {}
    rows = connection.exec_driver_sql(
        "SELECT record_id, after FROM change JOIN json_each(?) ON record_id = value "
        "WHERE field IS NULL AND after IS NOT NULL ORDER BY seq",
        (json.dumps(ids),),
    )
    return {RecordId(id): {**kinds()[kind].defaults, **json.loads(after)} for id, after in rows}


def revisions_touching(connection: Connection, ids: Iterable[RecordId]) -> set[int]:
    """Return the numbers of the revisions that touched any of these records or what belongs to them."""
    asked = set(ids)
    wanted = json.dumps(sorted(asked))
    if len(asked) * LINES_EACH > connection.exec_driver_sql(NEWEST_LINE).scalar_one():
        direct = {row[0] for row in connection.exec_driver_sql(DIRECTLY, (wanted,))}
        known = json.dumps(sorted(direct))
        (left,) = connection.exec_driver_sql(LEFT, (known,)).one()
        if left < len(asked):
            tied = connection.exec_driver_sql(FROM_BELOW, (known,))
            return direct | {revision for revision, id in tied if id in asked}
    return {row[0] for row in connection.exec_driver_sql(FROM_ABOVE, (wanted,))}


LINES_EACH = 200
"""To find what belongs to a record takes as long as to look at so many lines of the log and say what they belong to."""
NEWEST_LINE = "SELECT coalesce(max(seq), 0) FROM change"
BELONGING = """
    WITH asked(id) AS (SELECT value FROM json_each(?)),
    part(id) AS (SELECT p.id FROM recommendation_part p JOIN asked ON p.recommendation_id = asked.id),
    task(id) AS (
        SELECT id FROM asked
        UNION SELECT a.id FROM assignment a JOIN asked ON a.recommendation_id = asked.id
        UNION SELECT a.id FROM assignment a JOIN asked ON a.measure_id = asked.id),
    report(id) AS (SELECT id FROM task UNION SELECT p.id FROM progress p JOIN task ON p.assignment_id = task.id),
    gauge(id) AS (SELECT id FROM asked UNION SELECT i.id FROM indicator i JOIN asked ON i.measure_id = asked.id)
    SELECT id AS owned FROM asked UNION SELECT id FROM part UNION SELECT id FROM report UNION SELECT id FROM gauge
    UNION SELECT s.id FROM recommending_state s JOIN part ON s.part_id = part.id
    UNION SELECT t.id FROM tag t JOIN asked ON t.record_id = asked.id
    UNION SELECT n.id FROM note n JOIN report ON n.record_id = report.id
    UNION SELECT l.id FROM evidence_link l JOIN report ON l.record_id = report.id
    UNION SELECT l.evidence_id FROM evidence_link l JOIN report ON l.record_id = report.id
    UNION SELECT c.id FROM position_change c JOIN asked ON c.recommendation_id = asked.id
    UNION SELECT x.id FROM agency_alias x JOIN asked ON x.agency_id = asked.id
    UNION SELECT x.id FROM agency_succession x JOIN asked ON x.from_id = asked.id OR x.to_id = asked.id
    UNION SELECT x.id FROM person x JOIN asked ON x.agency_id = asked.id
    UNION SELECT x.id FROM measure_recommendation x JOIN asked ON x.measure_id = asked.id
    UNION SELECT x.id FROM measure_recommendation x JOIN asked ON x.recommendation_id = asked.id
    UNION SELECT x.id FROM measure_decision x JOIN asked ON x.measure_id = asked.id
    UNION SELECT x.id FROM indicator_value x JOIN gauge ON x.indicator_id = gauge.id
    UNION SELECT x.id FROM remark x JOIN report ON x.progress_id = report.id
    UNION SELECT x.id FROM assessment x JOIN report ON x.record_id = report.id
    UNION SELECT x.id FROM pending_decision x JOIN report ON x.record_id = report.id
    UNION SELECT x.id FROM summary x JOIN asked ON x.record_id = asked.id
    UNION SELECT x.id FROM period_extension x JOIN asked ON x.period_id = asked.id
    UNION SELECT x.id FROM period x JOIN asked ON x.plan_id = asked.id
    UNION SELECT x.id FROM period_extension x JOIN period p ON x.period_id = p.id JOIN asked ON p.plan_id = asked.id
    UNION SELECT x.id FROM plan_answer x JOIN asked ON x.plan_id = asked.id
"""


FROM_ABOVE = f"SELECT DISTINCT revision FROM change JOIN ({BELONGING}) ON record_id = owned"
# A record of the first kind belongs to the one that its field names: of the third kind, else of `record_kind`.
TIES = (
    ("recommendation_part", "recommendation_id", "recommendation"),
    ("recommending_state", "part_id", "recommendation_part"),
    ("position_change", "recommendation_id", "recommendation"),
    ("assignment", "recommendation_id", "recommendation"),
    ("assignment", "measure_id", "measure"),
    ("measure_recommendation", "recommendation_id", "recommendation"),
    ("measure_recommendation", "measure_id", "measure"),
    ("measure_decision", "measure_id", "measure"),
    ("indicator", "measure_id", "measure"),
    ("indicator_value", "indicator_id", "indicator"),
    ("progress", "assignment_id", "assignment"),
    ("remark", "progress_id", "progress"),
    ("agency_alias", "agency_id", "agency"),
    ("agency_succession", "from_id", "agency"),
    ("agency_succession", "to_id", "agency"),
    ("person", "agency_id", "agency"),
    ("period", "plan_id", "plan"),
    ("period_extension", "period_id", "period"),
    ("plan_answer", "plan_id", "plan"),
    *(
        (kind, "record_id", "")
        for kind in ("tag", "note", "evidence_link", "assessment", "pending_decision", "summary")
    ),
)
LEFT = """
    SELECT coalesce(sum((SELECT count(*) FROM change WHERE revision = number)), 0) FROM revision
    WHERE number NOT IN (SELECT value FROM json_each(?))"""
DIRECTLY = """
    SELECT number FROM revision WHERE EXISTS (
        SELECT 1 FROM change WHERE revision = number AND record_id IN (SELECT value FROM json_each(?)))"""
_TIED = " ".join(
    f"UNION SELECT up.revision, {repr(owner) if owner else 'x.record_kind'}, x.{field} "
    f"FROM up CROSS JOIN {kind} x ON up.kind = '{kind}' AND x.id = up.id"
    for kind, field, owner in TIES
)
FROM_BELOW = f"""
    WITH RECURSIVE up(revision, kind, id) AS (
        SELECT revision, record_kind, record_id FROM change
        WHERE revision IN (SELECT number FROM revision WHERE number NOT IN (SELECT value FROM json_each(?)))
        {_TIED}
        UNION SELECT up.revision, x.record_kind, x.record_id
        FROM up CROSS JOIN evidence_link x ON up.kind = 'evidence' AND x.evidence_id = up.id)
    SELECT revision, id FROM up"""


MEASURES = f"""
    WITH RECURSIVE up(revision, kind, id) AS (
        SELECT revision, record_kind, record_id FROM change WHERE revision IN (SELECT value FROM json_each(:asked))
        {_TIED})
    SELECT DISTINCT m.id, m.number, m.text_kk, m.text_ru, m.text_en, m.paragraph, m.item, m.subitem
    FROM up CROSS JOIN measure m ON up.kind = 'measure' AND m.id = up.id
    ORDER BY m.paragraph IS NULL, m.paragraph, m.item, m.subitem, m.number, m.id"""


def measures_touched(connection: Connection, revisions: Iterable[int]) -> list[tuple[str, Mapping[str, str]]]:
    """Return number and texts (by language) of the measures that revisions touched, or what belongs to them."""
    rows = connection.exec_driver_sql(MEASURES, {"asked": json.dumps(list(revisions))})
    return [
        (number or "", {"kk": kk or "", "ru": ru or "", "en": en or ""}) for _, number, kk, ru, en, *_ in rows
    ]


def records_holding(connection: Connection, text: str) -> set[RecordId]:
    """Return the records in whose searched texts every word of a text stands."""
    return {RecordId(id) for id, _ in find_owners(connection, text)}
