"""Answers take the width there is: one alone stands beside what was said before, lines stay short enough to be read."""

from pathlib import Path

import pytest
from plan_samples import Planned, assign, measure, planned, report
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from ui.reading_samples import H1, H2, shown_reading

from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.reading import ReadingScreen

LONG = (
    "Проведены семинары для сотрудников, приняты методические рекомендации, разработан проект приказа. " * 4
)


@pytest.fixture
def sample(tmp_path: Path) -> Planned:
    """Return a plan with a measure that one body answered on twice, and one that the lead has not answered on."""
    made = planned(tmp_path / "r.upr")
    for number, bodies in (("3", ("MIA",)), ("4", ("MIA", "MOJ"))):
        measure(made, number)
        for at, body in enumerate(bodies):
            assign(made, number, body, "co" if at else "lead")
    report(made, "3/MIA", H1, narrative_ru=LONG)
    report(made, "3/MIA", H2, narrative_ru=LONG)
    report(made, "4/MOJ", H2, narrative_ru=LONG)
    made.save()
    return made


@pytest.fixture
def screen(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path) -> ReadingScreen:
    return shown_reading(qtbot, look, sample, tmp_path)


def opened(qtbot: QtBot, screen: ReadingScreen, sample: Planned, number: str, width: int) -> None:
    screen.resize(width, 900)
    screen.open_measure(sample[f"m{number}"], sample[H2])
    qtbot.waitUntil(lambda: all(card.isVisible() and card.width() > 200 for card in screen.answers.cards))


def place(widget: QWidget, within: QWidget) -> QRect:
    return QRect(widget.mapTo(within, QPoint()), widget.size())


def test_in_a_wide_window_what_was_said_before_stands_beside_the_one_answer(
    qtbot: QtBot, screen: ReadingScreen, sample: Planned
) -> None:
    opened(qtbot, screen, sample, "3", 1800)
    (card,) = screen.answers.cards
    previous = card.previous
    assert previous is not None
    labels = [one for one in card.findChildren(QLabel) if one.text().startswith("Проведены")]
    said = next(one for one in labels if not previous.isAncestorOf(one))
    qtbot.waitUntil(lambda: place(previous, card).left() >= place(said, card).right())
    assert place(previous, card).top() < place(said, card).bottom()
    qtbot.waitUntil(lambda: said.width() <= screen.look.theme.px(600))
    screen.resize(1000, 900)
    qtbot.waitUntil(lambda: place(previous, card).top() > place(said, card).bottom())
    assert abs(place(previous, card).left() - place(said, card).left()) < 20


def test_a_body_that_did_not_answer_takes_no_width_from_one_that_did(
    qtbot: QtBot, screen: ReadingScreen, sample: Planned
) -> None:
    opened(qtbot, screen, sample, "4", 1240)
    answered, missing = screen.answers.cards
    assert [card.agency for card in screen.answers.cards] == ["MOJ", "MIA"]
    holder = answered.parentWidget()
    assert holder is not None
    qtbot.waitUntil(lambda: answered.width() == holder.width())
    assert place(missing, holder).top() > place(answered, holder).bottom()
