"""A merge of fifty returns killed at any moment is done or not begun; what came in is there to be merged again."""

import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.return_samples import issued_and_filled
from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.merge_returns import MergeOptions, apply_merge, merge_read, read_returns
from upr_desktop.register.check import check
from upr_desktop.register.queries import records
from upr_desktop.register.register import Register
from upr_desktop.register.return_store import return_files
from upr_desktop.register.sqlite import quick_check

ROOT = Path(__file__).resolve().parent.parent.parent
MERGER = Path(__file__).with_name("killed_merger.py")
FILES, ROWS = 50, 4
SECONDS = 1.5
State = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True)
class Office:
    """A register whose workbooks came back, and what it holds before and after they are merged."""

    register: Path
    returns: Path
    revision: int
    before: State
    after: State
    steps: int

    def copy(self, folder: Path, number: int) -> Path:
        return Path(shutil.copyfile(self.register, folder / f"{number}.upr"))


def run(path: Path, returns: Path, step: int = 0, seconds: float | None = None) -> list[list[str]]:
    """Start a merge that dies at a step, or is killed so long after it began to read; return what it said."""
    command = [sys.executable, str(MERGER), str(path), str(returns), str(step)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, env={**os.environ, "PYTHONPATH": str(ROOT)}) as child:
        assert child.stdout
        assert child.stderr
        assert child.stdout.readline() == b"reading\n", child.stderr.read()
        timer = threading.Timer(seconds or 0, child.kill)
        if seconds is not None:
            timer.start()
        said = [
            line.decode().split()
            for line in child.stdout.read().splitlines(keepends=True)
            if line[-1:] == b"\n"
        ]
        errors = child.stderr.read()
        timer.cancel()
    assert not errors, errors.decode()
    return said


def state(register: Register) -> State:
    """Return what reports say."""
    with register.reading() as connection:
        return dict(records(connection, "progress"))


def whole(path: Path) -> Register:
    """Return the register that a merge left, open, after showing that nothing in it is damaged."""
    assert quick_check(path) == []
    register = Register.open(path)
    with register.reading() as connection:
        found = check(connection)
    assert not [each for each in found if each.severity == "error" or each.code == "search_index_stale"]
    return register


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UPR_HOME", str(folder / "home"))
        made = issued_and_filled(folder, FILES, ROWS)
        with Register.open(made.register) as register:
            before, revision = state(register), register.revision()
        merged = Path(shutil.copyfile(made.register, folder / "merged.upr"))
        said = run(merged, folder / "returned")
        assert said[-2] == ["revision", str(revision + 1)]
        with whole(merged) as register:
            after = state(register)
        assert after != before
        yield Office(made.register, folder / "returned", revision, before, after, int(said[-1][1]))


def look_over(office: Office, path: Path, said: list[list[str]], gate: Gate) -> bool:
    """Show that a killed merge is done or not begun, and that it can be done then; return whether it was done."""
    with whole(path) as register:
        is_done = register.revision() > office.revision
        assert register.revision() == office.revision + is_done
        assert is_done or ["revision", str(office.revision + 1)] not in said
        assert state(register) == (office.after if is_done else office.before)
        with register.reading() as connection:
            assert len(return_files(connection)) == (FILES if is_done else 0)
        files = [read_file(file) for file in sorted(office.returns.iterdir())]
        read = read_returns(register, files, MergeOptions(), gate)
        assert all(one.same for one in read) == is_done
        apply_merge(register, merge_read(register, read, MergeOptions(), "me"))
        assert (register.revision(), state(register)) == (office.revision + 1, office.after)
        with register.reading() as connection:
            kept = dict(connection.exec_driver_sql("SELECT sha256, content FROM received_file").all())
        assert kept == {file.sha256: file.content for file in files}
    return is_done


def kill_often(office: Office, folder: Path, gate: Gate, kills: int) -> None:
    """Kill merges, in turns at a step of their writing and at any time, and look the register over after each."""
    chance = random.Random(kills)
    hot = 0
    for number in range(kills):
        path = office.copy(folder, number)
        if number % 2:
            said = run(path, office.returns, seconds=chance.uniform(0.0, SECONDS))
        else:
            said = run(path, office.returns, step=chance.randint(1, office.steps))
            hot += path.with_name(f"{path.name}-journal").exists()
            assert ["applying"] in said
        look_over(office, path, said, gate)
        path.unlink()
    assert hot, "no kill met a transaction: the test shows nothing"


def test_a_merge_killed_five_times_is_done_or_not_begun(office: Office, tmp_path: Path, gate: Gate) -> None:
    kill_often(office, tmp_path, gate, 5)


@pytest.mark.long
def test_a_merge_killed_a_hundred_times_is_done_or_not_begun(
    office: Office, tmp_path: Path, gate: Gate
) -> None:
    kill_often(office, tmp_path, gate, 100)
