"""A return with the table of another one beside its own: which is read, and what is told of the other."""

from pathlib import Path

import pytest
from own_samples import FocalPoint
from plan_samples import Planned
from return_samples import Clerk, codes, filled, merged, report, sent

from upr_desktop.exchange.gate import Gate
from upr_desktop.exchange.return_layout import MARK_SHEET
from upr_desktop.jobs.merge_returns import Merge
from upr_desktop.register.errors import Problem


def beside(clerk: Clerk, other: Clerk, *, first: bool = True) -> None:
    """Copy the table of another workbook into a clerk's, before the own one or after it."""
    added = clerk.book.create_sheet("Другой", 0 if first else None)
    for row in other.sheet.iter_rows():
        for cell in row:
            added.cell(cell.row, cell.column).value = cell.value


def notice(merge: Merge, code: str) -> Problem:
    (found,) = (one for one in merge.files[0].notices if one.code == code)
    return found


def moved_out(clerk: Clerk, name: str) -> Path:
    """Leave one sheet in a workbook, as where it is moved to a new one: what the file said of itself stays behind."""
    for sheet in clerk.book.worksheets:
        if sheet.title != name:
            del clerk.book[sheet.title]
    properties = clerk.book.custom_doc_props  # type: ignore[attr-defined]  # the stubs do not know it
    for mark in list(properties.names):
        del properties[mark]
    return clerk.save("moved.xlsx")


@pytest.mark.parametrize("first", [True, False])
def test_the_sheet_of_a_larger_agency_copied_in_is_not_read_for_the_own_one(
    sample: Planned, tmp_path: Path, gate: Gate, first: bool
) -> None:
    theirs = Clerk(sent(sample, tmp_path)).type("1", narrative="Чужое").type("2", narrative="Тоже")
    clerk = Clerk(sent(sample, tmp_path, "MIA")).type("1", narrative="Своё")
    assert len(theirs.rows()) > len(clerk.rows())
    beside(clerk, theirs, first=first)
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert report(sample, "1", "MIA")["narrative_ru"] == "Своё"
    assert report(sample, "1")["narrative_ru"] is None
    told = notice(merge, "return_other_sheet")
    assert (told.where, told.severity) == ("Другой", "warning")
    assert told.values == {"sheet": "Отчёт", "count": 2}
    assert "return_carriers_disagree" not in codes(merge)
    merged(sample, gate, moved_out(clerk, "Другой"))
    assert report(sample, "1")["narrative_ru"] == "Чужое"


def test_where_older_workbooks_name_no_tasks_the_mark_over_the_keys_tells_the_own_sheet(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    theirs = Clerk(sent(sample, tmp_path)).type("1", narrative="Чужое")
    clerk = Clerk(sent(sample, tmp_path, "MIA")).type("1", narrative="Своё")
    beside(clerk, theirs)
    marks = clerk.book[MARK_SHEET]
    for row in range(marks.max_row, 1, -1):
        if marks.cell(row, 1).value in ("tasks", "measure"):
            marks.delete_rows(row)
    merged(sample, gate, clerk.save("a.xlsx"))
    assert report(sample, "1", "MIA")["narrative_ru"] == "Своё"


def test_the_own_sheet_of_the_last_period_is_not_read_for_this_one(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    before = Clerk(sent(sample, tmp_path, period="2026H1")).type(
        "1", narrative="Прошлое", done_on="2026-02-01"
    )
    clerk = Clerk(sent(sample, tmp_path)).type("1", narrative="Нынешнее")
    clerk.sheet.delete_rows(clerk.row("10.1"))
    beside(clerk, before)
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert report(sample, "1")["narrative_ru"] == "Нынешнее"
    assert report(sample, "1", period="2026H1")["narrative_ru"] is None
    assert notice(merge, "return_other_sheet").values["count"] == 2, "one of them was sent back to be mended"


def test_of_a_blank_sheet_and_its_filled_copy_the_filled_one_is_read(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path))
    copy = clerk.book.copy_worksheet(clerk.sheet)
    blank, clerk.sheet = clerk.sheet, copy
    clerk.type("1", narrative="Готово")
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert filled(merge) == {"taken": 1, "unchanged": 14}
    told = notice(merge, "return_sheet_repeats")
    assert (told.where, told.severity, told.values) == (blank.title, "info", {"sheet": copy.title})


def test_what_a_second_copy_says_otherwise_is_counted(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("1", narrative="Готово").type("2", narrative="Идёт")
    own, copy = clerk.sheet, clerk.book.copy_worksheet(clerk.sheet)
    clerk.sheet = copy
    clerk.type("2", narrative="Идёт иначе")
    clerk.sheet = own
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert notice(merge, "return_other_sheet").values["count"] == 1
    assert report(sample, "2")["narrative_ru"] == "Идёт"


def test_answers_on_a_copy_without_keys_are_counted_too(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    clerk = Clerk(sent(sample, tmp_path))
    other = Clerk(sent(sample, tmp_path)).type("1", narrative="Готово")
    for row in other.rows():
        other.sheet.cell(row, 2).value = None
    beside(clerk, other)
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert filled(merge) == {"unchanged": 15}
    assert notice(merge, "return_other_sheet").values["count"] == 1
    assert "return_sheet_unread" not in codes(merge)


def test_an_agencys_own_register_takes_its_own_sheet_as_well(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    theirs = Clerk(sent(sample, tmp_path)).type("1", narrative="Чужое")
    clerk = Clerk(sent(sample, tmp_path, "MIA")).type("1", narrative="Своё")
    beside(clerk, theirs)
    focal = FocalPoint(tmp_path / "home", gate)
    opened = focal.open(clerk.save("a.xlsx"))
    assert focal.report("1")[1]["narrative_ru"] == "Своё"
    assert [one.code for one in opened.problems] == ["return_other_sheet"]
