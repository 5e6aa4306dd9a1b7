"""Open workbooks of a secretariat's as the agency that they were sent to, one after the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Signal

from upr_desktop.jobs.period_words import period_words
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.own_rows import is_issued_by
from upr_desktop.ui.asking import ask_workbook
from upr_desktop.ui.desk import Desk
from upr_desktop.ui.look import Look
from upr_desktop.ui.opening import Opening, open_register
from upr_desktop.ui.places import PROGRESS
from upr_desktop.ui.settings import Settings
from upr_desktop.ui.window import Window
from upr_desktop.ui.work import Progress, Work

if TYPE_CHECKING:
    from upr_desktop.exchange.gate import Gate
    from upr_desktop.jobs.open_return import Opened
    from upr_desktop.merge.own_workbook import OwnWorkbook
    from upr_desktop.register.changes import Received
    from upr_desktop.ui.screens.own_progress import OwnProgressScreen
    from upr_desktop.ui.workspace import Workspace

FOLDER = "workbooks"


@dataclass(frozen=True, slots=True)
class _Read:
    """A workbook that was read: the register that its agency keeps, and the one here that issued it, if any."""

    received: "Received"
    book: "OwnWorkbook"
    home: Path
    issuer: Path | None
    beside: "Sequence[Received]" = ()


class Filling(QObject):
    """What the window does with workbooks to be filled in.

    `taken` carries what one brought (Opened), once its register is shown; `taking` comes before one is taken into the
    register that is open, so that what is being typed is saved. `refused` carries why one was not opened
    (RegisterError). `returned` carries the path of the secretariat's register that issued one and the file, where that
    register is known here: then it is a return that came back. `other` carries the path of a file that is no such
    workbook, where no register is open to say so. `given_up` comes where the person wanted none to be opened after all.
    """

    taking = Signal()
    taken = Signal(object)
    refused = Signal(object)
    returned = Signal(object, object)
    other = Signal(object)
    given_up = Signal()

    def __init__(
        self,
        look: Look,
        window: Window,
        desk: Desk,
        work: Work,
        gate: "Callable[[], Gate]",
        settings: Settings,
        folder: Callable[[], Path],
    ) -> None:
        super().__init__(window)
        self._look, self._window, self._desk, self._work = look, window, desk, work
        self._gate, self._settings, self._folder = gate, settings, folder
        self._waiting: list[tuple[Path | Received, bool]] = []
        self._is_at_work = False
        self._opened: Opened | None = None
        desk.opened.connect(lambda _: QTimer.singleShot(0, self, self._tell_opened))
        desk.failed.connect(lambda *_: self._end())
        desk.gave_up.connect(self._end)

    def choose(self) -> None:
        """Ask which workbook to fill in, and open it; also one that a register here issued."""
        kept = self._settings.text(FOLDER)
        folder = Path(kept) if kept and Path(kept).is_dir() else self._folder()
        if path := ask_workbook(self._look, self._window, folder):
            self._await([(path, True)])

    def open(self, path: Path) -> None:
        """Open a workbook: to be filled in, or as a return in the register that issued it."""
        self.open_all([path])

    def open_all(self, paths: Sequence[Path]) -> None:
        """Open workbooks one after the other."""
        self._await([(path, False) for path in paths])

    def offer(self, received: "Received") -> None:
        """Offer to fill in a workbook that the open register did not issue."""
        self._window.tell(
            lambda: self._look.t("own.foreign", file=received.name),
            "accent",
            lambda: self._look.t("own.fill_here"),
            lambda: self._await([(received, True)]),
        )

    def go_on(self) -> None:
        """Open the next workbook that waits, once the register may be written to."""
        session = self._desk.session
        if self._is_at_work or not self._waiting or (session is not None and session.is_busy):
            return
        self._is_at_work = True
        file, is_to_fill = self._waiting.pop(0)
        if isinstance(file, Path):
            self._settings.write(FOLDER, str(file.parent))
        gate, known = self._gate, [] if is_to_fill else self._settings.recent()
        title = self._look.t("window.work.opening", file=file.name)
        task = self._work.start(
            title,
            lambda progress: _read(file, gate(), known, progress),
            lambda found: self._take(found, file),
            lambda error: self._leave(file, error),
        )
        task.cancelled.connect(self._give_up)

    def _await(self, files: Sequence[tuple["Path | Received", bool]]) -> None:
        self._waiting += files
        self.go_on()

    def _take(self, found: _Read, file: "Path | Received") -> None:
        session = self._desk.session
        if found.issuer is not None and isinstance(file, Path):
            self._end()
            self.returned.emit(found.issuer, file)
        elif (author := self._desk.author()) is None:
            self._waiting.clear()
            self._give_up()
        elif session is not None and session.register.path == found.home.absolute():
            self._take_here(found, author)
        else:
            self._take_elsewhere(found, author)

    def _take_elsewhere(self, found: _Read, author: str) -> None:
        """Open the agency's register with what the workbook brings, made if need be."""

        def make(progress: Progress) -> Opening:
            from upr_desktop.jobs.open_return import open_workbook

            self._opened = open_workbook(found.received, found.book, found.home, author, found.beside)
            return open_register(found.home)

        title = self._look.t("window.work.opening", file=found.received.name)
        self._desk.receive(title, found.home.absolute(), make)

    def _take_here(self, found: _Read, author: str) -> None:
        """Take the workbook into the register that is open."""
        from upr_desktop.jobs.open_return import take_workbook

        session = self._desk.session
        assert session is not None
        self.taking.emit()
        session.set_busy(True)
        register = session.register

        def done(opened: "Opened") -> None:
            session.set_busy(False)
            session.announce(opened.applied)
            self._opened = opened
            self._tell_opened()

        def failed(error: Exception) -> None:
            session.set_busy(False)
            self._refuse(error)

        title = self._look.t("window.work.opening", file=found.received.name)
        self._work.start(
            title,
            lambda _: take_workbook(register, found.received, found.book, author, found.beside),
            done,
            failed,
        )

    def _tell_opened(self) -> None:
        if self._opened is None:
            return
        opened, self._opened = self._opened, None
        self._end()
        self.taken.emit(opened)

    def _leave(self, file: "Path | Received", error: Exception) -> None:
        """Leave a file that could not be read as such a workbook."""
        is_other = isinstance(error, RegisterError) and error.key == "not_a_return"
        if is_other and isinstance(file, Path) and self._desk.session is None:
            self._end()
            self.other.emit(file)
        else:
            self._refuse(error)

    def _give_up(self) -> None:
        self._end()
        self.given_up.emit()

    def _refuse(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, RegisterError):
            raise error
        self.refused.emit(error)

    def _end(self) -> None:
        self._is_at_work = False
        QTimer.singleShot(0, self, self.go_on)


