"""Write an agency's return from the window: ask where to, write it on the worker, say how it went."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from upr_desktop.jobs.own_compiler import Compiler, compiler, name_compiler
from upr_desktop.register.errors import RegisterError
from upr_desktop.ui.asking import ask_return_target, free_path
from upr_desktop.ui.look import Look
from upr_desktop.ui.session import Session
from upr_desktop.ui.telling import advice
from upr_desktop.ui.window import Window
from upr_desktop.ui.work import Work

if TYPE_CHECKING:
    from upr_desktop.exchange.gate import Gate
    from upr_desktop.jobs.write_return import Written

FOLDER = "workbooks"
TOLD = 3


class ReturnWriting(QObject):
    """Writes the return of the register that is open; `refused` carries why one was not written."""

    refused = Signal(object)

    def __init__(
        self, look: Look, session: Session, window: Window, work: Work, gate: "Callable[[], Gate]"
    ) -> None:
        super().__init__(session)
        self._look, self._session, self._window, self._work = look, session, window, work
        self._gate = gate

    def ask(self, period: str) -> None:
        """Ask where to, and write the return for a period (its code)."""
        from upr_desktop.jobs.write_return import return_name

        kept = self._session.settings.text(FOLDER)
        folder = Path(kept) if kept and Path(kept).is_dir() else Path.home()
        try:
            name = self._session.read(lambda connection: return_name(connection, period))
        except RegisterError as refusal:
            self.refused.emit(refusal)
            return
        target = ask_return_target(self._look, self._window, free_path(folder, name))
        if target is not None:
            self.write(period, target)

    def write(self, period: str, target: Path) -> None:
        """Write the return for a period."""
        session, gate = self._session, self._gate
        if (author := session.author()) is None:
            return
        from upr_desktop.jobs.write_return import write_return

        self._name_compiler(author)
        session.settings.write(FOLDER, str(target.parent))
        session.set_busy(True)
        title = self._look.t("own.work.writing", file=target.name)
        self._work.start(
            title,
            lambda _: write_return(session.register, target, gate(), author, period or None),
            self._done,
            self._fail,
        )

    def _name_compiler(self, author: str) -> None:
        """Take who works here for who compiles the returns, as long as nobody else was named."""
        if self._session.read(compiler) is None:
            changes = self._session.read(lambda connection: name_compiler(connection, Compiler(author, "")))
            self._session.write(changes.label, changes.changes)

    def _done(self, written: "Written") -> None:
        self._session.set_busy(False)
        self._session.announce(written.applied)
        folder = QUrl.fromLocalFile(str(written.file.parent))
        self._window.tell(
            lambda: self._told(written),
            "warn" if written.problems else "ok",
            lambda: self._look.t("export.open_folder"),
            lambda: QDesktopServices.openUrl(folder),
        )

    def _told(self, written: "Written") -> str:
        from upr_desktop.jobs.tell_documents import document_sentences

        t, left = self._look.t, written.rows - written.answered
        said = [t("own.written", file=written.file.name, answered=written.answered, rows=written.rows)]
        if left:
            said.append(t("own.written_left", count=left))
        said += [t("own.written_other", file=path.name) for path in written.others]
        said += document_sentences(written, self._look.language.code)
        said += [advice(self._look, one) for one in written.problems[:TOLD]]
        return " ".join(said)

    def _fail(self, error: Exception) -> None:
        self._session.set_busy(False)
        if not isinstance(error, RegisterError):
            raise error
        self.refused.emit(error)
