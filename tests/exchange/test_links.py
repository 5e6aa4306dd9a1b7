"""A cell links somewhere that its text need not show: the reader tells where, and no hostile link harms it."""

import io
import time
import zipfile

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from opened import HEAD, MAIN, PACKAGE, RELATED, excel_parts, opened, packed, text_cell
from openpyxl.worksheet.hyperlink import Hyperlink

from upr_desktop.exchange.cell_links import LONGEST, MOST, is_shown, linked_cells, links_of_sheet
from upr_desktop.exchange.package_checks import Package
from upr_desktop.exchange.refusals import Refusal

URL = "https://adilet.zan.kz/rus/docs/Z2600000012"
RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"


def linked(*links: tuple[str, str], after: str = "", mode: str = "External") -> bytes:
    """Return a workbook whose cell A1 says something, with links by range and target."""
    elements = "".join(f'<hyperlink ref="{ref}" r:id="l{at}"/>' for at, (ref, _) in enumerate(links))
    related = "".join(
        f'<Relationship Id="l{at}" Type="{RELATED}/hyperlink" Target="{target}" TargetMode="{mode}"/>'
        for at, (_, target) in enumerate(links)
    )
    rows = f'<row r="1">{text_cell("A1", "см. ссылку")}</row>'
    parts = excel_parts(rows, after=after or f"<hyperlinks>{elements}</hyperlinks>")
    parts[RELATIONS] = f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>'
    return packed(parts)


def test_links_inserted_in_a_workbook_are_told_by_their_cells() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["B2"], sheet["B3"], sheet["B4"] = "см. ссылку", "почта", "лист"
    sheet["B2"].hyperlink = URL
    sheet["B3"].hyperlink = "mailto:press@adilet.gov.kz"
    sheet["B4"].hyperlink = Hyperlink(ref="B4", location="'Лист 2'!A1")
    sheet["B5"].hyperlink = Hyperlink(ref="B5", target="docs/a%20b.pdf", location="page=2")
    buffer = io.BytesIO()
    book.save(buffer)
    assert opened("a.xlsx", buffer.getvalue()).sheets[0].links == {
        "B2": URL,
        "B3": "mailto:press@adilet.gov.kz",
        "B5": "docs/a%20b.pdf#page=2",
    }


def test_a_link_written_as_a_formula_is_told_with_what_it_shows() -> None:
    formula = 'HYPERLINK("https://a.kz/?x=1&amp;y=2","Приказ")'
    rows = (
        f'<row r="1"><c r="A1" t="str"><f>{formula}</f><v>Приказ</v></c>'
        f'<c r="B1" t="str"><f aca="false">IF(1,HYPERLINK(&quot;{URL}&quot;),1)</f><v>да</v></c>'
        f'<c r="C1" t="str"><f>HYPERLINK("#S!A1","дальше")</f><v>дальше</v></c>'
        '<c r="D1" t="inlineStr"><is><t>HYPERLINK("https://b.kz")</t></is></c></row>'
    )
    sheet = opened("a.xlsx", packed(excel_parts(rows))).sheets[0]
    assert sheet.cell(1, 1).raw == "Приказ"
    assert sheet.links == {"A1": "https://a.kz/?x=1&y=2", "B1": URL}


def test_links_are_found_behind_namespace_prefixes_too() -> None:
    parts = excel_parts("")
    parts["xl/worksheets/sheet1.xml"] = (
        f'{HEAD}<x:worksheet xmlns:x="{MAIN}" xmlns:q="{RELATED}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v>'
        '</x:c></x:row></x:sheetData><x:hyperlinks><x:hyperlink ref="A1" q:id="l0"/></x:hyperlinks></x:worksheet>'
    )
    with zipfile.ZipFile(io.BytesIO(linked(("A1", URL)))) as archive:
        parts[RELATIONS] = archive.read(RELATIONS)
    assert opened("a.xlsx", packed(parts)).sheets[0].links == {"A1": URL}


