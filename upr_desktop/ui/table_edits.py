"""Decide which cells an Excel-like action edits: paste, fill down, clear; nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass

from upr_desktop.ui.table_model import CellEdit, TableModel
from upr_desktop.ui.tsv import Grid


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of visible cells: positions of rows from top to bottom, columns in the order they are seen."""

    rows: Sequence[int]
    columns: Sequence[int]


def copied(model: TableModel, block: Block) -> Grid:
    """Return the texts of a block as they are shown."""
    shown = [model.columns[number] for number in block.columns]
    return [[column.text(model.order.at(place)) for column in shown] for place in block.rows]


def pasted(model: TableModel, block: Block, seen: Sequence[int], grid: Grid) -> tuple[list[CellEdit], int]:
    """Return the edits that pasting a grid at a block asks for, and how many cells found no place.

    One cell, or a grid that fits the block a whole number of times, fills the block; otherwise the grid starts at
    its top left corner. `seen` are the numbers of all visible columns, in order. Read-only cells, and cells beyond
    the last row or column, find no place.
    """
    height, width = len(grid), max((len(row) for row in grid), default=0)
    if not height or not block.rows or not block.columns:
        return [], 0
    down = _repeats(len(block.rows), height) * height
    across = _repeats(len(block.columns), width) * width
    top, left = block.rows[0], list(seen).index(block.columns[0])
    edits: list[CellEdit] = []
    left_out = 0
    for line in range(down):
        cells = grid[line % height]
        for place in range(across):
            if place % width >= len(cells):
                continue
            row, column = top + line, left + place
            if row >= len(model.order) or column >= len(seen) or not model.is_editable(row, seen[column]):
                left_out += 1
                continue
            edits += _edit(model, row, seen[column], cells[place % width])
    return edits, left_out


def filled_down(model: TableModel, block: Block) -> list[CellEdit]:
    """Return the edits that carry the first row of a block into its other rows."""
    edits: list[CellEdit] = []
    for number in block.columns:
        if block.rows and model.is_editable(block.rows[0], number):
            text = model.columns[number].editable_text(model.order.at(block.rows[0]))
            for place in block.rows[1:]:
                edits += _edit(model, place, number, text)
    return edits


def cleared(model: TableModel, block: Block) -> list[CellEdit]:
    """Return the edits that empty every editable cell of a block."""
    numbers = [number for number in block.columns if model.is_editable(0, number)]
    return [edit for place in block.rows for number in numbers for edit in _edit(model, place, number, "")]


def _repeats(room: int, size: int) -> int:
    return room // size if size and room % size == 0 else 1


def _edit(model: TableModel, place: int, number: int, text: str) -> list[CellEdit]:
    row, column = model.order.at(place), model.columns[number]
    if column.choices:
        label = text.strip().casefold()
        text = next((one.code for one in column.choices(row) if one.label.casefold() == label), text)
    if text in (column.editable_text(row), column.text(row)):
        return []
    return [CellEdit(model.order.id_at(place), column.key, text)]
