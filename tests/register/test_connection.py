"""Connections are given to one thread each and kept; a transaction ends whole or not at all."""

import sqlite3
from pathlib import Path
from threading import Thread

import pytest

from upr_desktop.register.connection import Connection, Connections


@pytest.fixture
def pool(tmp_path: Path) -> Connections:
    def make() -> sqlite3.Connection:
        return sqlite3.connect(tmp_path / "file.db", isolation_level=None, check_same_thread=False)

    made = Connections(make)
    with made.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE word (text TEXT)")
    return made


def words(pool: Connections) -> list[str]:
    with pool.connect() as connection:
        return [text for (text,) in connection.exec_driver_sql("SELECT text FROM word ORDER BY 1")]


def test_what_a_transaction_did_stays_when_it_ends_well(pool: Connections) -> None:
    with pool.connect() as connection, connection.transaction(writes=True):
        connection.exec_driver_sql("INSERT INTO word VALUES (?)", [("a",), ("b",)])
        connection.exec_driver_sql("INSERT INTO word VALUES (?)", [])
        connection.exec_driver_sql("INSERT INTO word VALUES (?)", ("c",))
    assert words(pool) == ["a", "b", "c"]


def test_nothing_stays_of_a_transaction_that_fails(pool: Connections) -> None:
    with pool.connect() as connection:

        def fail() -> None:
            with connection.transaction(writes=True):
                connection.exec_driver_sql("INSERT INTO word VALUES ('a')")
                raise KeyError

        with pytest.raises(KeyError):
            fail()
    with pytest.raises(sqlite3.OperationalError), pool.connect() as connection, connection.transaction():
        connection.exec_driver_sql("SELECT nothing FROM nowhere")
    assert words(pool) == []


def test_a_transaction_may_end_while_an_answer_is_half_read(pool: Connections) -> None:
    with pool.connect() as connection, connection.transaction(writes=True):
        connection.exec_driver_sql("INSERT INTO word VALUES (?)", [("a",), ("b",)])
        half = iter(connection.exec_driver_sql("SELECT text FROM word"))
        next(half)
    assert words(pool) == ["a", "b"]


def test_a_second_connection_is_made_only_while_the_first_is_in_use(pool: Connections) -> None:
    with pool.connect() as first, pool.connect() as second:
        assert first.raw is not second.raw
    with pool.connect() as third:
        assert third.raw in (first.raw, second.raw)


def test_a_register_in_memory_has_one_connection_for_every_thread() -> None:
    pool = Connections(lambda: sqlite3.connect(":memory:", check_same_thread=False), is_one=True)
    seen: list[Connection] = []

    def take() -> None:
        with pool.connect() as connection:
            seen.append(connection)

    with pool.connect() as connection:
        thread = Thread(target=take)
        thread.start()
        thread.join()
        assert seen[0].raw is connection.raw


def test_closed_are_also_the_connections_that_come_back_later(pool: Connections) -> None:
    with pool.connect() as connection:
        pool.dispose()
        assert connection.exec_driver_sql("SELECT 1").scalar_one() == 1
    with pytest.raises(sqlite3.ProgrammingError):
        connection.raw.execute("SELECT 1")
    with pool.connect() as fresh:
        assert fresh.raw is not connection.raw


def test_answers_are_taken_as_rows_or_as_one_value(pool: Connections) -> None:
    with pool.connect() as connection:
        ask = connection.exec_driver_sql
        assert ask("SELECT 1, 2 UNION SELECT 3, 4").all() == [(1, 2), (3, 4)]
        assert ask("SELECT 1, 2").one() == (1, 2)
        assert ask("SELECT 5 WHERE 0").scalar() is None
        assert ask("SELECT 5 WHERE 0").first() is None
        with pytest.raises(LookupError):
            ask("SELECT 5 WHERE 0").scalar_one()
