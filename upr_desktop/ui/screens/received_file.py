"""Take a received file out of the register byte for byte: ask where to, and write it there."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from upr_desktop.register.errors import RegisterError
from upr_desktop.ui.look import Look


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


def write_received(target: Path, content: bytes) -> None:
    """Write the bytes of a received file. Raises RegisterError("cannot_write")."""
    try:
        target.write_bytes(content)
    except OSError as trouble:
        raise RegisterError(
            "cannot_write", file=target.name, reason=trouble.strerror or str(trouble)
        ) from trouble
