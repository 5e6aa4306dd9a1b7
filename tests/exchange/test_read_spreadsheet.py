"""Workbooks are read whole: every kind of cell, and what stands beside the cells."""

import io
import re
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from opened import (
    MAIN,
    RELATED,
    STRICT_MAIN,
    STRICT_RELATED,
    excel_parts,
    opened,
    packed,
    text_cell,
)
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty

from upr_desktop.exchange import read_spreadsheet
from upr_desktop.exchange.refusals import Refusal
from upr_desktop.exchange.scan_sheet_exactly import exact_scan
from upr_desktop.exchange.scan_sheet_xml import cells_of_strings, quick_scan
from upr_desktop.exchange.sheets import Book

THREE = "".join(
    f'<row r="{row}">{text_cell(f"A{row}", f"KAZ-{row}")}{text_cell(f"B{row}", "done")}</row>'
    for row in (1, 2, 3)
)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def texts(book: Book) -> list[tuple[str, ...]]:
    return [row.raw for row in book.sheets[0].rows]


def refusal_of(name: str, content: bytes) -> Refusal:
    with pytest.raises(Refusal) as refused:
        opened(name, content)
    return refused.value


def test_each_kind_of_cell_has_its_text_and_its_kind() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Отчёт")
    day, moment, clock = (
        book.add_format({"num_format": code}) for code in ("dd.mm.yyyy", "dd.mm.yy hh:mm", "hh:mm")
    )
    for column, number in enumerate((5, 140.1, 1 / 3, 1e20, -3.0)):
        sheet.write_number(0, column, number)
    sheet.write_datetime(1, 0, date(2026, 7, 10), day)
    sheet.write_datetime(1, 1, datetime(2026, 7, 10, 10, 30), moment)
    sheet.write_datetime(1, 2, time(10, 30), clock)
    sheet.write_boolean(1, 4, True)
    sheet.write_string(4, 1, "140.10")
    book.close()

    read = opened("а.xlsx", buffer.getvalue()).sheets[0]

    assert [(row.number, row.raw, row.kinds) for row in read.rows] == [
        (1, ("5", "140.1", "0.3333333333333333", "1e+20", "-3"), "nnnnn"),
        (2, ("2026-07-10", "2026-07-10T10:30:00", "10:30:00", "", "TRUE"), "ddd.b"),
        (5, ("", "140.10"), ".t"),
    ]


def test_a_table_that_starts_away_from_the_corner_keeps_its_addresses() -> None:
    rows = f'<row r="3">{text_cell("C3", "here")}</row><row r="6">{text_cell("B6", "there")}</row>'
    sheet = opened("a.xlsx", packed(excel_parts(rows))).sheets[0]
    assert sheet.cell(3, 3).raw == "here"
    assert sheet.cell(6, 2).raw == "there"


def test_dates_of_the_1904_system_are_the_days_that_people_see() -> None:
    rows = '<row r="1"><c r="A1" s="1"><v>44751</v></c></row>'
    mac = packed(excel_parts(rows, about='<workbookPr date1904="1"/>'))
    assert texts(opened("mac.xlsx", mac)) == [("2026-07-10",)]
    assert texts(opened("pc.xlsx", packed(excel_parts(rows)))) == [("2022-07-09",)]


def test_escapes_are_read_as_excel_reads_them() -> None:
    cells = text_cell("A1", "a_x000D_&#10;b") + text_cell("B1", "_x005F_x000D_") + text_cell("C1", "_x0009_")
    rows = f'<row r="1">{cells}</row>'
    assert texts(opened("a.xlsx", packed(excel_parts(rows)))) == [("a\r\nb", "_x000D_", "\t")]


def test_nasty_texts_come_through_letter_by_letter() -> None:
    nasty = [
        "=1+1",
        "140.10",
        "a\u00a0b",
        "a\r\nb",
        "😀",
        "  spaces ",
        "x\x7fy",
        "ЁёҚқ",
        "&lt;<v>1</v>",
        "я" * 32767,
        "'",
    ]
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    for column, text in enumerate(nasty):
        sheet.write_string(0, column, text)
    book.close()
    assert texts(opened("a.xlsx", buffer.getvalue())) == [tuple(nasty)]


def test_runs_of_rich_text_are_one_text() -> None:
    run = '<r><rPr><b/></rPr><t xml:space="preserve">фицировать </t></r>'
    strings = f"<si><r><t>Рати</t></r>{run}</si><si><t>да</t></si>"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    assert texts(opened("a.xlsx", packed(excel_parts(rows, strings=strings)))) == [("Ратифицировать ", "да")]


def test_error_cells_are_errors_and_not_blank() -> None:
    rows = (
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><v>1</v></c></row>'
        '<row r="2"><c t="e" r="C2"><f>1/0</f><v>#DIV/0!</v></c></row><row r="3"><c r="A3"><v>NaN</v></c></row>'
    )
    sheet = opened("a.xlsx", packed(excel_parts(rows))).sheets[0]
    assert [(row.number, row.raw, row.kinds) for row in sheet.rows] == [
        (1, ("#N/A", "1"), "en"),
        (2, ("", "", "#DIV/0!"), "..e"),
        (3, ("#NUM!",), "e"),
    ]


