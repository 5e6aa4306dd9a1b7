import json
from datetime import date, datetime

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialogButtonBox, QLabel
from pytestqt.qtbot import QtBot

from upr_desktop.paths import bundled
from upr_desktop.ui.look import Look


def test_a_text_follows_the_language(qtbot: QtBot, look: Look) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    look.text(label, label.setText, "toolkit.table.copy")
    assert label.text() == "Copy"
    look.language.use("kk")
    assert label.text() == "Көшіру"


@pytest.mark.parametrize(("code", "cancel"), [("en", "Cancel"), ("ru", "Отмена"), ("kk", "Бас тарту")])
def test_dialogs_of_qt_speak_the_language_too(qtbot: QtBot, look: Look, code: str, cancel: str) -> None:
    look.language.use(code)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text().replace("&", "") == cancel


def test_switching_leaves_one_translator_of_qt_at_work(look: Look) -> None:
    for code in ("ru", "kk", "ru", "en"):
        look.language.use(code)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_dates_and_numbers_stand_in_the_format_of_the_language(look: Look) -> None:
    look.language.use("ru")
    assert look.language.date(date(2026, 7, 10)) == "10.07.2026"
    assert look.language.date("2026-07-10") == "10.07.2026"
    assert look.language.date("во II квартале") == "во II квартале"
    assert look.language.date(None) == ""
    assert look.language.number(12345) == "12\u00a0345"
    assert look.language.moment(datetime(2026, 7, 10, 9, 5)) == "10.07.2026 09:05"
    look.language.use("en")
    assert look.language.date("2026-07-10") == "10 Jul 2026"
    assert look.language.number(12345) == "12,345"


def test_counts_choose_the_plural_and_are_grouped(look: Look) -> None:
    look.language.use("ru")
    assert look.t("toolkit.table.left_out", count=1).startswith("Не вставлена 1 ячейка")
    assert look.t("toolkit.table.left_out", count=22).startswith("Не вставлены 22 ячейки")
    assert look.t("toolkit.table.left_out", count=12345).startswith("Не вставлено 12\u00a0345 ячеек")


def test_every_wording_of_the_toolkit_stands_in_three_languages() -> None:
    path = bundled("resources/words") / "ui_toolkit.json"
    for key, wording in json.loads(path.read_text(encoding="utf-8")).items():
        assert set(wording) == {"en", "ru", "kk"}, key
        assert all(wording.values()), key
