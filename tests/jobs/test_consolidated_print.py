"""The consolidated workbook prints well: nothing is cut at the edge of a page, and no chart across two pages."""

import re
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from consolidated_samples import told_plan, written
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from plan_samples import Planned

from upr_desktop.words import LANGUAGES

A4_WIDTH, A4_HEIGHT, POINTS, PIXELS = 841.9, 595.3, 72, 0.75
ENDS = re.compile(r"<xdr:from>.*?<xdr:row>(\d+)</xdr:row>.*?<xdr:to>.*?<xdr:row>(\d+)</xdr:row>")


@pytest.fixture
def sample(tmp_path: Path) -> Planned:
    return told_plan(tmp_path / "r.upr")


def pages(sheet: Worksheet) -> list[tuple[int, int]]:
    """Return the 0-based first row of each printed page, and the row after its last."""
    last = int(re.findall(r"\d+", sheet.print_area)[-1])
    begins = [0, *(one.id for one in sheet.row_breaks.brk), last]
    return list(pairwise(begins))


def room(sheet: Worksheet) -> tuple[float, float]:
    """Return how wide and high the cells of a page may be, in points, as it is scaled."""
    edge, scale = sheet.page_margins, sheet.page_setup.scale / 100
    width, height = (
        A4_WIDTH - (edge.left + edge.right) * POINTS,
        A4_HEIGHT - (edge.top + edge.bottom) * POINTS,
    )
    return width / scale, height / scale


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("period", ["", "2026H1"])
def test_the_summary_fits_its_pages_and_charts_stay_with_their_tables(
    sample: Planned, language: str, period: str
) -> None:
    file = written(sample, language, period=period, since="2").file
    sheet = load_workbook(file).worksheets[0]
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage, "Excel leaves out breaks of fitted pages"
    assert sheet.page_setup.orientation == "landscape"
    width, height = room(sheet)
    columns = [one.width * (one.max - one.min + 1) for one in sheet.column_dimensions.values()]
    assert sum(int(each * 7) for each in columns) * PIXELS <= width
    for first, after in pages(sheet):
        assert sum(sheet.row_dimensions[row + 1].height for row in range(first, after)) <= height
    with zipfile.ZipFile(file) as package:
        charts = [
            (int(top), int(end))
            for top, end in ENDS.findall(package.read("xl/drawings/drawing1.xml").decode())
        ]
    assert len(charts) == 6
    for top, end in charts:
        assert any(first <= top and end < after for first, after in pages(sheet)), (top, end)


def test_every_sheet_behind_repeats_its_header_and_is_as_wide_as_a_page(sample: Planned) -> None:
    for sheet in load_workbook(written(sample, since="2").file).worksheets[1:]:
        assert sheet.print_title_rows == "$1:$1", sheet.title
        assert sheet.print_area, sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0), sheet.title
        assert sheet.page_setup.orientation == "landscape", sheet.title


def test_a_long_plan_is_broken_into_pages_before_a_table_not_within(sample: Planned) -> None:
    for at in range(40):
        number = f"{at + 100}"
        sample.put(
            f"m{number}", "measure", plan_id=sample["plan"], number=number, paragraph=at + 100, text_ru="Мера"
        )
        sample.put(f"agency {at}", "agency", code=f"A{at}", short_ru=f"Орган {at:02}")
        ends = {"measure_id": sample[f"m{number}"], "agency_id": sample[f"agency {at}"]}
        sample.put(f"task {at}", "assignment", role="lead", **ends)
    sample.save()
    sheet = load_workbook(written(sample).file).worksheets[0]
    blocks = [
        row for row in range(1, sheet.max_row) if sheet.cell(row + 1, 1).value == "Ответственный госорган"
    ]
    assert blocks
    assert blocks[0] - 1 in [first for first, _ in pages(sheet)]
