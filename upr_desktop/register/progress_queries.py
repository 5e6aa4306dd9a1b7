"""Read what agencies report: marks to count with, and whole reports with documents and remarks."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from upr_desktop.code_lists import REPORT_TEXTS
from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection
from upr_desktop.register.plan_rows import LANGUAGES, ProgressRow, ReportMark

MARK = """g.id, g.assignment_id, g.period_id, a.measure_id, a.agency_id, a.role, g.state, g.claimed_status, g.no_change,
          g.done_on, t.last_day"""
SOURCE = """FROM progress g JOIN assignment a ON a.id = g.assignment_id JOIN period t ON t.id = g.period_id
    WHERE a.measure_id IS NOT NULL AND"""
IN_USE, ARCHIVED = "NOT g.archived AND NOT a.archived AND NOT t.archived", "g.archived"
MARKS = f"SELECT {MARK} {SOURCE} {IN_USE} AND {{which}} ORDER BY t.last_day DESC, t.id DESC, g.id"
TASKS = "SELECT id, measure_id, agency_id, role FROM assignment WHERE measure_id IS NOT NULL AND NOT archived"
TERMS = """
    SELECT id, last_day FROM period WHERE NOT archived AND (? IS NULL OR plan_id = ?)
    ORDER BY last_day DESC, id DESC"""
REPORTS = """
    SELECT id, assignment_id, period_id, state, claimed_status, no_change, done_on FROM progress WHERE NOT archived"""
SAID = ", ".join(f"g.{text}_{code}" for text in REPORT_TEXTS for code in LANGUAGES)
TEXTS = f"t.code, {SAID}, g.confidential"
WHOLE = f"SELECT {MARK}, {TEXTS} {SOURCE} {{state}} AND {{which}} ORDER BY t.last_day DESC, t.id DESC, g.id"
DOCUMENTS = """
    SELECT l.record_id, l.evidence_id FROM evidence_link l JOIN evidence e ON e.id = l.evidence_id
    WHERE l.record_kind = 'progress' AND NOT l.archived AND NOT e.archived
    AND l.record_id IN (SELECT value FROM json_each(?)) ORDER BY l.id"""
REMARKS = """
    SELECT progress_id, text FROM remark
    WHERE NOT archived AND progress_id IN (SELECT value FROM json_each(?)) ORDER BY id"""
LINKED = """a.measure_id IN (
    SELECT measure_id FROM measure_recommendation WHERE NOT archived AND recommendation_id = ?)"""
IN_LIST = "{column} IN (SELECT value FROM json_each(?))"


def report_marks(
    connection: Connection, measures: Sequence[RecordId] | None = None, *, plan: RecordId | None = None
) -> list[ReportMark]:
    """Return the reports on measures, or for a plan's periods, or all, without their texts, newest period first."""
    if measures is None:
        return _all_marks(connection, plan)
    which, values = _listed("a.measure_id", measures)
    return [_mark(row) for row in connection.exec_driver_sql(MARKS.format(which=which), values)]


def _all_marks(connection: Connection, plan: RecordId | None) -> list[ReportMark]:
    """Return the reports for a plan's periods, or for all; joined here, since reports are many and periods few.

    Ten thousand marks share ids and codes that stand in many of them: half of the memory, and of the time to get it.
    """
    tasks = {row[0]: row for row in connection.exec_driver_sql(TASKS)}
    made: dict[RecordId, tuple[RecordId, str, list[ReportMark]]] = {
        period: (period, day, []) for period, day in connection.exec_driver_sql(TERMS, (plan, plan))
    }
    codes: dict[str | None, str | None] = {}
    for id, task, period, state, claimed, no_change, done in connection.exec_driver_sql(REPORTS):
        if task in tasks and period in made:
            same, day, marks = made[period]
            said = (codes.setdefault(state, state), codes.setdefault(claimed, claimed))
            own, measure, agency, role = tasks[task]
            whose = (id, own, same, measure, agency, role)
            marks.append(ReportMark._make((*whose, *said, bool(no_change), done, day)))
    return [mark for *_, marks in made.values() for mark in sorted(marks)]


def progress_rows(connection: Connection, ids: Sequence[RecordId]) -> list[ProgressRow]:
    """Return these reports with their texts, newest period first; archived ones are left out."""
    return _whole(connection, *_listed("g.id", ids))


def progress_of(
    connection: Connection,
    *,
    measure: RecordId | None = None,
    agency: RecordId | None = None,
    period: RecordId | None = None,
    recommendation: RecordId | None = None,
    archived: bool = False,
) -> list[ProgressRow]:
    """Return the reports of a measure, agency, period or recommendation (by its measures), newest period first.

    Several together narrow down; none gives all. Those in use are meant, or those in the archive instead.
    """
    asked = {
        "a.measure_id = ?": measure,
        "a.agency_id = ?": agency,
        "t.id = ?": period,
        LINKED: recommendation,
    }
    tests = {test: value for test, value in asked.items() if value is not None}
    return _whole(
        connection, " AND ".join(tests) or "1", tuple(tests.values()), ARCHIVED if archived else IN_USE
    )


def _whole(
    connection: Connection, which: str, values: tuple[str, ...], state: str = IN_USE
) -> list[ProgressRow]:
    rows = connection.exec_driver_sql(WHOLE.format(which=which, state=state), values).all()
    ids = [row[0] for row in rows]
    documents, remarks = (_by_first(connection, select, ids) for select in (DOCUMENTS, REMARKS))
    return [
        ProgressRow(
            _mark(row[:11]),
            period=row[11],
            narratives=_by_language(row[12:15]),
            evidence_texts=_by_language(row[15:18]),
            problems_texts=_by_language(row[18:21]),
            confidential=bool(row[21]),
            evidence=tuple(documents.get(row[0], ())),
            remarks=tuple(remarks.get(row[0], ())),
        )
        for row in rows
    ]


def _by_language(texts: Sequence[str | None]) -> dict[str, str]:
    return {code: text for code, text in zip(LANGUAGES, texts, strict=True) if text}


def _mark(row: Sequence[Any]) -> ReportMark:
    return ReportMark._make((*row[:8], bool(row[8]), *row[9:]))


def _listed(column: str, ids: Sequence[RecordId] | None) -> tuple[str, tuple[str, ...]]:
    return ("1", ()) if ids is None else (IN_LIST.format(column=column), (json.dumps(list(ids)),))


def _by_first(connection: Connection, select: str, ids: Sequence[RecordId]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for owner, value in connection.exec_driver_sql(select, (json.dumps(list(ids)),)):
        found[owner].append(value)
    return found
