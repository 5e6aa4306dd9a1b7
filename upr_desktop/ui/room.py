"""Do what the window is asked for, with a register open or without: open, make, close, settings, leaving."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from upr_desktop.register.backup import backup_folder
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.queries import agencies
from upr_desktop.ui.asking import FILLED_ENDS, REGISTER_END
from upr_desktop.ui.coming_page import ComingPage
from upr_desktop.ui.commands import Commands
from upr_desktop.ui.desk import LAST, Desk
from upr_desktop.ui.filling import Filling, show_opened
from upr_desktop.ui.leaving import Leaving
from upr_desktop.ui.look import Look
from upr_desktop.ui.making import Making, has_sample
from upr_desktop.ui.opening import Looked
from upr_desktop.ui.read_only import ReadOnly
from upr_desktop.ui.session import Session
from upr_desktop.ui.settings import Settings
from upr_desktop.ui.telling import told
from upr_desktop.ui.window import Window
from upr_desktop.ui.work import Work
from upr_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from upr_desktop.exchange.gate import Gate
    from upr_desktop.ui.screens.welcome import Welcome

LOOK_OVER_AFTER_MS = 100


class Room(QObject):
    """All that the window does; `gate` gives the one that foreign files come through.

    `left` comes when it is about to close, after the register was given back.
    """

    left = Signal()

    def __init__(
        self,
        look: Look,
        settings: Settings,
        window: Window,
        work: Work,
        gate: "Callable[[], Gate]",
        ask_author: Callable[[], str | None],
        today: date | None = None,
    ) -> None:
        super().__init__(window)
        self.look, self.settings, self.window, self.work = look, settings, window, work
        self._gate = gate
        self._bug_shown = False
        self._pending: Sequence[Path] = ()
        self.workspace: Workspace | None = None
        self.desk = Desk(work, settings, ask_author, today)
        self.making = Making(look, settings, window, self.desk, gate)
        self.filling = Filling(look, window, self.desk, work, gate, settings, self.making.folder)
        self.read_only = ReadOnly(look, window, self.desk, self.making)
        self.commands = Commands(self)
        self._connect()

    def _connect(self) -> None:
        desk, window, look, work = self.desk, self.window, self.look, self.work
        desk.began.connect(self._show_coming)
        desk.gave_up.connect(self._show_none_came)
        desk.opened.connect(self._enter)
        desk.closing.connect(self._save_fields)
        desk.closed.connect(self._clear)
        desk.failed.connect(self._tell_failure)
        desk.looked_over.connect(self._tell_looked)
        desk.written_elsewhere.connect(
            lambda: window.status.say(lambda: self.look.t("window.done.elsewhere"))
        )
        desk.lost_touch.connect(self.refuse)
        self.making.brings.connect(self._await_files)
        self.making.chosen.connect(self.open)
        self.filling.refused.connect(self.refuse)
        self.filling.returned.connect(self._take_back)
        self.filling.given_up.connect(lambda: _fill_page(self))
        self.filling.other.connect(lambda path: _make_from(self, [path]))
        self.filling.taken.connect(lambda opened: show_opened(self.workspace, window, look, opened))
        self.filling.taking.connect(self._save_fields)
        look.language.changed.connect(lambda: _name_window(self))
        window.bar.recent_chosen.connect(self.open)
        window.dropped.connect(self.take_files)
        self.leaving = Leaving(look, window, work, desk)
        self.leaving.left.connect(self.left)
        window.status.problems_asked.connect(self.commands.show_problems)
        self.window.status.state(lambda: _state(self.look, self.desk))

    @cached_property
    def welcome(self) -> "Welcome":
        """Return the page that shows how to begin; it is made when it is first asked for."""
        welcome = _welcome(self.look, self.making, self.filling)
        welcome.recent_chosen.connect(self.open)
        welcome.left.connect(self._back_from_welcome)
        self.window.pages.addWidget(welcome)
        return welcome

    def begin(self, file: Path | None) -> None:
        """Open the register asked for, else the one that was open last, else the sample on the first run."""
        last = self.settings.text(LAST)
        if file is not None:
            self.open(file)
        elif last and Path(last).is_file():
            self.open(Path(last))
        elif self.settings.is_new() and has_sample():
            self.making.sample()
        else:
            self.show_welcome()

    def open(self, path: Path) -> None:
        """Open a register; a workbook of a secretariat's is filled in."""
        self.window.untell()
        if path.suffix.lower() in FILLED_ENDS:
            self.filling.open(path)
            return
        self.desk.open(path, self.look.t("window.work.opening", file=path.name))

    def take_files(self, paths: Sequence[Path]) -> None:
        """Take files that were dropped: a register is opened, others are brought into the one that is open."""
        registers = [path for path in paths if path.suffix.lower() == REGISTER_END]
        if registers:
            self.open(registers[0])
        elif self.workspace is not None and not (own := self.workspace.session.keeper):
            self.workspace.take(paths)
        elif all(path.suffix.lower() in FILLED_ENDS for path in paths):
            self.filling.open_all(paths)
        elif self.workspace is not None and own:
            self.refuse(RegisterError("agency_register", **own.told))
        else:
            _make_from(self, paths)

    def _take_back(self, register: Path, file: Path) -> None:
        """Take a workbook that the secretariat itself issued for a return, in the register that issued it."""
        self._pending = [file]
        is_open = self.desk.session is not None and self.desk.session.register.path == register
        self._tell_looked(Looked()) if is_open else self.open(register)

    def show_welcome(self) -> None:
        """Show how to begin."""
        self.welcome.show_recent(self.settings.recent())
        if self.workspace is not None:
            self.workspace.screens.cover(self.welcome)
        else:
            if self.window.pages.indexOf(self.welcome) < 0:
                self.window.pages.addWidget(self.welcome)
            self.window.pages.setCurrentWidget(self.welcome)
            self.window.show_sidebar(False)
            self.commands.allow()
        self.welcome.from_list.setFocus()

    def refuse(self, error: RegisterError) -> None:
        """Say why something was not done; of a damaged register, how to go on."""
        if error.key == "damaged" and (session := self.desk.session) is not None:
            session.register.read_only = True
            self._tell_failure(session.register.path, error)
        elif error.key == "read_only" and self.read_only.tell():
            return
        elif self.workspace is not None:
            self.workspace.refuse(error)
        else:
            _fill_page(self)
            self.window.tell(lambda: told(self.look, error), "warn")

    def show_bug(self, report: str) -> None:
        """Show the report of a mistake of the program, one at a time."""
        from upr_desktop.ui.errors import ErrorDialog

        if not self._bug_shown:
            self._bug_shown = True
            try:
                ErrorDialog(self.look, report, self.window).exec()
            finally:
                self._bug_shown = False

    def _tell_failure(self, path: Path, error: RegisterError) -> None:
        self._refresh_state()
        if self.workspace is None:
            self.show_welcome()
        if self.making.can_mend(path, error):
            self.window.tell(
                lambda: told(self.look, error),
                "bad",
                lambda: self.look.t("window.mend"),
                lambda: self.making.mend(path),
            )
        else:
            self.window.tell(lambda: told(self.look, error), "bad")

    def _tell_looked(self, looked: Looked) -> None:
        path = self.desk.session.register.path if self.desk.session else Path()
        self._refresh_state()
        if looked.damage:
            self._tell_failure(path, RegisterError("damaged", file=path.name, reason=looked.damage))
        elif looked.backup_trouble is not None:
            self.refuse(looked.backup_trouble)
        if self._pending and self.workspace is not None:
            self.workspace.take(self._pending)
            self._pending = ()
        elif self.workspace is not None:
            self.workspace.check_soon()
        self.filling.go_on()

    def _refresh_state(self) -> None:
        self.window.status.state(lambda: _state(self.look, self.desk))
        self.commands.allow()

    def _show_coming(self, path: Path) -> None:
        self._refresh_state()
        if self.window.pages.count() == 0:
            self.window.pages.addWidget(ComingPage(self.look, path.name))

    def _show_none_came(self) -> None:
        self._refresh_state()
        if self.workspace is None:
            self.show_welcome()

    def _await_files(self, paths: Sequence[Path]) -> None:
        self._pending = paths

    def _enter(self, session: Session) -> None:
        window = self.window
        window.untell()
        window.bar.search.clear()
        self.workspace = Workspace(self.look, session, window, self.work, self._gate)
        session.busy_changed.connect(self._refresh_state)
        _name_window(self)
        window.show_sidebar(True)
        self.workspace.refused.connect(self.refuse)
        self.workspace.returning.foreign.connect(self.filling.offer)
        self.workspace.screens.turned.connect(self.commands.mark_screen)
        try:
            self.workspace.screens.show_last()
        except RegisterError as trouble:
            self.refuse(trouble)
        self.workspace.screens.take_focus()
        self._refresh_state()
        self.read_only.tell()
        QTimer.singleShot(LOOK_OVER_AFTER_MS, session, self._look_over)

    def _look_over(self) -> None:
        """Look the file over, now that its rows are painted."""
        if session := self.desk.session:
            self.desk.look_over(self.look.t("window.work.checking", file=session.register.path.name))

    def _save_fields(self) -> None:
        if self.workspace is not None:
            self.workspace.screens.leave()

    def _clear(self) -> None:
        workspace, self.workspace = self.workspace, None
        if workspace is not None:
            workspace.close()
        self.window.name(None)
        self.window.untell()
        self._refresh_state()

    def close_register(self) -> None:
        """Close the register and show how to begin."""
        self.desk.close()
        self.settings.write(LAST, None)
        self.show_welcome()

    def _back_from_welcome(self) -> None:
        if self.workspace is not None:
            self.workspace.screens.uncover(self.welcome)
            self.workspace.screens.take_focus()

    @property
    def backups(self) -> Path:
        """Return the folder of the open register's backups, or of all."""
        from upr_desktop.paths import user_folder

        session = self.desk.session
        return backup_folder(session.register.path) if session else user_folder() / "backups"


