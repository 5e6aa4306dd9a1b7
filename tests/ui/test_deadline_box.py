"""The form that sets a deadline by hand is seen whole in a small window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from plan_samples import Planned, planned
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from ui.plan_screen_samples import put_cursor, shown_plan

from upr_desktop.ui.look import Look


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Planned]:
    made = planned(tmp_path / "plan.upr")
    yield made
    made.register.close()


@pytest.mark.parametrize("number", ["10.1", "10"])
def test_the_form_to_set_a_deadline_is_scrolled_to_with_its_button(
    qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path, number: str
) -> None:
    screen = shown_plan(qtbot, look, sample, tmp_path)
    qtbot.waitUntil(screen.isActiveWindow)
    screen.resize(1080, 600)
    put_cursor(screen, number)
    form, box = screen.pane.form, screen.pane.form.deadline_box
    before = box.calendar.isVisible()
    box.by_hand_button.click()
    assert not box.calendar.isVisible()
    view = form.viewport()

    def is_seen(part: QWidget) -> bool:
        return view.rect().contains(QRect(part.mapTo(view, QPoint()), part.size()))

    qtbot.waitUntil(lambda: is_seen(box.by_hand.save_button))
    assert all(is_seen(box.by_hand.form.editors[key].input) for key in ("kind", "start", "end"))
    box.by_hand.left.emit()
    assert box.calendar.isVisible() == before
