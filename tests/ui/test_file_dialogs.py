from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from upr_desktop.ui.look import Look
from upr_desktop.ui.making import first_folder


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
