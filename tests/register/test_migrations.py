"""Migrations make the tables that the records declare, keep every row, and leave the file whole where they fail."""

import re
import shutil
import sqlite3
import textwrap
from contextlib import closing
from pathlib import Path

import pytest
from filled_register import Filled

from upr_desktop.paths import bundled
from upr_desktop.register import migrate
from upr_desktop.register.backup import backups
from upr_desktop.register.check import check
from upr_desktop.register.dump import dump_lines
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.migrate import Held, run_migrations, upgrade
from upr_desktop.register.register import Register

REBUILD = """
    from alembic import op

    revision = "0004"
    down_revision = "0003"


    def upgrade():
        for table in ("recommendation", "agency", "vocabulary", "review", "plan", "measure"):
            with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_strict": True}) as batch:
                batch.alter_column("archived", server_default="0")
"""
# Statements that a migration may fail at, after it has rebuilt a table and filled more pages than a cache holds.
FAILURES = {
    "SQL that is wrong": 'op.execute("UPDATE nowhere SET x = 1")',
    "a row that breaks a table": "op.execute(\"INSERT INTO review (id) VALUES ('x')\")",
    "a reference to nothing": "op.execute(\"UPDATE recommendation SET review_id = 'gone'\")",
    "children emptied": 'op.execute("DELETE FROM recommendation")',
    "a value that cannot be read": 'int("four")',
    "our own mistake": "raise TypeError('ours')",
    "the program is ended": "raise KeyboardInterrupt",
}
FILL = 'op.execute("UPDATE recommendation_part SET text_en = hex(randomblob(4000000))")'


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    return Path(
        shutil.copytree(bundled("db"), tmp_path / "100% db", ignore=shutil.ignore_patterns("__pycache__"))
    )


def add_version(scripts: Path, *statements: str) -> None:
    lines = "".join(f"\n        {statement}" for statement in statements)
    (scripts / "versions" / "0004_next.py").write_text(textwrap.dedent(REBUILD + lines), encoding="utf-8")


def tables_of(raw: sqlite3.Connection) -> dict[str, object]:
    """Return what each table is made of: columns, keys, indexes, whether it is strict."""
    strict = {row[1]: row[5] for row in raw.execute("PRAGMA table_list")}
    names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    ours = [name for name in names if not name.startswith(("search", "sqlite_", "alembic"))]
    return {
        name: (
            strict[name],
            sorted(raw.execute(f'PRAGMA table_info("{name}")')),
            sorted(row[2:] for row in raw.execute(f'PRAGMA foreign_key_list("{name}")')),
            "DEFERRABLE"
            in str(raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()),
            sorted(
                (row[1], row[2], tuple(raw.execute(f'PRAGMA index_info("{row[1]}")')))
                for row in raw.execute(f'PRAGMA index_list("{name}")')
            ),
        )
        for name in ours
    }


def schema(path: Path) -> dict[str, object]:
    with closing(sqlite3.connect(path)) as raw:
        return tables_of(raw)


def rows(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as raw:
        tables = [
            row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
        ]
        return [
            f"{table} {row}" for table in tables for row in raw.execute(f'SELECT * FROM "{table}" ORDER BY 1')
        ]


def test_the_migrations_make_the_tables_that_the_records_declare(
    register: Register, path: Path, tmp_path: Path
) -> None:
    made = tmp_path / "made.db"
    with closing(sqlite3.connect(made, isolation_level=None, factory=Held, check_same_thread=False)) as raw:
        raw.execute("BEGIN")
        run_migrations(raw, bundled("db"))
        raw.execute("COMMIT")
        head = raw.execute("SELECT version_num FROM alembic_version").fetchall()
    assert head == [(migrate.HEAD,)]
    assert schema(made) == schema(path)
    assert len(schema(path)) > 20


def test_no_table_takes_its_children_with_it() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in bundled("db").rglob("*.py"))
    assert not re.search(r"(?i)on\s*delete|cascade", text)


@pytest.mark.usefixtures("filled")
def test_a_filled_register_keeps_every_row_through_a_rebuild_of_parents(
    register: Register, path: Path, scripts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with register.reading() as connection:
        lines = list(dump_lines(connection))
    register.close()
    before, tables = rows(path), schema(path)
    add_version(scripts)
    upgrade(path, scripts)
    assert [row for row in rows(path) if "alembic" not in row] == [
        row for row in before if "alembic" not in row
    ]
    assert schema(path) == tables
    monkeypatch.setattr(migrate, "HEAD", "0004")
    with Register.open(path) as again, again.reading() as connection:
        assert check(connection) == []
        assert list(dump_lines(connection))[1:] == lines[1:]


@pytest.mark.usefixtures("filled")
def test_an_old_register_is_upgraded_when_opened_after_a_backup(
    register: Register, path: Path, scripts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register.close()
    old = rows(path)
    add_version(scripts)
    monkeypatch.setattr(migrate, "HEAD", "0004")
    monkeypatch.setattr(migrate, "bundled", lambda name: scripts)
    with pytest.raises(RegisterError, match="old_register_read_only"):
        Register.open(path, read_only=True)
    assert rows(path) == old
    with Register.open(path) as again, again.reading() as connection:
        assert check(connection) == []
        assert migrate.version(connection) == "0004"
    assert [rows(backup) for backup in backups(path)] == [old]


@pytest.mark.parametrize("failure", FAILURES)
def test_a_migration_that_fails_leaves_the_file_byte_for_byte(
    register: Register, filled: Filled, path: Path, scripts: Path, failure: str
) -> None:
    assert filled
    register.close()
    before = path.read_bytes()
    add_version(scripts, FILL, FAILURES[failure])
    expected = {"our own mistake": TypeError, "the program is ended": KeyboardInterrupt}.get(
        failure, RegisterError
    )
    with pytest.raises(expected) as raised:
        upgrade(path, scripts)
    assert path.read_bytes() == before
    assert not path.with_name("a.upr-journal").exists()
    if isinstance(raised.value, RegisterError):
        assert raised.value.key == "upgrade_failed"
        assert Path(str(raised.value.values["backup"])).is_file()
    Register.open(path).close()


def test_a_register_in_use_is_not_upgraded(
    register: Register, path: Path, scripts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_version(scripts)
    monkeypatch.setattr(migrate, "BUSY_MILLISECONDS", 50)
    with register._writing(), pytest.raises(RegisterError, match="busy"):
        upgrade(path, scripts)
