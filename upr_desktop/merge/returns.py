"""Merge one return into the state that the ones before it left: outcomes of its cells, changes, decisions to take."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from upr_desktop.incoming import exceeds_cell
from upr_desktop.incoming_return import IncomingReturn, ReturnedRow
from upr_desktop.merge.return_asking import ADDED, LEAVE, NEW_SHEET, WAITS, Asking, Choices
from upr_desktop.merge.return_cells import (
    DUPLICATE_KEY,
    OUTCOMES,
    UNKNOWN_ROW,
    CellOutcome,
    locked_outcome,
    open_cell,
    stray_cell,
)
from upr_desktop.merge.return_questions import THEIRS
from upr_desktop.merge.return_rows import (
    FOREIGN,
    GONE,
    OWN,
    STRANGE,
    TWICE,
    MatchedRow,
    Matching,
    added_rows,
    match_rows,
)
from upr_desktop.merge.return_state import Ledger, Sent, like
from upr_desktop.merge.return_values import is_retyped_number
from upr_desktop.merge.three_way import CONFLICT, SAME, TAKEN, UNCHANGED
from upr_desktop.register.changes import Change, Edited, Origin, RecordId
from upr_desktop.register.errors import Problem
from upr_desktop.words import say

NARRATIVE = "narrative"
OPEN = ("claimed_status", NARRATIVE, "done_on", "evidence_text", "problems_text")
OUTCOME = attrgetter("outcome")
STATED = (TAKEN, SAME, CONFLICT)
DRAFT, SUBMITTED, SENT_BACK, ACCEPTED = "draft", "submitted", "sent_back", "accepted"
BODIES, RECOMMENDATIONS = "bodies", "recommendations"
# What the locked columns are of: the kind of record and its field; tasks and links of a measure are no field of it.
LOCKED: Mapping[str, tuple[str, str]] = {
    "number": ("measure", "number"),
    "recommendations": ("measure", RECOMMENDATIONS),
    "recommendation_text": ("measure", "recommendation_text"),
    "measure": ("measure", "text"),
    "completion_form": ("measure", "completion_form"),
    "deadline": ("measure", "deadline_raw"),
    "bodies": ("measure", BODIES),
    "role": ("assignment", "role"),
    "previous": ("progress", "previous"),
    "remark": ("progress", "remark"),
}
IN_LANGUAGES = frozenset({"text", "completion_form"})
# What of a row that was added under the table is read as a proposal.
OF_NEW_MEASURE = ("number", "recommendations", "measure", "completion_form", "deadline", "bodies")


@dataclass(frozen=True, slots=True)
class MergedReturn:
    """What one return brings. `missing` are reports that were sent and have no row; they stay as they are.

    `guessed` are the rows that number or text alone told, confirmed or not.
    """

    returned: IncomingReturn
    sent: Sent
    cells: Sequence[CellOutcome]
    changes: Sequence[Change]
    problems: Sequence[Problem]
    missing: Sequence[RecordId] = field(default_factory=tuple)
    guessed: Sequence[MatchedRow] = field(default_factory=tuple)
    _counted: dict[str, int] = field(init=False, default_factory=dict, repr=False, compare=False)

    def sheet_of(self, one: CellOutcome) -> str:
        """Return the sheet in which a cell stands."""
        return self.returned.proposals_sheet if one.column.startswith(NEW_SHEET) else self.returned.sheet

    @property
    def counts(self) -> dict[str, int]:
        """Return how many cells ended in each outcome; they add up to the cells read."""
        if not self._counted:
            found = Counter(map(OUTCOME, self.cells))
            self._counted.update({outcome: found[outcome] for outcome in OUTCOMES})
        return dict(self._counted)


def merge_return(returned: IncomingReturn, sent: Sent, ledger: Ledger, choices: Choices) -> MergedReturn:
    """Return what a return brings, and leave the ledger as it would be with that."""
    matching = match_rows(returned, sent, ledger, accept=choices.accept_guesses or choices.confirmed)
    added = added_rows(matching, sent)
    merging = _Merging(returned, sent, ledger, choices)
    for row in matching.rows:
        merging.merge_row(row)
        if row.row.number in added:
            merging.cells += merging.propose(row)
    merging.cells += merging.asking.propose_measures()
    problems = [*returned.problems, *_row_problems(returned, matching, sent, added), *merging.problems]
    problems += _proposal_problems(returned, merging.cells)
    guessed = [row for row in matching.rows if row.is_guessed]
    return MergedReturn(returned, sent, merging.cells, merging.changes, problems, matching.missing, guessed)


class _Merging:
    """One return on its way into the ledger."""

    def __init__(self, returned: IncomingReturn, sent: Sent, ledger: Ledger, choices: Choices) -> None:
        self._returned, self._sent, self._ledger, self._choices = returned, sent, ledger, choices
        self.asking = Asking(returned, sent, ledger, choices)
        self.cells: list[CellOutcome] = []
        self.changes = self.asking.changes
        self.problems: list[Problem] = []

    def merge_row(self, matched: MatchedRow) -> None:
        """Decide each cell of a row, and write what was taken."""
        found = [self._over_unseen(one) for one in self._row_cells(matched)]
        self.cells += found
        for one in found:
            self._write(one, matched.report)
            if one.code:
                where = self._returned.where(one.cell.address)
                severity = "error" if one.outcome == "invalid" else "warning"
                self.problems.append(
                    Problem(one.code, where, {"text": one.cell.raw[:200]}, one.record_id, severity)
                )
        if matched.standing == OWN and matched.report and any(one.outcome in STATED for one in found):
            self._hand_in(matched.report, is_news=any(one.outcome == TAKEN for one in found))
        self._tell_shelved(matched, {one.outcome for one in found} - {UNCHANGED})

    def _tell_shelved(self, matched: MatchedRow, outcomes: Collection[str]) -> None:
        """Tell that a row said something of what is in the archive by now: nobody would see it."""
        if outcomes and matched.report and self._ledger.reports[matched.report].is_shelved:
            where = f"{self._returned.sheet}!{matched.row.number}"
            number = self._sent.shown.get(matched.report, {}).get("number", "")
            self.problems.append(Problem("return_row_archived", where, {"number": number}, matched.report))

    def _over_unseen(self, one: CellOutcome) -> CellOutcome:
        """Let a text dispute a "no change" that its author had not seen: the two are about the same period.

        One that disputes a text which no cell can show in full is told: its author had not seen the end.
        """
        is_text = one.outcome == TAKEN and one.column == NARRATIVE and one.theirs
        if is_text and one.record_id and self._ledger.says_no_change(one.record_id, self._sent.revision):
            return replace(one, outcome=CONFLICT, code="return_text_over_no_change")
        if one.outcome == CONFLICT and exceeds_cell(one.ours):
            return replace(one, code="return_over_shortened")
        return one

    def propose(self, matched: MatchedRow) -> Iterator[CellOutcome]:
        """Keep a row that was added under the table as a proposal; yield its cells besides those to fill in."""
        cells = matched.row.cells
        told = {name: cells[name] for name in OF_NEW_MEASURE if name in cells and not cells[name].is_blank}
        return self.asking.propose_measure(told, ADDED, self._returned.sheet)

    def _row_cells(self, matched: MatchedRow) -> Iterator[CellOutcome]:
        row = matched.row
        told = {column: row.cells[column] for column in OPEN if column in row.cells}
        if matched.standing in (TWICE, STRANGE):
            outcome = DUPLICATE_KEY if matched.standing == TWICE else UNKNOWN_ROW
            for column, cell in told.items():
                yield stray_cell(column, cell, outcome, matched.report)
            return
        assert matched.report is not None
        own = self._is_own(matched)
        for column, cell in told.items():
            yield open_cell(column, cell, matched.report, self._sent, self._ledger, own=own)
        if matched.standing != FOREIGN:
            yield from self._locked_cells(row, matched.report)

    def _is_own(self, matched: MatchedRow) -> bool:
        """Return whether a row is the agency's to answer: it was asked, the file is from it and about this period."""
        is_from_it = self._choices.owner in (None, self._sent.agency_id)
        return matched.standing == OWN and is_from_it and not self._choices.held

    def _locked_cells(self, row: ReturnedRow, id: RecordId) -> Iterator[CellOutcome]:
        """Yield the locked cells that differ from what was shown."""
        report, shown = self._ledger.reports[id], self._sent.shown[id]
        for column, (kind, name) in LOCKED.items():
            cell = row.cells.get(column)
            text = shown.get(column, "")
            if (
                cell is None
                or cell.raw == text
                or like(cell.raw) == like(text)
                or is_retyped_number(text, cell)
            ):
                continue
            record = {"measure": report.measure_id, "assignment": report.assignment_id, "progress": id}[kind]
            own = f"{name}_{self._sent.language}" if name in IN_LANGUAGES else name
            yield locked_outcome(column, cell, kind, record, own, text)

    def _write(self, one: CellOutcome, report: RecordId | None) -> None:
        if one.record_id is None or one.field is None:
            return
        if one.outcome == TAKEN:
            self._take(one)
        elif one.outcome in WAITS:
            choice = self._choices.on_conflict if one.outcome == CONFLICT else LEAVE
            self.asking.ask(one, report, choice)
            if choice == THEIRS:
                self._take(one)

    def _take(self, one: CellOutcome) -> None:
        assert one.record_id is not None
        assert one.field is not None
        origin = Origin(self._returned.file, self._returned.sheet, one.cell.address, one.cell.raw)
        self.changes.append(Edited("progress", one.record_id, one.field, one.ours, one.theirs, origin))
        self._ledger.take(one.record_id, one.field, one.theirs)
        if one.column == NARRATIVE and one.theirs and self._ledger.says_no_change(one.record_id):
            self.changes.append(Edited("progress", one.record_id, "no_change", True, False, origin))
            self._ledger.take(one.record_id, "no_change", False)

    def _hand_in(self, id: RecordId, *, is_news: bool) -> None:
        """Let a report count as handed in: a draft by any statement, others only by news."""
        values = self._ledger.reports[id].values
        state = values["state"]
        if state == DRAFT or (is_news and state in (SENT_BACK, ACCEPTED)):
            self.changes.append(Edited("progress", id, "state", state, SUBMITTED))
            values["state"] = SUBMITTED


