from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from ui.window_samples import PATIENCE, Desktop, made_register, recommendations_screen, workspace

from upr_desktop.app import Program, Start
from upr_desktop.ui.choice_editors import ChipsEditor
from upr_desktop.ui.coming_page import ComingPage
from upr_desktop.ui.room import Room
from upr_desktop.ui.session import LOOKING_OVER
from upr_desktop.ui.settings import Settings


def read_text(room: Room) -> str:
    page = room.window.pages.currentWidget()
    assert isinstance(page, ComingPage)
    return "".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_a_window_whose_register_is_long_in_coming_names_it(
    desktop: Desktop, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    path = made_register(tmp_path / "plan.upr")
    may_open = Event()
    settings = Settings(desktop.home / "settings.json")
    desktop.program = program = Program(qapp, Start(path, "en"), settings)
    program.window.painted.connect(lambda: program.work.start("", lambda _: may_open.wait(20), quiet=True))
    program.window.show()
    qtbot.waitUntil(lambda: program.room is not None, timeout=PATIENCE)
    assert program.window.status.message.text() == "Opening plan.upr…"
    qtbot.waitUntil(lambda: read_text(desktop.room) == "Opening plan.upr…", timeout=PATIENCE)
    may_open.set()
    desktop.wait_open(desktop.room)
    assert program.window.status.message.text() == "plan.upr · saved"
    qtbot.waitUntil(lambda: not program.window.findChildren(ComingPage), timeout=PATIENCE)


def test_while_a_register_is_looked_over_it_says_so_and_no_field_collapses(
    desktop: Desktop, tmp_path: Path
) -> None:
    room = desktop.open(made_register(tmp_path / "plan.upr"))
    screen = recommendations_screen(room)
    screen.complete()
    session = screen.session
    fields = [one for one in screen.pane.findChildren(ChipsEditor) if one.isVisible()]
    heights = [field.input.sizeHint().height() for field in fields]
    assert heights
    assert min(heights) > 0
    session.set_busy(True, LOOKING_OVER)
    assert screen.pane.read_only.message.text() == "The register is being looked over…"
    assert room.window.status.message.text() == "plan.upr · being looked over"
    assert [field.input.sizeHint().height() for field in fields] == heights
    session.set_busy(False)
    session.set_busy(True)
    assert "being written into the register" in screen.pane.read_only.message.text()
    session.set_busy(False)


def test_a_register_is_checked_once_a_person_stays_on_a_screen(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    timer, begun = workspace(room)._check_timer, list[str]()
    qtbot.waitUntil(lambda: room.desk.session is not None and room.desk.session.is_writable)
    workspace(room).check()  # whatever was still to come
    monkeypatch.setattr(timer, "start", lambda: begun.append(workspace(room).screens.key))
    workspace(room).screens.show("plan")
    assert begun == []
    monkeypatch.undo()
    timer.setInterval(3_600_000)
    workspace(room).check_soon()
    assert timer.isActive()
    monkeypatch.setattr(timer, "start", lambda: begun.append(workspace(room).screens.key))
    workspace(room).screens.show("history")
    assert begun == ["history"]
    monkeypatch.undo()
    timer.setInterval(0)
    qtbot.waitUntil(lambda: not timer.isActive() and not room.work.is_busy)
    assert room.window.status.problems.isVisible()


def test_the_line_below_says_no_longer_that_a_register_is_opened_when_it_could_not_be(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.upr"
    letter.write_text("Dear colleagues", encoding="utf-8")
    room = desktop.start(Start(letter, "en"))
    qtbot.waitUntil(room.window.notice.isVisible, timeout=PATIENCE)
    assert room.window.status.message.text() == "No register is open"
