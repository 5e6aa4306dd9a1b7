"""Bring a damaged register into a new file: each record from its table or else from the log, and what history holds."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from upr_desktop.register.changes import Added, Change, RecordId, Removed, Value, edits, new_id
from upr_desktop.register.check import step
from upr_desktop.register.dump import heading_line, row_line
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.files import refuse_existing
from upr_desktop.register.kinds import kinds
from upr_desktop.register.log import change_from, logged_row
from upr_desktop.register.records import LoggedChange, ReceivedFile, Revision
from upr_desktop.register.register import Register
from upr_desktop.register.rules import field_problems
from upr_desktop.register.salvage import Row, Salvaged, salvage
from upr_desktop.register.store import Key, State, links_of

LOG = tuple(column.name for column in LoggedChange.__table__.columns)
States = dict[Key, State]


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a recovery brought over, in records, and what it could not.

    `from_log` are records that only the log still held, `without_history` those whose history begins anew, `lost` those
    known to have been there; `unreadable` counts rows by table. `revision` is the step that noted the recovery, None
    where nothing had to be mended.
    """

    saved: int
    from_log: int
    without_history: int
    lost: tuple[Key, ...]
    unreadable: Mapping[str, int]
    files_lost: int
    revision: int | None


@dataclass(slots=True)
class _Past:
    """The log as far as it holds together: its rows by record, and the records as it tells them."""

    rows: dict[Key, list[Row]] = field(default_factory=lambda: defaultdict(list))
    told: dict[Key, dict[str, Value]] = field(default_factory=dict)
    broken: set[Key] = field(default_factory=set)


def recover(source: Path, target: Path, author: str = "") -> Recovered:
    """Write what is left of a damaged register to a new file; the damaged one is only read.

    Raises RegisterError: file_exists, no_such_file, not_recoverable (nothing of a register is left), cannot_write,
    disk_full.
    """
    refuse_existing(target)
    if not source.is_file():
        raise RegisterError("no_such_file", file=str(source))
    found = salvage(source)
    past = _past(found.rows["change"])
    present = _present(found)
    wanted, lost = _with_their_references({**past.told, **present})
    if not wanted:
        raise RegisterError("not_recoverable", file=source.name)
    if not any(kind == "register" for kind, _ in wanted):
        wanted["register", new_id()] = {**kinds()["register"].defaults, "name": source.stem}
    mending = _mending(past, wanted)
    files = [row for row in found.rows["received_file"] if _is_as_received(row)]
    revisions = _revisions(found.rows["revision"], past, mending, source, author)
    with Register.from_dump(
        target, _lines(wanted, revisions, past, mending, files, _sent_and_read(found, files))
    ):
        pass
    return Recovered(
        saved=len(wanted),
        from_log=len(wanted.keys() - present.keys()),
        without_history=len(past.broken & wanted.keys())
        + len(wanted.keys() - past.told.keys() - past.broken),
        lost=tuple(sorted({*lost, *(past.broken - wanted.keys())})),
        unreadable={table: count for table, count in found.lost.items() if count},
        files_lost=len(found.rows["received_file"]) - len(files) + found.lost["received_file"],
        revision=int(revisions[-1]["number"]) if mending else None,
    )


def _past(rows: list[Row]) -> _Past:
    """Return the log without the records whose changes do not follow from each other."""
    past = _Past()
    for row in sorted((row for row in rows if isinstance(row["seq"], int)), key=lambda row: int(row["seq"])):
        key = (str(row["record_kind"]), RecordId(str(row["record_id"])))
        past.rows[key].append(row)
        change = _change(row)
        if change is None or step(past.told, change):
            past.broken.add(key)
    past.broken |= {key for key, values in past.told.items() if not _is_right(key, values)}
    for key in past.broken:
        past.rows.pop(key, None)
        past.told.pop(key, None)
    return past


def _change(row: Row) -> Change | None:
    try:
        change = change_from([row[name] for name in LOG[2:]])
    except (ValueError, TypeError):
        return None
    names = change.values if isinstance(change, Added | Removed) else (change.field,)
    known = kinds()[change.kind].by_name if change.kind in kinds() else {}
    return change if set(names) <= set(known) and isinstance(row["revision"], int) else None


def _is_right(key: Key, values: State) -> bool:
    return not field_problems(kinds()[key[0]], key[1], values)


