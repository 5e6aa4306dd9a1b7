"""Look the plans of a register over: measures, periods, reports, assessments, recommendations without a measure."""

from collections import Counter, defaultdict
from collections.abc import Iterator
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
from upr_desktop.register.queries import agencies, records
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
    if found:
        yield from _unplanned(connection)


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
    codes = {id: agency.code for id, agency in agencies(connection).items()}
    documents = Counter(row[0] for row in connection.exec_driver_sql(DOCUMENTS))
    for id, values in records(connection, "progress").items():
        if not values["archived"]:
            task = tasks[RecordId(str(values["assignment_id"]))]
            period = periods[RecordId(str(values["period_id"]))]
            around = ReportAround(today, documents[id], task, period)
            number = numbers.get(RecordId(str(task["measure_id"])), "")
            agency = codes.get(RecordId(str(task["agency_id"])), "")
            yield from report_problems(values, around, id, f"{number}/{agency}/{period['code']}")


def _unplanned(connection: Connection) -> Iterator[Problem]:
    rows = recommendations(connection)
    newest = max((row.cycle or 0 for row in rows if row.in_plan.measures), default=0)
    wanted = set(without_measure(row for row in rows if (row.cycle or 0) >= newest))
    for row in rows:
        if row.id in wanted:
            where = f"{row.cycle}/{row.number}" if row.number else str(row.heading or "")
            yield Problem("recommendation_without_measure", where, {}, row.id, INFO, "recommendation")
