"""Write the register out, as a workbook or as a copy of itself, on the worker."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from upr_desktop.register.backup import save_copy
from upr_desktop.register.errors import RegisterError
from upr_desktop.ui.look import Look
from upr_desktop.ui.session import Session
from upr_desktop.ui.work import Progress, Work


class Outgoing(QObject):
    """What leaves a register as a file: `written` carries its path, `refused` why it was not written."""

    written = Signal(object)
    refused = Signal(object)

    def __init__(self, look: Look, session: Session, work: Work) -> None:
        super().__init__(session)
        self._look, self._session, self._work = look, session, work

    def proposed_workbook(self, language: str) -> Path:
        """Return a name that says what the workbook is, beside the register."""
        path = self._session.register.path
        return path.with_name(f"{path.stem} {date.today().isoformat()} {language}.xlsx")

    def export(self, target: Path, language: str) -> None:
        """Write the register as a workbook in a language."""
        register = self._session.register

        def write(progress: Progress) -> Path:
            from upr_desktop.jobs.export import export_register

            return export_register(register, target, language, progress=progress)

        self._start("window.work.exporting", target, write)

    def save_copy(self, target: Path) -> None:
        """Write a whole copy of the register."""
        source = self._session.register.path

        def write(progress: Progress) -> Path:
            save_copy(source, target)
            return target

        self._start("window.work.copying", target, write)

    def _start(self, title: str, target: Path, write: Callable[[Progress], Path]) -> None:
        self._work.start(self._look.t(title, file=target.name), write, self.written.emit, self._fail)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, RegisterError):
            raise error
        self.refused.emit(error)
