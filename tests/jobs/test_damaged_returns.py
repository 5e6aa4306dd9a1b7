"""Whatever became of a workbook on its way: each cell gets the outcome it must, through a real file."""

import random
import zipfile
from copy import copy
from datetime import date
from pathlib import Path

import docx
import pytest
from plan_samples import Planned
from return_samples import KEY, Clerk, codes, conflicts, filled, merged, report, sent

from upr_desktop.exchange.gate import Gate
from upr_desktop.exchange.sheets import column_letters
from upr_desktop.jobs.import_file import load
from upr_desktop.jobs.merge_returns import Merge, MergeOptions, apply_merge, merge_read, read_returns
from upr_desktop.words import LANGUAGES, say

MEASURES = ("1", "2", "10.1")
NARRATIVE = "narrative_ru"


@pytest.fixture
def clerk(sample: Planned, tmp_path: Path) -> Clerk:
    return Clerk(sent(sample, tmp_path)).type("2", narrative="Готово", claimed_status="Исполняется")


def narratives(sample: Planned) -> list[object]:
    return [report(sample, number)[NARRATIVE] for number in MEASURES]


def is_whole(merge: Merge) -> bool:
    return sum(merge.counts.values()) == merge.cells_read


def cut(clerk: Clerk, at: int) -> list[object]:
    """Take a column out and return what stood in it, from the first row on."""
    values = [clerk.sheet.cell(row, at).value for row in range(1, clerk.sheet.max_row + 1)]
    clerk.sheet.delete_cols(at)
    return values


def put_last(clerk: Clerk, values: list[object]) -> None:
    at = clerk.sheet.max_column + 1
    for row, value in enumerate(values, 1):
        clerk.sheet.cell(row, at).value = value  # type: ignore[assignment]


@pytest.mark.parametrize("column", ["narrative", "claimed_status", "measure", "number"])
def test_a_column_that_was_moved_is_read_where_it_is(
    sample: Planned, clerk: Clerk, gate: Gate, column: str
) -> None:
    put_last(clerk, cut(clerk, clerk.column(column)))
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert filled(merge) == {"taken": 2, "unchanged": 13}
    assert narratives(sample) == [None, "Готово", None]


def test_a_column_that_was_renamed_is_known_by_its_neighbours(
    sample: Planned, clerk: Clerk, gate: Gate
) -> None:
    clerk.sheet.cell(7, clerk.column("narrative")).value = "Что сделано министерством"
    assert filled(merged(sample, gate, clerk.save("a.xlsx"))) == {"taken": 2, "unchanged": 13}
    assert narratives(sample) == [None, "Готово", None]


def test_a_column_that_was_renamed_and_moved_is_missed_by_name(
    sample: Planned, clerk: Clerk, gate: Gate
) -> None:
    values = cut(clerk, clerk.column("narrative"))
    values[6] = "Что сделано министерством"
    put_last(clerk, values)
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert "return_column_missing" in codes(merge)
    assert (filled(merge), narratives(sample)) == ({"taken": 1, "unchanged": 11}, [None] * 3)


