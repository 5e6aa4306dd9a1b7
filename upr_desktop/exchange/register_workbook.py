"""Write a register workbook: rows of plain values become an .xlsx that is read, printed, edited and taken back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from upr_desktop.exchange.read_register_workbook import IDENTITY, MARK, MARK_SHEET
from upr_desktop.exchange.row_heights import row_height
from upr_desktop.exchange.sheets import column_letters
from upr_desktop.exchange.workbook_cells import ExactWorksheet, Out, RowWriter
from upr_desktop.exchange.workbook_styles import DEFAULT_FONT, INDENT, LINE_HEIGHT, style
from upr_desktop.incoming import units

LISTS_SHEET = "_lists"
FORMAT = "1"
A4 = 9
SPARE_ROWS = 500
ABOUT_WIDTHS = (36.0, 104.0)
HEADER_HEIGHT, HEADER_ROOM, TITLE_HEIGHT = 30.0, 4.0, 26.0
BOLD = 0.82
# Excel takes 255 characters of a header and as many of a footer, marks of fonts and places among them.
LONGEST_HEADER, TITLE_ROOM, FOOT_ROOMS = 255, 160, (110, 40, 50)


@dataclass(frozen=True, slots=True)
class ColumnOut:
    """One column: its key, title, width in characters, style, and the labels that it offers (and warns beyond).

    `hint` is shown beside the cell while it is edited; `tints` give a label its own colour; rows are as high as their
    fitted cells need. A column of the row's own (`is_own`) is never a repetition.
    """

    key: str
    title: str
    width: float
    style: str = "text"
    choices: tuple[str, ...] = ()
    hint: str = ""
    hidden: bool = False
    is_fitted: bool = True
    is_own: bool = False
    tints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowOut:
    """One row: a value for each column, and a name for messages. A row that continues one repeats it softly."""

    values: Sequence[Out]
    name: str = ""
    continues: bool = False


@dataclass(frozen=True, slots=True)
class SheetOut:
    """One sheet; its first `printed` columns are printed (all where 0)."""

    key: str
    name: str
    columns: tuple[ColumnOut, ...]
    rows: Iterable[RowOut]
    printed: int = 0
    tab: str | None = None


@dataclass(frozen=True, slots=True)
class AboutLine:
    """One line of the last sheet: its style (title, lead, section, plain, strong) and its cells."""

    style: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkbookOut:
    """A whole workbook. `marks` go into the hidden sheet, by which it is known again; without, it is only to read."""

    language: str
    title: str
    footer: tuple[str, str, str]
    sheets: tuple[SheetOut, ...]
    about_name: str
    about: Sequence[AboutLine]
    warning: tuple[str, str]
    keep_ids: str
    marks: Mapping[str, str]


def write_register_workbook(path: Path, out: WorkbookOut) -> None:
    """Write the file row by row, in memory that does not grow with it. Raises as `write_book`."""
    write_book(path, lambda book: BookWriter(book, out).write())


def write_book(path: Path, write: Callable[[Any], None]) -> None:
    """Make a workbook whose rows are put aside as they come, have it filled, and close it.

    Raises OSError where the disk does not take it, RegisterError("workbook_text_too_long" | "workbook_text_unwritable")
    with the place of a text that a cell cannot hold.
    """
    options = {"constant_memory": True, "in_memory": False, "default_format_properties": DEFAULT_FONT}
    book = xlsxwriter.Workbook(str(path), options)
    try:
        write(book)
        book.close()
    except FileCreateError as error:
        _forget(book)
        raise OSError(*error.args[0].args) from error
    except BaseException:
        _forget(book)
        raise


def _forget(book: Any) -> None:
    """Drop a workbook that is not to be finished, with the rows it has put aside."""
    book.fileclosed = True
    for sheet in book.worksheets():
        for file in filter(None, (sheet.row_data_fh, sheet.fh)):
            with suppress(OSError):  # what waits to be written no longer matters
                file.close()
        Path(sheet.row_data_filename).unlink(missing_ok=True)


class BookWriter:
    """Writes a workbook of sheets whose rows are records: headers, rows, lists, pages, and what it is about."""

    def __init__(self, book: Any, out: WorkbookOut) -> None:
        self.book, self.out = book, out
        self.formats: dict[tuple[str, bool], Any] = {}
        self.lists: dict[tuple[str, ...], str] = {}

    def write(self) -> None:
        """Write all sheets."""
        self.book.set_properties({"title": _plain(self.out.title), "comments": ""})
        if self.out.marks:
            named = ";".join(self.out.marks[key] for key in IDENTITY)
            self.book.set_custom_property(MARK, named)
        self.book.set_calc_mode("auto")
        sheets = [(self._add(sheet.name), sheet) for sheet in self.out.sheets]
        about = self._add(self.out.about_name)
        hidden = [self._add(name) for name in (MARK_SHEET, LISTS_SHEET)] if self.out.marks else []
        for worksheet, sheet in sheets:
            self._write_sheet(worksheet, sheet)
        self._write_about(about)
        for worksheet, write in zip(hidden, (self._write_marks, self._write_lists), strict=False):
            write(worksheet)
        sheets[0][0].activate()

    def _add(self, name: str) -> Any:
        return self.book.add_worksheet(name, worksheet_class=ExactWorksheet)

    def format(self, name: str, *, soft: bool = False) -> Any:
        """Return the format of a style."""
        key = (name, soft)
        if key not in self.formats:
            self.formats[key] = self.book.add_format(style(name, self.out.language, soft=soft))
        return self.formats[key]

    def _write_sheet(self, worksheet: Any, sheet: SheetOut) -> None:
        for at, column in enumerate(sheet.columns):
            worksheet.set_column(at, at, column.width, self.format(column.style), {"hidden": column.hidden})
        titles = [column.title for column in sheet.columns]
        fitted = [column.width - INDENT if column.is_fitted else 0 for column in sheet.columns]
        writer = RowWriter(worksheet, sheet.name, titles, fitted, LINE_HEIGHT)
        shown = [0 if column.hidden else (column.width - INDENT) * BOLD for column in sheet.columns]
        height = max(HEADER_HEIGHT, row_height(titles, shown, LINE_HEIGHT) + HEADER_ROOM)
        writer.row(0, titles, self._looks("header" for _ in titles), height=height)
        usual = self._looks(column.style for column in sheet.columns)
        soft = [
            own if column.is_own else repeated
            for column, own, repeated in zip(
                sheet.columns,
                usual,
                self._looks((one.style for one in sheet.columns), soft=True),
                strict=True,
            )
        ]
        last = 0
        for last, row in enumerate(sheet.rows, 1):
            writer.row(last, row.values, soft if row.continues else usual, row.name)
        self._frame(worksheet, sheet, last)
        for at, column in enumerate(sheet.columns):
            self._guide(worksheet, at, column, last + SPARE_ROWS)

    def _looks(self, styles: Iterable[str], *, soft: bool = False) -> list[int]:
        """Return the numbers under which the workbook keeps these styles."""
        return [self.format(name, soft=soft)._get_xf_index() for name in styles]  # noqa: SLF001  # no other way

    def _frame(self, worksheet: Any, sheet: SheetOut, last: int) -> None:
        """Freeze, filter and set up the page."""
        worksheet.freeze_panes(1, 1)
        worksheet.autofilter(0, 0, max(last, 1), len(sheet.columns) - 1)
        worksheet.print_area(0, 0, max(last, 1), (sheet.printed or self._shown(sheet)) - 1)
        worksheet.repeat_rows(0)
        everything = f"A1:{column_letters(len(sheet.columns))}{last + SPARE_ROWS}"
        worksheet.ignore_errors({"number_stored_as_text": everything})
        self._set_page(worksheet, sheet.name)
        if sheet.tab:
            worksheet.set_tab_color(sheet.tab)

    @staticmethod
    def _shown(sheet: SheetOut) -> int:
        return sum(not column.hidden for column in sheet.columns)

    def _set_page(self, worksheet: Any, name: str) -> None:
        worksheet.set_landscape()
        worksheet.set_paper(A4)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_margins(left=0.4, right=0.4, top=0.65, bottom=0.6)
        worksheet.hide_gridlines(2)
        title, name = _escaped(self.out.title, TITLE_ROOM), _escaped(name)
        worksheet.set_header(f'&L&"Arial,Bold"&9 {title}&R&"Arial"&8 {name}', {"margin": 0.3})
        left, centre, right = (
            _escaped(text, room) for text, room in zip(self.out.footer, FOOT_ROOMS, strict=True)
        )
        centre = centre.replace("{page}", "&P").replace("{pages}", "&N")
        worksheet.set_footer(f'&L&"Arial"&8 {left}&C&"Arial"&8 {centre}&R&"Arial"&8 {right}', {"margin": 0.3})

    def _guide(self, worksheet: Any, at: int, column: ColumnOut, last: int) -> None:
        """Offer labels, explain, and keep the keys from being typed over."""
        if column.hidden:
            rule = {
                "validate": "custom",
                "value": "=FALSE",
                "error_type": "stop",
                "error_message": self.out.keep_ids,
            }
            worksheet.data_validation(1, at, last, at, rule)
            return
        rule = {"validate": "any"}
        if column.choices:
            title, text = self.out.warning
            rule = {"validate": "list", "source": self._source(column.choices), "error_type": "warning"}
            rule |= {"error_title": title, "error_message": text}
        if column.hint:
            rule |= {"input_title": column.title[:32], "input_message": column.hint[:255]}
        if column.choices or column.hint:
            worksheet.data_validation(1, at, last, at, rule)
        for label, colour in column.tints.items():
            tint = self.book.add_format({"font_color": colour})
            text = label.replace('"', '""')
            worksheet.conditional_format(
                1, at, last, at, {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": tint}
            )

    def _source(self, choices: tuple[str, ...]) -> str:
        """Return the range that holds a list of labels; lists typed into a rule end at 255 characters."""
        if choices not in self.lists:
            letters = column_letters(len(self.lists) + 1)
            self.lists[choices] = f"={LISTS_SHEET}!${letters}$1:${letters}${len(choices)}"
        return self.lists[choices]

    def _write_about(self, worksheet: Any) -> None:
        writer = RowWriter(worksheet, self.out.about_name, [], ABOUT_WIDTHS, LINE_HEIGHT)
        for at, width in enumerate(ABOUT_WIDTHS):
            worksheet.set_column(at, at, width)
        for at, line in enumerate(self.out.about):
            height = TITLE_HEIGHT if line.style == "title" else None
            writer.row(at, line.cells, self._looks(line.style for _ in line.cells), height=height)
        self._set_page(worksheet, self.out.about_name)
        worksheet.print_area(0, 0, len(self.out.about) - 1, len(ABOUT_WIDTHS) - 1)
        worksheet.protect("", {"format_columns": True, "format_rows": True})

    def _write_marks(self, worksheet: Any) -> None:
        """Write the name of the layout, what the workbook was made of, and which column is which."""
        lines: list[tuple[str, ...]] = [
            (MARK, FORMAT),
            *((name, text) for name, text in self.out.marks.items()),
        ]
        for sheet in self.out.sheets:
            lines += [("column", sheet.key, sheet.name, column.key, column.title) for column in sheet.columns]
        self._write_plainly(worksheet, lines, 5)
        worksheet.very_hidden()

    def _write_lists(self, worksheet: Any) -> None:
        self._write_plainly(worksheet, zip_longest(*self.lists), len(self.lists))
        worksheet.hide()

    def _write_plainly(self, worksheet: Any, lines: Iterable[Sequence[Out]], width: int) -> None:
        writer = RowWriter(worksheet, worksheet.name, [], [0] * width)
        look = self._looks(["id"] * width)
        for at, line in enumerate(lines):
            writer.row(at, line, look)
        worksheet.protect()


def _escaped(text: str, room: int = LONGEST_HEADER) -> str:
    """Return a text as headers and footers take it; one that takes more than `room` characters is shortened."""
    shown = _plain(text)
    escaped = shown.replace("&", "&&")
    while units(escaped) > room:
        shown = shown[:-1]
        escaped = f"{shown.rstrip().replace('&', '&&')}…"
    return escaped


def _plain(text: str) -> str:
    """Return a text without the characters that a file's properties cannot hold."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def as_day(iso: str) -> date | str:
    """Return a date that a workbook can hold as one; those before March 1900 stay text, as Excel counts them wrong."""
    return date.fromisoformat(iso) if iso >= "1900-03-01" else iso
