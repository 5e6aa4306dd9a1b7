"""A damaged register is brought into a new file as far as it can be read, and what was lost is said."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from filled_register import EDIT, RECEIVED, fill, import_changes

from upr_desktop.register.changes import ChangeSet, Edited, RecordId
from upr_desktop.register.check import check, replay
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.kinds import kinds
from upr_desktop.register.recover import recover
from upr_desktop.register.register import Register
from upr_desktop.register.sqlite import quick_check
from upr_desktop.register.store import Key, State, read_records

PAGE = 4096
HISTORY_GAPS = {"revision_missing", "revision_empty", "file_not_kept"}


def records_of(register: Register) -> dict[Key, State]:
    with register.reading() as connection:
        return {
            (name, id): values
            for name, kind in kinds().items()
            for id, values in read_records(connection, kind, None).items()
        }


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[Key, State]]:
    """Make a register that fills many pages, close it, and return it with what it holds."""
    path = tmp_path_factory.mktemp("original") / "a.upr"
    with Register.create(path, "Test") as register:
        fill(register)
        for _ in range(3):
            ids: dict[str, list[RecordId]] = {}
            changes = [change for _ in range(20) for change in import_changes(ids)]
            register.apply(ChangeSet(EDIT, changes), [RECEIVED])
            parts = [Edited("review", id, "session", 7, 8) for id in ids["review"]]
            register.apply(ChangeSet(EDIT, parts, "me"))
        return path, records_of(register)


@pytest.fixture
def records(original: tuple[Path, dict[Key, State]], path: Path) -> dict[Key, State]:
    shutil.copy(original[0], path)
    return original[1]


def recovered(path: Path) -> dict[Key, State]:
    with Register.open(path) as register:
        with register.reading() as connection:
            faults = {problem.code for problem in check(connection) if problem.severity == "error"}
            assert replay(connection)
        assert faults <= HISTORY_GAPS
        assert quick_check(path) == []
        register.apply(ChangeSet(EDIT, import_changes({})))
    return records_of(Register.open(path))


def pages_of(path: Path, name: str) -> list[int]:
    """Return the pages that hold a table or an index: 1 is the first page of the file."""
    with closing(sqlite3.connect(path)) as raw:
        return sorted(_pages(raw, path, name))


def pages_of_schema(path: Path) -> set[int]:
    """Return the pages that say which tables there are: without them nothing is readable."""
    return _tree(path.read_bytes(), 1)


def _pages(raw: sqlite3.Connection, path: Path, name: str) -> set[int]:
    root = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
    return _tree(path.read_bytes(), root)


def _tree(content: bytes, root: int) -> set[int]:
    found, waiting = set(), [root]
    while waiting:
        page = waiting.pop()
        found.add(page)
        start = (page - 1) * PAGE
        heading = start + (100 if page == 1 else 0)
        if content[heading] in (2, 5):
            cells = int.from_bytes(content[heading + 3 : heading + 5], "big")
            waiting.append(int.from_bytes(content[heading + 8 : heading + 12], "big"))
            for cell in range(cells):
                place = heading + 12 + 2 * cell
                at = start + int.from_bytes(content[place : place + 2], "big")
                waiting.append(int.from_bytes(content[at : at + 4], "big"))
    return found


def overwrite(path: Path, pages: list[int], seed: int = 1) -> bytes:
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    for page in pages:
        content[(page - 1) * PAGE : page * PAGE] = chance.randbytes(PAGE)
    path.write_bytes(content)
    return bytes(content)


def test_a_whole_register_is_recovered_whole(path: Path, records: dict[Key, State]) -> None:
    told = recover(path, path.with_name("b.upr"))
    assert (told.saved, told.from_log, told.without_history, told.lost) == (len(records), 0, 0, ())
    assert (told.unreadable, told.files_lost, told.revision) == ({}, 0, None)
    assert recovered(path.with_name("b.upr")).items() >= records.items()


@pytest.mark.parametrize("table", ["recommendation_part", "review", "tag", "agency", "recommendation"])
def test_a_table_that_is_gone_comes_back_from_the_log(
    path: Path, records: dict[Key, State], table: str
) -> None:
    damaged = overwrite(path, pages_of(path, table))
    told = recover(path, path.with_name("b.upr"))
    assert path.read_bytes() == damaged
    assert told.lost == ()
    assert told.from_log == sum(kind == table for kind, _ in records)
    assert recovered(path.with_name("b.upr")).items() >= records.items()


def test_a_log_that_is_gone_leaves_every_record(path: Path, records: dict[Key, State]) -> None:
    overwrite(path, pages_of(path, "change"))
    told = recover(path, path.with_name("b.upr"), "me")
    assert told.lost == ()
    assert told.without_history == len(records)
    assert recovered(path.with_name("b.upr")).items() >= records.items()
    with Register.open(path.with_name("b.upr")) as register:
        newest = next(row for row in register.history() if row.label.key == "label.recovered")
        assert (newest.number, newest.author, newest.label.values) == (told.revision, "me", {"file": "a.upr"})


def test_a_log_with_a_hole_keeps_the_history_that_holds_together(
    path: Path, records: dict[Key, State]
) -> None:
    pages = pages_of(path, "change")
    overwrite(path, pages[len(pages) // 2 : len(pages) // 2 + 2])
    told = recover(path, path.with_name("b.upr"))
    assert 0 < told.without_history < len(records) / 2
    assert told.unreadable["change"] > 0
    assert recovered(path.with_name("b.upr")).items() >= records.items()


@pytest.mark.parametrize("seed", range(8))
def test_any_damage_gives_a_sound_register_with_most_of_it(
    path: Path, records: dict[Key, State], seed: int
) -> None:
    chance = random.Random(seed)
    schema = pages_of_schema(path)
    pages = [page for page in range(2, path.stat().st_size // PAGE) if page not in schema]
    damaged = overwrite(path, chance.sample(pages, 6), seed)
    told = recover(path, path.with_name("b.upr"))
    assert path.read_bytes() == damaged
    found = recovered(path.with_name("b.upr"))
    kept = {key for key in records if found.get(key) == records[key]}
    assert len(kept) > 0.9 * len(records)
    assert len(records.keys() - found.keys()) <= len(told.lost) + sum(told.unreadable.values())


def test_a_header_that_is_gone_is_no_hindrance(path: Path, records: dict[Key, State]) -> None:
    content = path.read_bytes()
    path.write_bytes(bytes(100) + content[100:])
    with pytest.raises(RegisterError, match="not_a_register"):
        Register.open(path)
    recover(path, path.with_name("b.upr"))
    assert recovered(path.with_name("b.upr")).items() >= records.items()


def test_a_file_cut_short_gives_what_is_left(path: Path, records: dict[Key, State]) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    told = recover(path, path.with_name("b.upr"))
    assert 0 < told.saved <= len(records)
    assert recovered(path.with_name("b.upr"))


@pytest.mark.parametrize("content", [b"", b"a letter", bytes(8192)])
def test_a_file_that_holds_nothing_of_a_register_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(RegisterError, match="not_recoverable"):
        recover(path, path.with_name("b.upr"))
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.usefixtures("records")
def test_an_existing_file_is_not_replaced(path: Path) -> None:
    path.with_name("b.upr").write_bytes(b"mine")
    with pytest.raises(RegisterError, match="file_exists"):
        recover(path, path.with_name("b.upr"))
    assert path.with_name("b.upr").read_bytes() == b"mine"
