"""The whole work is done by keys alone: wherever a key puts the keyboard, the next key does what one expects."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from ui.recommendation_samples import numbers, put_cursor, rows_of, sample_register, shown_screen

from upr_desktop.register.queries import records
from upr_desktop.register.register import Register
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.recommendations import RecommendationsScreen
from upr_desktop.ui.settings import Settings
from upr_desktop.ui.window import Window

Key, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with sample_register(tmp_path / "sample.upr") as made:
        yield made


@pytest.fixture
def screen(qtbot: QtBot, look: Look, register: Register, tmp_path: Path) -> RecommendationsScreen:
    made = shown_screen(qtbot, look, register, tmp_path / "settings.json")
    made.session.changed.connect(lambda applied, initiator: made.refresh(applied))
    return made


def press(key: Qt.Key) -> None:
    """Press a key as the keyboard does: the window that is in front decides where it goes."""
    front = QApplication.activePopupWidget() or QApplication.activeWindow()
    assert front is not None
    QTest.keyPress(front.windowHandle(), key)  # its release may find the window gone


def test_after_a_choice_from_a_cells_list_the_keyboard_is_in_the_table(
    screen: RecommendationsScreen, register: Register, qtbot: QtBot
) -> None:
    put_cursor(screen, "140.2", "lead")
    press(Key.Key_F2)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    for letter in (Key.Key_M, Key.Key_O, Key.Key_J):
        press(letter)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: not screen.list.table.findChildren(QComboBox))
    assert [link.role for link in rows_of(register)["140.2"].agencies] == ["lead"]
    assert QApplication.focusWidget() is screen.list.table
    press(Key.Key_Down)
    assert screen.list.table.currentIndex().row() == numbers(screen).index("140.2") + 1


def test_a_document_is_added_by_its_key_and_is_open_to_all_unless_ticked(
    screen: RecommendationsScreen, register: Register, qtbot: QtBot
) -> None:
    put_cursor(screen, "140.10")
    QTest.keyPress(screen.window().windowHandle(), Key.Key_N, Qt.KeyboardModifier.ControlModifier | SHIFT)
    form = screen.pane.evidence.form
    qtbot.waitUntil(form.editors["title"].input.hasFocus)
    tick = form.editors["confidential"].input
    assert isinstance(tick, QCheckBox)
    assert tick.checkState() == Qt.CheckState.Unchecked, "a dash reads as half secret"
    for letter in (Key.Key_A, Key.Key_C, Key.Key_T):
        press(letter)
    screen.pane.evidence.save_button.click()
    with register.reading() as connection:
        (document,) = records(connection, "evidence").values()
    assert document["title"] == "act"
    assert not document["confidential"]


def test_a_wrapped_text_has_no_bar_to_move_it_sideways(screen: RecommendationsScreen) -> None:
    put_cursor(screen, "140.10")
    text = screen.pane.form.parts.in_use()[0].texts.input
    assert isinstance(text, QPlainTextEdit)
    assert text.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    assert not text.horizontalScrollBar().isVisible()


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter])
def test_enter_presses_the_button_that_has_the_keyboard(qtbot: QtBot, tmp_path: Path, key: Qt.Key) -> None:
    window, pressed = Window(Settings(tmp_path / "settings.json")), []
    qtbot.addWidget(window)
    holder = QWidget()
    box = QVBoxLayout(holder)
    buttons = (QPushButton("one"), QToolButton())
    for made in buttons:
        made.clicked.connect(lambda _=False, made=made: pressed.append(made))
        box.addWidget(made)
    window.setCentralWidget(holder)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    for made in buttons:
        made.setFocus()
        press(key)
        QTest.keyPress(window.windowHandle(), key, SHIFT)
    assert tuple(pressed) == buttons
