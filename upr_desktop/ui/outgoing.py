"""Save a copy of the register elsewhere, on the worker."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from upr_desktop.register.backup import save_copy
from upr_desktop.register.errors import RegisterError
from upr_desktop.ui.look import Look
from upr_desktop.ui.session import Session
from upr_desktop.ui.work import Progress, Work


class Outgoing(QObject):
    """Copies of a register: `written` carries the path of one, `refused` why it was not written."""

    written = Signal(object)
    refused = Signal(object)

    def __init__(self, look: Look, session: Session, work: Work) -> None:
        super().__init__(session)
        self._look, self._session, self._work = look, session, work

    def save_copy(self, target: Path) -> None:
        """Write a whole copy of the register."""
        source = self._session.register.path

        def write(progress: Progress) -> Path:
            save_copy(source, target)
            return target

        title = self._look.t("window.work.copying", file=target.name)
        self._work.start(title, write, self.written.emit, self._fail)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, RegisterError):
            raise error
        self.refused.emit(error)
