"""What was typed can be had back, and the keyboard comes back: Esc, Ctrl+Z and Ctrl+Y in the fields of a form."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QLineEdit, QMainWindow, QPlainTextEdit
from pytestqt.qtbot import QtBot
from ui.toolkit_samples import fields

from upr_desktop.ui.editors import Editor
from upr_desktop.ui.form import Form
from upr_desktop.ui.look import Look

Key = Qt.Key
Ctrl = Qt.KeyboardModifier.ControlModifier
Shift = Qt.KeyboardModifier.ShiftModifier
STORED: dict[str, Any] = {"name": "plain", "long": "one\ntwo", "first": False}


class Shown(QMainWindow):
    """A form in a window that takes Ctrl+Z and Ctrl+Y where no text does."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.form = Form(look, fields(), "toolkit.error.report")
        self.setCentralWidget(self.form)
        self.done: list[str] = []
        self.edits: list[tuple[str, Any]] = []
        self.form.field_edited.connect(lambda key, value: self.edits.append((key, value)))
        for name, keys in (("undo", ["Ctrl+Z"]), ("redo", ["Ctrl+Y", "Ctrl+Shift+Z"])):
            action = QAction(self)
            action.setShortcuts(keys)
            action.triggered.connect(lambda _=False, name=name: self.done.append(name))
            self.addAction(action)
        self.form.show_record("1", STORED)


@pytest.fixture
def shown(qtbot: QtBot, look: Look) -> Shown:
    window = Shown(look)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    return window


def text_of(shown: Shown, key: str) -> QLineEdit | QPlainTextEdit:
    editor = shown.form.editors[key]
    assert isinstance(editor, Editor)
    assert isinstance(editor.input, QLineEdit | QPlainTextEdit)
    editor.input.setFocus()
    return editor.input


def read(text: QLineEdit | QPlainTextEdit) -> str:
    return text.text() if isinstance(text, QLineEdit) else text.toPlainText()


@pytest.mark.parametrize("key", ["name", "long"], ids=["a line", "a text"])
def test_what_escape_took_out_comes_back_with_undo_and_is_saved(qtbot: QtBot, shown: Shown, key: str) -> None:
    text = text_of(shown, key)
    qtbot.keyClicks(text, "half an hour of work ")
    typed = read(text)
    qtbot.keyClick(text, Key.Key_Escape)
    assert read(text) == STORED[key]
    assert not shown.form.is_touched()
    qtbot.keyClick(text, Key.Key_Z, Ctrl)
    assert (read(text), shown.done) == (typed, [])
    shown.form.commit()
    assert shown.edits == [(key, typed)]


@pytest.mark.parametrize("key", ["name", "long"], ids=["a line", "a text"])
@pytest.mark.parametrize("redo", [(Key.Key_Y, Ctrl), (Key.Key_Z, Ctrl | Shift)])
def test_redo_belongs_to_the_text_that_was_undone_and_then_to_the_window(
    qtbot: QtBot, shown: Shown, key: str, redo: tuple[Key, Qt.KeyboardModifier]
) -> None:
    text = text_of(shown, key)
    qtbot.keyClicks(text, "abc")
    typed = read(text)
    qtbot.keyClick(text, Key.Key_Z, Ctrl)
    assert read(text) == STORED[key]
    qtbot.keyClick(text, *redo)
    assert (read(text), shown.done) == (typed, [])
    qtbot.keyClick(text, *redo)
    assert (read(text), shown.done) == (typed, ["redo"])


def test_undo_belongs_to_the_text_first_and_then_to_the_window(qtbot: QtBot, shown: Shown) -> None:
    name = text_of(shown, "name")
    qtbot.keyClicks(name, "x")
    qtbot.keyClick(name, Key.Key_Z, Ctrl)
    assert (read(name), shown.done) == ("plain", [])
    qtbot.keyClick(name, Key.Key_Z, Ctrl)
    assert shown.done == ["undo"]


def test_a_tick_set_and_taken_away_before_a_save_is_told_both_times(shown: Shown) -> None:
    editor = shown.form.editors["first"]
    assert isinstance(editor, Editor)
    assert isinstance(editor.input, QCheckBox)
    editor.input.click()
    editor.input.click()
    assert shown.edits == [("first", True), ("first", False)]


def test_the_keyboard_comes_back_to_a_tick_that_took_no_edits_for_a_while(shown: Shown) -> None:
    editor = shown.form.editors["first"]
    assert isinstance(editor, Editor)
    editor.input.setFocus()
    shown.form.set_read_only(True)
    assert not editor.input.hasFocus()
    shown.form.set_read_only(False)
    assert editor.input.hasFocus()
    shown.form.set_read_only(True)
    elsewhere = text_of(shown, "long")
    shown.form.set_read_only(False)
    assert elsewhere.hasFocus(), "a person went there meanwhile"
