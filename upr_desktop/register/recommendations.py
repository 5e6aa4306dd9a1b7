"""Read recommendations whole: parts, States, terms, agencies and evidence gathered in few selects."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection
from upr_desktop.register.plan_links import recommendations_in_plan
from upr_desktop.register.plan_rows import NOT_IN_PLAN
from upr_desktop.register.queries import LANGUAGES, AssignmentRow, PartRow, RecommendationRow

Grouped = dict[str, list[Any]]
RECOMMENDATIONS = """
    SELECT r.id, r.review_id, review.cycle, r.number, r.paragraph, r.item, r.heading, r.position, r.position_source,
           r.novelty, r.area_id, r.action_category, r.several_numbers, r.archived, r.from_plan
    FROM recommendation r JOIN review ON review.id = r.review_id WHERE {which}
    ORDER BY review.cycle DESC, r.paragraph IS NULL, r.paragraph, r.item, r.id"""
PARTS = """
    SELECT p.recommendation_id, p.id, p.no, p.text_kk, p.text_ru, p.text_en, p.quality_kk, p.quality_ru, p.quality_en,
           p.original_language
    FROM recommendation_part p JOIN recommendation r ON r.id = p.recommendation_id
    WHERE NOT p.archived AND {which} ORDER BY p.recommendation_id, p.no"""
STATES = """
    SELECT s.part_id, s.name, s.iso FROM recommending_state s
    JOIN recommendation_part p ON p.id = s.part_id JOIN recommendation r ON r.id = p.recommendation_id
    WHERE NOT s.archived AND {which} ORDER BY s.part_id, s.no"""
TAGS = """
    SELECT t.record_id, vocabulary.code, t.term_id FROM tag t
    JOIN term ON term.id = t.term_id JOIN vocabulary ON vocabulary.id = term.vocabulary_id
    JOIN recommendation r ON r.id = t.record_id
    WHERE NOT t.archived AND {which} ORDER BY t.record_id, t."primary" DESC, t.id"""
ASSIGNMENTS = """
    SELECT a.recommendation_id, a.id, a.agency_id, a.role FROM assignment a
    JOIN recommendation r ON r.id = a.recommendation_id WHERE NOT a.archived AND {which}
    ORDER BY a.recommendation_id, CASE a.role WHEN 'lead' THEN 0 WHEN 'co' THEN 1 ELSE 2 END, a.id"""
EVIDENCE = """
    SELECT l.record_id, l.evidence_id FROM evidence_link l JOIN evidence e ON e.id = l.evidence_id
    JOIN recommendation r ON r.id = l.record_id
    WHERE NOT l.archived AND NOT e.archived AND {which} ORDER BY l.record_id, l.id"""
NOTES = """
    SELECT n.record_id, n.id FROM note n JOIN recommendation r ON r.id = n.record_id WHERE NOT n.archived AND {which}"""


def recommendations(
    connection: Connection, ids: Sequence[RecordId] | None = None, *, archived: bool = False
) -> list[RecommendationRow]:
    """Return recommendations in order: newest cycle first, then paragraph and item; those asked for, or all.

    Archived ones are left out unless asked for.
    """
    which, values = _which(ids, archived)
    part_states = _grouped(connection, STATES, which, values)
    parts = _grouped(connection, PARTS, which, values)
    tags = _grouped(connection, TAGS, which, values)
    assigned = _grouped(connection, ASSIGNMENTS, which, values)
    evidence, notes = (_grouped(connection, select, which, values) for select in (EVIDENCE, NOTES))
    planned = recommendations_in_plan(connection, ids)
    found = connection.exec_driver_sql(RECOMMENDATIONS.format(which=which), values)
    return [
        RecommendationRow(
            id=row[0],
            review_id=row[1],
            cycle=row[2],
            number=row[3],
            order=(-(row[2] or 0), row[4] or 0, row[5] or 0),
            heading=row[6],
            position=row[7],
            position_source=row[8],
            novelty=row[9],
            area_id=row[10],
            action_category=row[11],
            several_numbers=bool(row[12]),
            archived=bool(row[13]),
            parts=tuple(_part(part, part_states) for part in parts.get(row[0], ())),
            terms=_terms(tags.get(row[0], ())),
            agencies=tuple(AssignmentRow(*link) for link in assigned.get(row[0], ())),
            evidence=tuple(link[0] for link in evidence.get(row[0], ())),
            notes=len(notes.get(row[0], ())),
            in_plan=planned.get(row[0], NOT_IN_PLAN),
            from_plan=bool(row[14]),
        )
        for row in found
    ]


def _which(ids: Sequence[RecordId] | None, archived: bool) -> tuple[str, tuple[str, ...]]:
    alive = "1" if archived else "NOT r.archived"
    if ids is None:
        return alive, ()
    return f"{alive} AND r.id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),)


def _grouped(connection: Connection, select: str, which: str, values: tuple[str, ...]) -> Grouped:
    """Return the rows of a select without their first column, grouped by it."""
    found: Grouped = defaultdict(list)
    for owner, *rest in connection.exec_driver_sql(select.format(which=which), values):
        found[owner].append(rest)
    return found


def _part(row: Sequence[Any], part_states: Grouped) -> PartRow:
    texts = {code: text for code, text in zip(LANGUAGES, row[2:5], strict=True) if text}
    quality = {code: mark for code, mark in zip(LANGUAGES, row[5:8], strict=True) if mark}
    states = tuple((name, iso) for name, iso in part_states.get(row[0], ()))
    return PartRow(row[0], row[1], texts, quality, row[8], states)


def _terms(tags: Sequence[Any]) -> dict[str, tuple[RecordId, ...]]:
    found: dict[str, list[RecordId]] = defaultdict(list)
    for vocabulary, term in tags:
        found[vocabulary].append(term)
    return {vocabulary: tuple(dict.fromkeys(terms)) for vocabulary, terms in found.items()}
