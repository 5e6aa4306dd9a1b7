"""Write the invented lists of the sample: the thematic list (.docx) and its texts in Russian and Kazakh (.xlsx)."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from upr_desktop.states import state_code, state_name

HERE = Path(__file__).resolve().parent
MADE = datetime(2025, 7, 21, 9, 0)
Item = Mapping[str, Any]


def read(name: str) -> Any:
    """Return one of the .json files beside this one."""
    return json.loads((HERE / name).read_text(encoding="utf-8"))


# ── the thematic list ───────────────────────────────────────────────────────────────────────────────────────────────

TITLES = (
    "Recommendation and recommending State",
    "Position of the State under review",
    "Human rights themes and groups of persons",
    "Relevant SDGs",
)
WIDTHS = (11.4, 2.9, 8.0, 4.4)
HEADER = "UPR of Kazakhstan (4th Cycle - 48th Session)\tThematic list of recommendations*\tINVENTED SAMPLE"
FOOTNOTE = (
    "* INVENTED SAMPLE. It has the layout of a thematic list, and nothing else of it is real: no State made these "
    "recommendations, and the positions, paragraphs and themes are made up."
)


def write_list(path: Path) -> None:
    """Write the sample as a thematic list in the layout of the fourth cycle."""
    known = read("recommendations.json")
    document = Document()
    _set_page(document)
    table = document.add_table(rows=1, cols=4)
    table.autofit = False
    _dot_borders(table)
    for cell, title, width in zip(table.rows[0].cells, TITLES, WIDTHS, strict=True):
        _write(cell, [title], bold=True)
        cell.width = Cm(width)
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Cm(width)
    repeat(table.rows[0])
    for position in ("Supported", "Noted"):
        chosen = [one for one in known["recommendations"] if one.get("position", "Supported") == position]
        for theme, items in _by_theme(chosen, known["themes"]):
            _add_theme(table, theme)
            for item in items:
                _add_row(table, item, position, known)
    document.add_paragraph(FOOTNOTE).runs[0].font.size = Pt(9)
    buffer = io.BytesIO()
    document.save(buffer)
    path.write_bytes(dated(buffer.getvalue()))


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.3)
    section.top_margin = section.bottom_margin = Cm(1.5)
    heading = section.header.paragraphs[0]
    heading.text = HEADER
    heading.paragraph_format.tab_stops.clear_all()
    heading.paragraph_format.tab_stops.add_tab_stop(Cm(12))
    heading.paragraph_format.tab_stops.add_tab_stop(Cm(22))
    document.styles["Normal"].font.name = "Times New Roman"
    properties = document.core_properties
    properties.title = "Thematic list of recommendations: an invented sample"
    properties.author = properties.last_modified_by = "UPR Desktop"
    properties.created = properties.modified = MADE
    properties.comments = FOOTNOTE


def _by_theme(items: Sequence[Item], names: Mapping[str, str]) -> Iterator[tuple[str, list[Item]]]:
    """Yield each heading with its recommendations, headings in the order of their first one."""
    for theme in dict.fromkeys(item["themes"][0] for item in items):
        yield names[theme], [item for item in items if item["themes"][0] == theme]


def _add_theme(table: Any, theme: str) -> None:
    cells = table.add_row().cells
    merged = cells[0].merge(cells[3])
    _write(merged, [f"Theme: {theme}"], bold=True, size=14)
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "C6D9F1")):
        shade.set(qn(f"w:{name}"), value)
    merged._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001  # python-docx has no other name for it


def _add_row(table: Any, item: Item, position: str, known: Item) -> None:
    cells = table.add_row().cells
    source = f"Source of Position: A/HRC/59/10/Add.1 - Para.{item['para']}" if item["para"] else ""
    _write(cells[0], [f"{item['number']} {english(item)};", *([source] if source else [])])
    _write(cells[1], [position])
    groups = [f"- {known['groups'][group]}" for group in item["groups"]]
    themes = [f"- {known['themes'][theme]}" for theme in item["themes"]]
    _write(cells[2], [*themes, "Groups of Persons: ", *groups])
    _write(cells[3], [f"- {known['sdgs'][str(goal)]}" for goal in item["sdgs"]])
    for cell, width in zip(cells, WIDTHS, strict=True):
        cell.width = Cm(width)


def english(item: Item) -> str:
    """Return the whole English text of a recommendation, each part followed by its States in brackets."""
    text = ""
    for part in item["parts"]:
        states = " ".join(f"({name})" for name in part["states"])
        glue = "" if not text else ";" if part.get("glued") else "; "
        text += f"{glue}{part['en']} {states}"
    return text


def _write(cell: Any, lines: Sequence[str], *, bold: bool = False, size: int = 10) -> None:
    for at, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        run = paragraph.add_run(line)
        run.font.size, run.bold = Pt(size), bold


def _dot_borders(table: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "dotted"), ("sz", "2"), ("space", "0"), ("color", "auto")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)  # noqa: SLF001  # python-docx has no other name for it


def repeat(row: Any) -> None:
    """Repeat a row of a table on each page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001  # python-docx has no other name for it


def dated(content: bytes) -> bytes:
    """Return the same .docx with one date on all its members, so that it is the same each time."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, (2025, 7, 21, 9, 0, 0))
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 3
            new.writestr(member, old.read(name))
    return made.getvalue()


# ── the texts in Russian and Kazakh ─────────────────────────────────────────────────────────────────────────────────


def write_texts(path: Path) -> None:
    """Write the texts of all numbers in Russian and Kazakh as a ministry's table."""
    book = xlsxwriter.Workbook(path)
    book.set_properties({"title": "Invented sample", "author": "UPR Desktop", "created": MADE})
    sheet = book.add_worksheet("Тексты · Мәтіндер")
    title = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True})
    head = book.add_format(
        {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    )
    small = book.add_format({"border": 1, "align": "center", "font_size": 9})
    cell = book.add_format({"border": 1, "valign": "top", "text_wrap": True, "num_format": "@"})
    sheet.merge_range(0, 0, 0, 3, "Тексты рекомендаций на русском и казахском языках (вымышленный образец)\n"
                      "Ұсынымдардың орыс және қазақ тілдеріндегі мәтіндері (ойдан шығарылған үлгі)", title)  # fmt: skip
    sheet.set_row(0, 36)
    titles = ("№ п/п\nР/с №", "№ рекомендации\nҰсыным №", "Рекомендация", "Ұсыным")
    for column, (text, width) in enumerate(zip(titles, (6, 14, 62, 62), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, text, head)
        sheet.write_string(3, column, str(column + 1), small)
    for at, item in enumerate(read("recommendations.json")["recommendations"], 1):
        values = (str(at), item["number"], translated(item, "ru"), translated(item, "kk"))
        for column, value in enumerate(values):
            sheet.write_string(3 + at, column, value, cell)
    sheet.freeze_panes(4, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2, 3)
    book.close()


def translated(item: Item, language: str) -> str:
    """Return the whole text in Russian or Kazakh, each part followed by its States where these are known."""
    texts = item.get(language) or [part[language] for part in item["parts"]]
    return "; ".join(
        f"{text}{_states(part['states'], language)}" for text, part in zip(texts, item["parts"], strict=True)
    )


def _states(names: Sequence[str], language: str) -> str:
    codes = [code for name in names if (code := state_code(name))]
    return f" ({', '.join(state_name(code, language) for code in codes)})" if codes else ""
