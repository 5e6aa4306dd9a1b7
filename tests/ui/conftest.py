"""Fixtures of the window's tests: one language and theme, and typing of any letters."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from plan_samples import Planned
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from ui.reading_samples import answered
from ui.window_samples import Desktop

from upr_desktop.ui.language import Language
from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import Theme

PATIENCE = 60_000
OFFSCREEN_NOISE = "This plugin does not support"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("qt_log_ignore", OFFSCREEN_NOISE)


class PatientBot(QtBot):
    """Waits for long before it calls something missing: tests share a busy machine."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
        super().waitUntil(callback, timeout=max(timeout, PATIENCE))

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **more: Any) -> Any:
        return super().waitSignal(signal, timeout=max(timeout, PATIENCE), **more)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """Return what presses keys and waits."""
    return PatientBot(request)


@pytest.fixture(scope="session")
def only_look(qapp: QApplication) -> Look:
    return Look(Language(qapp, "en"), Theme(qapp, "light"))


@pytest.fixture
def look(only_look: Look) -> Look:
    """Return the language (English) and the theme (light) to build widgets with."""
    if only_look.language.code != "en":
        only_look.language.use("en")
    if only_look.theme.mode != "light":
        only_look.theme.use("light")
    return only_look


@pytest.fixture
def type_text() -> Callable[[QWidget | None, str], None]:
    """Return a function that types letters of any script into a widget (None: the one in focus).

    QTest.keyClicks aborts the process at the first letter outside ASCII.
    """

    def type_into(widget: QWidget | None, text: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QGuiApplication.sendEvent(widget or QApplication.focusWidget(), event)

    return type_into


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Planned]:
    """Return the small plan with answers to be read."""
    made = answered(tmp_path)
    yield made
    made.register.close()


@pytest.fixture
def desktop(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desktop]:
    """Return the program with a home of its own, closed at the end; what it could not do fails the test."""
    home = tmp_path / "home"
    monkeypatch.setenv("UPR_HOME", str(home))
    home.mkdir()
    made = Desktop(qtbot, qapp, home)
    yield made
    made.leave()
    assert made.bugs == []
