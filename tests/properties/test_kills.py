"""A program killed at any moment loses nothing that it acknowledged, and leaves no damaged file."""

import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from filled_register import fill

from upr_desktop.register.check import check
from upr_desktop.register.register import Register
from upr_desktop.register.sqlite import quick_check

ROOT = Path(__file__).resolve().parent.parent.parent
WRITER = Path(__file__).with_name("killed_writer.py")
PATH = os.pathsep.join([str(ROOT), str(ROOT / "tests")])


def kill_while_writing(path: Path, seed: int, seconds: float) -> int:
    """Start a writer, kill it after it has opened the register, and return the newest revision that it said."""
    command = [sys.executable, str(WRITER), str(path), str(seed)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, env={**os.environ, "PYTHONPATH": PATH}) as child:
        assert child.stdout
        assert child.stderr
        assert child.stdout.readline() == b"open\n", child.stderr.read()
        timer = threading.Timer(seconds, child.kill)
        timer.start()
        said = child.stdout.read().splitlines(keepends=True)
        errors = child.stderr.read()
        timer.join()
    assert not errors, errors.decode()
    return max((int(line.split()[1]) for line in said if line.endswith(b"\n")), default=0)


def look_over(path: Path, acknowledged: int) -> int:
    """Show that the register is whole and holds what was acknowledged; return its newest revision."""
    assert quick_check(path) == []
    with Register.open(path) as register:
        assert register.revision() >= acknowledged
        with register.reading() as connection:
            found = check(connection)
        assert not [each for each in found if each.severity == "error" or each.code == "search_index_stale"]
        return register.revision()


def kill_often(folder: Path, kills: int, per_register: int) -> None:
    """Kill writers of registers, each register a few times over, and look at it after each kill."""
    chance = random.Random(kills)
    hot = newest = 0
    for kill in range(kills):
        path = folder / f"{kill // per_register}.upr"
        if kill % per_register == 0:
            with Register.create(path, "Test") as register:
                fill(register)
                newest = register.revision()
        acknowledged = kill_while_writing(path, kill, chance.uniform(0.0, 0.4))
        hot += path.with_name(f"{path.name}-journal").exists()
        newest = look_over(path, max(newest, acknowledged))
        copy = path.with_name("copy.upr")
        if copy.exists():
            look_over(copy, 0)
            copy.unlink()
    assert hot, "no kill met a transaction: the test shows nothing"


def test_twenty_kills_lose_nothing(tmp_path: Path) -> None:
    kill_often(tmp_path, 20, 5)


@pytest.mark.long
def test_three_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    kill_often(tmp_path, 300, 10)
