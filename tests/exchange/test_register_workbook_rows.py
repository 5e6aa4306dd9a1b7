"""Rows of a workbook come back without keys, copied, new, or not at all."""

import shutil
import subprocess
from pathlib import Path

import pytest
from workbook_samples import (
    AGENCIES,
    HEADING,
    LEAD,
    NUMBER,
    POSITION,
    STATES,
    TEXT_EN,
    TEXT_RU,
    Sample,
    Sheets,
    added,
    codes,
    draft_of,
    edited,
    edits,
    exported,
    put,
    recommendation,
    said_in_words,
    small,
)

from upr_desktop.register.changes import Edited
from upr_desktop.words import has_words, say


@pytest.fixture
def sample() -> Sample:
    return small()


def without_keys(sheets: Sheets) -> None:
    sheet = sheets.sheet()
    for title in ("upr:recommendation_part", "upr:recommendation"):
        sheet.delete_cols(sheets.column(title, sheet))


def test_rows_without_keys_are_known_by_number_and_text(sample: Sample, tmp_path: Path) -> None:
    def edit(sheets: Sheets) -> None:
        without_keys(sheets)
        put("Защитить женщин", "140.10", TEXT_RU, nth=1)(sheets)
        put("Защитить", "140.100", TEXT_RU)(sheets)

    draft = edited(sample, tmp_path, edit)
    changed = {c.id: c.after for c in draft.changes.changes if isinstance(c, Edited)}
    assert changed == {sample.ids["140.10/2"]: "Защитить женщин", sample.ids["140.100/1"]: "Защитить"}
    assert not draft.problems


def test_numbers_without_keys_in_numeric_cells_are_left_alone(sample: Sample, tmp_path: Path) -> None:
    def edit(sheets: Sheets) -> None:
        without_keys(sheets)
        put(140.1, "140.1", NUMBER)(sheets)

    draft = edited(sample, tmp_path, edit)
    assert draft.counts["left_alone"] == 1
    assert "number_ambiguous" in codes(draft)
    assert not draft.changes.changes


def test_a_number_of_two_reviews_needs_its_review(sample: Sample, tmp_path: Path) -> None:
    sample.add("earlier", "review", mechanism="UPR", state="KAZ", cycle=3)
    sample.add("other", "recommendation", review_id=sample.ids["earlier"], number="140.1", position="noted")

    def edit(sheets: Sheets) -> None:
        put("Тема", "140.1", HEADING)(sheets)
        without_keys(sheets)

    draft = edited(sample, tmp_path, edit)
    assert edits(draft) == [("heading", None, "Тема")]

    def blank_review(sheets: Sheets) -> None:
        edit(sheets)
        put(None, "140.1", "field.recommendation.review_id")(sheets)

    draft = edited(sample, tmp_path, blank_review)
    assert "workbook_number_several" in codes(draft)
    assert not draft.changes.changes


def test_without_the_hidden_sheet_only_blank_fields_are_filled(sample: Sample, tmp_path: Path) -> None:
    def edit(sheets: Sheets) -> None:
        del sheets.book["_upr"]
        sheets.book.custom_doc_props.props.clear()
        put("Заполнено", "140.1", HEADING)(sheets)
        put("Заменено", "140.100", HEADING)(sheets)

    draft = edited(sample, tmp_path, edit)
    assert edits(draft) == [("heading", None, "Заполнено")]
    assert codes(draft) == ["workbook_not_dated", "workbook_not_sent"]
    said_in_words(draft)


def test_the_document_property_stands_in_for_the_hidden_sheet(sample: Sample, tmp_path: Path) -> None:
    def edit(sheets: Sheets) -> None:
        del sheets.book["_upr"]
        put("Заменено", "140.100", HEADING)(sheets)

    draft = edited(sample, tmp_path, edit)
    assert edits(draft) == [("heading", "Theme: all", "Заменено")]
    assert not draft.problems


def test_a_workbook_of_another_register_fills_only_blanks(sample: Sample, tmp_path: Path) -> None:
    path = exported(sample, tmp_path)
    other = small()
    other.edit("140.1", "recommendation", "heading", "Kept")
    draft = draft_of(other, path)
    assert codes(draft)[0] == "workbook_of_another_register"
    assert not [change for change in draft.changes.changes if isinstance(change, Edited)]


