"""Hold what a foreign file contains: plain cells in rows in sheets, whatever the format was."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from upr_desktop.values import plain_value

TEXT, NUMBER, DATE, FLAG, ERROR, BLANK = "t", "n", "d", "b", "e", "."


@plain_value
class Cell:
    """One cell: 1-based row and column, the text as it stands, and its kind (TEXT, NUMBER, DATE, FLAG, ERROR, BLANK).

    Numbers are written shortest (`140.1`, `5`), dates ISO (`2026-07-10`, with `T10:30:00` if there is a time).
    """

    row: int
    column: int
    raw: str
    kind: str

    @property
    def address(self) -> str:
        """Return the address as a spreadsheet writes it: `B7`."""
        return f"{column_letters(self.column)}{self.row}"


@plain_value
class Row:
    """One row that holds something: its 1-based number, texts from column A on, one kind letter for each text."""

    number: int
    raw: tuple[str, ...]
    kinds: str

    def cell(self, column: int) -> Cell:
        """Return the cell in the 1-based column; beyond the row's end it is blank."""
        if column > len(self.raw):
            return Cell(self.number, column, "", BLANK)
        return Cell(self.number, column, self.raw[column - 1], self.kinds[column - 1])

    def cells(self) -> Iterator[Cell]:
        """Yield the filled cells from left to right."""
        return (self.cell(at) for at, kind in enumerate(self.kinds, 1) if kind != BLANK)


@dataclass(frozen=True)
class Sheet:
    """One sheet, or one table of a Word document. Rows that hold nothing are left out.

    `merged` are ranges as in `A1:C1`; `hidden_rows` and `hidden_columns` are None where the format does not tell.
    `links` are the addresses outside the file that a cell or range leads to, one a line.
    """

    name: str
    rows: tuple[Row, ...]
    merged: tuple[str, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] | None = None
    hidden_columns: frozenset[int] | None = None
    comments: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    formulas_without_value: tuple[str, ...] = ()

    @cached_property
    def by_number(self) -> Mapping[int, Row]:
        """Return the rows by their number."""
        return {row.number: row for row in self.rows}

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell at 1-based row and column; blank where the file has none."""
        found = self.by_number.get(row)
        return found.cell(column) if found else Cell(row, column, "", BLANK)


@dataclass(frozen=True)
class Book:
    """A whole file as read: name, sha256 (hex), format (xlsx, xls, ods, csv, docx, json), and what it holds.

    `headers` are the page headers of a Word document, `paragraphs` its text outside tables, `properties` the custom
    document properties, `data` the parsed value of a .json file, `saved_at` when it was saved last (ISO
    text, UTC) where the file tells.
    """

    name: str
    sha256: str
    format: str
    sheets: tuple[Sheet, ...] = ()
    headers: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    data: object = None
    saved_at: str = ""


def column_letters(column: int) -> str:
    """Return the letters of a 1-based column: 1 is A, 28 is AB."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the 1-based column of its letters: A is 1, AB is 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
