"""A register of the first version becomes one with plans and keeps every row; so does a dump of it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from filled_register import Filled
from test_migrations import schema

from upr_desktop.paths import bundled
from upr_desktop.register.apply import search_is_right
from upr_desktop.register.backup import backups
from upr_desktop.register.check import check, replay
from upr_desktop.register.dump import dump_lines
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.migrate import HEAD, Held, run_migrations, upgrade
from upr_desktop.register.register import Register
from upr_desktop.register.sqlite import APPLICATION_ID

Row = dict[str, object]


def connected(path: Path) -> "closing[sqlite3.Connection]":
    return closing(sqlite3.connect(path, isolation_level=None, factory=Held, check_same_thread=False))


def first_version(path: Path) -> dict[str, set[str]]:
    """Make an empty file of the first version; return its tables with their columns."""
    with connected(path) as raw:
        raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
        raw.execute("BEGIN")
        run_migrations(raw, bundled("db"), "0001")
        raw.execute("COMMIT")
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: {row[1] for row in raw.execute(f'PRAGMA table_info("{name}")')} for name in names}


def rows_of_the_first_version(register: Register, tables: dict[str, set[str]]) -> Iterator[tuple[str, Row]]:
    """Yield the rows that a register of the first version could have held, as a dump writes them."""
    with register.reading() as connection:
        for line in list(dump_lines(connection))[1:]:
            found = json.loads(line)
            table, row = found["table"], found["row"]
            is_of_plan = row.get("record_kind", "agency") not in tables or "measure_id" in {
                **row,
                **json.loads(row.get("after", "{}") if "field" not in row else "{}"),
            }
            if table in tables and not is_of_plan:
                told = {name: value for name, value in row.items() if name in tables[table]}
                if table == "change" and "field" not in row:
                    known = {*tables[row["record_kind"]]}
                    after = {name: value for name, value in json.loads(row["after"]).items() if name in known}
                    told["after"] = json.dumps(after, ensure_ascii=False, separators=(",", ":"))
                yield table, told


@pytest.fixture
def old(register: Register, filled: Filled, tmp_path: Path) -> tuple[Path, list[tuple[str, Row]]]:
    """Return a register of the first version with one of everything, and its rows."""
    assert filled
    path = tmp_path / "old.upr"
    tables = first_version(path)
    rows = list(rows_of_the_first_version(register, tables))
    with connected(path) as raw:
        raw.execute("BEGIN")
        for table, row in rows:
            values = [b"x" if name == "content" else value for name, value in row.items()]
            names = ", ".join(f'"{name}"' for name in row)
            raw.execute(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(row))})', values)
        raw.execute("COMMIT")
    return path, rows


def kept(path: Path) -> list[tuple[str, Row]]:
    with Register.open(path) as register, register.reading() as connection:
        lines = [json.loads(line) for line in list(dump_lines(connection))[1:]]
    return [(line["table"], line["row"]) for line in lines]


def by_key(rows: list[tuple[str, Row]]) -> dict[tuple[str, str], Row]:
    return {
        (table, str(row.get("id") or row.get("number") or row.get("seq"))): row
        for table, row in rows
        if table != "received_file"
    }


def test_a_filled_register_of_the_first_version_keeps_every_row_and_gets_the_tables_of_now(
    old: tuple[Path, list[tuple[str, Row]]], path: Path
) -> None:
    made, rows = old
    assert len({table for table, _ in rows}) > 20
    assert by_key(kept(made)) == by_key(rows)
    assert schema(made) == schema(path)
    assert len(backups(made)) == 1
    with Register.open(made) as register, register.reading() as connection:
        assert search_is_right(connection)
        assert {key[0] for key in replay(connection)} >= {"assignment", "tag"}
        said = {problem.code for problem in check(connection) if problem.severity == "error"}
        assert said <= {"received_file_altered"}


@pytest.mark.parametrize(
    "spoil",
    [
        "CREATE TABLE assignment_new (x TEXT)",
        "CREATE TABLE remark (x TEXT)",
        "UPDATE assignment SET agency_id = 'nobody'",
    ],
)
def test_a_migration_that_fails_leaves_the_old_register_byte_for_byte(
    old: tuple[Path, list[tuple[str, Row]]], spoil: str
) -> None:
    made, _ = old
    with connected(made) as raw:
        raw.execute(spoil)
    before = made.read_bytes()
    with pytest.raises(RegisterError, match="upgrade_failed"):
        upgrade(made)
    assert made.read_bytes() == before


def test_a_dump_of_the_first_version_is_read_and_written_in_the_words_of_now(
    old: tuple[Path, list[tuple[str, Row]]], tmp_path: Path
) -> None:
    rows = [row for row in old[1] if row[0] not in ("received_file", "change", "revision")]
    lines = ['{"format":"upr-dump","schema":"0001"}']
    lines += [json.dumps({"table": table, "row": row}, ensure_ascii=False) for table, row in rows]
    with Register.from_dump(tmp_path / "b.upr", lines) as register, register.reading() as connection:
        again = list(dump_lines(connection))
    assert json.loads(again[0]) == {"format": "upr-dump", "schema": HEAD}
    assert by_key([(json.loads(line)["table"], json.loads(line)["row"]) for line in again[1:]]) == by_key(
        rows
    )


def test_what_a_register_of_the_first_version_could_hold_can_still_be_held(tmp_path: Path) -> None:
    """Dumps of it are read as they are: no table or column may go, none may become required."""
    first = tmp_path / "first.db"
    with Register.create(tmp_path / "now.upr", "Test"):
        now = schema(tmp_path / "now.upr")
    tables = first_version(first)
    columns = {name: {row[1]: row for row in described[1]} for name, described in now.items()}  # type: ignore[index]
    for name, names in tables.items():
        if name != "alembic_version":
            assert names <= set(columns[name])
            added = [columns[name][new] for new in set(columns[name]) - names]
            assert not [column for column in added if column[3] and column[4] is None]
