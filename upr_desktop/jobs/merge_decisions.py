"""Put what a person decided of a merge into its changes, so that merge and decisions are one step."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from upr_desktop.jobs.decide_pending import decision_edits, signed
from upr_desktop.jobs.merge_returns import Merge
from upr_desktop.merge.return_cells import CellOutcome
from upr_desktop.merge.return_state import like
from upr_desktop.merge.returns import PROPOSAL, WAITS
from upr_desktop.register.changes import Added, Change, Edited, RecordId, Value
from upr_desktop.register.kinds import kinds
from upr_desktop.register.register import Register
from upr_desktop.register.return_queries import PendingRow, pending_decisions
from upr_desktop.register.store import read_records

Question = tuple[str, str, str, Value]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided: ours | theirs | both | other, the value where it is another one, and why."""

    choice: str
    value: Value = None
    why: str = ""


def question_of(one: CellOutcome) -> Question | None:
    """Return what a cell asks a person, None where it asks nothing; rows of new measures are asked about later."""
    is_asked = one.outcome in WAITS and one.record_id and one.field and not one.column.startswith(PROPOSAL)
    return (WAITS[one.outcome], str(one.record_id), str(one.field), like(one.theirs)) if is_asked else None


def decided_changes(register: Register, merge: Merge, decisions: Mapping[Question, Decision]) -> list[Change]:
    """Return the changes of a merge, its decisions among them: each question is asked and answered in the same step.

    A question that the register holds open already is answered there.
    """
    found, rest = list(merge.changes), dict(decisions)
    after: list[Change] = []
    held = _Held(register, merge)
    for place, change in enumerate(found):
        if isinstance(change, Added) and change.kind == "pending_decision":
            row = _as_row(change)
            if row.choice is None and (decision := rest.pop(_question(row), None)):
                signs, edits = held.answer(row, decision, merge.author)
                found[place] = replace(change, values={**change.values, **signs})
                after += edits
    with register.reading() as connection:
        waiting = [row for row in pending_decisions(connection) if row.choice is None] if rest else []
    for row in waiting:
        if decision := rest.pop(_question(row), None):
            signs, edits = held.answer(row, decision, merge.author)
            after += edits
            after += [Edited("pending_decision", row.id, name, None, text) for name, text in signs.items()]
    return [*found, *after]


class _Held:
    """What the register holds once the merge, and the decisions so far, are in."""

    def __init__(self, register: Register, merge: Merge) -> None:
        self._register, self._reports = register, merge.ledger.reports
        self._edited: dict[tuple[str, RecordId, str], Value] = {}

    def answer(self, row: PendingRow, decision: Decision, by: str) -> tuple[dict[str, str], list[Change]]:
        """Return how a question is signed, and what its answer writes into the record."""
        ours = self._value(row.record_kind, row.record_id, row.field)
        edits = decision_edits(row, decision.choice, ours, self._value, decision.value)
        for edit in edits:
            if isinstance(edit, Edited):
                self._edited[edit.kind, edit.id, edit.field] = edit.after
        return signed(row, decision.choice, ours, by, decision.why), edits

    def _value(self, kind: str, id: RecordId, field: str) -> Value:
        if (kind, id, field) in self._edited:
            return self._edited[kind, id, field]
        if kind == "progress" and id in self._reports:
            return self._reports[id].values.get(field)
        spec = kinds().get(kind)
        if spec is None or field not in spec.by_name:
            return None
        with self._register.reading() as connection:
            return read_records(connection, spec, [id]).get(id, {}).get(field)


def _question(row: PendingRow) -> Question:
    return row.kind, str(row.record_id), row.field, like(row.theirs)


def _as_row(change: Added) -> PendingRow:
    values: dict[str, Any] = {one.name: change.values.get(one.name) for one in fields(PendingRow)}
    return PendingRow(**{**values, "id": change.id, "revision": 0})
