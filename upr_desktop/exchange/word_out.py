"""Write what goes out as a Word document: titles, lines of facts, tables whose header repeats on each page.

python-docx has no call for repeated headers, shades, borders and page numbers: these are set in its XML.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

# What XML 1.0 cannot hold, and half surrogate pairs.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FONT, TEXT_POINTS, TABLE_POINTS = "Times New Roman", 12, 9.5
LONG_SIDE, SHORT_SIDE, MARGIN = 29.7, 21.0, 1.8
HEAD, GROUP, BORDER = "E7EDF3", "F3F4F5", "8A939C"
SPELLING = {"ru": "ru-RU", "kk": "kk-KZ", "en": "en-GB"}
PLACES = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


@dataclass(frozen=True, slots=True)
class WordColumn:
    """A column of a table: its title, its share of the width beside the shares of the others, where its texts stand."""

    title: str
    share: float
    place: str = "left"


class WordOut:
    """A document as it is written from top to bottom, A4; `content` gives its bytes."""

    def __init__(self, language: str, title: str, *, landscape: bool = False) -> None:
        self._document = Document()
        self._width = (LONG_SIDE if landscape else SHORT_SIDE) - 2 * MARGIN
        self._document.core_properties.title = _clean(title)
        self._document.core_properties.author = ""
        self._set_page(landscape)
        self._set_font(language)
        _number_pages(self._document.sections[0].footer.paragraphs[0])

    def line(
        self, text: str, *, place: str = "left", bold: bool = False, points: float = TEXT_POINTS
    ) -> None:
        """Write a paragraph; a line break in the text is one in the paragraph."""
        paragraph = self._document.add_paragraph()
        paragraph.alignment = PLACES[place]
        run = paragraph.add_run(_clean(text))
        run.bold, run.font.size = bold, Pt(points)

    def title(self, text: str) -> None:
        """Write the title, in the middle."""
        self.line(text, place="centre", bold=True, points=14)

    def heading(self, text: str) -> None:
        """Write the heading of a part, which stays with what follows."""
        self.line(text, bold=True)
        last = self._document.paragraphs[-1].paragraph_format
        last.keep_with_next, last.space_before = True, Pt(10)

    def fact(self, name: str, text: str) -> None:
        """Write a line `name: text`."""
        paragraph = self._document.add_paragraph()
        paragraph.add_run(f"{_clean(name)}: ").bold = True
        paragraph.add_run(_clean(text))
        paragraph.paragraph_format.space_after = Pt(2)

    def stamp(self, text: str) -> None:
        """Write the lines that stand at the top right: which annex it is, to which letter."""
        self.line(text, points=TABLE_POINTS + 0.5)
        last = self._document.paragraphs[-1].paragraph_format
        last.left_indent, last.space_after = Cm(self._width * 0.64), Pt(14)

    def signature(self, text: str, name: str) -> None:
        """Write who signs, with room for it: the office at the left, the name at the right."""
        self.line(f"{text}\t{name}", bold=True)
        last = self._document.paragraphs[-1].paragraph_format
        last.space_before, last.keep_together = Pt(22), True
        last.tab_stops.add_tab_stop(Cm(self._width), WD_TAB_ALIGNMENT.RIGHT)

    def new_page(self) -> None:
        """Go on at the top of a page."""
        self._document.add_page_break()  # type: ignore[no-untyped-call]  # the library is not typed there

    def table(
        self,
        columns: Sequence[WordColumn],
        rows: Sequence[Sequence[str] | str],
        *,
        numbered: bool = False,
    ) -> None:
        """Write a table with a header that repeats; a row that is one text goes over all columns.

        With `numbered` a row `1 2 3 …` under the titles repeats with them.
        """
        table = self._document.add_table(rows=0, cols=len(columns))
        table.autofit = False
        _draw_borders(table)
        whole = sum(column.share for column in columns)
        widths = [Cm(self._width * column.share / whole) for column in columns]
        self._head(table, [column.title for column in columns], widths, HEAD)
        if numbered:
            self._head(table, [str(at) for at in range(1, len(columns) + 1)], widths, GROUP)
        for row in rows:
            cells = table.add_row().cells
            if isinstance(row, str):
                _fill(cells[0].merge(cells[-1]), row, bold=True, shade=GROUP)
                cells[0].paragraphs[0].paragraph_format.keep_with_next = True
                continue
            for cell, text, width, column in zip(cells, row, widths, columns, strict=True):
                cell.width = width
                _fill(cell, text, place=column.place)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for one in table.rows:
            _keep_whole(one)
        self._document.add_paragraph().paragraph_format.space_after = Pt(2)

    def content(self) -> bytes:
        """Return the bytes of the .docx file."""
        buffer = io.BytesIO()
        self._document.save(buffer)
        return buffer.getvalue()

    def _head(self, table: Any, titles: Sequence[str], widths: Sequence[Any], shade: str) -> None:
        row = table.add_row()
        for cell, title, width in zip(row.cells, titles, widths, strict=True):
            cell.width = width
            _fill(cell, title, bold=True, shade=shade, place="centre")
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001

    def _set_page(self, landscape: bool) -> None:
        page = self._document.sections[0]
        sides = (LONG_SIDE, SHORT_SIDE) if landscape else (SHORT_SIDE, LONG_SIDE)
        page.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        page.page_width, page.page_height = Cm(sides[0]), Cm(sides[1])
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN)

    def _set_font(self, language: str) -> None:
        style: Any = self._document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(TEXT_POINTS)
        style.paragraph_format.space_after = Pt(6)
        properties = style.element.get_or_add_rPr()
        properties.rFonts.set(qn("w:eastAsia"), FONT)
        properties.append(_element("w:lang", val=SPELLING[language]))


def _clean(text: str) -> str:
    """Return the text without the characters that no XML can hold, each as the sign for one that is missing."""
    return UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _element(name: str, **values: str) -> Any:
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _fill(cell: Any, text: str, *, bold: bool = False, shade: str | None = None, place: str = "left") -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = PLACES[place]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(_clean(text))
    run.bold, run.font.size = bold, Pt(TABLE_POINTS)
    if shade:
        cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=shade))  # noqa: SLF001


def _keep_whole(row: Any) -> None:
    """Let a short row not break over two pages; a long one must."""
    if sum(len(cell.text) for cell in row.cells) < 1_500:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001


def _draw_borders(table: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=BORDER))
    table._tbl.tblPr.append(borders)  # noqa: SLF001


def _number_pages(paragraph: Any) -> None:
    paragraph.alignment = PLACES["centre"]
    for part in (
        _element("w:fldChar", fldCharType="begin"),
        _instruction("PAGE"),
        _element("w:fldChar", fldCharType="end"),
    ):
        paragraph.add_run()._r.append(part)  # noqa: SLF001


def _instruction(text: str) -> Any:
    made = OxmlElement("w:instrText")
    made.text = text
    return made
