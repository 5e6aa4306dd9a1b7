"""Undo a saved change or do it again: an import or merge once it is confirmed by name; a refusal is told beside it."""

from PySide6.QtCore import QObject

from upr_desktop.jobs.telling import label as label_words
from upr_desktop.jobs.telling import sentence
from upr_desktop.jobs.undo_words import returns_to_read_again
from upr_desktop.register.apply import Applied
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.log import RevisionRow
from upr_desktop.register.register import Register
from upr_desktop.ui.look import Look
from upr_desktop.ui.session import Session
from upr_desktop.ui.widgets import Notice
from upr_desktop.ui.work import Work

CONFIRMED = ("import", "merge")
LARGE = 500


class HistoryUndo(QObject):
    """Takes changes back for the history; what it has to say stands in the notice."""

    def __init__(self, look: Look, session: Session, notice: Notice, work: Work | None = None) -> None:
        super().__init__(notice)
        self._look, self._session, self._notice = look, session, notice
        self._work = work or Work(self)
        self._asked: RevisionRow | None = None
        notice.acted.connect(self._confirmed)

    def ask(self, row: RevisionRow) -> None:
        """Take a saved change back, or do it again if it is undone; an import or a merge is confirmed first."""
        if row.kind in CONFIRMED and row.undone_by is None:
            self._asked = row
            said = label_words(row.label, self._look.language.code)
            text = self._look.t("history.confirm", label=said, count=row.changes)
            again = self._session.read(
                lambda connection: returns_to_read_again(connection, row.number, self._look.language.code)
            )
            self._notice.say(f"{text} {again}".rstrip(), "warn", self._look.t("history.confirm_action"))
            self._notice.action.setFocus()
            return
        self._undo(row)

    def _confirmed(self) -> None:
        row, self._asked = self._asked, None
        if row is not None:
            self._undo(row)

    def _undo(self, row: RevisionRow) -> None:
        self._notice.hide()
        number = row.number if row.undone_by is None else row.undone_by
        author, register = self._session.author(), self._session.register
        if author is None or not self._session.is_writable:
            return
        if row.changes > LARGE:
            self._undo_aside(register, number, author)
            return
        try:
            applied = register.undo(number, author)
        except RegisterError as refusal:
            self._tell(refusal)
        else:
            self._session.announce(applied)

    def _undo_aside(self, register: Register, number: int, author: str) -> None:
        self._session.set_busy(True)
        title = self._look.t("history.undoing")
        task = self._work.start(
            title, lambda progress: _undone(register, number, author), self._done, self._failed
        )
        task.cancelled.connect(lambda: self._session.set_busy(False))

    def _done(self, applied: Applied) -> None:
        self._session.set_busy(False)
        self._session.announce(applied)

    def _failed(self, trouble: Exception) -> None:
        self._session.set_busy(False)
        if not isinstance(trouble, RegisterError):
            raise trouble
        self._tell(trouble)

    def _tell(self, refusal: RegisterError) -> None:
        self._notice.say(sentence(refusal, self._look.language.code), "bad")


def _undone(register: Register, number: int, author: str) -> Applied:
    return register.undo(number, author)
