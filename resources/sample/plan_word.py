"""Write the invented plan as a Word table: merged header, cells merged downwards, header repeated on each page."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from plan_text import Line, PlanText
from sample_files import MADE, dated, repeat

WIDTHS = (1.0, 1.9, 6.0, 6.6, 3.3, 3.6, 4.3)
CENTRED = {0, 1, 4, 5}
SECTION, HEAD, BORDER = "E7EDF3", "F3F4F5", "8A939C"
CENTRE, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT


def write_word(told: PlanText, path: Path) -> None:
    """Write the plan in one language."""
    document = Document()
    _set_page(document, told)
    _stamp_and_title(document, told)
    table = document.add_table(rows=0, cols=len(WIDTHS))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _draw_borders(table)
    _head(table, told)
    for heading, lines in told.sections:
        _wide(table, heading, SECTION, keep=True)
        _section(table, lines)
    _wide(table, told.total, HEAD)
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width = Cm(width)
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Cm(width)
    for cell in table.rows[0].cells[1:3]:
        cell.width = Cm(sum(WIDTHS[1:3]))
    for row in table.rows:
        _widen_merged(row)
    _foot(document, told)
    buffer = io.BytesIO()
    document.save(buffer)
    path.write_bytes(dated(buffer.getvalue()))


def _set_page(document: Any, told: PlanText) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.5)
    section.top_margin, section.bottom_margin = Cm(1.7), Cm(1.4)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(10)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    heading = section.header.paragraphs[0]
    heading.alignment = RIGHT
    heading.add_run(told.words["invented"]).font.size = Pt(8)
    properties = document.core_properties
    properties.title = " ".join(told.words["title"])
    properties.author = properties.last_modified_by = "UPR Desktop"
    properties.created = properties.modified = MADE
    properties.comments = told.words["invented"]


def _stamp_and_title(document: Any, told: PlanText) -> None:
    stamp = document.add_paragraph()
    stamp.paragraph_format.left_indent = Cm(18.5)
    stamp.alignment = CENTRE
    run = stamp.add_run("\n".join(told.words["stamp"]))
    run.font.size = Pt(10)
    stamp.paragraph_format.space_after = Pt(14)
    for at, line in enumerate(told.words["title"]):
        title = document.add_paragraph()
        title.alignment = CENTRE
        last = at == len(told.words["title"]) - 1
        title.paragraph_format.space_before = Pt(0)
        title.paragraph_format.space_after = Pt(12 if last else 0)
        run = title.add_run(line)
        run.bold, run.font.size = True, Pt(13)


def _head(table: Any, told: PlanText) -> None:
    upper, lower = table.add_row(), table.add_row()
    numbers = table.add_row()
    for at, text in enumerate(told.upper_titles()):
        if at in (1, 2):
            _write(lower.cells[at], told.lower_titles()[at - 1], align=CENTRE, bold=True, fill=HEAD)
            continue
        _write(upper.cells[at].merge(lower.cells[at]), text, align=CENTRE, bold=True, fill=HEAD)
    _write(upper.cells[1].merge(upper.cells[2]), told.upper_titles()[1], align=CENTRE, bold=True, fill=HEAD)
    for at, cell in enumerate(numbers.cells, 1):
        _write(cell, str(at), align=CENTRE, size=8, fill=HEAD)
    for row in (upper, lower, numbers):
        repeat(row)


def _wide(table: Any, text: str, fill: str, *, keep: bool = False) -> None:
    cells = table.add_row().cells
    _write(cells[0].merge(cells[-1]), text, align=CENTRE if keep else LEFT, bold=True, fill=fill, keep=keep)


def _section(table: Any, lines: Sequence[Line]) -> None:
    rows = [table.add_row() for _ in lines]
    for at, (row, line) in enumerate(zip(rows, lines, strict=True)):
        _unbroken(row)
        for column, text in enumerate(line.cells()):
            cell = row.cells[column]
            deep = line.rec_rows if column in (1, 2) else line.body_rows if column == 6 else 1
            if deep == 0:
                continue
            if deep > 1:
                cell = cell.merge(rows[at + deep - 1].cells[column])
            _write(cell, text, align=CENTRE if column in CENTRED else LEFT)


def _write(
    cell: Any,
    text: str,
    *,
    align: Any,
    bold: bool = False,
    size: float = 10,
    fill: str = "",
    keep: bool = False,
) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER if fill else WD_CELL_VERTICAL_ALIGNMENT.TOP
    for at, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        paragraph.alignment = align
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.keep_with_next = keep
        run = paragraph.add_run(line)
        run.font.size, run.bold = Pt(size), bold
    for extra in cell.paragraphs[len(text.split("\n")) :]:
        extra._p.getparent().remove(extra._p)  # noqa: SLF001  # python-docx has no other name for it
    if fill:
        _shade(cell, fill)


def _shade(cell: Any, fill: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001  # python-docx has no other name for it


def _unbroken(row: Any) -> None:
    mark = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001  # python-docx has no other name for it


def _widen_merged(row: Any) -> None:
    """Say of cells over several columns how wide they are together: readers lay the table out by it."""
    at = 0
    for cell in row._tr.tc_lst:  # noqa: SLF001  # python-docx has no other name for it
        span = cell.grid_span
        cell.width = Cm(sum(WIDTHS[at : at + span]))
        at += span


def _draw_borders(table: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", BORDER)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)  # noqa: SLF001  # python-docx has no other name for it


def _foot(document: Any, told: PlanText) -> None:
    begins, abbreviations = told.footnote()
    for at, text in enumerate((begins, abbreviations)):
        note = document.add_paragraph()
        note.paragraph_format.space_before = Pt(0 if at else 10)
        note.paragraph_format.space_after = Pt(2)
        run = note.add_run(text)
        run.font.size, run.italic = Pt(9), not at
    who, signed = told.words["signature"]
    signature = document.add_paragraph()
    signature.paragraph_format.space_before = Pt(16)
    signature.paragraph_format.tab_stops.add_tab_stop(Cm(17))
    signature.add_run(f"{who}\t_______________ {signed}").bold = True
