from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_books import (
    book,
    codes,
    reading_or_refusal,
    reasons,
    recommendations,
    said,
    sheet,
    through_the_gate,
)

from upr_desktop.exchange.languages import is_mixed, language_of
from upr_desktop.exchange.texts import read_texts
from upr_desktop.incoming import Reading
from upr_desktop.register.errors import FileRefused

RU = "Ратифицировать Факультативный протокол к Пакту"
KK = "Пактіге Факультативтік хаттаманы ратификациялау"
HEADER = ("№ рекомендации", "Рекомендация", "Ұсыным")


def read(*rows: tuple[str, ...], merged: tuple[str, ...] = (), header: tuple[str, ...] = HEADER) -> Reading:
    return read_texts(book(sheet((header, *rows), merged, name="Тексты")))


def texts(reading: Reading) -> dict[object, list[dict[str, str]]]:
    return {
        one.values["number"]: [dict(part.texts) for part in one.parts] for one in recommendations(reading)
    }


def test_texts_in_two_languages_are_read_by_number() -> None:
    reading = read(("140.1", RU, KK), ("140.10", RU, ""), ("140.100", "", KK))
    assert texts(reading) == {
        "140.1": [{"ru": RU, "kk": KK}],
        "140.10": [{"ru": RU}],
        "140.100": [{"kk": KK}],
    }
    assert {one.quality for one in recommendations(reading)} == {"unchecked"}
    assert (reading.lists[0].complete, reading.lists[0].review.cycle, reading.problems) == (False, None, ())


