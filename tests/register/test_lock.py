"""One window holds a register; another is told who."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from upr_desktop.register import lock
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.lock import Holder, holder, lock_path, release, take, take_over

HERE = lock.socket.gethostname()


def held_by(path: Path, host: str, pid: int) -> None:
    said = {"host": host, "user": "focal point", "pid": pid, "start": "2026-01-01T00:00:00+00:00"}
    lock_path(path).write_text(json.dumps(said), encoding="utf-8")


def ended_process() -> int:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_the_lock_stands_beside_the_register_and_says_who_has_it(path: Path) -> None:
    assert take(path) is None
    assert lock_path(path) == path.with_name("a.upr.lock")
    found = holder(path)
    assert found
    assert (found.host, found.pid) == (HERE, os.getpid())
    release(path)
    assert not lock_path(path).exists()


def test_a_running_process_keeps_its_lock(path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        held_by(path, HERE, child.pid)
        assert take(path) == Holder(HERE, "focal point", child.pid, "2026-01-01T00:00:00+00:00")
        child.communicate(b"\n")
    assert take(path) is None


def test_a_lock_of_a_process_that_ended_is_taken_over(path: Path) -> None:
    held_by(path, HERE, ended_process())
    assert take(path) is None
    found = holder(path)
    assert found
    assert found.pid == os.getpid()


def test_a_lock_of_another_computer_is_left_to_the_person(path: Path) -> None:
    held_by(path, "another-computer", ended_process())
    found = take(path)
    assert found
    assert found.host == "another-computer"
    release(path)
    assert holder(path) == found
    assert take_over(path) is None
    taken = holder(path)
    assert taken
    assert taken.pid == os.getpid()


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"host": "a"}', '{"host":"a","user":"b","pid":"c","start":""}']
)
def test_a_lock_that_cannot_be_read_is_left_to_the_person(path: Path, content: str) -> None:
    lock_path(path).write_text(content)
    assert take(path) == lock.UNKNOWN
    assert lock_path(path).read_text() == content
    assert take_over(path) is None


def test_of_many_that_start_at_once_one_gets_the_lock(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from upr_desktop.register.lock import take; "
        "print(take(Path(sys.argv[1])) is None, flush=True); input()"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(4)
    ]
    answers = [child.stdout.readline().strip() for child in started if child.stdout]
    for child in started:
        child.communicate(b"\n")
    assert sorted(answers) == [b"False"] * 3 + [b"True"]


def test_a_place_where_no_lock_can_stand_is_said(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="cannot_lock"):
        take(tmp_path / "no such folder" / "a.upr")
