"""A workbook comes back edited, stale or cleared: each cell that differs is one outcome."""

import shutil
from pathlib import Path

import pytest
from workbook_samples import (
    AREA,
    CO,
    EVIDENCE,
    HEADING,
    LEAD,
    NOTES,
    NUMBER,
    POSITION,
    STATES,
    TEXT_RU,
    Sample,
    Sheets,
    added,
    assign,
    codes,
    draft_of,
    edited,
    edits,
    exported,
    put,
    said_in_words,
    small,
)

from upr_desktop.register.register import Register
from upr_desktop.words import LANGUAGES


@pytest.fixture
def sample() -> Sample:
    return small()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("confidential", [False, True])
def test_a_workbook_that_nobody_edited_changes_nothing(
    sample: Sample, tmp_path: Path, language: str, confidential: bool
) -> None:
    draft = draft_of(sample, exported(sample, tmp_path, language, confidential=confidential))
    assert not draft.changes.changes
    assert not draft.problems
    assert draft.counts["unchanged"] == len(draft.rows) == 10 + confidential


def test_an_edited_cell_is_exactly_that_edit_with_its_place(sample: Sample, tmp_path: Path) -> None:
    draft = edited(sample, tmp_path, put("Поддержать", "140.1", TEXT_RU))
    assert edits(draft) == [("text_ru", None, "Поддержать")]
    change = draft.changes.changes[0]
    assert change.origin is not None
    assert (change.origin.sheet, change.origin.raw) == ("Рекомендации", "Поддержать")
    row = next(row for row in draft.rows if row.outcome == "changed")
    assert change.origin.address.endswith(row.where[-1])
    assert draft.counts == {"created": 0, "changed": 1, "unchanged": 9, "refused": 0, "left_alone": 0}
    sample.register.apply(draft.changes)
    assert not draft_of(sample, tmp_path / "register.xlsx").changes.changes, "the same file twice is once"


@pytest.mark.parametrize("label", ["Қолдау тапты", "Supported", "поддержана", "supported"])
def test_positions_are_known_in_every_language_and_leave_a_trace(
    sample: Sample, tmp_path: Path, label: str
) -> None:
    draft = edited(sample, tmp_path, put(label, "140.1", POSITION))
    assert edits(draft) == [("position", "pending", "supported")]
    assert [row["position_after"] for row in added(draft, "position_change")] == ["supported"]
    sample.register.apply(draft.changes)


def test_an_unknown_position_is_a_problem_and_the_row_is_refused(sample: Sample, tmp_path: Path) -> None:
    draft = edited(sample, tmp_path, put("Одобрена", "140.1", POSITION))
    assert (codes(draft), draft.changes.changes) == (["workbook_code_unknown"], [])
    assert draft.counts["refused"] == 1
    said_in_words(draft)


def test_agencies_are_known_by_any_name_and_separator(sample: Sample, tmp_path: Path) -> None:
    draft = edited(sample, tmp_path, put("минюст;\nСІМ", "140.1", CO))
    agencies = {row["agency_id"] for row in added(draft, "assignment")}
    assert agencies == {sample.ids["MOJ"], sample.ids["MFA"]}
    assert {row["role"] for row in added(draft, "assignment")} == {"co"}
    sample.register.apply(draft.changes)


def test_an_unknown_agency_refuses_its_cell_alone(sample: Sample, tmp_path: Path) -> None:
    def edit(sheets: Sheets) -> None:
        put("МИД, Минчудес", "140.1", LEAD)(sheets)
        put("Новая тема", "140.1", HEADING)(sheets)

    draft = edited(sample, tmp_path, edit)
    assert edits(draft) == [("heading", None, "Новая тема")]
    assert [(p.code, p.values["text"]) for p in draft.problems] == [("workbook_agency_unknown", "Минчудес")]
    assert not added(draft, "assignment")


def test_an_agency_replaced_is_archived_and_added(sample: Sample, tmp_path: Path) -> None:
    draft = edited(sample, tmp_path, put("МЮ", "140.10", LEAD))
    assert edits(draft) == [("archived", False, True)]
    assert [row["agency_id"] for row in added(draft, "assignment")] == [sample.ids["MOJ"]]


