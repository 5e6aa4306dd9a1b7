"""A display that is named but cannot be reached: no window, the demonstration, and never a message of Qt's."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from test_run import run  # noqa: F401  # a fixture

from upr_desktop.display import has_display, x11_listens

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
