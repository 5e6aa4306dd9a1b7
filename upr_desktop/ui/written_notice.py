"""Say in the window that files were written, and offer to open their folder."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from upr_desktop.ui.look import Look

if TYPE_CHECKING:
    from upr_desktop.jobs.slip_document import WrittenSlip
    from upr_desktop.ui.window import Window


def tell_folder(window: "Window", look: Look, text: Callable[[], str], folder: Path) -> None:
    """Say something of a folder, with the offer to open it."""
    window.tell(
        text,
        "ok",
        lambda: look.t("export.open_folder"),
        lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))),
    )


def tell_slips(window: "Window", look: Look, written: "Sequence[WrittenSlip]") -> None:
    """Say how many slips were written and where, or that nobody gets one."""
    if not written:
        window.tell(lambda: look.t("returns.slips.none"), "ok")
        return
    folder = written[0].file.parent
    tell_folder(
        window, look, lambda: look.t("returns.slips.told", count=len(written), folder=str(folder)), folder
    )
