from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from ui.recommendation_samples import numbers, sample_register, shown_screen

from upr_desktop.register.register import Register
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.recommendations import RecommendationsScreen

Key = Qt.Key
Open = Callable[[Register], RecommendationsScreen]


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    made = sample_register(tmp_path / "sample.upr")
    yield made
    made.close()


@pytest.fixture
def open_screen(qtbot: QtBot, look: Look, tmp_path: Path) -> Open:
    return lambda register: shown_screen(qtbot, look, register, tmp_path / "settings.json")


@pytest.fixture
def screen(open_screen: Open, register: Register) -> RecommendationsScreen:
    return open_screen(register)


def test_columns_sorting_and_splits_are_remembered(
    screen: RecommendationsScreen, open_screen: Open, register: Register, qtbot: QtBot
) -> None:
    table = screen.list.table
    table.arrangement.show_column("theme", True)
    table.rows.sort_by("position", descending=True)
    with qtbot.waitSignal(table.layout_changed, timeout=2000):
        table.arrangement.show_column("states", False)
    screen.beside.setSizes([600, 560])
    screen.beside.splitterMoved.emit(600, 1)
    again = open_screen(register)
    assert again.list.table.layout_data() == table.layout_data()
    assert numbers(again)[0] == "141.20"
    assert abs(again.beside.sizes()[1] - screen.beside.sizes()[1]) < 4


def test_a_view_is_saved_chosen_renamed_and_put_away(
    screen: RecommendationsScreen, open_screen: Open, register: Register
) -> None:
    screen.list.facets.choose({"position": ["noted"]})
    screen.list.table.rows.sort_by("number", descending=True)
    screen.view_button.save_asked.emit()
    screen.name_line.line.setText("  Noted ones ")
    QTest.keyClick(screen.name_line.line, Key.Key_Return)
    assert screen.view_button.text() == "View: Noted ones  ▾"
    screen.views.choose("")
    assert len(numbers(screen)) == 6
    assert screen.list.table.rows.sorting is None
    view = screen.views.read()[0]
    screen.views.choose(view.id)
    assert numbers(screen) == ["141.20"]

    again = open_screen(register)
    assert numbers(again) == ["141.20"]
    again.view_button.rename_asked.emit()
    again.name_line.line.setText("Noted only")
    QTest.mouseClick(again.name_line.save_button, Qt.MouseButton.LeftButton)
    assert again.view_button.text() == "View: Noted only  ▾"
    again.view_button.remove_asked.emit()
    assert again.view_button.text() == "Saved views  ▾"
    register.undo(register.revision(), "Coordinator")
    assert [one.name for one in again.views.read()] == ["Noted only"]


def test_a_view_whose_filters_or_search_were_changed_says_so(screen: RecommendationsScreen) -> None:
    screen.list.facets.choose({"position": ["noted"]})
    screen.search("torture")
    screen.view_button.save_asked.emit()
    screen.name_line.line.setText("Noted ones")
    QTest.keyClick(screen.name_line.line, Key.Key_Return)
    assert screen.view_button.text() == "View: Noted ones  ▾"
    screen.search("")
    assert screen.view_button.text() == "View: Noted ones (changed)  ▾"
    screen.search("torture")
    assert screen.view_button.text() == "View: Noted ones  ▾"
    screen.list.facets.choose({})
    assert screen.view_button.text() == "View: Noted ones (changed)  ▾"


def test_a_small_window_leaves_columns_out_until_a_person_arranges_them(
    screen: RecommendationsScreen, qtbot: QtBot
) -> None:
    table = screen.list.table
    area_column = table.rows.column_number("area_id")
    screen.side.hide()
    screen.resize(1500, 760)
    qtbot.waitUntil(lambda: not table.isColumnHidden(area_column))
    screen.resize(700, 760)
    qtbot.waitUntil(lambda: table.isColumnHidden(area_column))
    with qtbot.waitSignal(table.layout_changed, timeout=2000):
        table.arrangement.show_column("area_id", True)
    screen.resize(690, 760)
    QTest.qWait(50)
    assert not table.isColumnHidden(area_column)
