"""A fault at each single write of a copy, a new file or a migration leaves the old file whole, byte for byte."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from filled_register import EDIT, import_changes

from upr_desktop.register import backup, migrate
from upr_desktop.register.backup import back_up, backups, save_copy
from upr_desktop.register.changes import ChangeSet
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.files import new_file
from upr_desktop.register.migrate import upgrade
from upr_desktop.register.register import Register
from upr_desktop.register.sqlite import quick_check

SYSTEM = ("open", "fsync", "replace", "rename", "unlink", "mkdir")


def disk_error() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
    return error


class Faults:
    """Count the calls that write, and fail the one whose turn it is."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.calls: list[str] = []

    def count(self, name: str, error: Exception) -> None:
        self.calls.append(name)
        if len(self.calls) == self.at:
            raise error

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **named: Any) -> Any:
            self.count(name, OSError(f"fault at {name}"))
            return call(*args, **named)

        return counted


class Connection(sqlite3.Connection):
    """A connection that fails at the statement whose turn it is."""

    faults: Faults

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        self.faults.count(sql, disk_error())
        return super().execute(sql, *values)


@contextmanager
def faults_at(turn: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Faults]:
    faults = Faults(turn)
    plain = sqlite3.connect

    def connect(*args: Any, **named: Any) -> sqlite3.Connection:
        base = named.pop("factory", sqlite3.Connection)
        made = type("Failing", (Connection, base), {"faults": faults})
        faults.count("connect", disk_error())
        return plain(*args, factory=made, **named)

    with monkeypatch.context() as patched:
        patched.setattr(sqlite3, "connect", connect)
        for name in SYSTEM:
            patched.setattr(os, name, faults.around(name, getattr(os, name)))
        yield faults


def each_fault(job: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, bool]]:
    """Run the job with a fault at its first call, its second, and so on until it meets none.

    Yield, after each run, what failed and whether the job said so.
    """
    for turn in range(1, 200):
        failed = False
        with faults_at(turn, monkeypatch) as faults:
            try:
                job()
            except RegisterError:
                failed = True
        if len(faults.calls) < turn:
            assert turn > 3
            assert not failed
            return
        yield faults.calls[turn - 1], failed
    raise AssertionError("it never ends")


@pytest.mark.usefixtures("filled")
def test_a_fault_in_a_copy_leaves_the_register_and_the_old_copy(
    register: Register, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "copies"
    target = folder / "copy.upr"
    save_copy(path, target)
    old = target.read_bytes()
    register.apply(ChangeSet(EDIT, import_changes({})))
    source = path.read_bytes()
    for fault, failed in each_fault(lambda: save_copy(path, target), monkeypatch):
        assert path.read_bytes() == source, fault
        assert quick_check(target) == []
        if failed:
            assert target.read_bytes() == old, fault
        else:
            assert target.read_bytes() != old
            target.write_bytes(old)
        assert [name.name for name in folder.iterdir() if not name.name.endswith(".part")] == ["copy.upr"]
    assert target.read_bytes() != old


@pytest.mark.usefixtures("filled")
def test_a_copy_that_the_disk_has_spoiled_does_not_replace_the_old_one(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copy.upr"
    save_copy(path, target)
    old = target.read_bytes()
    whole = backup._vacuum_into

    def spoiled(source: Path, copy: Path) -> None:
        whole(source, copy)
        content = copy.read_bytes()
        copy.write_bytes(content[:20_000] + bytes(40_000) + content[60_000:])

    monkeypatch.setattr(backup, "_vacuum_into", spoiled)
    with pytest.raises(RegisterError, match="copy_failed"):
        save_copy(path, target)
    assert target.read_bytes() == old


@pytest.mark.usefixtures("filled")
def test_a_fault_in_a_backup_keeps_the_older_ones(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "KEPT_NEWEST", 100)
    old = {made: made.read_bytes() for made in (back_up(path), back_up(path))}
    source = path.read_bytes()
    for fault, _ in each_fault(lambda: back_up(path), monkeypatch):
        assert path.read_bytes() == source, fault
        assert all(made.read_bytes() == content for made, content in old.items()), fault
        assert all(quick_check(made) == [] for made in backups(path)), fault


def test_a_fault_in_a_new_file_leaves_it_whole_or_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "new.txt"

    def write() -> None:
        with new_file(target) as temporary:
            temporary.write_bytes(b"whole")

    for fault, failed in each_fault(write, monkeypatch):
        assert target.exists() != failed, fault
        assert failed or target.read_bytes() == b"whole"
        target.unlink(missing_ok=True)
    assert target.read_bytes() == b"whole"


def test_a_fault_in_making_a_register_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "new.upr"
    for fault, failed in each_fault(lambda: Register.create(target, "Test").close(), monkeypatch):
        if failed and target.exists():  # made whole, and then not opened
            assert quick_check(target) == [], fault
            Register.open(target).close()
        target.unlink(missing_ok=True)


@pytest.mark.usefixtures("filled")
def test_a_fault_in_a_migration_leaves_the_register(
    register: Register, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register.close()
    scripts = two_versions(tmp_path / "db")
    monkeypatch.setattr(migrate, "back_up", lambda path: path)
    source = path.read_bytes()
    for fault, failed in each_fault(lambda: upgrade(path, scripts), monkeypatch):
        assert failed, fault
        assert path.read_bytes() == source, fault
        assert not path.with_name("a.upr-journal").exists()
    assert path.read_bytes() != source
    assert quick_check(path) == []


def two_versions(scripts: Path) -> Path:
    (scripts / "versions").mkdir(parents=True)
    (scripts / "env.py").write_text((migrate.bundled("db") / "env.py").read_text())
    (scripts / "versions" / "2.py").write_text('revision = "0003"\ndown_revision = None\n')
    (scripts / "versions" / "3.py").write_text(
        'from alembic import op\nrevision = "0004"\ndown_revision = "0003"\n\n'
        "def upgrade():\n"
        '    op.execute("ALTER TABLE review ADD COLUMN place TEXT")\n'
        "    op.execute(\"UPDATE review SET place = 'Geneva'\")\n"
    )
    return scripts
