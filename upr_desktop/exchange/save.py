"""Save a file so that the target is either the old one or the whole new one, never a half."""

import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from upr_desktop.register.errors import RegisterError

MOST_NAMES = 99
WORKBOOK_END, DOCUMENT_END = ".xlsx", ".docx"
REFUSED_NAMES = {WORKBOOK_END: "not_a_workbook_name", DOCUMENT_END: "not_a_document_name"}


def save_whole(target: Path, write: Callable[[Path], None], end: str = WORKBOOK_END) -> Path:
    """Write a file (a workbook, or what else ends so) beside the target, flush to the disk, put in place.

    Return the path under which it really is.

    Where another program holds the target open, or it may not be written, that is the next free name: `List (2).xlsx`.
    Raises RegisterError: not_a_workbook_name, not_a_document_name (a register, say, is never replaced by one),
    cannot_write_file where the folder takes no file at all.
    """
    if target.suffix.lower() != end:
        raise RegisterError(REFUSED_NAMES[end], file=target.name)
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write(beside)
        _flush(beside)
        return _put_in_place(beside, target)
    except OSError as error:
        raise RegisterError(
            "cannot_write_file", file=str(target), reason=error.strerror or str(error)
        ) from error
    finally:
        with suppress(OSError):
            beside.unlink()


@contextmanager
def staged(files: Mapping[Path, bytes]) -> Iterator[Callable[[], list[Path]]]:
    """Write files whole beside their targets, and give what puts them in place and returns the paths they then have.

    Between the two what relies on the files can be done: they are on the disk and only change their names. Those that
    are not put in place are taken away. Raises RegisterError: cannot_write_file where a folder takes no such file, or
    another folder bears a file's name.
    """
    beside = {target: target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp") for target in files}
    try:
        for target, content in files.items():
            _stage(target, beside[target], content)
        yield lambda: [_placed(path, target) for target, path in beside.items()]
    finally:
        for path in beside.values():
            with suppress(OSError):
                path.unlink()


def _stage(target: Path, beside: Path, content: bytes) -> None:
    if target.is_dir():
        raise RegisterError("cannot_write_file", file=str(target), reason="")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        _flush(beside)
    except OSError as error:
        raise RegisterError(
            "cannot_write_file", file=str(target), reason=error.strerror or str(error)
        ) from error


def _placed(beside: Path, target: Path) -> Path:
    try:
        return _put_in_place(beside, target)
    except OSError as error:
        raise RegisterError(
            "cannot_write_file", file=str(target), reason=error.strerror or str(error)
        ) from error


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _put_in_place(beside: Path, target: Path) -> Path:
    if not target.exists() or os.access(target, os.W_OK):
        try:
            return _replace(beside, target)
        except PermissionError:
            if not target.exists():
                raise
    names = (target.with_stem(f"{target.stem} ({number})") for number in range(2, MOST_NAMES + 1))
    free = next((path for path in names if not path.exists()), None)
    if free is None:
        raise RegisterError("cannot_write_file", file=str(target), reason="")
    return _replace(beside, free)


def _replace(beside: Path, target: Path) -> Path:
    beside.replace(target)
    return target
