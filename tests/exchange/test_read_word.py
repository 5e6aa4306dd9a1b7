"""Tables of Word documents are read as a reader sees them, cell by cell in the columns of their grid."""

import io
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from opened import opened, packed

from upr_desktop.exchange.refusals import Refusal
from upr_desktop.exchange.sheets import Book

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def one_cell(inner: str) -> str:
    """Return what is read from a cell with this XML inside."""
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)._tc
    for paragraph in list(cell.p_lst):
        cell.remove(paragraph)
    for child in parse_xml(f"<w:x {W}>{inner}</w:x>"):
        cell.append(child)
    return opened("a.docx", saved(document)).sheets[0].cell(1, 1).raw


def grid(book: Book, at: int = 0) -> list[tuple[int, tuple[str, ...], str]]:
    return [(row.number, row.raw, row.kinds) for row in book.sheets[at].rows]


def test_each_table_is_a_sheet_and_text_outside_tables_and_headers_are_kept() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "UPR of Slovenia (4th Cycle - 48th Session)"
    document.add_paragraph("Приложение № 1")
    document.add_table(1, 2).cell(0, 1).text = "first"
    document.add_paragraph("")
    document.add_table(2, 1).cell(1, 0).text = "second"
    book = opened("a.docx", saved(document))
    assert [sheet.name for sheet in book.sheets] == ["Table 1", "Table 2"]
    assert grid(book, 0) == [(1, ("", "first"), ".t")]
    assert grid(book, 1) == [(2, ("second",), "t")]
    assert book.headers == ("UPR of Slovenia (4th Cycle - 48th Session)",)
    assert book.paragraphs == ("Приложение № 1",)
    assert book.format == "docx"


def test_merged_cells_stand_in_their_first_column_and_their_range_is_told() -> None:
    document = docx.Document()
    table = document.add_table(4, 3)
    for row in range(4):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Theme"
    table.cell(1, 1).merge(table.cell(3, 1)).text = "body"
    book = opened("a.docx", saved(document))
    assert grid(book) == [
        (1, ("Theme", "", ""), "t.."),
        (2, ("10", "body", "12"), "ttt"),
        (3, ("20", "", "22"), "t.t"),
        (4, ("30", "", "32"), "t.t"),
    ]
    assert book.sheets[0].merged == ("A1:C1", "B2:B4")


def test_cells_before_the_grid_push_a_row_to_its_columns() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 1).text = "a", "b"
    row = table.rows[1]._tr
    row.remove(row.tc_lst[0])
    properties = row.get_or_add_trPr()
    before = OxmlElement("w:gridBefore")
    before.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val", "1")
    properties.append(before)
    assert grid(opened("a.docx", saved(document))) == [(1, ("a", ""), "t."), (2, ("", "b"), ".t")]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<w:p><w:r><w:t>one</w:t></w:r></w:p><w:p><w:r><w:t>two</w:t></w:r></w:p>", "one\ntwo"),
        ("<w:p><w:r><w:t>140.</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>10</w:t></w:r></w:p>", "140.10"),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc"),
        ("<w:p><w:r><w:t>anti</w:t><w:noBreakHyphen/><w:t>torture</w:t></w:r></w:p>", "anti\u2011torture"),
        (
            '<w:p><w:del w:id="1"><w:r><w:delText>old</w:delText><w:tab/></w:r></w:del><w:r><w:t>new</w:t></w:r></w:p>',
            "new",
        ),
        ('<w:p><w:ins w:id="1"><w:r><w:t>added</w:t></w:r></w:ins></w:p>', "added"),
        (
            '<w:p><w:moveFrom w:id="1"><w:r><w:t>was</w:t></w:r></w:moveFrom>'
            '<w:moveTo w:id="2"><w:r><w:t>is</w:t></w:r></w:moveTo></w:p>',
            "is",
        ),
        ("<w:p><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p>", "link"),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>control</w:t></w:r></w:p></w:sdtContent></w:sdt>", "control"),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>5</w:t></w:r></w:p>", "5"),
        (
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>inner</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
            "<w:p><w:r><w:t>after</w:t></w:r></w:p>",
            "inner\nafter",
        ),
        (
            '<w:p><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            "<mc:Choice><w:r><w:t>once</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>once</w:t></w:r></mc:Fallback>"
            "</mc:AlternateContent></w:p>",
            "once",
        ),
        ('<w:p><w:r><w:t xml:space="preserve">x&amp;nbsp; </w:t></w:r></w:p>', "x&nbsp; "),
    ],
)
def test_a_cell_reads_as_people_see_it(inner: str, text: str) -> None:
    assert one_cell(inner) == text


def test_a_deleted_row_is_left_out_and_an_inserted_one_kept() -> None:
    document = docx.Document()
    table = document.add_table(3, 1)
    for row, mark in enumerate(("", "w:del", "w:ins")):
        table.cell(row, 0).text = mark or "plain"
        if mark:
            table.rows[row]._tr.get_or_add_trPr().append(OxmlElement(mark))
    assert grid(opened("a.docx", saved(document))) == [(1, ("plain",), "t"), (2, ("w:ins",), "t")]


def test_a_document_with_a_document_type_is_refused() -> None:
    text = '<!DOCTYPE a [<!ENTITY b "c">]><w:document><w:body/></w:document>'
    with pytest.raises(Refusal) as refused:
        opened("a.docx", packed({"word/document.xml": text}))
    assert refused.value.key == "document_type"


@pytest.mark.parametrize(("name", "rows", "themes"), [("upr34", 269, 53), ("upr48", 308, 53)])
def test_the_thematic_lists_are_read_row_by_row(shared_data: Path, name: str, rows: int, themes: int) -> None:
    book = opened("a.docx", (shared_data / "ohchr" / f"{name}-slovenia-thematic-list.docx").read_bytes())
    (table,) = book.sheets
    assert len(table.rows) == rows
    assert len(table.merged) == themes
    assert book.headers[0].startswith("UPR of Slovenia (")
