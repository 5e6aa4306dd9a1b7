"""Walk the rows of a plan's table and say of each what it is: a measure, its continuation, a heading, or no part."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from upr_desktop.exchange.merged_cells import MergedCells
from upr_desktop.exchange.numbers import leading_number
from upr_desktop.exchange.plan_cells import MeasureCells, Taken, number_of, place_of_cell
from upr_desktop.exchange.plan_header import PLANNED, REPORTED, PlanHeader
from upr_desktop.exchange.plan_words import (
    begins_with,
    heading_of,
    is_footnote,
    is_named_heading,
    is_signature,
    is_stamp,
)
from upr_desktop.exchange.sheets import ERROR, TEXT, Cell, Row, Sheet, column_letters
from upr_desktop.exchange.table_rows import counts_columns, names_columns
from upr_desktop.incoming import Place
from upr_desktop.incoming_plan import (
    CONTINUATION,
    LEFT_ALONE,
    MEASURE,
    SECTION,
    IncomingSection,
    PlanRow,
)
from upr_desktop.register.errors import Problem
from upr_desktop.register.fold import fold

CARRIED = ("theme", "rec_no", "rec_text", "state", "responsible", "partners")
NOT_CARRIED = ("completion_form", "deadline")
SECTION_SHARE = 0.5
MOST_IN_SIGNATURE = 3


@dataclass
class PlanWalk:
    """One table of a plan, walked from its header down; measures are counted from `first_measure` on."""

    sheet: Sheet
    header: PlanHeader
    merged: MergedCells
    first_measure: int = 0
    rows: list[PlanRow] = field(default_factory=list)
    measures: list[MeasureCells] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    stamps: list[str] = field(default_factory=list)
    carried: dict[int, int] = field(default_factory=dict)
    """How many blank cells of a column took the value above them."""
    _last: dict[int, Cell] = field(default_factory=dict)
    _section: IncomingSection | None = None
    _heading: Place | None = None
    _ended: bool = False
    _header_texts: frozenset[tuple[str, ...]] = frozenset()

    def __post_init__(self) -> None:
        rows = (self.sheet.by_number.get(at) for at in range(max(self.header.top, 1), self.header.bottom + 1))
        self._header_texts = frozenset(_folded(row) for row in rows if row)

    def walk(self, rows: Iterator[Row]) -> None:
        """Take rows, from those above the header to the last."""
        for row in rows:
            outcome, reason = self._outcome(row)
            at = None
            if outcome in (MEASURE, CONTINUATION):
                at = self.first_measure + len(self.measures) - 1
            self.rows.append(PlanRow(self.sheet.name, row.number, outcome, reason, at))
        self._leave_last_headings()

    def _outcome(self, row: Row) -> tuple[str, str | None]:
        cells = [cell for cell in row.cells() if cell.raw.strip() and cell.kind != ERROR]
        if not cells:
            return LEFT_ALONE, "blank_row"
        if row.number < self.header.top:
            return self._above(cells)
        if row.number <= self.header.bottom or _folded(row) in self._header_texts:
            return "header", None
        if counts_columns(row):
            return "number_row", None
        if not self.measures and names_columns(row):
            return "header", None
        cells = [cell for cell in cells if cell.column in self.header.titles] or cells
        around = self._around(row, cells)
        return (around, None) if around else self._in_table(row, cells)

    def _above(self, cells: list[Cell]) -> tuple[str, str | None]:
        """Take a row above the header: lines of a stamp stand on the right, those of the title over the width."""
        text = "\n".join(dict.fromkeys(cell.raw.strip() for cell in cells))
        stretched = self._stretches(cells[0])
        on_the_right = not self.titles and cells[0].column > 1 and not stretched
        if is_stamp(text) or on_the_right:
            self.stamps.append(text)
            return "stamp", None
        if cells[0].column == 1 or stretched:
            self.titles.append(text)
            return "title", None
        return LEFT_ALONE, "before_header"

    def _around(self, row: Row, cells: list[Cell]) -> str | None:
        """Return what a row is that stands around the measures; None if it may be one of them."""
        text = cells[0].raw.strip()
        alone = len({cell.raw.strip() for cell in cells}) == 1
        number = self._number(row)
        planned = any(self._own(row, name) for name in PLANNED)
        if begins_with(text, "total") and (alone or not planned):
            return "total"
        if self._is_signature(cells, number):
            self._ended = True
            return "signature"
        if not alone:
            return None
        stretched = self._stretches(cells[0]) or cells[0].column <= min(self.header.titles)
        if stretched and (is_footnote(text) or (self.footnotes and not heading_of(text))):
            self._ended = True
            self.footnotes.append(text)
            return "footnote"
        if (stretched and not number_of(text)) or is_named_heading(text):
            self._begin_section(cells[0])
            return SECTION
        return None

    def _is_signature(self, cells: list[Cell], number: str | None) -> bool:
        few = len(cells) <= MOST_IN_SIGNATURE and (len(cells) > 1 or cells[0].column in (1, 2))
        return bool(self.measures) and not number and few and is_signature(cells[0].raw)

    def _begin_section(self, cell: Cell) -> None:
        """Begin a section, or a heading that names the recommendation of the measures below it."""
        place = place_of_cell(self.sheet.name, cell)
        line = " ".join(cell.raw.split())
        self._last.clear()
        self._heading = place if leading_number(line) else None
        if self._heading is None:
            found = heading_of(line)
            self._section = (
                IncomingSection(found.text, found.number, found.value, place)
                if found
                else IncomingSection(line, None, None, place)
            )

    def _in_table(self, row: Row, cells: list[Cell]) -> tuple[str, str | None]:
        """Take a row that holds a measure, or more of one."""
        known = [cell for cell in cells if cell.column in self.header.titles]
        if not known:
            return LEFT_ALONE, "no_known_columns"
        text, number = self._own(row, "measure"), self._number(row)
        if self._ended and not number:
            return LEFT_ALONE, "after_table"
        if text and (number or self._own(row, "deadline") or not self._can_continue()):
            self._begin_measure(row, number)
            return MEASURE, None
        if number and not text and not self._below(row, "measure"):
            return self._refused(row, "measure_missing", known[0])
        if not (self._can_continue() or self._below(row, "measure")) or not self.measures:
            return self._refused(row, "nothing_to_continue", known[0])
        self._continue(row)
        return CONTINUATION, None

    def _can_continue(self) -> bool:
        """Return whether a row without a number may be more of the measure above it."""
        above = bool(self.rows) and self.rows[-1].outcome in (MEASURE, CONTINUATION, "header", "number_row")
        return bool(self.measures) and above and bool(self.header.columns("row_no"))

    def _refused(self, row: Row, reason: str, cell: Cell) -> tuple[str, str]:
        where = f"{self.sheet.name}!{column_letters(cell.column)}{row.number}"
        text = " ".join(cell.raw.split())[:80]
        self.problems.append(Problem(reason, where, {"text": text}, severity="error"))
        return LEFT_ALONE, reason

    def _begin_measure(self, row: Row, number: str | None) -> None:
        begun = MeasureCells(self.sheet.name, self.header, self._section, self._heading)
        self.measures.append(begun)
        begun.add(row.number, self._taken(row))
        if number is None:
            text = self._own(row, "measure")[:80]
            at = self.header.columns("measure")[0]
            where = f"{self.sheet.name}!{column_letters(at)}{row.number}"
            if self.header.columns("row_no"):
                self.problems.append(Problem("measure_number_missing", where, {"text": text}))

    def _continue(self, row: Row) -> None:
        own = [Taken(cell) for column in self.header.titles if (cell := self._cell(row, column)).raw.strip()]
        self.measures[-1].add(row.number, own)
        self._remember(row)

    def _taken(self, row: Row) -> Iterator[Taken]:
        """Yield the cells of a measure's first row, those carried down among them."""
        for column in sorted(self.header.titles):
            cell = self._cell(row, column)
            if not cell.raw.strip():
                taken = self._carried(row, column)
                if taken:
                    yield taken
            elif self.header.titles[column].field not in REPORTED:
                yield Taken(cell)
        self._remember(row)

    def _remember(self, row: Row) -> None:
        for column in self.header.columns(*CARRIED):
            cell = self._cell(row, column)
            if cell.raw.strip():
                self._last[column] = cell

    def _carried(self, row: Row, column: int) -> Taken | None:
        """Return the cell above that stands for a blank one: merged with it, or left blank below it."""
        name = self.header.titles[column].field
        if self.merged.is_below(row.number, column):
            top = self.merged.shown(self.sheet, row.number, column)
            if top.row <= self.header.bottom or not top.raw.strip():
                return None
            if name in CARRIED:
                return Taken(top, "merged")
            self._report_merged(row, column, name, top)
            return None
        above = self._last.get(column)
        if above is None or name not in CARRIED or self._has_own_instead(row, name):
            return None
        self.carried[column] = self.carried.get(column, 0) + 1
        return Taken(above, "blank")

    def _has_own_instead(self, row: Row, name: str) -> bool:
        """Return whether a row says something of its own where a blank cell beside it takes nothing from above.

        No co-executors beside a body of its own are none; a recommendation of its own without a number has none.
        """
        if name in ("rec_no", "rec_text", "state"):
            return any(self._own(row, other) for other in ("rec_no", "rec_text"))
        return name == "partners" and bool(self._own(row, "responsible"))

    def _report_merged(self, row: Row, column: int, name: str, top: Cell) -> None:
        if name in NOT_CARRIED:
            where = f"{self.sheet.name}!{column_letters(column)}{row.number}"
            code = "merged_deadline" if name == "deadline" else "merged_form"
            self.problems.append(Problem(code, where, {"text": " ".join(top.raw.split())[:80]}))

    def _leave_last_headings(self) -> None:
        """Leave alone what looked like headings below the last measure, unless it is numbered like one."""
        for at in range(len(self.rows) - 1, -1, -1):
            row = self.rows[at]
            if row.outcome in (MEASURE, CONTINUATION):
                return
            text = next((cell.raw for cell in self.sheet.by_number[row.row].cells() if cell.raw.strip()), "")
            if row.outcome == SECTION and not heading_of(text) and self.measures:
                self.rows[at] = PlanRow(row.sheet, row.row, LEFT_ALONE, "after_table")

    def _cell(self, row: Row, column: int) -> Cell:
        cell = row.cell(column)
        return Cell(cell.row, cell.column, "", TEXT) if cell.kind == ERROR else cell

    def _own(self, row: Row, name: str) -> str:
        """Return what a row itself says in the columns of a field."""
        texts = (self._cell(row, column).raw.strip() for column in self.header.columns(name))
        return " ".join(text for text in texts if text)

    def _number(self, row: Row) -> str | None:
        return number_of(self._own(row, "row_no"))

    def _below(self, row: Row, name: str) -> bool:
        return any(self.merged.is_below(row.number, column) for column in self.header.columns(name))

    def _stretches(self, cell: Cell) -> bool:
        width = self.merged.width(cell.row, cell.column)
        return width > 1 and width >= self.header.width * SECTION_SHARE


def _folded(row: Row) -> tuple[str, ...]:
    return tuple(fold(text) for text in row.raw if text.strip())
