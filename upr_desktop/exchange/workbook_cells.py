"""Put values into the cells of a workbook, refusing what a cell cannot hold instead of cutting it."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from typing_extensions import override
from xlsxwriter.worksheet import Worksheet

from upr_desktop.exchange.sheets import column_letters
from upr_desktop.register.errors import RegisterError

Out = str | int | date | None
MOST_UNITS = 32_767
LOOKS_ESCAPED = re.compile("_(?=x[0-9a-fA-F]{4}_)")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
UNWRITABLE = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")


class ExactWorksheet(Worksheet):
    """A worksheet whose texts read back exactly as they were given.

    The library escapes only every other of several `_x0041_` in a row, and takes `<r>…</r>` for markup.
    """

    @override
    def _escape_control_characters(self, data: str) -> str:
        if "_x" in data:
            data = LOOKS_ESCAPED.sub("_x005F_", data)
        if data.startswith("<r>"):
            data = f"_x003C_{data[1:]}"
        return CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", data)


class CellWriter:
    """Writes rows of one sheet from top to bottom. `titles` name the columns in messages."""

    def __init__(self, worksheet: Any, sheet: str, titles: Sequence[str]) -> None:
        self._text, self._blank = worksheet.write_string, worksheet.write_blank
        self._number, self._day = worksheet.write_number, worksheet.write_datetime
        self._sheet, self._titles = sheet, titles

    def row(self, row: int, values: Sequence[Out], formats: Sequence[Any], name: str) -> None:
        """Write a 0-based row. Raises RegisterError with the place of a text that a cell cannot hold."""
        text, blank = self._text, self._blank
        for column, (value, look) in enumerate(zip(values, formats, strict=True)):
            if value is None or value == "":
                code = blank(row, column, None, look)
            elif isinstance(value, str):
                if len(value) * 2 > MOST_UNITS or not value.isascii():
                    self._check(row, column, value, name)
                code = text(row, column, value, look)
            elif isinstance(value, date):
                code = self._day(row, column, value, look)
            else:
                code = self._number(row, column, value, look)
            if code:
                raise RegisterError("workbook_cell_refused", place=self._place(row, column), code=code)

    def _check(self, row: int, column: int, text: str, name: str) -> None:
        units = len(text) + sum(letter > "\uffff" for letter in text) if len(text) * 2 > MOST_UNITS else 0
        values = {"place": self._place(row, column), "name": name, "column": self._title(column)}
        if units > MOST_UNITS:
            raise RegisterError("workbook_text_too_long", **values, length=units, most=MOST_UNITS)
        if UNWRITABLE.search(text):
            raise RegisterError("workbook_text_unwritable", **values)

    def _place(self, row: int, column: int) -> str:
        return f"{self._sheet}!{column_letters(column + 1)}{row + 1}"

    def _title(self, column: int) -> str:
        return self._titles[column] if column < len(self._titles) else ""
