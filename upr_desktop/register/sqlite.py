"""All that only SQLite has: connections and their settings, the search index, checks of the file."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool, StaticPool

from upr_desktop.register.errors import RegisterError
from upr_desktop.register.fold import fold

APPLICATION_ID = 0x55505244
SEARCH_VERSION = 1
SETTINGS = (
    "PRAGMA journal_mode=DELETE",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA cell_size_check=ON",
    "PRAGMA cache_size=-65536",
)
IN_MEMORY = Path(":memory:")
HEADER = b"SQLite format 3\x00"


def connect(path: Path, *, read_only: bool = False) -> Engine:
    """Return an engine on the file (or on IN_MEMORY) whose connections are set as DESIGN §5 says."""
    pool = StaticPool if path == IN_MEMORY else QueuePool
    engine = create_engine("sqlite://", creator=lambda: _open(path, read_only), poolclass=pool)
    event.listen(engine, "begin", _begin)
    return engine


def _open(path: Path, read_only: bool) -> sqlite3.Connection:
    raw = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for setting in SETTINGS:
        if not (read_only and setting.endswith("journal_mode=DELETE")):
            raw.execute(setting)
    if read_only:
        raw.execute("PRAGMA query_only=ON")
    return raw


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def check_header(path: Path) -> None:
    """Raise RegisterError where the file is missing or is no register of ours; reads 100 bytes, writes nothing."""
    if not path.is_file():
        raise RegisterError("no_such_file", file=str(path))
    with path.open("rb") as file:
        header = file.read(100)
    if len(header) < 100 or not header.startswith(HEADER):
        raise RegisterError("not_a_register", file=path.name)
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise RegisterError("not_a_register", file=path.name)


def mark_as_register(connection: Connection) -> None:
    """Write our application id into the file's header."""
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def quick_check(path: Path) -> list[str]:
    """Return what SQLite finds damaged in the file, with foreign keys that point nowhere; [] where it is whole."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as raw:
            raw.execute("PRAGMA query_only=ON")
            raw.execute("PRAGMA cell_size_check=ON")
            found = [row[0] for row in raw.execute("PRAGMA quick_check")]
            loose = [f"{table} → {parent}" for table, _, parent, _ in raw.execute("PRAGMA foreign_key_check")]
    except sqlite3.DatabaseError as trouble:
        return [str(trouble)]
    return [line for line in found if line != "ok"] + loose


def data_version(connection: Connection) -> int:
    """Return a number that moves when another program has written to the file."""
    return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())


# ── search index ────────────────────────────────────────────────────────────────────────────────────────────────

CREATE_SEARCH = (
    "CREATE TABLE IF NOT EXISTS search_key "
    "(row INTEGER PRIMARY KEY, record_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL) STRICT",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(text, tokenize='trigram')",
    "CREATE TABLE IF NOT EXISTS search_version (version INTEGER NOT NULL) STRICT",
)
Document = tuple[str, str, str]


def create_search(connection: Connection) -> None:
    """Make the empty search index with its version."""
    for statement in CREATE_SEARCH:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("DELETE FROM search_version")
    connection.exec_driver_sql("INSERT INTO search_version VALUES (?)", (SEARCH_VERSION,))


def drop_search(connection: Connection) -> None:
    """Take the search index out, with its keys."""
    for table in ("search", "search_key", "search_version"):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")


def search_is_current(connection: Connection) -> bool:
    """Return whether the index is of this version and holds one row for each of its keys."""
    names = {
        row[0]
        for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name LIKE 'search%'")
    }
    if not {"search", "search_key", "search_version"} <= names:
        return False
    version = connection.exec_driver_sql("SELECT max(version) FROM search_version").scalar()
    keys = connection.exec_driver_sql("SELECT count(*) FROM search_key").scalar()
    rows = connection.exec_driver_sql("SELECT count(*) FROM search_docsize").scalar()
    return bool(version == SEARCH_VERSION and keys == rows)


def index_documents(connection: Connection, documents: Iterable[Document]) -> None:
    """Add (record id, kind, text) to the index; texts are folded here, empty ones left out."""
    start = connection.exec_driver_sql("SELECT coalesce(max(row), 0) FROM search_key").scalar_one()
    kept = [(id, kind, fold(text)) for id, kind, text in documents if text]
    if not kept:
        return
    keys = [(start + at, id, kind) for at, (id, kind, _) in enumerate(kept, 1)]
    connection.exec_driver_sql("INSERT INTO search_key (row, record_id, kind) VALUES (?, ?, ?)", keys)
    texts = [(start + at, text) for at, (_, _, text) in enumerate(kept, 1)]
    connection.exec_driver_sql("INSERT INTO search (rowid, text) VALUES (?, ?)", texts)


def forget_documents(connection: Connection, ids: Sequence[str]) -> None:
    """Take records out of the index."""
    rows = [
        (row,)
        for id in ids
        for (row,) in connection.exec_driver_sql("SELECT row FROM search_key WHERE record_id = ?", (id,))
    ]
    if rows:
        connection.exec_driver_sql("DELETE FROM search WHERE rowid = ?", rows)
        connection.exec_driver_sql("DELETE FROM search_key WHERE row = ?", rows)


def find_documents(connection: Connection, query: str) -> list[tuple[str, str]]:
    """Return (record id, kind) of what holds every word of the query, as a substring, in any letter case."""
    words = fold(query).split()
    if not words:
        return []
    long = [word for word in words if len(word) >= 3]
    tests = ["search.text LIKE ? ESCAPE '\\'"] * (len(words) - len(long))
    values = [f"%{_escaped(word)}%" for word in words if len(word) < 3]
    if long:
        tests.append("search MATCH ?")
        values.append(" ".join('"' + word.replace('"', '""') + '"' for word in long))
    statement = (
        "SELECT search_key.record_id, search_key.kind FROM search "
        f"JOIN search_key ON search_key.row = search.rowid WHERE {' AND '.join(tests)}"
    )
    return [(id, kind) for id, kind in connection.exec_driver_sql(statement, tuple(values))]


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