def _read(file: "Path | Received", gate: "Gate", known: Sequence[Path], progress: Progress) -> _Read:
    """Return a workbook with the register that its agency keeps; `known` are registers that may have issued it."""
    from upr_desktop.exchange.gate import read_file
    from upr_desktop.jobs.enclosed import return_inside
    from upr_desktop.jobs.open_return import home_of, read_workbook

    received, beside = return_inside(read_file(file), gate) if isinstance(file, Path) else (file, [])
    book = read_workbook(received, gate, lambda: progress.is_cancelled)
    issuer = next((path for path in known if is_issued_by(path, book.register)), None)
    return _Read(received, book, home_of(book), issuer, beside)


def show_opened(workspace: "Workspace | None", window: Window, look: Look, opened: "Opened") -> None:
    """Show the rows that a workbook brought, say how many are to be answered, and what needs a look."""
    if workspace is None:
        return
    screen = cast("OwnProgressScreen", workspace.screens.screen(PROGRESS))
    screen.show_newest()
    entries = screen.entries.list.entries()
    left = sum(entry.is_waiting for entry in entries)

    def told() -> str:
        period = period_words(opened.period, look.language.code)
        said = [look.t("own.opened", period=period, count=len(entries))]
        if opened.taken:
            said.append(look.t("own.opened_taken", count=opened.taken))
        said.append(look.t("own.opened_left", count=left) if left else look.t("own.opened_all"))
        if opened.problems:
            said.append(look.t("own.opened_problems", count=len(opened.problems)))
        return " ".join(said)

    screen.entries.list.focus()
    if opened.problems:
        workspace.hold_problems(opened.problems)
    if workspace.session.register.read_only:
        return  # why it may only be read is said already, and nothing can be answered
    if opened.problems:
        window.tell(told, "warn", lambda: look.t("own.show_problems"), workspace.show_problems)
    else:
        window.tell(told, "accent")