def _state(look: Look, desk: Desk) -> str:
    """Return which register is open or coming, and whether its fields may be edited."""
    session = desk.session
    if session is None:
        return (
            look.t("window.work.opening", file=desk.coming.name)
            if desk.coming
            else look.t("window.state.none")
        )
    name = session.register.path.name
    if session.register.read_only:
        return look.t("window.state.read_only", file=name)
    return look.t(f"window.state.{session.closed_by if session.is_busy else 'saved'}", file=name)


def _fill_page(room: Room) -> None:
    """Show how to begin where nothing is shown yet: what the program was started with is not opened."""
    if room.window.pages.count() == 0:
        room.show_welcome()


def _make_from(room: Room, paths: Sequence[Path]) -> None:
    room.making.from_list(room.welcome.reference.currentData(), room.welcome.is_chosen, paths)


def _name_window(room: Room) -> None:
    if session := room.desk.session:
        room.window.name(session.register.path, _whose(room.look, session))


def _whose(look: Look, session: Session) -> str:
    """Return whose rows the register holds, as the title says it; nothing for a secretariat's."""
    own = session.keeper
    if own is None:
        return ""
    row = session.read(agencies).get(own.agency_id)
    return look.t("own.title", agency=row.short(look.language.code) if row else own.agency)


def _welcome(look: Look, making: Making, filling: Filling) -> "Welcome":
    from upr_desktop.ui.screens.welcome import Welcome

    welcome = Welcome(look)
    welcome.sample.setVisible(has_sample())
    welcome.list_asked.connect(making.from_list)
    welcome.empty_asked.connect(making.empty)
    welcome.sample_asked.connect(making.sample)
    welcome.open_asked.connect(making.choose)
    welcome.fill_asked.connect(filling.choose)
    return welcome
