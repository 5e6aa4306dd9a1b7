from pathlib import Path

import docx
import openpyxl
import pytest
from reading_books import book, sheet, through_the_gate
from small_plans import FIRST, HEADER, SECOND, codes, outcomes, plan, said, texts

from upr_desktop.exchange.plan import read_plan
from upr_desktop.exchange.table_rows import data_rows
from upr_desktop.incoming_plan import PlanReading
from upr_desktop.register.errors import FileRefused

TWO_ROWS = (
    ("№ п/п", "Рекомендация", "", "Мероприятие", "Срок исполнения", "Ответственные", ""),
    ("", "№", "Содержание", "", "", "Исполнители", "Соисполнители"),
)
MERGED = ("A1:A2", "B1:C1", "D1:D2", "E1:E2", "F1:G1")


def test_each_value_is_read_with_the_cell_it_stands_in() -> None:
    reading = plan(FIRST)
    (one,) = reading.measures
    assert (one.number, one.rows, one.texts["ru"].raw) == ("1", (2,), "Внести проект закона")
    assert one.forms["ru"].raw == "проект закона"
    assert one.deadline is not None
    assert (one.deadline.place.sheet, one.deadline.place.address) == ("План", "E2")
    assert one.lead is not None
    assert one.lead.place.raw == "МЮ (созыв), МВД"
    assert one.references is not None
    assert one.references.raw == "140.1"
    assert one.partners is None


def test_a_header_of_two_merged_rows_says_what_every_column_holds() -> None:
    row = ("1", "140.1", "Ратифицировать", "Внести проект", "2026 год", "МЮ", "МВД")
    reading = read_plan(book(sheet((*TWO_ROWS, row), MERGED)))
    assert reading.tables[0].columns == {
        "A": "row_no", "B": "rec_no", "C": "rec_text", "D": "measure", "E": "deadline", "F": "responsible",
        "G": "partners",
    }  # fmt: skip
    assert reading.tables[0].header_rows == (1, 2)
    (one,) = reading.measures
    assert [value and value.raw for value in (one.references, one.rec_text, one.lead, one.partners)] == [
        "140.1", "Ратифицировать", "МЮ", "МВД",
    ]  # fmt: skip


def test_a_header_of_two_rows_is_found_where_the_file_does_not_say_what_is_merged() -> None:
    row = ("1", "140.1", "Ратифицировать", "Внести проект", "2026 год", "МЮ", "МВД")
    reading = read_plan(book(sheet((*TWO_ROWS, row))))
    assert reading.tables[0].fields >= {"rec_no", "rec_text", "partners"}
    assert outcomes(reading) == ["header", "header", "measure"]


def test_rows_around_the_measures_are_told_apart() -> None:
    rows = (
        ("", "", "", "", "Приложение № 2", ""),
        ("", "", "", "", "к приказу Министра", ""),
        ("План мероприятий на 2026–2029 годы", "", "", "", "", ""),
        HEADER,
        ("1", "2", "3", "4", "5", "6"),
        ("Раздел 3. Противодействие пыткам", "", "", "", "", ""),
        FIRST,
        ("", "", "в том числе по регионам", "", "", ""),
        SECOND,
        ("Итого: 2 мероприятия", "", "", "", "", ""),
        ("Примечание: МЮ – Министерство юстиции;", "", "", "", "", ""),
        ("МВД – Министерство внутренних дел.", "", "", "", "", ""),
        ("Министр юстиции", "", "", "", "А. Образцов", ""),
    )
    reading = read_plan(
        book(sheet(rows, ("A3:F3", "A6:F6", "A11:F11"), name="План"), kind="xlsx", headers=())
    )
    assert outcomes(reading) == [
        "stamp", "stamp", "title", "header", "number_row", "section", "measure", "continuation", "measure",
        "total", "footnote", "footnote", "signature",
    ]  # fmt: skip
    first, second = reading.measures
    assert first.texts["ru"].raw == "Внести проект закона\nв том числе по регионам"
    assert [place.address for place in first.texts["ru"].places] == ["C7", "C8"]
    assert first.section == second.section
    assert first.section is not None
    assert (first.section.area, first.section.text) == (3, "Противодействие пыткам")
    assert reading.years == (2026, 2029)
    assert reading.title == {"ru": "План мероприятий на 2026–2029 годы"}
    assert reading.stamp == "Приложение № 2\nк приказу Министра"
    assert list(reading.abbreviations) == ["МЮ", "МВД"]
    assert sum(reading.counts().values()) == len(rows)
    said(reading)


