"""Trouble with the disk: nothing that was saved is lost, and the next change finds the register whole."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from filled_register import EDIT, import_changes

from upr_desktop.register.backup import save_copy
from upr_desktop.register.changes import Added, ChangeSet, new_id
from upr_desktop.register.check import check
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.register import Register
from upr_desktop.register.sqlite import quick_check

REVIEW = {"mechanism": "UPR", "cycle": 4}


def test_a_register_is_made_whole_or_not_at_all(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(RegisterError, match="cannot_write"):
        Register.create(path, "Test")
    assert list(path.parent.glob("*a.upr*")) == []


def test_a_folder_with_strange_signs_holds_a_register(tmp_path: Path) -> None:
    path = tmp_path / "100% план #5 ?[é]" / "план & «отчёт».upr"
    with Register.create(path, "Test") as made:
        made.apply(ChangeSet(EDIT, (Added("review", new_id(), REVIEW),)))
    with Register.open(path) as again:
        assert again.revision() == 2
    assert [name.name for name in path.parent.iterdir()] == [path.name]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", "size=4m", "none", str(folder)]
    try:
        subprocess.run(["mount", *options], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a disk of 4 MB cannot be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_register_for_which_there_is_no_room_is_called_by_its_own_name(small_disk: Path) -> None:
    (small_disk / "other").write_bytes(bytes(3_900_000))
    with pytest.raises(RegisterError, match="disk_full") as refused:
        Register.create(small_disk / "a.upr", "Test")
    assert refused.value.values["file"] == "a.upr"


def test_a_full_disk_loses_nothing_that_was_saved(small_disk: Path) -> None:
    path = small_disk / "a.upr"
    with Register.create(path, "Test") as register:
        saved = [1]
        with pytest.raises(RegisterError) as refused:  # noqa: PT012
            while True:
                changes = import_changes({})
                large = Added(
                    "saved_view", new_id(), {"screen": "a", "name": "b", "definition": "x" * 90_000}
                )
                saved.append(register.apply(ChangeSet(EDIT, [*changes, large])).revision)
        assert refused.value.key == "disk_full"
        assert len(saved) > 3
        assert [row.number for row in reversed(register.history())] == saved
        with pytest.raises(RegisterError, match="copy_failed"):
            save_copy(path, small_disk / "copy.upr")
        _write_what_fits(register, saved[-1])
    assert quick_check(path) == []
    assert [name.name for name in small_disk.iterdir()] == ["a.upr"]


def _write_what_fits(register: Register, newest: int) -> None:
    """Show that the register is whole, and can be written again by what finds room."""
    with register.reading() as connection:
        assert [problem for problem in check(connection) if problem.severity == "error"] == []
    small = Added("review", new_id(), REVIEW)
    assert register.apply(ChangeSet(EDIT, (small,))).revision == newest + 1


CHILD = """
    import resource, signal, sys
    from pathlib import Path
    from upr_desktop.register.changes import Added, ChangeSet, Label, new_id
    from upr_desktop.register.errors import RegisterError
    from upr_desktop.register.register import Register
    path = Path(sys.argv[1])
    register = Register.open(path)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 20_000,) * 2)
    view = {"screen": "a", "name": "b", "definition": "x" * 500_000}
    for attempt in range(2):
        try:
            register.apply(ChangeSet(Label("label.edited"), (Added("saved_view", new_id(), view),)))
        except RegisterError as refused:
            print(refused.key)
    register.apply(ChangeSet(Label("label.edited"), (Added("review", new_id(), {"mechanism": "UPR"}),)))
    print(register.revision())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file size are POSIX's")
def test_a_write_that_fails_midway_is_taken_back_and_the_next_one_works(
    register: Register, path: Path
) -> None:
    child = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(CHILD), str(path)], capture_output=True, text=True, check=False
    )
    assert child.stdout.split() in (["disk_full"] * 2 + ["2"], ["disk_trouble"] * 2 + ["2"]), child.stderr
    with register.reading() as connection:
        assert check(connection) == []
