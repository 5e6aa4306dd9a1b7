"""Opening a register: what is refused, what is never written to, who may write, and trouble with the disk."""

import os
import shutil
import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path
from time import monotonic, sleep

import pytest
from filled_register import EDIT, RECEIVED, Filled, import_changes

from upr_desktop.register.backup import save_copy
from upr_desktop.register.changes import Added, ChangeSet, Edited, Label, new_id
from upr_desktop.register.check import check
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.register import Register
from upr_desktop.register.sqlite import quick_check

REVIEW = {"mechanism": "UPR", "cycle": 4}


def add_review(register: Register) -> int | None:
    return register.apply(ChangeSet(EDIT, (Added("review", new_id(), REVIEW),))).revision


def alter(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        for statement in statements:
            raw.execute(statement)


def setting(register: Register, name: str) -> object:
    with register._writing() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "delete"),
        ("synchronous", 3),
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
        ("cell_size_check", 1),
        ("trusted_schema", 0),
        ("query_only", 0),
    ],
)
def test_connections_are_set_as_the_design_says(register: Register, name: str, value: object) -> None:
    assert setting(register, name) == value


def test_every_table_is_strict(register: Register, path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        loose = {row[1] for row in raw.execute("PRAGMA table_list") if row[2] == "table" and not row[5]}
    assert {name for name in loose if not name.startswith(("search", "sqlite_"))} == set()


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "not_a_register"),
        (b"PK\x03\x04 a workbook", "not_a_register"),
        (b"SQLite format 3\x00" + bytes(84), "not_a_register"),
        (b"SQLite format 3\x00", "not_a_register"),
    ],
)
def test_a_file_that_is_no_register_is_refused_and_left_as_it_is(
    path: Path, content: bytes, key: str
) -> None:
    path.write_bytes(content)
    with pytest.raises(RegisterError, match=key):
        Register.open(path)
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


def test_a_database_of_another_program_is_refused_and_left_as_it_is(path: Path) -> None:
    alter(path, "CREATE TABLE t (a)", "PRAGMA application_id=7")
    before = path.read_bytes()
    with pytest.raises(RegisterError, match="not_a_register"):
        Register.open(path)
    assert path.read_bytes() == before


def test_a_missing_file_or_a_folder_is_refused_and_nothing_is_made(path: Path) -> None:
    for missing in (path, path.parent):
        with pytest.raises(RegisterError, match="no_such_file"):
            Register.open(missing)
    assert not path.exists()


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("wal", [False, True])
def test_a_register_of_a_newer_program_is_refused_and_left_as_it_is(
    register: Register, path: Path, read_only: bool, wal: bool
) -> None:
    register.close()
    alter(path, "UPDATE alembic_version SET version_num = '9999'", *["PRAGMA journal_mode=WAL"] * wal)
    before = path.read_bytes()
    with pytest.raises(RegisterError, match="newer_register"):
        Register.open(path, read_only=read_only)
    assert path.read_bytes() == before


def test_opening_and_looking_changes_no_byte(register: Register, path: Path, filled: Filled) -> None:
    register.close()
    before = path.read_bytes()
    with Register.open(path) as again:
        again.history()
        again.moved_elsewhere()
        with again.reading() as connection:
            check(connection)
        assert again.apply(ChangeSet(EDIT, ())).revision is None
        edit = Edited("recommendation", filled.one("recommendation"), "item", 10, 10)
        assert again.apply(ChangeSet(EDIT, (edit,)), [RECEIVED]).revision is None
    assert path.read_bytes() == before


def damaged(path: Path) -> bytes:
    """Overwrite the middle of the file's pages, not the first, and return the file."""
    content = bytearray(path.read_bytes())
    for page in range(8, len(content) // 4096, 3):
        content[page * 4096 : page * 4096 + 200] = os.urandom(200)
    path.write_bytes(content)
    return bytes(content)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "made_old",
    [
        (),
        ("PRAGMA journal_mode=WAL",),
        ("UPDATE alembic_version SET version_num = '0000'",),
        ("UPDATE search_version SET version = 0",),
    ],
)
def test_a_damaged_file_is_never_written_by_opening_it(
    register: Register, path: Path, made_old: tuple[str, ...]
) -> None:
    register.close()
    alter(path, *made_old)
    before = damaged(path)
    with suppress(RegisterError):
        Register.open(path).close()
    assert path.read_bytes() == before
    assert quick_check(path) != []
    assert path.read_bytes() == before
    with pytest.raises(RegisterError, match="copy_failed"):
        save_copy(path, path.with_name("copy.upr"))
    assert not path.with_name("copy.upr").exists()


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("made_old", ["PRAGMA journal_mode=WAL", "UPDATE search_version SET version = 0"])
def test_damage_where_opening_does_not_look_keeps_it_from_writing(
    register: Register, path: Path, made_old: str
) -> None:
    register.close()
    with closing(sqlite3.connect(path)) as raw:
        (page,) = raw.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'change_by_revision'"
        ).fetchone()
    alter(path, made_old)
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = bytes(4096)
    path.write_bytes(content)
    with pytest.raises(RegisterError, match="damaged"):
        Register.open(path)
    assert path.read_bytes() == content
    Register.open(path, read_only=True).close()
    assert path.read_bytes() == content


@pytest.mark.usefixtures("filled")
def test_a_whole_file_passes_the_quick_check_untouched(register: Register, path: Path) -> None:
    register.close()
    alter(path, "PRAGMA journal_mode=WAL")
    before = path.read_bytes()
    assert quick_check(path) == []
    assert path.read_bytes() == before


