"""Only the register's own folder can write to a register, and in it only `apply`, with the exceptions listed here."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / "upr_desktop"
WRITES = re.compile(
    r"\s*(INSERT( OR \w+)? INTO|REPLACE INTO|UPDATE (\S+ SET|$)|DELETE FROM|CREATE (TABLE|INDEX|TRIGGER|VIEW|VIRTUAL)"
    r"|DROP (TABLE|INDEX)|ALTER TABLE|VACUUM|ATTACH)",
    re.IGNORECASE,
)
STATEMENTS_OF_SQLALCHEMY = {"insert", "update", "delete", "Session", "sessionmaker"}

# Who may write without `apply`, and why. Each name is file:function.
EXCEPTIONS = {
    "store.py:insert": "apply's own way to the tables",
    "store.py:update": "apply's own way to the tables",
    "store.py:delete": "apply's own way to the tables",
    "log.py:INSERT": "apply's log",
    "apply.py:_add_revision": "apply's revision",
    "register.py:_keep": "received files, inserted with the change set that cites them",
    "return_store.py:_keep_dispatch": "dispatches, inserted with the change set that cites them",
    "return_store.py:_keep_reading": "cells of returns, inserted with the change set that cites them",
    "sqlite.py:CREATE_SEARCH": "the search index",
    "sqlite.py:create_search": "the search index",
    "sqlite.py:drop_search": "the search index",
    "sqlite.py:index_documents": "the search index",
    "sqlite.py:forget_documents": "the search index",
    "migrate.py:create_schema": "the tables of a new register",
    "dump.py:_insert": "a new register filled from a dump",
    "backup.py:_vacuum_into": "a copy beside the register",
}
# Who may open a transaction that writes.
WRITERS = {
    "register.py:_fill",
    "register.py:_mend",
    "register.py:mend_search",
    "register.py:apply",
    "register.py:undo",
}
# Who may open a connection of its own.
CONNECTIONS = {
    "sqlite.py:_open",
    "sqlite.py:_quick_check",
    "salvage.py:salvage",
    "backup.py:_vacuum_into",
    "backup.py:_check",
    "backup.py:_register_id",
    "migrate.py:upgrade",
    "own_rows.py:is_kept_in",
    "own_rows.py:is_issued_by",
}


@cache
def trees() -> dict[str, ast.Module]:
    return {
        path.relative_to(PROGRAM).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PROGRAM.rglob("*.py"))
    }


@cache
def places(file: str) -> list[tuple[str, ast.AST]]:
    """Return each node of a file with the function or module constant that it stands in."""
    found, waiting = [], [("", node) for node in trees()[file].body]
    while waiting:
        name, node = waiting.pop()
        inside = place_of(node, name)
        found.append((inside, node))
        waiting += [(inside, child) for child in ast.iter_child_nodes(node)]
    return found


def place_of(node: ast.AST, outside: str) -> str:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return node.name
    if not outside and isinstance(node, ast.Assign | ast.AnnAssign):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        return getattr(target, "id", "")
    return outside


def writing_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(WRITES.match(node.value))


def found(condition: object, folder: str | None = None) -> set[str]:
    assert callable(condition)
    return {
        f"{file.removeprefix('register/')}:{place}"
        for file in trees()
        if folder is None or file.startswith(folder)
        for place, node in places(file)
        if condition(node)
    }


def begins_to_write(node: ast.AST) -> bool:
    """Tell a call of `transaction` that says anything of writing, or hides what it says behind `**`."""
    return (
        isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) == "transaction"
        and any(keyword.arg in ("writes", None) for keyword in node.keywords)
    )


@cache
def docstrings(file: str) -> set[int]:
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(trees()[file])
        if isinstance(node, owners) and ast.get_docstring(node)
    }  # type: ignore[attr-defined]


def writers_by_sql() -> set[str]:
    return {
        f"{file}:{place}"
        for file in trees()
        for place, node in places(file)
        if writing_text(node) and id(node) not in docstrings(file)
    }


def test_every_statement_that_writes_stands_in_the_list_of_exceptions() -> None:
    assert writers_by_sql() - {f"register/{name}" for name in EXCEPTIONS} == set()


def test_every_exception_in_the_list_is_there() -> None:
    by_sql = {name.removeprefix("register/") for name in writers_by_sql()}
    assert set(EXCEPTIONS) - by_sql == set()


def test_only_the_register_opens_a_transaction_that_writes() -> None:
    opened = found(lambda node: isinstance(node, ast.Attribute) and node.attr == "_writing")
    assert opened == WRITERS
    marked = found(begins_to_write)
    assert marked == {"register.py:_writing"}


def test_only_the_register_opens_a_database() -> None:
    def opens(node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Attribute)
            and node.attr == "connect"
            and getattr(node.value, "id", "") == "sqlite3"
        )

    assert found(opens) == CONNECTIONS


def test_nobody_outside_the_register_speaks_sql_or_uses_its_private_parts() -> None:
    private = {"_writing", "_pen", "_readers", "exec_driver_sql"}
    assert {
        f"{file}:{place}"
        for file in trees()
        if not file.startswith("register/")
        for place, node in places(file)
        if isinstance(node, ast.Attribute) and node.attr in private
    } == set()


def test_what_writes_through_sqlalchemy_is_not_used() -> None:
    taken = {
        f"{file}: {alias.name}"
        for file, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
        if alias.name in STATEMENTS_OF_SQLALCHEMY
    }
    assert taken == set()
