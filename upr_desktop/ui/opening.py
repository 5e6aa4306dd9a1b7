"""Open a register for the window: take its lock, or open it to be read; look it over and back it up afterwards."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from upr_desktop.register import lock
from upr_desktop.register.backup import back_up, backups, is_due
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.kinds import kinds
from upr_desktop.register.lock import Holder
from upr_desktop.register.register import Register
from upr_desktop.register.sqlite import quick_check

HELD, PROTECTED = "held", "protected"


@dataclass(frozen=True, slots=True)
class Opening:
    """An open register. `only_read` says why it may only be read (HELD, PROTECTED), or is empty."""

    register: Register
    only_read: str = ""
    holder: Holder | None = None


def open_register(path: Path, *, take_over: bool = False) -> Opening:
    """Open a register, to be written to if nobody else has it; `take_over` takes it from who has it.

    Raises RegisterError, and the register is then nobody's.
    """
    if not path.is_file():
        raise RegisterError("no_such_file", file=str(path))
    try:
        holder = lock.take_over(path) if take_over else lock.take(path)
    except RegisterError as trouble:
        if trouble.key != "cannot_lock":
            raise
        return Opening(Register.open(path, read_only=True, at_once=True), PROTECTED)
    if holder is not None:
        return Opening(Register.open(path, read_only=True, at_once=True), HELD, holder)
    try:
        return _opened(path)
    except BaseException:
        lock.release(path)
        raise


def _opened(path: Path) -> Opening:
    try:
        return Opening(Register.open(path, at_once=True))
    except RegisterError as trouble:
        if trouble.key != "cannot_write":
            raise
        lock.release(path)
        return Opening(Register.open(path, read_only=True, at_once=True), PROTECTED)


def close_register(opening: Opening) -> None:
    """Give a register back, and its lock if it was ours."""
    opening.register.close()
    if not opening.only_read:
        lock.release(opening.register.path)


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking a file over found: what is damaged, in SQLite's words; why the backup failed, if it did."""

    damage: str = ""
    backup_trouble: RegisterError | None = None


def look_over(register: Register, *, with_backup: bool) -> Looked:
    """Check that a register is whole and what its search index holds, and take the day's backup, if it is due."""
    kinds()  # takes long the first time: here nobody waits for it
    path = register.path
    if damage := quick_check(path):
        return Looked(damage[0])
    try:
        if not register.read_only:
            register.mend_search()
        if with_backup and is_due(path, datetime.now()):
            back_up(path)
    except RegisterError as trouble:
        return Looked(backup_trouble=trouble)
    return Looked()


def newest_backup(path: Path) -> Path | None:
    """Return the last backup of a register, if there is one."""
    return next(iter(backups(path)), None)
