"""Lists of which rows are ticked: an empty box is seen in both themes, and a click on a box ticks its row."""

from pathlib import Path

import pytest
from plan_samples import Planned
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot
from ui.screen_samples import session_on, shown_active

from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.returns import ReturnsScreen
from upr_desktop.ui.theme import Mode
from upr_desktop.ui.work import Work

BOX, SEEN = 24, 40


@pytest.fixture
def agencies(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path) -> QListWidget:
    """Return the agencies to prepare workbooks for, none of them ticked."""
    screen = shown_active(
        qtbot, ReturnsScreen(look, session_on(sample.register, tmp_path), Work()), 1100, 700
    )
    screen.prepare_button.click()
    screen.prepare.none_button.click()
    return screen.prepare.agencies


def outlined(boxes: QListWidget, look: Look) -> list[QPoint]:
    """Return where the start of the first row, its words not counted, differs well from the ground."""
    row = boxes.visualItemRect(boxes.item(0))
    picture = boxes.viewport().grab(row).toImage()
    ground = look.theme.colours.of("surface").getRgb()[:3]
    return [
        row.topLeft() + QPoint(x, y)
        for x in range(BOX)
        for y in range(row.height())
        if max(
            abs(one - other) for one, other in zip(picture.pixelColor(x, y).getRgb()[:3], ground, strict=True)
        )
        >= SEEN
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_empty_box_is_seen(agencies: QListWidget, look: Look, theme: Mode) -> None:
    look.theme.use(theme)
    assert len(outlined(agencies, look)) > 2 * 16


def test_a_click_on_a_box_ticks_its_row_and_one_more_unticks_it(agencies: QListWidget, look: Look) -> None:
    outline = outlined(agencies, look)
    middle = sum(outline, QPoint()) / len(outline)
    for state in (Qt.CheckState.Checked, Qt.CheckState.Unchecked):
        QTest.mouseClick(agencies.viewport(), Qt.MouseButton.LeftButton, pos=middle)
        assert agencies.item(0).checkState() == state
