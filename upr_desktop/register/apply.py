"""Apply a change set to the tables: check every before and every rule, then write records, log and search index."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from upr_desktop.register import sqlite
from upr_desktop.register.batch import Batch, batch
from upr_desktop.register.changes import Added, Change, ChangeSet, Edited, RecordId, Removed, Value
from upr_desktop.register.connection import Connection
from upr_desktop.register.errors import ChangesRefused, Moved, RulesBroken
from upr_desktop.register.kinds import Kind, kinds
from upr_desktop.register.log import log_changes
from upr_desktop.register.rules import are_plainly_right, field_problems
from upr_desktop.register.store import (
    Edit,
    Key,
    State,
    delete,
    insert,
    links_of,
    missing,
    quoted,
    read_records,
    referring,
    twins_of,
    up_to_newest,
    update,
)

Bound = Mapping[Key, State | None]


@dataclass(frozen=True, slots=True)
class Applied:
    """What an applied change set touched; `revision` is None where it changed nothing."""

    revision: int | None
    kinds: frozenset[str] = frozenset()
    ids: frozenset[RecordId] = frozenset()


@dataclass(slots=True)
class Plan:
    """The records that a change set touches, before and after it. A record that is not there is None.

    One that was not there before may leave out fields: they have the kind's defaults. `own` are states that the plan
    made, which edits may go on to change.
    """

    before: dict[Key, State | None] = field(default_factory=dict)
    after: dict[Key, State | None] = field(default_factory=dict)
    own: dict[Key, dict[str, Value]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)


def apply_changes(connection: Connection, changes: ChangeSet) -> Applied:
    """Apply all changes or none, inside the caller's transaction.

    Raises ChangesRefused where a *before* is no longer so, a removed record is referred to or a record would be there
    twice, RulesBroken where a record would break a rule.
    """
    plan = _plan(connection, changes.changes)
    if plan.moved:
        raise ChangesRefused("fields_moved", plan.moved, count=len(plan.moved))
    if all(plan.before.get(key) == after for key, after in plan.after.items()):
        return Applied(None)
    new = _new(plan)
    _check_rules(plan, new)
    _write(connection, plan, new)
    bound = _bound_anew(plan)
    _check_references(connection, bound)
    _check_twins(connection, bound)
    number = _add_revision(connection, changes)
    log_changes(connection, number, _lasting(plan), new)
    return Applied(number, frozenset(kind for kind, _ in plan.after), frozenset(id for _, id in plan.after))


def _plan(connection: Connection, changes: Sequence[Change]) -> Plan:
    """Walk the changes over the records as they are, in memory, and note each field that moved."""
    plan = Plan(before=_present(connection, changes))
    before, after = plan.before, plan.after
    for change in changes:
        key = (change.kind, change.id)
        if key not in after:
            after[key] = before.get(key)
        if isinstance(change, Added):
            _add(plan, key, change)
        elif isinstance(change, Edited):
            _edit(plan, key, change)
        else:
            _remove(plan, key, change)
    return plan


def _present(connection: Connection, changes: Sequence[Change]) -> dict[Key, State | None]:
    wanted: dict[str, list[RecordId]] = defaultdict(list)
    for change in changes:
        wanted[change.kind].append(change.id)
    found: dict[Key, State | None] = {}
    for kind, ids in wanted.items():
        old = up_to_newest(connection, kind, ids)
        for id, values in read_records(connection, kinds()[kind], old).items():
            found[kind, id] = values
    return found


def _add(plan: Plan, key: Key, change: Added) -> None:
    if plan.after[key] is not None:
        plan.moved.append(Moved(change.kind, change.id, "id", None, change.id))
        return
    plan.after[key] = change.values if key not in plan.before else _whole(change)
    plan.changes.append(change)


def _whole(change: Added | Removed) -> State:
    return {**kinds()[change.kind].defaults, **change.values}


def _edit(plan: Plan, key: Key, change: Edited) -> None:
    values = plan.after[key]
    if change.field not in kinds()[change.kind].by_name:
        raise KeyError(f"{change.kind} has no field {change.field}")
    present = values.get(change.field, kinds()[change.kind].by_name[change.field].default) if values else None
    if values is None or present != change.before:
        plan.moved.append(Moved(change.kind, change.id, change.field, change.before, present))
    elif change.before != change.after:
        own = plan.own.get(key)
        if own is None or own is not values:
            own = plan.own[key] = plan.after[key] = {**values}
        own[change.field] = change.after
        plan.changes.append(change)


def _remove(plan: Plan, key: Key, change: Removed) -> None:
    values = plan.after[key]
    expected = _whole(change)
    if values is None:
        plan.moved.append(Moved(change.kind, change.id, "id", change.id, None))
        return
    for name, value in {**kinds()[change.kind].defaults, **values}.items():
        if value != expected.get(name):
            plan.moved.append(Moved(change.kind, change.id, name, expected.get(name), value))
    plan.after[key] = None
    plan.changes.append(change)


def _lasting(plan: Plan) -> Sequence[Change]:
    """Return the changes without those of fields that end as they began: they would only hinder an undo."""
    edited = Counter((one.kind, one.id, one.field) for one in plan.changes if isinstance(one, Edited))
    back = {
        (kind, id, name)
        for (kind, id, name), count in edited.items()
        if count > 1
        and (before := plan.before.get((kind, id))) is not None
        and (after := plan.after[kind, id]) is not None
        and before[name] == after[name]
    }
    if not back:
        return plan.changes
    return [
        one
        for one in plan.changes
        if not isinstance(one, Edited) or (one.kind, one.id, one.field) not in back
    ]


def _new(plan: Plan) -> list[Batch]:
    """Return the records that were not there before, kind by kind."""
    found: dict[str, dict[RecordId, State]] = defaultdict(dict)
    for key, after in plan.after.items():
        if after is not None and key not in plan.before:
            found[key[0]][key[1]] = after
    return [batch(kinds()[kind], records) for kind, records in found.items()]


def _check_rules(plan: Plan, new: Sequence[Batch]) -> None:
    broken = [
        problem
        for records in new
        if not are_plainly_right(records)
        for id, values in records.records.items()
        for problem in field_problems(records.kind, id, {**records.kind.defaults, **values})
    ]
    broken += [
        problem
        for (kind, id), before in plan.before.items()
        if before is not None and (after := plan.after[kind, id]) is not None and after is not before
        for problem in field_problems(kinds()[kind], id, after, before)
    ]
    if broken:
        raise RulesBroken(broken)


def _write(connection: Connection, plan: Plan, new: Sequence[Batch]) -> None:
    edits: list[Edit] = []
    for (kind, id), before in plan.before.items():
        after = plan.after[kind, id]
        if before is not None and after is None:
            delete(connection, kinds()[kind], id)
        elif before is not None and after is not None and before != after:
            edits.append((kind, id, before, after))
    update(connection, edits)
    for records in new:
        insert(connection, records)
    _write_search(connection, plan, new)


def _write_search(connection: Connection, plan: Plan, new: Sequence[Batch]) -> None:
    documents = [one for records in new if records.kind.searched for one in _new_documents(records)]
    stale: list[str] = []
    for (name, id), before in plan.before.items():
        kind, after = kinds()[name], plan.after[name, id]
        if kind.searched and before is not None and before != after:
            old, changed = (
                document(kind, id, before),
                document(kind, id, after) if after is not None else None,
            )
            if old != changed:
                stale.append(id)
                documents += [changed] if changed else []
    sqlite.forget_documents(connection, stale)
    sqlite.index_documents(connection, documents)


def _new_documents(new: Batch) -> Iterator[sqlite.Document]:
    texts = [new.columns[name] for name in new.kind.searched if name in new.columns]
    gone = new.column("archived")
    for (id, values), is_gone, *held in zip(new.records.items(), gone, *texts, strict=True):
        text = "" if is_gone else "\n".join(filter(None, held))
        if text:
            yield sqlite.Document(id, new.kind.name, _owner(new.kind.name, id, values), text)


def document(kind: Kind, id: RecordId, values: Mapping[str, Value]) -> sqlite.Document:
    """Return what the search index holds of a record: its searched texts, one a line; nothing of an archived one."""
    texts = [] if values["archived"] else [str(text) for name in kind.searched if (text := values[name])]
    return sqlite.Document(id, kind.name, _owner(kind.name, id, values), "\n".join(texts))


def _owner(kind: str, id: RecordId, values: Mapping[str, Value]) -> str:
    """Return the recommendation that a part's text belongs to; else the record itself."""
    return str(values["recommendation_id"]) if kind == "recommendation_part" else id


