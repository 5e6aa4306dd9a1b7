import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from upr_desktop.ui.look import Look
from upr_desktop.ui.stylesheet import contrast, stylesheet
from upr_desktop.ui.theme import DARK, LIGHT, Colours

GROUNDS = ("bg", "surface", "sunken", "accent_soft", "selection")
TEXTS = ("text", "soft", "faint", "accent", "bad")
PAIRS = [(text, ground) for ground in GROUNDS[:3] for text in TEXTS]
PAIRS += [(text, ground) for ground in GROUNDS[3:] for text in ("text", "soft", "accent", "bad")]
PAIRS += [(tone, f"{tone}_soft") for tone in ("ok", "warn", "bad", "idle", "new", "accent")]
PAIRS += [("text", f"{tone}_soft") for tone in ("ok", "warn", "bad", "idle", "new")]
PAIRS += [("accent", f"{tone}_soft") for tone in ("ok", "warn", "bad")]
PAIRS += [("on_accent", "accent"), ("warn", "surface"), ("warn", "selection"), ("warn", "accent_soft")]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_every_ground_it_stands_on(colours: Colours, text: str, ground: str) -> None:
    assert contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_the_stylesheet_names_no_colour_of_its_own() -> None:
    sheet = stylesheet(LIGHT, lambda size: size)
    assert "$" not in sheet
    assert stylesheet(DARK, lambda size: size) != sheet


def test_the_theme_switches_while_widgets_are_shown(qtbot: QtBot, look: Look, qapp: QApplication) -> None:
    button = QPushButton("Apply")
    qtbot.addWidget(button)
    painted = []
    look.theme.follow(button, lambda: painted.append(look.theme.colours))
    look.theme.use("dark")
    assert painted == [LIGHT, DARK]
    assert qapp.palette().window().color() == DARK.of("bg")


def test_a_widget_that_is_gone_is_not_rendered_again(qtbot: QtBot, look: Look) -> None:
    button = QPushButton()
    rendered = []
    look.language.follow(button, lambda: rendered.append(1))
    button.deleteLater()
    qtbot.wait(10)
    look.language.use("kk")
    assert rendered == [1]


class Dressed(QWidget):
    """Counts how often it is given a style."""

    times = 0

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.times += event.type() == QEvent.Type.StyleChange


def test_a_widget_deep_in_the_window_is_dressed_no_more_often_than_its_window(
    qtbot: QtBot, look: Look
) -> None:
    outer = inner = Dressed()
    qtbot.addWidget(outer)
    for _ in range(12):
        box = QVBoxLayout(inner)
        inner = Dressed()
        box.addWidget(inner)
    outer.show()
    inner.times = 0
    look.theme.use("dark")
    assert 1 <= inner.times <= 3


def test_the_theme_that_is_worn_is_not_put_on_again(qtbot: QtBot, look: Look) -> None:
    shown = Dressed()
    qtbot.addWidget(shown)
    shown.show()
    shown.times = 0
    look.theme.use("light")
    assert shown.times == 0
