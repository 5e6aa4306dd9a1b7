"""Ask how the register is to be written as a workbook, write it on the worker, and show where it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from upr_desktop.jobs.telling import sentence
from upr_desktop.register.errors import RegisterError
from upr_desktop.ui.inputs import TickBox
from upr_desktop.ui.language import FULL_NAMES
from upr_desktop.ui.look import Look
from upr_desktop.ui.session import Session
from upr_desktop.ui.theme import BLOCK_SPACE, CARD_SPACE, FIELD_SPACE
from upr_desktop.ui.widgets import Chip, Notice, button, label
from upr_desktop.ui.work import Progress, Work
from upr_desktop.words import LANGUAGES

WORKBOOK_END = ".xlsx"
WIDTH = 460
Ask = Callable[[QWidget, str, Path, str], Path | None]


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """How to write the workbook: its language, whether what is for official use goes in, and where to."""

    language: str
    confidential: bool
    target: Path


class ExportDialog(QDialog):
    """Language and confidentiality, then the system's own dialog for the place; `choice` is what was agreed."""

    def __init__(self, look: Look, folder: Path, today: date, parent: QWidget | None = None) -> None:
        """Take the folder to propose and the day that the proposed name bears."""
        super().__init__(parent)
        self._look, self._folder, self._today = look, folder, today
        self.choice: ExportChoice | None = None
        self.ask_target: Ask = ask_target
        self.languages = {code: Chip(FULL_NAMES[code]) for code in LANGUAGES}
        self.confidential = TickBox()
        self.save_button = button(look, "export.save_as", "primary")
        self.cancel_button = button(look, "export.cancel")
        look.text(self.confidential, self.confidential.setText, "export.confidential")
        look.text(self, self.setWindowTitle, "export.title")
        self._lay_out()
        self.languages[look.language.code].setChecked(True)
        self.languages[look.language.code].setFocus()
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self._save_as)
        self.cancel_button.clicked.connect(self.reject)

    def language(self) -> str:
        """Return the language that is chosen: kk, ru or en."""
        return next(code for code, one in self.languages.items() if one.isChecked())

    def proposed(self) -> Path:
        """Return the file that is proposed: «Реестр УПО 2026-11-21.xlsx» beside the register."""
        name = self._look.t(f"export.name_{self.language()}", date=self._today.isoformat())
        return self._folder / f"{name}{WORKBOOK_END}"

    def _save_as(self) -> None:
        kinds = f"{self._look.t('export.workbook')} (*{WORKBOOK_END})"
        target = self.ask_target(self, self._look.t("export.title"), self.proposed(), kinds)
        if target is None:
            return
        if target.suffix.lower() != WORKBOOK_END:
            target = target.with_name(target.name + WORKBOOK_END)
        self.choice = ExportChoice(self.language(), self.confidential.isChecked(), target)
        self.accept()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[CARD_SPACE] * 4)
        layout.setSpacing(FIELD_SPACE)
        text = label(self._look, "export.what", "soft")
        text.setFixedWidth(self._look.theme.px(WIDTH))
        layout.addWidget(text)
        layout.addSpacing(FIELD_SPACE)
        layout.addWidget(label(self._look, "export.language", "caption"))
        group = QButtonGroup(self)
        line = QHBoxLayout()
        line.setSpacing(FIELD_SPACE)
        for one in self.languages.values():
            one.setCheckable(True)
            one.toggled.connect(one.set_active)
            group.addButton(one)
            line.addWidget(one)
        line.addStretch(1)
        layout.addLayout(line)
        layout.addSpacing(FIELD_SPACE)
        layout.addWidget(self.confidential)
        note = label(self._look, "export.confidential_note", "soft")
        note.setFixedWidth(self._look.theme.px(WIDTH))
        layout.addWidget(note)
        layout.addSpacing(BLOCK_SPACE)
        foot = QHBoxLayout()
        foot.setSpacing(FIELD_SPACE)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        layout.addLayout(foot)


def ask_target(parent: QWidget, title: str, proposed: Path, kinds: str) -> Path | None:
    """Ask with the system's own dialog where to write a file."""
    name, _ = QFileDialog.getSaveFileName(parent, title, str(proposed), kinds)
    return Path(name) if name else None


class Export(QObject):
    """Writes a register as a workbook on the worker: `written` carries its path, `refused` why it was not written.

    Both are also said in the notice, if there is one, with the offer to open the folder.
    """

    written = Signal(object)
    refused = Signal(object)

    def __init__(self, look: Look, session: Session, work: Work, notice: Notice | None = None) -> None:
        super().__init__(session)
        self._look, self._session, self._work, self._notice = look, session, work, notice
        self._folder: Path | None = None
        if notice is not None:
            notice.acted.connect(self._open_folder)

    def ask(self, parent: QWidget) -> None:
        """Ask how and where, then write."""
        dialog = ExportDialog(self._look, self._session.register.path.parent, self._session.today, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if dialog.exec() and dialog.choice:
            self.write(dialog.choice)

    def write(self, choice: ExportChoice) -> None:
        """Write the workbook on the worker."""
        register = self._session.register

        def job(progress: Progress) -> Path:
            from upr_desktop.jobs.export import export_register

            return export_register(
                register, choice.target, choice.language, confidential=choice.confidential, progress=progress
            )

        self._work.start(
            self._look.t("export.writing", file=choice.target.name), job, self._say_written, self._fail
        )

    def _say_written(self, path: Path) -> None:
        self._folder = path.parent
        if self._notice is not None:
            self._notice.say(
                self._look.t("export.written", file=path.name), "ok", self._look.t("export.open_folder")
            )
        self.written.emit(path)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, RegisterError):
            raise error
        self._folder = None
        if self._notice is not None:
            self._notice.say(sentence(error, self._look.language.code), "bad")
        self.refused.emit(error)

    def _open_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
            self._folder = None
