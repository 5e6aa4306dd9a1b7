"""Read the sheet on which an agency proposes new measures."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from upr_desktop.exchange.return_around import is_signature_row, is_total_row, told_lines, told_totals
from upr_desktop.exchange.return_columns import added_columns
from upr_desktop.exchange.return_layout import MARK_SHEET, NEW_MEASURE
from upr_desktop.exchange.return_table import FEWEST_COLUMNS, HEADER_DEPTH
from upr_desktop.exchange.sheets import ERROR, Book, Row, Sheet, column_letters, column_number
from upr_desktop.exchange.titles import title_key
from upr_desktop.incoming_return import ReturnCell, ReturnedRow
from upr_desktop.register.errors import Problem
from upr_desktop.values import UNSEEN
from upr_desktop.words import LANGUAGES, say


@dataclass(frozen=True, slots=True)
class ProposalSheet:
    """The sheet for new measures: the number of its header row, and its columns by their 1-based position."""

    sheet: Sheet
    header: int
    places: Mapping[int, str]

    def rows(self) -> Iterator[ReturnedRow]:
        """Yield the rows that say something that can be read; totals and signatures are none."""
        for row in self._below():
            cells = {key: self._cell(row, at) for at, key in self.places.items() if self._is_read(row, at)}
            if cells and not is_total_row(row) and not self._is_signed(row):
                yield ReturnedRow(row.number, "", cells)

    def problems(self) -> Iterator[Problem]:
        """Name what is wrong in the cells, and what is told but not read: other columns, totals and signatures."""
        totals = [row for row in self._below() if is_total_row(row)]
        signed = [row for row in self._below() if self._is_signed(row)]
        around = {row.number for row in (*totals, *signed)}
        rows = [(row, self.places.keys()) for row in self._below() if row.number not in around]
        yield from self._errors(around)
        yield from added_columns(self.sheet, self.header, rows)
        yield from told_totals(self.sheet, totals)
        yield from told_lines(self.sheet, signed[0].number if signed else 0, signed)

    def _below(self) -> Iterator[Row]:
        return (row for row in self.sheet.rows if row.number > self.header)

    def _is_signed(self, row: Row) -> bool:
        named = [at for at, key in self.places.items() if key == "measure"]
        return is_signature_row(row) and not any(row.cell(at).raw.strip() for at in named)

    def _errors(self, around: Collection[int]) -> Iterator[Problem]:
        """Name the cells that hold an error, or a formula without a value, but not in these rows."""
        wrong = [
            (row.number, at) for row in self.sheet.rows for at in self.places if row.cell(at).kind == ERROR
        ]
        for address in self.sheet.formulas_without_value:
            letters = address.rstrip("0123456789")
            wrong.append((int(address.removeprefix(letters)), column_number(letters)))
        for number, at in sorted(set(wrong)):
            if number > self.header and number not in around and at in self.places:
                where = f"{self.sheet.name}!{column_letters(at)}{number}"
                yield Problem("return_error_cell", where, {}, None, "error")

    def _is_read(self, row: Row, at: int) -> bool:
        cell = row.cell(at)
        return cell.kind != ERROR and bool(cell.raw.strip(UNSEEN))

    def _cell(self, row: Row, at: int) -> ReturnCell:
        cell = row.cell(at)
        return ReturnCell(cell.address, cell.raw, cell.kind)


def proposal_sheet(book: Book, table: Sheet) -> ProposalSheet | None:
    """Return the sheet for new measures beside the table of the return; None where there is none."""
    known = {title_key(say(f"return.proposal.{key}", code)): key for key in NEW_MEASURE for code in LANGUAGES}
    for sheet in book.sheets:
        if sheet is table or sheet.name == MARK_SHEET:
            continue
        for row in sheet.rows[:HEADER_DEPTH]:
            found = {at: key for at, text in enumerate(row.raw, 1) if (key := known.get(title_key(text)))}
            if len(found) >= FEWEST_COLUMNS and "measure" in found.values():
                return ProposalSheet(sheet, row.number, found)
    return None
