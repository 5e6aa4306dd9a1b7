"""Find the recommendations and measures that written records are or belong to, so that their rows are read again."""

import json
from collections.abc import Sequence

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection

_IN = "IN (SELECT value FROM json_each(?))"
_TASK = "JOIN assignment a ON a.measure_id IS NOT NULL AND a.id ="
_REPORT = "JOIN progress p ON p.id ="
# Records that an undo took out are known by the log alone.
_GONE = f"WHERE c.after IS NULL AND c.field IS NULL AND c.record_id {_IN}"


def _gone(name: str) -> str:
    return f"json_extract(c.before, '$.{name}')"


LINKED = f"SELECT recommendation_id FROM measure_recommendation WHERE measure_id {_IN}"
RECOMMENDATIONS = (
    f"SELECT id FROM recommendation WHERE id {_IN}",
    f"SELECT recommendation_id FROM recommendation_part WHERE id {_IN}",
    "SELECT p.recommendation_id FROM recommendation_part p JOIN recommending_state s ON s.part_id = p.id "
    f"WHERE s.id {_IN}",
    f"SELECT recommendation_id FROM assignment WHERE recommendation_id IS NOT NULL AND id {_IN}",
    f"SELECT recommendation_id FROM measure_recommendation WHERE id {_IN}",
    *(
        f"SELECT record_id FROM {kind} WHERE record_kind = 'recommendation' AND {column} {_IN}"
        for kind, column in (
            ("tag", "id"),
            ("note", "id"),
            ("evidence_link", "id"),
            ("evidence_link", "evidence_id"),
            ("assessment", "id"),
        )
    ),
    f"SELECT {_gone('recommendation_id')} FROM change c {_GONE} AND {_gone('recommendation_id')} IS NOT NULL",
    f"SELECT {_gone('record_id')} FROM change c {_GONE} AND {_gone('record_kind')} = 'recommendation'",
)
MEASURES = (
    f"SELECT id FROM measure WHERE id {_IN}",
    *(
        f"SELECT measure_id FROM {kind} WHERE measure_id IS NOT NULL AND id {_IN}"
        for kind in ("assignment", "measure_recommendation", "measure_decision", "indicator")
    ),
    f"SELECT i.measure_id FROM indicator_value v JOIN indicator i ON i.id = v.indicator_id WHERE v.id {_IN}",
    f"SELECT a.measure_id FROM progress p {_TASK} p.assignment_id WHERE p.id {_IN}",
    f"SELECT a.measure_id FROM remark r {_REPORT} r.progress_id {_TASK} p.assignment_id WHERE r.id {_IN}",
    f"SELECT a.measure_id FROM assessment s {_TASK} s.record_id WHERE s.id {_IN}",
    *(
        f"SELECT record_id FROM {kind} WHERE record_kind = 'measure' AND {column} {_IN}"
        for kind, column in (
            ("note", "id"),
            ("evidence_link", "id"),
            ("evidence_link", "evidence_id"),
            ("assessment", "id"),
            ("summary", "id"),
        )
    ),
    *(
        f"SELECT a.measure_id FROM evidence_link l {_REPORT} l.record_id {_TASK} p.assignment_id WHERE l.{column} {_IN}"
        for column in ("id", "evidence_id")
    ),
    f"SELECT {_gone('measure_id')} FROM change c {_GONE} AND {_gone('measure_id')} IS NOT NULL",
    f"SELECT {_gone('record_id')} FROM change c {_GONE} AND {_gone('record_kind')} = 'measure'",
    f"SELECT a.measure_id FROM change c {_TASK} {_gone('assignment_id')} {_GONE}",
    f"SELECT a.measure_id FROM change c {_REPORT} {_gone('record_id')} {_TASK} p.assignment_id {_GONE}",
    f"SELECT a.measure_id FROM change c {_REPORT} {_gone('progress_id')} {_TASK} p.assignment_id {_GONE}",
)


def touched_recommendations(connection: Connection, ids: Sequence[RecordId]) -> set[RecordId]:
    """Return the recommendations that these records, of any kind, are or belong to, by their measures too."""
    own = _owners(connection, RECOMMENDATIONS, ids)
    return own | _owners(connection, (LINKED,), list(touched_measures(connection, ids)))


def touched_measures(connection: Connection, ids: Sequence[RecordId]) -> set[RecordId]:
    """Return the measures that these records, of any kind, are or belong to."""
    return _owners(connection, MEASURES, ids)


def _owners(connection: Connection, selects: Sequence[str], ids: Sequence[RecordId]) -> set[RecordId]:
    wanted = json.dumps(list(ids))
    return {
        RecordId(str(row[0])) for select in selects for row in connection.exec_driver_sql(select, (wanted,))
    }
