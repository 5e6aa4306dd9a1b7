"""A display that is named but cannot be reached: no window, the demonstration, and never a message of Qt's."""

import os
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest
from test_run import run  # noqa: F401  # a fixture

from upr_desktop.display import has_display, x11_answers, x11_listens

ROOT = Path(__file__).resolve().parent.parent
NOWHERE = ":4711"

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="elsewhere there is always a display"
)


@pytest.fixture(autouse=True)
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


def test_nothing_named_is_no_display() -> None:
    assert not has_display()


@pytest.mark.parametrize("named", [NOWHERE, "unix:4711.0", "localhost:4711", "nonsense", "localhost:99999"])
def test_a_named_server_that_does_not_answer_is_no_display(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, named: str
) -> None:
    monkeypatch.setenv("DISPLAY", named)
    monkeypatch.setenv("WAYLAND_DISPLAY", str(tmp_path / "wayland-0"))
    assert not has_display()


def test_a_wayland_server_that_answers_is_a_display(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-0"))
        server.listen()
        assert has_display()


def test_only_an_x11_server_that_listens_asks_for_more_libraries(
    run: ModuleType,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DISPLAY", NOWHERE)
    assert "libxcb-cursor.so.0" not in run.wanted_libraries()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0/tmp/.X11-unix/X4711")
        server.listen()
        assert x11_listens()
        assert "libxcb-cursor.so.0" in run.wanted_libraries()


SETUP = struct.pack("<BxHHH", 1, 11, 0, 8) + bytes(32)  # what an X11 server says to a client it lets in


@contextmanager
def x11_server(monkeypatch: pytest.MonkeyPatch, turns_away: int) -> Iterator[list[socket.socket]]:
    """Serve X11 on a free port, closing so many connections before one is let in; yield those let in."""
    let_in: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            refused = 0
            while not let_in:
                connection = server.accept()[0]
                if not connection.recv(4096):  # only asks whether anybody listens
                    connection.close()
                elif refused < turns_away:
                    refused += 1
                    connection.close()
                else:
                    let_in.append(connection)
                    connection.sendall(SETUP)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        monkeypatch.setenv("DISPLAY", f"localhost:{server.getsockname()[1] - 6000}")
        try:
            yield let_in
        finally:
            while not let_in:  # what the program did not ask for, the test does, so that the thread ends
                with socket.create_connection(server.getsockname()) as client:
                    client.sendall(b"x")
            thread.join(10)
            for connection in let_in:
                connection.close()


@pytest.mark.parametrize("turns_away", [0, 1, 2])
def test_an_x11_server_that_starts_anew_as_its_last_client_leaves_is_a_display(
    monkeypatch: pytest.MonkeyPatch, turns_away: int
) -> None:
    with x11_server(monkeypatch, turns_away) as let_in:
        assert has_display()
        assert len(let_in) == 1


def test_the_connection_that_was_let_in_stays_so_that_the_server_does_not_start_anew_before_qt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with x11_server(monkeypatch, 0) as let_in:
        assert has_display()
        let_in[0].settimeout(0.2)
        with pytest.raises(TimeoutError):
            let_in[0].recv(1)


WHY = b"Authorization required, but no authorization protocol specified\n"
TURNED_AWAY = struct.pack("<BBHHH", 0, len(WHY), 11, 0, (len(WHY) + 3) // 4) + WHY.ljust(
    -(-len(WHY) // 4) * 4, b"\0"
)


def test_why_an_x11_server_turns_people_away_is_said_once(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                with server.accept()[0] as client:
                    if client.recv(4096) == b"end":
                        return
                    client.sendall(TURNED_AWAY)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        monkeypatch.setenv("DISPLAY", f"localhost:{server.getsockname()[1] - 6000}")
        assert not x11_answers()
        with socket.create_connection(server.getsockname()) as client:
            client.sendall(b"end")
        thread.join(10)
    assert capfd.readouterr().err.count("Authorization required") == 1


def started(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DISPLAY": NOWHERE, "UPR_LANGUAGE": "en", "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_a_start_without_a_reachable_display_says_so_and_runs_the_demonstration(tmp_path: Path) -> None:
    done = started(tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() == (
        "There is no display here, so no window can open: showing the program on its sample instead (demo)."
    )
    assert (tmp_path / "demo-output" / "demo.upr").exists()


def test_a_register_to_open_without_a_reachable_display_is_told_of_the_commands(tmp_path: Path) -> None:
    done = started(tmp_path, "work.upr")
    assert done.returncode == 1
    assert "no display" in done.stderr
    assert "xcb" not in done.stderr
    assert not list(tmp_path.iterdir())
