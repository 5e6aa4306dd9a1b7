"""Indicators go out in the register's workbook and come back: unedited nothing changes, an edit brings only itself."""

from pathlib import Path
from typing import Any

import pytest
from plan_samples import Planned, planned
from workbook_samples import Sample, Sheets, added, codes, draft_of, edits, exported, said_in_words

from upr_desktop.register.changes import Added
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


def first_free(sheet: Any) -> int:
    return next(at for at in range(2, sheet.max_row + 2) if sheet.cell(at, 1).value in (None, ""))


def type_row(sheets: Sheets, sheet: str, values: dict[str, object]) -> int:
    shown = sheets.sheet(sheet)
    at = first_free(shown)
    for title, value in values.items():
        shown.cell(at, sheets.column(title, shown)).value = value
    return at


def test_the_measure_is_chosen_from_the_list_that_existing_rows_name(sample: Planned, tmp_path: Path) -> None:
    sheets = Sheets(out(sample, tmp_path), "ru")
    shown = sheets.sheet(INDICATORS)
    named = [shown.cell(at, sheets.column("field.indicator.measure_id", shown)).value for at in (2, 3)]
    assert named == ["1", "2"]


def with_new_rows(path: Path, language: str) -> Path:
    """Type an indicator of measure 10.1 and its values for two years below the rows that are there."""
    sheets = Sheets(path, language)
    indicator = {
        "field.indicator.measure_id": "10.1",
        "field.indicator.name_ru": "Число обученных судей",
        "field.indicator.name_kk": "Оқытылған судьялар саны",
        "field.indicator.unit": "человек",
    }
    type_row(sheets, INDICATORS, indicator)
    name = {"ru": "Число обученных судей", "kk": "Оқытылған судьялар саны", "en": "Число обученных судей"}
    for year, planned_for in ((2026, "120"), (2027, 250)):
        values: dict[str, object] = {
            "field.indicator_value.indicator_id": f"10.1 · {name[language]}",
            "field.indicator_value.year": year,
            "field.indicator_value.planned": planned_for,
        }
        type_row(sheets, VALUES, values)
    sheets.save()
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_indicator_with_its_values_comes_in_with_a_tick(
    sample: Planned, tmp_path: Path, language: str
) -> None:
    path = with_new_rows(out(sample, tmp_path, language), language)
    register = Sample(sample.register, sample.ids)
    waiting = draft_of(register, path)
    assert not waiting.changes.changes
    assert "workbook_new_row" in codes(waiting)
    said_in_words(waiting)
    draft = draft_of(register, path, create_unknown=True)
    assert codes(draft) == []
    (made,) = added(draft, "indicator")
    assert (made["measure_id"], made["name_ru"], made["unit"]) == (
        sample["m10.1"],
        "Число обученных судей",
        "человек",
    )
    new = next(one.id for one in draft.changes.changes if isinstance(one, Added) and one.kind == "indicator")
    assert [
        (one["indicator_id"], one["year"], one["planned"]) for one in added(draft, "indicator_value")
    ] == [
        (new, 2026, "120"),
        (new, 2027, "250"),
    ]
    sample.register.apply(draft.changes)
    again = draft_of(register, path, create_unknown=True)
    assert (list(again.changes.changes), codes(again)) == ([], []), "once"


@pytest.mark.parametrize(
    ("sheet", "values", "code"),
    [
        (INDICATORS, {"field.indicator.measure_id": "77", "field.indicator.name_ru": "Доля"},
         "workbook_measure_unknown"),
        (INDICATORS, {"field.indicator.name_ru": "Доля"}, "workbook_required"),
        (VALUES, {"field.indicator_value.indicator_id": "1 · Нет такого", "field.indicator_value.year": 2026},
         "workbook_indicator_unknown"),
        (VALUES, {"field.indicator_value.indicator_id": "1 · =Доля; решений",
                  "field.indicator_value.year": "скоро"}, "workbook_not_whole"),
    ],
)  # fmt: skip
def test_a_new_row_that_names_nothing_or_says_no_year_is_refused_with_what_to_do(
    sample: Planned, tmp_path: Path, sheet: str, values: dict[str, object], code: str
) -> None:
    path = out(sample, tmp_path)
    sheets = Sheets(path, "ru")
    type_row(sheets, sheet, values)
    sheets.save()
    draft = draft_of(Sample(sample.register, sample.ids), path, create_unknown=True)
    assert codes(draft) == [code]
    assert not draft.changes.changes
    said_in_words(draft)


def test_a_new_measure_its_indicator_and_its_value_come_in_together(sample: Planned, tmp_path: Path) -> None:
    path = out(sample, tmp_path)
    sheets = Sheets(path, "ru")
    shown = sheets.sheet("record.measure.many")
    plan = shown.cell(2, sheets.column("field.measure.plan_id", shown)).value
    new_measure: dict[str, object] = {
        "field.measure.number": "20",
        "field.measure.text_ru": "Открыть школу",
        "field.measure.plan_id": plan,
    }
    type_row(sheets, "record.measure.many", new_measure)
    type_row(sheets, INDICATORS, {"field.indicator.measure_id": "20", "field.indicator.name_ru": "Школ"})
    value: dict[str, object] = {
        "field.indicator_value.indicator_id": "20 · Школ",
        "field.indicator_value.year": 2027,
        "field.indicator_value.planned": "1",
    }
    type_row(sheets, VALUES, value)
    sheets.save()
    draft = draft_of(Sample(sample.register, sample.ids), path, create_unknown=True)
    assert codes(draft) == []
    new = {one.kind: one for one in draft.changes.changes if isinstance(one, Added)}
    assert new["indicator"].values["measure_id"] == new["measure"].id
    assert new["indicator_value"].values["indicator_id"] == new["indicator"].id
