"""Write the invented plan as an Excel table: stamp on the right, merged header, blank cells that carry on."""

from pathlib import Path
from typing import Any

import xlsxwriter
from plan_text import Line, PlanText
from sample_files import MADE

from upr_desktop.exchange.row_heights import row_height

WIDTHS = (5, 10, 30, 34, 17, 18, 22)
# Times New Roman is narrower than the letters that row heights are reckoned with.
NARROWER = 1.24
CENTRED = {0, 1, 4, 5}
LAST = len(WIDTHS) - 1
INK = "#8A939C"


def write_sheet(told: PlanText, path: Path) -> None:
    """Write the plan in one language."""
    book = xlsxwriter.Workbook(path)
    book.set_properties({
        "title": " ".join(told.words["title"]),
        "author": "UPR Desktop",
        "comments": told.words["invented"],
        "created": MADE,
    })  # fmt: skip
    _Sheet(book, told).write()
    book.close()


class _Sheet:
    """The one sheet of the plan, written from top to bottom."""

    def __init__(self, book: Any, told: PlanText) -> None:
        self.book, self.told = book, told
        self.page = book.add_worksheet(told.words["sheet"])
        self.at = 0

    def write(self) -> None:
        """Write the whole sheet."""
        for column, width in enumerate(WIDTHS):
            self.page.set_column(column, column, width)
        self._stamp_and_title()
        self._head()
        for heading, lines in self.told.sections:
            self._wide(heading, fill="#E7EDF3", align="center")
            for line, following in zip(lines, [*lines[1:], None], strict=True):
                self._line(line, following)
        self._wide(self.told.total, fill="#F3F4F5")
        self._foot()
        self._set_page()

    def _format(self, **told: Any) -> Any:
        return self.book.add_format({
            "font_name": "Times New Roman", "font_size": 10, "text_wrap": True, "valign": "top", **told,
        })  # fmt: skip

    def _stamp_and_title(self) -> None:
        stamp = self._format(align="center")
        for text in self.told.words["stamp"]:
            self.page.merge_range(self.at, LAST - 1, self.at, LAST, text, stamp)
            self.at += 1
        self.at += 1
        title = self._format(bold=True, align="center", valign="vcenter", font_size=13)
        self.page.merge_range(self.at, 0, self.at, LAST, "\n".join(self.told.words["title"]), title)
        self.page.set_row(self.at, 54)
        self.at += 2

    def _head(self) -> None:
        head = self._format(
            bold=True, align="center", valign="vcenter", border=1, border_color=INK, bg_color="#F3F4F5"
        )
        small = self._format(align="center", border=1, border_color=INK, bg_color="#F3F4F5", font_size=8)
        upper, lower = self.told.upper_titles(), self.told.lower_titles()
        for column, text in enumerate(upper):
            if column not in (1, 2):
                self.page.merge_range(self.at, column, self.at + 1, column, text, head)
        self.page.merge_range(self.at, 1, self.at, 2, upper[1], head)
        for column, text in enumerate(lower, 1):
            self.page.write_string(self.at + 1, column, text, head)
        for column in range(len(WIDTHS)):
            self.page.write_string(self.at + 2, column, str(column + 1), small)
        self.page.set_row(self.at, 20)
        self.page.set_row(self.at + 1, 20)
        self.page.repeat_rows(self.at, self.at + 2)
        self.at += 3
        self.page.freeze_panes(self.at, 0)

    def _wide(self, text: str, *, fill: str, align: str = "left") -> None:
        style = self._format(
            bold=True, align=align, valign="vcenter", border=1, border_color=INK, bg_color=fill
        )
        self.page.merge_range(self.at, 0, self.at, LAST, text, style)
        self.page.set_row(self.at, 20)
        self.at += 1

    def _line(self, line: Line, following: Line | None) -> None:
        """Write a row; a blank cell has no line above it, so that the value further up is seen to go on."""
        for column, text in enumerate(line.cells()):
            goes_on = following is not None and not following.cells()[column]
            borders = {"left": 1, "right": 1, "top": int(bool(text)), "bottom": int(not goes_on)}
            colours = {f"{side}_color": INK for side in borders}
            style = self._format(
                align="center" if column in CENTRED else "left",
                indent=int(column not in CENTRED),
                num_format="@",
                **borders,
                **colours,
            )
            if text:
                self.page.write_string(self.at, column, text, style)
            else:
                self.page.write_blank(self.at, column, None, style)
        self.page.set_row(self.at, row_height(line.cells(), [width * NARROWER for width in WIDTHS]) + 4)
        self.at += 1

    def _foot(self) -> None:
        self.at += 1
        begins, abbreviations = self.told.footnote()
        for text, style, height in (
            (begins, self._format(italic=True, font_size=9), 14),
            (abbreviations, self._format(font_size=9), 76),
        ):
            self.page.merge_range(self.at, 0, self.at, LAST, text, style)
            self.page.set_row(self.at, height)
            self.at += 1
        self.at += 1
        who, signed = self.told.words["signature"]
        bold = self._format(bold=True, text_wrap=False)
        self.page.write_string(self.at, 0, who, bold)
        self.page.write_string(self.at, LAST - 1, f"___________ {signed}", self._format(text_wrap=False))

    def _set_page(self) -> None:
        self.page.set_landscape()
        self.page.set_paper(9)
        self.page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self.page.fit_to_pages(1, 0)
        self.page.hide_gridlines(2)
        self.page.set_header(f"&R&8{self.told.words['invented']}")
        self.page.set_footer("&C&8&P / &N")
