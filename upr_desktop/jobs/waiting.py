"""Count what waits for a person once returns are merged: by kind, of the files at hand and in the whole register."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from upr_desktop.jobs.merge_decisions import asked_by, row_of
from upr_desktop.jobs.merge_returns import FileMerge, Merge
from upr_desktop.jobs.open_decisions import is_closed
from upr_desktop.merge.return_asking import question_of
from upr_desktop.merge.return_cells import UNKNOWN_ROW
from upr_desktop.merge.return_questions import (
    CLEARED,
    CONFLICT,
    NEW_MEASURE,
    NO_CHANGE,
    PROPOSAL,
    Question,
)
from upr_desktop.merge.return_rows import STRANGE
from upr_desktop.register.changes import Added, Edited
from upr_desktop.register.history import files_named
from upr_desktop.register.refused_cells import LETTERS
from upr_desktop.register.register import Connection
from upr_desktop.register.return_queries import PendingRow, pending_decisions

PROPOSED, MATCH, STRAY = "new_measure", "match", "unknown_row"
KINDS = (CONFLICT, PROPOSED, PROPOSAL, NO_CHANGE, CLEARED, MATCH, STRAY)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits of one of KINDS: `count` in all, `of_files` of the merge's files, named in `files`.

    `earlier` are the files that asked the rest. `match` are rows known by number or text alone, `unknown_row` those of
    which nobody can tell what they are about.
    """

    kind: str
    count: int
    of_files: int
    files: tuple[str, ...]
    earlier: tuple[str, ...] = ()


def waiting_now(connection: Connection, merge: Merge) -> list[Waiting]:
    """Return what waits once a merge is applied, by kind."""
    return _waiting(connection, _open(connection), merge)


def waiting_after(connection: Connection, merge: Merge, decided: Collection[Question] = ()) -> list[Waiting]:
    """Return what would wait if a merge were applied, and these questions decided."""
    signed = {
        one.id for one in merge.changes if isinstance(one, Edited) and one.field == "choice" and one.after
    }
    added = (
        row_of(one) for one in merge.changes if isinstance(one, Added) and one.kind == "pending_decision"
    )
    rows = _open(connection) | {asked_by(row): row for row in added if row.choice is None}
    left = {asked: row for asked, row in rows.items() if row.id not in signed and asked not in decided}
    return _waiting(connection, left, merge)


def _open(connection: Connection) -> dict[Question, PendingRow]:
    rows = pending_decisions(connection)
    return {asked_by(row): row for row in rows if row.choice is None and not is_closed(connection, row)}


def _waiting(connection: Connection, rows: Mapping[Question, PendingRow], merge: Merge) -> list[Waiting]:
    total = Counter(_kind(asked) for asked in rows)
    of_files: dict[str, set[object]] = {kind: set() for kind in KINDS}
    names: dict[str, dict[str, None]] = {kind: {} for kind in KINDS}
    for file in merge.files:
        for kind, thing in _of_file(file, rows):
            of_files[kind].add(thing)
            names[kind][file.read.received.name] = None
    for kind in (MATCH, STRAY):
        total[kind] = len(of_files[kind])
    earlier = _earlier(connection, rows, of_files)
    return [
        Waiting(kind, total[kind], len(of_files[kind]), tuple(names[kind]), tuple(earlier[kind]))
        for kind in KINDS
        if total[kind]
    ]


def _earlier(
    connection: Connection, rows: Mapping[Question, PendingRow], asked: Mapping[str, Collection[object]]
) -> dict[str, list[str]]:
    """Return by kind the names of the files that ask what is not among these."""
    hashes = {
        kind: {str(row.file) for one, row in rows.items() if _kind(one) == kind and one not in asked[kind]}
        for kind in KINDS
    }
    named = files_named(connection, (sha256 for found in hashes.values() for sha256 in found))
    return {
        kind: sorted({named[one].name for one in found if one in named}) for kind, found in hashes.items()
    }


def _of_file(file: FileMerge, rows: Mapping[Question, PendingRow]) -> list[tuple[str, object]]:
    """Return what one file asks: its kind, and what tells it from others."""
    if file.merged is None:
        return []
    asked = {question_of(cell) for cell in file.merged.cells}
    found: list[tuple[str, object]] = [(_kind(one), one) for one in asked if one and one in rows]
    guessed = {str(row.row.number) for row in file.merged.guessed if row.standing == STRANGE}
    stray = {cell.cell.address.lstrip(LETTERS) for cell in file.merged.cells if cell.outcome == UNKNOWN_ROW}
    sha256 = file.read.received.sha256
    return [*found, *((MATCH if row in guessed else STRAY, (sha256, row)) for row in stray)]


def _kind(asked: Question) -> str:
    kind, _, field, _ = asked
    return PROPOSED if (kind, field) == (PROPOSAL, NEW_MEASURE) else kind
