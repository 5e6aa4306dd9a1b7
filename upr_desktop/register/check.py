"""Look a whole register over: rules of single records, rules between records, and whether the log agrees."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from upr_desktop.register.apply import search_is_right
from upr_desktop.register.changes import Added, Change, RecordId, Removed, Value
from upr_desktop.register.connection import Connection
from upr_desktop.register.errors import Problem
from upr_desktop.register.kinds import kinds
from upr_desktop.register.log import COLUMNS, change_from
from upr_desktop.register.plan_check import plan_problems
from upr_desktop.register.queries import agencies
from upr_desktop.register.recommendations import recommendations
from upr_desktop.register.rules import record_name, record_problems
from upr_desktop.register.store import Key, State, missing, read_records


def check(connection: Connection, today: date | None = None) -> list[Problem]:
    """Return all problems of a register, each with where, what and how to mend; [] where all is well.

    `today` is the day by which dates of reports are judged, by default the computer's.
    """
    everything = {name: read_records(connection, kind, None) for name, kind in kinds().items()}
    problems = [
        problem
        for name, found in everything.items()
        for id, values in found.items()
        if not values["archived"]
        for problem in record_problems(kinds()[name], id, values)
    ]
    for rule in CHECKS:
        problems += rule(connection)
    problems += plan_problems(connection, today or date.today())
    present = {(kind, id): values for kind, found in everything.items() for id, values in found.items()}
    problems += _loose_references(connection, present)
    problems += _log_disagrees(connection, present)
    if not search_is_right(connection):
        problems.append(Problem("search_index_stale"))
    return problems


def _recommendation_rules(connection: Connection) -> Iterator[Problem]:
    seen: dict[tuple[str, str], RecordId] = {}
    for row in recommendations(connection):
        where = f"{row.cycle}/{row.number}" if row.number else str(row.heading or "")
        leads = sum(link.role == "lead" for link in row.agencies)
        if row.number and (row.review_id, row.number) in seen:
            yield Problem("number_twice", where, {}, row.id, kind="recommendation")
        seen[row.review_id, row.number or ""] = row.id
        if not row.parts:
            yield Problem("recommendation_without_text", where, {}, row.id, kind="recommendation")
        if leads > 1:
            yield Problem("two_leads", where, {"count": leads}, row.id, kind="recommendation")
        if row.agencies and not leads:
            yield Problem("no_lead", where, {}, row.id, kind="recommendation")
        for name, iso in row.states:
            if iso is None:
                yield Problem("unknown_state", where, {"text": name}, row.id, kind="recommendation")


def _agency_rules(connection: Connection) -> Iterator[Problem]:
    by_code: dict[str, list[RecordId]] = defaultdict(list)
    for agency in agencies(connection).values():
        if not agency.archived:
            by_code[agency.code].append(agency.id)
    for code, ids in by_code.items():
        if len(ids) > 1:
            yield Problem("agency_code_twice", code, {"count": len(ids)}, ids[1], kind="agency")


def _log_rules(connection: Connection) -> Iterator[Problem]:
    """Find revisions that are missing from the log, or that hold no change."""
    expected = 1
    for (number,) in connection.exec_driver_sql("SELECT number FROM revision ORDER BY number"):
        if number != expected:
            yield Problem(
                "revision_missing", str(expected), {"first": expected, "last": number - 1}, None, "error"
            )
        expected = number + 1
    empty = "SELECT number FROM revision WHERE number NOT IN (SELECT revision FROM change) ORDER BY number"
    for (number,) in connection.exec_driver_sql(empty):
        yield Problem("revision_empty", str(number), {"number": number}, None, "error")


def _received_files(connection: Connection) -> Iterator[Problem]:
    """Find received files that are not what they were, and files that the log cites but that were not kept."""
    kept = "SELECT sha256, name, content FROM received_file ORDER BY sha256"
    for sha256, name, content in connection.exec_driver_sql(kept):
        if hashlib.sha256(content).hexdigest() != sha256:
            yield Problem("received_file_altered", name, {"sha256": sha256}, None, "error")
    cited = (
        "SELECT DISTINCT file FROM change WHERE file IS NOT NULL "
        "AND file NOT IN (SELECT sha256 FROM received_file) ORDER BY 1"
    )
    for (sha256,) in connection.exec_driver_sql(cited):
        yield Problem("file_not_kept", sha256[:12], {"sha256": sha256})


CHECKS: tuple[Callable[[Connection], Iterator[Problem]], ...] = (
    _recommendation_rules,
    _agency_rules,
    _log_rules,
    _received_files,
)


def _loose_references(connection: Connection, present: Mapping[Key, State]) -> Iterator[Problem]:
    for loose in missing(connection, present):
        where = record_name(present[loose.kind, loose.id])
        values = {"kind": loose.kind, "field": loose.field}
        yield Problem("refers_to_nothing", f"{loose.kind} {where}".strip(), values, loose.id, "error")


def replay(connection: Connection, upto: int | None = None) -> dict[Key, dict[str, Value]]:
    """Return every record as the log says it is, from the first revision on: the log alone gives the register.

    Raises BrokenLog at the first change that does not follow from the ones before it.
    """
    state: dict[Key, dict[str, Value]] = {}
    for _, key, change in logged(connection, upto):
        if fault := step(state, change) if change else "unreadable":
            raise BrokenLog(f"{key}: {fault}")
    return state


class BrokenLog(Exception):
    """A log that contradicts itself."""


def logged(connection: Connection, upto: int | None = None) -> Iterator[tuple[int, Key, Change | None]]:
    """Yield the log: revision, record, change; None for a change that cannot be read."""
    where, values = ("WHERE revision <= ?", (upto,)) if upto is not None else ("", ())
    select = f"SELECT revision, {COLUMNS} FROM change {where} ORDER BY seq"
    for revision, *row in connection.exec_driver_sql(select, values):
        try:
            change: Change | None = change_from(row)
        except ValueError:
            change = None
        yield revision, (str(row[0]), RecordId(str(row[1]))), change


def step(state: dict[Key, dict[str, Value]], change: Change) -> str | None:
    """Take one change of the log into the records as they were; return what is wrong with it, if anything is."""
    key = (change.kind, change.id)
    if change.kind not in kinds():
        return "unknown_kind"
    known, values = kinds()[change.kind], state.get(key)
    if isinstance(change, Added):
        state[key] = {**known.defaults, **change.values}
        return "added_twice" if values is not None else None
    if values is None:
        return "not_there"
    if isinstance(change, Removed):
        del state[key]
        return None if values == {**known.defaults, **change.values} else "before_differs"
    before = values.get(change.field)
    values[change.field] = change.after
    return None if before == change.before else "before_differs"


def _log_disagrees(connection: Connection, present: Mapping[Key, State]) -> Iterator[Problem]:
    """Yield a problem for each record that is not what the log says: another program wrote to the file."""
    told: dict[Key, dict[str, Value]] = {}
    broken: dict[Key, int] = {}
    for revision, key, change in logged(connection):
        if change is None or step(told, change):
            broken.setdefault(key, revision)
    for key in sorted(broken.keys() | told.keys() | present.keys()):
        values = present.get(key) or told.get(key) or {}
        where = f"{key[0]} {record_name(values)}".strip()
        if key in broken:
            yield Problem("log_broken", where, {"kind": key[0], "number": broken[key]}, key[1], "error")
        elif told.get(key) != present.get(key):
            yield Problem("log_disagrees", where, {"kind": key[0]}, key[1], "error")
