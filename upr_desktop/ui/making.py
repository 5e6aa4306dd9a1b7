"""Make and find registers: empty, from a published list, the sample, from a backup."""

import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from upr_desktop.jobs.new_register import from_sample, new_register
from upr_desktop.paths import bundled, user_folder
from upr_desktop.register.backup import save_copy, taken_at
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.lock import Holder
from upr_desktop.ui.asking import (
    REGISTER_END,
    ask_files,
    ask_register,
    ask_target,
    choose,
    documents,
    first_folder,
    free_path,
)
from upr_desktop.ui.desk import Desk
from upr_desktop.ui.look import Look
from upr_desktop.ui.opening import Opening, newest_backup, open_register
from upr_desktop.ui.settings import Settings
from upr_desktop.ui.window import Window
from upr_desktop.ui.work import Progress

if TYPE_CHECKING:
    from upr_desktop.exchange.gate import Gate

SAMPLE = "sample.upr"
RESTORE, RECOVER = "window.mend.restore", "window.mend.recover"
RESTORABLE = ("damaged", "not_a_register", "no_such_file", "upgrade_failed")


class Making(QObject):
    """Puts registers on the desk. `brings` carries the files to be read once the new register is open.

    `chosen` carries the path of a register, or of a workbook to be filled in, that was chosen to be opened.
    """

    brings = Signal(object)
    chosen = Signal(object)

    def __init__(
        self, look: Look, settings: Settings, window: Window, desk: Desk, open_gate: "Callable[[], Gate]"
    ) -> None:
        super().__init__(window)
        self._look, self._settings, self._window, self._desk = look, settings, window, desk
        self._open_gate = open_gate
        self._left_out = ""
        desk.opened.connect(lambda _: QTimer.singleShot(0, self, self._tell_left_out))

    def choose(self) -> None:
        """Ask which register to open, and open it."""
        path = ask_register(self._look, self._window, self.folder())
        if path is not None:
            self.chosen.emit(path)

    def empty(self, reference: str) -> None:
        """Ask where to, and make a register with a reference set and nothing else."""
        if target := self._target(self._look.t("window.new.name")):
            self._make(target, reference)

    def from_list(self, reference: str, is_chosen: bool, paths: Sequence[Path] = ()) -> None:
        """Ask for the list and where to, make a register, and show what the list would bring into it.

        A reference set that nobody chose is left out where the list is of another State.
        """
        paths = list(paths) or ask_files(self._look, self._window, self.folder())
        if paths and (target := self._target(paths[0].stem, paths[0].parent)):
            self.brings.emit(paths)
            self._make(target, reference, None if is_chosen else paths[0])

    def sample(self) -> None:
        """Open the user's copy of the sample, making it if it is not there."""
        path = user_folder() / SAMPLE

        def make(progress: Progress) -> Opening:
            if not path.exists():
                from_sample(path).close()
            return open_register(path)

        self._desk.receive(self._look.t("window.work.sample"), path, make)

    def can_mend(self, path: Path, error: RegisterError) -> bool:
        """Return whether there is a way to go on from a register that could not be opened."""
        return error.key == "damaged" or (error.key in RESTORABLE and newest_backup(path) is not None)

    def mend(self, path: Path) -> None:
        """Ask how to go on from a damaged register, which stays as it is, and open the new file."""
        backup = newest_backup(path)
        ways = [RESTORE] if backup else []
        if path.is_file():
            ways.append(RECOVER)
        values = {"file": path.name, "at": self._look.language.moment(taken_at(backup)) if backup else "—"}
        way = choose(self._look, self._window, self._look.t("window.mend.how", **values), ways)
        if way == RESTORE and backup is not None:
            self._bring_back("window.restore.name", path, lambda target: save_copy(backup, target))
        elif way == RECOVER:
            from upr_desktop.register.recover import recover

            author = self._settings.author
            self._bring_back("window.recover.name", path, lambda target: recover(path, target, author))

    def _bring_back(self, name: str, path: Path, write: Callable[[Path], object]) -> None:
        target = free_path(path.parent, self._look.t(name, name=path.stem) + REGISTER_END)

        def make(progress: Progress) -> Opening:
            write(target)
            return open_register(target)

        self._desk.receive(self._look.t("window.work.restoring", file=path.name), target, make)

    def may_take_over(self, holder: Holder) -> bool:
        """Return whether a person may say that who holds a register is gone: not where the process is seen running."""
        return holder.host != socket.gethostname()

    def _make(self, target: Path, reference: str, fits: Path | None = None) -> None:
        author = self._settings.author
        gate = self._open_gate() if fits else None

        def make(progress: Progress) -> Opening:
            from upr_desktop.jobs.import_choices import fitting_reference

            taken = fitting_reference(reference, fits, gate) if fits and gate else reference
            self._left_out = reference if taken != reference else ""
            new_register(target, "", taken, author).close()
            return open_register(target)

        self._desk.receive(self._look.t("window.work.making", file=target.name), target, make)

    def _tell_left_out(self) -> None:
        """Say that the list is of another State, so that the register began without a reference set."""
        left_out, self._left_out = self._left_out, ""
        if left_out:
            t = self._look.t
            self._window.tell(
                lambda: t("window.new.other_state", set=t(f"reference_set.{left_out}")), "accent"
            )

    def _target(self, name: str, folder: Path | None = None) -> Path | None:
        proposed = free_path(folder or self.folder(), name + REGISTER_END)
        return ask_target(self._look, self._window, "window.ask.new", proposed, "window.files.registers")

    def folder(self) -> Path:
        """Return where registers are looked for: beside the one opened last, among the documents, at home."""
        used = [path.parent for path in self._settings.recent()[:1] if path.parent != user_folder()]
        return first_folder((*used, *documents()))


def has_sample() -> bool:
    """Return whether the sample ships with this program."""
    try:
        return (bundled("resources/sample") / "sample.jsonl").is_file()
    except FileNotFoundError:
        return False
