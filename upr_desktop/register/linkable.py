"""Offer what may be linked: recommendations to a measure, measures to a recommendation."""

from collections.abc import Mapping
from typing import NamedTuple

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection
from upr_desktop.register.plan_rows import LANGUAGES

NUMBERS = """
    SELECT r.number, r.id FROM recommendation r JOIN review v ON v.id = r.review_id
    WHERE NOT r.archived AND r.number IS NOT NULL ORDER BY v.cycle, r.id"""
RECOMMENDATIONS = """
    SELECT r.id, r.number, v.cycle, p.text_kk, p.text_ru, p.text_en
    FROM recommendation r JOIN review v ON v.id = r.review_id
    LEFT JOIN recommendation_part p ON p.recommendation_id = r.id AND p.no = 1 AND NOT p.archived
    WHERE NOT r.archived ORDER BY v.cycle DESC, r.paragraph IS NULL, r.paragraph, r.item, r.id"""
MEASURES = """
    SELECT m.id, m.number, m.text_kk, m.text_ru, m.text_en
    FROM measure m JOIN "plan" p ON p.id = m.plan_id WHERE NOT m.archived AND NOT p.archived
    ORDER BY p.valid_from DESC, m.paragraph IS NULL, m.paragraph, m.item, m.subitem, m.id"""
ARCHIVED = "SELECT count(*) FROM measure WHERE archived AND plan_id = ?"


class LinkableRow(NamedTuple):
    """A record to choose: its number, the cycle of a recommendation, and its text by language."""

    id: RecordId
    number: str | None
    cycle: int | None
    texts: Mapping[str, str]


def numbers_of_recommendations(connection: Connection) -> dict[str, RecordId]:
    """Return the id of each number in use; where cycles share a number, that of the newest."""
    return {str(number): RecordId(id) for number, id in connection.exec_driver_sql(NUMBERS)}


def linkable_recommendations(connection: Connection) -> list[LinkableRow]:
    """Return the recommendations in use, those of the newest cycle first."""
    rows = connection.exec_driver_sql(RECOMMENDATIONS)
    return [LinkableRow(RecordId(id), number, cycle, _texts(*texts)) for id, number, cycle, *texts in rows]


def linkable_measures(connection: Connection) -> list[LinkableRow]:
    """Return the measures in use, those of the newest plan first."""
    rows = connection.exec_driver_sql(MEASURES)
    return [LinkableRow(RecordId(id), number, None, _texts(*texts)) for id, number, *texts in rows]


def count_archived_measures(connection: Connection, plan: RecordId) -> int:
    """Return how many measures of a plan are in the archive."""
    return int(connection.exec_driver_sql(ARCHIVED, (plan,)).scalar() or 0)


def _texts(*texts: str | None) -> dict[str, str]:
    return {code: text for code, text in zip(LANGUAGES, texts, strict=True) if text}
