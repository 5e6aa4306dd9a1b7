"""Read agencies with all that a person sees of them: names, aliases, people, successors, what refers to them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection
from upr_desktop.register.queries import AgencyRow, agencies, records
from upr_desktop.register.store import State

Parts = Mapping[RecordId, State]
COUNTS = """
    SELECT a.agency_id, a.role, count(DISTINCT a.recommendation_id) FROM assignment a
    JOIN recommendation r ON r.id = a.recommendation_id
    WHERE NOT a.archived AND NOT r.archived GROUP BY 1, 2"""


@dataclass(frozen=True, slots=True)
class AgencyDetails:
    """An agency and what belongs to it.

    `values` are the fields of its record; `aliases`, `people` and `successions` (those to successors) are records by
    id, not archived; `counts` says how many recommendations it has by role; `below` counts the bodies under it.
    """

    row: AgencyRow
    values: State
    aliases: Parts
    people: Parts
    successions: Parts
    counts: Mapping[str, int]
    below: int = 0
    followed: int = 0

    @property
    def id(self) -> RecordId:
        """Return the agency's id."""
        return self.row.id

    @property
    def recommendations(self) -> int:
        """Return for how many recommendations it is responsible in any role, each role counted."""
        return sum(self.counts.values())

    @property
    def uses(self) -> int:
        """Return how many things still refer to it: recommendations, bodies below it, bodies it followed."""
        return self.recommendations + self.below + self.followed


def agency_details(connection: Connection) -> list[AgencyDetails]:
    """Return all agencies, archived ones too, in the order in which they were added."""
    values = records(connection, "agency")
    parts = {
        "aliases": _of(connection, "agency_alias", "agency_id"),
        "people": _of(connection, "person", "agency_id"),
        "successions": _of(connection, "agency_succession", "from_id"),
    }
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for id, role, count in connection.exec_driver_sql(COUNTS):
        counts[id][role] = count
    followed = _of(connection, "agency_succession", "to_id")
    below: dict[str, int] = defaultdict(int)
    for one in values.values():
        if one["parent_id"] and not one["archived"]:
            below[str(one["parent_id"])] += 1
    return [
        AgencyDetails(
            row,
            values[id],
            counts=counts.get(id, {}),
            below=below[id],
            followed=len(followed.get(id, ())),
            **{name: found.get(id, {}) for name, found in parts.items()},
        )
        for id, row in agencies(connection).items()
    ]


def _of(connection: Connection, kind: str, field: str) -> dict[RecordId, dict[RecordId, State]]:
    found: dict[RecordId, dict[RecordId, State]] = defaultdict(dict)
    for id, values in records(connection, kind).items():
        if not values["archived"]:
            found[RecordId(str(values[field]))][id] = values
    return found
