"""Read the plan of measures of a State body: Word and Excel tables, with all that stands around the measures."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.exchange.merged_cells import MergedCells, merged_cells
from upr_desktop.exchange.plan_around import (
    abbreviations_of,
    around_table,
    stamp_of,
    title_lines,
    titles_by_language,
)
from upr_desktop.exchange.plan_guess import guessed_columns, may_be_plan
from upr_desktop.exchange.plan_header import (
    PlanHeader,
    columns_by_letters,
    mapped_header,
    partial_header,
    plan_headers,
)
from upr_desktop.exchange.plan_maps import checked_maps
from upr_desktop.exchange.plan_notices import notices_of
from upr_desktop.exchange.plan_numbers import with_reference_numbers
from upr_desktop.exchange.plan_rows import PlanWalk
from upr_desktop.exchange.plan_words import years_of
from upr_desktop.exchange.ranges import filled_columns, place_of
from upr_desktop.exchange.sheets import Book, Sheet, column_letters
from upr_desktop.exchange.table_rows import counts_columns
from upr_desktop.incoming import LeftAlone
from upr_desktop.incoming_plan import (
    LEFT_ALONE,
    ColumnMap,
    IncomingMeasure,
    PlanReading,
    PlanRow,
    PlanTable,
)
from upr_desktop.register.errors import FileRefused, Problem


def read_plan(book: Book, mapping: ColumnMap | Sequence[ColumnMap] | None = None) -> PlanReading:
    """Return the measures of a plan and what each row of the file became; their counts add up to its rows.

    `mapping` says for some sheets which columns hold what, and outranks their titles. A table whose columns are not
    recognised is left alone with the reason `columns_not_recognised`, and a problem asks for them. Raises FileRefused
    if no table is or may be a plan, or if the mapping names a sheet that is not there.
    """
    maps = checked_maps(book, [mapping] if isinstance(mapping, ColumnMap) else mapping or ())
    found = _Found(book)
    for sheet in book.sheets:
        found.take(sheet, maps.get(sheet.name))
    if not found.walks and not found.asked:
        raise FileRefused("not_a_plan", name=book.name, found=_first_texts(book))
    return found.reading()


@dataclass
class _Found:
    """What the sheets of a file hold, on its way to a reading."""

    book: Book
    walks: list[PlanWalk] = field(default_factory=list)
    rows: list[PlanRow] = field(default_factory=list)
    tables: list[PlanTable] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_alone: list[LeftAlone] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    stamps: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    asked: bool = False

    def take(self, sheet: Sheet, told: ColumnMap | None) -> None:
        """Take a sheet: as told, by its titles, as more of the table before it, or leave it alone."""
        if not sheet.rows:
            return
        merged = merged_cells(sheet)
        if told and "measure" in told.columns.values():
            self._walk(sheet, merged, (mapped_header(sheet, merged, told),), is_told=True)
        elif told:
            self._ask(sheet, merged)
        elif sheet.hidden:
            self._leave(sheet, "hidden_sheet")
        elif headers := plan_headers(sheet, merged):
            self._walk(sheet, merged, headers)
        elif header := self._continued(sheet):
            self._walk(sheet, merged, (header,), is_continued=True)
        else:
            self._take_other(sheet, merged)

    def _walk(
        self,
        sheet: Sheet,
        merged: MergedCells,
        headers: Sequence[PlanHeader],
        *,
        is_continued: bool = False,
        is_told: bool = False,
    ) -> None:
        if not is_told:
            headers = [with_reference_numbers(sheet, header) for header in headers]
        starts = [0, *(header.top for header in headers[1:]), sheet.rows[-1].number + 1]
        for header, start, end in zip(headers, starts, starts[1:], strict=False):
            first = sum(len(walk.measures) for walk in self.walks)
            walk = PlanWalk(sheet, header, merged, first)
            walk.walk(row for row in sheet.rows if start <= row.number < end)
            self.walks.append(walk)
            self.rows += walk.rows
            self.tables.append(_table_of(walk, is_continued))
            self.problems += [*walk.problems, *notices_of(walk)]
            self.left_alone += [
                LeftAlone(place_of(sheet, row.row, _first_letters(sheet, row.row)), row.reason or "blank_row")
                for row in walk.rows
                if row.outcome == LEFT_ALONE
            ]

    def _continued(self, sheet: Sheet) -> PlanHeader | None:
        """Return the header of the table before, if a Word table without titles goes on where it ended."""
        last = self.walks[-1] if self.walks else None
        if self.book.format != "docx" or last is None or not last.measures:
            return None
        header = last.header
        if max(len(row.raw) for row in sheet.rows) != header.width:
            return None
        goes_on = counts_columns(sheet.rows[0]) or _next_number(last, sheet)
        return PlanHeader(0, 0, header.titles, header.written) if goes_on else None

    def _take_other(self, sheet: Sheet, merged: MergedCells) -> None:
        around = around_table(sheet)
        if around:
            self.rows += around.rows
            self.footnotes += around.footnotes
            self.stamps += around.stamps
            self.titles += around.titles
        elif may_be_plan(sheet, merged):
            self._ask(sheet, merged)
        else:
            self._leave(sheet, "columns_not_recognised")

    def _ask(self, sheet: Sheet, merged: MergedCells) -> None:
        self.asked = True
        header = partial_header(sheet, merged)
        titles = {column_letters(at): text for at, text in header.written.items()} if header else {}
        guess = {column_letters(at): name for at, name in guessed_columns(sheet, merged).items()}
        rows = tuple(range(header.top, header.bottom + 1)) if header else ()
        self.tables.append(PlanTable(sheet.name, rows, guess, titles, recognised=False))
        values = {"count": len(sheet.rows)}
        self.problems.append(Problem("columns_not_recognised", sheet.name, values))
        self._leave(sheet, "columns_not_recognised")

    def _leave(self, sheet: Sheet, reason: str) -> None:
        self.rows += [PlanRow(sheet.name, row.number, LEFT_ALONE, reason) for row in sheet.rows]
        self.left_alone.append(LeftAlone(sheet.name, reason, {"count": len(sheet.rows)}))

    def reading(self) -> PlanReading:
        """Return the whole."""
        measures = [cells.measure(self.problems) for walk in self.walks for cells in walk.measures]
        titles = [*self.titles, *(text for walk in self.walks for text in walk.titles)]
        stamps = [*self.stamps, *(text for walk in self.walks for text in walk.stamps)]
        footnotes = [*self.footnotes, *(text for walk in self.walks for text in walk.footnotes)]
        titles = title_lines(titles or self.book.paragraphs)
        return PlanReading(
            tuple(measures),
            tuple(self.rows),
            tuple(self.tables),
            titles_by_language(titles),
            stamp_of(stamps, self.book.paragraphs),
            years_of(" ".join(titles)),
            abbreviations_of(footnotes, self.book.paragraphs),
            (*self.problems, *_repeated_numbers(measures)),
            tuple(self.left_alone),
        )


def _first_letters(sheet: Sheet, row: int) -> str:
    filled = filled_columns(sheet.by_number[row])
    return column_letters(filled[0]) if filled else "A"


def _table_of(walk: PlanWalk, is_continued: bool) -> PlanTable:
    header = walk.header
    return PlanTable(
        walk.sheet.name,
        tuple(range(header.top, header.bottom + 1)) if header.top else (),
        columns_by_letters(header),
        {column_letters(at): text for at, text in sorted(header.written.items())},
        recognised=True,
        carried=tuple(column_letters(at) for at in sorted(walk.carried)),
        is_continued=is_continued,
    )


def _next_number(last: PlanWalk, sheet: Sheet) -> bool:
    """Return whether the first numbered row of a sheet counts on from the last measure of a table."""
    numbers = last.header.columns("row_no")
    if len(numbers) != 1:
        return False
    before = last.measures[-1].cells.get(numbers[0])
    first = next((text for row in sheet.rows if (text := row.cell(numbers[0]).raw.strip(" .)"))), "")
    said = before[0].cell.raw.strip(" .)") if before else ""
    return said.isdecimal() and first.isdecimal() and int(first) == int(said) + 1


def _repeated_numbers(measures: Iterable[IncomingMeasure]) -> list[Problem]:
    """Return what is to be said of numbers that several measures have: each, or once if every section counts anew."""
    found: dict[str, list[IncomingMeasure]] = defaultdict(list)
    for measure in measures:
        if measure.number:
            found[measure.number].append(measure)
    repeated = {number: each for number, each in found.items() if len(each) > 1}
    if repeated and all(len({each.section for each in same}) == len(same) for same in repeated.values()):
        first = next(iter(repeated.values()))[1]
        return [Problem("measure_numbers_restart", _where(first), {"count": len(repeated)}, severity="info")]
    return [
        Problem("plan_number_twice", _where(same[1]), _places(number, same))
        for number, same in repeated.items()
    ]


def _places(number: str, same: Sequence[IncomingMeasure]) -> Mapping[str, str]:
    return {"number": number, "places": ", ".join(_where(each) for each in same)}


def _where(measure: IncomingMeasure) -> str:
    value = measure.number_value or next(iter(measure.texts.values()))
    return f"{value.place.sheet}!{value.place.address}"


def _first_texts(book: Book) -> str:
    rows = [row for sheet in book.sheets for row in sheet.rows[:1]]
    return " | ".join(" ".join(text.split())[:60] for text in rows[0].raw[:8] if text.strip()) if rows else ""