def new_row(sheets: Sheets) -> None:
    sheet = sheets.sheet()
    at = sheet.max_row + 1
    told = {NUMBER: "140.101", TEXT_EN: "Abolish", STATES: "Portugal", LEAD: "МИД", POSITION: "Noted"}
    for title, value in told.items():
        sheet.cell(at, sheets.column(title, sheet)).value = value


def test_a_new_row_creates_only_where_it_is_ticked(sample: Sample, tmp_path: Path) -> None:
    draft = edited(sample, tmp_path, new_row)
    assert (codes(draft), draft.changes.changes) == (["workbook_new_row"], [])
    assert draft.counts["refused"] == 1
    where = next(row.where for row in draft.rows if row.outcome == "refused")
    for options in ({"create_unknown": True}, {"create": frozenset([where])}):
        made = draft_of(sample, tmp_path / "register.xlsx", **options)
        assert made.counts["created"] == 1
    sample.register.apply(made.changes)
    found = [row for row in sample.all("recommendation").values() if row["number"] == "140.101"]
    assert [(row["position"], row["paragraph"], row["item"]) for row in found] == [("noted", 140, 101)]
    again = draft_of(sample, tmp_path / "register.xlsx", create_unknown=True)
    assert (again.counts["created"], again.changes.changes, codes(again)) == (0, [], []), "once"


def test_what_a_new_row_leaves_blank_is_not_missing_when_it_comes_again(
    sample: Sample, tmp_path: Path
) -> None:
    def edit(sheets: Sheets) -> None:
        new_row(sheets)
        sheets.sheet().cell(sheets.sheet().max_row, sheets.column(POSITION)).value = None

    sample.register.apply(edited(sample, tmp_path, edit, create_unknown=True).changes)
    again = draft_of(sample, tmp_path / "register.xlsx", clear_blanks=True)
    assert (again.changes.changes, codes(again)) == ([], [])


def test_a_row_that_lost_the_key_of_its_part_alone_is_that_part(sample: Sample, tmp_path: Path) -> None:
    def edit(sheets: Sheets) -> None:
        put(None, "140.1", "upr:recommendation_part")(sheets)
        put("140.1", "140.10", "upr:recommendation_part", nth=1)(sheets)
        put("Защитить женщин", "140.10", TEXT_RU, nth=1)(sheets)

    draft = edited(sample, tmp_path, edit, create_unknown=True)
    assert edits(draft) == [("text_ru", None, "Защитить женщин")]
    assert (codes(draft), added(draft, "recommendation_part")) == ([], [])


def test_a_formula_without_value_keeps_its_new_row_out_and_is_told(sample: Sample, tmp_path: Path) -> None:
    def edit(sheets: Sheets) -> None:
        new_row(sheets)
        sheets.sheet().cell(sheets.sheet().max_row, sheets.column(HEADING)).value = "=A1"

    draft = edited(sample, tmp_path, edit, create_unknown=True)
    assert (draft.changes.changes, codes(draft)) == ([], ["workbook_formula"])


def test_a_row_copied_and_renumbered_is_new_and_a_copy_as_it_is_is_left_alone(
    sample: Sample, tmp_path: Path
) -> None:
    def copy(sheets: Sheets, number: str) -> None:
        sheet, source = sheets.sheet(), sheets.row("140.1")
        for cell in list(sheet[source]):
            sheet.cell(sheet.max_row + (cell.column == 1), cell.column).value = cell.value
        sheet.cell(sheet.max_row, 1).value = number

    draft = edited(sample, tmp_path, lambda sheets: copy(sheets, "140.7"))
    assert codes(draft) == ["workbook_new_row"]
    draft = edited(sample, tmp_path, lambda sheets: copy(sheets, "140.1"))
    assert (draft.counts["left_alone"], draft.changes.changes) == (1, [])


