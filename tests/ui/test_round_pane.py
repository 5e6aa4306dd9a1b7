"""What stands beside the round: what became of the files until that is closed, the line that the cursor is on."""

from collections.abc import Callable
from pathlib import Path

import pytest
from plan_samples import Planned
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from return_samples import sent
from ui.screen_samples import session_on, shown_active

from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.merge_summary import MergeSummary
from upr_desktop.ui.screens.returns import ReturnsScreen
from upr_desktop.ui.work import Work


@pytest.fixture
def screen(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path) -> ReturnsScreen:
    sent(sample, tmp_path)
    made = ReturnsScreen(look, session_on(sample.register, tmp_path), Work())
    return shown_active(qtbot, made, 1100, 700)


def press_escape() -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    "where",
    [
        lambda screen: screen.round.table,
        lambda screen: screen.take_button,
        lambda screen: next(iter(screen.round.facets.chips.values())),
    ],
)
def test_esc_closes_a_panel_from_wherever_the_keyboard_is(
    screen: ReturnsScreen, look: Look, where: Callable[[ReturnsScreen], object]
) -> None:
    summary = MergeSummary(look)
    screen.beside.show_panel(summary)
    stop = where(screen)
    stop.setFocus()  # type: ignore[attr-defined]  # a widget
    press_escape()
    assert screen.beside.panel is None
    assert screen.round.table.hasFocus()


def test_esc_closes_the_panel_that_prepares_workbooks_from_the_table_too(screen: ReturnsScreen) -> None:
    screen.open_prepare()
    screen.round.take_focus()
    press_escape()
    assert screen.beside.panel is None
    press_escape()
    assert screen.round.table.hasFocus()


def test_period_and_state_of_a_line_stand_below_its_agency_and_break_only_between_them(
    screen: ReturnsScreen,
) -> None:
    row = next(one for one in screen.round.rows if one.sent and one.period.code == "2026H2")
    screen.round.table.select_row(row.id)
    heading = screen.details.document().begin()
    assert " · " not in heading.text()
    assert heading.next().text().split(" ") == ["July–December\u00a02026", "·", "No\u00a0answer\u00a0yet"]