def test_a_file_left_in_wal_mode_is_brought_back_with_what_its_log_holds(path: Path) -> None:
    Register.create(path, "Test").close()
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("UPDATE register SET name = 'newer'")
    for suffix in ("", "-wal"):
        shutil.copy(f"{path}{suffix}", f"{path.with_name('b.upr')}{suffix}")
    raw.close()
    with Register.open(path.with_name("b.upr")) as again:
        assert setting(again, "journal_mode") == "delete"
        with again.reading() as connection:
            assert connection.exec_driver_sql("SELECT name FROM register").scalar() == "newer"
    assert {name.name for name in path.parent.glob("b.upr*")} == {"b.upr"}


def test_a_file_that_another_program_keeps_in_wal_mode_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Register.create(path, "Test").close()
    monkeypatch.setattr("upr_desktop.register.sqlite.SETTINGS", ("PRAGMA busy_timeout=50",))
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("BEGIN")
        raw.execute("SELECT * FROM register").fetchall()
        with pytest.raises(RegisterError, match=r"busy|wal_in_use"):
            Register.open(path)


@pytest.mark.usefixtures("filled")
def test_a_search_index_of_another_version_is_made_anew(register: Register, path: Path) -> None:
    register.close()
    alter(path, "UPDATE search_version SET version = 0", "DELETE FROM search_key")
    with Register.open(path) as again, again.reading() as connection:
        assert check(connection) == []


@pytest.mark.usefixtures("filled")
def test_a_register_without_search_index_gets_one(register: Register, path: Path) -> None:
    register.close()
    alter(path, "DROP TABLE search", "DROP TABLE search_key", "DROP TABLE search_version")
    with Register.open(path) as again, again.reading() as connection:
        assert check(connection) == []


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "planted",
    [
        "DELETE FROM agency_alias",
        "INSERT INTO note (id, record_id, record_kind, text) VALUES ('a', 'b', 'agency', 'c')",
    ],
)
def test_a_search_index_that_misses_what_another_program_did_is_made_anew(
    register: Register, path: Path, planted: str
) -> None:
    register.close()
    alter(path, planted)
    with Register.open(path) as again, again.reading() as connection:
        assert "search_index_stale" not in {problem.code for problem in check(connection)}


@pytest.mark.usefixtures("filled")
def test_a_second_window_reads_and_cannot_write(register: Register, path: Path) -> None:
    with Register.open(path, read_only=True) as second:
        assert second.history() == register.history()
        with pytest.raises(RegisterError, match="read_only"):
            add_review(second)
        with pytest.raises(RegisterError, match="read_only"):
            second.undo(2)
        add_review(register)
        assert second.revision() == register.revision()


def test_a_connection_for_reading_refuses_to_write(register: Register) -> None:
    with pytest.raises(RegisterError, match="cannot_write"), register.reading() as connection:
        connection.exec_driver_sql("DELETE FROM register")


def test_a_second_window_reads_a_file_that_was_killed_while_writing(register: Register, path: Path) -> None:
    """A hot journal must be played back, which a connection of `mode=ro` cannot do."""
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA cache_size=1")
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("UPDATE register SET name = ?", ("half" * 90_000,))
    for suffix in ("", "-journal"):
        shutil.copy(f"{path}{suffix}", f"{path.with_name('b.upr')}{suffix}")
    raw.close()
    with Register.open(path.with_name("b.upr"), read_only=True) as second, second.reading() as connection:
        assert connection.exec_driver_sql("SELECT name FROM register").scalar() == "Test"


def test_the_window_hears_of_what_others_wrote_and_not_of_its_own(register: Register, path: Path) -> None:
    assert not register.moved_elsewhere()
    add_review(register)
    assert not register.moved_elsewhere()
    with Register.open(path) as other:
        add_review(other)
        assert register.moved_elsewhere()
        assert not register.moved_elsewhere()
        add_review(other)
        add_review(register)
        assert register.moved_elsewhere()
        assert other.moved_elsewhere()


def test_while_long_work_writes_nobody_else_is_heard_and_nothing_waits(register: Register) -> None:
    with register._writing() as connection:
        connection.exec_driver_sql("UPDATE register SET name = name")
        assert not register.moved_elsewhere()


def test_a_register_that_another_program_writes_is_busy(
    register: Register, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("upr_desktop.register.sqlite.SETTINGS", ("PRAGMA busy_timeout=50",))
    with Register.open(path) as other, register._writing():
        with pytest.raises(RegisterError, match="busy"):
            add_review(other)
        assert other.revision() == 1


def test_reading_goes_on_during_a_long_apply(register: Register) -> None:
    seen, stop = [], threading.Event()

    def read() -> None:
        while not stop.is_set():
            with suppress(RegisterError):  # waited too long: the test says so
                seen.append(register.revision())

    reader = threading.Thread(target=read)
    with register._writing() as connection:
        reader.start()
        rows = [(f"{n:032x}", "x" * 2000) for n in range(40_000)]  # more than the cache holds
        connection.exec_driver_sql("INSERT INTO review (id, mechanism) VALUES (?, ?)", rows)
        before, deadline = len(seen), monotonic() + 20
        while len(seen) < before + 3 and monotonic() < deadline:
            sleep(0.01)
        went_on = len(seen) >= before + 3
        connection.exec_driver_sql("DELETE FROM review")
    stop.set()
    reader.join()
    assert went_on
    assert set(seen) == {1}


def test_a_revision_is_labelled_as_the_caller_says(register: Register) -> None:
    register.apply(ChangeSet(Label("label.import", {"file": "a.docx"}), import_changes({}), "me", "import"))
    newest = register.history(limit=1)[0]
    assert (newest.label, newest.author, newest.kind) == (
        Label("label.import", {"file": "a.docx"}),
        "me",
        "import",
    )