def test_hidden_rows_columns_sheets_comments_merges_and_properties_are_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(1, 6):
        sheet.append([f"r{row}", "б", "в", "г"])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.merge_cells("A1:C1")
    sheet["D2"].comment = Comment("Исполнено, см. письмо", "агент")
    book.create_sheet("_upr").sheet_state = "veryHidden"
    book["_upr"]["A1"] = "key"
    book.custom_doc_props.append(StringProperty(name="upr_dispatch", value="0191"))

    read = opened("return.xlsx", saved(book))

    first, second = read.sheets
    assert first.hidden_rows == {3}
    assert first.hidden_columns == {2}
    assert first.merged == ("A1:C1",)
    assert first.comments == {"D2": "Исполнено, см. письмо"}
    assert (first.hidden, second.hidden) == (False, True)
    assert read.properties == {"upr_dispatch": "0191"}


def test_a_thread_of_comments_is_told_without_the_advice_for_old_programs() -> None:
    parts = excel_parts(THREE)
    sheet = "xl/worksheets/_rels/sheet1.xml.rels"
    parts[sheet] = (
        f'<Relationships xmlns="x"><Relationship Id="a" Type="{RELATED}/comments" Target="../comments1.xml"/>'
        '<Relationship Id="b" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"'
        ' Target="/xl/threadedComments/threadedComment1.xml"/></Relationships>'
    )
    parts["xl/comments1.xml"] = (
        f'<comments xmlns="{MAIN}"><commentList><comment ref="A1"><text><t>[Threaded comment] …</t></text></comment>'
        '<comment ref="B2"><text><r><t>old</t></r><r><t> one</t></r></text></comment></commentList></comments>'
    )
    parts["xl/threadedComments/threadedComment1.xml"] = (
        '<ThreadedComments xmlns="y"><threadedComment ref="A1"><text>почему?</text></threadedComment>'
        '<threadedComment ref="A1"><text>уточняем</text></threadedComment></ThreadedComments>'
    )
    assert opened("a.xlsx", packed(parts)).sheets[0].comments == {"A1": "почему?\nуточняем", "B2": "old one"}


def test_formulas_without_value_are_told_with_their_addresses() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["план", 1, "=B1*2"])
    made = opened("a.xlsx", saved(book)).sheets[0]
    assert made.formulas_without_value == ("C1",)
    rows = (
        '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1"><f>A1</f></c>'
        '<c r="D1"><f t="shared" si="0"/><v/></c></row>'
    )
    assert opened("a.xlsx", packed(excel_parts(rows))).sheets[0].formulas_without_value == ("C1", "D1")


@pytest.mark.parametrize("dimension", ["A1:A1", "B2", "A1:XFD1048576"])
def test_a_dimension_that_lies_loses_no_row(dimension: str) -> None:
    parts = excel_parts(THREE)
    sheet = str(parts["xl/worksheets/sheet1.xml"]).replace('ref="A1:A1"', f'ref="{dimension}"')
    read = opened("a.xlsx", packed(parts | {"xl/worksheets/sheet1.xml": sheet}))
    assert [row.raw[0] for row in read.sheets[0].rows] == ["KAZ-1", "KAZ-2", "KAZ-3"]


def test_strict_ooxml_is_read_in_full() -> None:
    strict = {
        name: str(text).replace(MAIN, STRICT_MAIN).replace(RELATED, STRICT_RELATED)
        for name, text in excel_parts(THREE).items()
    }
    assert len(opened("a.xlsx", packed(strict)).sheets[0].rows) == 3


def test_a_part_with_namespace_prefixes_is_counted_and_read() -> None:
    parts = excel_parts(THREE)
    sheet = re.sub(r"<(/?)([a-z])", r"<\1x:\2", str(parts["xl/worksheets/sheet1.xml"]).split("\n")[1])
    sheet = sheet.replace("xmlns=", "xmlns:x=")
    assert quick_scan(sheet.encode()) is None
    assert len(opened("a.xlsx", packed(parts | {"xl/worksheets/sheet1.xml": sheet})).sheets[0].rows) == 3


def test_cells_without_addresses_stand_where_they_follow_each_other() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    assert texts(opened("a.xlsx", packed(excel_parts(rows)))) == [("1", "2"), ("3",)]


def test_empty_texts_are_no_lost_cells() -> None:
    cells = (
        '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t/></is></c>'
    )
    rows = f'<row r="1">{cells}</row>'
    parts = excel_parts(rows, strings="<si><t/></si><si><t>да</t></si>")
    assert texts(opened("a.xlsx", packed(parts))) == [("", "да")]


def test_cells_of_an_empty_text_are_counted_without_parsing() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for at, text in enumerate(["first", "", "last", "", "", "12"]):
            sheet.write_string(at, 0, text)
    excel = read_spreadsheet.ExcelPackage(read_spreadsheet.Package(content.getvalue()))
    xml = excel.sheet_xml("Sheet1")
    quick = quick_scan(xml)
    assert quick is not None
    assert cells_of_strings(xml, excel.empty_strings) == 3
    assert quick.filled - 3 == exact_scan(xml, excel.empty_strings).filled


