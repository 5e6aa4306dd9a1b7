"""Tell of each recommendation which measures implement it, how they stand, and how it was assessed itself."""

import json
from collections import defaultdict
from collections.abc import Sequence

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection
from upr_desktop.register.plan_queries import assessments
from upr_desktop.register.plan_rows import InPlan, MeasureMark, ReportMark
from upr_desktop.register.plan_standing import ENDING, claim
from upr_desktop.register.progress_queries import report_marks

LINKS = f"""
    SELECT l.recommendation_id, m.id, m.number, m.deadline_end,
           EXISTS (SELECT 1 FROM measure_decision d WHERE d.measure_id = m.id AND NOT d.archived
                   AND d.decision IN {ENDING})
    FROM measure_recommendation l JOIN measure m ON m.id = l.measure_id JOIN "plan" p ON p.id = m.plan_id
    WHERE NOT l.archived AND NOT m.archived AND NOT p.archived AND {{which}}
    ORDER BY p.valid_from DESC, m.paragraph IS NULL, m.paragraph, m.item, m.subitem, m.id"""


def recommendations_in_plan(
    connection: Connection, ids: Sequence[RecordId] | None = None
) -> dict[RecordId, InPlan]:
    """Return what plans say of recommendations (all where `ids` is None) that have a measure or an assessment."""
    which = "1" if ids is None else "l.recommendation_id IN (SELECT value FROM json_each(?))"
    values = () if ids is None else (json.dumps(list(ids)),)
    rows = connection.exec_driver_sql(LINKS.format(which=which), values).all()
    held = assessments(connection, "recommendation")
    if not rows and not held:
        return {}
    measures = list(dict.fromkeys(row[1] for row in rows))
    claims = _claims(connection, measures)
    values_of = {id: one.value for id, one in assessments(connection, "measure").items()}
    found: dict[RecordId, list[MeasureMark]] = defaultdict(list)
    for recommendation, id, number, end, is_closed in rows:
        claimed, assessed = claims.get(id), values_of.get(id)
        is_open = not is_closed and (assessed or claimed) != "fully_implemented"
        found[recommendation].append(MeasureMark(id, number, end, is_open, claimed, assessed))
    return {
        id: InPlan(tuple(found.get(id, ())), held[id].value if id in held else None)
        for id in found.keys() | held.keys()
    }


def _claims(connection: Connection, measures: Sequence[RecordId]) -> dict[RecordId, str | None]:
    marks: dict[RecordId, list[ReportMark]] = defaultdict(list)
    for mark in report_marks(connection, measures):
        marks[mark.measure_id].append(mark)
    return {id: one.status for id, made in marks.items() if (one := claim(made))}
