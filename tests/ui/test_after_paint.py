from pathlib import Path

import pytest
from plan_samples import planned
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from ui.screen_samples import session_on

from upr_desktop.ui.after_paint import AfterPaint
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.plan import PlanScreen


@pytest.fixture
def label(qtbot: QtBot) -> QLabel:
    made = QLabel("text")
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_what_waits_for_a_paint_is_done_once(label: QLabel, qtbot: QtBot) -> None:
    done: list[str] = []
    AfterPaint(label, label, lambda: done.append("done"), lambda: True)
    label.repaint()
    qtbot.waitUntil(lambda: done == ["done"])
    label.repaint()
    QTest.qWait(0)
    assert done == ["done"]


def test_a_paint_that_shows_nothing_yet_is_not_the_one(label: QLabel, qtbot: QtBot) -> None:
    done: list[str] = []
    is_ready = False
    AfterPaint(label, label, lambda: done.append("done"), lambda: is_ready)
    label.repaint()
    QTest.qWait(0)
    assert done == []
    is_ready = True
    label.repaint()
    qtbot.waitUntil(lambda: done == ["done"])


def test_who_went_elsewhere_meanwhile_is_not_kept_waiting(label: QLabel, qtbot: QtBot) -> None:
    done: list[str] = []
    AfterPaint(label, label, lambda: done.append("done"), lambda: True)
    label.repaint()
    label.hide()
    QTest.qWait(0)
    assert done == []
    label.show()
    qtbot.waitUntil(lambda: done == ["done"])


def test_the_form_of_a_screen_left_at_once_is_made_when_a_person_comes_back(
    qtbot: QtBot, look: Look, tmp_path: Path
) -> None:
    sample = planned(tmp_path / "plan.upr")
    screen = PlanScreen(look, session_on(sample.register, tmp_path))
    qtbot.addWidget(screen)
    screen.resize(1240, 760)
    screen.show()
    screen.list.table.viewport().grab()  # which paints it
    screen.hide()
    QTest.qWait(0)
    assert not screen.has_pane
    screen.show()
    qtbot.waitUntil(lambda: screen.has_pane)
    sample.register.close()
