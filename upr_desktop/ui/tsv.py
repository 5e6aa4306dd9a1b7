"""Write and read a range of cells as the text that spreadsheets put on the clipboard."""

import re
from collections.abc import Sequence

Grid = list[list[str]]
SPECIAL = re.compile(r"[\t\n\r]")


def write_tsv(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of cells as tab-separated text, each row ended by a line feed, quoted as Excel does.

    A cell is quoted if it holds a tab or a line break, or begins with a quote; quotes inside it are doubled.
    """
    return "".join("\t".join(_quoted(cell) for cell in row) + "\n" for row in rows)


def parse_tsv(text: str) -> Grid:
    """Return the rows of cells of clipboard text; a quoted cell may hold tabs, line breaks and doubled quotes.

    Rows end with LF, CRLF or CR; the last end may be missing. A quote that nothing closes is an ordinary letter.
    """
    rows: Grid = []
    row: list[str] = []
    at = 0
    while at < len(text):
        cell, at = _cell(text, at)
        row.append(cell)
        if at >= len(text):
            rows.append(row)
            return rows
        ended = text[at] != "\t"
        at += 2 if text.startswith("\r\n", at) else 1
        if ended:
            rows.append(row)
            row = []
        elif at == len(text):
            rows.append([*row, ""])
    return rows


def _quoted(cell: str) -> str:
    if cell.startswith('"') or SPECIAL.search(cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _cell(text: str, start: int) -> tuple[str, int]:
    if text.startswith('"', start):
        inner, after = _quoted_cell(text, start + 1)
        if after:
            rest, end = _plain_cell(text, after)
            return inner + rest, end
    return _plain_cell(text, start)


def _quoted_cell(text: str, start: int) -> tuple[str, int]:
    """Return the text up to the closing quote and the place after it, or place 0 if nothing closes it."""
    parts = []
    while (close := text.find('"', start)) >= 0:
        parts.append(text[start:close])
        if not text.startswith('"', close + 1):
            return "".join(parts), close + 1
        parts.append('"')
        start = close + 2
    return "", 0


def _plain_cell(text: str, start: int) -> tuple[str, int]:
    found = SPECIAL.search(text, start)
    end = found.start() if found else len(text)
    return text[start:end], end
