"""Name what a return says where nothing is read: other sheets, lines below, merged answers, comments, links."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from upr_desktop.exchange.cell_links import MOST, is_shown, linked_cells
from upr_desktop.exchange.ranges import ranges
from upr_desktop.exchange.return_around import is_total_row, told_lines, told_totals
from upr_desktop.exchange.return_layout import MARK_SHEET, OPEN
from upr_desktop.exchange.return_new_measures import ProposalSheet
from upr_desktop.exchange.return_table import ReturnTable, row_key
from upr_desktop.exchange.sheets import Book, Row, Sheet, column_letters
from upr_desktop.exchange.titles import title_key
from upr_desktop.incoming_return import ReturnedRow
from upr_desktop.register.changes import Values
from upr_desktop.register.errors import Problem
from upr_desktop.values import UNSEEN
from upr_desktop.words import LANGUAGES, say

LONGEST = 200
WORD = "docx"  # under its table stand paragraphs, of which letters are made


def unread(
    book: Book,
    table: ReturnTable,
    rows: Sequence[ReturnedRow],
    tables: Sequence[tuple[ReturnTable, Sequence[ReturnedRow]]],
    proposals: ProposalSheet | None,
) -> Iterator[Problem]:
    """Name what is not read of a table and its rows, each with its place and the beginning of what it says.

    `tables` are all that the workbook holds, with their rows.
    """
    others = [(one.sheet, found) for one, found in tables if one is not table and found]
    for sheet, found in others:
        yield _other(sheet, found, table, rows)
    read = [table.sheet, *([proposals.sheet] if proposals else []), *(sheet for sheet, _ in others)]
    for sheet in book.sheets:
        if not any(sheet is one for one in read) and not _is_ours(sheet):
            yield from _sheet(sheet)
    ours = [table.sheet, *([proposals.sheet] if proposals else [])]
    yield from _comments(ours)
    yield from islice(_links(ours), MOST)
    yield from _merged(table, rows)
    yield from told_totals(table.sheet, list(total_rows(table)))
    if book.format != WORD:
        yield from _below(table, rows)


def is_answered(row: ReturnedRow) -> bool:
    """Return whether something stands in a cell of a row that the agency fills in."""
    return any(not row.cells[name].is_blank for name in OPEN if name in row.cells)


def _other(
    sheet: Sheet, found: Sequence[ReturnedRow], table: ReturnTable, rows: Sequence[ReturnedRow]
) -> Problem:
    """Name the table of another sheet, with how many of its rows are answered otherwise than in the one read."""
    read = {(row.key, _answer(row)) for row in rows if row.key}
    count = sum(is_answered(row) and (row.key, _answer(row)) not in read for row in found)
    if not count:
        return Problem("return_sheet_repeats", sheet.name, {"sheet": table.sheet.name}, None, "info")
    return Problem("return_other_sheet", sheet.name, {"sheet": table.sheet.name, "count": count})


def _answer(row: ReturnedRow) -> tuple[str, ...]:
    return tuple(row.cells[name].raw.strip(UNSEEN) if name in row.cells else "" for name in OPEN)


def _is_ours(sheet: Sheet) -> bool:
    """Return whether a sheet is one that the secretariat sent only to be looked at."""
    return sheet.name == MARK_SHEET or any(title_key(sheet.name) == one for one in _looked_at())


@cache
def _looked_at() -> frozenset[str]:
    names = ("instructions_sheet", "reference_sheet")
    return frozenset(title_key(say(f"return.{name}", code)) for name in names for code in LANGUAGES)


def _sheet(sheet: Sheet) -> Iterator[Problem]:
    cells = [cell for row in sheet.rows for cell in row.cells() if cell.raw.strip()]
    if cells:
        told: Values = {"count": len(cells), "text": cells[0].raw.strip()[:LONGEST]}
        yield Problem("return_sheet_unread", f"{sheet.name}!{cells[0].address}", told)


def _comments(sheets: Sequence[Sheet]) -> Iterator[Problem]:
    for sheet in sheets:
        for address, text in sheet.comments.items():
            yield Problem("return_comment", f"{sheet.name}!{address}", {"text": text[:LONGEST]})


def _links(sheets: Sequence[Sheet]) -> Iterator[Problem]:
    """Name the addresses that a cell leads to and does not show; a link of a whole range for its filled cells."""
    for sheet in sheets:
        for reference, urls in sheet.links.items():
            cells = [sheet.cell(*place) for place in linked_cells(reference)]
            for cell in [one for one in cells if one.raw.strip()] or cells[:1]:
                text = cell.raw.strip()
                for url in urls.split("\n"):
                    if not is_shown(url, text):
                        told: Values = {"text": text[:LONGEST] or "…", "url": url}
                        yield Problem("return_link", f"{sheet.name}!{cell.address}", told)


def _merged(table: ReturnTable, rows: Sequence[ReturnedRow]) -> Iterator[Problem]:
    """Name the answers that are merged over several rows: each counts for the first of them."""
    known = {row.number: row for row in rows}
    for one in ranges(table.sheet):
        first = known.get(one.top)
        others = [number for number in known if one.top < number <= one.bottom]
        for name in OPEN if first and others else ():
            cell = first.cells.get(name) if first else None
            if cell and not cell.is_blank and cell.address == f"{column_letters(one.left)}{one.top}":
                told: Values = {
                    "row": one.top,
                    "rows": ", ".join(map(str, others)),
                    "text": cell.raw[:LONGEST],
                }
                yield Problem("return_merged_answer", f"{table.sheet.name}!{cell.address}", told)


def _below(table: ReturnTable, rows: Sequence[ReturnedRow]) -> Iterator[Problem]:
    """Name what is written under the last row of the table: a signature, or something to be known."""
    named = [table.places[name] for name in ("number", "measure") if name in table.places]
    of_measures = [row.number for row in table.sheet.rows if all(row.cell(at).raw.strip() for at in named)]
    last = max([table.header, *(row.number for row in rows), *(of_measures if len(named) == 2 else ())])
    below = [row for row in table.sheet.rows if row.number > last and not is_total_row(row)]
    yield from told_lines(table.sheet, last + 1, below)


def total_rows(table: ReturnTable) -> Iterator[Row]:
    """Yield the rows of the table that count others: they bear no key."""
    for places, below in table.parts():
        yield from (row for row in below if not row_key(row, places) and is_total_row(row))
