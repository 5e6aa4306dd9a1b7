"""Backups: whole copies, taken daily and before what is large, and kept within limits."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from filled_register import EDIT

from upr_desktop.register import backup
from upr_desktop.register.backup import (
    STAMP,
    back_up,
    backup_folder,
    backups,
    expired,
    is_due,
    save_copy,
    taken_at,
)
from upr_desktop.register.changes import Added, ChangeSet, new_id
from upr_desktop.register.check import check
from upr_desktop.register.dump import dump_lines
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.register import Register
from upr_desktop.register.return_store import Cited


def lines_of(path: Path) -> list[str]:
    with Register.open(path) as register, register.reading() as connection:
        assert check(connection) == []
        return list(dump_lines(connection))


def add_review(register: Register) -> None:
    register.apply(ChangeSet(EDIT, (Added("review", new_id(), {"mechanism": "UPR"}),)))


@pytest.mark.usefixtures("filled")
def test_a_copy_holds_all_and_opens_as_a_register(register: Register, path: Path, tmp_path: Path) -> None:
    save_copy(path, tmp_path / "new folder" / "copy.upr")
    assert lines_of(tmp_path / "new folder" / "copy.upr") == lines_of(path)


def test_a_copy_replaces_the_file_of_its_name(register: Register, path: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.upr"
    save_copy(path, target)
    add_review(register)
    save_copy(path, target)
    assert lines_of(target) == lines_of(path)


def test_a_copy_never_replaces_another_register_or_file(
    register: Register, path: Path, tmp_path: Path
) -> None:
    other, note = tmp_path / "other.upr", tmp_path / "note.txt"
    Register.create(other, "Other").close()
    note.write_text("mine")
    before = other.read_bytes()
    for target in (other, note):
        with pytest.raises(RegisterError, match="file_exists"):
            save_copy(path, target)
    assert (other.read_bytes(), note.read_text()) == (before, "mine")


def test_a_register_is_never_copied_onto_itself(register: Register, path: Path) -> None:
    (path.parent / "link.upr").symlink_to(path)
    for target in (path, path.parent / ".." / path.parent.name / path.name, path.parent / "link.upr"):
        with pytest.raises(RegisterError, match="copy_onto_itself"):
            save_copy(path, target)
    add_review(register)
    assert register.revision() == 2


@pytest.mark.parametrize("suffix", ["-journal", "-wal"])
@pytest.mark.usefixtures("register")
def test_a_copy_does_not_replace_a_register_whose_journal_waits(
    path: Path, tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / "copy.upr"
    save_copy(path, target)
    target.with_name(target.name + suffix).write_bytes(b"what a program that was killed left")
    with pytest.raises(RegisterError, match="copy_in_use"):
        save_copy(path, target)


def test_a_copy_of_nothing_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="copy_failed"):
        save_copy(tmp_path / "none.upr", tmp_path / "copy.upr")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("register")
def test_a_copy_into_a_place_that_is_none_is_refused(path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(RegisterError, match="copy_failed"):
        save_copy(path, tmp_path / "file" / "copy.upr")


@pytest.mark.parametrize("name", ["план [2].upr", "a*b.upr", "a ?.upr", "2026-01-01 00-00-00-000000.upr"])
def test_backups_of_a_register_with_any_name_are_found_again(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    Register.create(path, "Test").close()
    assert is_due(path, datetime.now())
    made = [back_up(path) for _ in range(2)]
    assert backups(path) == made[::-1]
    assert not is_due(path, datetime.now())
    assert is_due(path, datetime.now() + timedelta(days=1))
    assert lines_of(made[0]) == lines_of(path)


def test_registers_of_one_name_in_two_folders_have_their_own_backups(tmp_path: Path) -> None:
    paths = [tmp_path / folder / "a.upr" for folder in ("x", "y")]
    for path in paths:
        Register.create(path, "Test").close()
        back_up(path)
    assert [len(backups(path)) for path in paths] == [1, 1]


class Noted(tuple[Cited, ...]):
    """What a change set cites; it notes when it is asked for: the last thing before the commit."""

    def __init__(self) -> None:
        self.asked = threading.Event()

    def __iter__(self) -> Iterator[Cited]:
        self.asked.set()
        return super().__iter__()


@pytest.mark.usefixtures("filled")
def test_a_backup_taken_while_a_change_is_written_holds_what_was_before(
    register: Register, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, vacuum_into, cited = lines_of(path), backup._vacuum_into, Noted()

    def late(source: Path, target: Path) -> None:
        assert cited.asked.wait(60)
        vacuum_into(source, target)

    monkeypatch.setattr(backup, "_vacuum_into", late)
    review = Added("review", new_id(), {"mechanism": "UPR"})
    register.apply(ChangeSet(EDIT, (review,)), cited=cited, backs_up=True)
    (made,) = backups(path)
    assert lines_of(made) == before
    assert any(review.id in line for line in lines_of(path))


@pytest.mark.usefixtures("filled")
def test_a_change_whose_backup_fails_is_not_written(register: Register, path: Path, user_home: Path) -> None:
    before = lines_of(path)
    user_home.write_text("a file where the folder should be")
    with pytest.raises(RegisterError, match="copy_failed"):
        register.apply(ChangeSet(EDIT, (Added("review", new_id(), {"mechanism": "UPR"}),)), backs_up=True)
    assert lines_of(path) == before


def stamped(folder: Path, at: datetime, size: int = 1) -> Path:
    path = folder / f"a {at.strftime(STAMP)}.upr"
    path.write_bytes(bytes(size))
    return path


def newest_first(paths: list[Path]) -> list[Path]:
    return sorted(paths, key=taken_at, reverse=True)


NOON = datetime(2026, 3, 1, 12)


def test_the_ten_newest_are_kept_and_the_last_of_each_day_for_thirty_days(tmp_path: Path) -> None:
    today = [stamped(tmp_path, NOON + timedelta(minutes=n)) for n in range(15)]
    days = [
        [stamped(tmp_path, NOON - timedelta(days=day, hours=hour)) for hour in (0, 3)] for day in range(1, 40)
    ]
    gone = set(expired(newest_first([*today, *(path for day in days for path in day)])))
    assert set(today) - gone == set(today[-10:])
    kept_days = [day for day, (late, _) in enumerate(days, 1) if late not in gone]
    assert kept_days == list(range(1, 30))
    assert all(early in gone for _, early in days)


def test_backups_stay_within_their_size_but_the_newest_is_always_kept(tmp_path: Path) -> None:
    paths = newest_first([stamped(tmp_path, NOON + timedelta(minutes=n), 100) for n in range(8)])
    assert expired(paths, limit=350) == paths[3:]
    assert expired(paths, limit=10) == paths[1:]
    assert expired([]) == []


def test_backing_up_drops_what_is_no_longer_kept_and_nothing_of_others(
    path: Path, register: Register
) -> None:
    folder = backup_folder(path)
    folder.mkdir(parents=True)
    old = [stamped(folder, NOON - timedelta(days=400, hours=n)) for n in range(12)]
    other = folder / "a my own copy.upr"
    other.write_bytes(b"mine")
    newest = back_up(path)
    assert backups(path) == newest_first([newest, *old[:9]])
    assert other.read_bytes() == b"mine"


@pytest.mark.usefixtures("register")
def test_a_backup_folder_that_cannot_be_made_is_said(path: Path, user_home: Path) -> None:
    user_home.write_text("a file where the folder should be")
    with pytest.raises(RegisterError, match="copy_failed"):
        back_up(path)


def test_the_limits_are_those_of_the_design() -> None:
    assert (backup.KEPT_NEWEST, backup.KEPT_DAYS, backup.SIZE_LIMIT) == (10, 30, 2 * 1024**3)