@pytest.mark.parametrize(
    ("cell", "filled"),
    [
        ('<c r="A1"><v>1</v></c>', 1),
        ('<c r="A1" t="str"><v xml:space="preserve"> a</v></c>', 1),
        ('<c r="A1" t="inlineStr"><is><t>a</t></is></c>', 1),
        ('<c r="A1"><v></v></c>', 0),
        ('<c r="A1"><v/></c>', 0),
        ('<c r="A1"><v /></c>', 0),
        ('<c r="A1" s="2"/>', 0),
    ],
)
def test_the_quick_scan_counts_a_value_however_it_is_written(cell: str, filled: int) -> None:
    scan = quick_scan(f'<worksheet><sheetData><row r="1">{cell}</row></sheetData></worksheet>'.encode())
    assert scan is not None
    assert scan.filled == filled


def test_fewer_cells_read_than_counted_is_a_refusal() -> None:
    twice = THREE.replace("</row>", f"{text_cell('B1', 'not done')}</row>", 1)
    refusal = refusal_of("a.xlsx", packed(excel_parts(twice)))
    assert (refusal.key, refusal.values) == ("cells_lost", {"sheet": "S", "counted": 7, "read": 6})


def test_a_filled_cell_in_the_last_corner_is_refused_before_the_reader_sees_it() -> None:
    rows = THREE + f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>'
    refusal = refusal_of("a.xlsx", packed(excel_parts(rows)))
    assert (refusal.key, refusal.values["address"]) == ("too_wide_range", "XFD1048576")


def test_an_empty_but_formatted_cell_in_the_last_corner_does_not_matter() -> None:
    rows = THREE + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert len(opened("a.xlsx", packed(excel_parts(rows))).sheets[0].rows) == 3


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]
)
@pytest.mark.parametrize("far", [0, 100_000])
def test_a_document_type_is_refused_in_every_part(part: str, far: int) -> None:
    parts = excel_parts(THREE)
    declared = f'<!--{" " * far}--><!DOCTYPE a [<!ENTITY b "c">]>\n'
    head, rest = str(parts[part]).split("\n", 1)
    assert refusal_of("a.xlsx", packed(parts | {part: f"{head}{declared}{rest}"})).key == "document_type"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_one_changed_letter_is_found_by_the_checksum(part: str) -> None:
    rows = THREE + '<row r="4"><c r="A4" t="s"><v>0</v></c></row>'
    parts = excel_parts(rows, strings="<si><t>started</t></si>")
    content = packed(parts, compression=0)
    old = b"started" if part.endswith("Strings.xml") else b"KAZ-2"
    assert refusal_of("a.xlsx", content.replace(old, old[::-1])).key == "damaged"


def test_a_part_in_utf_16_is_never_read_as_an_empty_sheet() -> None:
    parts = excel_parts(THREE)
    sheet = str(parts["xl/worksheets/sheet1.xml"]).replace("UTF-8", "UTF-16").encode("utf-16")
    assert refusal_of("a.xlsx", packed(parts | {"xl/worksheets/sheet1.xml": sheet})).key in (
        "damaged",
        "cells_lost",
    )


def test_the_quick_and_the_exact_scan_agree_on_what_common_programs_write(shared_data: Path) -> None:
    contents = [path.read_bytes() for path in sorted((shared_data / "workbooks").glob("*.xlsx"))]
    compared = 0
    for content in contents:
        excel = read_spreadsheet.ExcelPackage(read_spreadsheet.Package(content))
        for name in excel.sheet_parts:
            xml = excel.sheet_xml(name)
            quick, exact = quick_scan(xml), exact_scan(xml, excel.empty_strings)
            assert quick is not None
            assert quick.last_row >= exact.last_row
            assert quick.last_column >= exact.last_column
            assert quick.filled >= exact.filled
            for told in ("hidden_rows", "hidden_columns", "formulas_without_value", "merged", "errors"):
                assert getattr(quick, told) == getattr(exact, told), (name, told)
            compared += 1
    assert compared >= 8


def test_the_sheets_of_ods_are_read_with_dates_merges_and_errors() -> None:
    cells = (
        '<table:table-cell office:value-type="string" table:number-columns-spanned="2">'
        "<office:annotation><text:p>note</text:p></office:annotation><text:p>Срок</text:p></table:table-cell>"
        "<table:covered-table-cell/>"
        '<table:table-cell office:value-type="date" office:date-value="2026-07-10"><text:p>10.07</text:p>'
        "</table:table-cell>"
        '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="5"/>'
        '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
        "<text:p>#N/A</text:p></table:table-cell>"
    )
    sheet = opened("a.ods", ods(f"<table:table-row>{cells}</table:table-row>")).sheets[0]
    assert [(row.raw, row.kinds) for row in sheet.rows] == [
        (("Срок", "", "2026-07-10", "5", "5", "#N/A"), "t.dnne")
    ]
    assert sheet.merged == ("A1:B1",)
    assert sheet.hidden_rows is None


def ods(rows: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces} xmlns:calcext="urn:c" office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return packed({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})