def _bound_anew(plan: Plan) -> Bound:
    """Return the records after the plan without those whose edits leave alone what binds them to others.

    Of a merge that is nearly all: it is spared a twentieth of its writing.
    """
    if not plan.before:
        return plan.after
    moved = {
        (one.kind, one.id)
        for one in plan.changes
        if (one.field in _binding(one.kind) if isinstance(one, Edited) else (one.kind, one.id) in plan.before)
    }
    return {
        key: after
        for key, after in plan.after.items()
        if key in moved or after is None or plan.before.get(key) is None
    }


@cache
def _binding(kind: str) -> frozenset[str]:
    """Return the fields of a kind that refer to records, or that no two records in use may share."""
    return frozenset(
        ("archived", "record_kind", *kinds()[kind].unique, *(name for name, _ in links_of(kind)))
    )


def _check_references(connection: Connection, bound: Bound) -> None:
    """Refuse references to records that are not there, and removals of records that others refer to."""
    loose = missing(connection, bound)
    if loose:
        raise ChangesRefused("refers_to_nothing", loose, count=len(loose))
    removed = [id for (_, id), after in bound.items() if after is None]
    users = list(referring(connection, removed))
    if users:
        raise ChangesRefused("still_referred_to", users, count=len(users))


def _check_twins(connection: Connection, bound: Bound) -> None:
    """Refuse a second record where a kind allows one: two reports on one measure for one period."""
    touched: dict[str, list[RecordId]] = defaultdict(list)
    for (kind, id), after in bound.items():
        if kinds()[kind].unique and after is not None and not after.get("archived"):
            touched[kind].append(id)
    twins = [moved for kind, ids in touched.items() for moved in twins_of(connection, kinds()[kind], ids)]
    if twins:
        raise ChangesRefused("there_twice", twins, count=len(twins))


