"""Compare a register workbook that came back with the register, cell by cell, minding what it was sent with."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from upr_desktop.incoming import RegisterWorkbook, WorkbookRow, WorkbookSheet
from upr_desktop.merge.cell_values import Fault, Said, canonical, read_cell, same_text
from upr_desktop.merge.comparison import Item
from upr_desktop.merge.draft import (
    CHANGED,
    CREATED,
    LEFT_ALONE,
    REFUSED,
    UNCHANGED,
    Draft,
    DraftRow,
    FieldChange,
)
from upr_desktop.merge.joined_cells import is_shortened
from upr_desktop.merge.new_rows import NewRows
from upr_desktop.merge.plan_columns import PLAN_SHEETS
from upr_desktop.merge.register_changes import is_about, write_value
from upr_desktop.merge.register_columns import Column, SheetSpec
from upr_desktop.merge.register_lines import CellValue
from upr_desktop.merge.register_match import Match, Matching, Side
from upr_desktop.merge.register_sheets import register_sheets
from upr_desktop.merge.three_way import CONFLICT, TAKEN, UNSENT, Base, decide
from upr_desktop.register.changes import Change, ChangeSet, Label, Origin, RecordId
from upr_desktop.register.errors import Problem

LONGEST_QUOTE = 120
READING_ORDER = ("reviews", "terms", "agencies", "people", "evidence", "recommendations", *PLAN_SHEETS)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the person said of a workbook: whether blank cells clear, and which new rows (by place) create records.

    `take` are records whose cells are taken though the register has another value.
    """

    clear_blanks: bool = False
    create: frozenset[str] = frozenset()
    create_all: bool = False
    take: frozenset[RecordId] = frozenset()


