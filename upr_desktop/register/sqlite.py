"""All that only SQLite has: connections and their settings, the search index, checks of the file."""

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from upr_desktop.register.changes import Value
from upr_desktop.register.connection import Connection, Connections
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.fold import UNWRITABLE, fold

APPLICATION_ID = 0x55505244
SEARCH_VERSION = 2
# Without cache_spill=OFF a long apply would lock readers out before it commits: pages leave its cache for the file.
SETTINGS = (
    "PRAGMA busy_timeout=5000",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cell_size_check=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cache_size=-65536",
    "PRAGMA cache_spill=OFF",
)
IN_MEMORY = Path(":memory:")
MOST_MARKS = 2_000
"""Values that one statement takes at most; SQLite allows 32,766."""
HEADER = b"SQLite format 3\x00"
WAL = 2
TROUBLES: Mapping[int, str] = {
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_IOERR: "disk_trouble",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_READONLY: "cannot_write",
    sqlite3.SQLITE_PERM: "cannot_write",
    sqlite3.SQLITE_CANTOPEN: "cannot_open",
}


def connect(path: Path, *, read_only: bool = False) -> Connections:
    """Return connections to the file (or to IN_MEMORY) that are set as DESIGN §5 says."""
    return Connections(lambda: _open(path, read_only), is_one=path == IN_MEMORY)


def _open(path: Path, read_only: bool) -> sqlite3.Connection:
    raw = sqlite3.connect(address(path), uri=True, isolation_level=None, check_same_thread=False)
    for setting in SETTINGS:
        raw.execute(setting)
    if read_only:
        raw.execute("PRAGMA query_only=ON")
    else:
        leave_wal(raw)
    return raw


def address(path: Path) -> str:
    """Return the URI of an existing file; a plain path would make an empty one where somebody took it away.

    `Path.as_uri` will not do: SQLite refuses the server that it puts first for a folder on a network.
    """
    if path == IN_MEMORY:
        return "file::memory:"
    name = path.absolute().as_posix()
    return f"file://{'' if name.startswith('/') else '/'}{quote(name)}?mode=rw"


def leave_wal(raw: sqlite3.Connection) -> None:
    """Set the journal mode and read it back. Raises RegisterError("wal_in_use") where others keep the file in WAL."""
    mode = raw.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    if mode not in ("delete", "memory"):
        raise RegisterError("wal_in_use")


@contextmanager
def outside_trouble(path: Path) -> Iterator[None]:
    """Raise what the disk, the file or another program did as the RegisterError that words it."""
    try:
        yield
    except sqlite3.Error as trouble:
        key = trouble_key(trouble)
        if key is None:
            raise
        raise RegisterError(key, file=path.name, reason=str(trouble)) from trouble


def trouble_key(error: BaseException | None) -> str | None:
    """Return the key of the trouble from outside that SQLite reports; None where the error is our own."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return TROUBLES.get(code & 0xFF)


def was_interrupted(error: sqlite3.Error) -> bool:
    """Return whether a statement was ended because we asked for that."""
    return error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT


def check_header(path: Path) -> None:
    """Raise RegisterError where the file is missing or is no register of ours; reads 100 bytes, writes nothing."""
    header = _header(path)
    if len(header) < 100 or not header.startswith(HEADER):
        raise RegisterError("not_a_register", file=path.name)
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise RegisterError("not_a_register", file=path.name)


def is_wal(path: Path) -> bool:
    """Return whether another program left the file in WAL mode, where one file is not the whole register."""
    return WAL in _header(path)[18:20]


def _header(path: Path) -> bytes:
    if not path.is_file():
        raise RegisterError("no_such_file", file=str(path))
    try:
        with path.open("rb") as file:
            return file.read(100)
    except OSError as trouble:
        raise RegisterError("cannot_open", file=path.name, reason=str(trouble)) from trouble


def mark_as_register(connection: Connection) -> None:
    """Write our application id into the file's header."""
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def quick_check(path: Path) -> list[str]:
    """Return what SQLite finds damaged in the file, which is not written to; [] where it is whole.

    Raises RegisterError where the file cannot be read now: busy, cannot_open.
    """
    if not is_wal(path):
        return _quick_check(path)
    with tempfile.TemporaryDirectory() as folder:  # closing a WAL file writes to it
        return _quick_check(working_copy(path, Path(folder)))


