"""Read a return: what each row of its table says, whose it is by its marks, and what else it holds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from upr_desktop.code_lists import REPORT_TEXTS
from upr_desktop.exchange.languages import is_mixed, language_written
from upr_desktop.exchange.return_around import is_total_row
from upr_desktop.exchange.return_columns import added_columns, changed_columns
from upr_desktop.exchange.return_layout import HEADINGS, KEY, KEY_MARK, MARK, NEW_MEASURE
from upr_desktop.exchange.return_new_measures import proposal_sheet
from upr_desktop.exchange.return_table import (
    FEWEST_COLUMNS,
    ID,
    ReturnMarks,
    ReturnTable,
    find_table,
    read_marks,
    row_key,
    sent_columns,
)
from upr_desktop.exchange.return_unread import is_answered, total_rows, unread
from upr_desktop.exchange.sheets import BLANK, ERROR, Book, Row, column_letters
from upr_desktop.exchange.titles import title_key
from upr_desktop.incoming_return import IncomingReturn, ReturnCell, ReturnedRow
from upr_desktop.register.errors import FileRefused, Problem
from upr_desktop.words import LANGUAGES, say

MOST_COLUMNS = 40
COUNTED = 2  # rows below a header in which its columns may be counted


def read_return(book: Book) -> IncomingReturn:
    """Return what the workbook says. Raises FileRefused("return_unread") where no table of a return is found."""
    marks = read_marks(book)
    tables = [table for sheet in book.sheets if (table := find_table(sheet, marks))]
    if not tables:
        raise FileRefused("return_unread", name=book.name)
    language = marks.values.get("language")
    read = [(one, tuple(_rows(one, language))) for one in tables]
    table, rows = max(read, key=lambda one: _fitness(one[0], one[1], book, marks))
    proposals = proposal_sheet(book, table.sheet)
    headings, places = _headings(table)
    return IncomingReturn(
        file=book.sha256,
        name=book.name,
        sheet=table.sheet.name,
        columns=tuple(table.places),
        rows=rows,
        missing=tuple(key for key in sent_columns(marks) if key not in table.places and key != KEY),
        dispatches=_dispatches(book, marks, table),
        marks=marks.values,
        headings=headings,
        heading_places=places,
        proposals=tuple(proposals.rows()) if proposals else (),
        proposals_sheet=proposals.sheet.name if proposals else "",
        tasks=marks.tasks,
        measures=marks.measures,
        documents=tuple(marks.documents),
        problems=(
            *_twice(table),
            *unread(book, table, rows, read, proposals),
            *changed_columns(table, marks),
            *_unanswered(table, rows),
            *_beside(table, rows),
            *_mixed(rows, table.sheet.name),
            *(proposals.problems() if proposals else ()),
        ),
        saved_at=book.saved_at,
    )


def _rows(table: ReturnTable, language: str | None) -> Iterator[ReturnedRow]:
    """Yield the rows that bear a key or say something in a column to fill in; headings and totals are none."""
    unread = frozenset(table.sheet.formulas_without_value)
    hints = frozenset({language} if language else ())
    for part, below in table.parts():
        places = [(name, at, column_letters(at)) for name, at in part.items() if name != KEY]
        for place, row in enumerate(below):
            if place < COUNTED and _counts_columns(row):
                continue
            key = row_key(row, part)
            if not key and is_total_row(row):
                continue
            cells = _cells(row, places, unread)
            cells |= {name: _spoken(cells[name], hints) for name in REPORT_TEXTS if name in cells}
            found = ReturnedRow(row.number, key, cells)
            if key or is_answered(found) or (KEY in part and _proposes(cells)):
                yield found


def _proposes(cells: Mapping[str, ReturnCell]) -> bool:
    """Return whether a row that was added says what a measure is to be: a text and something of it, but no number."""
    told = {name for name, cell in cells.items() if not cell.is_blank}
    return "measure" in told and "number" not in told and bool(told & set(NEW_MEASURE) - {"measure"})


def _counts_columns(row: Row) -> bool:
    """Return whether a row counts the columns, also where some were moved or taken out since."""
    numbers = [int(cell.raw) for cell in row.cells() if cell.raw.isdecimal()]
    is_counting = len(numbers) == len(list(row.cells())) == len(set(numbers)) >= FEWEST_COLUMNS
    return is_counting and min(numbers) >= 1 and max(numbers) <= MOST_COLUMNS


def _cells(row: Row, places: Sequence[tuple[str, int, str]], unread: frozenset[str]) -> dict[str, ReturnCell]:
    """Return the cells of a row by column; `places` are (column, 1-based position, its letters)."""
    lacking = max((at for _, at, _ in places), default=0) - len(row.raw)
    raw, kinds = row.raw + ("",) * lacking, row.kinds + BLANK * lacking
    cells = {
        name: ReturnCell(f"{letters}{row.number}", raw[at - 1], kinds[at - 1]) for name, at, letters in places
    }
    for name, cell in cells.items() if unread else ():
        if cell.address in unread:
            cells[name] = ReturnCell(cell.address, cell.raw, ERROR)
    return cells


def _spoken(cell: ReturnCell, hints: frozenset[str]) -> ReturnCell:
    """Return a text's cell with the language that it is written in; an address or a number alone is in none."""
    if cell.is_blank:
        return cell
    return ReturnCell(cell.address, cell.raw, cell.kind, language_written(cell.raw, hints))


