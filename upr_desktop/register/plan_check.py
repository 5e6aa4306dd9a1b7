"""Look the plans of a register over: measures, periods, reports, assessments; and what is supported but not begun."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection
from upr_desktop.register.errors import Problem
from upr_desktop.register.plan_queries import measures, plans
from upr_desktop.register.plan_rules import (
    INFO,
    ReportAround,
    assessment_problems,
    measure_problems,
    numbers_twice,
    period_problems,
    report_problems,
)
from upr_desktop.register.plan_summary import without_measure
from upr_desktop.register.queries import RecommendationRow, agencies, agencies_told, records
from upr_desktop.register.recommendations import recommendations
from upr_desktop.register.store import State

DOCUMENTS = """
    SELECT l.record_id FROM evidence_link l JOIN evidence e ON e.id = l.evidence_id
    WHERE l.record_kind = 'progress' AND NOT l.archived AND NOT e.archived"""


def plan_problems(connection: Connection, today: date) -> Iterator[Problem]:
    """Yield what is worth a look in the plans of a register on a day."""
    found = measures(connection)
    ends = {plan.id: plan.valid_to for plan in plans(connection)}
    bodies = agencies(connection)
    for row in found:
        yield from measure_problems(row, bodies, ends.get(row.plan_id))
    yield from numbers_twice(found)
    yield from _periods(connection)
    yield from _reports(connection, today)
    for id, values in records(connection, "assessment").items():
        if not values["archived"]:
            yield from assessment_problems(values, id)
    yield from _gaps(recommendations(connection))


def _periods(connection: Connection) -> Iterator[Problem]:
    by_plan: dict[str, dict[RecordId, State]] = defaultdict(dict)
    for id, values in records(connection, "period").items():
        if not values["archived"]:
            by_plan[str(values["plan_id"])][id] = values
    for found in by_plan.values():
        for id, values in found.items():
            earlier = [other for other_id, other in found.items() if other_id < id]
            yield from period_problems(values, earlier, id)


def _reports(connection: Connection, today: date) -> Iterator[Problem]:
    tasks, periods = records(connection, "assignment"), records(connection, "period")
    numbers = {id: str(row["number"] or "") for id, row in records(connection, "measure").items()}
    named = agencies(connection)
    documents = Counter(row[0] for row in connection.exec_driver_sql(DOCUMENTS))
    for id, values in records(connection, "progress").items():
        if not values["archived"]:
            task = tasks[RecordId(str(values["assignment_id"]))]
            period = periods[RecordId(str(values["period_id"]))]
            around = ReportAround(today, documents[id], task, period)
            number = numbers.get(RecordId(str(task["measure_id"])), "")
            agency = named.get(RecordId(str(task["agency_id"])))
            told = agencies_told("agency", [agency] if agency else [])
            code = agency.code if agency else ""
            for one in report_problems(values, around, id, f"{number}/{code}/{period['code']}"):
                yield replace(one, values={**one.values, **told})


def _gaps(rows: Sequence[RecommendationRow]) -> Iterator[Problem]:
    """Count what is supported and has no agency, or no measure where there is a plan: a line each, not one for each.

    Cycles before the newest, and before the newest that a plan speaks of, are not asked for.
    """
    newest = max((row.cycle or 0 for row in rows), default=0)
    unassigned = [
        row
        for row in rows
        if (row.cycle or 0) == newest and row.position.startswith("supported") and not row.agencies
    ]
    yield from _counted("supported_without_agency", newest, len(unassigned))
    planned = max((row.cycle or 0 for row in rows if row.in_plan.measures), default=None)
    if planned is not None:
        missed = without_measure(row for row in rows if (row.cycle or 0) >= planned)
        yield from _counted("supported_without_measure", planned, len(missed))


def _counted(code: str, cycle: int, count: int) -> Iterator[Problem]:
    if count:
        yield Problem(code, f"{cycle}/" if cycle else "", {"count": count}, None, INFO, "recommendation")