@dataclass(slots=True)
class RowResult:
    """What becomes of one row while it is compared."""

    match: Match
    item: Item = field(default_factory=Item)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    kept: list[FieldChange] = field(default_factory=list)
    reason: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A cell that says something other than what was sent: where, of which record, and what."""

    result: RowResult
    column: Column
    id: RecordId
    said: Said


def draft_register_workbook(
    workbook: RegisterWorkbook, ours: Side, sent: Side | None, answers: Answers, label: Label
) -> Draft:
    """Return what taking the workbook back would do; the unit is rows of all its sheets.

    `sent` is the register as it was when the workbook was written, None where that is not known: then only blank
    fields are filled unless the person says otherwise.
    """
    changes: list[Change] = []
    rows: dict[str, list[DraftRow]] = {}
    problems: list[Problem] = list(workbook.problems)
    sheets = {sheet.key: sheet for sheet in workbook.sheets}
    for key in READING_ORDER:
        if key in sheets:
            comparison = SheetComparison(
                workbook.file, register_sheets()[key], sheets[key], ours, sent, answers
            )
            rows[key] = list(comparison.draft_rows())
            changes += comparison.changes
            problems += [problem for row in rows[key] for problem in row.problems] + comparison.missing()
    ordered = [row for sheet in workbook.sheets for row in rows.get(sheet.key, ())]
    return Draft("rows", ChangeSet(label, changes, kind="import"), ordered, problems)


class SheetComparison:
    """One sheet being compared. `changes` are those that its rows ask for."""

    def __init__(
        self,
        file: str,
        spec: SheetSpec,
        sheet: WorkbookSheet,
        ours: Side,
        sent: Side | None,
        answers: Answers,
    ) -> None:
        self.file, self.spec, self.sheet = file, spec, sheet
        self.ours, self.sent, self.answers = ours, sent, answers
        self.matching = Matching(spec, sheet, ours, sent)
        self.columns = [spec.column(key) for key in self.matching.shown]
        self.changes: list[Change] = []

    def draft_rows(self) -> Iterator[DraftRow]:
        """Compare all rows; yield what becomes of each, in the order of the sheet."""
        results = [RowResult(match, reason=match.reason) for match in self.matching.matches()]
        claims = [claim for result in results if self._is_compared(result) for claim in self._claims(result)]
        for same_cell in self._by_cell(claims):
            self._settle(same_cell)
        NewRows(self).create(results)
        for result in results:
            self.changes += result.item.changes
            yield self._draft_row(result)

    def missing(self) -> list[Problem]:
        """Say how many records that were sent have no row any more; they stay."""
        if self.sent is None:
            return []
        wanted = {RecordId(self.matching.text(row, f"id.{self.spec.keys[-1]}")) for row in self.sheet.rows}
        ours = self.ours.of(self.spec)
        gone = [ids for ids in self.sent.of(self.spec) if ids in ours and ids[-1] not in wanted]
        gone = [ids for ids in gone if ids not in self.matching.claimed]
        if not gone:
            return []
        return [Problem("workbook_rows_missing", self.sheet.name, {"count": len(gone)})]

    def _is_compared(self, result: RowResult) -> bool:
        """Return whether a row is compared cell by cell; note what becomes of it where it is not."""
        match = result.match
        if match.fault:
            result.whole = True
            result.faults.append(("", match.fault))
            return False
        if match.reason or not match.ids:
            return False
        is_part_known = len(match.ids) < len(self.spec.keys) or match.ids in self.ours.of(self.spec)
        if match.ids[0] not in self.matching.parts or not is_part_known:
            result.reason = "workbook_archived"
            return False
        return True

    def _claims(self, result: RowResult) -> Iterator[Claim]:
        """Yield the cells of a row that differ from what was sent and can be read."""
        ids = result.match.ids
        base = self.sent.of(self.spec).get(ids) if self.sent else None
        first = self.matching.parts[ids[0]][0]
        line = base or self.ours.of(self.spec).get(ids) or self.ours.of(self.spec)[first]
        may_be_blank = ids not in self.ours.of(self.spec) or (self.sent is not None and base is None)
        side = self.sent if self.sent and base else self.ours
        for column in self.columns:
            at = self.spec.keys.index(column.record)
            if at < len(ids):
                text = self.matching.text(result.match.row, column.key)
                before = side.wording.written(column, line.values.get(column.key))
                is_unread = self.is_unread(result.match.row, column)
                if is_unread or (not same_text(text, before) and (text.strip() or not may_be_blank)):
                    yield from self._claim(result, column, ids[at], text, line.values.get(column.key))

    def _claim(
        self, result: RowResult, column: Column, id: RecordId, text: str, sent: CellValue
    ) -> Iterator[Claim]:
        said = self.read(result, column, text, sent)
        if said is None:
            return
        if column.only_new:
            if canonical(said.value) != canonical(self.ours.register.value(column, id)):
                self.fault(result, column, Fault("workbook_fixed_column"))
            return
        yield Claim(result, column, id, said)

    def read(self, result: RowResult, column: Column, text: str, sent: CellValue = None) -> Said | None:
        """Return what a cell says, or None where it cannot be used; its faults are noted."""
        row = result.match.row
        if column.link is not None and self._is_shortened(column, text, sent):
            said = Said(None, (Fault("workbook_shortened"),))
        elif self.is_unread(row, column):
            said = Said(None, (Fault("workbook_formula"),))
        elif not text.strip():
            said = self._blank(column)
        else:
            sides = [self.ours, *([self.sent] if self.sent else [])]
            names = [side.wording.names[column.names] for side in reversed(sides)] if column.names else []
            said = read_cell(column, text, self.matching.kind(row, column.key), names, sent)
        for fault in said.faults:
            self.fault(result, column, fault)
        return None if any(fault.is_error for fault in said.faults) else said

    def _is_shortened(self, column: Column, text: str, sent: CellValue) -> bool:
        """Return whether a cell was written without all items of its list: what is there now may not be read."""
        return is_shortened(text) or (sent != () and is_shortened(self.ours.wording.written(column, sent)))

    def is_unread(self, row: WorkbookRow, column: Column) -> bool:
        """Return whether a cell holds a formula of which the file does not say the value."""
        return bool(self.sheet.unread) and self.sheet.address(row, column.key) in self.sheet.unread

    def _blank(self, column: Column) -> Said:
        empty = Said(() if column.link else None)
        return replace(empty, faults=(Fault("workbook_required"),)) if column.required else empty

    def fault(self, result: RowResult, column: Column, fault: Fault) -> None:
        """Note what is wrong with a cell of a row."""
        result.faults.append((column.key, fault))

    @staticmethod
    def _by_cell(claims: Iterable[Claim]) -> list[list[Claim]]:
        found: dict[tuple[RecordId, str], list[Claim]] = defaultdict(list)
        for claim in claims:
            found[claim.id, claim.column.key].append(claim)
        return list(found.values())

    def _settle(self, claims: Sequence[Claim]) -> None:
        """Decide what becomes of a value that one row, or several rows of one recommendation, bring."""
        if len({canonical(claim.said.value) for claim in claims}) > 1:
            for claim in claims:
                self.fault(claim.result, claim.column, Fault("workbook_rows_disagree"))
            return
        claim = claims[0]
        column, brought = claim.column, canonical(claim.said.value)
        present = self.ours.register.value(column, claim.id)
        sent = self._sent(claim)
        outcome = decide(sent, canonical(present), brought)
        if outcome in (TAKEN, CONFLICT) and brought is None and not self.answers.clear_blanks:
            self._keep(claim, present, "workbook_cleared")
        elif outcome == TAKEN or (outcome == CONFLICT and self._is_to_take(claim)):
            self._take(claim, present)
        elif outcome == CONFLICT:
            self._keep(claim, present, "workbook_conflict" if self._was_sent(claim) else "workbook_not_sent")

    def _is_to_take(self, claim: Claim) -> bool:
        """Return whether the person takes the file's value in the record of the cell, or of its row."""
        return not self.answers.take.isdisjoint((claim.id, claim.result.match.ids[0]))

    def _was_sent(self, claim: Claim) -> bool:
        return self.sent is not None and claim.id in self.sent.register.records[claim.column.record]

    def _sent(self, claim: Claim) -> Base:
        if self.sent is None or not self._was_sent(claim):
            return UNSENT
        return canonical(self.sent.register.value(claim.column, claim.id))

    def _take(self, claim: Claim, present: CellValue) -> None:
        origin = self.origin(claim.result.match.row, claim.column.key)
        write_value(claim.result.item, self.ours.register, claim.column, claim.id, claim.said, origin)
        claim.result.item.fields.append(self._shown(claim, present, kept=False))

    def _keep(self, claim: Claim, present: CellValue, code: str) -> None:
        before, brought = (
            self.ours.wording.written(claim.column, value) for value in (present, claim.said.value)
        )
        values = {"present": before[:LONGEST_QUOTE], "brought": brought[:LONGEST_QUOTE]}
        self.fault(claim.result, claim.column, Fault(code, values))
        claim.result.kept.append(self._shown(claim, present, kept=True))

    def _shown(self, claim: Claim, present: CellValue, *, kept: bool) -> FieldChange:
        before, after = (
            self.ours.wording.written(claim.column, value)
            if isinstance(value, tuple) or claim.column.names
            else value
            for value in (present, claim.said.value)
        )
        return FieldChange(is_about(claim.column), before, after, kept)

    def origin(self, row: WorkbookRow, column: str = "") -> Origin:
        """Return where a cell stands, and its text; by default the row's first cell."""
        text = self.matching.text(row, column) if column else row.texts[0]
        return Origin(self.file, self.sheet.name, self.sheet.address(row, column), text)

    def _draft_row(self, result: RowResult) -> DraftRow:
        match, row = result.match, result.match.row
        problems = tuple(self._problem(result, column, fault) for column, fault in result.faults)
        return DraftRow(
            where=self.sheet.where(row),
            name=self._name(match),
            outcome=self._outcome(result),
            fields=(*result.item.fields, *result.kept),
            problems=problems,
            reason=result.reason,
            record=match.ids[0] if match.ids else None,
        )

    def _name(self, match: Match) -> str:
        keys = ("number", "title", "code", "name", "report_symbol", *self.spec.known_by)
        told = (self.matching.text(match.row, key) for key in keys)
        return next((text for text in told if text.strip()), "")[:60]

    def _outcome(self, result: RowResult) -> str:
        if result.reason:
            return LEFT_ALONE
        if result.whole:
            return REFUSED
        if result.item.is_new:
            return CREATED
        if result.item.changes:
            return CHANGED
        return REFUSED if any(fault.is_error for _, fault in result.faults) else UNCHANGED

    def _problem(self, result: RowResult, column: str, fault: Fault) -> Problem:
        where = self.sheet.where(result.match.row, column)
        record = result.match.ids[0] if result.match.ids else None
        severity = "error" if fault.is_error else "warning"
        return Problem(fault.code, where, fault.values, record, severity)
