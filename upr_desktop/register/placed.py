"""Say of each recommendation where it belongs: its review, its position, and whether a plan has a measure for it."""

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection

HAS_MEASURE = """
    r.id IN (
        SELECT l.recommendation_id FROM measure_recommendation l
        JOIN measure m ON m.id = l.measure_id JOIN "plan" p ON p.id = m.plan_id
        WHERE NOT l.archived AND NOT m.archived AND NOT p.archived)"""
PLACED = f"""
    SELECT r.id, r.review_id, v.cycle, r.position, {HAS_MEASURE}
    FROM recommendation r JOIN review v ON v.id = r.review_id WHERE NOT r.archived ORDER BY v.cycle DESC, r.id"""
COUNTED = f"""
    SELECT r.review_id, v.cycle, r.position, {HAS_MEASURE}, count(*)
    FROM recommendation r JOIN review v ON v.id = r.review_id WHERE NOT r.archived
    GROUP BY 1, 2, 3, 4 ORDER BY v.cycle DESC, v.state, v.id, 3, 4"""


class Placed(NamedTuple):
    """A recommendation that is not archived, without its texts."""

    id: RecordId
    review_id: RecordId
    cycle: int | None
    position: str
    has_measure: bool


class PlacedCount(NamedTuple):
    """How many recommendations that are not archived belong to the same place."""

    review_id: RecordId
    cycle: int | None
    position: str
    has_measure: bool
    how_many: int


Belongs = TypeVar("Belongs", Placed, PlacedCount)


def placed(connection: Connection) -> list[Placed]:
    """Return all recommendations but archived ones, those of the newest cycle first."""
    found = connection.exec_driver_sql(PLACED)
    return [Placed(id, review, cycle, position, bool(has)) for id, review, cycle, position, has in found]


def placed_counts(connection: Connection) -> list[PlacedCount]:
    """Return how many recommendations belong where, those of the newest cycle first."""
    found = connection.exec_driver_sql(COUNTED)
    return [
        PlacedCount(review, cycle, position, bool(has), count)
        for review, cycle, position, has, count in found
    ]


def lacking_measure(rows: Iterable[Belongs]) -> list[Belongs]:
    """Return the supported ones without a measure, of the newest cycle that a plan speaks of and of later ones.

    Where no plan speaks of any, of all cycles.
    """
    known = list(rows)
    planned = cycle_of_plans(known)
    return [row for row in known if lacks_measure(row.position, row.cycle, planned, has=row.has_measure)]


def cycle_of_plans(rows: Iterable[Placed | PlacedCount]) -> int:
    """Return the newest cycle that a plan speaks of; 0 where no plan speaks of any."""
    return max((row.cycle or 0 for row in rows if row.has_measure), default=0)


def lacks_measure(position: str, cycle: int | None, planned: int, *, has: bool) -> bool:
    """Return whether a recommendation should have a measure and has none; `planned` is the cycle of plans."""
    return (cycle or 0) >= planned and position.startswith("supported") and not has