@pytest.mark.parametrize(
    ("line", "area", "text"),
    [
        ("3-бағыт. Азаптауға қарсы іс-қимыл", 3, "Азаптауға қарсы іс-қимыл"),
        ("Area 12. Rights of persons with disabilities", 12, "Rights of persons with disabilities"),
        ("IV. Права женщин", 4, "Права женщин"),
        ("Защита детей", None, "Защита детей"),
    ],
)
def test_headings_are_numbered_in_every_way(line: str, area: int | None, text: str) -> None:
    (one,) = plan((line, "", "", "", "", ""), FIRST, merged=("A2:F2",)).measures
    assert one.section is not None
    assert (one.section.area, one.section.text) == (area, text)


def test_a_heading_that_begins_with_a_number_names_the_recommendation_of_the_measures_below() -> None:
    header = ("№ п/п", "Мероприятие", "Срок исполнения", "Ответственные исполнители")
    rows = (("140.21 Обеспечить расследование пыток", "", "", ""), ("1", "Издать приказ", "2026 год", "ГП"))
    (one,) = plan(*rows, header=header, merged=("A2:D2",)).measures
    assert one.references is not None
    assert (one.references.raw, one.references.carried) == ("140.21", "section")


def test_blank_and_merged_cells_carry_recommendation_and_bodies_and_nothing_else() -> None:
    rows = (FIRST, ("2", "", "Издать приказ", "", "", ""), ("3", "", "Третье", "", "2027 год", ""))
    blank = plan(*rows)
    merged = plan(*rows, merged=("B2:B4", "D2:D4", "E2:E3", "F2:F4"))
    for reading, how in ((blank, "blank"), (merged, "merged")):
        _, second, third = reading.measures
        assert second.references is not None
        assert second.lead is not None
        assert (second.references.raw, second.references.carried) == ("140.1", how)
        assert (second.lead.raw, second.lead.carried) == ("МЮ (созыв), МВД", how)
        assert second.deadline is None
        assert not second.forms
        assert third.references is not None
    assert codes(blank) == ["blank_cells_filled"]
    assert codes(merged) == ["merged_form", "merged_deadline", "merged_form"]
    said(merged)


def test_nothing_is_carried_across_a_heading() -> None:
    reading = plan(FIRST, ("Раздел 2. Другое", *[""] * 5), ("2", "", "Издать приказ", "", "2026 год", ""))
    assert reading.measures[1].references is None
    assert reading.measures[1].lead is None


def test_no_co_executors_beside_a_body_of_its_own_are_none() -> None:
    header = ("№", "Мероприятие", "Срок", "Исполнители", "Соисполнители")
    rows = (("1", "Первое", "2026 год", "МЮ", "МВД"), ("2", "Второе", "2026 год", "МИД", ""))
    assert plan(*rows, header=header).measures[1].partners is None


def test_numbers_typed_as_numbers_or_dates_are_doubtful() -> None:
    reading = plan(("1", "~n140.1", *FIRST[2:]), ("~n2", "~d2026-10-12", *SECOND[2:]), ("~n2.1", *SECOND[1:]))
    assert codes(reading) == ["reference_ambiguous", "reference_ambiguous", "measure_number_ambiguous"]
    assert [bool(one.doubtful) for one in reading.measures] == [True, True, False]
    said(reading)


def test_measures_in_two_languages_are_told_apart_by_column_and_within_a_cell() -> None:
    header = ("№", "Іс-шара", "Мероприятие", "Мерзімі / Срок исполнения", "Жауаптылар")
    (one,) = plan(
        ("1", "Заң жобасын енгізу", "Внести проект закона", "2026 жыл", "ӘМ"), header=header
    ).measures
    assert {language: value.raw for language, value in one.texts.items()} == {
        "kk": "Заң жобасын енгізу", "ru": "Внести проект закона",
    }  # fmt: skip
    cell = "Құқық бұзушылықтардың алдын алу туралы заң жобасын енгізу\nВнести в Парламент проект закона о профилактике"
    (both,) = plan(("1", "140.1", cell, "", "2026 год", "МЮ")).measures
    assert set(both.texts) == {"kk", "ru"}


def test_a_repeated_header_ends_no_measure() -> None:
    more = ("", "", "и отчёт", "", "", "")
    reading = plan(FIRST, HEADER, more, SECOND)
    assert outcomes(reading) == ["header", "measure", "header", "continuation", "measure"]


