"""Ask what of the register is to be written, and how; write it on the worker, and show where it is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from upr_desktop.jobs.telling import sentence
from upr_desktop.register.errors import RegisterError
from upr_desktop.ui.asking import files_folder
from upr_desktop.ui.dialogs.export_kinds import (
    AGENCY,
    BY_KEY,
    DOCUMENT_END,
    KINDS,
    PERIOD,
    REGISTER,
    SINCE,
    UNTIL,
    ExportChoice,
    ExportKind,
    Offers,
    read_offers,
    write_export,
)
from upr_desktop.ui.inputs import ChoiceBox, TickBox
from upr_desktop.ui.language import FULL_NAMES
from upr_desktop.ui.look import Look
from upr_desktop.ui.session import Session
from upr_desktop.ui.theme import BLOCK_SPACE, CARD_SPACE, FIELD_SPACE
from upr_desktop.ui.widgets import Chip, Notice, button, label
from upr_desktop.ui.work import Progress, Work
from upr_desktop.words import LANGUAGES

WIDTH = 460
Ask = Callable[[QWidget, str, Path, str], Path | None]


class ExportDialog(QDialog):
    """What, of which period, since when, in which language; then the system's own dialog for the place.

    `choice` is what was agreed.
    """

    def __init__(
        self,
        look: Look,
        folder: Path,
        today: date,
        parent: QWidget | None = None,
        *,
        kind: str = REGISTER,
        offers: Offers | None = None,
        between: tuple[str, str] = ("", ""),
    ) -> None:
        """Take the folder to propose, the day that the proposed name bears, and what can be chosen.

        `between` are the editions from which and up to which changes are proposed.
        """
        super().__init__(parent)
        self._look, self._folder, self._today = look, folder, today
        self._offers = offers or Offers()
        self.choice: ExportChoice | None = None
        self.ask_target: Ask = ask_target
        self.kinds = ChoiceBox()
        self.boxes = {what: ChoiceBox() for what in (PERIOD, SINCE, UNTIL, AGENCY)}
        self._captions = {what: label(look, f"export.{what}", "caption") for what in self.boxes}
        self._what = QLabel()
        self.languages = {code: Chip(FULL_NAMES[code]) for code in LANGUAGES}
        self.confidential = TickBox()
        self.save_button = button(look, "export.save_as", "primary")
        self.cancel_button = button(look, "export.cancel")
        look.text(self.confidential, self.confidential.setText, "export.confidential")
        look.text(self, self.setWindowTitle, "export.title")
        self._fill_kinds(kind)
        self._lay_out()
        self.languages[look.language.code].setChecked(True)
        self.kinds.setFocus()
        self.save_button.setDefault(True)
        self._connect()
        self._follow_kind()
        for what, code in zip((PERIOD, SINCE, UNTIL), (self._offers.period, *between), strict=True):
            self._choose(what, code)

    @property
    def kind(self) -> ExportKind:
        """Return what is to be exported."""
        return BY_KEY[self.kinds.currentData()]

    def language(self) -> str:
        """Return the language that is chosen: kk, ru or en."""
        return next(code for code, one in self.languages.items() if one.isChecked())

    def proposed(self) -> Path:
        """Return the file that is proposed: «Реестр УПО 2026-11-21.xlsx» beside the register."""
        names = "export" if self.kind.key == REGISTER else f"export.{self.kind.key}"
        name = self._look.t(f"{names}.name_{self.language()}", date=self._today.isoformat())
        return self._folder / f"{name}{self.kind.end}"

    def chosen(self, what: str) -> str:
        """Return the code that is chosen in a list; nothing where the list does not belong to what is exported."""
        return str(self.boxes[what].currentData() or "") if what in self.kind.asks else ""

    def _fill_kinds(self, kind: str) -> None:
        for one in KINDS:
            if self._offers.has_plan or not one.of_plan:
                self.kinds.addItem(self._look.t(f"export.kind.{one.key}"), one.key)
        self._look.name(self.kinds, "export.kind")
        self.kinds.setCurrentIndex(max(0, self.kinds.findData(kind)))
        for what, box in self.boxes.items():
            self._look.name(box, f"export.{what}")

    def _connect(self) -> None:
        self.kinds.currentIndexChanged.connect(self._follow_kind)
        for box in self.boxes.values():
            box.currentIndexChanged.connect(self._follow_choice)
        self.save_button.clicked.connect(self._save_as)
        self.cancel_button.clicked.connect(self.reject)

    def _choose(self, what: str, code: str) -> None:
        """Choose in a list, also in one that this kind of export does not ask for."""
        box = self.boxes[what]
        box.setCurrentIndex(max(0, box.findData(code)))

    def _follow_kind(self) -> None:
        kind = self.kind
        self._what.setText(self._look.t(f"export.what.{kind.key}"))
        for what, box in self.boxes.items():
            kept = box.currentData()
            box.blockSignals(True)
            box.clear()
            if kind.needs != what:
                box.addItem(
                    self._look.t(f"export.{what}.none_{kind.key}" if what in kind.asks else f"export.{what}"),
                    "",
                )
            for choice in self._offers.of(what):
                box.addItem(choice.label, choice.code)
            box.setCurrentIndex(max(0, box.findData(kept)))
            box.blockSignals(False)
            for widget in (box, self._captions[what]):
                widget.setVisible(what in kind.asks and bool(box.count()))
        self._follow_choice()
        self.adjustSize()

    def _follow_choice(self) -> None:
        """Offer to save only where what is needed is chosen; say what to do where there is nothing to choose."""
        lacks = bool(self.kind.needs) and not self.chosen(self.kind.needs)
        self.save_button.setEnabled(not lacks)
        if lacks:
            self._what.setText(self._look.t("export.no_editions"))

    def _save_as(self) -> None:
        end = self.kind.end
        words = "export.document" if end == DOCUMENT_END else "export.workbook"
        kinds = f"{self._look.t(words)} (*{end})"
        target = self.ask_target(self, self._look.t("export.title"), self.proposed(), kinds)
        if target is None:
            return
        if target.suffix.lower() != end:
            target = target.with_name(target.name + end)
        self.choice = ExportChoice(
            self.language(), self.confidential.isChecked(), target, self.kind.key,
            self.chosen(PERIOD), self.chosen(SINCE), self.chosen(AGENCY), self.chosen(UNTIL),
        )  # fmt: skip
        self.accept()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[CARD_SPACE] * 4)
        layout.setSpacing(FIELD_SPACE)
        layout.addWidget(label(self._look, "export.kind", "caption"))
        layout.addWidget(self.kinds)
        self._what.setProperty("role", "soft")
        self._what.setWordWrap(True)
        self._what.setFixedWidth(self._look.theme.px(WIDTH))
        layout.addWidget(self._what)
        layout.addSpacing(FIELD_SPACE)
        for what, box in self.boxes.items():
            layout.addWidget(self._captions[what])
            layout.addWidget(box)
        layout.addWidget(label(self._look, "export.language", "caption"))
        layout.addLayout(self._language_line())
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

    def _language_line(self) -> QHBoxLayout:
        group = QButtonGroup(self)
        line = QHBoxLayout()
        line.setSpacing(FIELD_SPACE)
        for one in self.languages.values():
            one.setCheckable(True)
            one.toggled.connect(one.set_active)
            group.addButton(one)
            line.addWidget(one)
        line.addStretch(1)
        return line


def ask_target(parent: QWidget, title: str, proposed: Path, kinds: str) -> Path | None:
    """Ask with the system's own dialog where to write a file."""
    name, _ = QFileDialog.getSaveFileName(parent, title, str(proposed), kinds)
    return Path(name) if name else None


class Export(QObject):
    """Writes a workbook or document on the worker: `written` carries its path, `refused` why it was not written.

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

    def ask(
        self, parent: QWidget, kind: str = REGISTER, between: tuple[str, str] = ("", ""), period: str = ""
    ) -> None:
        """Ask how and where, then write; `kind` is what is proposed, `between` two editions, `period` a code."""
        folder, today = files_folder(self._session.register.path), self._session.today
        language = self._look.language.code
        offers = self._session.read(lambda connection: read_offers(connection, language, today))
        if period:
            offers = replace(offers, period=period)
        dialog = ExportDialog(self._look, folder, today, parent, kind=kind, offers=offers, between=between)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if dialog.exec() and dialog.choice:
            self.write(dialog.choice)

    def write(self, choice: ExportChoice) -> None:
        """Write the file on the worker."""
        register, today = self._session.register, self._session.today

        def job(progress: Progress) -> Path:
            return write_export(register, choice, today, progress)

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
