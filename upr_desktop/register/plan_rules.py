"""Say what is worth a look in reports, periods and measures: the same rules for a form as one types and for `check`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from upr_desktop.code_lists import RECOMMENDATION_STATUSES, REPORT_TEXTS, STATUSES
from upr_desktop.register.changes import RecordId, Value
from upr_desktop.register.errors import Problem
from upr_desktop.register.plan_rows import LANGUAGES, BodyRow, MeasureRow
from upr_desktop.register.plan_standing import closed_on
from upr_desktop.register.queries import AgencyRow, agencies_told

Values = Mapping[str, Value]
Agencies = Mapping[RecordId, AgencyRow]
WARNING, INFO = "warning", "info"
UNDONE = ("not_implemented", "not_planned")
NARRATIVES, EVIDENCE, PROBLEMS = (tuple(f"{text}_{code}" for code in LANGUAGES) for text in REPORT_TEXTS)


@dataclass(frozen=True, slots=True)
class ReportAround:
    """What a report is judged by: the day, how many documents it has, and when its body is responsible.

    `assignment` and `period` are the fields of the records that it belongs to; empty ones are not looked at.
    """

    today: date
    documents: int = 0
    assignment: Values = field(default_factory=dict)
    period: Values = field(default_factory=dict)


def report_problems(
    values: Values, around: ReportAround, id: RecordId | None = None, where: str = ""
) -> list[Problem]:
    """Return what is worth a look in a report; `values` are its fields, those left out count as empty."""
    return [
        _problem("progress", code, name, id, where)
        for rule in (_claim_faults, _day_faults, _belonging_faults)
        for code, name in rule(values, around)
    ]


def _claim_faults(values: Values, around: ReportAround) -> Iterator[tuple[str, str]]:
    told = any(_filled(values.get(name)) for name in NARRATIVES)
    status = values.get("claimed_status")
    is_proved = around.documents or any(_filled(values.get(name)) for name in EVIDENCE)
    if status == "fully_implemented" and not is_proved:
        yield "done_without_evidence", "evidence_text"
    if status in UNDONE and not told and not any(_filled(values.get(name)) for name in PROBLEMS):
        yield "undone_without_reason", "claimed_status"
    if values.get("no_change") and told:
        yield "no_change_with_text", "no_change"


def _day_faults(values: Values, around: ReportAround) -> Iterator[tuple[str, str]]:
    done_on = values.get("done_on")
    if not isinstance(done_on, str):
        return
    if done_on > around.today.isoformat():
        yield "done_in_future", "done_on"
    if not _is_within(done_on, around.assignment):
        yield "done_outside_validity", "done_on"


def _belonging_faults(values: Values, around: ReportAround) -> Iterator[tuple[str, str]]:
    first, last = around.period.get("first_day"), around.period.get("last_day")
    begun, ended = around.assignment.get("valid_from"), around.assignment.get("valid_to")
    if _is_before(last, begun) or _is_before(ended, first):
        yield "report_outside_validity", "period_id"
    if around.assignment.get("archived"):
        yield "report_without_assignment", "assignment_id"


def period_problems(values: Values, others: Iterable[Values], id: RecordId | None = None) -> list[Problem]:
    """Return what is worth a look in a period; `others` are the other periods of its plan that are in use."""
    found: list[tuple[str, str]] = []
    first, last = values.get("first_day"), values.get("last_day")
    if _is_before(last, first):
        found.append(("period_reversed", "last_day"))
    if _is_before(values.get("due_agencies"), last):
        found.append(("period_due_early", "due_agencies"))
    if _is_before(values.get("due_upward"), values.get("due_agencies")):
        found.append(("period_upward_early", "due_upward"))
    for other in others:
        if not _is_before(other.get("last_day"), first) and not _is_before(last, other.get("first_day")):
            found.append(("periods_overlap", "first_day"))
            break
    if any(other.get("code") == values.get("code") for other in others):
        found.append(("period_twice", "code"))
    return [_problem("period", code, name, id, str(values.get("code") or "")) for code, name in found]


def measure_problems(row: MeasureRow, agencies: Agencies, plan_end: str | None = None) -> list[Problem]:
    """Return what is worth a look in a measure: bodies, recommendations, deadline. Days are ISO text."""
    where, leads = row.number or row.text("ru")[0][:60], len(row.leads)
    found: list[Problem] = []
    if not row.texts:
        found.append(_problem("measure", "measure_without_text", "text_ru", row.id, where))
    if not leads:
        found.append(_problem("measure", "measure_without_lead", "", row.id, where))
    if leads > 1:
        found.append(Problem("two_leads", where, {"count": leads}, row.id, kind="measure"))
    if not row.recommendations:
        found.append(_problem("measure", "measure_without_recommendation", "", row.id, where))
    if not row.deadline.is_decided:
        values = {"text": str(row.deadline.raw)[:120]}
        found.append(Problem("deadline_undecided", where, values, row.id, INFO, "measure"))
    if row.deadline.start and row.deadline.end and row.deadline.start > row.deadline.end:
        found.append(_problem("measure", "deadline_reversed", "deadline_end", row.id, where))
    return found + list(_ended_bodies(row, agencies, where, plan_end))


def _ended_bodies(row: MeasureRow, agencies: Agencies, where: str, plan_end: str | None) -> Iterator[Problem]:
    """Find bodies that no longer exist before the measure is over, and whose part nobody took over."""
    end = row.deadline.end or plan_end
    if closed_on(row.decisions) or end is None:
        return
    for body in row.bodies:
        agency = agencies.get(body.agency_id)
        last = agency.valid_to if agency else None
        if agency and last and last < end and not _ends_by(body, last) and not _is_followed(row, body):
            values = {"agency": agency.code, "date": last, **agencies_told("agency", [agency])}
            yield Problem("agency_ended", where, values, row.id, kind="measure")


def _ends_by(body: BodyRow, last: str) -> bool:
    return body.valid_to is not None and body.valid_to <= last


def _is_followed(row: MeasureRow, body: BodyRow) -> bool:
    """Return whether the body's part ends and another's begins after it."""
    return body.valid_to is not None and any(
        other.valid_from is not None and other.valid_from > body.valid_to for other in row.bodies
    )


def numbers_twice(rows: Sequence[MeasureRow]) -> Iterator[Problem]:
    """Find measures of one plan that bear the same number."""
    seen: set[tuple[RecordId, str]] = set()
    for row in rows:
        if row.number and (row.plan_id, row.number) in seen:
            yield _problem("measure", "measure_number_twice", "number", row.id, row.number)
        seen.add((row.plan_id, row.number or ""))


def assessment_problems(values: Values, id: RecordId | None = None) -> list[Problem]:
    """Return what is wrong with an assessment: recommendations take other words than measures."""
    allowed = RECOMMENDATION_STATUSES if values.get("record_kind") == "recommendation" else STATUSES
    if values.get("value") in allowed:
        return []
    return [_problem("assessment", "assessment_of_other_kind", "value", id, "")]


def _problem(
    kind: str, code: str, name: str, id: RecordId | None, where: str, severity: str = WARNING
) -> Problem:
    return Problem(code, where, {"kind": kind, "field": name}, id, severity, kind)


def _filled(value: Value) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_before(one: Value, other: Value) -> bool:
    return isinstance(one, str) and isinstance(other, str) and one < other


def _is_within(day: str, assignment: Values) -> bool:
    return not _is_before(day, assignment.get("valid_from")) and not _is_before(
        assignment.get("valid_to"), day
    )