def test_areas_and_documents_with_separators_in_their_names_stay_whole(
    sample: Sample, tmp_path: Path
) -> None:
    draft = edited(sample, tmp_path, put("Torture, ill-treatment", "140.1", AREA))
    assert edits(draft) == [("area_id", None, sample.ids["torture"])]
    draft = edited(sample, tmp_path, put("law; on torture, no. 5", "140.100", EVIDENCE))
    assert [row["evidence_id"] for row in added(draft, "evidence_link")] == [sample.ids["law"]]


def test_states_are_numbered_on_and_an_unknown_one_is_kept_as_typed(sample: Sample, tmp_path: Path) -> None:
    draft = edited(sample, tmp_path, put("Португалия; Словакия; Руанда; Нарния", "140.10", STATES))
    states = [(row["name"], row["iso"], row["no"]) for row in added(draft, "recommending_state")]
    assert states == [("Руанда", "RWA", 2), ("Нарния", None, 3)]
    assert codes(draft) == ["unknown_state"]


def test_a_value_shared_by_two_parts_is_edited_in_either_row(sample: Sample, tmp_path: Path) -> None:
    draft = edited(sample, tmp_path, put("Тема", "140.10", HEADING, nth=1))
    assert edits(draft) == [("heading", None, "Тема")]

    def disagree(sheets: Sheets) -> None:
        put("Тема", "140.10", HEADING)(sheets)
        put("Другая", "140.10", HEADING, nth=1)(sheets)

    draft = edited(sample, tmp_path, disagree)
    assert (codes(draft), draft.changes.changes) == (["workbook_rows_disagree"] * 2, [])


def test_a_stale_workbook_reverts_nothing(sample: Sample, tmp_path: Path) -> None:
    path = exported(sample, tmp_path)
    sample.edit("140.1", "recommendation", "heading", "New heading")
    sample.edit("140.1/1", "recommendation_part", "text_en", "Newer text")
    assign(sample, "140.1", "MOJ", "lead")
    draft = draft_of(sample, path)
    assert (draft.changes.changes, codes(draft)) == ([], [])


def test_a_workbook_of_another_copy_of_the_register_reverts_nothing(tmp_path: Path) -> None:
    here = small(tmp_path / "here.upr")
    shutil.copy(tmp_path / "here.upr", tmp_path / "there.upr")
    with here.register, Register.open(tmp_path / "there.upr") as other:
        there = Sample(other, here.ids)
        here.edit("140.100", "recommendation", "heading", "Written here")
        there.edit("140.1", "recommendation", "position", "noted")
        path = exported(there, tmp_path)
        draft = draft_of(here, path)
    assert draft.changes.changes == []
    assert codes(draft) == ["workbook_of_another_copy", "workbook_not_sent", "workbook_not_sent"]
    said_in_words(draft)


def test_a_cell_changed_on_both_sides_is_a_conflict_and_is_not_written(
    sample: Sample, tmp_path: Path
) -> None:
    path = exported(sample, tmp_path)
    sample.edit("140.1", "recommendation", "heading", "Ours")
    sheets = Sheets(path, "ru")
    put("Theirs", "140.1", HEADING)(sheets)
    put("Ещё", "140.1", TEXT_RU)(sheets)
    sheets.save()
    draft = draft_of(sample, path)
    assert edits(draft) == [("text_ru", None, "Ещё")]
    assert [(p.code, p.values) for p in draft.problems] == [
        ("workbook_conflict", {"present": "Ours", "brought": "Theirs"})
    ]
    kept = [change for row in draft.rows for change in row.fields if change.kept]
    assert [(change.before, change.after) for change in kept] == [("Ours", "Theirs")]
    taken = draft_of(sample, path, take=frozenset([sample.ids["140.1"]]))
    assert ("heading", "Ours", "Theirs") in edits(taken)


