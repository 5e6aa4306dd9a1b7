"""Catch what nobody caught: trouble from outside becomes a sentence, our own bug a report to copy."""

import logging
import platform
import sqlite3
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

import PySide6
from PySide6.QtCore import QObject, Signal, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from upr_desktop import words
from upr_desktop.paths import user_folder
from upr_desktop.register.errors import FileRefused, RegisterError
from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import BLOCK_SPACE, CARD_SPACE

LOG = logging.getLogger("upr_desktop")
LOG_BYTES, LOGS_KEPT = 500_000, 3
# Messages of these speak of code; those of others may quote a record.
SPEAK_OF_CODE = (AttributeError, NameError, ImportError, TypeError, RecursionError, MemoryError)


def open_log() -> Path:
    """Begin to log to a file of at most 0.5 MB (three older ones are kept) and return its path."""
    from logging.handlers import RotatingFileHandler

    path = user_folder() / "log" / "upr-desktop.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        path, maxBytes=LOG_BYTES, backupCount=LOGS_KEPT, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    return path


def close_log() -> None:
    """End logging to files."""
    for handler in list(LOG.handlers):
        LOG.removeHandler(handler)
        handler.close()


def sentence(error: RegisterError, language: str) -> str:
    """Return what an error from outside means for a clerk, and what to do, in a language."""
    topic = "refused" if isinstance(error, FileRefused) else "error"
    return words.say(f"{topic}.{error.key}", language, **error.values)


def report(error: BaseException) -> str:
    """Return a bug as text to send: versions, platform and the way through the code, without any record's content."""
    lines = [f"UPR Desktop {own_version() or '(not installed)'}", *versions(), ""]
    seen: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in seen:
        seen.append(cause)
        lines += [*_frames(cause), _headline(cause), ""]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines).rstrip() + "\n"


def versions() -> list[str]:
    """Return the versions of what the program runs on, one line each."""
    is_built = getattr(sys, "frozen", False)
    return [
        *runs_on(),
        system(),
        f"{QGuiApplication.platformName() or 'no window'}, {'built' if is_built else 'from source'}",
    ]


def runs_on() -> list[str]:
    """Return what the program stands on, each with its version: `SQLite 3.45.1`."""
    from importlib.metadata import version

    return [
        f"Python {platform.python_version()}",
        f"Qt {qVersion()}",
        f"PySide6 {PySide6.__version__}",
        f"SQLite {sqlite3.sqlite_version}",
        f"SQLAlchemy {version('SQLAlchemy')}",
    ]


def system() -> str:
    """Return the system of the computer with its version."""
    return f"{platform.system()} {platform.release()} {platform.machine()}"


class ErrorCatcher(QObject):
    """Takes over the hooks for uncaught exceptions, of any thread.

    `known` carries a RegisterError that nobody caught, `bug` the report of anything else; both arrive in the
    window's thread. A report is logged before it is sent.
    """

    known = Signal(object)
    bug = Signal(str)

    def install(self) -> None:
        """Catch from now on, also in threads."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._catch
        threading.excepthook = self._catch_in_thread

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def take(self, error: BaseException) -> None:
        """Treat an exception as if nobody had caught it."""
        if isinstance(error, RegisterError):
            LOG.info("told: %s %s", type(error).__name__, error.key)
            self.known.emit(error)
        else:
            text = report(error)
            LOG.error("%s", text)
            self.bug.emit(text)

    def _catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self.take(error)

    def _catch_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self.take(caught.exc_value)


class ErrorDialog(QDialog):
    """Says that the program made a mistake, that nothing is lost, and offers the report to copy."""

    def __init__(self, look: Look, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(look.t("toolkit.error.title"))
        self.setMinimumSize(look.theme.px(520), look.theme.px(360))
        what = QLabel(look.t("toolkit.error.what"))
        what.setWordWrap(True)
        self.report_text = QPlainTextEdit(text)
        self.report_text.setReadOnly(True)
        self.report_text.setTabChangesFocus(True)
        self.report_text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        look.name(self.report_text, "toolkit.error.report")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = QPushButton(look.t("toolkit.error.copy"))
        self.copy_button.setProperty("role", "primary")
        buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[CARD_SPACE] * 4)
        layout.setSpacing(BLOCK_SPACE)
        for widget in (what, self.report_text, buttons):
            layout.addWidget(widget)


def own_version() -> str:
    """Return the program's version; "" where it runs from its folder, not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("upr-desktop")
    except PackageNotFoundError:
        return ""


def _frames(error: BaseException) -> list[str]:
    """Return the calls that led to an error, without paths of the user's folders or values."""
    return [
        f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]


def _short(filename: str) -> str:
    parts = Path(filename).parts
    for root in ("upr_desktop", "site-packages", "tests"):
        if root in parts:
            start = len(parts) - 1 - parts[::-1].index(root)
            return "/".join(parts[start:])
    return parts[-1]


def _headline(error: BaseException) -> str:
    kind = type(error)
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
    return f"{name}: {error}" if isinstance(error, SPEAK_OF_CODE) else name