def _add_revision(connection: Connection, changes: ChangeSet) -> int:
    number = int(connection.exec_driver_sql("SELECT coalesce(max(number), 0) + 1 FROM revision").scalar_one())
    at = datetime.now(UTC).isoformat(timespec="seconds")
    label = json.dumps(dict(changes.label.values), ensure_ascii=False, sort_keys=True)
    connection.exec_driver_sql(
        "INSERT INTO revision (number, at, author, kind, label_key, label_values, undo_of) VALUES (?,?,?,?,?,?,?)",
        (number, at, changes.author, changes.kind, changes.label.key, label, changes.undo_of),
    )
    return number


def rebuild_search(connection: Connection) -> None:
    """Make the search index anew from all records."""
    sqlite.drop_search(connection)
    sqlite.create_search(connection)
    for kind in kinds().values():
        sqlite.index_documents(connection, _documents(connection, kind))


def search_is_current(connection: Connection) -> bool:
    """Return whether the search index is of this version and holds as many texts as the records; quick."""
    counts = (
        f"SELECT count(*) FROM {quoted(kind.name)} WHERE NOT archived AND ({_any_text(kind)})"
        for kind in kinds().values()
        if kind.searched
    )
    held = sqlite.search_count(connection)
    return held is not None and held == sum(
        int(connection.exec_driver_sql(count).scalar_one()) for count in counts
    )


def _any_text(kind: Kind) -> str:
    return " OR ".join(f"{quoted(name)} <> ''" for name in kind.searched)


def search_is_right(connection: Connection) -> bool:
    """Return whether the search index is what `rebuild_search` would make."""
    documents = (one for kind in kinds().values() for one in _documents(connection, kind))
    return sqlite.search_holds(connection, documents)


def _documents(connection: Connection, kind: Kind) -> Iterable[sqlite.Document]:
    if not kind.searched:
        return ()
    return (document(kind, id, values) for id, values in read_records(connection, kind, None).items())
