"""An agency opens its workbook in the window, answers row by row, and writes the return; by keys."""

import json
from collections.abc import Callable
from os import getppid
from pathlib import Path
from socket import gethostname
from typing import cast

import pytest
from openpyxl import Workbook, load_workbook
from plan_samples import Planned, planned
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from return_samples import Clerk, filled, merged, report, sent
from ui.test_progress_screen import choose, press
from ui.window_samples import PATIENCE, Desktop, with_dialog, workspace

from upr_desktop.app import Start
from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.enclosed import load_returns
from upr_desktop.register.lock import lock_path
from upr_desktop.ui.dialogs.compiler import CompilerDialog
from upr_desktop.ui.room import Room
from upr_desktop.ui.screens.own_progress import OwnProgressScreen
from upr_desktop.ui.screens.welcome import Welcome

Type = Callable[[QWidget | None, str], None]


@pytest.fixture
def sample(tmp_path: Path) -> Planned:
    return planned(tmp_path / "secretariat.upr")


def opened(desktop: Desktop, path: Path, qtbot: QtBot) -> Room:
    """Start on a workbook and wait until its rows are shown."""
    room = desktop.start(Start(path, "en"))
    desktop.wait_open(room)
    qtbot.waitUntil(lambda: bool(screen(room).entries.list.entries()))
    room.window.activateWindow()
    qtbot.waitUntil(room.window.isActiveWindow)
    desktop.wait_idle(room)
    return room


def screen(room: Room) -> OwnProgressScreen:
    return cast(OwnProgressScreen, workspace(room).screens.screen("progress"))


def shown_places(room: Room) -> list[str]:
    sidebar = room.window.sidebar
    return [sidebar.item(row).text() for row in range(sidebar.count()) if not sidebar.isRowHidden(row)]


def write_to(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))


