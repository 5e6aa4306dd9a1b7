"""Fill in a copy of a return as a clerk does in a spreadsheet, with or without its marks; or answer by a letter."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from docx import Document
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.worksheet import Worksheet

from upr_desktop.exchange.return_layout import COLUMNS, KEY, MARK_SHEET
from upr_desktop.words import LANGUAGES, say

TITLE_DEPTH, KEY_LENGTH = 12, 32
KEY_PLACE = 1 + next(place for place, column in enumerate(COLUMNS) if column.key == KEY)
Filled = Mapping[str, Mapping[str, str | date]]


def fill_return(source: Path, target: Path, rows: Filled, *, keeps_marks: bool = True) -> None:
    """Write a copy of a return with cells typed: rows by the measure's number, cells by their column's key.

    Without marks it is what comes of a table copied into a new workbook: nothing says whose it is. Raises KeyError for
    a row or a column that is not there.
    """
    book = load_workbook(source)
    sheet = book.worksheets[0]
    places, header = _places(sheet)
    numbered = _numbered(sheet, places, header)
    for number, cells in rows.items():
        for column, value in cells.items():
            sheet.cell(numbered[number], places[column]).value = value
    if not keeps_marks:
        _forget(book, sheet, header)
    book.save(target)


def write_letter(target: Path, text: str) -> Path:
    """Write a letter of one paragraph, and return its path."""
    letter = Document()
    letter.add_paragraph(text)
    letter.save(str(target))
    return target


def _forget(book: Workbook, sheet: Worksheet, header: int) -> None:
    """Take out everything that says whose the return is: keys, headings, the hidden sheet, property and footer."""
    for row in range(header, sheet.max_row + 1):
        sheet.cell(row, KEY_PLACE).value = None
    for row in range(1, header):
        for cell in sheet[row]:
            if cell.value:
                cell.value = None
    properties = book.custom_doc_props  # type: ignore[attr-defined]  # the stubs do not know it
    for name in list(properties.names):
        del properties[name]
    del book[MARK_SHEET]
    sheet.oddFooter = HeaderFooterItem()


def _places(sheet: Worksheet) -> tuple[dict[str, int], int]:
    """Return where the columns stand, by key, and the number of the header row."""
    titles = {say(column.title, language): column.key for column in COLUMNS for language in LANGUAGES}
    for row in range(1, TITLE_DEPTH):
        places = {
            titles[str(cell.value)]: cell.column
            for cell in sheet[row]
            if cell.value and str(cell.value) in titles
        }
        if len(places) > 2:
            return places, row
    raise KeyError(sheet.title)


def _numbered(sheet: Worksheet, places: Mapping[str, int], header: int) -> dict[str, int]:
    """Return the row of each measure, by its number."""
    return {
        str(sheet.cell(row, places["number"]).value): row
        for row in range(header + 1, sheet.max_row + 1)
        if len(str(sheet.cell(row, KEY_PLACE).value or "")) >= KEY_LENGTH
    }
