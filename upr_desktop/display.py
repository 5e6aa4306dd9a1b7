"""Tell whether a window can open here, asking the display server itself, with nothing but the standard library."""

from __future__ import annotations

import ctypes
import os
import re
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

X11_FOLDER, FIRST_X11_PORT = "/tmp/.X11-unix", 6000  # where X11 servers listen
PATIENCE = 3.0
PAUSES = (0.0, 0.1, 0.3, 1.0)  # seconds before each time a server that listens is asked to let us in


def has_display() -> bool:
    """Return whether a window can open: on Linux, if Qt is told a platform or a display server lets us in."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return wayland_answers() or (x11_listens() and x11_answers())


def wayland_answers() -> bool:
    """Return whether the Wayland server that is named takes connections."""
    name = os.environ.get("WAYLAND_DISPLAY")
    return bool(name) and _listens(str(Path(os.environ.get("XDG_RUNTIME_DIR", "/run")) / str(name)))


def x11_listens() -> bool:
    """Return whether anything listens where DISPLAY points; no library is needed to tell."""
    named = re.fullmatch(r"(.*):(\d+)(?:\.\d+)?", os.environ.get("DISPLAY", ""))
    if named is None:
        return False
    host, number = named[1], int(named[2])
    if host not in ("", "unix"):
        return _listens_at(host.rpartition("/")[2], FIRST_X11_PORT + number)
    path = f"{X11_FOLDER}/X{number}"
    return _listens(path) or _listens(f"\0{path}")


def x11_answers() -> bool:
    """Return whether the X11 server lets this user in; one that starts anew just now is asked again."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connect.restype = ctypes.c_void_p
    for pause in PAUSES:
        time.sleep(pause)
        # libxcb says each time why it was turned away: once will do
        with nullcontext() if pause == PAUSES[-1] else _quiet():
            connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
        if xcb.xcb_connection_has_error(connection) == 0:
            # It stays open: a server without a desktop starts anew when its last client leaves, and would
            # turn Qt away meanwhile.
            return True
        xcb.xcb_disconnect(connection)
    return False


@contextmanager
def _quiet() -> Iterator[None]:
    """Let nothing that a library writes to standard error be seen."""
    try:
        kept = os.dup(2)
    except OSError:  # there is no standard error to be seen
        yield
        return
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def _listens(path: str) -> bool:
    if sys.platform == "win32":
        return False
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(PATIENCE)
        try:
            connection.connect(path)
        except OSError:
            return False
    return True


def _listens_at(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), PATIENCE).close()
    except (OSError, OverflowError):
        return False
    return True
