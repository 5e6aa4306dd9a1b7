"""Read of recommendations only what a workbook tells in one language: a third of what a table or form shows."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection

NEXT_BEST = ("en", "ru", "kk")
AMONG = "IN (SELECT value FROM json_each(?))"
RECOMMENDATIONS = f"""
    SELECT r.id, r.review_id, r.number, r.position, r.area_id
    FROM recommendation r JOIN review ON review.id = r.review_id WHERE NOT r.archived AND r.id {AMONG}
    ORDER BY review.cycle DESC, r.paragraph IS NULL, r.paragraph, r.item, r.id"""
TEXTS = f"""
    SELECT p.recommendation_id, p.text_{{first}}, {{others}} FROM recommendation_part p
    WHERE NOT p.archived AND p.recommendation_id {AMONG} ORDER BY p.recommendation_id, p.no"""
# The other languages are taken out of the file only where the first is missing.
OTHER = "CASE WHEN p.text_{first} IS NULL OR p.text_{first} = '' THEN p.text_{code} END"
STATES = f"""
    SELECT p.recommendation_id, s.name, s.iso
    FROM recommendation_part p JOIN recommending_state s ON s.part_id = p.id
    WHERE NOT s.archived AND NOT p.archived AND p.recommendation_id {AMONG}
    ORDER BY p.recommendation_id, p.no, s.part_id, s.no"""
AGENCIES = f"""
    SELECT a.recommendation_id, a.agency_id FROM assignment a
    WHERE NOT a.archived AND a.recommendation_id {AMONG}
    ORDER BY a.recommendation_id, CASE a.role WHEN 'lead' THEN 0 WHEN 'co' THEN 1 ELSE 2 END, a.id"""
EVIDENCE = f"""
    SELECT l.record_id, l.evidence_id FROM evidence_link l JOIN evidence e ON e.id = l.evidence_id
    WHERE NOT l.archived AND NOT e.archived AND l.record_id {AMONG} ORDER BY l.record_id, l.id"""

PROVEN = """
    SELECT l.evidence_id, r.number FROM evidence_link l JOIN recommendation r ON r.id = l.record_id
    WHERE NOT l.archived AND NOT r.archived ORDER BY l.id"""


class ToldRecommendation(NamedTuple):
    """A recommendation with its text in one language; States as (name as written, ISO code), each once."""

    id: RecordId
    review_id: RecordId
    number: str | None
    position: str
    area_id: RecordId | None
    text: str
    states: Iterable[tuple[str, str | None]]
    agencies: Sequence[RecordId]
    evidence: Sequence[RecordId]


def told_recommendations(
    connection: Connection, ids: Sequence[RecordId], language: str
) -> list[ToldRecommendation]:
    """Return those asked for that are not archived, in order: newest cycle first, then paragraph and item.

    A text is in the language wished, or in what there is (en, ru, kk); agencies in the lead come first.
    """
    among = (json.dumps(list(ids)),)
    texts = _texts(connection, among, language)
    states: dict[str, dict[tuple[str, str | None], None]] = defaultdict(dict)
    for owner, name, iso in connection.exec_driver_sql(STATES, among):
        states[owner][name, iso] = None
    agencies, evidence = (_by_owner(connection, select, among) for select in (AGENCIES, EVIDENCE))
    return [
        ToldRecommendation(
            id, review, number, position, area,
            texts.get(id, ""), states.get(id, ()), agencies.get(id, ()), evidence.get(id, ()),
        )
        for id, review, number, position, area in connection.exec_driver_sql(RECOMMENDATIONS, among)
    ]  # fmt: skip


def proven_recommendations(connection: Connection) -> list[tuple[RecordId, str | None]]:
    """Return of each link between a document and a recommendation in use the document's id and the number."""
    return [(RecordId(id), number) for id, number in connection.exec_driver_sql(PROVEN)]


def _texts(connection: Connection, among: tuple[str], language: str) -> dict[str, str]:
    others = ", ".join(OTHER.format(first=language, code=code) for code in NEXT_BEST if code != language)
    parts: dict[str, list[Sequence[str | None]]] = defaultdict(list)
    for row in connection.exec_driver_sql(TEXTS.format(first=language, others=others), among):
        parts[row[0]].append(row)
    return {owner: _joined(rows) for owner, rows in parts.items()}


def _joined(parts: Sequence[Sequence[str | None]]) -> str:
    """Return the parts (owner, then text by language) in the first language that any of them has, one a line."""
    if len(parts) == 1:
        return next(filter(None, parts[0][1:]), "")
    _, *columns = zip(*parts, strict=True)
    told = next(filter(any, columns), ())
    return "\n".join(text or "…" for text in told)


def _by_owner(connection: Connection, select: str, among: tuple[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for owner, value in connection.exec_driver_sql(select, among):
        found[owner].append(value)
    return found