def _quick_check(path: Path) -> list[str]:
    try:
        with closing(sqlite3.connect(address(path), uri=True)) as raw:
            raw.execute("PRAGMA query_only=ON")
            raw.execute("PRAGMA cell_size_check=ON")
            found = [row[0] for row in raw.execute("PRAGMA quick_check")]
    except sqlite3.DatabaseError as trouble:
        if trouble_key(trouble) in ("busy", "cannot_open"):
            raise RegisterError(str(trouble_key(trouble)), file=path.name, reason=str(trouble)) from trouble
        return [str(trouble)]
    return [line for line in found if line != "ok"]


def working_copy(path: Path, folder: Path) -> Path:
    """Copy a register and its journals into a folder, to be looked at without writing to it; return the copy."""
    for suffix in ("", "-journal", "-wal"):
        part = path.with_name(path.name + suffix)
        if part.is_file():
            shutil.copyfile(part, folder / part.name)
    return folder / path.name


def data_version(connection: Connection) -> int:
    """Return a number that moves when another program has written to the file."""
    return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())


def insert_rows(
    connection: Connection, statement: str, rows: Sequence[tuple[Value, ...]], also: str = ""
) -> None:
    """Insert rows of one length, each with what `also` says at its end; `statement` ends with VALUES.

    Many rows in one statement take half the time of one statement for each.
    """
    if not rows:
        return
    marks = f"({', '.join('?' * len(rows[0]))}{also})"
    at_once = MOST_MARKS // len(rows[0])
    whole = len(rows) - len(rows) % at_once
    together = f"{statement} {', '.join([marks] * at_once)}" if whole else ""
    for start in range(0, whole, at_once):
        connection.exec_driver_sql(together, tuple(chain.from_iterable(rows[start : start + at_once])))
    connection.exec_driver_sql(f"{statement} {marks}", list(rows[whole:]))


CREATE_SEARCH = (
    "CREATE TABLE IF NOT EXISTS search_key (row INTEGER PRIMARY KEY, record_id TEXT NOT NULL UNIQUE, "
    "kind TEXT NOT NULL, owner TEXT NOT NULL) STRICT",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(text, tokenize='trigram')",
    "CREATE TABLE IF NOT EXISTS search_version (version INTEGER NOT NULL) STRICT",
)
HASH_BYTES = 16 * 1024 * 1024
"""What the index gathers in memory before it writes: with SQLite's own megabyte, an import takes twice as long."""
SHORTEST_INDEXED = 3
"""Letters: of shorter words a trigram index knows nothing, so its own table of texts is read, which is quickest."""
FIND = "SELECT {columns} FROM search JOIN search_key ON search_key.row = search.rowid WHERE {tests}"
LOOK = "SELECT {columns} FROM search_key CROSS JOIN search_content ON search_content.id = row WHERE {tests}"
IS_HELD = """EXISTS (
    SELECT 1 FROM search_key k CROSS JOIN search_content c ON c.id = k.row
    WHERE k.record_id = {record} AND instr(c.c0, ?))"""
"""Whether the text of one record holds a folded word, for those of whom few are asked."""


class Document(NamedTuple):
    """What the index holds of a record: `owner` is the record that a person finds by it."""

    id: str
    kind: str
    owner: str
    text: str


def create_search(connection: Connection) -> None:
    """Make the empty search index with its version."""
    for statement in CREATE_SEARCH:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("DELETE FROM search_version")
    connection.exec_driver_sql("INSERT INTO search (search, rank) VALUES ('hashsize', ?)", (HASH_BYTES,))
    connection.exec_driver_sql("INSERT INTO search_version VALUES (?)", (SEARCH_VERSION,))


def drop_search(connection: Connection) -> None:
    """Take the search index out, with its keys."""
    for table in ("search", "search_key", "search_version"):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")


