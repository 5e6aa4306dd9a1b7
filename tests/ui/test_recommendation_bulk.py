from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot
from ui.recommendation_samples import agency, area, put_cursor, rows_of, sample_register, shown_screen

from upr_desktop.register.register import Register
from upr_desktop.ui.choice_editors import ChipsEditor
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.recommendations import RecommendationsScreen

Key, Mod = Qt.Key, Qt.KeyboardModifier
Type = Callable[[QWidget | None, str], None]


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    made = sample_register(tmp_path / "sample.upr")
    yield made
    made.close()


@pytest.fixture
def screen(qtbot: QtBot, look: Look, register: Register, tmp_path: Path) -> RecommendationsScreen:
    made = shown_screen(qtbot, look, register, tmp_path / "settings.json")
    put_cursor(made, "140.2")
    return made


def choose_area(screen: RecommendationsScreen, id: str) -> None:
    box = screen.pane.form.editors["area_id"].input
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(id))
    box.activated.emit(box.currentIndex())


def select(screen: RecommendationsScreen, first: str, more: int) -> None:
    put_cursor(screen, first)
    for _ in range(more):
        QTest.keyClick(screen.list.table, Key.Key_Down, Mod.ShiftModifier)


def pick_field(screen: RecommendationsScreen, code: str) -> None:
    box = screen.bulk.field
    box.setCurrentIndex(box.findData(code))
    box.activated.emit(box.currentIndex())


def test_the_change_of_many_begins_at_the_column_of_the_cursor_and_says_what_to_do(
    screen: RecommendationsScreen,
) -> None:
    for column, field in (("lead", "lead"), ("position", "position"), ("area_id", "area_id")):
        put_cursor(screen, "140.2", column)
        screen.open_bulk()
        assert screen.bulk.field.currentData() == field
        assert screen.bulk.left_as_is.text() == "Choose a value to see here what would change."
        assert screen.bulk.left_as_is.isVisible()


def test_many_rows_are_changed_in_one_step_after_a_preview(
    screen: RecommendationsScreen, register: Register
) -> None:
    before = register.revision()
    choose_area(screen, area(register, "5"))
    select(screen, "140.1", 3)
    assert screen.list.count.text() == "6 recommendations · 4 selected"
    assert screen.list.bulk_button.text() == "Edit 4 rows…"
    QTest.mouseClick(screen.list.bulk_button, Qt.MouseButton.LeftButton)
    assert screen.bulk.isVisible()
    assert not screen.bulk.apply_button.isEnabled()
    box = screen.bulk.editors["area_id"].input
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(area(register, "5")))
    box.activated.emit(box.currentIndex())
    order = screen.bulk.preview.rows.order
    assert [(order.at(at).number, order.at(at).after) for at in range(len(order))] == [
        (number, "5 · Children's rights") for number in ("140.1", "140.10", "140.100")
    ]
    assert screen.bulk.left_as_is.text().startswith("1 recommendation is so already")
    assert screen.bulk.apply_button.text() == "Apply 3 changes"
    assert register.revision() == before + 1
    QTest.mouseClick(screen.bulk.apply_button, Qt.MouseButton.LeftButton)
    assert register.revision() == before + 2
    assert screen.pane.isVisible()
    found = rows_of(register)
    assert [found[number].area_id for number in ("140.1", "140.2", "140.10", "140.100")] == [
        area(register, "5")
    ] * 4
    register.undo(register.revision(), "Coordinator")
    assert rows_of(register)["140.1"].area_id is None


def test_an_agency_is_assigned_to_many_rows_at_once(
    screen: RecommendationsScreen, register: Register
) -> None:
    select(screen, "140.1", 5)
    QTest.keyClick(screen.list.table, Key.Key_E, Mod.ControlModifier)
    pick_field(screen, "add_co")
    editor = screen.bulk.editors["add_co"]
    assert isinstance(editor, ChipsEditor)
    editor._take([agency(register, "MIA")])
    editor.commit()
    assert screen.bulk.apply_button.text() == "Apply 6 changes"
    QTest.mouseClick(screen.bulk.apply_button, Qt.MouseButton.LeftButton)
    assert all([link.role for link in row.agencies] == ["co"] for row in rows_of(register).values())


def test_a_note_is_written_on_many_rows(
    screen: RecommendationsScreen, register: Register, type_text: Type
) -> None:
    select(screen, "140.1", 1)
    screen.open_bulk()
    pick_field(screen, "note")
    type_text(screen.bulk.editors["note"].input, "К совещанию")
    QTest.mouseClick(screen.bulk.apply_button, Qt.MouseButton.LeftButton)
    found = rows_of(register)
    assert [found[number].notes for number in ("140.1", "140.2", "140.10")] == [1, 1, 0]


def test_control_enter_applies_what_the_preview_shows(
    screen: RecommendationsScreen, register: Register, type_text: Type
) -> None:
    select(screen, "140.1", 1)
    screen.open_bulk()
    pick_field(screen, "note")
    note = screen.bulk.editors["note"].input
    type_text(note, "К совещанию")
    QTest.keyClick(note, Key.Key_Return, Mod.ControlModifier)
    assert screen.pane.isVisible()
    assert rows_of(register)["140.1"].notes == 1


def test_tab_passes_by_the_cells_of_the_preview(screen: RecommendationsScreen, register: Register) -> None:
    select(screen, "140.1", 2)
    screen.open_bulk()
    pick_field(screen, "area_id")
    screen.bulk._take("area_id", area(register, "5"))
    screen.bulk.preview.setFocus()
    QTest.keyClick(screen.bulk.preview, Key.Key_Tab)
    assert screen.bulk.apply_button.hasFocus()


def test_escape_leaves_the_preview_and_nothing_is_written(
    screen: RecommendationsScreen, register: Register
) -> None:
    before = register.revision()
    select(screen, "140.1", 2)
    screen.open_bulk()
    QTest.keyClick(screen.bulk.field, Key.Key_Escape)
    assert screen.pane.isVisible()
    assert screen.list.table.hasFocus()
    assert register.revision() == before
