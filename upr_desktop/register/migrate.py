"""Bring an older register to this version's schema, all or nothing, after a backup."""

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from upr_desktop.paths import bundled
from upr_desktop.register.backup import back_up
from upr_desktop.register.connection import Connection
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.kinds import metadata
from upr_desktop.register.sqlite import address, leave_wal, outside_trouble

HEAD = "0003"
BUSY_MILLISECONDS = 5000


def create_schema(connection: Connection) -> None:
    """Make all tables of this version and note the version, as the migrations would have."""
    for statement in _statements():
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("CREATE TABLE alembic_version (version_num TEXT NOT NULL PRIMARY KEY) STRICT")
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))


@cache
def _statements() -> tuple[str, ...]:
    """Return the statements that make the tables and indexes; they are worded once."""
    from sqlalchemy.dialects.sqlite import dialect
    from sqlalchemy.schema import CreateIndex, CreateTable, DDLElement

    tables = metadata().sorted_tables
    indexes = [index for table in tables for index in table.indexes]
    made: list[DDLElement] = [*map(CreateTable, tables), *map(CreateIndex, indexes)]
    return tuple(str(each.compile(dialect=dialect())) for each in made)


def version(connection: Connection) -> str:
    """Return the schema version that the file names; empty where it names none."""
    named = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE name = 'alembic_version'"
    ).first()
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if named else None
    return str(found or "")


def is_newer(connection: Connection) -> bool:
    """Return whether a newer program made the file: versions are numbered in order."""
    return version(connection) > HEAD


def needs_upgrade(connection: Connection) -> bool:
    """Return whether the file is of an older version."""
    return version(connection) < HEAD


class Held(sqlite3.Connection):
    """A connection whose transaction only its owner ends: SQLAlchemy rolls back whatever it gives back."""

    def commit(self) -> None:
        """Leave the transaction open."""

    def rollback(self) -> None:
        """Leave the transaction open."""


def upgrade(path: Path, scripts: Path | None = None) -> None:
    """Migrate the file to the newest version after a backup; where a step fails it stays byte for byte as it was.

    `scripts` is the folder of the migrations, `db` where none is given. Raises RegisterError: copy_failed, busy,
    upgrade_failed with the backup's name.
    """
    backup = back_up(path)
    with (
        outside_trouble(path),
        closing(
            sqlite3.connect(
                address(path), uri=True, isolation_level=None, check_same_thread=False, factory=Held
            )
        ) as raw,
    ):
        raw.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        leave_wal(raw)
        raw.execute("PRAGMA synchronous=EXTRA")
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("BEGIN IMMEDIATE")
        try:
            run_migrations(raw, scripts or bundled("db"))
            _check_references(raw)
            raw.execute("COMMIT")
        except _troubles() as trouble:
            raise RegisterError(
                "upgrade_failed", file=path.name, backup=str(backup), reason=str(trouble)
            ) from trouble
        finally:
            if raw.in_transaction:
                raw.execute("ROLLBACK")


def _troubles() -> tuple[type[Exception], ...]:
    """Return what a migration can fail with."""
    from alembic.util import CommandError
    from sqlalchemy.exc import SQLAlchemyError

    return CommandError, SQLAlchemyError, sqlite3.Error, ArithmeticError, LookupError, ValueError


def _check_references(raw: sqlite3.Connection) -> None:
    loose = raw.execute("PRAGMA foreign_key_check").fetchall()
    if loose:
        raise sqlite3.IntegrityError(f"{len(loose)} references point nowhere after the upgrade")


def run_migrations(raw: sqlite3.Connection, scripts: Path, target: str = "head") -> None:
    """Run Alembic's steps inside the transaction that is open on this connection, which must be Held."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, target)