def test_links_of_an_ods_are_told_by_their_cells() -> None:
    office = "urn:oasis:names:tc:opendocument:xmlns"
    paragraph = f'<text:p>см. <text:a xlink:href="{URL}">ссылку</text:a></text:p>'
    inside = '<text:p><text:a xlink:href="#Лист2.A1">лист</text:a></text:p>'
    formula = "of:=HYPERLINK(&quot;https://a.kz&quot;;&quot;Приказ&quot;)"
    content = (
        f'{HEAD}<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" '
        f'xmlns:text="{office}:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<office:body><office:spreadsheet><table:table table:name="S"><table:table-row>'
        '<table:table-cell table:number-columns-repeated="2"/>'
        f'<table:table-cell office:value-type="string">{paragraph}</table:table-cell>'
        f'<table:table-cell office:value-type="string">{inside}</table:table-cell>'
        f'<table:table-cell table:formula="{formula}" office:value-type="string"><text:p>Приказ</text:p>'
        "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    parts: dict[str, str | bytes] = {"mimetype": kind, "META-INF/manifest.xml": manifest}
    sheet = opened("a.ods", packed({**parts, "content.xml": content})).sheets[0]
    assert (sheet.cell(1, 3).raw, sheet.links) == ("см. ссылку", {"C1": URL, "E1": "https://a.kz"})


def test_links_of_a_word_table_are_told_by_their_cells() -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=2).rows[0].cells[1]
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), document.part.relate_to(URL, f"{RELATED}/hyperlink", is_external=True))
    link.append(cell.paragraphs[0].add_run("см. ссылку")._r)
    cell.paragraphs[0]._p.append(link)
    buffer = io.BytesIO()
    document.save(buffer)
    sheet = opened("a.docx", buffer.getvalue()).sheets[0]
    assert (sheet.cell(1, 2).raw, sheet.links) == ("см. ссылку", {"B1": URL})


def test_a_workbook_without_links_has_none() -> None:
    after = '<hyperlinks><hyperlink ref="A1" r:id="gone"/><hyperlink r:id="l0"/></hyperlinks>'
    assert opened("a.xlsx", linked(("A1", URL), after=after)).sheets[0].links == {}
    assert opened("a.xlsx", linked(("A1", "sheet9.xml"), mode="Internal")).sheets[0].links == {}


def test_very_many_and_very_long_links_are_held_within_bounds() -> None:
    many = linked(*[(f"A{at}", "https://a.kz/" + "x" * 2_500) for at in range(1, MOST + 500)])
    links = opened("a.xlsx", many).sheets[0].links
    assert (len(links), {len(url) for url in links.values()}) == (MOST, {LONGEST})


@pytest.mark.parametrize(
    "piece", ["<f>HYPERLINK(", '<f>HYPERLINK("' + "(" * 40 + "</f>", ' r="HYPERLINK(<x:c ']
)
def test_a_part_written_to_be_slow_is_not(piece: str) -> None:
    xml, begun = (piece * 100_000).encode(), time.process_time()
    assert links_of_sheet(xml, Package(linked()), "xl/worksheets/sheet1.xml") == {}
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("relations", ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "<Relationships><a"])
def test_hostile_relations_stay_refused(relations: str) -> None:
    parts = excel_parts("", after='<hyperlinks><hyperlink ref="A1" r:id="l0"/></hyperlinks>')
    with pytest.raises(Refusal):
        opened("a.xlsx", packed({**parts, RELATIONS: relations}))


def test_a_part_that_breaks_off_among_its_links_is_refused() -> None:
    parts = excel_parts(
        f'<row r="1">{text_cell("A1", "x")}</row>', after='<hyperlinks><hyperlink ref="A1" "></hyperlinks>'
    )
    with pytest.raises(Refusal):
        opened("a.xlsx", packed(parts))


@pytest.mark.parametrize(
    ("url", "text"),
    [
        (URL, f"Закон: {URL}."),
        ("http://adilet.zan.kz/", "adilet.zan.kz"),
        ("mailto:press@adilet.gov.kz", "press@adilet.gov.kz"),
        ("https://a.kz/%D0%B7%D0%B0%D0%BA%D0%BE%D0%BD", "(https://a.kz/закон)"),
        ("file:///\\\\srv\\a b.pdf", "\\\\srv\\a b.pdf"),
    ],
)
def test_a_link_that_its_text_spells_out_is_shown(url: str, text: str) -> None:
    assert is_shown(url, text)


@pytest.mark.parametrize("text", ["см. ссылку", "", "https://a.kz/12", "xa.kz/1", "a.kz/1/2", "a.kz"])
def test_a_link_to_another_page_than_its_text_names_is_not_shown(text: str) -> None:
    assert not is_shown("https://a.kz/1", text)


def test_a_link_of_several_cells_counts_for_each_of_a_few_and_for_the_first_of_many() -> None:
    assert linked_cells("B2:C3") == ((2, 2), (2, 3), (3, 2), (3, 3))
    assert linked_cells("A1:XFD1048576") == ((1, 1),)
    assert linked_cells("C7") == ((7, 3),)
    assert linked_cells("nowhere") == ()
