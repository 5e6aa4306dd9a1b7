"""Workbooks go to those who owe a report, show what was said before, and are remembered cell by cell."""

from pathlib import Path

import openpyxl
import pytest
from plan_samples import Planned

from upr_desktop.exchange.gate import Gate
from upr_desktop.exchange.recognise import recognise
from upr_desktop.exchange.sheets import Book, Sheet
from upr_desktop.jobs.issue import Issued, issue
from upr_desktop.jobs.return_changes import SentChange
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.queries import records
from upr_desktop.register.return_store import Dispatched, dispatch, dispatch_heads
from upr_desktop.words import say


def sent(sample: Planned, tmp_path: Path, *codes: str, language: str = "ru") -> list[Issued]:
    return issue(sample.register, "2026H2", tmp_path / "out", language, codes=codes, author="me")


def read(path: Path) -> Book:
    with Gate() as gate:
        return gate.examine(path.name, path.read_bytes())


def kept(sample: Planned, id: str) -> Dispatched:
    with sample.register.reading() as connection:
        found = dispatch(connection, id)
    assert found is not None
    return found


def column(sheet: Sheet, title: str) -> int:
    return sheet.cell(7, 1).column + [cell.raw for cell in sheet.by_number[7].cells()].index(title)


def test_each_agency_that_owes_a_report_gets_a_workbook_named_for_what_it_is(
    sample: Planned, tmp_path: Path
) -> None:
    found = sent(sample, tmp_path)
    assert [(one.agency, one.file.name, one.rows) for one in found] == [
        ("CITY", "УПО_CITY-ру_2026-II_ru.xlsx", 1),
        ("LEB", "УПО_LEB-ру_2026-II_ru.xlsx", 1),
        ("MIA", "УПО_MIA-ру_2026-II_ru.xlsx", 1),
        ("MOJ", "УПО_MOJ-ру_2026-II_ru.xlsx", 3),
    ]


def test_drafts_of_what_is_owed_are_one_revision_that_issuing_again_does_not_repeat(
    sample: Planned, tmp_path: Path
) -> None:
    before = sample.register.revision()
    sent(sample, tmp_path)
    with sample.register.reading() as connection:
        reports = records(connection, "progress")
    assert sample.register.revision() == before + 1
    assert sample.register.history()[0].kind == "issue"
    sent(sample, tmp_path)
    assert sample.register.revision() == before + 1
    with sample.register.reading() as connection:
        assert records(connection, "progress") == reports
    sample.register.undo(before + 1)
    with sample.register.reading() as connection:
        assert len(records(connection, "progress")) == 4


def test_a_workbook_is_known_by_its_property_its_hidden_sheet_and_its_keys(
    sample: Planned, tmp_path: Path
) -> None:
    (one,) = sent(sample, tmp_path, "MIA")
    book = read(one.file)
    sheet, marks = book.sheets[0], next(each for each in book.sheets if each.name == "_upr")
    assert recognise(book).layout == "return"
    assert book.properties["upr-return"] == one.dispatch
    assert (marks.hidden, marks.cell(2, 2).raw) == (True, one.dispatch)
    assert sheet.cell(7, 2).raw == f"upr:{one.dispatch}"
    assert sheet.hidden_columns == {2}
    keys = {row.cell(2).raw for row in sheet.rows if row.number > 8} - {""}
    assert keys == set(kept(sample, one.dispatch).shown) == {sample["1/MIA/2026H2"]}


def test_the_last_answer_and_the_remark_stand_beside_the_cell_to_fill_in(
    sample: Planned, tmp_path: Path
) -> None:
    (one,) = sent(sample, tmp_path, "MOJ")
    sheet = read(one.file).sheets[0]
    titles = [cell.raw for cell in sheet.by_number[7].cells()]
    assert titles[-7:] == [
        say(f"return.column.{key}", "ru")
        for key in (
            "previous",
            "remark",
            "claimed_status",
            "narrative",
            "done_on",
            "evidence_text",
            "problems_text",
        )
    ]
    row = next(row for row in sheet.rows if row.cell(1).raw == "2")
    assert row.cell(10).raw == "Исполнено.\nВсё хорошо"
    assert row.cell(11).raw == "Приложите приказ"
    assert kept(sample, one.dispatch).shown[row.cell(2).raw]["remark"] == "Приложите приказ"  # type: ignore[index]


def test_what_was_said_so_far_stands_in_the_cells_and_is_the_base(sample: Planned, tmp_path: Path) -> None:
    (one,) = issue(sample.register, "2026H1", tmp_path, "ru", codes=["MIA"])
    sheet = read(one.file).sheets[0]
    row = next(row for row in sheet.rows if row.cell(2).raw == sample["1/MIA/2026H1"])
    assert {"Исполняется", "Готовим проект закона"} <= set(row.raw)
    key = sample["1/MIA/2026H1"]
    assert kept(sample, one.dispatch).base == {
        (key, "claimed_status"): "in_progress",
        (key, "narrative_ru"): "Готовим проект закона",
    }


