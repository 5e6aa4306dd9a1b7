"""Count again what the formulas of a workbook count, from its cells alone, as a spreadsheet program would."""

import re
from collections.abc import Iterator
from typing import Any

from openpyxl.utils import range_boundaries

TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<ref>(?:'(?:[^']|'')+'!)?\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)"""
    r"""|(?P<name>[A-Z]+)(?=\()|(?P<number>\d+)|(?P<sign>[-+*=(),]))"""
)
Value = Any


class Formulas:
    """The formulas of one workbook (opened with openpyxl, formulas kept)."""

    def __init__(self, book: Any) -> None:
        self.book = book

    def value(self, sheet: str, text: Value) -> Value:
        """Return what a cell comes to."""
        if not (isinstance(text, str) and text.startswith("=")):
            return text
        tokens = [(match.lastgroup or "", match[match.lastgroup or 0]) for match in TOKEN.finditer(text[1:])]
        return self._compared(sheet, iter([*tokens, ("end", "")]))[0]

    def cells(self, sheet: str, ref: str) -> Value:
        """Return the values of a range, or of one cell."""
        if "!" in ref:
            named, ref = ref.rsplit("!", 1)
            sheet = named[1:-1].replace("''", "'")
        left, top, right, bottom = range_boundaries(ref)
        rows = self.book[sheet].iter_rows(top, bottom, left, right, values_only=True)
        found = [self.value(sheet, cell) for row in rows for cell in row]
        return found if ":" in ref else found[0]

    def _compared(self, sheet: str, tokens: Iterator[tuple[str, str]]) -> tuple[Value, str]:
        left, sign = self._sum(sheet, tokens)
        if sign == "=":
            right, sign = self._sum(sheet, tokens)
            left = _each(left, right, lambda one, other: int(_folded(one) == _folded(other)))
        return left, sign

    def _sum(self, sheet: str, tokens: Iterator[tuple[str, str]]) -> tuple[Value, str]:
        left, sign = self._product(sheet, tokens)
        while sign == "+":
            right, sign = self._product(sheet, tokens)
            left = _each(left, right, lambda one, other: (one or 0) + (other or 0))
        return left, sign

    def _product(self, sheet: str, tokens: Iterator[tuple[str, str]]) -> tuple[Value, str]:
        left = self._one(sheet, tokens)
        sign = next(tokens)[1]
        while sign == "*":
            left = _each(left, self._one(sheet, tokens), lambda one, other: one * other)
            sign = next(tokens)[1]
        return left, sign

    def _one(self, sheet: str, tokens: Iterator[tuple[str, str]]) -> Value:
        kind, text = next(tokens)
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "number":
            return int(text)
        if kind == "ref":
            return self.cells(sheet, text)
        if kind == "name":
            assert next(tokens)[1] == "("
            values, end = self._compared(sheet, tokens)
            assert end == ")"
            listed = values if isinstance(values, list) else [values]
            return sum(value is not None for value in listed) if text == "COUNTA" else sum(listed)
        assert text == "(", text
        values, end = self._compared(sheet, tokens)
        assert end == ")"
        return values


def _folded(value: Value) -> Value:
    return value.casefold() if isinstance(value, str) else value


def _each(left: Value, right: Value, what: Any) -> Value:
    many = isinstance(left, list), isinstance(right, list)
    if many == (True, True):
        return [what(one, other) for one, other in zip(left, right, strict=True)]
    if many[0]:
        return [what(one, right) for one in left]
    if many[1]:
        return [what(left, other) for other in right]
    return what(left, right)
