from collections.abc import Callable
from pathlib import Path

from plan_samples import planned
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from ui.window_samples import Desktop, made_register, recommendations_screen, workspace

from upr_desktop.ui.room import Room
from upr_desktop.ui.screens.history import HistoryScreen
from upr_desktop.ui.screens.progress import ProgressScreen
from upr_desktop.ui.screens.summary import SummaryScreen
from upr_desktop.ui.widgets import EmptyState

Type = Callable[[QWidget, str], None]


def history_screen(room: Room) -> HistoryScreen:
    screen = workspace(room).screens.screen("history")
    assert isinstance(screen, HistoryScreen)
    return screen


def test_each_screen_keeps_its_own_search(desktop: Desktop, tmp_path: Path, type_text: Type) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    field, order = room.window.bar.search, recommendations_screen(room).list.table.rows.order
    type_text(field, "death penalty")
    history = history_screen(room)
    assert field.text() == ""
    assert history.pages.currentWidget() is history.list
    type_text(field, "no such change")
    recommendations_screen(room)
    assert field.text() == "death penalty"
    assert len(order) == 1
    assert history_screen(room).pages.currentWidget() is history.not_found
    assert field.text() == "no such change"


def test_a_search_that_finds_nothing_says_so_and_can_be_cleared_there(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path, type_text: Type
) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    field, screen = room.window.bar.search, recommendations_screen(room)
    type_text(field, "no such thing")
    qtbot.waitUntil(screen.list.not_found.isVisible)
    button = screen.list.not_found.button
    assert button
    assert button.text() == "Clear search"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert field.text() == ""
    assert screen.list.table.isVisible()

    history = history_screen(room)
    type_text(field, "no such thing")
    qtbot.waitUntil(history.not_found.isVisible)
    assert history.not_found.button
    QTest.mouseClick(history.not_found.button, Qt.MouseButton.LeftButton)
    assert field.text() == ""
    assert history.list.isVisible()


def test_a_page_over_the_screens_leaves_their_search_as_it_was(
    desktop: Desktop, tmp_path: Path, type_text: Type
) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    field, order = room.window.bar.search, recommendations_screen(room).list.table.rows.order
    type_text(field, "death penalty")
    workspace(room).show_problems()
    assert field.text() == ""
    page = room.window.pages.currentWidget()
    assert page
    workspace(room).screens.uncover(page)
    assert field.text() == "death penalty"
    assert len(order) == 1


def test_progress_and_summary_offer_to_clear_a_search_that_finds_nothing(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path, type_text: Type
) -> None:
    planned(tmp_path / "r.upr").register.close()
    room = desktop.open(tmp_path / "r.upr")
    field = room.window.bar.search

    def clear(nothing: EmptyState) -> None:
        type_text(field, "no such thing")
        qtbot.waitUntil(nothing.isVisible)
        assert nothing.button
        assert nothing.button.text() == "Clear search"
        QTest.mouseClick(nothing.button, Qt.MouseButton.LeftButton)
        assert field.text() == ""
        assert not nothing.isVisible()

    progress = workspace(room).screens.screen("progress")
    assert isinstance(progress, ProgressScreen)
    clear(progress.matrix.not_found)
    assert progress.matrix.table.isVisible()
    matrix = progress.rows.matrix
    assert matrix
    progress.open_entries(next(iter(matrix.agencies)), progress.period)
    clear(progress.entries.list.not_found)
    assert progress.entries.list.table.isVisible()

    summary = workspace(room).screens.screen("summary")
    assert isinstance(summary, SummaryScreen)
    clear(summary.not_found)
    assert summary.sections["status"].isVisible()
