"""What an agency's people paste, merge and write beside its table is read where it stands, or told."""

from pathlib import Path

import docx
import pytest
from openpyxl.comments import Comment
from plan_samples import Planned
from return_samples import KEY, Clerk, codes, filled, merged, report, sent

from upr_desktop.exchange.gate import Gate
from upr_desktop.exchange.sheets import column_letters
from upr_desktop.jobs.merge_returns import Merge

HEADER = 7


def paste(clerk: Clerk, source: Clerk, rows: list[int], order: list[int]) -> None:
    """Write the header and some rows of a table under a clerk's own, its columns in another order."""
    at = clerk.sheet.max_row + 2
    for offset, row in enumerate([HEADER, HEADER + 1, *rows]):
        for place, column in enumerate(order, 1):
            clerk.sheet.cell(at + offset, place).value = source.sheet.cell(row, column).value


def swapped(clerk: Clerk, one: str, other: str) -> list[int]:
    """Return the columns of a table in their order, two of them in each other's place."""
    order = list(range(1, clerk.sheet.max_column + 1))
    first, second = clerk.column(one) - 1, clerk.column(other) - 1
    order[first], order[second] = order[second], order[first]
    return order


def test_rows_under_a_header_that_stands_again_go_by_its_columns(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    source = sent(sample, tmp_path)
    filled_in = Clerk(source).type("2", evidence_text="Приказ № 5", problems_text="Нет денег")
    clerk = Clerk(source).type("1", narrative="Готово")
    clerk.sheet.delete_rows(clerk.row("2"))
    order = swapped(clerk, "evidence_text", "problems_text")
    paste(clerk, filled_in, [filled_in.row("2")], order)
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert filled(merge) == {"taken": 3, "unchanged": 12}
    told = report(sample, "2")
    assert (told["evidence_text_ru"], told["problems_text_ru"]) == ("Приказ № 5", "Нет денег")
    assert not codes(merge)


def test_the_header_of_a_pasted_table_is_no_new_measure(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("1", narrative="Готово")
    other = Clerk(sent(sample, tmp_path, "MIA")).type("1", narrative="Чужое", claimed_status="Исполняется")
    paste(clerk, other, [other.row("1")], swapped(other, "narrative", "claimed_status"))
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert filled(merge) == {"taken": 1, "outside_remit": 2, "unchanged": 17}
    assert codes(merge) == {"return_row_foreign"}
    (foreign,) = (one for one in merge.files[0].merged.cells if one.theirs == "Чужое")  # type: ignore[union-attr]
    assert foreign.field == "narrative_ru"


def told(merge: Merge, code: str) -> list[tuple[str, str]]:
    """Return place and text of the notices of one kind."""
    found = (one for one in merge.files[0].notices if one.code == code)
    return [(one.where, str(one.values.get("text") or one.values.get("told"))) for one in found]


def test_an_untouched_workbook_has_nothing_unread(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    assert not codes(merged(sample, gate, Clerk(sent(sample, tmp_path, language="kk")).save("a.xlsx")))


def test_an_answer_merged_over_rows_is_told_with_the_rows_it_is_not_read_for(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path))
    at, (first, *_) = clerk.column("narrative"), clerk.rows()
    clerk.sheet.cell(first, at).value = "Об обоих"
    clerk.sheet.merge_cells(start_row=first, end_row=clerk.rows()[1], start_column=at, end_column=at)
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert told(merge, "return_merged_answer") == [(f"Отчёт!{column_letters(at)}{first}", "Об обоих")]


def test_what_other_sheets_and_lines_under_the_table_say_is_told(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("1", narrative="Готово")
    added = clerk.book.create_sheet("Лист1")
    added["B2"] = "По п. 2 просим продлить срок"
    last = clerk.sheet.max_row
    clerk.sheet.cell(last + 2, 1).value = "Исполнитель: отдел, тел. 12-34"
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert told(merge, "return_sheet_unread") == [("Лист1!B2", "По п. 2 просим продлить срок")]
    assert told(merge, "return_text_below") == [(f"Отчёт!{last + 1}", "Исполнитель: отдел, тел. 12-34")]


def test_measures_left_blank_at_the_end_stand_in_the_table_not_under_it(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("1", narrative="Готово")
    for row in clerk.rows()[1:]:
        clerk.sheet.cell(row, KEY).value = None
    assert codes(merged(sample, gate, clerk.save("a.xlsx"))) == {"return_rows_blank", "return_rows_missing"}


def test_a_comment_on_a_measure_is_told_too(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    clerk = Clerk(sent(sample, tmp_path))
    cell = clerk.sheet.cell(clerk.row("1"), clerk.column("measure"))
    cell.comment = Comment("просим снять с контроля", "a")
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert told(merge, "return_comment") == [(f"Отчёт!{cell.coordinate}", "просим снять с контроля")]


def test_a_heading_that_names_another_period_is_told(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("1", narrative="Готово")
    period = next(
        cell for row in clerk.sheet["A1:O6"] for cell in row if cell.value == "II полугодие 2026 года"
    )
    period.value = "I полугодие 2026 года"
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert told(merge, "return_of_another_period") == [("a.xlsx", "I полугодие 2026 года")]


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff \xa0", "\xad"])
def test_a_cell_in_which_nothing_can_be_seen_is_no_answer(
    sample: Planned, tmp_path: Path, gate: Gate, unseen: str
) -> None:
    source = sent(sample, tmp_path)
    merge = merged(
        sample, gate, Clerk(source).type("1", narrative=unseen, problems_text=unseen).save("a.xlsx")
    )
    assert filled(merge) == {"unchanged": 15}
    merged(sample, gate, Clerk(source).type("1", narrative="Готово").save("b.xlsx"))
    merge = merged(sample, gate, Clerk(source).type("1", narrative=f"{unseen}Готово{unseen}").save("c.xlsx"))
    assert filled(merge) == {"same": 1, "unchanged": 14}


def test_a_table_that_goes_on_as_another_one_in_word_is_told(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("1", narrative="Готово").type("2", narrative="Идёт")
    columns = [clerk.column(name) for name in ("number", "recommendations", "measure", "narrative")]
    document = docx.Document()
    for rows in ((HEADER, clerk.row("1")), (clerk.row("2"),)):
        table = document.add_table(rows=0, cols=len(columns))
        for row in rows:
            for cell, at in zip(table.add_row().cells, columns, strict=True):
                cell.text = str(clerk.sheet.cell(row, at).value or "")
        document.add_paragraph("")
    document.save(str(tmp_path / "a.docx"))
    merge = merged(sample, gate, tmp_path / "a.docx", agency="MOJ", period="2026H2", accept_guesses=True)
    assert (filled(merge), len(told(merge, "return_sheet_unread"))) == ({"taken": 1}, 1)