def _fitness(
    table: ReturnTable, rows: Sequence[ReturnedRow], book: Book, marks: ReturnMarks
) -> tuple[bool | int, ...]:
    """Return how well a table fits as the one that was sent and filled in: the greatest of several does best.

    It is of this workbook, by its rows or by the mark over their keys; people see it; most of its rows are answered.
    """
    dispatches = _dispatches(book, marks, table)
    own = {dispatches.get("property"), dispatches.get("sheet")} - {None}
    is_own = dispatches.get("key") in own or any(row.key in marks.tasks for row in rows)
    keyed, answered = sum(bool(row.key) for row in rows), sum(map(is_answered, rows))
    return is_own, bool(keyed), not table.sheet.hidden, answered, keyed, len(table.places)


def _dispatches(book: Book, marks: ReturnMarks, table: ReturnTable) -> dict[str, str]:
    """Return the dispatch that each carrier names; carriers that are gone are left out."""
    over_keys = table.sheet.cell(table.header, table.places[KEY]).raw if KEY in table.places else ""
    told = {
        "property": book.properties.get(MARK, ""),
        "sheet": marks.values.get("dispatch", ""),
        "key": over_keys.removeprefix(KEY_MARK),
    }
    return {carrier: id.strip() for carrier, id in told.items() if ID.fullmatch(id.strip())}


def _headings(table: ReturnTable) -> tuple[dict[str, str], dict[str, str]]:
    """Return what stands to the right of the labels above the table, and where what the agency fills in is written."""
    labels = {title_key(say(f"return.heading.{key}", code)): key for key in HEADINGS for code in LANGUAGES}
    found: dict[str, str] = {}
    places: dict[str, str] = {}
    for row in table.sheet.rows:
        if row.number >= table.header:
            break
        key = ""
        for cell in row.cells():
            label = labels.get(title_key(cell.raw))
            if label:
                key = label
                places[key] = f"{column_letters(cell.column + 1)}{row.number}"
            elif key and key not in found:
                found[key] = cell.raw.strip()
                places[key] = cell.address
    return found, places


def _twice(table: ReturnTable) -> Iterator[Problem]:
    sheet = table.sheet
    for places in table.twice.values():
        titles = {"column": sheet.cell(table.header, places[-1]).raw}
        yield Problem("return_column_twice", sheet.name, titles, None, "error")


def _beside(table: ReturnTable, rows: Iterable[ReturnedRow]) -> Iterator[Problem]:
    """Name the columns that were added to the table and what they say: nothing of it is read."""
    read, twice = {row.number for row in rows}, {*chain.from_iterable(table.twice.values())}
    answers = [
        (row, twice | {*places.values()})
        for places, below in table.parts()
        for row in below
        if row.number in read
    ]
    yield from added_columns(table.sheet, table.header, answers)


def _mixed(rows: Iterable[ReturnedRow], sheet: str) -> Iterator[Problem]:
    """Name the texts in two languages: each is kept whole, in one of them."""
    for row in rows:
        for name in REPORT_TEXTS:
            cell = row.cells.get(name)
            if cell and ("\n" in cell.raw or " / " in cell.raw) and is_mixed(cell.raw):
                yield Problem("return_two_languages", f"{sheet}!{cell.address}", {"text": cell.raw[:200]})


def _unanswered(table: ReturnTable, rows: Iterable[ReturnedRow]) -> Iterator[Problem]:
    """Name the rows that are about a measure but were not read: without a key and an answer they say nothing."""
    read, places, sheet = {row.number for row in rows}, table.places, table.sheet
    read |= {row.number for row in total_rows(table)}
    named = [places[name] for name in ("number", "measure") if name in places]
    blank = [
        row.number
        for row in sheet.rows
        if row.number > table.header and not {row.number} & {*read, *table.lower} and not _counts_columns(row)
        if len(named) == 2 and all(row.cell(at).raw.strip() for at in named)
    ]
    if blank:
        told = ", ".join(map(str, blank))
        where = f"{sheet.name}!{blank[0]}"
        yield Problem("return_rows_blank", where, {"count": len(blank), "rows": told}, None, "info")