def test_workbook_with_stamp_and_two_languages_in_the_header_is_read(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    page = workbook.active
    page["C1"] = "Приложение № 2"
    page["A2"] = "Рекомендации универсального периодического обзора"
    page.merge_cells("A2:C2")
    for row in (
        ["Ұсыным №\n№ рекоменда-ции", "Рекомен-\nдация", "Ұсыным"],
        [1, 2, 3],
        ["140.10", RU, KK],
        [140.1, RU, KK],
    ):
        page.append(row)
    page["A7"] = "140.11"
    page["B7"] = RU
    workbook.save(tmp_path / "texts.xlsx")
    reading = read_texts(through_the_gate(tmp_path / "texts.xlsx"))
    assert texts(reading) == {"140.10": [{"ru": RU, "kk": KK}], "140.11": [{"ru": RU}]}
    assert reasons(reading) == [
        ("Sheet!A1", "before_header"),
        ("Sheet!A2", "before_header"),
        ("Sheet!A4", "column_numbers"),
        ("Sheet!A6", "number_ambiguous"),
    ]
    assert [(p.code, p.where, p.severity) for p in reading.problems] == [
        ("number_ambiguous", "Sheet!A6", "error")
    ]


def test_word_table_with_a_number_over_two_rows_has_two_parts(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for row in (("№", "Текст рекомендации"), ("140.1", RU), ("", "Принять закон"), ("140.2", RU)):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = row
    table.cell(1, 0).merge(table.cell(2, 0))
    document.save(str(tmp_path / "texts.docx"))
    reading = read_texts(through_the_gate(tmp_path / "texts.docx"))
    assert texts(reading) == {"140.1": [{"ru": RU}, {"ru": "Принять закон"}], "140.2": [{"ru": RU}]}
    assert recommendations(reading)[0].rows == (2, 3)


def test_row_without_number_is_left_alone_unless_merged_with_the_one_above() -> None:
    reading = read(("140.1", RU), ("", RU), ("140.2", RU), ("", "Принять закон"), merged=("A4:A5",))
    assert texts(reading) == {"140.1": [{"ru": RU}], "140.2": [{"ru": RU}, {"ru": "Принять закон"}]}
    assert reasons(reading) == [("Тексты!A3", "number_missing")]


@pytest.mark.parametrize("number", ["~n140.1", "~d2026-10-12", "~n140"])
def test_number_that_is_not_text_is_ambiguous(number: str) -> None:
    reading = read(("140.2", RU), (number, RU))
    assert list(texts(reading)) == ["140.2"]
    assert codes(reading) == ["number_ambiguous"]


@pytest.mark.parametrize(
    ("written", "number"), [("140.10.", "140.10"), ("№ 140.10", "140.10"), (" 140.10\xa0", "140.10")]
)
def test_marks_around_a_number_come_off(written: str, number: str) -> None:
    assert list(texts(read((written, RU)))) == [number]


@pytest.mark.parametrize("written", ["140,10", "140.10-140.12", "140.1O", "140", "140.10.2"])
def test_other_numbers_are_left_alone(written: str) -> None:
    assert reasons(read((written, RU), ("140.1", RU))) == [("Тексты!A2", "number_missing")]


def test_number_with_different_texts_is_taken_from_neither_row() -> None:
    reading = read(("140.1", RU), ("140.1", "Принять закон"), ("140.2", RU), ("140.2", RU))
    assert list(texts(reading)) == ["140.2"]
    assert codes(reading) == ["duplicate_number", "repeated_row"]


def test_states_in_brackets_make_parts_where_all_languages_agree() -> None:
    both = read(
        ("140.1", "Принять закон (Испания); изменить его (Чили);", "Заң қабылдау (Испания); өзгерту (Чили);")
    )
    assert texts(both)["140.1"] == [
        {"ru": "Принять закон", "kk": "Заң қабылдау"},
        {"ru": "изменить его", "kk": "өзгерту"},
    ]
    one = read(("140.1", "Принять закон (Испания); изменить его (Чили);", "Заң қабылдау, өзгерту"))
    assert len(texts(one)["140.1"]) == 1


def test_content_decides_the_language_whatever_the_title_says() -> None:
    assert texts(read(("140.1", KK, RU)))["140.1"] == [{"ru": RU, "kk": KK}]


def test_two_texts_in_one_language_or_two_languages_in_one_text_are_left_alone() -> None:
    reading = read(("140.1", RU, RU), ("140.2", f"{KK}\n{RU}"), ("140.3", ""), ("140.4", RU))
    assert [reason for _, reason in reasons(reading)] == ["language_twice", "languages_mixed", "text_missing"]
    assert list(texts(reading)) == ["140.4"]


def test_sections_and_repeated_headers_are_left_alone_without_a_problem() -> None:
    reading = read(("1. Ратификация", ""), ("140.1", RU), HEADER, merged=("A2:C2",))
    assert [reason for _, reason in reasons(reading)] == ["section_row", "header_repeated"]
    assert reading.problems == ()


def test_hidden_and_other_sheets_are_left_alone_with_their_rows() -> None:
    hidden = sheet((HEADER, ("140.1", RU)), name="b", hidden=True)
    other = sheet((("a", "b"), ("c", "d"), ("e", "f")), name="c")
    reading = read_texts(book(sheet((HEADER, ("140.1", RU))), hidden, other))
    assert [(one.where, one.reason, one.values["count"]) for one in reading.left_alone] == [
        ("b", "hidden_sheet", 2),
        ("c", "table_not_recognised", 3),
    ]


@pytest.mark.parametrize(
    "header",
    [("№ п/п", "Рекомендация"), ("Пункт", "Мероприятие"), ("№ рекомендации", "Пункт", "Рекомендация")],
)
def test_table_without_one_number_column_and_a_text_is_refused(header: tuple[str, ...]) -> None:
    with pytest.raises(FileRefused, match="not_texts"):
        read(("1", RU), header=header)


@pytest.mark.parametrize(
    ("text", "hints", "language"),
    [
        (KK, set(), "kk"),
        (RU, {"kk"}, "ru"),
        ("Ратификациялау", {"kk"}, "kk"),
        ("Ратификациялау", {"kk", "ru"}, "ru"),
        ("Направлено письмом № 12-3 от 01.06.2026", {"kk"}, "ru"),
        ("В. Ахметов, И. Сейтов", {"kk"}, "kk"),
        ("Ratify it", {"ru"}, "en"),
        ("140.1 — №", set(), None),
        ("Соблюдать права жителей города Қарағанды и всей области, а также принять новый закон", set(), "ru"),
    ],
)
def test_language_is_told_by_letters_then_by_the_title_and_words_of_russian_alone(
    text: str, hints: set[str], language: str | None
) -> None:
    assert language_of(text, frozenset(hints)) == language


def test_text_with_a_foreign_name_is_not_mixed() -> None:
    assert not is_mixed(f"{RU}\n(ICRMW)")
    assert is_mixed(f"{RU} / {KK}")


CELLS = st.sampled_from(
    ["", " ", "140.1", "140.2", "~n140.1", RU, KK, f"{RU}\n{KK}", "1", "2", *HEADER]
) | st.text(max_size=6)
MERGES = st.lists(st.sampled_from(["A2:A3", "A3:A9", "A2:C2", "A1:B4", "?"]), max_size=3)


@given(st.lists(st.lists(CELLS, max_size=4), max_size=10), MERGES)
def test_every_row_of_any_table_is_accounted_for(rows: list[list[str]], merged: list[str]) -> None:
    table = sheet((HEADER, *rows), merged)
    reading = reading_or_refusal(lambda: read_texts(book(table)))
    if isinstance(reading, str):
        assert reading == "not_texts"
        return
    taken = [number for one in recommendations(reading) for number in one.rows]
    left = [int(one.where.rpartition("!A")[2]) for one in reading.left_alone]
    assert len(taken) + len(left) == len(table.rows) - 1
    assert len(set(taken) | set(left)) == len(table.rows) - 1
    said(reading)