def _proposal_problems(returned: IncomingReturn, cells: Sequence[CellOutcome]) -> Iterator[Problem]:
    """Name the cells of proposed measures that cannot be told."""
    for one in cells:
        if one.code and one.column.startswith((NEW_SHEET, ADDED)):
            sheet = returned.proposals_sheet if one.column.startswith(NEW_SHEET) else returned.sheet
            yield Problem(one.code, f"{sheet}!{one.cell.address}", {"text": one.cell.raw}, one.record_id)


def _row_problems(
    returned: IncomingReturn, matching: Matching, sent: Sent, added: Collection[int]
) -> Iterator[Problem]:
    """Name the rows whose answers were not taken, and what they may be about."""
    for matched in matching.rows:
        where = f"{returned.sheet}!{matched.row.number}"
        if matched.standing == TWICE:
            number = sent.shown.get(matched.report, {}).get("number", "") if matched.report else ""
            yield Problem("return_row_twice", where, {"number": number}, matched.report, "error")
        elif matched.standing == FOREIGN:
            yield Problem("return_row_foreign", where, {}, matched.report)
        elif matched.standing == STRANGE and matched.guess:
            number = sent.shown[matched.guess].get("number", "")
            told: Mapping[str, str | int] = {"number": number, "score": round(matched.score)}
            yield Problem(f"return_row_guessed_by_{matched.by}", where, told, matched.guess, "error")
        elif matched.standing == STRANGE:
            unknown = "return_row_new" if matched.row.number in added else "return_row_unknown"
            code = "return_row_gone" if matched.by == GONE else unknown
            yield Problem(code, where, {}, None, "error")
    for column in returned.missing:
        title = say(f"return.column.{column}", sent.language).replace("-\n", "")
        severity = "warning" if column in OPEN else "info"
        yield Problem("return_column_missing", returned.sheet, {"column": title}, None, severity)
