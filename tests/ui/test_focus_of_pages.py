"""A page to read shows that it has the keyboard, and nothing on it moves by that."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from ui.screen_samples import shown_active

from upr_desktop.ui.focus_ring import FocusRing
from upr_desktop.ui.look import Look
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.theme import Mode
from upr_desktop.ui.widgets import Card


class Read(Card):
    """A page to read between two lines to type into."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.before, self.page, self.after = QLineEdit(), ReadingText(look, "returns.cell"), QLineEdit()
        for part in (self.before, self.page, self.after):
            self.box.addWidget(part)
        self.page.show_page(lambda page: page.sentence("Приняты меры"))


@pytest.fixture
def card(qtbot: QtBot, look: Look) -> Read:
    return shown_active(qtbot, Read(look), 400, 300)


def drawn(card: Read) -> QImage:
    return card.grab().toImage()


def colours_around(card: Read) -> set[str]:
    """Return the colours on a line that goes across the middle of the page, from edge to edge of the card."""
    image, y = drawn(card), card.page.mapTo(card, QPoint(0, card.page.height() // 2)).y()
    return {image.pixelColor(x, y).name().upper() for x in range(image.width())}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_that_has_the_keyboard_is_framed(card: Read, look: Look, theme: Mode) -> None:
    look.theme.use(theme)
    accent = look.theme.colours.accent.upper()
    card.before.setFocus()
    assert accent not in colours_around(card)
    card.page.setFocus(Qt.FocusReason.TabFocusReason)
    assert accent in colours_around(card)
    card.after.setFocus()
    assert accent not in colours_around(card)


def test_a_frame_moves_no_text_and_goes_with_its_page(card: Read) -> None:
    card.before.setFocus()
    place = card.page.mapTo(card, card.page.cursorRect().topLeft())
    card.page.setFocus()
    assert card.page.mapTo(card, card.page.cursorRect().topLeft()) == place
    card.resize(600, 420)
    assert card.page.ring.geometry().contains(card.page.geometry())
    card.page.hide()
    assert not card.page.ring.isVisible()


def test_a_page_that_goes_with_the_keyboard_in_it_takes_its_frame_along(card: Read, qtbot: QtBot) -> None:
    card.page.setFocus()
    assert len(card.findChildren(FocusRing)) == 1
    card.page.deleteLater()
    qtbot.waitUntil(lambda: not card.findChildren(FocusRing))
