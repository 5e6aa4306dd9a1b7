"""Put rows of values into a sheet, exactly and fast, refusing what a cell cannot hold instead of cutting it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import copyfileobj
from typing import Any

from xlsxwriter.worksheet import Worksheet

from upr_desktop.exchange.row_heights import LINE, row_height
from upr_desktop.exchange.sheets import column_letters
from upr_desktop.incoming import MOST_UNITS, units
from upr_desktop.register.errors import RegisterError


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of our own making (`=SUM(B2:B9)`), never a person's text, and the number it comes to."""

    text: str
    value: int


Out = str | int | date | Formula | None
COPIED_AT_ONCE = 1024 * 1024
DAY_ZERO = date(1899, 12, 30)
LOOKS_ESCAPED = re.compile("_(?=x[0-9a-fA-F]{4}_)")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
UNWRITABLE = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")


class ExactWorksheet(Worksheet):  # type: ignore[misc]  # the library is not typed
    """A worksheet whose rows are written as they come, each text so that it reads back exactly.

    The library's own way holds each cell as an object, which takes twice as long; it escapes only every other of
    several `_x0041_` in a row, and takes `<r>…</r>` for markup.
    """

    def put_row(self, row: int, cells: Sequence[str], height: float) -> None:
        """Write a 0-based row of cells as XML, from top to bottom. Raises RegisterError beyond the sheet's end."""
        if self._check_dimensions(row, 0) or self._check_dimensions(row, len(cells)):
            raise RegisterError("workbook_too_many_rows", sheet=self.name, row=row + 1)
        self.fh.write(f'<row r="{row + 1}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>')

    def _write_optimized_sheet_data(self) -> None:
        """Copy the rows that were put aside byte by byte: the library would decode and encode them again."""
        if self.dim_rowmin is None:
            super()._write_optimized_sheet_data()
            return
        self._xml_start_tag("sheetData")
        for file in (self.fh, self.row_data_fh):
            file.flush()
        self.row_data_fh.buffer.seek(0)
        copyfileobj(self.row_data_fh.buffer, self.fh.buffer, COPIED_AT_ONCE)
        self.row_data_fh.close()
        Path(self.row_data_filename).unlink()
        self._xml_end_tag("sheetData")


class RowWriter:
    """Writes rows of one sheet. `titles` name the columns in messages; `widths` are those that rows must fit.

    `line` is the height of a line of text in points.
    """

    def __init__(
        self,
        worksheet: ExactWorksheet,
        sheet: str,
        titles: Sequence[str],
        widths: Sequence[float],
        line: float = LINE,
    ) -> None:
        self._worksheet, self._sheet, self._titles, self._widths = worksheet, sheet, titles, widths
        self._line = line
        self._letters = [column_letters(at) for at in range(1, len(widths) + 1)]

    def row(
        self,
        row: int,
        values: Sequence[Out],
        looks: Sequence[int],
        name: str = "",
        height: float | None = None,
        blanks: Sequence[int] = (),
    ) -> None:
        """Write a 0-based row in these formats (by number); blank cells show their column's own format.

        Those at `blanks` (0-based) are written all the same, in their own format.

        Raises RegisterError with the place of a text that a cell cannot hold.
        """
        number = row + 1
        cells: list[str] = []
        for at, (letters, value, look) in enumerate(zip(self._letters, values, looks, strict=False)):
            if value is None or value == "":
                if at in blanks:
                    cells.append(f'<c r="{letters}{number}" s="{look}"/>')
                continue
            if isinstance(value, str):
                cells.append(self._text_cell(f"{letters}{number}", value, look, name))
            elif isinstance(value, Formula):
                text = as_xml(value.text.removeprefix("="))
                cells.append(f'<c r="{letters}{number}" s="{look}"><f>{text}</f><v>{value.value}</v></c>')
            else:
                amount = (value - DAY_ZERO).days if isinstance(value, date) else value
                cells.append(f'<c r="{letters}{number}" s="{look}"><v>{amount}</v></c>')
        self._worksheet.put_row(
            row, cells, row_height(values, self._widths, self._line) if height is None else height
        )

    def _text_cell(self, address: str, value: str, look: int, name: str) -> str:
        if len(value) * 2 > MOST_UNITS or not value.isprintable():
            self._check(address, value, name)
            text = as_xml(value)
        else:
            text = _printable_as_xml(value)
        space = "" if value.strip() == value else ' xml:space="preserve"'
        return f'<c r="{address}" s="{look}" t="inlineStr"><is><t{space}>{text}</t></is></c>'

    def _check(self, address: str, text: str, name: str) -> None:
        length = units(text) if len(text) * 2 > MOST_UNITS else 0
        is_writable = not UNWRITABLE.search(text)
        if is_writable and length <= MOST_UNITS:
            return
        at = self._letters.index(address.rstrip("0123456789"))
        title = self._titles[at] if at < len(self._titles) else ""
        values: dict[str, Any] = {"place": f"{self._sheet}!{address}", "name": name, "column": title}
        if is_writable:
            raise RegisterError("workbook_text_too_long", **values, length=length, most=MOST_UNITS)
        raise RegisterError("workbook_text_unwritable", **values)


def as_xml(text: str) -> str:
    """Return a text as it stands inside a cell's XML: Excel's escapes for control characters, then XML's own."""
    text = _printable_as_xml(text)
    return text if text.isprintable() else CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _printable_as_xml(text: str) -> str:
    if "_x" in text:
        text = LOOKS_ESCAPED.sub("_x005F_", text)
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text