def _present(found: Salvaged) -> States:
    """Return the records of the tables that are right by themselves."""
    present: States = {}
    for name, kind in kinds().items():
        flags = [spec.name for spec in kind.fields if spec.type is bool]
        for row in found.rows[name]:
            id = RecordId(str(row.pop("id") or ""))
            row.update({flag: bool(row[flag]) for flag in flags if row[flag] is not None})
            if id and _is_right((name, id), row):
                present[name, id] = row
    return present


def _with_their_references(states: States) -> tuple[States, set[Key]]:
    """Return the records whose references lead somewhere, and those given up because they must refer to one lost."""
    kept, lost = dict(states), set[Key]()
    while True:
        gone: set[Key] = set()
        for (kind, id), values in kept.items():
            for name, parent in links_of(kind):
                target = values[name]
                if target is None or (parent or str(values["record_kind"]), target) in kept:
                    continue
                if kinds()[kind].by_name[name].required or name in kinds()[kind].one_of:
                    gone.add((kind, id))
                else:
                    kept[kind, id] = values = {**values, name: None}
        if not gone:
            return kept, lost
        lost |= gone
        for key in gone:
            del kept[key]


def _mending(past: _Past, wanted: States) -> list[Change]:
    """Return the changes that lead from what the log tells to the records as they are brought over."""
    mending: list[Change] = []
    for (kind, id), values in wanted.items():
        told = past.told.get((kind, id))
        mending += [Added(kind, id, values)] if told is None else edits(kind, id, told, values)
    mending += [
        Removed(kind, id, values) for (kind, id), values in past.told.items() if (kind, id) not in wanted
    ]
    return mending


def _is_as_received(row: Row) -> bool:
    content = row["content"]
    return isinstance(content, bytes) and hashlib.sha256(content).hexdigest() == row["sha256"]


def _sent_and_read(found: Salvaged, files: list[Row]) -> list[tuple[str, Row]]:
    """Return the rows of dispatches, of their cells, and of cells read from files that are kept, by table."""
    sent = [row for row in found.rows["dispatch"] if None not in row.values()]
    known = {"dispatch_id": {row["id"] for row in sent}, "file": {row["sha256"] for row in files}}
    cells = [
        (table, row)
        for table, owner in (("dispatch_cell", "dispatch_id"), ("received_cell", "file"))
        for row in found.rows[table]
        if row[owner] in known[owner]
    ]
    return [("dispatch", row) for row in sent] + cells


def _revisions(rows: list[Row], past: _Past, mending: list[Change], source: Path, author: str) -> list[Row]:
    """Return the readable revisions, a stand-in for each that only its changes tell of, and the one of the recovery."""
    texts = ("at", "author", "kind", "label_key", "label_values")
    found = {
        row["number"]: row
        for row in rows
        if isinstance(row["number"], int) and all(isinstance(row[name], str) for name in texts)
    }
    now = datetime.now(UTC).isoformat(timespec="seconds")
    label = {
        "label_key": "label.recovered",
        "label_values": json.dumps({"file": source.name}, ensure_ascii=False),
    }
    blank = {"at": now, "author": author, "kind": "new", **label, "undo_of": None}
    cited = {int(row["revision"]) for rows in past.rows.values() for row in rows}
    for number in cited - found.keys():
        found[number] = {"number": number, **blank}
    if mending:
        newest = max(found, default=0) + 1
        found[newest] = {"number": newest, **blank}
    return [found[number] for number in sorted(found)]


def _lines(
    wanted: States,
    revisions: list[Row],
    past: _Past,
    mending: list[Change],
    files: list[Row],
    besides: list[tuple[str, Row]],
) -> Iterator[str]:
    """Yield the lines of a dump of the new register."""
    yield heading_line()
    for (kind, id), values in wanted.items():
        flags = {name: int(value) for name, value in values.items() if isinstance(value, bool)}
        yield row_line(kind, {"id": id, **values, **flags})
    yield from (row_line(ReceivedFile.__tablename__, row) for row in files)
    yield from (row_line(table, row) for table, row in besides)
    yield from (row_line(Revision.__tablename__, row) for row in revisions)
    logged = sorted((row for rows in past.rows.values() for row in rows), key=lambda row: int(row["seq"]))
    yield from (row_line(LoggedChange.__tablename__, row) for row in logged)
    after = int(logged[-1]["seq"]) + 1 if logged else 1
    for seq, change in enumerate(mending, after):
        place = {"seq": seq, "revision": revisions[-1]["number"]}
        yield row_line(
            LoggedChange.__tablename__, {**place, **dict(zip(LOG[2:], logged_row(change), strict=True))}
        )
