"""Decide what waits: a conflict, a proposal, a statement of no change, a cell that came back blank."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from upr_desktop.jobs.held_state import HeldState
from upr_desktop.jobs.proposal_edits import proposal_edits
from upr_desktop.jobs.return_choices import choices_for
from upr_desktop.jobs.who_said import WhoSaid, joined_text
from upr_desktop.merge.return_questions import (
    BOTH,
    CLEARED,
    CONFLICT,
    NEW_MEASURE,
    NO_CHANGE,
    OTHER,
    OURS,
    PROPOSAL,
    REMARK,
    THEIRS,
    Decision,
)
from upr_desktop.register.changes import (
    Added,
    Change,
    ChangeSet,
    Edited,
    Label,
    Origin,
    RecordId,
    Value,
    new_id,
)
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.plan_rules import NARRATIVES
from upr_desktop.register.register import Connection
from upr_desktop.register.return_queries import PendingRow, pending_decisions

__all__ = ["BOTH", "OTHER", "OURS", "REMARK", "THEIRS", "Deciding", "decide_each", "decide_pending"]


def decide_pending(
    connection: Connection,
    ids: Sequence[RecordId],
    choice: str,
    *,
    by: str,
    why: str = "",
    value: Value = None,
) -> ChangeSet:
    """Return what decides these questions alike, as one step; see `decide_each`."""
    return decide_each(connection, dict.fromkeys(ids, Decision(choice, value, why)), by=by)


def decide_each(connection: Connection, decisions: Mapping[RecordId, Decision], *, by: str) -> ChangeSet:
    """Return what decides these questions, as one step that remembers who, when, why and what was beaten.

    `ours` keeps the register's value, `theirs` takes what was returned (for no change: the report says so; for a blank
    cell: the value goes; for "outside our competence": the task ends), `both` keeps the two texts with who said them
    and when, `other` takes the decision's value, `remark` answers the agency with it. Raises RegisterError:
    decided_already where one of them was decided, decision_impossible where one may not be answered so,
    proposal_undecided, task_needs_successor.
    """
    rows = pending_decisions(connection)
    asked = [row for row in rows if row.id in decisions]
    at = datetime.now(UTC).isoformat(timespec="seconds")
    said = WhoSaid(connection, rows, {str(row.record_id) for row in asked}, at)
    deciding = Deciding(HeldState(connection), said, by, at)
    changes: list[Change] = []
    for row in asked:
        if row.choice is not None:
            raise RegisterError("decided_already", by=row.decided_by or "?", at=(row.decided_at or "")[:10])
        signs, edits = deciding.answer(row, decisions[row.id])
        signing = (Edited("pending_decision", row.id, name, None, text) for name, text in signs.items())
        changes += [*edits, *signing]
    return ChangeSet(Label("label.decided", {"count": len(asked)}), changes, by)


class Deciding:
    """Answer questions one after the other; each finds what the ones before it wrote."""

    def __init__(self, held: HeldState, said: WhoSaid, by: str, at: str) -> None:
        self.held, self._said, self._by, self._at = held, said, by, at
        self._remarks: set[tuple[RecordId | None, str]] = set()

    def answer(self, row: PendingRow, decision: Decision) -> tuple[dict[str, str], list[Change]]:
        """Return how a question is signed, and what its answer writes. Raises RegisterError as `decide_each`."""
        ours = self.held.value(row.record_kind, row.record_id, row.field)
        edits = self._edits(row, decision, ours)
        self.held.note(edits)
        if decision.choice == BOTH:
            self._said.join(str(row.record_id), row.field)
        return self._signed(row, decision, ours), edits

    def _edits(self, row: PendingRow, decision: Decision, ours: Value) -> list[Change]:
        choice = decision.choice
        if choice == OURS:
            return []
        self._check(row, choice)
        if choice == REMARK:
            return self._remark(row, str(decision.value or "").strip())
        if choice == BOTH:
            edits = self._edited(row, ours, self._joined(row, ours), None)
            return [*edits, *self._handed_in(row)]
        taken = row.theirs if choice == THEIRS else decision.value
        origin = Origin(row.file or "", row.sheet or "", row.address or "", row.raw or "")
        if row.kind == NO_CHANGE:
            return _repeated(row, self.held)
        if row.record_kind == "progress":
            after = None if row.kind == CLEARED else taken
            edits = self._edited(row, ours, after, origin if choice == THEIRS and row.file else None)
            return [*edits, *self._handed_in(row)] if row.kind in (PROPOSAL, CONFLICT) and edits else edits
        wished = None if choice == THEIRS and row.field == "agency_id" else taken
        found = proposal_edits(row, self.held, wished, self._by, decision.why, self._at[:10])
        is_placed = choice == THEIRS and row.file and row.field != NEW_MEASURE
        return [_with_origin(one, origin) for one in found] if is_placed else found

    def _check(self, row: PendingRow, choice: str) -> None:
        allowed, refusal = choices_for(row, self.held, self._at[:10])
        if choice not in allowed:
            is_told = refusal and (choice == THEIRS or allowed == (OURS,))
            raise refusal if refusal and is_told else RegisterError("decision_impossible")

    def _remark(self, row: PendingRow, text: str) -> list[Change]:
        """Return the remark on the row's report; one on several cells of it is kept once."""
        if not text:
            raise RegisterError("remark_empty")
        if (row.progress_id, text) in self._remarks:
            return []
        self._remarks.add((row.progress_id, text))
        return [Added("remark", new_id(), {"progress_id": row.progress_id, "text": text})]

    def _edited(self, row: PendingRow, ours: Value, after: Value, origin: Origin | None) -> list[Change]:
        if after == ours:
            return []
        edit = Edited(row.record_kind, row.record_id, row.field, ours, after, origin)
        if row.field in NARRATIVES and after and self.held.value("progress", row.record_id, "no_change"):
            return [edit, Edited("progress", row.record_id, "no_change", True, False, origin)]
        return [edit]

    def _handed_in(self, row: PendingRow) -> list[Change]:
        """Let a draft count as handed in by what was taken of a return: a successor's, or one after an undone one."""
        state = self.held.value("progress", row.record_id, "state")
        return [Edited("progress", row.record_id, "state", state, "submitted")] if state == "draft" else []

    def _joined(self, row: PendingRow, ours: Value) -> str:
        held_by = self._said.held(str(row.record_id), row.field)
        returned_by = self._said.returned(row.file, row.agency_id)
        return joined_text(row.field, ours, row.theirs, held_by, returned_by, self.held.agencies)

    def _signed(self, row: PendingRow, decision: Decision, ours: Value) -> dict[str, str]:
        """Return the fields of a decision that say who took it, when, why and what it beat, where there is any."""
        choice = decision.choice
        beaten = row.theirs if choice in (OURS, REMARK) else ours
        told = {
            "choice": choice,
            "decided_by": self._by,
            "decided_at": self._at,
            "why": decision.why or None,
            "beaten": None if beaten is None or choice == BOTH else str(beaten),
        }
        return {name: text for name, text in told.items() if text}


def _with_origin(change: Change, origin: Origin) -> Change:
    return replace(change, origin=origin)


def _repeated(row: PendingRow, held: HeldState) -> list[Change]:
    """Return what lets a report say that nothing changed; its status stays what it is."""
    report = held.record("progress", row.record_id) or {}
    wished: dict[str, Value] = {"no_change": True}
    if report["state"] == "draft":
        wished["state"] = "submitted"
    return [
        Edited("progress", row.record_id, name, report[name], after)
        for name, after in wished.items()
        if report[name] != after
    ]
