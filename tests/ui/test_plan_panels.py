from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from plan_samples import Planned, planned
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot
from ui.plan_screen_samples import cell, choose, labels, numbers, put_cursor, shown_plan

from upr_desktop.jobs.new_register import new_register
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.plan import PlanScreen

Key, Mod = Qt.Key, Qt.KeyboardModifier
Type = Callable[[QWidget | None, str], None]
Open = Callable[[Planned], PlanScreen]


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Planned]:
    made = planned(tmp_path / "plan.upr")
    yield made
    made.register.close()


@pytest.fixture
def open_screen(qtbot: QtBot, look: Look, tmp_path: Path) -> Open:
    return lambda sample: shown_plan(qtbot, look, sample, tmp_path)


@pytest.fixture
def screen(open_screen: Open, sample: Planned) -> PlanScreen:
    return open_screen(sample)


def click(widget: QWidget | None) -> None:
    assert widget is not None
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def choose_in(panel: QWidget, key: str, code: str) -> None:
    box = panel.form.editors[key].input  # type: ignore[attr-defined]
    assert isinstance(box, QComboBox)
    choose(box, code)


def titles(screen: PlanScreen) -> list[str]:
    screen.list.plan_button.plan_menu.aboutToShow.emit()
    return [action.text() for action in screen.list.plan_button.plan_menu.actions() if action.text()]


def test_a_register_without_a_plan_offers_to_import_one_or_to_begin_one(
    open_screen: Open, tmp_path: Path, type_text: Type
) -> None:
    with new_register(tmp_path / "empty.upr") as register:
        screen = open_screen(Planned(register))
        asked = QSignalSpy(screen.import_asked)
        assert screen.list.empty.isVisible()
        assert not screen.side.isVisible()
        click(screen.list.empty.button)
        assert asked.count() == 1
        click(screen.list.empty.other_button)
        panel = screen.plan_panel
        assert panel.isVisible()
        click(panel.create_button)
        assert panel.form.problems["title"].text() == "! Write what the plan is called."
        type_text(panel.form.editors["title"].editors["en"].input, "Plan of 2026")  # type: ignore[union-attr]
        type_text(panel.form.editors["valid_from"].input, "1.1.2026")
        type_text(panel.form.editors["valid_to"].input, "31.12.2029")
        click(panel.create_button)
        assert screen.list.plan_button.text() == "Plan of 2026  ▾"
        assert screen.list.no_measures.isVisible()
        click(screen.list.no_measures.other_button)
        type_text(screen.new_line.line, "Adopt a law")
        QTest.keyClick(screen.new_line.line, Key.Key_Return)
        assert numbers(screen) == ["1"]
        assert cell(screen, "1", "text") == "Adopt a law"
        assert not screen.new_line.isVisible()


def test_of_several_plans_one_is_chosen_and_remembered(
    screen: PlanScreen, sample: Planned, open_screen: Open
) -> None:
    other = sample.add("older", "plan", title_en="Older", state="approved", who_reports="lead", mode="period")
    sample.put("x", "measure", plan_id=other, number="7", paragraph=7, text_en="Old one")
    sample.save()
    screen.refresh(None)
    assert titles(screen)[:2] == ["План", "Older"]
    next(one for one in screen.list.plan_button.plan_menu.actions() if one.text() == "Older").trigger()
    assert numbers(screen) == ["7"]
    again = open_screen(sample)
    assert numbers(again) == ["7"]


def test_a_plans_details_are_edited_as_steps_of_their_own(screen: PlanScreen, sample: Planned) -> None:
    screen.show_plan()
    choose_in(screen.plan_panel, "who_reports", "lead")
    assert sample.plan().who_reports == "lead"
    assert labels(sample)[0] == "label.plan.edited"
    QTest.keyClick(screen.plan_panel, Key.Key_Escape)
    assert screen.pane.isVisible()


def test_open_measures_are_handed_over_to_a_successor_after_a_preview(
    screen: PlanScreen, sample: Planned, type_text: Type
) -> None:
    put_cursor(screen, "1")
    screen.open_hand_over()
    panel = screen.hand_over_panel
    assert panel.isVisible()
    assert not panel.apply_button.isEnabled()
    choose_in(panel, "agency", sample["MOJ"])
    choose_in(panel, "successor", sample["CITY"])
    order = panel.preview.rows.order
    assert [order.at(at).part.measure.number for at in range(len(order))] == ["1", "2", "10.1"]
    assert "has a part in this measure already" in panel.preview.rows.index(2, 3).data()
    type_text(panel.form.editors["act"].input, "Decree No 5")
    assert panel.apply_button.text() == "Hand over 3 measures"
    before = sample.register.revision()
    click(panel.apply_button)
    assert sample.register.revision() == before + 1
    assert labels(sample)[0] == "label.measures.handed_over"
    assert cell(screen, "2", "lead") == "CITY"
    measure = sample.measures()["2"]
    assert [one.act for one in measure.decisions] == ["Decree No 5"]
    assert {body.valid_to for body in measure.bodies if body.agency_id == sample["MOJ"]} == {"2026-08-31"}
    assert screen.pane.isVisible()


