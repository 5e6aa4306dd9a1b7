"""Decide what waits: a conflict, a proposal, a statement of no change, a cell that came back blank."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from upr_desktop.code_lists import ROLES
from upr_desktop.merge.plan_record import years_of_plan
from upr_desktop.merge.plan_values import measure_number, read_deadline
from upr_desktop.register.changes import Change, ChangeSet, Edited, Label, RecordId, Value, Values, edits
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.fold import fold
from upr_desktop.register.kinds import kinds
from upr_desktop.register.register import Connection
from upr_desktop.register.return_queries import PendingRow, live_value, pending_decisions
from upr_desktop.register.store import read_records
from upr_desktop.words import LANGUAGES, say

OURS, THEIRS, BOTH, OTHER = "ours", "theirs", "both", "other"
NO_CHANGE, CLEARED = "no_change", "cleared"
Hold = Callable[[str, RecordId, str], Value]


def decide_pending(
    connection: Connection,
    ids: Sequence[RecordId],
    choice: str,
    *,
    by: str,
    why: str = "",
    value: Value = None,
) -> ChangeSet:
    """Return what decides these questions, as one step that remembers who, when, why and what was beaten.

    `ours` keeps the register's value, `theirs` takes what was returned (for no change: the report says so; for a blank
    cell: the value goes), `both` keeps the two texts one below the other, `other` takes `value`. Raises
    RegisterError("decided_already") where one of them was decided, or its record has no such field to write.
    """
    wanted = set(ids)
    rows = [row for row in pending_decisions(connection) if row.id in wanted]
    changes = [change for row in rows for change in _decided(connection, row, choice, by, why, value)]
    return ChangeSet(Label("label.decided", {"count": len(rows)}), changes, by)


def _decided(
    connection: Connection, row: PendingRow, choice: str, by: str, why: str, value: Value
) -> list[Change]:
    if row.choice is not None:
        raise RegisterError("decided_already", by=row.decided_by or "?", at=(row.decided_at or "")[:10])

    def hold(kind: str, id: RecordId, field: str) -> Value:
        return read_records(connection, kinds()[kind], [id]).get(id, {}).get(field)

    ours = live_value(connection, row)
    signs = [
        Edited("pending_decision", row.id, name, None, told)
        for name, told in signed(row, choice, ours, by, why).items()
    ]
    return [*decision_edits(row, choice, ours, hold, value), *signs]


def signed(row: PendingRow, choice: str, ours: Value, by: str, why: str) -> dict[str, str]:
    """Return the fields of a decision that say who took it, when, why and what it beat; those that say something."""
    beaten = row.theirs if choice == OURS else ours
    told = {
        "choice": choice,
        "decided_by": by,
        "decided_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "why": why or None,
        "beaten": None if beaten is None or choice == BOTH else str(beaten),
    }
    return {name: text for name, text in told.items() if text}


def decision_edits(
    row: PendingRow, choice: str, ours: Value, hold: Hold, value: Value = None
) -> list[Change]:
    """Return what writes the decision into the record; nothing for a field that the record does not have.

    `ours` is what the register holds in the field, `hold` says what it holds in others.
    """
    kind = kinds().get(row.record_kind)
    if choice == OURS or kind is None or row.field not in kind.by_name:
        return []
    if row.kind == NO_CHANGE and choice == THEIRS:
        return _repeated(row, hold)
    told = {THEIRS: None if row.kind == CLEARED else row.theirs, BOTH: _both(ours, row.theirs), OTHER: value}
    after = told[choice]
    if after == ours or kind.by_name[row.field].refers:
        return []
    wished = _with_meaning(row, after, hold)
    stored = {name: hold(row.record_kind, row.record_id, name) for name in wished}
    return [*edits(row.record_kind, row.record_id, {**stored, row.field: ours}, wished)]


def _with_meaning(row: PendingRow, after: Value, hold: Hold) -> Values:
    """Return the fields that a value fills: a measure's number is sorted by, its deadline read, a role has a code."""
    text = None if after is None else str(after)
    if (row.record_kind, row.field) == ("measure", "number"):
        return measure_number(text)
    if (row.record_kind, row.field) == ("measure", "deadline_raw"):
        plan = RecordId(str(hold("measure", row.record_id, "plan_id")))
        years = years_of_plan({name: hold("plan", plan, name) for name in ("valid_from", "valid_to")})
        return {**read_deadline(text, years), "deadline_raw": text}
    if (row.record_kind, row.field) == ("assignment", "role"):
        return {row.field: _role(text)}
    return {row.field: after}


def _role(text: str | None) -> str | None:
    """Return the code of a role that is called so in any language; else the text, which the rules then refuse."""
    named = {fold(say(f"role.{role}", language)): role for role in ROLES for language in LANGUAGES}
    return named.get(fold((text or "").strip()), text)


def _repeated(row: PendingRow, hold: Hold) -> list[Change]:
    """Return what lets a report say that nothing changed; its status stays what it is."""
    report = {name: hold("progress", row.record_id, name) for name in ("no_change", "state")}
    wished: dict[str, Value] = {"no_change": True}
    if report["state"] == "draft":
        wished["state"] = "submitted"
    return [
        Edited("progress", row.record_id, name, report[name], after)
        for name, after in wished.items()
        if report[name] != after
    ]


def _both(ours: Value, theirs: str | None) -> Value:
    return "\n".join(str(text) for text in (ours, theirs) if text)
