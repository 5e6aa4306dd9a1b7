import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from upr_desktop.register.errors import RegisterError
from upr_desktop.ui.errors import ErrorCatcher, ErrorDialog, close_log, open_log, report
from upr_desktop.ui.look import Look

SECRET = "Narrative that nobody may see"


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("UPR_HOME", str(tmp_path))
    yield open_log()
    close_log()


@pytest.fixture
def catcher() -> Iterator[ErrorCatcher]:
    made = ErrorCatcher()
    made.install()
    yield made
    made.uninstall()


def failure() -> BaseException:
    try:
        {"a": 1}[SECRET]
    except KeyError as inner:
        try:
            raise ValueError(SECRET) from inner
        except ValueError as outer:
            return outer
    raise AssertionError


def test_a_report_says_where_and_on_what_but_quotes_no_record() -> None:
    text = report(failure())
    assert "ui/test_errors.py" in text
    assert "in failure" in text
    assert "ValueError" in text
    assert "KeyError" in text
    assert "PySide6 6." in text
    assert "SQLite 3." in text
    assert SECRET not in text
    assert str(Path.home()) not in text


def test_a_message_about_code_is_kept() -> None:
    assert "AttributeError: no such part" in report(AttributeError("no such part"))


def test_an_uncaught_bug_is_logged_and_reported(catcher: ErrorCatcher, log: Path) -> None:
    reports: list[str] = []
    catcher.bug.connect(reports.append)
    error = failure()
    sys.excepthook(type(error), error, error.__traceback__)
    assert len(reports) == 1
    logged = log.read_text(encoding="utf-8")
    assert "ValueError" in logged
    assert SECRET not in logged


def test_trouble_from_outside_is_told_and_is_no_bug(catcher: ErrorCatcher, log: Path) -> None:
    told: list[RegisterError] = []
    catcher.known.connect(told.append)
    catcher.bug.connect(lambda text: pytest.fail(text))
    error = RegisterError("file_locked", path=SECRET)
    sys.excepthook(RegisterError, error, None)
    assert told == [error]
    assert "file_locked" in log.read_text(encoding="utf-8")
    assert SECRET not in log.read_text(encoding="utf-8")


def test_a_bug_in_a_thread_arrives_in_the_windows_thread(
    qtbot: QtBot, catcher: ErrorCatcher, log: Path
) -> None:
    arrived: list[int] = []
    catcher.bug.connect(lambda text: arrived.append(threading.get_ident()))

    def run() -> None:
        raise ValueError(SECRET)

    thread = threading.Thread(target=run)
    with qtbot.waitSignal(catcher.bug):
        thread.start()
    thread.join()
    assert arrived == [threading.get_ident()]


def test_the_log_rotates(log: Path) -> None:
    catcher = ErrorCatcher()
    for _ in range(3000):
        catcher.take(RegisterError("x" * 400))
    files = sorted(path.name for path in log.parent.iterdir())
    assert files[:2] == ["upr-desktop.log", "upr-desktop.log.1"]
    assert all(path.stat().st_size <= 500_000 for path in log.parent.iterdir())


@pytest.mark.parametrize("code", ["en", "ru", "kk"])
def test_the_dialog_copies_its_report(qtbot: QtBot, look: Look, code: str) -> None:
    look.language.use(code)
    dialog = ErrorDialog(look, "the report")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == "the report"
    assert dialog.report_text.accessibleName()