def test_a_narrative_in_another_language_is_shown_under_its_own_field(
    sample: Planned, tmp_path: Path
) -> None:
    found = issue(sample.register, "2026H1", tmp_path, "ru", codes=["MOJ"])
    assert kept(sample, found[0].dispatch).base[sample["1/MOJ/2026H1"], "narrative_kk"] == "Жұмыс басталды"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_only_the_tinted_cells_are_unlocked_and_lists_warn_without_blocking(
    sample: Planned, tmp_path: Path, language: str
) -> None:
    (one,) = sent(sample, tmp_path, "MIA", language=language)
    sheet = openpyxl.load_workbook(one.file).worksheets[0]
    open_columns = [cell.column for cell in sheet[9] if not cell.protection.locked]
    assert [sheet.cell(7, at).value for at in open_columns] == [
        say(f"return.column.{key}", language)
        for key in ("claimed_status", "narrative", "done_on", "evidence_text", "problems_text")
    ]
    rules = sheet.data_validations.dataValidation
    assert {rule.errorStyle for rule in rules if rule.type in ("list", "date")} == {"warning"}
    assert (sheet.protection.sheet, sheet.protection.password) == (True, None)
    assert sheet.print_title_rows == "$7:$8"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.title == say("return.sheet", language)


def test_issuing_again_says_what_changed_since(sample: Planned, tmp_path: Path) -> None:
    (first,) = sent(sample, tmp_path, "MIA")
    assert (first.previous, list(first.since)) == (None, [])
    sample.edit("m1", "measure", "text_ru", "Сделать всё")
    sample.edit("1/MIA/2026H2", "progress", "narrative_ru", "Внесён")
    (second,) = sent(sample, tmp_path, "MIA")
    assert second.previous == first.dispatch
    assert list(second.since) == [
        SentChange("1", "measure", "Сделать 1", "Сделать всё"),
        SentChange("1", "narrative_ru", "", "Внесён"),
    ]
    told = "\n".join(cell.raw for row in read(second.file).sheets[1].rows for cell in row.cells())
    assert "«Сделать 1»" in told


def test_a_closed_measure_leaves_the_next_workbook_and_is_named(sample: Planned, tmp_path: Path) -> None:
    sent(sample, tmp_path, "MOJ")
    closed = {"measure_id": sample["m2"], "decision": "close", "date": "2026-07-01"}
    sample.add("closed", "measure_decision", **closed)
    (again,) = sent(sample, tmp_path, "MOJ")
    assert again.rows == 2
    assert SentChange("2", "row", "Сделать 2", "") in again.since


def test_nobody_gets_a_workbook_where_one_of_those_named_owes_nothing(
    sample: Planned, tmp_path: Path
) -> None:
    sample.edit("1/MIA", "assignment", "reports", False)
    with pytest.raises(RegisterError, match="nothing_owed"):
        sent(sample, tmp_path, "MOJ", "MIA")
    assert not (tmp_path / "out").exists()


def test_a_measure_stands_under_its_area_in_the_workbooks_language(sample: Planned, tmp_path: Path) -> None:
    sample.put("areas", "vocabulary", code="area")
    sample.put("area", "term", vocabulary_id=sample["areas"], no=3, name_ru="Пытки", name_kk="Азаптау")
    sample.save()
    sample.edit("m1", "measure", "area_id", sample["area"])
    sample.edit("m1", "measure", "section", "Раздел плана")
    for language, heading in (("kk", "3. Азаптау"), ("ru", "3. Пытки")):
        (one,) = sent(sample, tmp_path, "MIA", language=language)
        assert read(one.file).sheets[0].cell(9, 1).raw == heading


def test_a_deadline_is_told_in_the_workbooks_language_where_the_plan_is_in_another(
    sample: Planned, tmp_path: Path
) -> None:
    sample.edit("m1", "measure", "original_language", "ru")
    for language, told in (("ru", "2027 год"), ("kk", "2027 жыл")):
        (one,) = sent(sample, tmp_path, "MIA", language=language)
        assert [row["deadline"] for row in kept(sample, one.dispatch).shown.values()] == [told]


def test_many_recommendations_of_one_measure_are_told_in_short(sample: Planned, tmp_path: Path) -> None:
    for number in ("140.1", "140.2"):
        sample.edit(f"{number}/1", "recommendation_part", "text_ru", "Принять меры " * 60)
    (one,) = sent(sample, tmp_path, "MIA")
    (shown,) = kept(sample, one.dispatch).shown.values()
    lines = shown["recommendation_text"].split("\n")
    assert [line[:6] for line in lines] == ["140.1:", "140.2:"]
    assert all(len(line) < 300 and line.endswith("…") for line in lines)


@pytest.mark.parametrize("in_the_way", ["a file for a folder", "a folder for a workbook"])
def test_workbooks_that_cannot_be_saved_are_not_remembered_as_sent(
    sample: Planned, tmp_path: Path, in_the_way: str
) -> None:
    if in_the_way == "a file for a folder":
        (tmp_path / "out").write_bytes(b"")
    else:
        (tmp_path / "out" / "УПО_MOJ-ру_2026-II_ru.xlsx").mkdir(parents=True)
    before = sample.register.revision()
    with pytest.raises(RegisterError, match="cannot_write_file"):
        sent(sample, tmp_path)
    assert sample.register.revision() == before
    with sample.register.reading() as connection:
        assert dispatch_heads(connection) == []
    assert [path for path in tmp_path.glob("out/*") if path.is_file()] == []


def test_agencies_with_one_short_name_get_a_workbook_each(sample: Planned, tmp_path: Path) -> None:
    sample.edit("MIA", "agency", "short_ru", "moj-РУ")
    files = [one.file for one in sent(sample, tmp_path, "MIA", "MOJ")]
    assert [file.name for file in files] == [
        "УПО_moj-РУ_2026-II_ru_MIA.xlsx",
        "УПО_MOJ-ру_2026-II_ru_MOJ.xlsx",
    ]
    assert all(file.exists() for file in files)
