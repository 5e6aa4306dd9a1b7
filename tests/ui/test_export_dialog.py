from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from ui.recommendation_samples import sample_register
from ui.screen_samples import session_on

from upr_desktop.register.register import Register
from upr_desktop.ui.dialogs.export import Export, ExportChoice, ExportDialog
from upr_desktop.ui.look import Look
from upr_desktop.ui.widgets import Notice
from upr_desktop.ui.work import Work

DAY = date(2026, 11, 21)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with sample_register(tmp_path / "r.upr") as made:
        yield made


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("ru", "Реестр УПО 2026-11-21.xlsx"),
        ("kk", "ӘМШ тізілімі 2026-11-21.xlsx"),
        ("en", "UPR register 2026-11-21.xlsx"),
    ],
)
def test_the_name_proposed_is_in_the_language_of_the_workbook(
    qtbot: QtBot, look: Look, tmp_path: Path, language: str, name: str
) -> None:
    dialog = ExportDialog(look, tmp_path, DAY)
    qtbot.addWidget(dialog)
    dialog.languages[language].click()
    assert dialog.proposed() == tmp_path / name


def test_the_choice_is_what_was_ticked_and_where(qtbot: QtBot, look: Look, tmp_path: Path) -> None:
    dialog = ExportDialog(look, tmp_path, DAY)
    qtbot.addWidget(dialog)
    asked: list[Path] = []

    def answer(parent: QWidget, title: str, proposed: Path, kinds: str) -> Path:
        asked.append(proposed)
        return tmp_path / "my register"

    dialog.ask_target = answer
    dialog.languages["kk"].click()
    dialog.confidential.click()
    dialog.save_button.click()
    assert asked == [tmp_path / "ӘМШ тізілімі 2026-11-21.xlsx"]
    assert dialog.choice == ExportChoice("kk", True, tmp_path / "my register.xlsx")


def test_leaving_the_systems_dialog_leaves_this_one_open(qtbot: QtBot, look: Look, tmp_path: Path) -> None:
    dialog = ExportDialog(look, tmp_path, DAY)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.ask_target = lambda *_: None
    dialog.save_button.click()
    assert dialog.isVisible()
    assert dialog.choice is None


def test_the_workbook_is_written_on_the_worker_and_its_folder_offered(
    qtbot: QtBot, look: Look, register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = Notice(look)
    qtbot.addWidget(notice)
    export = Export(look, session_on(register, tmp_path), Work(), notice)
    written = QSignalSpy(export.written)
    export.write(ExportChoice("ru", False, tmp_path / "out.xlsx"))
    qtbot.waitUntil(lambda: written.count() == 1, timeout=10_000)
    assert load_workbook(tmp_path / "out.xlsx").worksheets
    assert "out.xlsx" in notice.message.text()
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    notice.action.click()
    assert opened == [str(tmp_path)]


def test_a_place_that_cannot_be_written_is_told(
    qtbot: QtBot, look: Look, register: Register, tmp_path: Path
) -> None:
    notice = Notice(look)
    qtbot.addWidget(notice)
    export = Export(look, session_on(register, tmp_path), Work(), notice)
    refused = QSignalSpy(export.refused)
    (tmp_path / "a file").write_text("not a folder")
    export.write(ExportChoice("ru", False, tmp_path / "a file" / "out.xlsx"))
    qtbot.waitUntil(lambda: refused.count() == 1, timeout=10_000)
    assert notice.message.text()
    assert not notice.action.isVisibleTo(notice)
