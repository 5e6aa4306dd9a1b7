"""Above returned cells filters and tools show all their words in a narrow window: they take two lines there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from plan_samples import Planned
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot
from ui.screen_samples import session_on, shown_active

from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.returned_pane import ReturnedPane

NARROW, WIDE = 520, 1300


@pytest.fixture
def pane(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path) -> Iterator[ReturnedPane]:
    """Return the pane as a window shows it, which may be narrower than its widgets ask for."""
    look.language.use("kk")
    window = QWidget()
    pane = ReturnedPane(look, session_on(sample.register, tmp_path).settings, lambda *_: [])
    pane.setParent(window)
    pane.resize(WIDE, 560)
    shown_active(qtbot, window, WIDE, 560)
    yield pane
    window.close()


def tools(pane: ReturnedPane) -> list[QAbstractButton]:
    return [
        *pane.filters.chips.values(), pane.filters.outcomes, pane.group_button, pane.rules_button, pane.next_button
    ]  # fmt: skip


def test_no_filter_and_no_tool_is_cut_in_a_narrow_window(pane: ReturnedPane, qtbot: QtBot) -> None:
    pane.resize(NARROW, 560)
    qtbot.waitUntil(lambda: pane.split.width() <= NARROW)
    cut = [one.text() for one in tools(pane) if one.isVisible() and one.width() < one.sizeHint().width()]
    assert cut == []


def test_in_a_wide_window_the_tools_end_at_its_right_edge(pane: ReturnedPane) -> None:
    assert pane.next_button.geometry().right() == pane.rect().right()
    assert abs(pane.next_button.geometry().center().y() - pane.filters.geometry().center().y()) <= 1
