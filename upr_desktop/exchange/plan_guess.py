"""Guess from what stands in a table's cells which columns may be those of a plan, for a person to start from."""

from collections.abc import Mapping, Sequence

from upr_desktop.exchange.merged_cells import MergedCells
from upr_desktop.exchange.plan_cells import number_of
from upr_desktop.exchange.plan_header import partial_header
from upr_desktop.exchange.sheets import Cell, Sheet
from upr_desktop.exchange.table_rows import data_rows, share_of_figures
from upr_desktop.grammar.deadlines import parse_deadline

LOOKED_AT = 60
WIDEST = 60
FEWEST = 2
TELLING = frozenset({"measure", "deadline", "responsible", "completion_form", "partners"})


def guessed_columns(sheet: Sheet, merged: MergedCells) -> Mapping[int, str]:
    """Return the fields that columns seem to hold: what titles say, else numbers, deadlines and the longest texts."""
    header = partial_header(sheet, merged)
    found = {column: title.field for column, title in header.titles.items()} if header else {}
    columns = _columns(sheet)
    free = {column: cells for column, cells in columns.items() if column not in found}
    if "row_no" not in found.values() and (at := next((c for c in free if _are_numbers(free[c])), None)):
        found[at] = "row_no"
    if "deadline" not in found.values():
        at = next((c for c in free if c not in found and _are_deadlines(free[c])), None)
        if at:
            found[at] = "deadline"
    if "measure" not in found.values() and "deadline" in found.values():
        rest = [column for column in free if column not in found]
        if rest:
            found[max(rest, key=lambda column: _length(free[column]))] = "measure"
    return dict(sorted(found.items()))


def may_be_plan(sheet: Sheet, merged: MergedCells) -> bool:
    """Return whether a table without the columns of a plan may be one all the same: it is not mostly figures."""
    return bool(TELLING & set(guessed_columns(sheet, merged).values())) and share_of_figures(sheet) < 1 / 2


def _columns(sheet: Sheet) -> dict[int, list[Cell]]:
    """Return the filled cells of each column among the first data rows."""
    found: dict[int, list[Cell]] = {}
    for row in data_rows(sheet)[:LOOKED_AT]:
        for cell in row.cells():
            if cell.raw.strip() and cell.column <= WIDEST:
                found.setdefault(cell.column, []).append(cell)
    return dict(sorted(found.items()))


def _are_numbers(cells: Sequence[Cell]) -> bool:
    """Return whether a column counts its rows."""
    numbers = [number_of(cell.raw) for cell in cells]
    whole = [int(number) for number in numbers if number and number.isdecimal()]
    return len(whole) == len(cells) >= FEWEST and whole == list(range(whole[0], whole[0] + len(whole)))


def _are_deadlines(cells: Sequence[Cell]) -> bool:
    texts = [cell.raw for cell in cells if any(letter.isalpha() for letter in cell.raw) or "-" in cell.raw]
    decided = sum(parse_deadline(text).is_decided for text in texts)
    return decided >= FEWEST and decided * 2 >= len(cells)


def _length(cells: Sequence[Cell]) -> float:
    return sum(len(cell.raw) for cell in cells) / len(cells)
