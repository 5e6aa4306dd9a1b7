"""Copy a register whole: backups, "save a copy", and which backups are kept."""

import hashlib
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from upr_desktop.paths import user_folder
from upr_desktop.register.errors import RegisterError

KEPT_NEWEST = 10
KEPT_DAYS = 30
SIZE_LIMIT = 2 * 1024**3
STAMP = "%Y-%m-%d %H-%M-%S-%f"


def save_copy(source: Path, target: Path) -> None:
    """Write a checked copy of a register to `target`: whole or not at all; an existing file there is replaced last.

    Raises RegisterError("copy_failed") with the reason; the old target then stays as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        temporary.unlink(missing_ok=True)
        _vacuum_into(source, temporary)
        _check(temporary)
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(target)
        sync_folder(target.parent)
    except (OSError, sqlite3.Error) as trouble:
        raise RegisterError("copy_failed", file=str(target), reason=str(trouble)) from trouble
    finally:
        temporary.unlink(missing_ok=True)


def _vacuum_into(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source, isolation_level=None)) as raw:
        raw.execute("PRAGMA busy_timeout=5000")
        raw.execute("VACUUM INTO ?", (str(target),))


def _check(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as raw:
        found = [row[0] for row in raw.execute("PRAGMA integrity_check")]
    if found != ["ok"]:
        raise sqlite3.DatabaseError("; ".join(found[:3]))


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder durable, where the system can (Windows cannot open a folder)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def backup_folder(register: Path) -> Path:
    """Return the folder in the user's data that holds the backups of this register."""
    mark = hashlib.sha256(str(register.resolve()).encode()).hexdigest()[:8]
    return user_folder() / "backups" / f"{register.stem} {mark}"


def back_up(register: Path) -> Path:
    """Back a register up into the user's data folder and drop the backups that are no longer kept."""
    folder = backup_folder(register)
    target = folder / f"{register.stem} {datetime.now().strftime(STAMP)}.upr"
    save_copy(register, target)
    for path in expired(backups(register)):
        path.unlink(missing_ok=True)
    return target


def backups(register: Path) -> list[Path]:
    """Return the backups of a register, newest first."""
    return sorted(backup_folder(register).glob(f"{register.stem} *.upr"), key=taken_at, reverse=True)


def taken_at(backup: Path) -> datetime:
    """Return when a backup was taken, as its name says; the oldest possible time for another name."""
    try:
        return datetime.strptime(backup.stem[-26:], STAMP)
    except ValueError:
        return datetime.min


def is_due(register: Path, now: datetime) -> bool:
    """Return whether the daily backup is due: none was taken on this day."""
    newest = next(iter(backups(register)), None)
    return newest is None or taken_at(newest).date() < now.date()


def expired(newest_first: Sequence[Path]) -> list[Path]:
    """Return the backups to drop: all but the ten newest and the newest of each day for 30 days, within 2 GiB."""
    if not newest_first:
        return []
    oldest_day = taken_at(newest_first[0]).date() - timedelta(days=KEPT_DAYS)
    kept: list[Path] = []
    days = set()
    size = 0
    for at, path in enumerate(newest_first):
        day = taken_at(path).date()
        wanted = at < KEPT_NEWEST or (day not in days and day > oldest_day)
        days.add(day)
        if wanted and (not kept or size + path.stat().st_size <= SIZE_LIMIT):
            kept.append(path)
            size += path.stat().st_size
    return [path for path in newest_first if path not in kept]