def test_a_new_measure_is_added_by_its_shortcut_with_the_next_number(
    screen: PlanScreen, type_text: Type
) -> None:
    QTest.keyClick(screen.list.table, Key.Key_M, Mod.ControlModifier | Mod.ShiftModifier)
    assert screen.new_line.isVisible()
    type_text(screen.new_line.line, "Do more")
    click(screen.new_line.button)
    assert numbers(screen)[-1] == "11"
    assert screen.pane.number.text() == "11"


def test_a_measure_goes_to_the_archive_and_comes_back_by_undo(screen: PlanScreen, sample: Planned) -> None:
    put_cursor(screen, "10")
    next(one for one in screen.list.table.actions() if one.text() == "Put into the archive").trigger()
    assert numbers(screen) == ["1", "2", "10.1"]
    screen.session.undo(sample.register.revision())
    assert numbers(screen) == ["1", "2", "10", "10.1"]


def test_the_archive_of_a_plan_is_looked_into_and_a_measure_comes_back(screen: PlanScreen) -> None:
    assert not screen.archive.chip.isVisible()
    put_cursor(screen, "10")
    QTest.keyClick(screen.list.table, Key.Key_Delete, Mod.ControlModifier)
    assert screen.archive.chip.text() == "Archived 1"
    click(screen.archive.chip)
    assert numbers(screen) == ["10"]
    put_cursor(screen, "10")
    QTest.keyClick(screen.list.table, Key.Key_Delete, Mod.ControlModifier)
    assert numbers(screen) == ["1", "2", "10", "10.1"]
    assert not screen.archive.chip.isVisible()


def test_an_archived_measure_is_opened_where_history_leads_to_it(screen: PlanScreen, sample: Planned) -> None:
    put_cursor(screen, "10")
    screen.archive.move_selected()
    assert screen.open_record(sample["m10"])
    assert numbers(screen) == ["10"]
    assert screen.open_record(sample["m2"])
    assert numbers(screen) == ["1", "2", "10.1"]


def test_nothing_is_offered_to_write_while_the_register_is_busy(screen: PlanScreen) -> None:
    screen.session.set_busy(True)
    titles(screen)
    enabled = {
        one.text(): one.isEnabled() for one in screen.list.plan_button.plan_menu.actions() if one.text()
    }
    assert enabled == {
        "Add a measure…": False,
        "Hand over an agency's measures…": False,
        "Plan details…": True,
        "New plan…": False,
    }


def test_selected_measures_are_closed_together_after_a_preview(
    screen: PlanScreen, sample: Planned, type_text: Type
) -> None:
    put_cursor(screen, "1")
    QTest.keyClick(screen.list.table, Key.Key_Down, Mod.ShiftModifier)
    assert screen.list.bulk_button.text() == "Edit 2 measures…"
    click(screen.list.bulk_button)
    choose(screen.bulk.field, "close")
    type_text(screen.bulk.editors["close"].input, "Minutes No 4")
    order = screen.bulk.preview.rows.order
    assert [order.at(at).after for at in range(len(order))] == ["Closed", "Closed"]
    click(screen.bulk.apply_button)
    assert labels(sample)[0] == "label.measures.close"
    assert [cell(screen, number, "status") for number in ("1", "2")] == ["Closed", "Closed"]


def test_a_deadline_typed_for_many_is_shown_as_it_will_be_understood(
    screen: PlanScreen, sample: Planned, type_text: Type
) -> None:
    screen.list.table.selectAll()
    screen.open_bulk()
    choose(screen.bulk.field, "deadline")
    type_text(screen.bulk.editors["deadline"].input, "2028 год")
    order = screen.bulk.preview.rows.order
    assert (order.at(0).before, order.at(0).after) == ("2027", "2028")
    assert screen.bulk.apply_button.text() == "Apply 4 changes"
    before = sample.register.revision()
    click(screen.bulk.apply_button)
    assert sample.register.revision() == before + 1
    assert {row.deadline.end for row in sample.measures().values()} == {"2028-12-31"}
