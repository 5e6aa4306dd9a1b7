"""The list of choices below a button: what Space, Enter and Esc do, and a list of which one is taken."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from upr_desktop.ui.choice_popup import ChoicePopup, Option
from upr_desktop.ui.look import Look

Key = Qt.Key
BODIES = [Option(f"{place}", f"Body {place}") for place in range(20)]


class Opened:
    """A list that was opened with the bodies 3 and 5 ticked, and what it told."""

    def __init__(self, look: Look, qtbot: QtBot, *, single: bool = False) -> None:
        self.button = QPushButton("Lead")
        qtbot.addWidget(self.button)
        self.button.show()
        self.popup = ChoicePopup(look, self.button)
        self.told: list[tuple[str, ...]] = []
        self.popup.chosen_changed.connect(self.told.append)
        self.popup.open_below(self.button, BODIES, ("3",) if single else ("3", "5"), single=single)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.popup.find_line if self.popup.find_line.hasFocus() else self.popup.list, key)


@pytest.fixture
def several(look: Look, qtbot: QtBot) -> Iterator[Opened]:
    opened = Opened(look, qtbot)
    yield opened
    opened.popup.close()


@pytest.fixture
def one(look: Look, qtbot: QtBot) -> Iterator[Opened]:
    opened = Opened(look, qtbot, single=True)
    yield opened
    opened.popup.close()


def test_esc_leaves_the_choice_as_it_was_before_the_list_was_opened(several: Opened) -> None:
    several.press(Key.Key_Down, Key.Key_Space, Key.Key_Down, Key.Key_Down, Key.Key_Space)
    assert set(several.told[-1]) == {"5", "0"}
    several.press(Key.Key_Escape)
    assert set(several.told[-1]) == {"3", "5"}
    assert set(several.popup.chosen()) == {"3", "5"}
    assert several.popup.isHidden()


def test_esc_in_the_line_to_find_in_leaves_the_choice_as_it_was(several: Opened) -> None:
    QTest.keyClicks(several.popup.find_line, "17")
    QTest.keyClick(several.popup.find_line, Key.Key_Escape)
    assert several.told == []
    assert several.popup.isHidden()


def test_enter_takes_what_was_found_and_closes(several: Opened) -> None:
    QTest.keyClicks(several.popup.find_line, "17")
    QTest.keyClick(several.popup.find_line, Key.Key_Return)
    assert set(several.told[-1]) == {"3", "5", "17"}
    assert several.popup.isHidden()


def test_enter_after_ticks_takes_these_and_no_more(several: Opened) -> None:
    several.press(Key.Key_Down, Key.Key_End, Key.Key_Space, Key.Key_Up, Key.Key_Return)
    assert set(several.told[-1]) == {"3", "5", "19"}
    assert several.popup.isHidden()


def test_enter_right_after_opening_changes_nothing(several: Opened) -> None:
    several.press(Key.Key_Return)
    assert several.told == []
    assert several.popup.isHidden()


def test_of_a_list_of_one_a_press_takes_the_place_of_the_choice_before_and_closes(one: Opened) -> None:
    item = one.popup.list.item(4)
    assert item
    QTest.mouseClick(
        one.popup.list.viewport(), Qt.MouseButton.LeftButton, pos=one.popup.list.visualItemRect(item).center()
    )
    assert one.told == [(item.data(Qt.ItemDataRole.UserRole),)]
    assert one.popup.isHidden()


def test_a_list_of_one_has_no_boxes(one: Opened, several: Opened) -> None:
    unticked = 10

    def drawn(opened: Opened) -> bool:
        item = opened.popup.list.item(unticked)
        assert item
        area = opened.popup.list.visualItemRect(item)
        picture = opened.popup.list.viewport().grab(area).toImage()
        box = [picture.pixel(x, y) for x in range(8, 25) for y in range(4, area.height() - 4)]
        return len(set(box)) > 1

    assert drawn(several)
    assert not drawn(one)
