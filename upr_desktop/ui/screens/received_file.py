"""Take a received file out of the register byte for byte: ask where to, and write it there; open a copy of it."""

from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from upr_desktop.register.errors import RegisterError
from upr_desktop.register.history import received_content
from upr_desktop.ui.look import Look
from upr_desktop.ui.session import Session


def ask_and_save(
    look: Look,
    parent: QWidget,
    name: str,
    content: Callable[[], bytes],
    refuse: Callable[[RegisterError], object],
) -> Path | None:
    """Ask where to, write the bytes there and return the path; None where nobody chose one, or it was refused."""
    target, _ = QFileDialog.getSaveFileName(parent, look.t("history.save_title"), name)
    if not target:
        return None
    try:
        write_received(Path(target), content())
    except RegisterError as refusal:
        refuse(refusal)
        return None
    return Path(target)


def open_received(session: Session, name: str, sha256: str) -> None:
    """Open a copy of a received file in the program that the person reads such files with."""
    target = Path(mkdtemp(prefix="upr-")) / Path(name).name
    try:
        write_received(target, session.read(lambda connection: received_content(connection, sha256)))
    except RegisterError as refusal:
        session.refused.emit(refusal)
        return
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))


def write_received(target: Path, content: bytes) -> None:
    """Write the bytes of a received file. Raises RegisterError("cannot_write")."""
    try:
        target.write_bytes(content)
    except OSError as trouble:
        raise RegisterError(
            "cannot_write", file=target.name, reason=trouble.strerror or str(trouble)
        ) from trouble
