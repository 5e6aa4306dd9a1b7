"""Decide what becomes of one cell of a return: exactly one outcome, the first that fits."""

from upr_desktop.grammar.statuses import OUTSIDE
from upr_desktop.incoming_return import ReturnCell
from upr_desktop.merge.return_state import Ledger, Sent, like
from upr_desktop.merge.return_values import CLEAR, NO_CHANGE, Said, read_open_cell
from upr_desktop.merge.three_way import CONFLICT, SAME, TAKEN, UNCHANGED, Base, Unsent, decide
from upr_desktop.register.changes import RecordId, Value
from upr_desktop.values import plain_value

DUPLICATE_KEY, UNKNOWN_ROW, OUTSIDE_REMIT = "duplicate_key", "unknown_row", "outside_remit"
CLEARED, INVALID, SETTLED = "cleared", "invalid", "settled"
OUTCOMES = (
    DUPLICATE_KEY,
    UNKNOWN_ROW,
    UNCHANGED,
    OUTSIDE_REMIT,
    NO_CHANGE,
    CLEARED,
    INVALID,
    SAME,
    SETTLED,
    TAKEN,
    CONFLICT,
)
BLANK_KIND = "."


@plain_value
class CellOutcome:
    """One cell and what becomes of it: whose field it is, what was sent, held and returned, as records hold it.

    `code` is a problem with it, if there is one.
    """

    column: str
    cell: ReturnCell
    record_kind: str | None
    record_id: RecordId | None
    field: str | None
    base: Value
    ours: Value
    theirs: Value
    outcome: str
    code: str = ""


def open_cell(
    column: str, cell: ReturnCell, report: RecordId, sent: Sent, ledger: Ledger, *, own: bool
) -> CellOutcome:
    """Return what becomes of a cell to fill in. `own` says that the row is the agency's to answer."""
    if (found := _as_sent(column, cell, report, sent, ledger)) is not None:
        return found
    said = read_open_cell(column, cell, sent.language)
    field = _field(column, cell, said, report, sent)
    base, ours = sent.value(report, field), ledger.reports[report].values.get(field)
    outcome, code = _outcome(said, base, ours, (report, field), sent, ledger, own=own, blank=cell.is_blank)
    kind, id = "progress", report
    theirs: Value = cell.raw if said.statement in (NO_CHANGE, OUTSIDE) or said.fault else said.value
    if outcome == OUTSIDE_REMIT and said.statement == OUTSIDE:
        kind, id, field = "assignment", ledger.reports[report].assignment_id, "agency_id"
    return CellOutcome(column, cell, kind, id, field, _value(base), ours, theirs, outcome, code)


def _as_sent(
    column: str, cell: ReturnCell, report: RecordId, sent: Sent, ledger: Ledger
) -> CellOutcome | None:
    """Return that a cell is unchanged where that shows at first sight; most cells of a return are."""
    field, base = sent.cell_shown(report, column)
    is_blank = base is None and not cell.raw and cell.kind == BLANK_KIND
    if is_blank or (base == cell.raw and not isinstance(base, Unsent)):
        ours = ledger.reports[report].values.get(field)
        return CellOutcome(
            column, cell, "progress", report, field, _value(base), ours, _value(base), UNCHANGED
        )
    return None


def _field(column: str, cell: ReturnCell, said: Said, report: RecordId, sent: Sent) -> str:
    """Return the field that a cell fills: a text goes to the language that it is written in."""
    if said.value is None:
        return sent.shown_field(report, column)
    return sent.filled_field(report, column, cell.raw, cell.language)


def _value(base: Base) -> Value:
    return None if isinstance(base, Unsent) else base


def _outcome(
    said: Said,
    base: Base,
    ours: Value,
    place: tuple[RecordId, str],
    sent: Sent,
    ledger: Ledger,
    *,
    own: bool,
    blank: bool,
) -> tuple[str, str]:
    """Return the outcome, and the code of a problem or nothing."""
    if _is_unchanged(said, base, blank=blank):
        return UNCHANGED, ""
    if not own:
        return OUTSIDE_REMIT, ""
    if said.statement == OUTSIDE:
        return OUTSIDE_REMIT, "return_outside_competence"
    if said.statement == NO_CHANGE:
        return NO_CHANGE, ""
    if blank and not said.fault:
        return CLEARED, ""
    if said.fault:
        return INVALID, said.fault
    return compared(base, ours, said.value, place, sent, ledger), said.doubt


def _is_unchanged(said: Said, base: Base, *, blank: bool) -> bool:
    if said.fault or (said.statement and said.statement != CLEAR):
        return False
    if said.value is None and like(_value(base)) is None:
        return blank or said.statement == CLEAR
    return not isinstance(base, Unsent) and not blank and like(said.value) == like(base)


def compared(
    base: Base, ours: Value, theirs: Value, place: tuple[RecordId, str], sent: Sent, ledger: Ledger
) -> str:
    """Return same, settled, taken or conflict for a value that is not what was sent.

    A value is settled if the register held it since the workbook was sent, or a person decided against it since: who
    replaced it had seen it. Ours counts as what was sent only if no return has put it back in between.
    """
    decided = decide(base, ours, theirs, like)
    if decided in (SAME, UNCHANGED):
        return SAME
    since = [one for one in ledger.held.get(place, ()) if one.revision > sent.revision]
    if any(like(one.value) == like(theirs) for one in since):
        return SETTLED
    beaten = ledger.alike("conflict", place[0], place[1], theirs)
    if any(one.choice is not None and (one.decided_in or 0) > sent.revision for one in beaten):
        return SETTLED
    if decided == TAKEN and since and since[-1].by_merge:
        return CONFLICT
    return decided


def locked_outcome(
    column: str, cell: ReturnCell, kind: str, record: RecordId, field: str, shown: str
) -> CellOutcome:
    """Return what becomes of a locked cell that differs from what was shown: a proposal, never an edit."""
    return CellOutcome(
        column, cell, kind, record, field, shown or None, shown or None, cell.raw, OUTSIDE_REMIT
    )


def stray_cell(column: str, cell: ReturnCell, outcome: str, record: RecordId | None) -> CellOutcome:
    """Return what becomes of a cell whose row is about no report, or of several that claim the same one."""
    kind = "progress" if record else None
    value = None if cell.is_blank else cell.raw
    return CellOutcome(column, cell, kind, record, None, None, None, value, outcome)
