"""Tell the rows of a return that are neither answers nor proposals: totals of what stands above, and signatures."""

from collections.abc import Iterator, Sequence

from upr_desktop.exchange.plan_words import is_signature, is_total
from upr_desktop.exchange.sheets import ERROR, NUMBER, Cell, Row, Sheet
from upr_desktop.register.changes import Values
from upr_desktop.register.errors import Problem

LONGEST = 200
MOST_IN_SIGNATURE = 3


def is_total_row(row: Row) -> bool:
    """Return whether a row holds a word for a total and besides it figures alone; a row with a key is none."""
    said = (is_total(cell.raw) for cell in row.cells() if not _is_figure(cell))
    return next(said, False) and all(said)


def _is_figure(cell: Cell) -> bool:
    return cell.kind in (NUMBER, ERROR) or not any(letter.isalpha() for letter in cell.raw)


def is_signature_row(row: Row) -> bool:
    """Return whether a row says who signs, or who is asked by which telephone."""
    said = [cell.raw for cell in row.cells() if cell.raw.strip()]
    return 0 < len(said) <= MOST_IN_SIGNATURE and is_signature(said[0])


def line_of(row: Row) -> str:
    """Return what stands in a row, in one line."""
    return " ".join(cell.raw.strip() for cell in row.cells()).strip()


def told_totals(sheet: Sheet, rows: Sequence[Row]) -> Iterator[Problem]:
    """Name each of these rows as a total, with its place."""
    for row in rows:
        first = next(cell for cell in row.cells() if cell.raw.strip())
        told: Values = {"row": row.number, "text": line_of(row)[:LONGEST]}
        yield Problem("return_total_row", f"{sheet.name}!{first.address}", told, None, "info")


def told_lines(sheet: Sheet, number: int, rows: Sequence[Row]) -> Iterator[Problem]:
    """Name what is written in these rows, from the row of this number on: a signature, or something to be known."""
    if lines := [line for row in rows if (line := line_of(row))]:
        told: Values = {"count": len(lines), "text": " / ".join(lines)[:LONGEST]}
        yield Problem("return_text_below", f"{sheet.name}!{number}", told, None, "info")