def test_a_column_that_was_removed_deletes_nothing(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    clerk = Clerk(sent(sample, tmp_path, "MIA", period="2026H1"))
    cut(clerk, clerk.column("narrative"))
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert report(sample, "1", "MIA", "2026H1")[NARRATIVE] == "Готовим проект закона"
    assert ("return_column_missing" in codes(merge), filled(merge)) == (True, {"unchanged": 4})


def test_what_an_added_column_says_is_told_with_its_place(sample: Planned, clerk: Clerk, gate: Gate) -> None:
    clerk.sheet.insert_cols(5)
    clerk.sheet.cell(7, 5).value = "Примечание министерства"
    assert "return_column_added" not in codes(merged(sample, gate, clerk.save("empty.xlsx")))
    row = clerk.row("2")
    clerk.sheet.cell(row, 5).value = "Просим изменить срок"
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    (told,) = (one for one in merge.files[0].notices if one.code == "return_column_added")
    assert told.where == f"Отчёт!E{row}"
    assert told.values == {"column": "Примечание министерства", "count": 1, "text": "Просим изменить срок"}
    assert is_whole(merge)


def test_two_columns_with_one_title_are_both_left_alone(sample: Planned, clerk: Clerk, gate: Gate) -> None:
    clerk.sheet.cell(7, clerk.sheet.max_column + 1).value = "Ход исполнения"
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert "return_column_twice" in codes(merge)
    assert "return_column_added" not in codes(merge)
    assert (filled(merge), narratives(sample)) == ({"taken": 1, "unchanged": 11}, [None] * 3)


def test_rows_above_the_table_and_a_renamed_sheet_change_nothing(
    sample: Planned, clerk: Clerk, gate: Gate
) -> None:
    clerk.sheet.insert_rows(1, 3)
    clerk.sheet.title = "Ответ МЮ"
    clerk.book.move_sheet(clerk.sheet, 2)
    assert filled(merged(sample, gate, clerk.save("a.xlsx"))) == {"taken": 2, "unchanged": 13}


def test_a_row_that_was_added_is_told_and_not_taken(sample: Planned, clerk: Clerk, gate: Gate) -> None:
    row = clerk.sheet.max_row + 1
    clerk.sheet.cell(row, clerk.column("narrative")).value = "Сверх плана"
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert filled(merge) == {"unknown_row": 5, "unchanged": 13, "taken": 2}
    told = [one.where for one in merge.files[0].notices if one.code == "return_row_unknown"]
    assert told == [f"Отчёт!{row}"]


def test_a_row_that_was_deleted_is_counted_and_stays(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    merged(sample, gate, Clerk(sent(sample, tmp_path)).type("1", narrative="О первом").save("a.xlsx"))
    clerk = Clerk(sent(sample, tmp_path / "2")).type("2", narrative="О втором")
    clerk.sheet.delete_rows(clerk.row("1"))
    merge = merged(sample, gate, clerk.save("b.xlsx"))
    assert (merge.rows_missing, "return_rows_missing" in codes(merge)) == (1, True)
    assert narratives(sample) == ["О первом", "О втором", None]


def test_a_row_that_stands_twice_is_not_believed_either_time(
    sample: Planned, clerk: Clerk, gate: Gate
) -> None:
    row, last = clerk.row("2"), clerk.sheet.max_row + 1
    for cell in list(clerk.sheet[row]):
        clerk.sheet.cell(last, cell.column).value = cell.value
    clerk.sheet.cell(last, clerk.column("narrative")).value = "Другое"
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert filled(merge) == {"duplicate_key": 10, "unchanged": 10}
    assert narratives(sample) == [None] * 3
    assert sum(one.code == "return_row_twice" for one in merge.files[0].notices) == 2


def test_rows_in_another_order_say_the_same(sample: Planned, clerk: Clerk, gate: Gate) -> None:
    rows = clerk.rows()
    texts = [[cell.value for cell in clerk.sheet[row]] for row in rows]
    for row, values in zip(rows, reversed(texts), strict=True):
        for at, value in enumerate(values, 1):
            clerk.sheet.cell(row, at).value = value
    assert filled(merged(sample, gate, clerk.save("a.xlsx"))) == {"taken": 2, "unchanged": 13}
    assert narratives(sample) == [None, "Готово", None]


def test_answers_in_filtered_rows_and_hidden_columns_are_read(
    sample: Planned, clerk: Clerk, gate: Gate
) -> None:
    clerk.sheet.row_dimensions[clerk.row("2")].hidden = True
    clerk.sheet.column_dimensions["M"].hidden = True
    assert filled(merged(sample, gate, clerk.save("a.xlsx"))) == {"taken": 2, "unchanged": 13}


def test_numbers_typed_as_numbers_and_dates_are_still_those_numbers(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    for number in ("140.10", "12.10"):
        paragraph, item = (int(part) for part in number.split("."))
        sample.add(number, "recommendation", review_id=sample["review"], number=number, paragraph=paragraph,
                   item=item, position="supported")  # fmt: skip
    for measure, number in (("m2", "140.10"), ("m10.1", "12.10")):
        for link in list(sample.measures()[measure[1:]].recommendations):
            sample.ids["link"] = link.link_id
            sample.edit("link", "measure_recommendation", "archived", True)
        sample.add(f"{measure} {number}", "measure_recommendation", measure_id=sample[measure],
                   recommendation_id=sample[number])  # fmt: skip
    clerk = Clerk(sent(sample, tmp_path))
    rows = {number: clerk.row(number) for number in MEASURES}
    at = clerk.column("recommendations")
    assert [clerk.sheet.cell(rows[number], at).value for number in ("2", "10.1")] == ["140.10", "12.10"]
    clerk.sheet.cell(rows["2"], at).value = 140.1
    clerk.sheet.cell(rows["10.1"], at).value = date(2026, 10, 12)
    clerk.sheet.cell(rows["1"], 1).value, clerk.sheet.cell(rows["10.1"], 1).value = 1, 10.1
    assert filled(merged(sample, gate, clerk.save("a.xlsx"))) == {"unchanged": 15}


STATUSES = [
    (say(f"status.{code}", language), code)
    for code in ("not_started", "in_progress", "partially_implemented", "fully_implemented", "continuous")
    for language in LANGUAGES
]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *STATUSES,
        ("ВЫПОЛНЕНО", "fully_implemented"),
        ("орындалды", "fully_implemented"),
        ("в работе", "in_progress"),
        ("done", "fully_implemented"),
        ("inprog", "in_progress"),
        ("perm", "continuous"),
    ],
)
def test_a_status_in_any_words_of_three_languages_is_its_code(
    sample: Planned, tmp_path: Path, gate: Gate, typed: str, code: str
) -> None:
    merged(sample, gate, Clerk(sent(sample, tmp_path)).type("2", claimed_status=typed).save("a.xlsx"))
    assert report(sample, "2")["claimed_status"] == code


def test_a_return_that_says_what_the_register_says_already_is_the_same(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    source = sent(sample, tmp_path)
    merged(sample, gate, Clerk(source).type("2", narrative="Готово").save("a.xlsx"))
    merge = merged(sample, gate, Clerk(source).type("2", narrative="Готово ").save("b.xlsx"))
    assert (filled(merge), conflicts(sample)) == ({"same": 1, "unchanged": 14}, 0)


def test_a_row_of_another_agencys_workbook_is_a_proposal(sample: Planned, clerk: Clerk, gate: Gate) -> None:
    strange = Clerk(sent(sample, clerk.source.parent, "MIA"))
    row = clerk.sheet.max_row + 1
    clerk.sheet.cell(row, KEY).value = strange.sheet.cell(strange.row("1"), KEY).value
    clerk.sheet.cell(row, clerk.column("narrative")).value = "Чужая строка"
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert filled(merge)["outside_remit"] == 1
    assert "return_row_foreign" in codes(merge)
    assert report(sample, "1", "MIA")[NARRATIVE] is None


def test_what_is_merged_over_several_rows_is_said_of_the_first_alone(
    sample: Planned, clerk: Clerk, gate: Gate
) -> None:
    at, (first, second, _) = clerk.column("narrative"), clerk.rows()
    clerk.sheet.cell(first, at).value = "Об обоих"
    clerk.sheet.cell(second, at).value = None
    clerk.sheet.merge_cells(start_row=first, end_row=second, start_column=at, end_column=at)
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert (narratives(sample).count("Об обоих"), is_whole(merge)) == (1, True)


def test_a_comment_is_told_as_it_may_be_an_answer(sample: Planned, clerk: Clerk, gate: Gate) -> None:
    from openpyxl.comments import Comment

    clerk.sheet.cell(clerk.row("1"), clerk.column("narrative")).comment = Comment("см. письмо № 7", "a")
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    (told,) = [one for one in merge.files[0].notices if one.code == "return_comment"]
    assert "см. письмо № 7" in str(told.values["text"])


def test_rows_on_another_sheet_are_named(sample: Planned, clerk: Clerk, gate: Gate) -> None:
    copied = clerk.book.copy_worksheet(clerk.sheet)
    copied.delete_rows(copied.max_row)
    copied.cell(clerk.row("2"), clerk.column("narrative")).value = "Иначе"
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert "return_other_sheet" in codes(merge)
    assert filled(merge) == {"taken": 2, "unchanged": 13}


def retyped(sample: Planned, clerk: Clerk) -> Path:
    """Return the table typed over in Word: what is seen of it, without any mark."""
    columns = ("number", "recommendations", "measure", "deadline", "claimed_status", "narrative")
    places = [clerk.column(column) for column in columns]
    document = docx.Document()
    document.add_paragraph("Информация Министерства юстиции")
    table = document.add_table(rows=0, cols=len(columns))
    for row in (7, *clerk.rows()):
        cells = table.add_row().cells
        for at, place in enumerate(places):
            cells[at].text = str(clerk.sheet.cell(row, place).value or "")
    path = clerk.source.with_name("retyped.docx")
    document.save(str(path))
    return path


def test_a_return_typed_over_in_word_is_asked_row_by_row_and_taken_when_confirmed(
    sample: Planned, clerk: Clerk, gate: Gate
) -> None:
    path = retyped(sample, clerk)
    nobodys = merged(sample, gate, path)
    assert nobodys.files[0].refused is not None
    told = {"agency": "MOJ", "period": "2026H2"}
    merge = merged(sample, gate, path, **told)
    assert (merge.counts["taken"], merge.counts["unknown_row"], is_whole(merge)) == (0, 2, True)
    assert {"return_marks_gone", "return_row_guessed_by_number"} <= codes(merge)
    merge = merged(sample, gate, path, accept_guesses=True, **told)
    assert (filled(merge)["taken"], narratives(sample)) == (2, [None, "Готово", None])


def test_many_returns_in_one_archive_stand_or_fall_alone(
    sample: Planned, tmp_path: Path, clerk: Clerk, gate: Gate
) -> None:
    other = Clerk(sent(sample, tmp_path, "MIA")).type("1", narrative="Своё").save("b.xlsx")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(clerk.save("a.xlsx"), "МЮ/a.xlsx")
        archive.write(other, "МВД/b.xlsx")
        archive.write(other, "МВД/копия.xlsx")
        archive.writestr("МВД/hostile.xlsx", random.Random(2).randbytes(700))
    files = load([tmp_path / "all.zip"], gate)
    read = read_returns(sample.register, files, MergeOptions(), gate)
    merge, applied = apply_merge(sample.register, merge_read(sample.register, read, MergeOptions(), "me"))
    assert [bool(one.merged) for one in merge.files].count(True) == 2
    assert [one.read.same is not None for one in merge.files].count(True) == 1
    assert [one.refused is not None for one in merge.files].count(True) == 1
    assert (report(sample, "2")[NARRATIVE], report(sample, "1", "MIA")[NARRATIVE]) == ("Готово", "Своё")
    sample.register.undo(applied.revision or 0)
    assert report(sample, "2")[NARRATIVE] is None


def test_styles_and_columns_of_others_do_not_matter(sample: Planned, clerk: Clerk, gate: Gate) -> None:
    last = clerk.sheet.max_column + 1
    clerk.sheet.cell(7, last).value = "Наш комментарий"
    for row in clerk.rows():
        clerk.sheet.cell(row, last).value = "внутреннее"
        clerk.sheet.cell(row, 5)._style = copy(clerk.sheet.cell(1, 1)._style)
    assert filled(merged(sample, gate, clerk.save("a.xlsx"))) == {"taken": 2, "unchanged": 13}


def told_of(merge: Merge, code: str) -> list[tuple[str, dict[str, object]]]:
    return [(one.where, dict(one.values)) for one in merge.files[0].notices if one.code == code]


@pytest.mark.parametrize("column", ["claimed_status", "deadline"])
def test_a_column_that_was_moved_is_named_with_both_places(
    sample: Planned, clerk: Clerk, gate: Gate, column: str
) -> None:
    was, title = clerk.column(column), say(f"return.column.{column}", "ru").replace("-\n", "")
    put_last(clerk, cut(clerk, was))
    now = column_letters(clerk.sheet.max_column)
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert told_of(merge, "return_column_moved") == [
        (f"Отчёт!{now}7", {"column": title, "now": now, "was": column_letters(was)})
    ]


def test_columns_that_only_made_room_are_not_named_as_moved(
    sample: Planned, clerk: Clerk, gate: Gate
) -> None:
    clerk.sheet.insert_cols(5)
    cut(clerk, clerk.column("completion_form"))
    assert "return_column_moved" not in codes(merged(sample, gate, clerk.save("a.xlsx")))


def test_a_column_that_was_renamed_is_named_with_both_titles(
    sample: Planned, clerk: Clerk, gate: Gate
) -> None:
    at = clerk.column("narrative")
    clerk.sheet.cell(7, at).value = "Что сделано министерством"
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert told_of(merge, "return_column_renamed") == [
        (f"Отчёт!{column_letters(at)}7", {"column": "Ход исполнения", "now": "Что сделано министерством"})
    ]


@pytest.mark.parametrize("column", ["narrative", "deadline"])
def test_every_column_that_is_missing_is_named(
    sample: Planned, clerk: Clerk, gate: Gate, column: str
) -> None:
    cut(clerk, clerk.column(column))
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    title = say(f"return.column.{column}", "ru").replace("-\n", "")
    assert [told["column"] for _, told in told_of(merge, "return_column_missing")] == [title]


def test_of_a_workbook_as_it_was_sent_no_column_is_named(sample: Planned, clerk: Clerk, gate: Gate) -> None:
    told = codes(merged(sample, gate, clerk.save("a.xlsx")))
    assert not told & {"return_column_moved", "return_column_renamed", "return_column_missing"}
