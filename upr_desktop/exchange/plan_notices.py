"""Say what a person should know of a plan's table besides its measures: what was carried down, hidden or not read."""

from collections.abc import Iterator

from upr_desktop.exchange.plan_header import REPORTED
from upr_desktop.exchange.plan_rows import PlanWalk
from upr_desktop.exchange.sheets import ERROR, Cell, column_letters
from upr_desktop.incoming_plan import CONTINUATION, MEASURE
from upr_desktop.register.errors import Problem


def notices_of(walk: PlanWalk) -> Iterator[Problem]:
    """Yield the notices of a table; each names the sheet, or the cell that it is about."""
    name = walk.sheet.name
    taken = frozenset(row.row for row in walk.rows if row.outcome in (MEASURE, CONTINUATION))
    if walk.carried:
        cells = ", ".join(f"{column_letters(at)} — {count}" for at, count in sorted(walk.carried.items()))
        yield Problem("blank_cells_filled", name, {"cells": cells}, severity="info")
    if reported := walk.header.columns(*REPORTED):
        values = {"columns": ", ".join(map(column_letters, reported))}
        yield Problem("progress_not_read", name, values, severity="info")
    if hidden := taken & (walk.sheet.hidden_rows or frozenset()):
        yield Problem("hidden_rows_read", name, {"count": len(hidden)}, severity="info")
    if columns := frozenset(walk.header.titles) & (walk.sheet.hidden_columns or frozenset()):
        values = {"columns": ", ".join(map(column_letters, sorted(columns)))}
        yield Problem("hidden_columns_read", name, values, severity="info")
    yield from _unread_cells(walk, taken)


def _unread_cells(walk: PlanWalk, taken: frozenset[int]) -> Iterator[Problem]:
    """Yield the cells of measures that show an error, or a formula whose result the file does not hold."""
    for row in walk.sheet.rows:
        if row.number in taken:
            for cell in row.cells():
                if cell.kind == ERROR and cell.column in walk.header.titles:
                    yield _problem(walk, "plan_cell_error", cell)
    for address in walk.sheet.formulas_without_value:
        row_number = int("".join(sign for sign in address if sign.isdecimal()) or 0)
        if row_number in taken:
            yield Problem("plan_formula_without_value", f"{walk.sheet.name}!{address}")


def _problem(walk: PlanWalk, code: str, cell: Cell) -> Problem:
    return Problem(code, f"{walk.sheet.name}!{cell.address}", {"text": cell.raw[:80]})
