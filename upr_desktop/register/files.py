"""Put a file in its place whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from upr_desktop.register.errors import RegisterError


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Give an empty file beside `path` to be filled; it becomes `path` when the block ends without an error.

    Raises RegisterError: file_exists (what is there stays), cannot_write; what the block raises names `path`.
    """
    refuse_existing(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(b"")
        yield temporary
        sync(temporary)
        refuse_existing(path)
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as trouble:
        raise RegisterError("cannot_write", file=path.name, reason=str(trouble)) from trouble
    except RegisterError as trouble:
        if trouble.values.get("file") != temporary.name:
            raise
        raise RegisterError(trouble.key, **{**trouble.values, "file": path.name}) from trouble
    finally:
        discard(temporary)


def discard(temporary: Path) -> None:
    """Take an unfinished file away, and its journal; one that cannot be taken away stays."""
    for name in (temporary.name, f"{temporary.name}-journal"):
        with suppress(OSError):
            temporary.with_name(name).unlink()


def refuse_existing(path: Path) -> None:
    """Raise RegisterError("file_exists") where something has this name."""
    if path.exists():
        raise RegisterError("file_exists", file=str(path))


def sync(file: Path) -> None:
    """Make a file's content durable."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder durable, where the system can: Windows and some network folders cannot."""
    if os.name == "posix":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