def test_a_measure_without_a_number_is_one_if_it_has_a_deadline() -> None:
    reading = plan(FIRST, ("", "140.2", "Провести форум", "", "2027 год", "МИД"))
    assert outcomes(reading)[1:] == ["measure", "measure"]
    assert codes(reading) == ["measure_number_missing"]
    said(reading)


def test_rows_that_belong_to_nothing_are_left_alone_with_the_reason() -> None:
    reading = plan(
        ("", "140.1", "", "", "", "МЮ"),
        ("5", "140.1", "", "", "2026 год", "МЮ"),
        FIRST,
        (" ", "\xa0", "", "", "", ""),
    )
    assert outcomes(reading)[1:] == ["nothing_to_continue", "measure_missing", "measure", "blank_row"]
    assert [left.where for left in reading.left_alone] == ["План!B2", "План!A3", "План!A5"]
    said(reading)


def test_numbers_that_stand_twice_are_told_and_numbers_of_each_section_only_once() -> None:
    assert codes(plan(FIRST, FIRST)) == ["plan_number_twice"]
    sections = [(f"Раздел {at}. Права", *[""] * 5) for at in (1, 2)]
    reading = plan(sections[0], FIRST, SECOND, sections[1], FIRST, SECOND)
    assert codes(reading) == ["measure_numbers_restart"]
    assert reading.problems[0].values == {"count": 2}
    said(reading)


def test_a_second_table_on_the_sheet_may_have_other_columns() -> None:
    other = ("№", "Мероприятие", "Ответственные исполнители", "Срок исполнения", "", "")
    reading = plan(FIRST, other, ("2", "Второе", "МИД", "2027 год", "", ""))
    assert [table.columns for table in reading.tables][1] == {
        "A": "row_no", "B": "measure", "C": "responsible", "D": "deadline",
    }  # fmt: skip
    assert reading.measures[1].deadline is not None
    assert reading.measures[1].deadline.raw == "2027 год"


def test_a_word_table_without_titles_goes_on_where_the_one_before_it_ended() -> None:
    further = sheet((SECOND,), name="Table 2")
    reading = read_plan(book(sheet((HEADER, FIRST), name="Table 1"), further))
    assert texts(reading) == ["Внести проект закона", "Провести обучение"]
    assert [table.is_continued for table in reading.tables] == [False, True]
    assert len(read_plan(book(sheet((HEADER, FIRST)), further, kind="xlsx")).measures) == 1


def test_tables_that_lay_out_stamp_signature_and_abbreviations_are_not_asked_about() -> None:
    stamp = sheet((("", "Приложение № 1\nк приказу"),), name="Table 1")
    short = sheet(
        (("МЮ", "–", "Министерство юстиции"), ("МВД", "–", "Министерство внутренних дел")), name="Table 3"
    )
    signed = sheet((("Министр", "А. Образцов"),), name="Table 4")
    reading = read_plan(book(stamp, sheet((HEADER, FIRST), name="Table 2"), short, signed, headers=()))
    assert outcomes(reading) == ["stamp", "header", "measure", "footnote", "footnote", "signature"]
    assert dict(reading.abbreviations) == {"МЮ": "Министерство юстиции", "МВД": "Министерство внутренних дел"}
    assert not reading.problems


def test_progress_in_the_file_is_not_read_and_said_so() -> None:
    reading = plan((*FIRST, "Исполнено"), header=(*HEADER, "Ход исполнения"))
    assert codes(reading) == ["progress_not_read"]
    assert not any("Исполнено" in str(one) for one in reading.measures)
    said(reading)


