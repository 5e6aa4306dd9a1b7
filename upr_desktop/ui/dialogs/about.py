"""Say what the program is, on what it runs and where it keeps what is the user's."""

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from upr_desktop.paths import user_folder
from upr_desktop.ui.errors import own_version, runs_on, system
from upr_desktop.ui.icons import program_icon
from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import BLOCK_SPACE, CARD_SPACE
from upr_desktop.ui.widgets import label

ICON_SIDE = 48


def about_lines(look: Look, register: Path | None) -> list[str]:
    """Return versions and folders, one line each."""
    folder = user_folder()
    places = [("data", folder), ("backups", folder / "backups"), ("log", folder / "log")]
    if register is not None:
        places.insert(0, ("register", register))
    installed = own_version()
    return [
        look.t("window.about.version", version=installed)
        if installed
        else look.t("window.about.not_installed"),
        look.t("window.about.runs_on", parts=", ".join(runs_on())),
        look.t("window.about.system", system=system()),
        "",
        *(f"{look.t(f'window.about.{key}')}: {path}" for key, path in places),
    ]


class AboutDialog(QDialog):
    """What the program is, with its versions and folders to copy."""

    def __init__(self, look: Look, register: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(look.t("window.do.about").replace("&", ""))
        self.setMinimumSize(look.theme.px(520), look.theme.px(360))
        picture = QLabel()
        picture.setPixmap(program_icon().pixmap(QSize(ICON_SIDE, ICON_SIDE), self.devicePixelRatioF()))
        heading = QHBoxLayout()
        heading.setSpacing(CARD_SPACE)
        heading.addWidget(picture)
        texts = QVBoxLayout()
        texts.addWidget(label(look, "window.welcome.title", "title"))
        texts.addWidget(label(look, "window.welcome.text", "soft"))
        heading.addLayout(texts, 1)
        self.text = QPlainTextEdit("\n".join(about_lines(look, register)))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        look.name(self.text, "window.about.name")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = QPushButton(look.t("window.about.copy"))
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[CARD_SPACE] * 4)
        layout.setSpacing(BLOCK_SPACE)
        layout.addLayout(heading)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)
