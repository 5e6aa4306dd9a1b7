"""Tell the data rows of any table from its header: titles, a row that numbers columns, one of machine names."""

import re

from upr_desktop.exchange.merged_cells import MergedCells, merged_cells
from upr_desktop.exchange.ranges import filled_columns
from upr_desktop.exchange.sheets import NUMBER, TEXT, Row, Sheet
from upr_desktop.exchange.titles import HEADER_DEPTH

FEWEST = 3
_MACHINE_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_FIGURE = re.compile(r"[\d\s.,%-]+")


def data_rows(sheet: Sheet) -> tuple[Row, ...]:
    """Return the rows below the header of a table; all rows where it has none."""
    last = header_end(sheet)
    return tuple(row for row in sheet.rows if row.number > last)


def header_end(sheet: Sheet) -> int:
    """Return the last row of a table's header, whatever its titles are; 0 if there is no header.

    It ends with the row that numbers the columns or names them for a machine, else with the first row of titles.
    """
    top = sheet.rows[:HEADER_DEPTH]
    marks = [row.number for row in top if counts_columns(row) or names_columns(row)]
    if marks:
        return max(marks)
    merged = merged_cells(sheet)
    return next((_bottom(row, merged) for row in top if _is_titles(row)), 0)


def counts_columns(row: Row) -> bool:
    """Return whether the row numbers the columns: it holds 1 2 3 … and nothing else."""
    found = [text.strip() for text in row.raw if text.strip()]
    return len(found) >= FEWEST and found == [str(at) for at in range(1, len(found) + 1)]


def names_columns(row: Row) -> bool:
    """Return whether the row names the columns for a machine: `name`, `grbc_code`, `year2012`."""
    names = [text.strip() for text in row.raw if text.strip()]
    known = len(names) >= FEWEST and len(set(names)) == len(names)
    telling = any("_" in name or any(sign.isdigit() for sign in name) for name in names)
    return known and telling and all(_MACHINE_NAME.fullmatch(name) for name in names)


def _is_titles(row: Row) -> bool:
    filled = filled_columns(row)
    texts = [row.raw[at - 1].strip() for at in filled]
    kinds = {row.kinds[at - 1] for at in filled}
    return len(set(texts)) >= FEWEST and kinds == {TEXT} and not any(map(_FIGURE.fullmatch, texts))


def _bottom(row: Row, merged: MergedCells) -> int:
    found = [merged.at(row.number, at) for at in range(1, len(row.raw) + 1)]
    return max([row.number, *(each.bottom for each in found if each and each.bottom <= row.number + 2)])


def share_of_figures(sheet: Sheet) -> float:
    """Return which part of a table's filled data cells holds numbers, from 0 to 1."""
    cells = [cell for row in data_rows(sheet) for cell in row.cells() if cell.raw.strip()]
    figures = [cell for cell in cells if cell.kind == NUMBER or _FIGURE.fullmatch(cell.raw.strip())]
    return len(figures) / len(cells) if cells else 0.0
