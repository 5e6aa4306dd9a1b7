"""Read plans, measures and periods whole, in few selects."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection
from upr_desktop.register.plan_rows import (
    LANGUAGES,
    AssessmentRow,
    BodyRow,
    DeadlineRow,
    DecisionRow,
    LinkedRow,
    MeasureRow,
    PeriodRow,
    PlanRow,
    ReportMark,
)
from upr_desktop.register.plan_standing import newest
from upr_desktop.register.progress_queries import progress_rows, report_marks

Grouped = Mapping[str, Sequence[Any]]
PLANS = """
    SELECT id, title_kk, title_ru, title_en, act, state, valid_from, valid_to, who_reports, mode, archived FROM "plan"
    WHERE {alive} ORDER BY valid_from DESC, id DESC"""
PERIODS = """
    SELECT id, plan_id, code, first_day, last_day, due_agencies, due_upward FROM period
    WHERE archived = ? AND (? IS NULL OR plan_id = ?) ORDER BY first_day, last_day, id"""
EXTENSIONS = "SELECT period_id, agency_id, due FROM period_extension WHERE NOT archived ORDER BY id"
MEASURES = """
    SELECT m.id, m.plan_id, m.number, m.paragraph, m.item, m.subitem, m.section, m.area_id, m.text_kk, m.text_ru,
           m.text_en, m.quality_kk, m.quality_ru, m.quality_en, m.original_language, m.completion_form_kk,
           m.completion_form_ru, m.completion_form_en, m.deadline_raw, m.deadline_kind, m.deadline_start,
           m.deadline_end, m.deadline_details, m.deadline_decided_by, m.funding, m.note, m.archived,
           m.bodies_raw, m.references_raw
    FROM measure m JOIN "plan" p ON p.id = m.plan_id WHERE {which}
    ORDER BY p.valid_from DESC, m.plan_id, m.paragraph IS NULL, m.paragraph, m.item, m.subitem, m.id"""
BODIES = """
    SELECT a.measure_id, a.id, a.agency_id, a.role, a.reports, a.valid_from, a.valid_to, a.raw
    FROM assignment a JOIN measure m ON m.id = a.measure_id WHERE NOT a.archived AND {which}
    ORDER BY a.measure_id, CASE a.role WHEN 'lead' THEN 0 WHEN 'co' THEN 1 ELSE 2 END, a.id"""
LINKED = """
    SELECT l.measure_id, r.id, l.id, r.number, v.cycle, r.position
    FROM measure_recommendation l JOIN measure m ON m.id = l.measure_id
    JOIN recommendation r ON r.id = l.recommendation_id JOIN review v ON v.id = r.review_id
    WHERE NOT l.archived AND NOT r.archived AND {which}
    ORDER BY l.measure_id, v.cycle DESC, r.paragraph, r.item, r.id"""
DECISIONS = """
    SELECT d.measure_id, d.id, d.decision, d.date, d.act, d.value_before, d.value_after
    FROM measure_decision d JOIN measure m ON m.id = d.measure_id WHERE NOT d.archived AND {which}
    ORDER BY d.measure_id, d.date, d.id"""
INDICATORS = """
    SELECT i.measure_id, i.id FROM indicator i JOIN measure m ON m.id = i.measure_id WHERE NOT i.archived AND {which}"""
NOTES = """
    SELECT n.record_id, n.id FROM note n JOIN measure m ON m.id = n.record_id WHERE NOT n.archived AND {which}"""
EVIDENCE = """
    SELECT l.record_id, l.evidence_id FROM evidence_link l JOIN evidence e ON e.id = l.evidence_id
    WHERE NOT l.archived AND NOT e.archived AND l.record_kind IN ('measure', 'progress') AND {which}"""
ASSESSMENTS = """
    SELECT record_id, id, value, date, period_id, assessor, reason FROM assessment
    WHERE NOT archived AND record_kind = ? ORDER BY id"""


def plans(connection: Connection, *, archived: bool = False) -> list[PlanRow]:
    """Return the plans, the latest first; archived ones are left out unless asked for."""
    found = connection.exec_driver_sql(PLANS.format(alive="1" if archived else "NOT archived"))
    return [
        PlanRow(id, _texts(row[:3]), *row[3:-1], archived=bool(row[-1]))  # type: ignore[misc]
        for id, *row in found
    ]


def periods(
    connection: Connection, plan: RecordId | None = None, *, archived: bool = False
) -> list[PeriodRow]:
    """Return the periods of a plan, or of all, in the order of time: those in use, or those in the archive."""
    extensions: dict[str, dict[RecordId, str]] = defaultdict(dict)
    for period, agency, due in connection.exec_driver_sql(EXTENSIONS):
        extensions[period][agency] = due
    found = connection.exec_driver_sql(PERIODS, (archived, plan, plan))
    return [PeriodRow(*(*row, extensions.get(row[0], {}))) for row in found]


def measures(
    connection: Connection,
    plan: RecordId | None = None,
    ids: Sequence[RecordId] | None = None,
    *,
    archived: bool = False,
) -> list[MeasureRow]:
    """Return measures in the order of their numbers, with all that belongs to them; those asked for, or all.

    Archived ones are left out unless asked for.
    """
    which, values = _which(plan, ids, archived=archived)
    parts: dict[str, Grouped] = {
        name: _grouped(connection, select, which, values)
        for name, select in (
            ("bodies", BODIES),
            ("linked", LINKED),
            ("decisions", DECISIONS),
            ("indicators", INDICATORS),
            ("notes", NOTES),
        )
    }
    found = connection.exec_driver_sql(MEASURES.format(which=which), values).all()
    marks: dict[RecordId, list[ReportMark]] = defaultdict(list)
    asked = None if ids is None else [row[0] for row in found]
    for mark in report_marks(connection, asked, plan=plan if ids is None else None):
        marks[mark.measure_id].append(mark)
    parts["evidence"] = _evidence(connection, asked, marks)
    last = {row.mark.measure_id: row for row in progress_rows(connection, list(_last(marks)))}
    held = assessments(connection, "measure")
    return [_measure(row, parts, held.get(row[0]), marks.get(row[0], ()), last.get(row[0])) for row in found]


def _evidence(
    connection: Connection,
    ids: Sequence[RecordId] | None,
    marks: Mapping[RecordId, Sequence[ReportMark]],
) -> Grouped:
    """Return the documents by measure: those linked to it and to its reports, each once."""
    owners = {mark.id: measure for measure, made in marks.items() for mark in made}
    asked = None if ids is None else [*ids, *owners]
    which = "1" if asked is None else "l.record_id IN (SELECT value FROM json_each(?))"
    values = () if asked is None else (json.dumps(asked),)
    found: dict[str, set[str]] = defaultdict(set)
    for owner, document in connection.exec_driver_sql(EVIDENCE.format(which=which), values):
        found[owners.get(owner, owner)].add(document)
    return {measure: sorted(documents) for measure, documents in found.items()}


def _last(marks: Mapping[RecordId, Sequence[ReportMark]]) -> Iterator[RecordId]:
    """Yield the newest report of each measure that was handed in, else the newest."""
    for made in marks.values():
        yield next((mark for mark in made if mark.counts), made[0]).id


def _measure(
    row: Sequence[Any],
    parts: Mapping[str, Grouped],
    held: AssessmentRow | None,
    marks: Iterable[ReportMark],
    last: Any,
) -> MeasureRow:
    id = row[0]
    bodies = (_body(body) for body in parts["bodies"].get(id, ()))
    return MeasureRow(
        id=id,
        plan_id=row[1],
        number=row[2],
        order=(row[3] or 0, row[4] or 0, row[5] or 0),
        section=row[6],
        area_id=row[7],
        texts=_texts(row[8:11]),
        quality=_texts(row[11:14]),
        original=row[14],
        forms=_texts(row[15:18]),
        deadline=DeadlineRow(*row[18:24]),
        funding=row[24],
        note=row[25],
        archived=bool(row[26]),
        bodies=tuple(bodies),
        recommendations=tuple(LinkedRow(*link) for link in parts["linked"].get(id, ())),
        decisions=tuple(DecisionRow(*one) for one in parts["decisions"].get(id, ())),
        assessment=held,
        marks=tuple(marks),
        last=last,
        evidence=tuple(parts["evidence"].get(id, ())),
        indicators=len(parts["indicators"].get(id, ())),
        notes=len(parts["notes"].get(id, ())),
        bodies_raw=row[27],
        references_raw=row[28],
    )


def _body(row: Sequence[Any]) -> BodyRow:
    id, agency, role, reports, valid_from, valid_to, raw = row
    return BodyRow(id, agency, role, None if reports is None else bool(reports), valid_from, valid_to, raw)


def assessments(connection: Connection, kind: str) -> dict[RecordId, AssessmentRow]:
    """Return the assessment that counts of each record of a kind: assignment, measure or recommendation."""
    found: dict[RecordId, list[AssessmentRow]] = defaultdict(list)
    for record, id, *rest in connection.exec_driver_sql(ASSESSMENTS, (kind,)):
        found[record].append(AssessmentRow(id, record, *rest))
    return {record: one for record, made in found.items() if (one := newest(made))}


def _which(
    plan: RecordId | None, ids: Sequence[RecordId] | None, *, archived: bool
) -> tuple[str, dict[str, str | None]]:
    tests = ["1" if archived else "NOT m.archived"]
    values: dict[str, str | None] = {}
    if plan is not None:
        tests.append("m.plan_id = :plan")
        values["plan"] = plan
    if ids is not None:
        tests.append("m.id IN (SELECT value FROM json_each(:ids))")
        values["ids"] = json.dumps(list(ids))
    return " AND ".join(tests), values


def _grouped(connection: Connection, select: str, which: str, values: Mapping[str, str | None]) -> Grouped:
    """Return the rows of a select without their first column, grouped by it."""
    found: dict[str, list[Any]] = defaultdict(list)
    for owner, *rest in connection.exec_driver_sql(select.format(which=which), dict(values)):
        found[owner].append(rest)
    return found


def _texts(values: Sequence[str | None]) -> dict[str, str]:
    return {code: text for code, text in zip(LANGUAGES, values, strict=True) if text}
