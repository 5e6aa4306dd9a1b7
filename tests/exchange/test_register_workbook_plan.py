"""A plan goes out in the register's workbook and comes back: unedited nothing changes, an edit brings only itself."""

import tempfile
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plan_samples import Planned, planned, recommendation
from test_register_workbook_round_trip import LETTERS, TEXTS
from workbook_samples import Sample, Sheets, added, codes, draft_of, edits, exported, said_in_words

from upr_desktop.merge.draft import Draft
from upr_desktop.merge.register_sheets import register_sheets
from upr_desktop.register.changes import ChangeSet, Edited, Label, Value
from upr_desktop.register.dump import dump_lines
from upr_desktop.register.fold import fold
from upr_desktop.register.kinds import kinds
from upr_desktop.register.register import Register
from upr_desktop.words import LANGUAGES, say

FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MEASURES, PERIODS, PROGRESS = "record.measure.many", "record.period.many", "record.progress.many"
PLANS, WORDINGS = "record.plan.many", "record.summary.many"
SHEETS = {"plan": "plan", "m1": "measure", "2026H1": "period", "1/MIA/2026H1": "progress", "remark": "remark",
          "wording": "summary"}  # fmt: skip
TEXT_FIELDS = [
    (name, kind, field.name)
    for name, kind in SHEETS.items()
    for field in kinds()[kind].fields
    if field.type is str and not (field.codes or field.day or field.refers or field.any_record)
    and field.name not in ("code", "number", "record_kind")
    and field.name != "deadline_details"
]  # fmt: skip


def sheets_of(sample: Planned) -> Sample:
    return Sample(sample.register, sample.ids)


@pytest.fixture
def sample() -> Planned:
    return with_wording(planned())


def with_wording(sample: Planned) -> Planned:
    """Give measure 1 a consolidated wording, and a recommendation one that has no row."""
    of_period: dict[str, Value] = {"period_id": sample["2026H1"], "state": "draft", "text_ru": "Свод"}
    sample.put("wording", "summary", record_kind="measure", record_id=sample["m1"], **of_period)
    sample.put("elsewhere", "summary", record_kind="recommendation", record_id=sample["140.1"], **of_period)
    sample.save()
    return sample


def changed(sample: Planned, folder: Path, *cells: tuple[str, str, str, object], **options: object) -> Draft:
    """Write the workbook in Russian, type values into cells (sheet, first cell, column's title), and draft it."""
    path = exported(sheets_of(sample), folder, "ru")
    sheets = Sheets(path, "ru")
    for on, first, title, value in cells:
        sheets.cell(first, title, 0, on).value = value
    sheets.save()
    return draft_of(sheets_of(sample), path, **options)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_columns_of_a_sheet_have_one_title(language: str) -> None:
    for spec in register_sheets().values():
        titles = [fold(say(column.title, language)) for column in spec.columns]
        assert sorted(set(titles)) == sorted(titles), spec.key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("confidential", [True, False])
def test_a_plan_that_nobody_edited_changes_nothing(
    sample: Planned, tmp_path: Path, language: str, confidential: bool
) -> None:
    sample.edit("1/MIA/2026H2", "progress", "confidential", True)
    path = exported(sheets_of(sample), tmp_path, language, confidential=confidential)
    draft = draft_of(sheets_of(sample), path)
    assert (list(draft.changes.changes), codes(draft)) == ([], [])
    assert draft.counts["unchanged"] == len(draft.rows) == 4 + 1 + 4 + 2 + 3 + confidential + 1 + 1 + 4 + 1


def test_a_register_without_a_plan_has_no_sheets_of_one(tmp_path: Path) -> None:
    register = Register.create(tmp_path / "a.upr", "Empty")
    assert len(openpyxl.load_workbook(exported(Sample(register), tmp_path)).sheetnames) == 9
    with_plan = openpyxl.load_workbook(exported(sheets_of(planned()), tmp_path)).sheetnames
    assert with_plan[1:5] == ["Планы", "Мероприятия", "Отчётные периоды", "Информация об исполнении"]
    assert with_plan[5] == "Сводные формулировки"


@FEW
@given(
    texts=st.lists(TEXTS, min_size=len(TEXT_FIELDS), max_size=len(TEXT_FIELDS)),
    language=st.sampled_from(LANGUAGES),
)
def test_a_plan_of_hostile_texts_comes_back_unchanged(texts: list[str], language: str) -> None:
    sample = with_wording(planned())
    changes = []
    for (name, kind, field), text in zip(TEXT_FIELDS, texts, strict=True):
        must = kinds()[kind].by_name[field].required and not text.strip()
        after = f"{text[:1000]}x" if must else text
        changes.append(Edited(kind, sample[name], field, sample.stored(name, kind)[field], after))
    sample.apply(ChangeSet(Label("label.test"), changes))
    with tempfile.TemporaryDirectory() as folder:
        draft = draft_of(sheets_of(sample), exported(sheets_of(sample), Path(folder), language))
    assert (list(draft.changes.changes), codes(draft)) == ([], [])


