"""What the window does around a register: who holds it, what is refused, undo, files dropped, leaving during work."""

import json
import os
import shutil
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from ui.screen_samples import texts_file
from ui.window_samples import (
    Desktop,
    answer,
    change_heading,
    first_recommendation,
    headings,
    made_register,
    workspace,
)

from upr_desktop.app import Start
from upr_desktop.register import lock
from upr_desktop.register.apply import Applied
from upr_desktop.register.backup import back_up
from upr_desktop.register.changes import Edited, Label
from upr_desktop.register.queries import records
from upr_desktop.register.register import Register
from upr_desktop.ui.room import Room
from upr_desktop.ui.screens.import_preview import ImportPreview


def hold(path: Path, host: str, pid: int) -> None:
    said = {"host": host, "user": "analyst", "pid": pid, "start": "2026-11-21T09:00:00+00:00"}
    lock.lock_path(path).write_text(json.dumps(said), encoding="utf-8")


def drop(room: Room, *paths: Path) -> None:
    """Drop files on the window as the system does: the event goes to the window, not to a widget."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(QPoint(200, 200)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(room.window.windowHandle(), event)


def damage(path: Path) -> None:
    """Overwrite pages in the middle of the file, as a failing disk does; the header stays."""
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * 65536)


def write_heading(room: Room, heading: str) -> bool:
    """Change a heading through the session, as a screen does."""
    session = workspace(room).session
    id = first_recommendation(session.register)
    before = session.read(lambda connection: records(connection, "recommendation", [id]))[id]["heading"]
    label = Label("label.recommendation.heading", {"number": "140.9"})
    return session.write(label, [Edited("recommendation", id, "heading", before, heading)])


def test_the_window_holds_the_register_while_it_is_open(desktop: Desktop, tmp_path: Path) -> None:
    path = made_register(tmp_path / "r.upr")
    desktop.open(path)
    held = lock.holder(path)
    assert held
    assert held.pid == os.getpid()
    desktop.leave()
    assert lock.holder(path) is None


def test_a_register_held_on_this_computer_is_only_read_and_nobody_is_pushed_out(
    desktop: Desktop, tmp_path: Path
) -> None:
    path = made_register(tmp_path / "r.upr")
    hold(path, socket.gethostname(), os.getppid())
    room = desktop.open(path)
    assert "analyst" in room.window.notice.message.text()
    assert not room.window.notice.action.isVisible()
    assert not write_heading(room, "Not written")
    assert room.window.status.message.text() == "r.upr · for reading only"
    desktop.leave()
    assert lock.lock_path(path).exists()


def test_who_would_change_a_register_that_is_held_is_told_by_whom(desktop: Desktop, tmp_path: Path) -> None:
    path = made_register(tmp_path / "r.upr")
    hold(path, socket.gethostname(), os.getppid())
    room = desktop.open(path)
    room.window.untell()
    assert not write_heading(room, "Not written")
    assert "is open in another window" in room.window.notice.message.text()
    room.window.untell()
    workspace(room).take([tmp_path / "list.docx"])
    assert "is open in another window" in room.window.notice.message.text()


def test_a_register_held_on_another_computer_can_be_taken_over_after_a_question(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    path = made_register(tmp_path / "r.upr")
    hold(path, "another-computer", 4242)
    room = desktop.open(path)
    asked: list[str] = []
    answer("Take over", asked)
    room.window.notice.action.click()
    qtbot.waitUntil(lambda: bool(room.desk.opening and not room.desk.opening.only_read), timeout=10_000)
    desktop.wait_open(room)
    assert "another-computer" in asked[0]
    assert write_heading(room, "Mine now")


def test_a_lock_that_a_crash_left_behind_stands_in_nobodys_way(desktop: Desktop, tmp_path: Path) -> None:
    path = made_register(tmp_path / "r.upr")
    hold(path, socket.gethostname(), 2**22 + 1)
    assert write_heading(desktop.open(path), "Written")


def test_what_is_no_register_is_refused_and_the_open_one_stays(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    other = tmp_path / "letter.upr"
    other.write_text("Dear colleagues", encoding="utf-8")
    room.open(other)
    qtbot.waitUntil(room.window.notice.isVisible)
    assert "letter.upr is not a register" in room.window.notice.message.text()
    assert workspace(room).session.register.path.name == "r.upr"
    assert write_heading(room, "Still open")


def test_a_register_of_a_newer_program_is_refused_untouched(desktop: Desktop, tmp_path: Path) -> None:
    path = made_register(tmp_path / "r.upr")
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    room = desktop.start(Start(path, "en"))
    desktop.wait_idle(room)
    assert "newer version" in room.window.notice.message.text()
    assert path.read_bytes() == before


@pytest.mark.parametrize("way", ["From the last backup", "From what can be read"])
def test_from_a_damaged_register_there_is_a_way_on(
    way: str, desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    path = made_register(tmp_path / "r.upr")
    with Register.open(path) as register:
        expected = headings(register)
    back_up(path)
    damage(path)
    before = path.read_bytes()
    room = desktop.start(Start(path, "en"))
    qtbot.waitUntil(lambda: room.window.notice.isVisible() and not room.work.is_busy, timeout=10_000)
    assert "r.upr is damaged" in room.window.notice.message.text()
    assert room.window.notice.action.isVisible()
    asked: list[str] = []
    answer(way, asked)
    room.window.notice.action.click()
    qtbot.waitUntil(
        lambda: room.workspace is not None and room.workspace.session.register.path != path, timeout=20_000
    )
    desktop.wait_idle(room)
    assert path.read_bytes() == before
    if way == "From the last backup":
        assert headings(workspace(room).session.register) == expected


def test_undo_takes_back_what_was_done_before_the_restart_and_redo_does_it_again(
    desktop: Desktop, tmp_path: Path
) -> None:
    path = made_register(tmp_path / "r.upr")
    assert write_heading(desktop.open(path), "First thought")
    desktop.leave()
    room = desktop.open(path)
    room.window.actions_by_key["undo"].trigger()
    assert "First thought" not in headings(workspace(room).session.register)
    assert room.window.status.message.text().startswith("Undone: ")
    room.window.actions_by_key["redo"].trigger()
    assert "First thought" in headings(workspace(room).session.register)
    assert room.window.status.message.text().startswith("Done again: ")


def test_the_status_line_offers_to_undo_what_was_just_done(desktop: Desktop, tmp_path: Path) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    assert write_heading(room, "A slip")
    assert room.window.status.undo_button.isVisible()
    room.window.status.undo_button.click()
    assert "A slip" not in headings(workspace(room).session.register)


def test_an_import_is_undone_only_after_a_question_that_names_it(desktop: Desktop, tmp_path: Path) -> None:
    path = made_register(tmp_path / "r.upr")
    with Register.open(path) as register:
        change_heading(register, "Imported", "Coordinator", "import")
    room = desktop.open(path)
    asked: list[str] = []
    answer("Leave as it is", asked)
    room.window.actions_by_key["undo"].trigger()
    assert "list.docx" in asked[0]
    assert "Imported" in headings(workspace(room).session.register)
    answer("Undo", asked)
    room.window.actions_by_key["undo"].trigger()
    assert "Imported" not in headings(workspace(room).session.register)


def test_undo_that_stands_in_the_way_of_a_later_change_names_that_change(
    desktop: Desktop, tmp_path: Path
) -> None:
    path = made_register(tmp_path / "r.upr")
    with Register.open(path) as register:
        change_heading(register, "Mine", "Coordinator")
        change_heading(register, "Of a colleague", "Colleague")
    room = desktop.open(path)
    room.window.actions_by_key["undo"].trigger()
    message = room.window.notice.message.text()
    assert "cannot be undone" in message
    assert "Colleague" in message
    assert "Of a colleague" in headings(workspace(room).session.register)


def test_ctrl_z_belongs_to_the_text_that_is_being_typed_first(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path, type_text: Callable[[QWidget, str], None]
) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    assert write_heading(room, "Saved before")
    field = room.window.bar.search
    field.setFocus()
    type_text(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""
    assert "Saved before" in headings(workspace(room).session.register)
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "Saved before" not in headings(workspace(room).session.register)


def test_a_register_dropped_on_the_window_is_opened(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    room = desktop.open(made_register(tmp_path / "first.upr"))
    drop(room, made_register(tmp_path / "second.upr"))
    qtbot.waitUntil(
        lambda: bool(room.workspace and room.workspace.session.register.path.name == "second.upr"),
        timeout=10_000,
    )
    desktop.wait_idle(room)
    assert not lock.lock_path(tmp_path / "first.upr").exists()


def preview_of(room: Room, qtbot: QtBot) -> ImportPreview:
    page = room.window.pages.currentWidget()
    assert isinstance(page, ImportPreview)
    qtbot.waitUntil(page.apply_button.isEnabled, timeout=20_000)
    return page


def test_a_file_dropped_on_the_window_is_shown_and_applied_as_one_step(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    register = workspace(room).session.register
    before = register.revision()
    drop(room, texts_file(tmp_path / "texts.csv", [("140.10", "Ратифицировать Протокол")]))
    qtbot.waitUntil(lambda: isinstance(room.window.pages.currentWidget(), ImportPreview))
    page = preview_of(room, qtbot)
    assert register.revision() == before
    page.apply_button.click()
    qtbot.waitUntil(lambda: workspace(room).screens.current is not None, timeout=20_000)
    assert register.revision() == before + 1
    assert room.window.status.message.text() == "texts.csv is in the register now."
    assert room.window.status.undo_button.isVisible()


def test_a_list_that_was_applied_leads_to_the_recommendations_and_tells_of_rows_refused(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    screens = workspace(room).screens
    screens.show("plan")
    page = workspace(room)
    page.take([])
    preview = room.window.pages.currentWidget()
    assert isinstance(preview, ImportPreview)
    applied = Applied(None, frozenset({"recommendation"}))
    preview.applied.emit(applied, "list.docx", 2)
    assert "2 rows were refused" in room.window.status.message.text()
    preview.close_preview()
    assert screens.key == "recommendations"
    assert screens.current is not None


def test_what_was_undone_is_offered_to_be_done_again(desktop: Desktop, tmp_path: Path) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    status = room.window.status
    assert write_heading(room, "Of the coordinator")
    assert status.undo_button.text() == "Undo"
    workspace(room).undo()
    assert "Undone" in status.message.text()
    assert status.undo_button.text() == "Redo"
    status.undo_button.click()
    assert "Of the coordinator" in headings(workspace(room).session.register)
    assert status.undo_button.text() == "Undo"


def test_good_news_goes_when_another_screen_is_gone_to(desktop: Desktop, tmp_path: Path) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    room.window.tell(lambda: "The workbook is saved.", "ok")
    workspace(room).screens.show("history")
    assert not room.window.notice.isVisible()
    room.window.tell(lambda: "The file is damaged.", "bad")
    workspace(room).screens.show("plan")
    assert room.window.notice.isVisible()


@pytest.mark.parametrize("stop", [True, False])
def test_closing_during_an_import_leaves_the_register_before_or_after(
    stop: bool, desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    path = made_register(tmp_path / "r.upr")
    room = desktop.open(path)
    register = workspace(room).session.register
    before = register.revision()
    rows = [(number, f"Текст {number} " * 50) for number in ("140.1", "140.2", "140.10", "140.100")]
    drop(room, texts_file(tmp_path / "texts.csv", rows))
    qtbot.waitUntil(lambda: isinstance(room.window.pages.currentWidget(), ImportPreview))
    page = preview_of(room, qtbot)
    asked: list[str] = []
    page.apply_button.click()
    assert room.work.is_busy
    answer("Stop and close" if stop else "Keep working", asked)
    room.window.close()
    qtbot.waitUntil(lambda: not room.work.is_busy, timeout=20_000)
    assert asked
    if stop:
        qtbot.waitUntil(lambda: not room.window.isVisible())
        assert lock.holder(path) is None
    else:
        assert room.window.isVisible()
    with Register.open(path, read_only=True) as reopened, reopened.reading() as connection:
        written = reopened.revision() - before
        parts = records(connection, "recommendation_part").values()
        translated = sum(bool(part["text_ru"]) for part in parts)
    assert (written, translated) in ((0, 0), (1, 4))


def test_the_window_closes_where_the_work_ended_before_the_answer(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    drop(room, texts_file(tmp_path / "texts.csv", [("140.10", "Ратифицировать Протокол")]))
    qtbot.waitUntil(lambda: isinstance(room.window.pages.currentWidget(), ImportPreview))
    page = preview_of(room, qtbot)
    page.apply_button.click()
    assert room.work.is_busy
    asked: list[str] = []
    answer("Stop and close", asked, when=lambda: not room.work.is_busy)
    room.window.close()
    assert asked
    qtbot.waitUntil(lambda: not room.window.isVisible())


def test_a_copy_is_saved_whole(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    workspace(room).outgoing.save_copy(tmp_path / "copy.upr")
    qtbot.waitUntil(lambda: (tmp_path / "copy.upr").exists() and not room.work.is_busy, timeout=10_000)
    with Register.open(tmp_path / "copy.upr", read_only=True) as copy:
        assert headings(copy) == headings(workspace(room).session.register)
    assert "copy.upr" in room.window.status.message.text()


def test_the_number_of_problems_is_shown_and_leads_to_them(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    path = made_register(tmp_path / "r.upr")
    shutil.copy(path, tmp_path / "copy.upr")
    room = desktop.open(path)
    qtbot.waitUntil(lambda: not room.work.is_busy)
    session = workspace(room).session
    id = first_recommendation(session.register)
    number = session.read(lambda connection: records(connection, "recommendation", [id]))[id]["number"]
    label = Label("label.recommendation.number", {"number": "140.9"})
    assert session.write(label, [Edited("recommendation", id, "number", number, "140,9")])
    workspace(room).check()
    qtbot.waitUntil(room.window.status.problems.isVisible, timeout=10_000)
    room.window.status.problems.click()
    page = room.window.pages.currentWidget()
    assert page
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert room.window.pages.currentWidget() is workspace(room).screens.current is not None
