"""Indicators go out in the register's workbook and come back: unedited nothing changes, an edit brings only itself."""

from pathlib import Path

import pytest
from plan_samples import Planned, planned
from workbook_samples import Sample, Sheets, added, codes, draft_of, edits, exported

from upr_desktop.words import LANGUAGES

INDICATORS, VALUES = "record.indicator.many", "record.indicator_value.many"


@pytest.fixture
def sample() -> Planned:
    made = planned()
    made.put("share", "indicator", measure_id=made["m1"], name_ru="=Доля; решений", name_kk="Үлесі", unit="%")
    made.put("twin", "indicator", measure_id=made["m2"], name_ru="=Доля; решений")
    made.put("y2026", "indicator_value", indicator_id=made["share"], year=2026, planned="не менее 80")
    made.put(
        "h1",
        "indicator_value",
        indicator_id=made["share"],
        period_id=made["2026H1"],
        planned="40",
        actual="=1+1",
    )
    made.save()
    return made


def out(sample: Planned, folder: Path, language: str = "ru") -> Path:
    return exported(Sample(sample.register, sample.ids), folder, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_indicators_that_nobody_edited_change_nothing(sample: Planned, tmp_path: Path, language: str) -> None:
    draft = draft_of(Sample(sample.register, sample.ids), out(sample, tmp_path, language))
    assert (list(draft.changes.changes), codes(draft)) == ([], [])


def test_what_was_reached_comes_back_as_that_edit_alone(sample: Planned, tmp_path: Path) -> None:
    path = out(sample, tmp_path)
    sheets = Sheets(path, "ru")
    sheets.cell("1 · =Доля; решений", "field.indicator_value.planned", 0, VALUES).value = "85"
    sheets.cell("1 · =Доля; решений", "field.indicator_value.actual", 0, VALUES).value = "70"
    sheets.save()
    draft = draft_of(Sample(sample.register, sample.ids), path)
    assert codes(draft) == []
    assert {(field, after) for field, _, after in edits(draft)} == {("planned", "85"), ("actual", "70")}
    assert added(draft, "indicator_value") == []
