"""Write a return: the workbook that an agency fills in, prints, sorts and sends back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

from upr_desktop.exchange.register_workbook import A4
from upr_desktop.exchange.return_layout import (
    KEY,
    KEY_MARK,
    LAYOUT,
    MARK,
    MARK_SHEET,
    NAMED,
    NEW_MEASURE,
    TASKS,
    WRITTEN_BY_AGENCY,
    ReturnColumn,
)
from upr_desktop.exchange.return_styles import return_style
from upr_desktop.exchange.row_heights import row_height
from upr_desktop.exchange.sheets import column_letters
from upr_desktop.exchange.workbook_cells import ExactWorksheet, Out, RowWriter
from upr_desktop.register.fold import folded_mark

HEADER_ROW = 6
FIRST_ROW = HEADER_ROW + 2
BLANK_PROPOSALS = 25
PROPOSAL_WIDTHS = (16.0, 56.0, 22.0, 18.0, 24.0, 44.0)
HEADER_ROOM, TITLE_HEIGHT, LINE_HEIGHT, THEME_HEIGHT, LOWEST = 8.0, 26.0, 16.0, 19.0, 46.0
FIRST_DAY = date(2000, 1, 1)
TASKS_IN_CELL = 300


@dataclass(frozen=True, slots=True)
class ColumnTitle:
    """A column with its title and what is said beside a cell while it is edited."""

    column: ReturnColumn
    title: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ReturnRowOut:
    """One row: the report's id as its key, and values by column."""

    key: str
    values: Mapping[str, Out]