def search_count(connection: Connection) -> int | None:
    """Return how many documents the index holds; None where it is of another version or at odds with itself."""
    if not _has_search(connection):
        return None
    version = connection.exec_driver_sql("SELECT max(version) FROM search_version").scalar()
    keys = connection.exec_driver_sql("SELECT count(*) FROM search_key").scalar_one()
    rows = connection.exec_driver_sql("SELECT count(*) FROM search_docsize").scalar_one()
    return int(keys) if version == SEARCH_VERSION and keys == rows else None


def _has_search(connection: Connection) -> bool:
    found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name LIKE 'search%'")
    return {"search", "search_key", "search_version"} <= {row[0] for row in found}


def search_holds(connection: Connection, documents: Iterable[Document]) -> bool:
    """Return whether the index holds exactly these documents: slower than counting, and sure."""
    if search_count(connection) is None:
        return False
    wanted = {(id, kind, owner, fold(text)) for id, kind, owner, text in documents if text}
    held = connection.exec_driver_sql(FIND.format(columns="record_id, kind, owner, text", tests="1"))
    return wanted == {tuple(row) for row in held}


def index_documents(connection: Connection, documents: Iterable[Document]) -> None:
    """Add documents to the index; texts are folded here, empty ones left out."""
    start = connection.exec_driver_sql("SELECT coalesce(max(row), 0) FROM search_key").scalar_one()
    keys, texts = [], []
    for row, (id, kind, owner, text) in enumerate((one for one in documents if one.text), start + 1):
        keys.append((row, id, kind, owner))
        texts.append((row, fold(text)))
    insert_rows(connection, "INSERT INTO search_key VALUES", keys)
    # One row a statement: after each, the index writes what it gathered where it was of several.
    connection.exec_driver_sql("INSERT INTO search (rowid, text) VALUES (?, ?)", texts)


def forget_documents(connection: Connection, ids: Sequence[str]) -> None:
    """Take records out of the index."""
    if not ids:
        return
    found = connection.exec_driver_sql(
        "SELECT row FROM search_key WHERE record_id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
    )
    rows = [(row,) for (row,) in found]
    if rows:
        connection.exec_driver_sql("DELETE FROM search WHERE rowid = ?", rows)
        connection.exec_driver_sql("DELETE FROM search_key WHERE row = ?", rows)


def find_owners(connection: Connection, query: str, *, but: str = "") -> list[tuple[str, str]]:
    """Return (owner, kind of the document), each once, of what holds every word of the query in one document.

    Documents of the kind `but` are not looked at.
    """
    words = fold(query).split()
    if not words or UNWRITABLE.search(query):  # no text of a register holds what cannot be written
        return []
    long = [word for word in words if len(word) >= SHORTEST_INDEXED]
    short = [word for word in words if len(word) < SHORTEST_INDEXED]
    match = [" ".join(map(_as_phrase, long))] if long else []
    tests = ["search MATCH ?"] * len(match) + ["instr({text}, ?)"] * len(short) + ["kind <> ?"] * bool(but)
    values = (*match, *short, *([but] if but else []))
    statement = FIND if long else LOOK
    asked = " AND ".join(tests).format(text="search.text" if long else "c0")
    found = connection.exec_driver_sql(statement.format(columns="owner, kind", tests=asked), values)
    return list(dict.fromkeys(found))  # quicker than DISTINCT among ten thousand


def _as_phrase(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def find_rows(connection: Connection, word: str) -> Iterator[int]:
    """Yield the row of each document (as in search_key) that holds a folded word of three letters or more."""
    if UNWRITABLE.search(word):
        return iter(())
    found = connection.exec_driver_sql("SELECT rowid FROM search WHERE search MATCH ?", (_as_phrase(word),))
    return (row for (row,) in found)


def folded_texts(connection: Connection) -> list[tuple[int, str]]:
    """Return the row (as in search_key) and the folded text of every document."""
    found = connection.exec_driver_sql("SELECT id, c0 FROM search_content")  # the index's own table: quicker
    return [(row, text) for row, text in found]
