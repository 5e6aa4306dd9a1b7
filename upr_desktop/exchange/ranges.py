"""Read cell ranges as spreadsheets write them, and say which cells of a sheet they join."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from upr_desktop.exchange.sheets import Row, Sheet, column_number

_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Range:
    """A rectangle of cells: 1-based rows and columns, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


def ranges(sheet: Sheet) -> Iterator[Range]:
    """Yield the merged ranges of a sheet; what is no range is passed over."""
    for written in sheet.merged:
        if found := _RANGE.fullmatch(written):
            left, top, right, bottom = found.groups()
            yield Range(int(top), column_number(left), int(bottom), column_number(right))


def place_of(sheet: Sheet, row: int, letters: str = "A") -> str:
    """Return the place of a row as a person names it: `Table 1!A5`."""
    return f"{sheet.name}!{letters}{row}"


def filled_columns(row: Row) -> list[int]:
    """Return the 1-based columns of a row that hold more than white space."""
    return [at for at, text in enumerate(row.raw, 1) if text.strip()]
