"""Decide what a workbook brings into the register that an agency keeps of its own rows."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.code_lists import ROLES
from upr_desktop.incoming_return import ReturnCell, ReturnedRow
from upr_desktop.merge.own_workbook import OwnWorkbook
from upr_desktop.merge.plan_values import measure_number, read_deadline
from upr_desktop.merge.return_cells import (
    CLEARED,
    INVALID,
    OUTSIDE_REMIT,
    CellOutcome,
    open_cell,
)
from upr_desktop.merge.return_state import Ledger, Report, Sent, like
from upr_desktop.merge.return_values import NO_CHANGE
from upr_desktop.merge.returns import OPEN
from upr_desktop.merge.three_way import CONFLICT, TAKEN
from upr_desktop.register.changes import Added, Change, Edited, Origin, RecordId, Value, Values, new_id
from upr_desktop.register.errors import Problem
from upr_desktop.register.fold import fold
from upr_desktop.words import LANGUAGES, say

STATEMENT_COLUMNS = ("claimed_status", "narrative")
NEW_PLAN: Values = {"state": "approved", "who_reports": "all", "mode": "period"}
Records = Mapping[str, Mapping[RecordId, Values]]


@dataclass(frozen=True, slots=True)
class OwnState:
    """What the agency's register holds: records by kind and id.

    `base` is what the file's cells showed when it was written, None where it is of no workbook known; `ledger` holds
    the reports as a return would say them now, and the values they took on since. A workbook that
    `is_known` was taken in before: of its rows only answers are taken, not what they are about.
    """

    records: Records
    ledger: Ledger
    base: Sent | None = None
    is_known: bool = False


@dataclass(slots=True)
class OwnDraft:
    """What a workbook brings: changes, what a person should look at, and what its rows show (by the report's id)."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    shown: dict[RecordId, dict[str, str]] = field(default_factory=dict)
    base: dict[tuple[RecordId, str], str] = field(default_factory=dict)


def draft_own_rows(book: OwnWorkbook, state: OwnState) -> OwnDraft:
    """Return what a workbook brings into its agency's register; what was typed there and in the file is both kept.

    A cell that the file changed is taken where the register's value is still the one that the file was written with;
    where both changed, the register's stays and the other is told.
    """
    drafting = _Drafting(book, state)
    drafting.take_around()
    for row in drafting.rows():
        drafting.take_row(row)
    drafting.draft.problems[:0] = book.returned.problems
    return drafting.draft


class _Drafting:
    def __init__(self, book: OwnWorkbook, state: OwnState) -> None:
        self._book, self._state = book, state
        self._returned = book.returned
        self.draft = OwnDraft()

    def take_around(self) -> None:
        """Take what the rows stand in: the agency, the plan, the period."""
        book, language = self._book, self._book.language
        names = {f"name_{code}": text for code, text in book.names.items()}
        names |= {f"short_{code}": text for code, text in book.shorts.items()}
        self._take("agency", book.agency_id, {"code": book.agency, **names})
        title = {f"title_{language}": book.plan_title or None}
        self._take("plan", book.plan_id, title, NEW_PLAN)
        days = {"first_day": book.first_day, "last_day": book.last_day, "due_agencies": book.due}
        self._take("period", book.period_id, {"plan_id": book.plan_id, "code": book.period, **days})

    def _take(
        self,
        kind: str,
        id: RecordId,
        values: Values,
        besides: Values | None = None,
        cells: Mapping[str, ReturnCell] | None = None,
    ) -> None:
        """Add a record (with what is said `besides` of a new one), or give it the values; `cells` say whence."""
        stored, told = self._state.records.get(kind, {}).get(id), cells or {}
        if stored is None:
            given = {
                name: value for name, value in {**(besides or {}), **values}.items() if value is not None
            }
            places = {name: (cell.address, cell.raw) for name, cell in told.items() if name in given}
            self.draft.changes.append(Added(kind, id, given, self._origin(), places or None))
            return
        self.draft.changes += [
            Edited(kind, id, name, stored[name], value, self._origin(told.get(name)))
            for name, value in values.items()
            if stored[name] != value
        ]

    def _origin(self, cell: ReturnCell | None = None) -> Origin:
        returned = self._returned
        if cell is None:
            return Origin(returned.file, returned.sheet, "", "")
        return Origin(returned.file, returned.sheet, cell.address, cell.raw)

    def rows(self) -> Iterator[ReturnedRow]:
        """Yield the rows that are the agency's; others are told."""
        counted = Counter(row.key for row in self._returned.rows)
        for row in self._returned.rows:
            where = f"{self._returned.sheet}!{row.number}"
            if row.key not in self._book.tasks:
                self.draft.problems.append(Problem("return_row_unknown", where, {}, None, "error"))
            elif counted[row.key] > 1:
                number = _raw(row, "number")
                self.draft.problems.append(
                    Problem("return_row_twice", where, {"number": number}, None, "error")
                )
            else:
                yield row

    def take_row(self, row: ReturnedRow) -> None:
        """Take a row: what it is about, and what it says."""
        key = RecordId(row.key)
        if not self._state.is_known:
            self._take_task(row, key)
        locked = {
            name: cell.raw for name, cell in row.cells.items() if name not in OPEN and not cell.is_blank
        }
        self.draft.shown[key] = locked | ({"number": number} if (number := self._number(row)) else {})
        is_new = key not in self._state.records.get("progress", {})
        outcomes = [
            open_cell(
                name, row.cells[name], key, self._sent(key, is_new), self._ledger(key, is_new), own=True
            )
            for name in OPEN
            if name in row.cells
        ]
        if is_new:
            self._add_report(row, key, outcomes)
        else:
            self._edit_report(key, outcomes)
        if not self._state.is_known:
            self._take_remark(key, row.cells.get("remark"))
        self._note_base(key, outcomes)
        self._tell(row, outcomes)

    def _take_task(self, row: ReturnedRow, key: RecordId) -> None:
        book, language = self._book, self._book.language
        task, measure = book.tasks[key]
        told = {name: row.cells[name] for name in row.cells if name not in OPEN}
        number = self._number(row)
        if number != _raw(row, "number"):
            told.pop("number", None)
        values: dict[str, Value] = {
            **measure_number(number),
            f"text_{language}": _raw(row, "measure"),
            f"completion_form_{language}": _raw(row, "completion_form"),
            "bodies_raw": _raw(row, "bodies"),
            "references_raw": _raw(row, "recommendations"),
            **read_deadline(_raw(row, "deadline"), None, language),
        }
        cells = {
            field: told[name]
            for name, field in (
                ("number", "number"),
                ("measure", f"text_{language}"),
                ("completion_form", f"completion_form_{language}"),
                ("bodies", "bodies_raw"),
                ("recommendations", "references_raw"),
                ("deadline", "deadline_raw"),
            )
            if name in told
        }
        is_new = {"plan_id": book.plan_id, "original_language": language}
        self._take("measure", measure, values, is_new, cells)
        ends: Values = {"measure_id": measure, "agency_id": book.agency_id, "reports": True}
        self._take("assignment", task, {**ends, "role": _role(_raw(row, "role"))}, None, _only(told, "role"))

    def _number(self, row: ReturnedRow) -> str | None:
        """Return a measure's number as it was sent: its cell may stay behind in a sort, or come back as a date."""
        return self._returned.measures.get(row.key, ("", ""))[0] or _raw(row, "number")

    def _take_remark(self, report: RecordId, cell: ReturnCell | None) -> None:
        """Keep the coordinator's remark; the one that stood there before is replaced."""
        if cell is None or cell.is_blank:
            return
        known = [
            id for id, one in self._state.records.get("remark", {}).items() if one["progress_id"] == report
        ]
        id = known[-1] if known else new_id()
        self._take("remark", id, {"progress_id": report, "text": cell.raw.strip()}, None, {"text": cell})

    def _sent(self, key: RecordId, is_new: bool) -> Sent:
        """Return what the file's cells showed when it was written; of a new report all were blank."""
        base = self._state.base
        if base is not None and not is_new and key in base.shown:
            return base
        book = self._book
        return Sent(book.dispatch, book.agency_id, book.period_id, book.language, 0, {key: {}}, {})

    def _ledger(self, key: RecordId, is_new: bool) -> Ledger:
        if not is_new:
            return self._state.ledger
        task, measure = self._book.tasks[key]
        return Ledger({key: Report(key, self._book.agency_id, task, measure, {})})

    def _add_report(self, row: ReturnedRow, key: RecordId, outcomes: Sequence[CellOutcome]) -> None:
        task, _ = self._book.tasks[key]
        taken = {one.field: one for one in outcomes if one.outcome == TAKEN and one.field}
        values: dict[str, Value] = {
            "assignment_id": task,
            "period_id": self._book.period_id,
            "state": "draft",
            **{name: one.theirs for name, one in taken.items()},
        }
        if _says_no_change(outcomes):
            values["no_change"] = True
        self._take("progress", key, values, None, {name: one.cell for name, one in taken.items()})

    def _edit_report(self, key: RecordId, outcomes: Sequence[CellOutcome]) -> None:
        stored = self._state.records["progress"][key]
        for one in outcomes:
            if one.outcome == TAKEN and one.field and stored[one.field] != one.theirs:
                origin = self._origin(one.cell)
                self.draft.changes.append(
                    Edited("progress", key, one.field, stored[one.field], one.theirs, origin)
                )
        says = _says_no_change(outcomes)
        if says != bool(stored["no_change"]) and (says or _tells_text(outcomes)):
            self.draft.changes.append(Edited("progress", key, "no_change", stored["no_change"], says))

    def _note_base(self, key: RecordId, outcomes: Sequence[CellOutcome]) -> None:
        """Note what the cells show, as records hold it; statements show nothing."""
        for one in outcomes:
            value = None if one.outcome in (INVALID, NO_CHANGE, OUTSIDE_REMIT, CLEARED) else one.theirs
            if value is not None and one.field:
                self.draft.base[key, one.field] = str(value)

    def _tell(self, row: ReturnedRow, outcomes: Sequence[CellOutcome]) -> None:
        number = self._number(row) or ""
        for one in outcomes:
            where = self._returned.where(one.cell.address)
            text = one.cell.raw[:200]
            if one.outcome == CONFLICT:
                values: dict[str, Value] = {"number": number, "text": text, "kept": str(one.ours or "")[:200]}
                self.draft.problems.append(Problem("own_differs", where, values, one.record_id))
            elif one.outcome == CLEARED:
                kept = str(one.ours or "")[:200]
                if like(one.ours) is not None:
                    told: dict[str, Value] = {"number": number, "kept": kept}
                    self.draft.problems.append(Problem("own_blank", where, told, one.record_id, "info"))
            elif one.code:
                severity = "error" if one.outcome == INVALID else "warning"
                self.draft.problems.append(Problem(one.code, where, {"text": text}, one.record_id, severity))


def _tells_text(outcomes: Sequence[CellOutcome]) -> bool:
    """Return whether a row tells something new: typed in the cell of the statement, it takes the statement's place."""
    return any(one.column == "narrative" and one.outcome == TAKEN for one in outcomes)


def _says_no_change(outcomes: Sequence[CellOutcome]) -> bool:
    """Return whether a row says that nothing changed, and tells nothing besides."""
    return not _tells_text(outcomes) and any(
        one.outcome == NO_CHANGE and one.column in STATEMENT_COLUMNS for one in outcomes
    )


def _raw(row: ReturnedRow, column: str) -> str | None:
    cell = row.cells.get(column)
    return cell.raw.strip() or None if cell else None


def _only(cells: Mapping[str, ReturnCell], name: str) -> dict[str, ReturnCell]:
    return {name: cells[name]} if name in cells else {}


def _role(text: str | None) -> str:
    """Return the code of a role as it is called in any language; a body whose role nobody can tell takes part."""
    named: dict[str, str] = {
        fold(say(f"role.{role}", language)): role for role in ROLES for language in LANGUAGES
    }
    return named.get(fold(text or ""), "co")
