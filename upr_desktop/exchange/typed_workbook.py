"""Edit a copy of a workbook as a person does in a spreadsheet: type into cells, add rows below, sort."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADER_ROW = 1
LOOKS = ("font", "fill", "border", "alignment", "number_format", "protection")


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed into one row of a sheet, by the titles of its columns.

    The row is the first one whose column titled `key` reads `row`; a `row` of None is a new one below the others.
    """

    sheet: str
    key: str
    row: str | None
    values: Mapping[str, str | date]


def type_into_copy(
    source: Path, target: Path, typed: Sequence[Typed], sort_by: Mapping[str, str], header: int = HEADER_ROW
) -> int:
    """Write a copy of a workbook with these rows typed and its sheets sorted (sheet → title of a column).

    `header` is the row of the titles in the sheets that are typed into. Returns how many cells were typed into.
    Raises KeyError for a sheet, a title or a row that is not there.
    """
    book = load_workbook(source)
    for one in typed:
        sheet = book[one.sheet]
        columns = _columns(sheet, header)
        row = sheet.max_row + 1 if one.row is None else _row(sheet, columns[one.key], one.row)
        for title, value in one.values.items():
            sheet.cell(row, columns[title]).value = value
    for name, title in sort_by.items():
        _sort(book[name], _columns(book[name])[title])
    book.save(target)
    return sum(len(one.values) for one in typed)


def _columns(sheet: Worksheet, header: int = HEADER_ROW) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[header] if cell.value}


def _row(sheet: Worksheet, column: int, text: str) -> int:
    for row in range(HEADER_ROW + 1, sheet.max_row + 1):
        if sheet.cell(row, column).value == text:
            return row
    raise KeyError(text)


def _sort(sheet: Worksheet, column: int) -> None:
    """Put the rows in the order of a column, blank cells last; every cell goes with its row, as it looks."""
    numbers = range(HEADER_ROW + 1, sheet.max_row + 1)
    rows = [_taken(sheet, number) for number in numbers]
    rows.sort(key=lambda row: (row.values[column - 1] is None, str(row.values[column - 1] or "")))
    for number, row in zip(numbers, rows, strict=True):
        sheet.row_dimensions[number].height = row.height
        for cell, value, look in zip(sheet[number], row.values, row.looks, strict=True):
            cell.value = value
            for name, style in zip(LOOKS, look, strict=True):
                setattr(cell, name, style)


@dataclass(frozen=True, slots=True)
class _Row:
    values: list[Any]
    looks: list[list[object]]
    height: float | None


def _taken(sheet: Worksheet, number: int) -> _Row:
    cells = sheet[number]
    looks = [[copy(getattr(cell, name)) for name in LOOKS] for cell in cells]
    return _Row([cell.value for cell in cells], looks, sheet.row_dimensions[number].height)
