"""What goes out as a Word document reads back as it was given."""

import io
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from upr_desktop.exchange.word_out import WordColumn, WordOut

COLUMNS = (WordColumn("№", 1), WordColumn("Что сделано", 5))


def written(rows: list[Any], *, landscape: bool = False) -> Any:
    out = WordOut("ru", "Лист замечаний", landscape=landscape)
    out.title("Лист замечаний")
    out.fact("Кому", "МВД")
    out.table(COLUMNS, rows)
    return docx.Document(io.BytesIO(out.content()))


@pytest.mark.parametrize("text", ["=1+1", "140.10", "Қазақстан\nөңірлері", "a\tb", "😀 é", "<w:p/>&amp;"])
def test_a_cell_reads_back_as_it_was_given(text: str) -> None:
    table = written([("1", text)]).tables[0]
    assert table.rows[1].cells[1].text == text


def test_what_no_document_can_hold_is_shown_as_missing() -> None:
    table = written([("1", "a\x00b\x1fc\ud800")]).tables[0]
    assert table.rows[1].cells[1].text == "a\ufffdb\ufffdc\ufffd"


def test_the_header_of_a_table_repeats_and_a_heading_goes_over_all_columns() -> None:
    table = written(["1. Равенство", ("1", "Принят закон")]).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["№", "Что сделано"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[2]._tr.trPr.find(qn("w:tblHeader")) is None
    assert table.rows[1].cells[0]._tc is table.rows[1].cells[1]._tc


def test_the_page_lies_where_the_table_is_wide() -> None:
    page = written([], landscape=True).sections[0]
    assert page.page_width > page.page_height
    page = written([]).sections[0]
    assert page.page_width < page.page_height
