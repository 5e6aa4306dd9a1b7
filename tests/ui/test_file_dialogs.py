from pathlib import Path
from string import ascii_letters

import pytest
from plan_samples import Planned
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from upr_desktop.ui.asking import ask_returns, files_folder, first_folder
from upr_desktop.ui.look import Look
from upr_desktop.ui.settings import Settings


def test_a_file_is_asked_for_in_a_folder_that_is_there(tmp_path: Path) -> None:
    there = tmp_path / "Documents"
    there.mkdir()
    assert first_folder((tmp_path / "gone", there, tmp_path)) == there
    assert first_folder((tmp_path / "gone",)) == Path.home()


def test_the_buttons_of_the_file_dialog_have_room_for_their_pictures(qtbot: QtBot, look: Look) -> None:
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    dialog.show()
    up = dialog.findChild(QToolButton, "toParentButton")
    assert isinstance(up, QToolButton)
    image = up.grab().toImage()
    inner = range(4, image.width() - 4)
    middle = image.pixelColor(4, 4)
    drawn = [x for x in inner if any(image.pixelColor(x, y) != middle for y in range(4, image.height() - 4))]
    assert len(drawn) >= 8


@pytest.mark.parametrize("code", ["ru", "kk"])
@pytest.mark.parametrize("mode", [QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave])
def test_the_file_dialog_says_nothing_in_english(
    qtbot: QtBot, look: Look, code: str, mode: QFileDialog.AcceptMode
) -> None:
    look.language.use(code)
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(mode)
    qtbot.addWidget(dialog)
    texts = [one.text() for kind in (QLabel, QAbstractButton) for one in dialog.findChildren(kind)]
    assert len([text for text in texts if text]) >= 4
    assert [text for text in texts if any(letter in ascii_letters for letter in text)] == []


def test_what_qt_has_no_words_for_stays_as_qt_says_it(look: Look) -> None:
    look.language.use("kk")
    assert QCoreApplication.translate("QFileDialog", "No such words") == "No such words"
    assert QCoreApplication.translate("Elsewhere", "Look in:") == "Look in:"
    assert QCoreApplication.translate("QFileDialog", "&Look in:") not in ("&Look in:", "")


def test_files_of_a_register_are_asked_for_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "kept by the program"))
    assert files_folder(tmp_path / "review.upr") == tmp_path


def test_files_of_a_register_that_the_program_keeps_are_asked_for_where_people_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPR_HOME", str(kept := tmp_path / "kept by the program"))
    for register in (kept / "sample.upr", kept / "agencies" / "MOJ.upr"):
        folder = files_folder(register)
        assert kept not in (folder, *folder.parents)
        assert folder.is_dir()


def test_returns_are_looked_for_where_the_last_ones_were(
    plan: Planned, look: Look, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (mail := tmp_path / "mail").mkdir()
    asked: list[Path] = []

    def choose(_: object, __: str, folder: str, ___: str) -> tuple[list[str], str]:
        asked.append(Path(folder))
        return [str(mail / "return.xlsx")], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    settings, parent = Settings(tmp_path / "settings.json"), QWidget()
    qtbot.addWidget(parent)
    for _ in range(2):
        assert ask_returns(look, parent, plan.register.path, settings) == [mail / "return.xlsx"]
    assert asked == [plan.register.path.parent, mail]
