"""The buttons above the round show all their words however narrow the window is; the actions stand at the right."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from plan_samples import Planned
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from ui.screen_samples import session_on, shown_active

from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.returns import ReturnsScreen
from upr_desktop.ui.work import Work

NARROW, WIDE = 720, 1300


@pytest.fixture
def screen(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path) -> Iterator[ReturnsScreen]:
    """Return the screen as a window shows it, which may be narrower than its widgets ask for."""
    screen = ReturnsScreen(look, session_on(sample.register, tmp_path), Work())
    look.language.use("ru")
    window = QWidget()
    screen.setParent(window)
    screen.resize(WIDE, 560)
    shown_active(qtbot, window, WIDE, 560)
    yield screen
    window.close()


def buttons(screen: ReturnsScreen) -> list[QPushButton]:
    return [one for one in screen.head.findChildren(QPushButton) if one.isVisible()]


def place(one: QPushButton, screen: ReturnsScreen) -> QRect:
    return QRect(one.mapTo(screen, QPoint()), one.size())


def test_no_button_is_cut_in_a_narrow_window(screen: ReturnsScreen, qtbot: QtBot) -> None:
    screen.resize(NARROW, 560)
    qtbot.waitUntil(lambda: screen.pages.width() <= NARROW)
    assert {one.text(): one.width() for one in buttons(screen) if one.width() < one.sizeHint().width()} == {}
    places = [place(one, screen) for one in buttons(screen)]
    assert all(screen.rect().contains(one) for one in places)
    assert not any(one.intersects(other) for at, one in enumerate(places) for other in places[:at])
    assert not any(one.intersects(QRect(screen.pages.pos(), screen.pages.size())) for one in places)


def test_in_a_wide_window_the_actions_end_at_its_right_edge(screen: ReturnsScreen) -> None:
    shown = [place(one, screen) for one in buttons(screen)]
    assert len({one.center().y() for one in shown}) == 1
    assert max(one.right() for one in shown) == screen.rect().right()
