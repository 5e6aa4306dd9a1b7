"""The consolidated workbook lists agencies as the dictionary of its language does."""

from pathlib import Path

import pytest
from consolidated_samples import told_plan, written
from openpyxl import load_workbook

SHORT = {"MOJ": "ӘМ", "MIA": "ІІМ", "LEB": "ЖАО"}


@pytest.mark.parametrize("period", ["", "2026H1"])
def test_agencies_stand_in_the_order_of_the_kazakh_alphabet(tmp_path: Path, period: str) -> None:
    sample = told_plan(tmp_path / "r.upr")
    for code, short in SHORT.items():
        sample.edit(code, "agency", "short_kk", short)
    sample.save()
    sheet = load_workbook(written(sample, "kk", period=period).file).worksheets[0]
    listed = [row[0].value for row in sheet.iter_rows(max_col=1) if row[0].value in SHORT.values()]
    assert listed == ["ӘМ", "ЖАО", "ІІМ"] * 2, "those that lead, and those that report"
