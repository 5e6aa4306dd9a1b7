"""Keep the one register that the window works on: open and close it, look it over, hear when others write to it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import Change, Edited
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.kinds import kinds
from upr_desktop.register.log import changes_of, newest_revision
from upr_desktop.register.register import Connection
from upr_desktop.ui.opening import Looked, Opening, close_register, look_over, open_register
from upr_desktop.ui.session import LOOKING_OVER, Places, Session
from upr_desktop.ui.settings import Settings
from upr_desktop.ui.work import Progress, Task, Work

WATCH_MS = 1000
LAST = "last"


class Desk(QObject):
    """The register on the desk, if any.

    `began` carries the path of a register that is being made or opened (`coming`), `gave_up` comes where that was
    cancelled. `opened` carries the session of a register that was opened; editing starts when it was looked over
    (`looked_over` carries Looked). `closing` comes while the session can still be written to, `closed` after.
    `failed` carries the path and the error of a register that was not opened; `written_elsewhere` what another
    program wrote (Applied); `lost_touch` why that cannot be heard any more (until the next change is saved).
    """

    began = Signal(object)
    gave_up = Signal()
    opened = Signal(object)
    looked_over = Signal(object)
    closing = Signal()
    closed = Signal()
    failed = Signal(object, object)
    written_elsewhere = Signal(object)
    lost_touch = Signal(object)

    def __init__(
        self, work: Work, settings: Settings, ask_author: Callable[[], str | None], today: date | None = None
    ) -> None:
        super().__init__(work)
        self._work, self._settings, self._ask_author = work, settings, ask_author
        self._today = today
        self.opening: Opening | None = None
        self.session: Session | None = None
        self.task: Task | None = None
        self.coming: Path | None = None
        self._known = 0
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MS)
        self._watch.timeout.connect(self.look_for_others)

    def open(self, path: Path, title: str, *, take_over: bool = False) -> None:
        """Open a register on the worker; the one that is open stays open if that fails. `title` is for the bar."""
        path = path.absolute()
        if self.opening and self.opening.register.path == path:
            if not take_over:
                return
            self.close()
        self.receive(title, path, lambda progress: open_register(path, take_over=take_over))

    def receive(self, title: str, path: Path, make: Callable[[Progress], Opening]) -> None:
        """Put what the worker makes or opens on the desk."""
        self.coming = path
        self.task = self._work.start(title, make, self._take, lambda error: self._fail(path, error))
        self.task.cancelled.connect(self._give_up)
        self.began.emit(path)

    def close(self) -> None:
        """Close the register and give its lock back."""
        if self.opening is None or self.session is None:
            return
        self.closing.emit()
        self._watch.stop()
        opening, session = self.opening, self.session
        self.opening = self.session = None
        self.closed.emit()
        session.deleteLater()
        close_register(opening)

    def author(self) -> str | None:
        """Return who is working, asking once; None where the person did not say."""
        if not self._settings.author and (name := self._ask_author()):
            self._settings.write("author", name)
        return self._settings.author or None

    def look_for_others(self) -> None:
        """Tell the screens what another program has written since this was last asked."""
        session = self.session
        if session is None or session.is_busy:
            return
        try:
            if session.register.moved_elsewhere() and (applied := session.read(self._since)) is not None:
                session.announce(applied)
                self.written_elsewhere.emit(applied)
        except RegisterError as trouble:
            self._watch.stop()
            self.lost_touch.emit(trouble)

    def _take(self, opening: Opening) -> None:
        self.coming = None
        self.close()
        register = opening.register
        self.opening = opening
        self.session = session = Session(register, self._settings, self._ask_author)
        session.today = self._today or date.today()
        session.unseen = self._unseen
        session.set_busy(True, LOOKING_OVER)
        session.changed.connect(self._note)
        self._known = register.revision()
        self._settings.remember(register.path)
        self._settings.write(LAST, str(register.path))
        self.opened.emit(session)

    def look_over(self, title: str) -> None:
        """Check the file and back it up on the worker, once its rows show; then editing starts."""
        opening, session = self.opening, self.session
        if opening is None or session is None:
            return
        register, with_backup = opening.register, not opening.only_read
        self.task = self._work.start(
            title,
            lambda progress: look_over(register, with_backup=with_backup),
            lambda looked: self._looked(session, looked),
            lambda error: self._not_looked(session, error),
        )
        self.task.cancelled.connect(lambda: self.look_over(title))

    def _give_up(self) -> None:
        self.coming = None
        self.gave_up.emit()

    def _fail(self, path: Path, error: Exception) -> None:
        self.coming = None
        if not isinstance(error, RegisterError):
            raise error
        self.failed.emit(path, error)

    def _not_looked(self, session: Session, error: Exception) -> None:
        """Treat a file that could not be looked over just now as one whose backup failed."""
        if not isinstance(error, RegisterError):
            raise error
        self._looked(session, Looked(backup_trouble=error))

    def _looked(self, session: Session, looked: Looked) -> None:
        if session is not self.session:
            return
        if looked.damage:
            session.register.read_only = True
        session.set_busy(False)
        self._watch.start()
        if not looked.damage:
            self._read_ahead(session)
        self.looked_over.emit(looked)

    def _read_ahead(self, session: Session) -> None:
        """Read on the worker what the first screen of a plan will show."""
        from upr_desktop.register.kept_measures import keep_measures
        from upr_desktop.ui.screens.plan_choice import LAST_PLAN

        wished = self._settings.text(LAST_PLAN)
        session.prepare(lambda connection: keep_measures(connection, wished))

    def _note(self, applied: Applied) -> None:
        if applied.revision == self._known + 1:  # else others wrote before it, which is still to be told
            self._known += 1
        self._watch.start()

    def _unseen(self) -> Places:
        """Return the fields that were written since the newest revision known."""
        session, known = self.session, self._known
        if session is None or session.register.revision() <= known:
            return frozenset()
        changes = session.read(lambda connection: _changes_since(connection, known))
        return frozenset((one.id, one.field if isinstance(one, Edited) else None) for one in changes)

    def _since(self, connection: Connection) -> Applied | None:
        """Return what was written since the newest revision known; all kinds where the log itself was replaced."""
        newest, known = newest_revision(connection), self._known
        self._known = newest
        if newest == known:
            return None
        if newest < known:
            return Applied(newest, frozenset(kinds()))
        changes = _changes_since(connection, known)
        return Applied(
            newest, frozenset(change.kind for change in changes), frozenset(change.id for change in changes)
        )


def _changes_since(connection: Connection, known: int) -> list[Change]:
    newest = newest_revision(connection)
    return [change for at in range(known + 1, newest + 1) for change in changes_of(connection, at)]