def test_two_edited_rows_with_one_key_are_refused(sample: Sample, tmp_path: Path) -> None:
    def edit(sheets: Sheets) -> None:
        sheet, source = sheets.sheet(), sheets.row("140.1")
        for cell in list(sheet[source]):
            sheet.cell(sheet.max_row + (cell.column == 1), cell.column).value = cell.value
        column = sheets.column(HEADING, sheet)
        sheet.cell(source, column).value = "One"
        sheet.cell(sheet.max_row, column).value = "Other"

    draft = edited(sample, tmp_path, edit)
    assert (codes(draft), draft.changes.changes) == (["workbook_duplicate_key"] * 2, [])


def test_agencies_are_edited_on_their_sheet_and_new_ones_serve_at_once(
    sample: Sample, tmp_path: Path
) -> None:
    def edit(sheets: Sheets) -> None:
        put("МИД РК; Внешполитики", "MFA", "record.agency_alias.many", on=AGENCIES)(sheets)
        put("01.07.2025", "MFA", "field.agency.valid_from", on=AGENCIES)(sheets)
        sheet = sheets.sheet(AGENCIES)
        at = sheet.max_row + 1
        sheet.cell(at, 1).value = "MOH"
        sheet.cell(at, sheets.column("field.agency.short_ru", sheet)).value = "МЗ"
        put("МЗ", "140.1", LEAD)(sheets)

    draft = edited(sample, tmp_path, edit, create_unknown=True)
    assert ("valid_from", None, "2025-07-01") in edits(draft)
    assert {row["name"] for row in added(draft, "agency_alias")} == {"МИД РК", "Внешполитики"}
    sample.register.apply(draft.changes)
    lead = [row["agency_id"] for row in sample.all("assignment").values() if row["role"] == "lead"]
    assert any(sample.all("agency")[id]["code"] == "MOH" for id in lead)


def test_a_record_archived_since_is_left_alone(sample: Sample, tmp_path: Path) -> None:
    path = exported(sample, tmp_path)
    sample.edit("140.100", "recommendation", "archived", True)
    draft = draft_of(sample, path)
    assert (draft.counts["left_alone"], draft.changes.changes) == (1, [])
    assert has_words(f"left_alone.{next(row.reason for row in draft.rows if row.reason)}")


def test_a_formula_without_value_is_a_problem(sample: Sample, tmp_path: Path) -> None:
    draft = edited(sample, tmp_path, put("=1+1", "140.1", HEADING))
    assert (codes(draft), draft.changes.changes) == (["workbook_formula"], [])
    said_in_words(draft)


def test_a_column_whose_title_is_gone_is_named(sample: Sample, tmp_path: Path) -> None:
    draft = edited(sample, tmp_path, rename)
    assert [(p.code, p.values["column"]) for p in draft.problems] == [
        ("workbook_column_missing", say(HEADING, "ru"))
    ]
    assert not draft.changes.changes


def rename(sheets: Sheets) -> None:
    sheets.sheet().cell(1, sheets.column(HEADING)).value = "Что-то ещё"


def test_several_parts_survive_and_a_part_is_added_with_a_tick(sample: Sample, tmp_path: Path) -> None:
    recommendation(sample, "140.11", "One", "Two", "Three")

    def edit(sheets: Sheets) -> None:
        sheet = sheets.sheet()
        at = sheet.max_row + 1
        sheet.cell(at, 1).value = "140.11"
        sheet.cell(at, sheets.column(TEXT_EN, sheet)).value = "Four"

    draft = edited(sample, tmp_path, edit)
    assert codes(draft) == ["workbook_new_part"]
    draft = draft_of(sample, tmp_path / "register.xlsx", create_unknown=True)
    assert [(row["no"], row["text_en"]) for row in added(draft, "recommendation_part")] == [(4, "Four")]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_saves_it_and_nothing_changes(sample: Sample, tmp_path: Path) -> None:
    sample.edit("140.1/1", "recommendation_part", "text_en", "=1+1")
    sample.edit("140.1/1", "recommendation_part", "text_ru", " NBSP\u00a0и\r\nстроки\t ")
    path = exported(sample, tmp_path)
    home, saved = tmp_path / "home", tmp_path / "saved"
    command = ["soffice", f"-env:UserInstallation={home.as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(saved), str(path)], check=True, capture_output=True, timeout=120
    )
    draft = draft_of(sample, saved / path.name)
    assert (draft.changes.changes, codes(draft)) == ([], [])
