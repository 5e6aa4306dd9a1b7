from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from plan_samples import Planned, planned
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from ui.plan_screen_samples import cell, choose_in_cell, labels, numbers, put_cursor, shown_plan

from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.plan import PlanScreen

Key, Mod = Qt.Key, Qt.KeyboardModifier
Type = Callable[[QWidget | None, str], None]


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Planned]:
    made = planned(tmp_path / "plan.upr")
    yield made
    made.register.close()


@pytest.fixture
def screen(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path) -> PlanScreen:
    return shown_plan(qtbot, look, sample, tmp_path)


def test_measures_stand_in_the_order_of_their_numbers_with_deadline_bodies_and_status(
    screen: PlanScreen, look: Look
) -> None:
    look.language.use("ru")
    assert numbers(screen) == ["1", "2", "10", "10.1"]
    assert screen.list.count.text() == "4 мероприятия"
    assert cell(screen, "1", "deadline") == "2027 год"
    assert cell(screen, "2", "understood") == "! 30 июня 2026 года"
    assert cell(screen, "2", "last_day") == "! 30.06.2026"
    assert cell(screen, "10", "understood") == "Не определён"
    assert cell(screen, "1", "lead") == "MIA-ру"
    assert cell(screen, "1", "co") == "MOJ-ру"
    assert cell(screen, "1", "status") == "Исполняется"
    assert cell(screen, "1", "evidence") == "1"


def test_facets_count_what_is_overdue_undecided_and_without_recommendation(screen: PlanScreen) -> None:
    chips = screen.list.facets.chips
    assert chips["overdue"].text() == "Overdue 1"
    assert chips["undecided"].text() == "Deadline not decided 1"
    QTest.mouseClick(chips["overdue"], Qt.MouseButton.LeftButton)
    assert numbers(screen) == ["2"]
    assert screen.list.count.text() == "1 of 4 measures"


@pytest.mark.parametrize(
    ("text", "found"), [("проект закона", ["1"]), ("CITY", ["10.1"]), ("140.2", ["1", "10", "10.1"])]
)
def test_the_search_finds_reports_bodies_and_recommendations(
    screen: PlanScreen, text: str, found: list[str]
) -> None:
    screen.search(text)
    assert numbers(screen) == found


def test_a_deadline_typed_into_a_cell_is_read_within_the_plans_years(
    screen: PlanScreen, sample: Planned, type_text: Type
) -> None:
    put_cursor(screen, "10", "deadline")
    QTest.keyClick(screen.list.table, Key.Key_F2)
    editor = screen.list.table.findChildren(QPlainTextEdit)[-1]
    editor.selectAll()
    type_text(editor, "до 1 июля 2027 года")
    QTest.keyClick(editor, Key.Key_Return)
    deadline = sample.measures()["10"].deadline
    assert (deadline.raw, deadline.kind, deadline.end) == ("до 1 июля 2027 года", "day", "2027-07-01")
    assert cell(screen, "10", "understood") == "1 July 2027"
    assert labels(sample)[0] == "label.measure.edited"


def test_leads_are_chosen_and_filled_down_as_one_step(screen: PlanScreen, sample: Planned) -> None:
    put_cursor(screen, "1", "lead")
    choose_in_cell(screen, sample["MOJ"])
    assert cell(screen, "1", "lead") == "MOJ"
    before = sample.register.revision()
    put_cursor(screen, "1", "lead")
    for _ in range(3):
        QTest.keyClick(screen.list.table, Key.Key_Down, Mod.ShiftModifier)
    QTest.keyClick(screen.list.table, Key.Key_D, Mod.ControlModifier)
    assert sample.register.revision() == before + 1
    assert {cell(screen, number, "lead") for number in numbers(screen)} == {"MOJ"}


def test_recommendations_are_pasted_as_numbers_and_ranges_and_unknown_ones_refused(
    screen: PlanScreen, sample: Planned
) -> None:
    put_cursor(screen, "2", "recommendations")
    QGuiApplication.clipboard().setText("140.1–140.3")
    QTest.keyClick(screen.list.table, Key.Key_V, Mod.ControlModifier)
    assert cell(screen, "2", "recommendations") == "140.1, 140.2, 140.3"
    put_cursor(screen, "2", "recommendations")
    QGuiApplication.clipboard().setText("140.1, 177.9")
    QTest.keyClick(screen.list.table, Key.Key_V, Mod.ControlModifier)
    assert "177.9" in screen.list.notice.message.text()
    assert cell(screen, "2", "recommendations") == "140.1, 140.2, 140.3"


def test_rows_are_gathered_under_headings_and_sorted_within_them(
    screen: PlanScreen, sample: Planned, look: Look
) -> None:
    table = screen.list.table
    table.gather("year")
    assert numbers(screen) == ["2", "1", "10", "10.1"]
    assert [table.heading_at(place) for place in range(4)] == ["2026 · 1", "2027 · 1", "(not given) · 2", ""]
    heights = [table.rowHeight(place) for place in range(4)]
    assert heights[0] == heights[1] == heights[2] > heights[3]
    table.rows.sort_by("number", descending=True)
    assert numbers(screen) == ["2", "1", "10.1", "10"]
    screen.list.facets.choose({"undecided": ["yes"]})
    assert table.heading_at(0) == "(not given) · 1"
    screen.list.facets.choose({})
    table.gather("")
    assert {table.rowHeight(place) for place in range(4)} == {heights[3]}


def test_the_grouping_is_chosen_from_its_button_and_kept_with_the_view(
    screen: PlanScreen, qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path
) -> None:
    screen.group_button.group_menu.aboutToShow.emit()
    action = next(one for one in screen.group_button.group_menu.actions() if one.text() == "Lead")
    action.trigger()
    assert screen.group_button.text() == "Grouped: Lead  ▾"
    assert screen.list.table.heading_at(0).startswith("LEB")
    again = shown_plan(qtbot, look, sample, tmp_path)
    assert again.list.table.gathered == "agency"


def test_a_cell_below_a_heading_is_edited_where_it_stands(screen: PlanScreen) -> None:
    table = screen.list.table
    table.gather("year")
    put_cursor(screen, "2", "deadline")
    QTest.keyClick(table, Key.Key_F2)
    editor = table.findChildren(QPlainTextEdit)[-1]
    assert editor.geometry().top() >= table.cells.band_height
    QTest.keyClick(editor, Key.Key_Escape)


def test_bodies_of_a_group_move_when_the_lead_changes(screen: PlanScreen, sample: Planned) -> None:
    screen.list.table.gather("agency")
    put_cursor(screen, "10", "lead")
    choose_in_cell(screen, sample["MIA"])
    assert numbers(screen)[:2] == ["1", "10"]


def test_a_search_that_hides_the_measure_at_the_cursor_shows_the_first_one_left_and_nothing_between(
    screen: PlanScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_cursor(screen, "1")
    shown: list[str] = []
    monkeypatch.setattr(screen.shown_pane, "show_row", lambda row: shown.append(row.number if row else ""))
    screen.list.facets.choose({"undecided": {"yes"}})
    assert numbers(screen)[0] != "1"
    assert shown == numbers(screen)[:1]
    screen.search("no such word")
    qtbot.waitUntil(lambda: shown[-1] == "")
