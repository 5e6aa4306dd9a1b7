"""A return about what the register no longer holds, or that a formula left without a value, is told and not lost."""

from pathlib import Path

import pytest
from plan_samples import Planned
from return_samples import Clerk, codes, filled, merged, report, sent

from upr_desktop.exchange.gate import Gate
from upr_desktop.register.changes import RecordId


def test_a_formula_without_value_in_a_cell_to_fill_in_is_told(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    merge = merged(sample, gate, Clerk(sent(sample, tmp_path)).type("2", narrative="=1+1").save("a.xlsx"))
    assert (filled(merge)["invalid"], codes(merge)) == (1, {"return_error_cell"})


@pytest.mark.parametrize("value", ["=B4&C4", "#N/A"])
def test_a_formula_without_value_among_new_measures_is_told(
    sample: Planned, tmp_path: Path, gate: Gate, value: str
) -> None:
    clerk = Clerk(sent(sample, tmp_path))
    sheet = clerk.book["Новые мероприятия"]
    sheet.cell(4, 1).value, sheet.cell(4, 2).value = "140.2", "Провести слушания"
    sheet.cell(4, 3).value = value
    sheet.cell(6, 2).value = value
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    told = {one.where for one in merge.files[0].notices if one.code == "return_error_cell"}
    assert told == {"Новые мероприятия!C4", "Новые мероприятия!B6"}
    assert filled(merge)["outside_remit"] == 2, "what can be read is proposed"


@pytest.mark.parametrize(("name", "kind"), [("2/MOJ", "assignment"), ("m2", "measure"), ("2026H2", "period")])
def test_an_answer_on_what_was_put_in_the_archive_meanwhile_is_kept_and_told_to_stand_in_no_list(
    sample: Planned, tmp_path: Path, gate: Gate, name: str, kind: str
) -> None:
    path = Clerk(sent(sample, tmp_path)).type("2", narrative="Сделано").save("a.xlsx")
    sample.edit(name, kind, "archived", True)
    merge = merged(sample, gate, path)
    told = [(one.where, one.values) for one in merge.files[0].notices if one.code == "return_row_archived"]
    assert told == [("Отчёт!10", {"number": "2"})]
    assert report(sample, "2")["narrative_ru"] == "Сделано"


def test_a_row_in_the_archive_that_says_nothing_new_is_not_named(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    path = Clerk(sent(sample, tmp_path)).type("10.1", narrative="Сделано").save("a.xlsx")
    sample.edit("m2", "measure", "archived", True)
    assert "return_row_archived" not in codes(merged(sample, gate, path))


@pytest.mark.parametrize("gone", ["undone", "archived"])
def test_rows_about_a_report_that_is_gone_are_told_and_nothing_of_them_is_taken(
    sample: Planned, tmp_path: Path, gate: Gate, gone: str
) -> None:
    source = sent(sample, tmp_path)
    path = Clerk(source).type("2", narrative="Сделано").save("a.xlsx")
    if gone == "undone":
        sample.register.undo(sample.register.revision())
    else:
        sample.ids["report"] = RecordId(str(report(sample, "2")["id"]))
        sample.edit("report", "progress", "archived", True)
    before = sample.register.revision()
    merge = merged(sample, gate, path)
    assert sample.register.revision() == before
    assert filled(merge)["unknown_row"] >= 5
    assert "return_row_gone" in codes(merge)
    assert sum(merge.counts.values()) == merge.cells_read
    sample.register.undo(before)
    assert filled(merged(sample, gate, path))["taken"] == 1, "once it is back, the same file is read again"
