"""Say how each question of a return may be answered: what would write nothing is not offered."""

from collections.abc import Sequence

from upr_desktop.grammar.statuses import is_no_change
from upr_desktop.jobs.held_state import HeldState
from upr_desktop.jobs.proposal_edits import proposal_edits
from upr_desktop.jobs.who_said import TEXTS
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
)
from upr_desktop.merge.returns import BODIES, RECOMMENDATIONS
from upr_desktop.register.changes import Edited, RecordId
from upr_desktop.register.errors import Problem, RegisterError
from upr_desktop.register.kinds import kinds
from upr_desktop.register.plan_rules import NARRATIVES
from upr_desktop.register.queries import AgencyRow, agencies_told
from upr_desktop.register.return_queries import PendingRow
from upr_desktop.register.rules import value_problems

SHORT = 120
MEMBERS = (BODIES, RECOMMENDATIONS)
Choices = tuple[str, ...]


def choices_for(row: PendingRow, held: HeldState, day: str) -> tuple[Choices, RegisterError | None]:
    """Return how a question may be answered, and why it may not be taken as it came back; `day` is today.

    `ours` lets the register be as it is and is always there; `remark` answers the agency and leaves the register too.
    Of a report that is another agency's nothing is taken and none is answered there, unless the sender took over from
    it. "No change" is not confirmed over a text that stands for the period; a text may be taken over a "no change",
    which then goes: that is said too.
    """
    other = _other_agency(row, held)
    if other is not None and row.record_kind == "progress":
        return (OURS,), RegisterError("report_of_another", **agencies_told("agency", [other]))
    told = REMARK if row.progress_id and other is None else ""
    may_take, refusal = _may_take(row, held, day)
    over = _is_over_no_change(row, held)
    wished = (
        OURS,
        THEIRS if may_take else "",
        BOTH if row.kind == CONFLICT and row.field in TEXTS and not over else "",
        OTHER if _may_be_edited(row) else "",
        told,
    )
    return tuple(filter(None, wished)), refusal or (RegisterError("text_over_no_change") if over else None)


def _is_over_no_change(row: PendingRow, held: HeldState) -> bool:
    """Return whether a text disputes only a statement that nothing changed: no other text stands against it."""
    return (
        (row.kind, row.record_kind) == (CONFLICT, "progress")
        and row.field in NARRATIVES
        and not held.value("progress", row.record_id, row.field)
        and bool(held.value("progress", row.record_id, "no_change"))
    )


def _other_agency(row: PendingRow, held: HeldState) -> AgencyRow | None:
    """Return the agency whose report the row is about, where another agency sent the file."""
    task, owner = _whose(row, held)
    if owner is None or owner == row.agency_id or _took_over(row.agency_id, task, held):
        return None
    return held.agencies[owner]


def is_of_heir(row: PendingRow, held: HeldState) -> bool:
    """Return whether the agency whose file it is took over from the one whose report the row is about."""
    task, owner = _whose(row, held)
    return owner is not None and owner != row.agency_id and _took_over(row.agency_id, task, held)


def _whose(row: PendingRow, held: HeldState) -> tuple[RecordId, RecordId | None]:
    """Return the task that the report is of which the row is about, and its agency; none where there is no such."""
    report = row.record_id if row.record_kind == "progress" else row.progress_id
    task = RecordId(str(held.value("progress", report, "assignment_id") or "")) if report else RecordId("")
    owner = held.value("assignment", task, "agency_id") if task else None
    return task, RecordId(str(owner)) if owner else None


def _took_over(agency: RecordId, task: RecordId, held: HeldState) -> bool:
    """Return whether an agency follows the one that has a task, or got that task when it ended."""
    own = held.record("assignment", task) or {}
    heirs = held.children("agency_succession", "from_id", RecordId(str(own["agency_id"]))).values()
    if any(one["to_id"] == agency and not one["archived"] for one in heirs):
        return True
    tasks = held.children("assignment", "measure_id", RecordId(str(own["measure_id"]))).values()
    begun = (
        str(one["valid_from"] or "") for one in tasks if one["agency_id"] == agency and not one["archived"]
    )
    return bool(own["valid_to"]) and any(day > str(own["valid_to"]) for day in begun)


def _may_take(row: PendingRow, held: HeldState, day: str) -> tuple[bool, RegisterError | None]:
    if row.kind == NO_CHANGE and any(held.value("progress", row.record_id, name) for name in NARRATIVES):
        return False, RegisterError("no_change_over_text")
    if row.kind in (NO_CHANGE, CLEARED):
        return True, None
    if row.record_kind == "progress":
        spec = kinds()["progress"]
        if row.field not in spec.by_name or (row.field in TEXTS and is_no_change(row.theirs or "")):
            return False, None
        if row.kind == PROPOSAL and held.value("progress", row.record_id, row.field) == row.theirs:
            return False, None
        return _judged(row, list(value_problems(spec, row.field, row.theirs)))
    if not _is_of_plan(row) and row.field != NEW_MEASURE:
        return False, None
    try:
        wished = None if row.field == "agency_id" else row.theirs
        changes = proposal_edits(row, held, wished, "", "", day)
    except RegisterError as refusal:
        return False, refusal
    if not changes:
        return False, None
    edited = [one for one in changes if isinstance(one, Edited)]
    return _judged(
        row, [wrong for one in edited for wrong in value_problems(kinds()[one.kind], one.field, one.after)]
    )


def _judged(row: PendingRow, problems: Sequence[Problem]) -> tuple[bool, RegisterError | None]:
    """Return that a value may be taken, or that it is none."""
    return (
        (False, RegisterError("proposal_undecided", text=(row.theirs or "")[:SHORT]))
        if problems
        else (True, None)
    )


def _is_of_plan(row: PendingRow) -> bool:
    if row.record_kind == "measure":
        return row.field in MEMBERS or row.field in kinds()["measure"].by_name
    return row.record_kind == "assignment"


def _may_be_edited(row: PendingRow) -> bool:
    """Return whether a person may put another value."""
    if row.kind in (NO_CHANGE, CLEARED):
        return False
    if row.record_kind == "progress":
        return row.field in kinds()["progress"].by_name
    return _is_of_plan(row)
