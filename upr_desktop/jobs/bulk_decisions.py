"""Gather what returns ask, with who said what and how it may be answered: what rules for many decisions go by."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from upr_desktop.incoming import exceeds_cell
from upr_desktop.jobs.held_state import HeldState
from upr_desktop.jobs.merge_decisions import asked_by, row_of
from upr_desktop.jobs.merge_returns import FileMerge, Merge
from upr_desktop.jobs.open_decisions import is_closed
from upr_desktop.jobs.return_choices import MEMBERS, choices_for, is_of_heir
from upr_desktop.jobs.who_said import WhoSaid
from upr_desktop.merge.return_asking import question_of
from upr_desktop.merge.return_questions import NO_CHANGE, OpenQuestion, Question, Row, propose
from upr_desktop.register.changes import Added
from upr_desktop.register.refused_cells import LETTERS, rows_not_taken
from upr_desktop.register.register import Connection, Register
from upr_desktop.register.return_queries import PendingRow, pending_decisions

__all__ = ["open_questions", "propose", "questions_of_merge"]
FOREIGN = "return_row_foreign"  # asked about by itself, cell by cell


def open_questions(connection: Connection) -> list[OpenQuestion]:
    """Return what the register holds open; a conflict that closed by itself is none."""
    rows = pending_decisions(connection)
    waiting = [row for row in rows if row.choice is None and not is_closed(connection, row)]
    at = datetime.now(UTC).isoformat(timespec="seconds")
    said = WhoSaid(connection, rows, {str(row.record_id) for row in waiting}, at)
    held = HeldState(connection)
    flagged = rows_not_taken(connection) if waiting else set()
    found = (_open(row, held, said, at[:10], is_kept=True) for row in waiting)
    return [_flagged(one, flagged) for one in found]


def questions_of_merge(register: Register, merge: Merge) -> list[OpenQuestion]:
    """Return what the files of a merge ask, file by file; what two files ask alike is there for each of them."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with register.reading() as connection:
        rows = pending_decisions(connection)
        said = WhoSaid(connection, rows, merge.ledger.reports, at, merge)
        held = HeldState(connection, merge.ledger.reports)
        known = {asked_by(row): row for row in rows if row.choice is None}
        added = (
            row_of(one) for one in merge.changes if isinstance(one, Added) and one.kind == "pending_decision"
        )
        known |= {asked_by(row): row for row in added if row.choice is None}
        return [one for file in merge.files for one in _of_file(file, known, held, said, at[:10])]


def _of_file(
    file: FileMerge, known: Mapping[Question, PendingRow], held: HeldState, said: WhoSaid, day: str
) -> Iterator[OpenQuestion]:
    if file.merged is None:
        return
    sha256, merged = file.read.received.sha256, file.merged
    wrong = (one for one in merged.problems if one.severity != "info" and one.code != FOREIGN)
    flagged = {_row(sha256, problem.where) for problem in wrong}
    for cell in merged.cells:
        asked = question_of(cell)
        row = known.get(asked) if asked else None
        if row is not None:
            sheet, address = merged.sheet_of(cell), cell.cell.address
            placed = replace(row, file=sha256, sheet=sheet, address=address)
            yield _flagged(_open(placed, held, said, day, is_kept=row.revision > 0), flagged)


def _row(file: str, where: str) -> Row:
    """Return the row that a problem is in: of `Отчёт!M9`, or `Отчёт!9`."""
    sheet, _, address = where.rpartition("!")
    return file, sheet, address.lstrip(LETTERS)


def _open(row: PendingRow, held: HeldState, said: WhoSaid, day: str, *, is_kept: bool) -> OpenQuestion:
    choices, refusal = choices_for(row, held, day)
    ours = held.value(row.record_kind, row.record_id, row.field)
    return OpenQuestion(
        asked_by(row),
        row.record_kind,
        row.agency_id,
        row.base if row.field in MEMBERS else ours,
        row.theirs,
        row.file or "",
        row.sheet or "",
        row.address or "",
        choices,
        said.returned(row.file, row.agency_id),
        said.held(str(row.record_id), row.field),
        pending=row.id if is_kept else None,
        refusal=refusal,
        is_of_heir=is_of_heir(row, held),
    )


def _flagged(one: OpenQuestion, flagged: Collection[Row]) -> OpenQuestion:
    is_over_text = one.kind == NO_CHANGE and one.refusal is not None
    return replace(one, is_flagged=is_over_text or exceeds_cell(one.held) or one.row in flagged)
