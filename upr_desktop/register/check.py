"""Look a whole register over: rules of single records, rules between records, and whether the log agrees."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from sqlalchemy import Connection

from upr_desktop.register import sqlite
from upr_desktop.register.changes import Added, Edited, RecordId
from upr_desktop.register.errors import Problem
from upr_desktop.register.kinds import kinds
from upr_desktop.register.log import COLUMNS, change_from
from upr_desktop.register.queries import agencies
from upr_desktop.register.recommendations import recommendations
from upr_desktop.register.rules import record_name, record_problems
from upr_desktop.register.store import State, read_records

Records = Mapping[str, Mapping[RecordId, State]]


def check(connection: Connection) -> list[Problem]:
    """Return all problems of a register, each with where, what and how to mend; [] where all is well."""
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
    problems += _log_disagrees(connection, everything)
    if not sqlite.search_is_current(connection):
        problems.append(Problem("search_index_stale"))
    return problems


def _recommendation_rules(connection: Connection) -> Iterator[Problem]:
    seen: dict[tuple[str, str], RecordId] = {}
    for row in recommendations(connection):
        where = f"{row.cycle}/{row.number}" if row.number else str(row.heading or "")
        leads = sum(link.role == "lead" for link in row.agencies)
        if row.number and (row.review_id, row.number) in seen:
            yield Problem("number_twice", where, {}, row.id)
        seen[row.review_id, row.number or ""] = row.id
        if not row.parts:
            yield Problem("recommendation_without_text", where, {}, row.id)
        if leads > 1:
            yield Problem("two_leads", where, {"count": leads}, row.id)
        if row.agencies and not leads:
            yield Problem("no_lead", where, {}, row.id)
        for name, iso in row.states:
            if iso is None:
                yield Problem("unknown_state", where, {"name": name}, row.id)


def _agency_rules(connection: Connection) -> Iterator[Problem]:
    by_code: dict[str, list[RecordId]] = defaultdict(list)
    for agency in agencies(connection).values():
        if not agency.archived:
            by_code[agency.code].append(agency.id)
    for code, ids in by_code.items():
        if len(ids) > 1:
            yield Problem("agency_code_twice", code, {"count": len(ids)}, ids[1])


CHECKS: tuple[Callable[[Connection], Iterator[Problem]], ...] = (_recommendation_rules, _agency_rules)


def replay(connection: Connection, upto: int | None = None) -> dict[tuple[str, RecordId], dict[str, object]]:
    """Return every record as the log says it is, from the first revision on: the log alone gives the register."""
    where, values = ("WHERE revision <= ?", (upto,)) if upto is not None else ("", ())
    state: dict[tuple[str, RecordId], dict[str, object]] = {}
    for row in connection.exec_driver_sql(f"SELECT {COLUMNS} FROM change {where} ORDER BY seq", values):
        change = change_from(row)
        key = (change.kind, change.id)
        if isinstance(change, Added):
            state[key] = {**kinds()[change.kind].defaults, **change.values}
        elif isinstance(change, Edited):
            state[key][change.field] = change.after
        else:
            del state[key]
    return state


def _log_disagrees(connection: Connection, everything: Records) -> Iterator[Problem]:
    """Yield a problem for each record that is not what the log says: another program wrote to the file."""
    logged = replay(connection)
    present = {(kind, id): values for kind, found in everything.items() for id, values in found.items()}
    for key in logged.keys() | present.keys():
        if logged.get(key) != present.get(key):
            values = present.get(key) or logged[key]
            name = record_name(key[0], values)  # type: ignore[arg-type]
            yield Problem("log_disagrees", f"{key[0]} {name}".strip(), {"kind": key[0]}, key[1], "error")
