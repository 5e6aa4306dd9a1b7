import json

import pytest
from reading_books import book, sheet
from small_plans import FIRST, HEADER, codes, outcomes, plan, said

from upr_desktop.exchange.plan import read_plan
from upr_desktop.exchange.plan_maps import column_maps, mapping_of
from upr_desktop.incoming_plan import ColumnMap
from upr_desktop.register.errors import FileRefused
from upr_desktop.words import LANGUAGES, say

UNTITLED = (
    ("1", "Провести анализ законодательства", "июнь 2026 года", "справка"),
    ("2", "Провести семинар для судей", "декабрь 2026 года", "отчёт"),
)
TOLD = {"sheet": "Лист", "header_row": 0, "columns": {"A": "row_no", "B": "measure", "C": "deadline"}}


def test_a_table_without_titles_is_asked_about_with_a_guess_and_read_as_a_person_says() -> None:
    untitled = book(sheet(UNTITLED, name="Лист"), headers=())
    asked = read_plan(untitled)
    assert (len(asked.measures), codes(asked)) == (0, ["columns_not_recognised"])
    assert asked.tables[0].columns == {"A": "row_no", "B": "measure", "C": "deadline"}
    (told,) = column_maps(TOLD, "map.json")
    reading = read_plan(untitled, told)
    assert [one.number for one in reading.measures] == ["1", "2"]
    said(asked)
    said(reading)


def test_a_mapping_outranks_the_titles_of_its_sheet() -> None:
    columns = {"A": "row_no", "D": "measure", "E": "deadline"}
    reading = plan(FIRST, mapping=ColumnMap("План", 1, columns))
    assert reading.measures[0].text == "проект закона"
    assert reading.measures[0].lead is None
    assert outcomes(reading) == ["header", "measure"]


def test_a_mapping_outranks_what_its_columns_hold() -> None:
    columns = {"A": "row_no", "B": "row_no", "C": "measure"}
    reading = plan(FIRST, FIRST, mapping=ColumnMap("План", 0, columns))
    assert mapping_of(reading.tables[0])["columns"] == columns


def test_what_a_table_was_read_by_can_be_saved_and_read_again() -> None:
    first = plan(FIRST)
    saved = json.loads(json.dumps(mapping_of(first.tables[0])))
    assert saved == {"sheet": "План", "header_row": 1, "columns": dict(first.tables[0].columns)}
    assert plan(FIRST, mapping=column_maps(saved, "map.json")[0]).measures == first.measures


def test_fewer_than_three_fields_are_asked_about() -> None:
    reading = plan(("Издать приказ", "2026 год"), header=("Мероприятие", "Срок исполнения"))
    assert codes(reading) == ["columns_not_recognised"]
    assert reading.tables[0].header_rows == (1,)


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ("x", "map_unreadable"),
        ({**TOLD, "columns": {}}, "map_unreadable"),
        ({**TOLD, "header_row": "4"}, "map_unreadable"),
        ({**TOLD, "columns": {"B2": "measure"}}, "map_unreadable"),
        ({**TOLD, "columns": {"B": "budget"}}, "map_field_unknown"),
        ({**TOLD, "columns": {"B": "deadline"}}, "map_without_measure"),
    ],
)
def test_a_mapping_that_says_nothing_is_refused_with_what_to_do(told: object, key: str) -> None:
    with pytest.raises(FileRefused) as refused:
        column_maps(told, "map.json")
    assert refused.value.key == key
    assert all(say(f"refused.{key}", language, **refused.value.values) for language in LANGUAGES)


def test_a_mapping_of_a_sheet_that_is_not_there_is_refused() -> None:
    with pytest.raises(FileRefused, match="map_sheet_unknown"):
        plan(FIRST, mapping=ColumnMap("Другой", 1, {"C": "measure"}))


def test_a_table_of_figures_is_refused_as_no_plan() -> None:
    rows = (("Показатель", "Код", "Сумма"), ("Расходы", "188", "~n100"), ("Доходы", "189", "~n250"))
    with pytest.raises(FileRefused, match="not_a_plan"):
        read_plan(book(sheet(rows), kind="xlsx", headers=()))


def test_a_budget_with_a_column_of_measures_is_no_plan() -> None:
    header = ("№", "Мероприятия", "Предполагаемые расходы")
    rows = (header, *((str(at), f"Ремонт {at}", f"~n{at}000") for at in range(1, 6)))
    with pytest.raises(FileRefused, match="not_a_plan"):
        read_plan(book(sheet(rows), kind="xlsx", headers=()))


TWO_ROWS = (
    ("№", "Рекомендация", "", "Что делаем", "Когда", "Ответственные"),
    ("", "№", "Содержание", "Мероприятие", "Срок исполнения", "Исполнители"),
    ("1", "140.1", "Принять меры", "Издать приказ", "2026 год", "МЮ"),
)
TWO_TOLD = {
    "A": "row_no",
    "B": "rec_no",
    "C": "rec_text",
    "D": "measure",
    "E": "deadline",
    "F": "responsible",
}


@pytest.mark.parametrize("header_row", [1, 2])
def test_a_second_row_of_titles_below_the_row_that_a_person_named_is_no_measure(header_row: int) -> None:
    told = ColumnMap("Лист", header_row, TWO_TOLD)
    reading = read_plan(book(sheet(TWO_ROWS, name="Лист"), headers=()), (told,))
    assert [one.text for one in reading.measures] == ["Издать приказ"]
    said(reading)


def test_a_first_measure_below_the_titles_that_a_person_named_stays_one() -> None:
    rows = (TWO_ROWS[1], ("1", "140.1", "Срок", "Издать приказ", "2026 год", "МЮ"), TWO_ROWS[2])
    reading = read_plan(book(sheet(rows, name="Лист"), headers=()), (ColumnMap("Лист", 1, TWO_TOLD),))
    assert len(reading.measures) == 2


def test_columns_that_a_mapping_leaves_out_are_not_read() -> None:
    told = ColumnMap("", 1, {"C": "measure", "E": "deadline"})
    (one,) = plan(FIRST, header=HEADER, mapping=told).measures
    assert (one.number, one.references, one.forms) == (None, None, {})
