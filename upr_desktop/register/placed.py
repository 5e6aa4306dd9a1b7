"""Say of each recommendation where it belongs: its review, its position, and whether a plan has a measure for it."""

from collections.abc import Iterable
from typing import NamedTuple

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection

PLACED = """
    SELECT r.id, r.review_id, v.cycle, r.position, r.id IN (
        SELECT l.recommendation_id FROM measure_recommendation l
        JOIN measure m ON m.id = l.measure_id JOIN "plan" p ON p.id = m.plan_id
        WHERE NOT l.archived AND NOT m.archived AND NOT p.archived)
    FROM recommendation r JOIN review v ON v.id = r.review_id WHERE NOT r.archived ORDER BY v.cycle DESC, r.id"""


class Placed(NamedTuple):
    """A recommendation that is not archived, without its texts."""

    id: RecordId
    review_id: RecordId
    cycle: int | None
    position: str
    has_measure: bool


def placed(connection: Connection) -> list[Placed]:
    """Return all recommendations but archived ones, those of the newest cycle first."""
    found = connection.exec_driver_sql(PLACED)
    return [Placed(id, review, cycle, position, bool(has)) for id, review, cycle, position, has in found]


def lacking_measure(rows: Iterable[Placed]) -> list[Placed]:
    """Return the supported ones without a measure, of the newest cycle that a plan speaks of and of later ones.

    Where no plan speaks of any, of all cycles.
    """
    known = list(rows)
    newest = max((row.cycle or 0 for row in known if row.has_measure), default=0)
    return [
        row
        for row in known
        if (row.cycle or 0) >= newest and row.position.startswith("supported") and not row.has_measure
    ]