def test_a_workbook_opens_as_the_agencys_own_rows_and_says_so(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    room = opened(desktop, sent(sample, tmp_path), qtbot)
    assert room.window.windowTitle().startswith("MOJ — own rows — MOJ-ру.upr")
    assert shown_places(room) == ["Progress", "History"]
    page = screen(room)
    assert [entry.measure.number for entry in page.entries.list.entries()] == ["1", "2", "10.1"]
    assert page.entries.list.count.text() == "0 of 3 answered"
    assert "3 are still to be answered" in room.window.notice.message.text()
    assert page.head.viewer.isHidden()
    assert page.head.return_button.isVisible()


def test_where_a_workbook_is_not_opened_the_page_to_begin_with_is_shown(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    path = sent(sample, tmp_path)
    book = load_workbook(path)
    del book["_upr"]
    book.save(path)
    room = desktop.start(Start(path, "en"))
    qtbot.waitUntil(lambda: "hidden marks" in room.window.notice.message.text(), timeout=PATIENCE)
    assert isinstance(room.window.pages.currentWidget(), Welcome)
    desktop.wait_idle(room)


def test_who_gives_no_name_for_a_workbook_comes_to_the_page_to_begin_with(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    asked: list[QDialog] = []

    def leave(dialog: QDialog) -> None:
        asked.append(dialog)
        dialog.reject()

    with_dialog(leave)
    room = desktop.start(Start(sent(sample, tmp_path), "en"), author="")
    qtbot.waitUntil(lambda: bool(asked), timeout=PATIENCE)
    qtbot.waitUntil(lambda: isinstance(room.window.pages.currentWidget(), Welcome), timeout=PATIENCE)
    desktop.wait_idle(room)


def test_rows_are_answered_one_after_the_other_by_keys_and_the_return_is_written(
    desktop: Desktop,
    sample: Planned,
    gate: Gate,
    tmp_path: Path,
    qtbot: QtBot,
    type_text: Type,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = opened(desktop, sent(sample, tmp_path), qtbot)
    page, target = screen(room), tmp_path / "back.xlsx"
    for status, text in (("in_progress", "Приказ издан"), ("continuous", "Сделано всё")):
        press(page, Qt.Key.Key_F8)
        form = page.entries.pane.form
        choose(page, "claimed_status", status)
        _, narrative = form.shown_narrative()
        narrative.input.setFocus()
        type_text(narrative.input, text)
        page.leave()
    assert page.entries.list.count.text() == "2 of 3 answered"
    press(page, Qt.Key.Key_F8)
    current = page.entries.list.current()
    assert current
    assert current.measure.number == "10.1"
    write_to(target, monkeypatch)
    qtbot.keyClick(
        room.window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    qtbot.waitUntil(lambda: "The return is written" in room.window.notice.message.text())
    desktop.wait_idle(room)
    assert [entry.stage for entry in page.entries.list.entries()] == ["written", "written", "blank"]
    merge = merged(sample, gate, target)
    assert filled(merge)["taken"] == 4
    assert report(sample, "1")["claimed_status"] == "in_progress"


def test_what_the_workbook_shows_stands_beside_the_form(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    room = opened(desktop, sent(sample, tmp_path), qtbot)
    pane, page = screen(room).entries.pane, screen(room)
    assert page.entries.open_measure(sample["m2"])
    assert pane.form.previous.parts["narrative_ru"].text_before == "Всё хорошо"
    assert "Приложите приказ" in pane.form.asked.remark.message.text()
    assert pane.form.asked.recommended.text() == "140.1: Do 140.1"
    assert pane.form.editors["confidential"].isHidden() or not pane.form.editors["confidential"].isVisible()
    assert pane.review.submit_button.isHidden()


def test_numbers_that_stand_before_each_recommendation_are_not_said_twice(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    asked = screen(opened(desktop, sent(sample, tmp_path), qtbot)).entries.pane.form.asked
    asked._show_recommended(
        {"recommendations": "140.1, 140.2", "recommendation_text": "140.1: Do\n140.2: Do"}
    )
    assert asked.recommended.text() == "140.1: Do\n140.2: Do"
    asked._show_recommended(
        {"recommendations": "140.1", "recommendation_text": "140 judges are to be taught"}
    )
    assert asked.recommended.text() == "140.1: 140 judges are to be taught"


def test_a_workbook_whose_register_is_open_in_another_window_says_that_it_can_only_be_read(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    path = sent(sample, tmp_path)
    room = opened(desktop, path, qtbot)
    assert room.desk.session
    home = room.desk.session.register.path
    room.close_register()
    holder = {
        "host": gethostname(),
        "user": "colleague",
        "pid": getppid(),
        "start": "2026-01-01T00:00:00+00:00",
    }
    lock_path(home).write_text(json.dumps(holder))
    taken: list[object] = []
    room.filling.taken.connect(taken.append)
    room.take_files([path])
    qtbot.waitUntil(lambda: bool(taken), timeout=PATIENCE)
    desktop.wait_idle(room)
    assert "is open in another window" in room.window.notice.message.text()
    room.close_register()
    lock_path(home).unlink()


def test_a_row_that_is_edited_after_it_was_written_is_in_work_again(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sent(sample, tmp_path)
    Clerk(path).type("2", claimed_status="Исполняется", narrative="Приказ издан").save("begun.xlsx")
    room = opened(desktop, path.with_name("begun.xlsx"), qtbot)
    page = screen(room)
    write_to(tmp_path / "back.xlsx", monkeypatch)
    page.ask_return()
    qtbot.waitUntil(lambda: (tmp_path / "back.xlsx").exists() and not room.work.is_busy)
    assert page.entries.open_measure(sample["m2"])
    assert page.entries.list.current().stage == "written"  # type: ignore[union-attr]
    page.entries.pane._take("problems_text_ru", "Нет кадров")
    assert page.entries.list.current().stage == "answered"  # type: ignore[union-attr]


def test_the_same_workbook_again_goes_on_and_changes_nothing(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    path = sent(sample, tmp_path)
    room = opened(desktop, path, qtbot)
    session = room.desk.session
    assert session
    before = session.register.revision()
    room.window.untell()
    room.take_files([path])
    qtbot.waitUntil(lambda: not room.window.notice.isHidden() and not room.work.is_busy)
    assert room.desk.session is session
    assert session.register.revision() == before


def test_a_workbook_with_odd_cells_says_what_needs_a_look(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    path = sent(sample, tmp_path)
    Clerk(path).type("2", claimed_status="как-нибудь").save("odd.xlsx")
    room = opened(desktop, path.with_name("odd.xlsx"), qtbot)
    qtbot.waitUntil(lambda: "1 place in the file needs a look" in room.window.notice.message.text())
    workspace(room).show_problems()
    page = workspace(room)._problem_page
    assert page
    page.table.opened.emit("0")
    current = screen(room).entries.list.current()
    assert current
    assert current.measure.number == "2"


def test_a_secretariats_register_offers_to_fill_in_what_another_issued(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    path = sent(sample, tmp_path)
    planned(tmp_path / "other.upr").register.close()
    room = desktop.open(tmp_path / "other.upr")
    assert len(shown_places(room)) > 2
    room.take_files([path])
    qtbot.waitUntil(lambda: "issued from another register" in room.window.notice.message.text())
    desktop.wait_idle(room)
    room.window.notice.acted.emit()
    qtbot.waitUntil(lambda: room.window.windowTitle().startswith("MOJ — own rows"))
    desktop.wait_idle(room)


def test_the_secretariats_own_workbook_comes_back_to_its_register_as_a_return(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    path = sent(sample, tmp_path)
    sample.register.close()
    room = desktop.open(tmp_path / "secretariat.upr")
    room.open(path)
    qtbot.waitUntil(lambda: workspace(room).returning.pane is not None)
    desktop.wait_idle(room)
    pane = workspace(room).returning.pane
    assert pane
    qtbot.waitUntil(lambda: pane.files.merge is not None)
    assert room.desk.session
    assert room.desk.session.register.path == tmp_path / "secretariat.upr"


def test_in_an_agencys_register_a_plan_is_refused_with_a_sentence(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    room = opened(desktop, sent(sample, tmp_path), qtbot)
    (tmp_path / "plan.docx").write_bytes(b"anything")
    room.take_files([tmp_path / "plan.docx"])
    assert "holds the rows of MOJ alone" in room.window.notice.message.text()


def test_a_workbook_that_is_a_list_begins_a_register_as_before(
    desktop: Desktop, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *more: (asked.append(str(more[2])), ("", ""))[1]
    )
    book = Workbook()
    book.active.append(("No.", "Text"))  # type: ignore[union-attr]
    book.save(tmp_path / "list.xlsx")
    room = desktop.start()
    desktop.wait_open(room)
    room.close_register()
    room.take_files([tmp_path / "list.xlsx"])
    qtbot.waitUntil(lambda: bool(asked))
    assert "list" in asked[0]


def test_the_return_is_written_with_its_documents_and_the_name_of_who_compiled_it(
    desktop: Desktop,
    sample: Planned,
    gate: Gate,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = opened(desktop, sent(sample, tmp_path), qtbot)
    page, scan, proposed = screen(room), tmp_path / "Order.pdf", []
    scan.write_bytes(b"%PDF" + b"x" * 5000)
    assert page.compiler_button.text() == "Who compiled it, telephone…"
    page.entries.pane.focus()
    page.entries.pane.documents.buttons.add.click()
    page.entries.pane.evidence.file.attach(scan)

    def save(*asked: object) -> tuple[str, str]:
        proposed.append(str(asked[2]))
        return str(tmp_path / "back.zip"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    page.ask_return()
    qtbot.waitUntil(lambda: "The return is written" in room.window.notice.message.text(), timeout=PATIENCE)
    desktop.wait_idle(room)
    assert proposed[0].endswith("_ответ.zip")
    assert "also holds 1 document (5 KB): Order.pdf" in room.window.notice.message.text()
    assert room.settings.author in page.compiler_button.toolTip()
    loaded = load_returns([tmp_path / "back.zip"], gate)
    assert [one.name for one in loaded.enclosed[loaded.files[0].sha256].documents] == ["Order.pdf"]


def test_who_compiles_the_returns_is_changed_in_a_dialog(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    room = opened(desktop, sent(sample, tmp_path), qtbot)
    page = screen(room)

    def give(dialog: QDialog) -> None:
        assert isinstance(dialog, CompilerDialog)
        dialog.name.setText(" Chief   expert ")
        dialog.phone.setText("74-00-00")
        dialog.save.click()

    with_dialog(give)
    page.compiler_button.click()
    assert page.compiler_button.text() == "Compiled by: Chief expert"
    assert "Chief expert, 74-00-00" in page.compiler_button.toolTip()


def test_what_a_file_that_was_corrected_elsewhere_brings_is_counted(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    path = sent(sample, tmp_path)
    room = opened(desktop, path, qtbot)
    Clerk(path).type("2", claimed_status="Исполняется", narrative="Приказ издан").save("filled.xlsx")
    room.take_files([path.with_name("filled.xlsx")])
    qtbot.waitUntil(lambda: "2 changes were taken" in room.window.notice.message.text(), timeout=PATIENCE)
    desktop.wait_idle(room)


def test_a_return_that_was_written_as_an_archive_opens_again_and_goes_on(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = opened(desktop, sent(sample, tmp_path), qtbot)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "back.zip"), ""))
    screen(room).ask_return()
    qtbot.waitUntil(lambda: "The return is written" in room.window.notice.message.text(), timeout=PATIENCE)
    desktop.wait_idle(room)
    taken: list[object] = []
    room.filling.taken.connect(taken.append)
    room.take_files([tmp_path / "back.zip"])
    qtbot.waitUntil(lambda: bool(taken), timeout=PATIENCE)
    desktop.wait_idle(room)
    assert "3 measures to report on" in room.window.notice.message.text()
