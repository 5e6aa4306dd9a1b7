"""Write an agency's answers into a copy of its workbook: whatever else stands in it stays."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from upr_desktop.exchange.return_layout import MARK_SHEET
from upr_desktop.exchange.row_heights import row_height
from upr_desktop.exchange.sheets import Book, column_letters
from upr_desktop.exchange.workbook_cells import CONTROL, LOOKS_ESCAPED, UNWRITABLE
from upr_desktop.incoming import MOST_UNITS, units
from upr_desktop.register.errors import FileRefused, RegisterError

DAY_FORMAT = "dd.mm.yyyy"
LOST = re.compile(r"xl/(media|drawings/drawing|charts|threadedComments|diagrams|embeddings)")


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed into one cell of the return's sheet (`M9`); None empties it."""

    address: str
    value: str | date | None


def filled_copy(
    source: bytes, read: Book, sheet: str, typed: Sequence[Typed], marks: Mapping[str, str | Sequence[str]]
) -> bytes:
    """Return a copy of a workbook with these cells typed into a sheet, and these marks (or lines) in its hidden sheet.

    `read` is the workbook as the gate read it: openpyxl does not tell an escaped text from one that looks escaped.
    Raises FileRefused("return_not_a_workbook") for a file that is no .xlsx, RegisterError with the place of a text that
    a cell cannot hold: workbook_text_too_long, workbook_text_unwritable.
    """
    try:
        book = load_workbook(BytesIO(source), rich_text=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as trouble:
        raise FileRefused("return_not_a_workbook", name=read.name) from trouble
    _restore_escaped(book, read)
    filled = book[sheet]
    for one in typed:
        _type(filled, one)
    for row in sorted({filled[one.address].row for one in typed}):
        _fit(filled, row)
    for mark, text in marks.items():
        _mark(book[MARK_SHEET], mark, text)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def lost_in_copy(source: bytes) -> list[str]:
    """Return which parts of a workbook a copy does not keep (pictures, text boxes, charts), by their folder's name."""
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(BytesIO(source)) as archive:
        return sorted({found[1] for part in archive.namelist() if (found := LOST.match(part))})
    return []


def _restore_escaped(book: Workbook, read: Book) -> None:
    """Write texts with `_x0041_` in them as they were read, so that a copy of a copy still says the same."""
    exact = {sheet.name: sheet for sheet in read.sheets}
    for sheet in book.worksheets:
        if sheet.title not in exact:
            continue
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and LOOKS_ESCAPED.search(cell.value):
                    text = exact[sheet.title].cell(cell.row, cell.column).raw
                    cell.value = _as_kept(text)
                    cell.data_type = "s"


def _type(sheet: Worksheet, one: Typed) -> None:
    cell = sheet[one.address]
    assert isinstance(cell, Cell)
    if isinstance(one.value, str):
        cell.value = _escaped(sheet, one.address, one.value.replace("\r\n", "\n").replace("\r", "\n"))
        cell.data_type = "s"
        return
    cell.value = one.value
    if one.value is not None and not cell.is_date:
        cell.number_format = DAY_FORMAT


def _escaped(sheet: Worksheet, address: str, text: str) -> str:
    """Return a text as a cell keeps it, so that it reads back the same. Raises RegisterError where it cannot."""
    values: dict[str, str] = {"place": f"{sheet.title}!{address}", "name": "", "column": ""}
    length = units(text)
    if length > MOST_UNITS:
        raise RegisterError("workbook_text_too_long", **values, length=length, most=MOST_UNITS)
    if UNWRITABLE.search(text):
        raise RegisterError("workbook_text_unwritable", **values)
    return _as_kept(text)


def _as_kept(text: str) -> str:
    escaped = LOOKS_ESCAPED.sub("_x005F_", text)
    return CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", escaped)


def _fit(sheet: Worksheet, row: int) -> None:
    """Let a row be as high as its texts need; it never gets lower."""
    texts: list[str | None] = []
    widths: list[float] = []
    for at in range(1, sheet.max_column + 1):
        value, look = sheet.cell(row, at).value, sheet.column_dimensions[column_letters(at)]
        texts.append(str(value) if isinstance(value, str) else None)
        widths.append(0.0 if look.hidden else look.width)
    needed = row_height(texts, widths)
    if needed > (sheet.row_dimensions[row].height or 0):
        sheet.row_dimensions[row].height = needed


def _mark(sheet: Worksheet, mark: str, text: str | Sequence[str]) -> None:
    """Write one line of the hidden sheet, or several of one name, in place of those there are."""
    for row in range(sheet.max_row, 1, -1):
        if sheet.cell(row, 1).value == mark:
            sheet.delete_rows(row)
    for line in [text] if isinstance(text, str) else text:
        sheet.append((mark, _as_kept(line)))
        sheet.cell(sheet.max_row, 2).data_type = "s"
