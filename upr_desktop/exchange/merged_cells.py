"""Say which cell of a sheet shows its text in the place of another, because both are merged."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from upr_desktop.exchange.ranges import Range, ranges
from upr_desktop.exchange.sheets import Cell, Sheet

# Merges beyond this many rows or columns are those of a whole empty sheet.
TALLEST, WIDEST = 5_000, 200


@dataclass(frozen=True)
class MergedCells:
    """The merged ranges of a sheet by the cells they cover."""

    by_cell: Mapping[tuple[int, int], Range] = field(default_factory=dict)

    def at(self, row: int, column: int) -> Range | None:
        """Return the range that covers a cell; None for a cell of its own."""
        return self.by_cell.get((row, column))

    def is_below(self, row: int, column: int) -> bool:
        """Return whether a cell is merged with one above it."""
        found = self.at(row, column)
        return found is not None and found.top < row

    def shown(self, sheet: Sheet, row: int, column: int) -> Cell:
        """Return the cell whose text a reader sees here: the top left one of a merged range."""
        found = self.at(row, column)
        return sheet.cell(found.top, found.left) if found else sheet.cell(row, column)

    def width(self, row: int, column: int) -> int:
        """Return how many columns a cell stretches over."""
        found = self.at(row, column)
        return found.right - found.left + 1 if found else 1


def merged_cells(sheet: Sheet) -> MergedCells:
    """Return the merged ranges of a sheet by the cells they cover."""
    found: dict[tuple[int, int], Range] = {}
    last = sheet.rows[-1].number if sheet.rows else 0
    for one in ranges(sheet):
        bottom, right = min(one.bottom, one.top + TALLEST, last), min(one.right, one.left + WIDEST)
        for row in range(one.top, bottom + 1):
            for column in range(one.left, right + 1):
                found[(row, column)] = one
    return MergedCells(found)