def test_the_files_text_is_taken_where_its_row_is_ticked(sample: Sample, tmp_path: Path) -> None:
    path = exported(sample, tmp_path)
    sample.edit("140.1/1", "recommendation_part", "text_ru", "Ours")
    sheets = Sheets(path, "ru")
    put("Theirs", "140.1", TEXT_RU)(sheets)
    sheets.save()
    (row,) = [row for row in draft_of(sample, path).rows if row.problems]
    assert row.record is not None
    taken = draft_of(sample, path, take=frozenset([row.record]))
    assert edits(taken) == [("text_ru", "Ours", "Theirs")]


def test_the_same_change_on_both_sides_is_no_conflict(sample: Sample, tmp_path: Path) -> None:
    path = exported(sample, tmp_path)
    sample.edit("140.1", "recommendation", "heading", "Same")
    sheets = Sheets(path, "ru")
    put("Same", "140.1", HEADING)(sheets)
    sheets.save()
    draft = draft_of(sample, path)
    assert (draft.changes.changes, codes(draft)) == ([], [])


@pytest.mark.parametrize(("first", "title"), [("140.100", HEADING), ("140.10", LEAD), ("140.1", NOTES)])
def test_a_cleared_cell_clears_only_when_that_is_confirmed(
    sample: Sample, tmp_path: Path, first: str, title: str
) -> None:
    draft = edited(sample, tmp_path, put(None, first, title))
    assert (codes(draft), draft.changes.changes) == (["workbook_cleared"], [])
    said_in_words(draft)
    draft = edited(sample, tmp_path, put(None, first, title), clear_blanks=True)
    assert len(edits(draft)) == 1
    assert edits(draft)[0][2] in (None, True)


def test_a_position_is_never_cleared(sample: Sample, tmp_path: Path) -> None:
    draft = edited(sample, tmp_path, put(None, "140.10", POSITION), clear_blanks=True)
    assert (codes(draft)[0], draft.changes.changes) == ("workbook_required", [])


def test_missing_rows_delete_nothing(sample: Sample, tmp_path: Path) -> None:
    def edit(sheets: Sheets) -> None:
        sheets.sheet().delete_rows(sheets.row("140.1"))

    draft = edited(sample, tmp_path, edit)
    assert not draft.changes.changes
    assert [(p.code, p.values["count"]) for p in draft.problems] == [("workbook_rows_missing", 1)]
    said_in_words(draft)


def test_sorted_rows_and_moved_columns_are_found_again(sample: Sample, tmp_path: Path) -> None:
    def edit(sheets: Sheets) -> None:
        put("Согласовать", "140.100", HEADING)(sheets)
        sheet = sheets.sheet()
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        turned = [rows[0], *reversed(rows[1:])]
        for at, row in enumerate(turned, 1):
            for to, value in enumerate(reversed(row), 1):
                sheet.cell(at, to).value = value

    draft = edited(sample, tmp_path, edit)
    assert edits(draft) == [("heading", "Theme: all", "Согласовать")]
    assert not draft.problems


def test_one_column_sorted_apart_is_noticed(sample: Sample, tmp_path: Path) -> None:
    def edit(sheets: Sheets) -> None:
        one, other = sheets.cell("140.1", NUMBER), sheets.cell("140.100", NUMBER)
        one.value, other.value = other.value, one.value

    draft = edited(sample, tmp_path, edit)
    assert (codes(draft), draft.changes.changes) == (["workbook_key_and_number"] * 2, [])
    said_in_words(draft)


def test_a_number_corrected_moves_its_place(sample: Sample, tmp_path: Path) -> None:
    draft = edited(sample, tmp_path, put("140.2", "140.1", NUMBER))
    assert edits(draft) == [("number", "140.1", "140.2"), ("item", 1, 2)]


@pytest.mark.parametrize("value", [140.2, 45000])
def test_a_number_typed_as_a_number_leaves_the_row_alone(
    sample: Sample, tmp_path: Path, value: float
) -> None:
    def edit(sheets: Sheets) -> None:
        put("Тема", "140.1", HEADING)(sheets)
        cell = sheets.cell("140.1", NUMBER)
        cell.value, cell.number_format = value, "General"

    draft = edited(sample, tmp_path, edit)
    assert (codes(draft), draft.changes.changes) == (["number_ambiguous"], [])
    assert draft.counts["left_alone"] == 1
