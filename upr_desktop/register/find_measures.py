"""Find measures by any of their words: texts, numbers, deadlines, bodies, recommendations, reports, documents."""

import json
from collections import defaultdict
from collections.abc import Sequence

from upr_desktop.register.changes import RecordId
from upr_desktop.register.fold import fold
from upr_desktop.register.queries import Catalogue
from upr_desktop.register.register import Connection
from upr_desktop.register.sqlite import IS_HELD, find_owners

BODIES = "SELECT measure_id FROM assignment a JOIN json_each(?) ON {column} = value WHERE NOT a.archived"
TASK = "JOIN assignment a ON a.id = g.assignment_id"
# What a word may stand in: the record that holds it, and the measures tied to that.
TIES = {
    "measure": ("SELECT value FROM json_each(?)",),
    **dict.fromkeys(
        ("recommendation", "recommendation_part"),
        (
            "SELECT measure_id FROM measure_recommendation l JOIN json_each(?) ON l.recommendation_id = value "
            "WHERE NOT l.archived",
        ),
    ),
    "agency": (BODIES.format(column="a.agency_id") + " AND measure_id IS NOT NULL",),
    "agency_alias": (
        "SELECT a.measure_id FROM agency_alias x JOIN json_each(?) ON x.id = value "
        "JOIN assignment a ON a.agency_id = x.agency_id WHERE NOT a.archived AND a.measure_id IS NOT NULL",
    ),
    "remark": (
        "SELECT a.measure_id FROM remark r JOIN json_each(?) ON r.id = value "
        f"JOIN progress g ON g.id = r.progress_id {TASK}",
    ),
    "summary": (
        "SELECT record_id FROM summary s JOIN json_each(?) ON s.id = value WHERE s.record_kind = 'measure'",
    ),
    "measure_decision": ("SELECT measure_id FROM measure_decision d JOIN json_each(?) ON d.id = value",),
    "indicator": ("SELECT measure_id FROM indicator i JOIN json_each(?) ON i.id = value",),
    "note": (
        "SELECT record_id FROM note n JOIN json_each(?) ON n.id = value WHERE n.record_kind = 'measure'",
    ),
    "evidence": (
        "SELECT record_id FROM evidence_link l JOIN json_each(?) ON l.evidence_id = value "
        "WHERE NOT l.archived AND l.record_kind = 'measure'",
        "SELECT a.measure_id FROM evidence_link l JOIN json_each(?) ON l.evidence_id = value "
        f"JOIN progress g ON g.id = l.record_id {TASK} WHERE NOT l.archived",
    ),
}
REPORT = "progress"
OF_REPORTS = f"SELECT a.measure_id FROM progress g JOIN json_each(?) ON g.id = value {TASK}"
FEW = 4
"""Where less than this part of the measures is left, their reports are looked through, else all that hold the word."""
IN_REPORTS = f"""
    SELECT value FROM json_each(?) WHERE EXISTS (
        SELECT 1 FROM assignment a CROSS JOIN progress g ON g.assignment_id = a.id
        WHERE a.measure_id = value AND {IS_HELD.format(record="g.id")})"""
IN_AREA = "SELECT m.id FROM measure m JOIN json_each(?) ON m.area_id = value"


def find_measures(connection: Connection, query: str, names: Catalogue) -> set[RecordId] | None:
    """Return the measures that hold every word of the query, each as a substring in any letter case.

    Each word may stand in another place: in a field of the measure, its recommendations, reports, wordings, decisions,
    documents or notes, in the name of a body or of its area. Archived ones may be among those found. None where the
    query has no word.
    """
    words = sorted(set(fold(query).split()), key=len, reverse=True)
    if not words:
        return None
    found: set[RecordId] | None = None
    for word in words:  # the longest first: it is the rarest
        holding = _holding(connection, word, names)
        found = holding if found is None else found & holding
        if not found:
            break
    return found


def _holding(connection: Connection, word: str, names: Catalogue) -> set[RecordId]:
    found = _elsewhere(connection, word, names)
    left = {id for (id,) in connection.exec_driver_sql("SELECT id FROM measure")} - found
    if not left:
        return found
    if len(left) * FEW < len(left | found):
        return found | _ids(connection, IN_REPORTS, sorted(left), word)
    reports = [owner for owner, kind in find_owners(connection, word) if kind == REPORT]
    return found | _ids(connection, OF_REPORTS, reports)


def _elsewhere(connection: Connection, word: str, names: Catalogue) -> set[RecordId]:
    """Return the measures that hold a word anywhere but in reports, which are the most by far."""
    owners: dict[str, list[str]] = defaultdict(list)
    for owner, kind in find_owners(connection, word, but=REPORT):
        owners[kind].append(owner)
    found: set[RecordId] = set()
    for kind in TIES.keys() & owners.keys():
        for select in TIES[kind]:
            found |= _ids(connection, select, owners[kind])
    areas = [
        term.id for term in names.terms_of("area") if any(word in fold(name) for name in term.names.values())
    ]
    return found | _ids(connection, IN_AREA, areas) if areas else found


def _ids(connection: Connection, select: str, owners: Sequence[str], *words: str) -> set[RecordId]:
    rows = connection.exec_driver_sql(select, (json.dumps(owners), *words))
    return {RecordId(row[0]) for row in rows if row[0]}
