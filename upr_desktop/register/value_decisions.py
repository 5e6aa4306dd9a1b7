"""Read how people decided on values that returns brought into question: what was chosen, by whom, why, over what."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from upr_desktop.register.connection import Connection

DECIDED = """
    SELECT p.id, p.record_id, p.field, p.choice, p.decided_by, p.decided_at, p.why, p.beaten, p.record_kind,
           (SELECT max(c.revision) FROM change c WHERE c.record_id = p.id AND (c.field IS NULL OR c.field = 'choice'))
               AS decided_in
    FROM pending_decision p
    WHERE p.choice IS NOT NULL AND NOT p.archived
      AND (p.record_id IN (SELECT value FROM json_each(?)) OR p.id IN (SELECT value FROM json_each(?)))
    ORDER BY decided_in, p.id"""
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ValueDecision:
    """How one value was decided on: one of CHOICES, by whom, when (UTC ISO text), why, over which value.

    `id` is that of the question; `record_kind` and `field` say what the beaten value is; `revision` is the one that
    holds the decision.
    """

    id: str
    choice: str
    by: str
    at: str
    why: str | None
    beaten: str | None
    record_kind: str
    field: str
    revision: int


def value_decisions(connection: Connection, records: Iterable[str]) -> dict[Place, list[ValueDecision]]:
    """Return what was decided on the values of records, by record and field, oldest first; questions count too."""
    found: dict[Place, list[ValueDecision]] = {}
    asked = json.dumps(sorted(set(records)))
    for id, record, field, choice, by, at, why, beaten, kind, revision in connection.exec_driver_sql(
        DECIDED, (asked, asked)
    ):
        one = ValueDecision(id, choice, by or "", at or "", why, beaten, kind, field, revision)
        found.setdefault((record, field), []).append(one)
    return found


def behind(
    decisions: Mapping[Place, Sequence[ValueDecision]],
    place: Place,
    since: int,
    until: int | None = None,
) -> ValueDecision | None:
    """Return the newest decision by which a value stands that was saved in a revision, until another replaced it.

    A decision that took the value is of the same revision; one that kept it is of a later one.
    """
    told = [
        one
        for one in decisions.get(place, ())
        if since <= one.revision and (until is None or one.revision < until)
    ]
    return told[-1] if told else None
