"""Hold what an import would do before anyone agrees to it: changes, and what becomes of every row of the file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.register.changes import ChangeSet, RecordId, Value
from upr_desktop.register.errors import Problem
from upr_desktop.values import plain_value

CREATED, CHANGED, UNCHANGED, REFUSED, LEFT_ALONE = "created", "changed", "unchanged", "refused", "left_alone"
OUTCOMES = (CREATED, CHANGED, UNCHANGED, REFUSED, LEFT_ALONE)


@plain_value
class FieldChange:
    """One field of a row as the preview shows it.

    `kept` says that the register's value stays although the file differs: a person changed it since.
    """

    field: str
    before: Value
    after: Value
    kept: bool = False


@plain_value
class DraftRow:
    """What becomes of one row (or one recommendation) of the file. `reason` says why a row was left alone."""

    where: str
    name: str
    outcome: str
    fields: tuple[FieldChange, ...] = ()
    problems: tuple[Problem, ...] = ()
    reason: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)
    record: RecordId | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An import that is not yet applied. `revision` is the one of the register it was made on."""

    unit: str
    changes: ChangeSet
    rows: Sequence[DraftRow]
    problems: Sequence[Problem] = ()
    revision: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """Return how many rows end in each outcome; they add up to the rows of the file."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome: found[outcome] for outcome in OUTCOMES}
