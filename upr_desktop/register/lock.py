"""Hold a register for one window: a file beside it that says who has it."""

import json
import os
import socket
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path

from upr_desktop.register.errors import RegisterError


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a register: host, user, process id, start (UTC, ISO text)."""

    host: str
    user: str
    pid: int
    start: str


UNKNOWN = Holder("?", "?", 0, "")


def lock_path(register: Path) -> Path:
    """Return where a register's lock stands: `name.upr.lock`."""
    return register.with_name(f"{register.name}.lock")


def take(register: Path) -> Holder | None:
    """Take the register for this process and return None, or return who holds it.

    A lock left by a process of this host that no longer runs is taken over. Raises RegisterError("cannot_lock")
    where the folder cannot be written to: such a register can only be read.
    """
    path = lock_path(register)
    me = Holder(socket.gethostname(), _user(), os.getpid(), datetime.now(UTC).isoformat(timespec="seconds"))
    for _ in range(2):
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
        except FileExistsError:
            held = holder(register)
            if held is not None and not _is_stale(held):
                return held
            if held is None and path.exists():
                return UNKNOWN
            path.unlink(missing_ok=True)
        except OSError as trouble:
            raise RegisterError("cannot_lock", file=register.name, reason=str(trouble)) from trouble
        else:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(me), file)
            return None
    return holder(register) or UNKNOWN


def take_over(register: Path) -> Holder | None:
    """Take the register although another holds it: after the person said so. Returns as `take` does."""
    lock_path(register).unlink(missing_ok=True)
    return take(register)


def release(register: Path) -> None:
    """Give the register back, if it is this process that holds it."""
    held = holder(register)
    if held and held.pid == os.getpid() and held.host == socket.gethostname():
        lock_path(register).unlink(missing_ok=True)


def holder(register: Path) -> Holder | None:
    """Return who holds the register; None where nobody does or the lock cannot be read."""
    try:
        said = json.loads(lock_path(register).read_text(encoding="utf-8"))
        return Holder(str(said["host"]), str(said["user"]), int(said["pid"]), str(said["start"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_stale(held: Holder) -> bool:
    return held.host == socket.gethostname() and (held.pid == os.getpid() or not _runs(held.pid))


def _runs(pid: int) -> bool:
    if os.name == "nt":
        return _runs_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _runs_on_windows(pid: int) -> bool:
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(0x1000, False, pid)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == 259


def _user() -> str:
    try:
        return getuser()
    except (KeyError, OSError, ImportError):
        return "?"