@dataclass(frozen=True, slots=True)
class TableOut:
    """A sheet of lines: its name, the width of its columns, and lines of a style and cells."""

    name: str
    widths: tuple[float, ...]
    lines: Sequence[tuple[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class ReturnOut:
    """A whole return. `rows` are rows and theme headings in their order, `headings` the block above them.

    `marks` go into the hidden sheet; that named dispatch also into a property of the file and the footer. `tasks` give
    the ids of a row's task and measure by its key.
    """

    language: str
    sheet: str
    title: str
    subtitle: str
    headings: Mapping[str, tuple[str, str]]
    columns: tuple[ColumnTitle, ...]
    rows: Sequence[ReturnRowOut | str]
    statuses: tuple[str, ...]
    status_range: tuple[int, int]
    instructions: TableOut
    reference: TableOut
    proposals: TableOut
    marks: Mapping[str, str]
    footer: tuple[str, str]
    warning: tuple[str, str]
    day_warning: str
    tasks: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def return_workbook(out: ReturnOut) -> bytes:
    """Return the file. Raises RegisterError("workbook_text_too_long" | "workbook_text_unwritable") with the place."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    _ReturnWriter(book, out).write()
    book.close()
    return target.getvalue()


class _ReturnWriter:
    def __init__(self, book: Any, out: ReturnOut) -> None:
        self.book, self.out = book, out
        self.formats: dict[str, Any] = {}

    def write(self) -> None:
        out = self.out
        self.book.set_properties({"title": out.title, "subject": out.subtitle, "comments": ""})
        self.book.set_custom_property(MARK, out.marks["dispatch"])
        sheets = [
            self.book.add_worksheet(name, worksheet_class=ExactWorksheet)
            for name in (out.sheet, out.instructions.name, out.reference.name, out.proposals.name, MARK_SHEET)
        ]
        main, instructions, reference, proposals, marks = sheets
        self._write_return(main)
        self._write_table(instructions, out.instructions)
        self._write_table(reference, out.reference)
        self._write_proposals(proposals)
        self._write_marks(marks)
        main.activate()

    def looks(self, names: Iterable[str]) -> list[int]:
        """Return the numbers under which the workbook keeps these styles."""
        return [self._format(name)._get_xf_index() for name in names]  # noqa: SLF001  # no other way

    def _format(self, name: str) -> Any:
        if name not in self.formats:
            self.formats[name] = self.book.add_format(return_style(name, self.out.language))
        return self.formats[name]

    def _write_return(self, sheet: Any) -> None:
        columns = self.out.columns
        for at, one in enumerate(columns):
            sheet.set_column(at, at, one.column.width, None, {"hidden": one.column.key == KEY})
        titles = [one.title for one in columns]
        widths = [0 if one.column.key == KEY else one.column.width for one in columns]
        writer, every = RowWriter(sheet, self.out.sheet, titles, widths), range(len(columns))
        self._write_headings(writer)
        self._write_titles(writer, titles, widths)
        usual = self.looks(one.column.style for one in columns)
        theme = self.looks(["theme"] * len(columns))
        at = FIRST_ROW - 1
        for at, row in enumerate(self.out.rows, FIRST_ROW):
            if isinstance(row, str):
                writer.row(at, (row, *[None] * (len(columns) - 1)), theme, height=THEME_HEIGHT, blanks=every)
                continue
            values = [row.key if one.column.key == KEY else row.values.get(one.column.key) for one in columns]
            height = max(LOWEST, row_height([_shown(value) for value in values], widths))
            writer.row(at, values, usual, str(row.values.get("number") or ""), height, every)
        self._frame(sheet, at)
        self._guide(sheet, at)

    def _write_headings(self, writer: RowWriter) -> None:
        title, subtitle = self.looks(("title", "subtitle"))
        writer.row(0, (self.out.title,), (title,), height=TITLE_HEIGHT)
        writer.row(1, (self.out.subtitle,), (subtitle,), height=LINE_HEIGHT)
        label, value, blank = self.looks(("label", "value", "blank"))
        right = next(at for at, one in enumerate(self.out.columns) if one.column.is_open)
        for row, (left_key, right_key) in enumerate(
            (("body", "compiler"), ("period", "phone"), ("due", "")), 2
        ):
            cells: dict[int, tuple[Out, int]] = {}
            for key, at in ((left_key, 0), (right_key, right)):
                if key:
                    name, text = self.out.headings[key]
                    place = at + (3 if at == 0 else 1)
                    cells[at] = (name, label)
                    cells[place] = (text or None, blank if key in WRITTEN_BY_AGENCY else value)
            self._put(writer, row, cells)
        writer.row(HEADER_ROW - 1, (), (), height=6)

    def _put(self, writer: RowWriter, row: int, cells: Mapping[int, tuple[Out, int]]) -> None:
        """Write a row of a few cells; a blank one to fill in is written with its look all the same."""
        width = max(cells) + 1
        values = [cells[at][0] if at in cells else None for at in range(width)]
        looks = [cells[at][1] if at in cells else 0 for at in range(width)]
        writer.row(
            row, values, looks, height=LINE_HEIGHT, blanks=[at for at in cells if cells[at][0] is None]
        )

    def _write_titles(self, writer: RowWriter, titles: Sequence[str], widths: Sequence[float]) -> None:
        columns = self.out.columns
        looks = self.looks("header_open" if one.column.is_open else "header" for one in columns)
        marked = [
            f"{KEY_MARK}{self.out.marks['dispatch']}" if one.column.key == KEY else one.title
            for one in columns
        ]
        height = row_height(titles, [width * 0.8 for width in widths]) + HEADER_ROOM
        writer.row(HEADER_ROW, marked, looks, height=height)
        shown = [at for at, one in enumerate(columns) if one.column.key != KEY]
        numbers = {at: str(number) for number, at in enumerate(shown, 1)}
        counts = [numbers.get(at) for at in range(len(columns))]
        writer.row(HEADER_ROW + 1, counts, self.looks(["count"] * len(columns)), height=12.5)

    def _frame(self, sheet: Any, last: int) -> None:
        width = len(self.out.columns)
        measure = next(
            at for at, one in enumerate(self.out.columns) if one.column.key == "recommendation_text"
        )
        sheet.freeze_panes(FIRST_ROW, measure)
        sheet.autofilter(HEADER_ROW + 1, 0, max(last, FIRST_ROW), width - 1)
        sheet.print_area(0, 0, max(last, FIRST_ROW), width - 1)
        sheet.repeat_rows(HEADER_ROW, HEADER_ROW + 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{column_letters(width)}{last + 2}"})
        sheet.set_zoom(90)
        self._set_page(sheet)
        self._protect(sheet)

    def _set_page(self, sheet: Any) -> None:
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.35, right=0.35, top=0.5, bottom=0.6)
        sheet.hide_gridlines(2)
        left, pages = (text.replace("&", "&&") for text in self.out.footer)
        pages = pages.replace("{page}", "&P").replace("{pages}", "&N")
        mark = self.out.marks["dispatch"]
        sheet.set_footer(
            f'&L&"Calibri"&8 {left}&C&"Calibri"&8 {pages}&R&"Calibri"&6 {KEY_MARK}{mark}', {"margin": 0.3}
        )

    def _protect(self, sheet: Any) -> None:
        """Guard against accidents only: there is no password, and rows and columns can be sized, added and filtered."""
        allowed = ("format_cells", "format_columns", "format_rows", "insert_rows", "sort", "autofilter")
        sheet.protect("", dict.fromkeys(allowed, True))

    def _guide(self, sheet: Any, last: int) -> None:
        """Offer statuses and explain; whatever is typed is accepted."""
        title, text = self.out.warning
        for at, one in enumerate(self.out.columns):
            if not one.column.is_open:
                continue
            rule: dict[str, Any] = {"validate": "any"}
            if one.column.key == "claimed_status":
                first, end = self.out.status_range
                source = f"='{self.out.reference.name}'!$B${first}:$B${end}"
                rule = {"validate": "list", "source": source, "error_type": "warning"}
                rule |= {"error_title": title, "error_message": text}
            elif one.column.key == "done_on":
                rule = {"validate": "date", "criteria": ">=", "value": FIRST_DAY, "error_type": "warning"}
                rule |= {"error_title": title, "error_message": self.out.day_warning}
            rule |= {"input_title": one.title[:32], "input_message": one.hint[:255]}
            sheet.data_validation(FIRST_ROW, at, max(last, FIRST_ROW), at, rule)

    def _write_table(self, sheet: Any, table: TableOut) -> None:
        for at, width in enumerate(table.widths):
            sheet.set_column(at, at, width)
        writer = RowWriter(sheet, table.name, [], table.widths)
        for at, (style, cells) in enumerate(table.lines):
            names = ["step", *["plain"] * (len(cells) - 1)] if style == "step" else [style] * len(cells)
            heights = {"title": TITLE_HEIGHT, "section": 24.0}
            height = heights.get(style) or row_height(cells, [width * 0.88 for width in table.widths]) + 5
            writer.row(at, cells, self.looks(names), height=height)
        self._set_page(sheet)
        self._protect(sheet)

    def _write_proposals(self, sheet: Any) -> None:
        table = self.out.proposals
        self._write_table_head(sheet, table)
        writer = RowWriter(sheet, table.name, [], PROPOSAL_WIDTHS)
        looks = self.looks(["open"] * len(NEW_MEASURE))
        first = len(table.lines)
        for at in range(first, first + BLANK_PROPOSALS):
            writer.row(at, [None] * len(NEW_MEASURE), looks, height=26, blanks=range(len(NEW_MEASURE)))
        sheet.freeze_panes(first, 0)
        self._set_page(sheet)
        self._protect(sheet)

    def _write_table_head(self, sheet: Any, table: TableOut) -> None:
        for at, width in enumerate(table.widths):
            sheet.set_column(at, at, width)
        writer = RowWriter(sheet, table.name, [], table.widths)
        for at, (style, cells) in enumerate(table.lines):
            height = {"title": TITLE_HEIGHT, "header_open": 34.0}.get(style, LINE_HEIGHT)
            writer.row(at, cells, self.looks([style] * len(cells)), height=height)

    def _write_marks(self, sheet: Any) -> None:
        """Write what the workbook is known by, which column is which, and what its rows are about."""
        lines: list[tuple[str, ...]] = [(MARK, LAYOUT), *self.out.marks.items()]
        lines += [
            ("column", column_letters(at), one.column.key, one.title)
            for at, one in enumerate(self.out.columns, 1)
        ]
        lines += [(TASKS, text) for text in _in_lines(self.out.tasks)]
        lines += [_named(row) for row in self.out.rows if isinstance(row, ReturnRowOut)]
        writer = RowWriter(sheet, MARK_SHEET, [], [0] * 4)
        for row, line in enumerate(lines):
            writer.row(row, line, self.looks(["key"] * 4), height=12)
        sheet.protect()
        sheet.very_hidden()


def _shown(value: Out) -> str | None:
    return value if isinstance(value, str) else None


def _named(row: ReturnRowOut) -> tuple[str, ...]:
    """Return what tells a row's measure again where keys were sorted apart from what people see."""
    measure, number = (str(row.values.get(name) or "") for name in ("measure", "number"))
    return NAMED, row.key, folded_mark(measure), number


def _in_lines(tasks: Mapping[str, tuple[str, str]]) -> list[str]:
    """Return rows with their tasks and measures as texts of three ids each, as many in one as a cell holds."""
    told = [f"{key} {task} {measure}" for key, (task, measure) in tasks.items()]
    return [" ".join(told[at : at + TASKS_IN_CELL]) for at in range(0, len(told), TASKS_IN_CELL)]