def test_hidden_sheets_are_left_alone_and_hidden_rows_read(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    page = workbook.worksheets[0]
    for row in (HEADER, FIRST, SECOND):
        page.append(row)
    page.row_dimensions[3].hidden = True
    page["F2"] = "=B2"
    old = workbook.create_sheet("Старое")
    old.append(HEADER)
    old.sheet_state = "hidden"
    workbook.save(tmp_path / "plan.xlsx")
    reading = read_plan(through_the_gate(tmp_path / "plan.xlsx"))
    assert len(reading.measures) == 2
    assert [(left.where, left.reason) for left in reading.left_alone] == [("Старое", "hidden_sheet")]
    assert sorted(codes(reading)) == ["hidden_rows_read", "plan_formula_without_value"]
    said(reading)


def test_a_word_plan_is_read_with_its_title_and_footnote(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Приложение № 1")
    document.add_paragraph("Межведомственный план")
    document.add_paragraph("на 2026–2029 годы")
    table = document.add_table(rows=0, cols=6)
    for row in (HEADER, FIRST, SECOND):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.cell(1, 1).merge(table.cell(2, 1))
    document.add_paragraph("Примечание: МЮ – Министерство юстиции.")
    document.save(str(tmp_path / "plan.docx"))
    reading = read_plan(through_the_gate(tmp_path / "plan.docx"))
    assert reading.title == {"ru": "Межведомственный план на 2026–2029 годы"}
    assert (reading.stamp, reading.years, dict(reading.abbreviations)) == (
        "Приложение № 1", (2026, 2029), {"МЮ": "Министерство юстиции"},
    )  # fmt: skip
    assert len(reading.measures) == 2


def real(folder: Path, name: str) -> PlanReading:
    return read_plan(through_the_gate(folder / "workbooks" / name))


def test_the_real_plan_gives_its_twelve_measures_and_its_second_sheet_is_asked_about(
    shared_data: Path,
) -> None:
    reading = real(shared_data, "elorda_compliance_plan_kk.xlsx")
    first, second = reading.tables
    assert [one.number for one in reading.measures] == [str(at) for at in range(1, 13)]
    assert first.fields == {"row_no", "measure", "deadline", "completion_form", "responsible"}
    assert (second.recognised, second.columns) == (False, {"A": "row_no", "D": "measure", "E": "deadline"})
    assert [(left.where, left.reason) for left in reading.left_alone] == [
        ("2-кесте", "columns_not_recognised")
    ]
    assert codes(reading) == ["columns_not_recognised"]
    assert sum(reading.counts().values()) == 41
    said(reading)


def test_the_ministry_s_budget_is_refused_and_both_copies_have_the_same_rows(shared_data: Path) -> None:
    rows = []
    for name in ("mvd_budget_01102012.xlsx", "mvd_budget_01102012_fixed.xlsx"):
        found = through_the_gate(shared_data / "workbooks" / name)
        rows.append([row.raw for row in data_rows(found.sheets[0])])
        with pytest.raises(FileRefused) as refused:
            read_plan(found)
        assert refused.value.key == "not_a_plan"
    assert len(rows[0]) == 1206
    assert rows[0] == rows[1]


def test_every_row_of_the_messy_return_is_accounted_for(shared_data: Path) -> None:
    reading = real(shared_data, "messy_return_ru.xlsx")
    counts = {outcome: count for outcome, count in reading.counts().items() if count}
    assert counts == {
        "measure": 5, "continuation": 1, "section": 1, "stamp": 1, "title": 1, "header": 2, "number_row": 1,
        "total": 1, "footnote": 1, "signature": 1, "left_alone": 1,
    }  # fmt: skip
    assert [bool(one.doubtful) for one in reading.measures] == [True, True, False, False, False]


def test_what_stands_below_the_signature_is_no_measure() -> None:
    below = ("", "", "Исполнение контролирует секретариат", "", "2026 год", "тел. 70-00-00")
    reading = plan(FIRST, ("Министр юстиции", "", "", "", "А. Образцов", ""), below)
    assert outcomes(reading)[1:] == ["measure", "signature", "after_table"]
    said(reading)


def test_values_of_years_keep_plan_and_fact_apart_in_two_rows_of_titles_too() -> None:
    header = (*HEADER, "Индикатор", "План 2027", "Факт 2026")
    (one,) = plan((*FIRST, "Доля", "80", "64"), header=header).measures
    assert [(cell.title, cell.value.raw) for cell in one.indicators] == [
        ("Индикатор", "Доля"),
        ("План 2027", "80"),
        ("Факт 2026", "64"),
    ]
    first = (*HEADER, "Индикатор", "План", "", "Факт", "")
    second = (*("",) * 6, "", "2027", "2028", "2026", "2027")
    merged = (*(f"{letter}1:{letter}2" for letter in "ABCDEFG"), "H1:I1", "J1:K1")
    reading = plan(second, (*FIRST, "Доля", "80", "85", "64", "70"), header=first, merged=merged)
    (one,) = reading.measures
    assert [(cell.title, cell.value.raw) for cell in one.indicators] == [
        ("Индикатор", "Доля"),
        ("План 2027", "80"),
        ("План 2028", "85"),
        ("Факт 2026", "64"),
        ("Факт 2027", "70"),
    ]
