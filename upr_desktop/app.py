"""Wire the objects of the program together: first the frame of the window, once that is painted all the rest."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from upr_desktop.ui.settings import Settings
from upr_desktop.ui.window import Window

if TYPE_CHECKING:
    from upr_desktop.exchange.gate import Gate
    from upr_desktop.ui.errors import ErrorCatcher
    from upr_desktop.ui.language import Language
    from upr_desktop.ui.look import Look
    from upr_desktop.ui.room import Room
    from upr_desktop.ui.theme import Theme
    from upr_desktop.ui.work import Work


LOG_AFTER_MS = 100


@dataclass(frozen=True, slots=True)
class Start:
    """What the command line said: a register to open, the language, who is working, the day to take for today."""

    file: Path | None = None
    language: str | None = None
    author: str = ""
    today: date | None = None


def main(arguments: Sequence[str]) -> int:
    """Open the window and run until it is closed; return the exit code."""
    start = read_arguments(arguments)
    application = QApplication([sys.argv[0]])
    application.setApplicationName("UPR Desktop")
    application.setDesktopFileName("upr-desktop")
    program = Program(application, start)
    program.window.show()
    return application.exec()


def read_arguments(arguments: Sequence[str]) -> Start:
    """Return what the arguments say; wrong ones end the program with exit code 2."""
    import argparse

    from upr_desktop.words import LANGUAGES

    if not arguments:
        return Start()
    parser = argparse.ArgumentParser(prog="upr-desktop")
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--author", default="")
    parser.add_argument("--today", type=date.fromisoformat)
    said = parser.parse_args(arguments)
    return Start(said.file, said.language, said.author, said.today)


class Program:
    """The program with its window: its frame is shown first; all else is imported and made after the first paint."""

    look: "Look"
    work: "Work"
    catcher: "ErrorCatcher"

    def __init__(self, application: QApplication, start: Start, settings: Settings | None = None) -> None:
        self._application, self.start = application, start
        self.settings = settings or Settings()
        if start.author:
            self.settings.assume("author", start.author)
        self.window = Window(self.settings)
        self.room: Room | None = None
        self._gate: Gate | None = None
        self.window.painted.connect(self.begin)

    def begin(self) -> None:
        """Furnish the window and let it be painted, then open the register that was open last."""
        from upr_desktop.ui.look import Look
        from upr_desktop.ui.work import Work

        language = _language(self._application, self.start, self.settings)
        self.look = Look(language, _theme(self._application, self.settings))
        self.work = Work()
        self.window.furnish(self.look, self.work)
        QTimer.singleShot(0, self.enter)

    def enter(self) -> None:
        """Make what needs a register, and open one."""
        from upr_desktop.ui.errors import ErrorCatcher, open_log
        from upr_desktop.ui.icons import program_icon
        from upr_desktop.ui.room import Room
        from upr_desktop.ui.undo import TextFirst

        self._application.setWindowIcon(program_icon())
        self.catcher = ErrorCatcher()
        self.catcher.install()
        TextFirst(self._application)
        self.room = Room(
            self.look,
            self.settings,
            self.window,
            self.work,
            self._open_gate,
            self._ask_author,
            self.start.today,
        )
        self.catcher.known.connect(self.room.refuse)
        self.catcher.bug.connect(self.room.show_bug)
        self.room.left.connect(self._end)
        self.room.begin(self.start.file)
        QTimer.singleShot(LOG_AFTER_MS, open_log)

    def _open_gate(self) -> "Gate":
        """Return the gate for foreign files; its children start with the first file."""
        from upr_desktop.exchange.gate import Gate

        self._gate = self._gate or Gate()
        return self._gate

    def _ask_author(self) -> str | None:
        from upr_desktop.ui.dialogs.author import ask_author

        return ask_author(self.look, self.window)

    def _end(self) -> None:
        if self._gate is not None:
            self._gate.close()
        self.catcher.uninstall()


def _language(application: QApplication, start: Start, settings: Settings) -> "Language":
    from upr_desktop.ui.language import Language
    from upr_desktop.words import LANGUAGES

    kept = settings.text("language")
    language = Language(application, start.language or (kept if kept in LANGUAGES else None))
    language.changed.connect(lambda: settings.write("language", language.code))
    return language


def _theme(application: QApplication, settings: Settings) -> "Theme":
    from upr_desktop.ui.theme import MODES, Theme

    kept = settings.text("theme")
    theme = Theme(application, next((mode for mode in MODES if mode == kept), "system"))
    theme.changed.connect(lambda: _keep_theme(theme, settings))
    return theme


def _keep_theme(theme: "Theme", settings: Settings) -> None:
    if settings.text("theme", "system") != theme.mode:
        settings.write("theme", theme.mode)