@FEW
@given(
    number=st.text(LETTERS, max_size=6),
    code=st.text(LETTERS, min_size=1, max_size=6).filter(str.strip),
    twin=st.booleans(),
)
def test_strange_and_repeated_names_still_name_one_record_each(number: str, code: str, twin: bool) -> None:
    sample = planned()
    sample.edit("m1", "measure", "number", number)
    sample.edit("m2", "measure", "number", number if twin else "2")
    sample.edit("2026H1", "period", "code", code)
    sample.edit("2026H2", "period", "code", code if twin else "X")
    with tempfile.TemporaryDirectory() as folder:
        draft = draft_of(sheets_of(sample), exported(sheets_of(sample), Path(folder)))
    assert (list(draft.changes.changes), codes(draft)) == ([], [])


def test_each_edit_of_a_measure_is_exactly_that_edit(sample: Planned, tmp_path: Path) -> None:
    draft = changed(
        sample,
        tmp_path,
        (MEASURES, "2", "field.measure.text_kk", "Жасау"),
        (MEASURES, "2", "field.measure.funding", "Бюджет"),
        (MEASURES, "10", "role.lead", "MIA-ру; MOJ-ру"),
        (MEASURES, "10.1", "record.recommendation.many", "140.2, 140.3"),
    )
    assert codes(draft) == []
    edits = [(one.field, one.after) for one in draft.changes.changes if isinstance(one, Edited)]
    assert Counter(edits) == Counter(
        [
            ("text_kk", "Жасау"),
            ("funding", "Бюджет"),
            ("archived", True),
        ]
    )
    assert {row["agency_id"] for row in added(draft, "assignment")} == {sample["MIA"], sample["MOJ"]}
    assert {row["measure_id"] for row in added(draft, "assignment")} == {sample["m10"]}
    assert added(draft, "measure_recommendation") == [
        {"measure_id": sample["m10.1"], "recommendation_id": sample["140.3"]}
    ]
    sample.apply(draft.changes)
    assert [link.number for link in sample.measures()["10.1"].recommendations] == ["140.2", "140.3"]


def test_a_number_corrected_moves_its_place(sample: Planned, tmp_path: Path) -> None:
    sample.apply(changed(sample, tmp_path, (MEASURES, "2", "field.measure.number", "10.2")).changes)
    assert [(row.number, row.order) for row in sample.measures().values()][-1] == ("10.2", (10, 2, 0))
    number = changed(sample, tmp_path, (MEASURES, "1", "field.measure.number", 7))
    assert ("number", "1", "7") in edits(number)
    draft = changed(sample, tmp_path, (MEASURES, "1", "field.measure.number", 12.1))
    assert codes(draft) == ["number_ambiguous"]
    said_in_words(draft)


def test_a_deadline_typed_anew_is_understood_anew(sample: Planned, tmp_path: Path) -> None:
    draft = changed(sample, tmp_path, (MEASURES, "10", "field.measure.deadline_raw", "до 1 марта 2027 года"))
    sample.apply(draft.changes)
    deadline = sample.measures()["10"].deadline
    assert (deadline.kind, deadline.end, deadline.decided_by) == ("day", "2027-03-01", "parser")


def test_dates_of_a_deadline_typed_by_hand_are_the_persons(sample: Planned, tmp_path: Path) -> None:
    draft = changed(sample, tmp_path, (MEASURES, "10", "field.measure.deadline_end", "31.12.2027"))
    sample.apply(draft.changes)
    deadline = sample.measures()["10"].deadline
    assert (deadline.raw, deadline.end, deadline.decided_by) == ("как получится", "2027-12-31", "person")


def test_reports_are_edited_in_the_words_of_any_language(sample: Planned, tmp_path: Path) -> None:
    draft = changed(
        sample,
        tmp_path,
        (PROGRESS, "2 · MOJ-ру", "field.progress.claimed_status", "Ішінара орындалды"),
        (PROGRESS, "2 · MOJ-ру", "field.progress.done_on", "30.06.2026"),
        (PROGRESS, "2 · MOJ-ру", "record.remark.many", "Приложите приказ\n\nИ письмо"),
        (PROGRESS, "2 · MOJ-ру", "field.progress.no_change", "да"),
    )
    assert codes(draft) == []
    assert {(one.field, one.after) for one in draft.changes.changes if isinstance(one, Edited)} == {
        ("claimed_status", "partially_implemented"),
        ("done_on", "2026-06-30"),
        ("no_change", True),
    }
    assert added(draft, "remark") == [{"progress_id": sample["2/MOJ/2026H1"], "text": "И письмо"}]


