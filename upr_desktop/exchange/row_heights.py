"""Estimate how high a row of wrapped text must be, so that it opens and prints readable in every program."""

from collections.abc import Sequence
from functools import lru_cache

LINE, PADDING, TALLEST = 13.4, 5.0, 409.0
NARROW = 36
# Characters of a 10-point text that fit in one unit of column width; Cyrillic letters are wider.
LATIN, CYRILLIC, WRAP_LOSS = 1.22, 1.06, 0.93


def row_height(values: Sequence[object], widths: Sequence[float], line: float = LINE) -> float:
    """Return the height in points of a row with these values in columns of these widths (in characters).

    `line` is the height of a line of text; as it stands that of 10-point Calibri.
    """
    return min(TALLEST, text_lines(values, widths) * line + PADDING)


def text_lines(values: Sequence[object], widths: Sequence[float]) -> int:
    """Return how many lines the longest of these values takes, wrapped in its column."""
    lines = 1
    for value, width in zip(values, widths, strict=False):
        if width and isinstance(value, str) and (len(value) > width or "\n" in value):
            needed = _lines_in_narrow(value, width) if width < NARROW else _lines(value, width)
            if needed > lines:
                lines = needed
    return lines


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a wide column, where words break evenly."""
    room = width * (LATIN if text.isascii() else CYRILLIC) * WRAP_LOSS
    if "\n" not in text:
        return 1 + int(len(text) / room)
    return sum(1 + int(len(line) / room) for line in text.split("\n"))


@lru_cache(maxsize=20_000)
def _lines_in_narrow(text: str, width: float) -> int:
    """Return how many lines a text takes in a narrow column, word by word."""
    room = width * (LATIN if text.isascii() else CYRILLIC) * WRAP_LOSS
    count = 0
    for line in text.split("\n"):
        count, used = count + 1, 0.0
        for word in line.split(" "):
            length = len(word)
            if used and used + length > room:
                count, used = count + 1, 0.0
            if length > room:
                count += int(length / room)
            used += length + 1
    return count
