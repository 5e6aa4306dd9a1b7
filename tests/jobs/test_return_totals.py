"""What stands around the rows of a return is told as what it is: totals, signatures, columns of the agency's own."""

from pathlib import Path

import pytest
from plan_samples import Planned
from return_samples import KEY, Clerk, filled, merged, sent

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.bulk_decisions import open_questions
from upr_desktop.jobs.merge_returns import Merge
from upr_desktop.words import LANGUAGES, say

NEW_SHEET = "Новые мероприятия"
TOTALS = ("Итого", "Всего: 12", "Всего мероприятий – 12", "Барлығы", "Жиыны: 12", "TOTAL", "Grand total 12")


@pytest.fixture
def clerk(sample: Planned, tmp_path: Path) -> Clerk:
    return Clerk(sent(sample, tmp_path))


def told_of(merge: Merge, code: str) -> list[tuple[str, str, dict[str, object]]]:
    found = [one for one in merge.files[0].notices if one.code == code]
    return [(one.where, one.severity, dict(one.values)) for one in found]


def asked(sample: Planned) -> int:
    with sample.register.reading() as connection:
        return len(open_questions(connection))


@pytest.mark.parametrize("word", TOTALS)
@pytest.mark.parametrize("column", ["number", "measure", "claimed_status", "narrative"])
def test_a_total_under_the_table_is_no_row(
    sample: Planned, clerk: Clerk, gate: Gate, word: str, column: str
) -> None:
    row = max(clerk.rows()) + 1
    clerk.sheet.cell(row, clerk.column(column)).value = word
    for name, value in (("deadline", 12), ("problems_text", "12"), ("evidence_text", "=1+1")):
        clerk.sheet.cell(row, clerk.column(name)).value = value
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert (filled(merge), asked(sample)) == ({"unchanged": 15}, 0)
    ((where, severity, values),) = told_of(merge, "return_total_row")
    assert (where.rstrip("ABCDEFGHIJKLMNOP0123456789"), severity) == ("Отчёт!", "info")
    assert where.endswith(str(row))
    assert word in str(values["text"])
    assert not told_of(merge, "return_text_below")
    assert not told_of(merge, "return_rows_blank")


def test_a_row_that_says_more_than_a_total_is_still_asked(sample: Planned, clerk: Clerk, gate: Gate) -> None:
    row = max(clerk.rows()) + 1
    clerk.sheet.cell(row, 1).value = "Итого"
    clerk.sheet.cell(row, clerk.column("narrative")).value = "Проведено 5 семинаров"
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert filled(merge) == {"unknown_row": 5, "unchanged": 15}
    assert not told_of(merge, "return_total_row")


def test_a_keyed_row_answers_whatever_it_says(sample: Planned, clerk: Clerk, gate: Gate) -> None:
    row = clerk.row("2")
    for at in range(1, clerk.sheet.max_column + 1):
        if at != KEY:
            clerk.sheet.cell(row, at).value = None
    clerk.sheet.cell(row, clerk.column("narrative")).value = "Итого 12"
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert filled(merge)["taken"] == 1
    assert not told_of(merge, "return_total_row")


def test_a_signature_under_a_total_is_told_beside_it(sample: Planned, clerk: Clerk, gate: Gate) -> None:
    last = max(clerk.rows())
    clerk.sheet.cell(last + 1, 1).value = "Итого"
    clerk.sheet.cell(last + 3, 1).value = "Исполнитель: отдел, тел. 12-34"
    clerk.sheet.cell(last + 4, 1).value = "Руководитель"
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    text = "Исполнитель: отдел, тел. 12-34 / Руководитель"
    assert told_of(merge, "return_text_below") == [(f"Отчёт!{last + 1}", "info", {"count": 2, "text": text})]
    assert [where for where, _, _ in told_of(merge, "return_total_row")] == [f"Отчёт!A{last + 1}"]


@pytest.mark.parametrize("word", TOTALS)
def test_a_total_among_new_measures_is_no_proposal(
    sample: Planned, clerk: Clerk, gate: Gate, word: str
) -> None:
    sheet = clerk.book[NEW_SHEET]
    for at, value in enumerate(("140.2", "Провести слушания", "отчёт"), 1):
        sheet.cell(4, at).value = value
    sheet.cell(5, 2).value = word
    sheet.cell(5, 4).value = 1
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert (filled(merge), asked(sample)) == ({"outside_remit": 3, "unchanged": 15}, 1)
    text = f"{word} 1"
    assert told_of(merge, "return_total_row") == [(f"{NEW_SHEET}!B5", "info", {"row": 5, "text": text})]


def test_a_signature_among_new_measures_is_no_proposal(sample: Planned, clerk: Clerk, gate: Gate) -> None:
    sheet = clerk.book[NEW_SHEET]
    sheet.cell(6, 1).value = "Исполнитель: отдел, тел. 12-34"
    sheet.cell(7, 1).value = "Руководитель"
    sheet.cell(7, 4).value = "(подпись)"
    sheet.cell(8, 2).value = "Директор центра назначается на конкурсе"
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert asked(sample) == 1
    text = "Исполнитель: отдел, тел. 12-34 / Руководитель (подпись)"
    assert told_of(merge, "return_text_below") == [(f"{NEW_SHEET}!6", "info", {"count": 2, "text": text})]


def test_a_column_added_to_the_sheet_of_new_measures_is_told_with_its_place(
    sample: Planned, clerk: Clerk, gate: Gate
) -> None:
    sheet = clerk.book[NEW_SHEET]
    at = sheet.max_column + 1
    sheet.cell(3, at).value = "Источник финансирования"
    sheet.cell(4, 2).value = "Провести слушания"
    assert not told_of(merged(sample, gate, clerk.save("empty.xlsx")), "return_column_added")
    sheet.cell(4, at).value = "республиканский бюджет"
    sheet.cell(5, at).value = "местный бюджет"
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    ((where, severity, values),) = told_of(merge, "return_column_added")
    assert (where, severity) == (f"{NEW_SHEET}!G4", "warning")
    told = {"column": "Источник финансирования", "count": 2, "text": "республиканский бюджет"}
    assert values == told
    assert sum(merge.counts.values()) == merge.cells_read


def test_a_formula_alone_in_a_new_measure_is_still_told(sample: Planned, clerk: Clerk, gate: Gate) -> None:
    clerk.book[NEW_SHEET].cell(6, 2).value = "=A1"
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert [where for where, _, _ in told_of(merge, "return_error_cell")] == [f"{NEW_SHEET}!B6"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_of_new_measures_as_it_was_sent_has_nothing_to_tell(
    sample: Planned, tmp_path: Path, gate: Gate, language: str
) -> None:
    clerk = Clerk(sent(sample, tmp_path, language=language))
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    told = [one for one in merge.files[0].notices if say("return.new_sheet", language) in one.where]
    assert told == []
