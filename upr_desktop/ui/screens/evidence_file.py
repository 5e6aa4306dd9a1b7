"""Attach a file to a document: its name and checksum alone, or the file itself kept inside the register."""

from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from upr_desktop.jobs.document_files import OPENED, attach_file, detach_file, read_document_file
from upr_desktop.register.changes import ChangeSet, Received, RecordId, Values
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.history import files_named, received_content
from upr_desktop.register.queries import record
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.inputs import TickBox
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.parts import plain_label
from upr_desktop.ui.session import Session
from upr_desktop.ui.telling import told
from upr_desktop.ui.theme import GRID
from upr_desktop.ui.widgets import Notice, button

ATTACH = "Ctrl+Shift+F"
FOLDER = "documents"


class DocumentFile(QWidget):
    """The file of one document.

    One that is not yet saved has to be before its file: `document_needed` carries what it is called without a title.
    `told` says that there is something to read here.
    """

    document_needed = Signal(str)
    told = Signal()

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._id: RecordId | None = None
        self._stored: Values = {}
        self.caption, self.name = plain_label("", "caption"), plain_label()
        self.notice = Notice(look)
        self.keep = TickBox()
        self.keep.setChecked(True)
        self.attach_button = button(look, "evidence_file.attach", "", ATTACH)
        self.open_button = button(look, "evidence_file.open", "link")
        self.save_button = button(look, "evidence_file.save", "link")
        self.remove_button = button(look, "evidence_file.remove", "link")
        self._lay_out()
        self._connect()
        look.language.follow(self, self._tell)

    def show_document(self, id: str | None) -> None:
        """Show the file of a document by its id; None where it is not yet saved."""
        self._id = RecordId(id) if id else None
        self.notice.hide()
        self.reload()

    def reload(self) -> None:
        """Read the document again."""
        id = self._id
        found = self._session.read(lambda connection: record(connection, "evidence", id)) if id else None
        self._stored = found or {}
        self._tell()

    def attach(self, path: Path) -> None:
        """Attach a file; why it cannot be is told beside it."""
        try:
            file = read_document_file(path, keep=self.keep.isChecked())
        except RegisterError as refusal:
            self._refuse(refusal)
            return
        if self._id is None:
            self.document_needed.emit(path.stem)
        if self._id is None:
            return
        kept = (file,) if self.keep.isChecked() else ()
        if self._write(attach_file(self._id, self._stored, file), *kept):
            self.notice.hide()
            self.told.emit()

    def _refuse(self, refusal: RegisterError) -> None:
        self.notice.say(told(self._look, refusal), "bad")
        self.told.emit()

    def save_to(self, target: Path) -> None:
        """Write the kept file to a path, byte for byte."""
        checksum = str(self._stored["file_sha256"])
        content = self._session.read(lambda connection: received_content(connection, checksum))
        try:
            target.write_bytes(content)
        except OSError as trouble:
            self._refuse(RegisterError("cannot_write", file=target.name, reason=str(trouble)))

    def _write(self, changes: ChangeSet, *kept: Received) -> bool:
        done = self._session.write(changes.label, changes.changes, None, kept)
        self.reload()
        return done

    def _choose(self) -> None:
        kept = self._session.settings.text(FOLDER)
        folder = kept if kept and Path(kept).is_dir() else str(Path.home())
        name, _ = QFileDialog.getOpenFileName(self, self._look.t("evidence_file.attach"), folder)
        if name:
            self._session.settings.write(FOLDER, str(Path(name).parent))
            self.attach(Path(name))

    def _save(self) -> None:
        name = str(self._stored["file_name"])
        target, _ = QFileDialog.getSaveFileName(self, self._look.t("evidence_file.save"), name)
        if target:
            self.save_to(Path(target))

    def _open(self) -> None:
        target = Path(mkdtemp(prefix="upr-")) / Path(str(self._stored["file_name"])).name
        self.save_to(target)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))

    def _remove(self) -> None:
        if self._id is not None:
            self._write(detach_file(self._id, self._stored))

    def _tell(self) -> None:
        t, stored, writable = self._look.t, self._stored, self._session.is_writable
        name, checksum = stored.get("file_name"), str(stored.get("file_sha256") or "")
        is_kept = bool(checksum) and bool(
            self._session.read(lambda connection: files_named(connection, [checksum]))
        )
        self.caption.setText(t("field.evidence.file_name"))
        if self._id is None:
            self.name.setText(t("evidence_file.first_save"))
        elif name:
            self.name.setText(t("evidence_file.kept" if is_kept else "evidence_file.noted", file=name))
        else:
            self.name.setText(t("evidence_file.none"))
        self.keep.setText(t("evidence_file.keep"))
        self.keep.setAccessibleName(self.keep.text())
        can_attach = writable
        for part in (self.attach_button, self.keep):
            part.setVisible(can_attach)
        self.remove_button.setVisible(can_attach and bool(name))
        self.save_button.setVisible(is_kept)
        self.open_button.setVisible(is_kept and Path(str(name)).suffix.lower() in OPENED)

    def _lay_out(self) -> None:
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for one in (self.attach_button, self.open_button, self.save_button, self.remove_button):
            flow.addWidget(one)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID)
        for part in (self.caption, self.name, buttons, self.keep, self.notice):
            box.addWidget(part)

    def _connect(self) -> None:
        self.attach_button.clicked.connect(self._choose)
        self.open_button.clicked.connect(self._open)
        self.save_button.clicked.connect(self._save)
        self.remove_button.clicked.connect(self._remove)
