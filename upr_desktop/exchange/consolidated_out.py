"""Write the consolidated workbook: a summary of figures, tables and charts that count the sheets behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from upr_desktop.exchange.consolidated_charts import BlockOut, FrontOut, LineOut, Placed, add_chart
from upr_desktop.exchange.register_workbook import BOLD, BookWriter, SheetOut, WorkbookOut, write_book
from upr_desktop.exchange.row_heights import row_height, text_lines
from upr_desktop.exchange.sheets import column_letters
from upr_desktop.exchange.workbook_cells import Formula, Out, RowWriter
from upr_desktop.exchange.workbook_styles import ACCENT, FONT, HEAD, LINE, LINE_HEIGHT, SOFT

LABEL_WIDTH, NUMBER_WIDTH, GAP_WIDTH, CHART_COLUMNS, CHART_COLUMN = 40.0, 12.2, 2.0, 8, 9.3
ROW, HEADER, SECTION, TITLE, SPACE = 15.0, 30.0, 22.0, 26.0, 8.0
PIXELS = 4 / 3  # in a point
LABEL_ROOM = 1.1  # how much more a label holds than a text of many words
WIDER = 1.05  # LibreOffice draws columns up to so much wider than Excel
CHART_WIDTH, LOWEST_CHART, BAR, FEW, HIGH_BAR, AROUND_BARS, COLUMNS = 555, 165, 20, 12, 29, 85, 200
# What of a landscape A4 page is left for rows and columns, in points.
PAGE_WIDTH, PAGE_HEIGHT = 780, 500
NUMBERS = '0;-0;"–"'
STYLES: Mapping[str, Mapping[str, Any]] = {
    "front_title": {**FONT, "bold": True, "font_size": 14},
    "front_lead": {**FONT, "font_color": SOFT},
    "front_section": {**FONT, "bold": True, "font_size": 11, "font_color": ACCENT, "valign": "vcenter"},
    "front_figure": {**FONT, "bottom": 1, "bottom_color": LINE, "valign": "vcenter"},
    "front_number": {
        **FONT,
        "bold": True,
        "align": "right",
        "num_format": "0",
        "bottom": 1,
        "bottom_color": LINE,
        "valign": "vcenter",
    },
    "front_note": {**FONT, "font_color": SOFT, "indent": 1, "valign": "vcenter"},
    "front_header": {**FONT, "bold": True, "bg_color": HEAD, "valign": "vcenter", "text_wrap": True},
    "front_heading": {
        **FONT,
        "bold": True,
        "bg_color": HEAD,
        "align": "right",
        "valign": "vcenter",
        "text_wrap": True,
    },
    "front_label": {
        **FONT,
        "bottom": 1,
        "bottom_color": LINE,
        "text_wrap": True,
        "valign": "vcenter",
        "num_format": "@",
    },
    "front_count": {
        **FONT,
        "align": "right",
        "num_format": NUMBERS,
        "bottom": 1,
        "bottom_color": LINE,
        "valign": "vcenter",
    },
    "front_total": {**FONT, "bold": True, "top": 1, "top_color": "#9AA3AF", "valign": "vcenter"},
    "front_sum": {
        **FONT,
        "bold": True,
        "align": "right",
        "num_format": NUMBERS,
        "top": 1,
        "top_color": "#9AA3AF",
        "valign": "vcenter",
    },
}


def figure_rows(front: FrontOut) -> dict[str, int]:
    """Return the 1-based row of each figure by its key; the numbers stand in column B."""
    return {one.key: at for at, one in enumerate(front.figures, _first_figure(front) + 1)}


def block_places(front: FrontOut) -> dict[str, Placed]:
    """Return where each block stands."""
    found, at = {}, _first_figure(front) + len(front.figures) + 1
    for block in front.blocks:
        header = at + 1
        found[block.key] = Placed(header, header + 1, header + len(block.lines))
        at = header + len(block.lines) + 3
    return found


def pixels(width: float) -> int:
    """Return how many pixels a column of this width (in characters) takes."""
    return int(width * 7 + 5)


def _first_figure(front: FrontOut) -> int:
    return 1 + len(front.leads) + 2


def write_consolidated(path: Path, front: FrontOut, out: WorkbookOut) -> None:
    """Write the summary and the sheets of `out`, in their order. Raises as `write_book`."""
    write_book(path, lambda book: _ConsolidatedWriter(book, front, out).write())


@dataclass(slots=True)
class _Front:
    """The sheet being written and the looks of its cells."""

    sheet: Any
    rows: RowWriter
    looks: dict[str, int] = field(default_factory=dict)


class _ConsolidatedWriter(BookWriter):
    def __init__(self, book: Any, front: FrontOut, out: WorkbookOut) -> None:
        super().__init__(book, out)
        self.front_out = front
        self.width = 2 + max((len(block.columns) for block in front.blocks), default=0)

    def write(self) -> None:
        """Write the summary and the sheets behind it."""
        self.book.set_properties({"title": self.front_out.title, "comments": ""})
        self.book.set_calc_mode("auto")
        first = self._add(self.front_out.name)
        sheets: list[tuple[Any, SheetOut]] = [(self._add(sheet.name), sheet) for sheet in self.out.sheets]
        self._write_front(first)
        for worksheet, sheet in sheets:
            self._write_sheet(worksheet, sheet)
        first.activate()

    def _write_front(self, sheet: Any) -> None:
        widths = [LABEL_WIDTH, *[NUMBER_WIDTH] * (self.width - 1)]
        for at, width in enumerate(self._widths()):
            sheet.set_column(at, at, width)
        front = _Front(sheet, RowWriter(sheet, self.front_out.name, [], widths))
        front.looks = {name: self._front_look(name) for name in STYLES}
        at = self._write_head(front)
        for block in self.front_out.blocks:
            at = self._write_block(front, block, at)
        self._set_page(sheet, self.front_out.name)
        sheet.print_area(0, 0, at - 1, self.width + CHART_COLUMNS)
        sheet.center_horizontally()
        sheet.set_print_scale(self._scale())  # fitted to a width, Excel leaves out page breaks
        sheet.set_h_pagebreaks(self._breaks(sheet))
        sheet.set_tab_color(ACCENT)

    def _front_look(self, name: str) -> int:
        return int(self.book.add_format(dict(STYLES[name]))._get_xf_index())  # noqa: SLF001  # no other way

    def _put(
        self, front: _Front, at: int, values: Sequence[Out], looks: Sequence[str], height: float
    ) -> None:
        """Write a row whose height the sheet remembers, as charts are placed by it."""
        front.rows.row(
            at, values, [front.looks[look] for look in looks], height=height, blanks=range(len(values))
        )
        front.sheet.row_sizes[at] = [int(height * PIXELS + 0.5), False]

    def _write_head(self, front: _Front) -> int:
        """Write title, what it is of, and the figures; return the row after them."""
        out = self.front_out
        self._put(front, 0, (out.title,), ("front_title",), TITLE)
        at = 1
        for lead in out.leads:
            self._put(front, at, (lead,), ("front_lead",), ROW)
            at += 1
        self._put(front, at, (), (), SPACE)
        self._put(front, at + 1, (out.heading,), ("front_section",), SECTION)
        looks = ("front_figure", "front_number", "front_note")
        first = at + 2
        for row, one in enumerate(out.figures, first):
            self._put(front, row, (one.label, one.number, one.note), looks, ROW)
        self._put(front, first + len(out.figures), (), (), SPACE)
        return first + len(out.figures) + 1

    def _write_block(self, front: _Front, block: BlockOut, at: int) -> int:
        """Write a table with its totals and its chart beside it; return the row after both."""
        place = Placed(at + 1, at + 2, at + 1 + len(block.lines))
        titles = (block.label, *(name for name, _ in block.columns), block.total)
        self._put(front, at, (block.title,), ("front_section",), SECTION)
        looks = ("front_header", *["front_heading"] * (len(titles) - 1))
        widths = [LABEL_WIDTH, *[NUMBER_WIDTH * BOLD] * (len(titles) - 1)]
        self._put(front, place.header, titles, looks, max(HEADER, row_height(titles, widths, LINE_HEIGHT)))
        for row, line in enumerate(block.lines, place.first):
            self._write_line(front, row, line)
        sums = [self._sum(block, place, number) for number in range(len(block.columns) + 1)]
        self._put(front, place.total, (block.total, *sums), ("front_total", *["front_sum"] * len(sums)), ROW)
        missing = self._insert_chart(front, block, place)
        self._put(front, place.total + 1, (), (), max(SPACE, missing))
        return place.total + 2

    def _write_line(self, front: _Front, row: int, line: LineOut) -> None:
        ends = f"B{row + 1}:{column_letters(len(line.numbers) + 1)}{row + 1}"
        total = Formula(f"=SUM({ends})", sum(one.value for one in line.numbers))
        values = (line.label, *line.numbers, total)
        height = ROW + LINE_HEIGHT * (text_lines((line.label,), (LABEL_WIDTH * LABEL_ROOM,)) - 1)
        looks = ("front_label", *["front_count"] * (len(line.numbers) + 1))
        self._put(front, row, values, looks, height)

    @staticmethod
    def _sum(block: BlockOut, place: Placed, number: int) -> Formula:
        letters = column_letters(number + 2)
        columns = [
            line.numbers[number].value
            if number < len(line.numbers)
            else sum(one.value for one in line.numbers)
            for line in block.lines
        ]
        return Formula(f"=SUM({letters}{place.first + 1}:{letters}{place.last + 1})", sum(columns))

    def _widths(self) -> list[float]:
        """Return the widths of all columns, in characters."""
        numbers = [NUMBER_WIDTH] * (self.width - 1)
        return [LABEL_WIDTH, *numbers, GAP_WIDTH, *[CHART_COLUMN] * CHART_COLUMNS]

    def _scale(self) -> int:
        """Return the percentage at which all columns stand on one page."""
        wide = sum(map(pixels, self._widths())) / PIXELS * WIDER
        return min(100, int(100 * PAGE_WIDTH / wide))

    def _breaks(self, sheet: Any) -> list[int]:
        """Return the rows at which a printed page begins: a table stays with its chart."""
        room = PAGE_HEIGHT * 100 / self._scale() * PIXELS
        found: list[int] = []
        begins = 0
        for place in block_places(self.front_out).values():
            top = place.header - 1
            if sum(sheet.row_sizes[row][0] for row in range(begins, place.total + 2)) > room and top > begins:
                found.append(top)
                begins = top
        return found

    @staticmethod
    def _needed(block: BlockOut) -> int:
        """Return how many pixels a chart needs: a few lying bars get more room each than many."""
        count = len(block.lines)
        return (HIGH_BAR if count <= FEW else BAR) * count + AROUND_BARS if block.bars else COLUMNS

    def _insert_chart(self, front: _Front, block: BlockOut, place: Placed) -> float:
        """Place the chart beside its table; return by how many points it is higher than that."""
        if not block.lines:
            return 0.0
        chart = add_chart(self.book, self.front_out.name, block, place)
        rows = range(place.header - 1, place.total + 1)
        there = sum(int(front.sheet.row_sizes[row][0]) for row in rows)
        height = max(LOWEST_CHART, there, self._needed(block))
        free = self.width - len(block.columns) - 2  # columns that only a wider table fills
        chart.set_size({"width": CHART_WIDTH + free * pixels(NUMBER_WIDTH), "height": height})
        options = {"object_position": 2, "description": block.title, "y_offset": 2}
        options["x_offset"] = pixels(GAP_WIDTH)
        front.sheet.insert_chart(place.header - 1, self.width - free, chart, options)
        return (height - there) / PIXELS + SPACE


def range_of(sheet: str, column: int, rows: int) -> str:
    """Return the range of a sheet's 0-based column below its header, absolute; of at least one row."""
    letters = column_letters(column + 1)
    name = sheet.replace("'", "''")
    return f"'{name}'!${letters}$2:${letters}${max(rows, 1) + 1}"


def counted(conditions: Iterable[tuple[str, str]], value: int) -> Formula:
    """Return the formula that counts the rows where each range equals its cell or text; `value` is what it comes to.

    Compared as whole values: no mark in a text is taken for a pattern, as COUNTIFS would.
    """
    tests = "*".join(f"({cells}={wanted})" for cells, wanted in conditions)
    return Formula(f"=SUMPRODUCT({tests}*1)", value)


def quoted(text: str) -> str:
    """Return a text as it stands in a formula."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
