"""F6 goes on from wherever the keyboard is: from a place, from beside the places, from outside the screen."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from ui.screen_samples import shown_active
from ui.window_samples import Desktop, made_register, recommendations_screen

from upr_desktop.ui.screens.focus_round import FocusRound, place_of

F6, SHIFT = Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier


class Three(QWidget):
    """Two places, and a button between them that is in none."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.between, self.last = QLineEdit(), QPushButton("between"), QLineEdit()
        box = QVBoxLayout(self)
        for one in (self.first, self.between, self.last):
            box.addWidget(one)
        self.round = FocusRound(self, lambda: [place_of(self.first), place_of(self.last)])


@pytest.mark.parametrize(
    ("modifier", "ends_in"), [(Qt.KeyboardModifier.NoModifier, "last"), (SHIFT, "first")]
)
def test_from_beside_the_places_f6_goes_to_the_one_that_comes_next(
    qtbot: QtBot, modifier: Qt.KeyboardModifier, ends_in: str
) -> None:
    screen = shown_active(qtbot, Three(), 300, 200)
    screen.between.setFocus()
    QTest.keyClick(screen.between, F6, modifier)
    assert QApplication.focusWidget() is getattr(screen, ends_in)


def test_from_outside_f6_goes_back_into_the_screen(desktop: Desktop, tmp_path: Path) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    screen = recommendations_screen(room)
    window = room.window
    for outside in (window.sidebar, window.bar.search):
        screen.list.table.setFocus()
        outside.setFocus()
        assert QApplication.focusWidget() is outside
        QTest.keyClick(outside, F6)
        assert QApplication.focusWidget() is screen.list.table