def test_a_wording_edited_in_the_workbook_comes_back_and_is_for_official_use_where_it_says_so(
    sample: Planned, tmp_path: Path
) -> None:
    draft = changed(
        sample,
        tmp_path,
        (WORDINGS, "1", "field.summary.text_kk", "Жиынтық"),
        (WORDINGS, "1", "field.summary.state", "Согласовано"),
        (WORDINGS, "1", "field.summary.confidential", "да"),
    )
    assert codes(draft) == []
    assert {(one.field, one.after) for one in draft.changes.changes if isinstance(one, Edited)} == {
        ("text_kk", "Жиынтық"),
        ("state", "agreed"),
        ("confidential", True),
    }
    sample.apply(draft.changes)
    open_to_all = Sheets(exported(sheets_of(sample), tmp_path, "ru", confidential=False), "ru")
    assert open_to_all.sheet(WORDINGS).max_row == 1


def test_whose_report_it_is_cannot_be_changed_in_its_row(sample: Planned, tmp_path: Path) -> None:
    draft = changed(sample, tmp_path, (PROGRESS, "2 · MOJ-ру", "field.progress.period_id", "2026H2"))
    assert codes(draft) == ["workbook_fixed_column"]
    assert draft.changes.changes == []


NEW_ROWS = {
    MEASURES: {
        "field.measure.plan_id": "План",
        "field.measure.number": "11",
        "field.measure.text_ru": "Новое",
        "field.measure.deadline_raw": "2026 год",
        "role.lead": "MIA-ру",
        "record.recommendation.many": "140.3",
    },
    PERIODS: {
        "field.period.plan_id": "План",
        "field.period.code": "2027H1",
        "field.period.first_day": "01.01.2027",
        "field.period.last_day": "30.06.2027",
    },
    PROGRESS: {
        "field.progress.assignment_id": "10 · LEB-ру",
        "field.progress.period_id": "2026H2",
        "field.progress.narrative_ru": "Работа",
    },
    WORDINGS: {
        "record.measure.one": "10",
        "field.summary.period_id": "2026H2",
        "field.summary.text_ru": "Своими словами",
    },
    PLANS: {"field.plan.title_ru": "Другой план"},
}


@pytest.mark.parametrize("on", NEW_ROWS)
def test_a_new_row_becomes_a_record_where_it_is_ticked(sample: Planned, tmp_path: Path, on: str) -> None:
    path = exported(sheets_of(sample), tmp_path, "ru")
    sheets = Sheets(path, "ru")
    sheet = sheets.sheet(on)
    row = sheet.max_row + 1
    for title, value in NEW_ROWS[on].items():
        sheet.cell(row, sheets.column(title, sheet)).value = value
    sheets.save()
    assert codes(draft_of(sheets_of(sample), path)) == ["workbook_new_row"]
    draft = draft_of(sheets_of(sample), path, create_unknown=True)
    assert codes(draft) == []
    sample.apply(draft.changes)
    with sample.register.reading() as connection:
        assert sum(1 for _ in dump_lines(connection)) > 0
    if on == MEASURES:
        made = sample.measures()["11"]
        assert (made.deadline.end, made.leads) == ("2026-12-31", (sample["MIA"],))
        assert [link.number for link in made.recommendations] == ["140.3"]
    assert codes(draft_of(sheets_of(sample), exported(sheets_of(sample), tmp_path))) == []


@pytest.mark.parametrize(
    ("on", "first", "title", "value", "code"),
    [
        (MEASURES, "1", "record.recommendation.many", "140.99", "workbook_recommendation_unknown"),
        (MEASURES, "1", "record.recommendation.many", "140.1, 140.5", "workbook_recommendation_ambiguous"),
        (MEASURES, "1", "role.lead", "Никто", "workbook_agency_unknown"),
        (MEASURES, "1", "field.measure.plan_id", "Никакой", "workbook_plan_unknown"),
        (PROGRESS, "2 · MOJ-ру", "field.progress.assignment_id", "99 · X", "workbook_assignment_unknown"),
        (PROGRESS, "2 · MOJ-ру", "field.progress.period_id", "2030", "workbook_period_unknown"),
        (PROGRESS, "2 · MOJ-ру", "field.progress.claimed_status", "Прекрасно", "workbook_code_unknown"),
    ],
)
def test_what_a_cell_does_not_name_is_said(
    sample: Planned, tmp_path: Path, on: str, first: str, title: str, value: str, code: str
) -> None:
    sample.put("older", "review", mechanism="UPR", state="KAZ", cycle=3)
    recommendation(sample, "140.5")
    sample.ids["review"] = sample["older"]
    recommendation(sample, "140.5")
    sample.save()
    draft = changed(sample, tmp_path, (on, first, title, value))
    assert codes(draft) == [code]
    said_in_words(draft)
    assert draft.changes.changes == []


def test_a_dump_of_a_plan_is_read_and_written_byte_for_byte(sample: Planned, tmp_path: Path) -> None:
    with sample.register.reading() as connection:
        lines = list(dump_lines(connection))
    with Register.from_dump(tmp_path / "b.upr", lines) as again, again.reading() as connection:
        assert list(dump_lines(connection)) == lines
