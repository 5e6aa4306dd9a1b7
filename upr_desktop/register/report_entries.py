"""List what is owed for a period, by agency or by measure: each report, what was said before, and what it lacks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from upr_desktop.register.changes import RecordId, Value
from upr_desktop.register.errors import Problem
from upr_desktop.register.plan_reports import Agencies, owing
from upr_desktop.register.plan_rows import LANGUAGES, BodyRow, MeasureRow, PeriodRow, PlanRow, ProgressRow
from upr_desktop.register.plan_rules import EVIDENCE, NARRATIVES, PROBLEMS, ReportAround, report_problems
from upr_desktop.register.plan_standing import OVERDUE, standing

MISSING, DRAFT, SENT_BACK, SUBMITTED = "missing", "draft", "sent_back", "submitted"
WAITING = (SENT_BACK, MISSING, DRAFT)
# How far a report is where its agency keeps it: nothing said, something, all that is needed, and written as a return.
BLANK, BEGUN, ANSWERED, WRITTEN = "blank", "begun", "answered", "written"
# Where a status says all there is to say: nothing more has to be told of the period.
SELF_EVIDENT = frozenset({"not_due"})
TEXTS = (*NARRATIVES, *EVIDENCE, *PROBLEMS)
NOTHING_SAID: Mapping[str, Value] = {
    "claimed_status": None,
    **dict.fromkeys(TEXTS),
    "done_on": None,
    "no_change": None,
    "confidential": None,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One report that a body owes, or made unasked; `previous` is its newest one for an earlier period.

    `lacks` are the fields without which it is no answer, `problems` what is worth a look in it. `shown` are the texts
    of the workbook beside the cells to fill in, where the agency keeps the report itself.
    """

    measure: MeasureRow
    body: BodyRow
    period: PeriodRow
    report: ProgressRow | None
    previous: ProgressRow | None
    is_owed: bool
    is_overdue: bool
    is_late: bool
    lacks: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    shown: Mapping[str, str] | None = None

    @property
    def id(self) -> str:
        """Return what names the entry: the task and the period."""
        return f"{self.body.id}/{self.period.id}"

    @property
    def state(self) -> str:
        """Return missing, draft, submitted, accepted or sent_back."""
        return self.report.mark.state if self.report else MISSING

    @property
    def is_own(self) -> bool:
        """Return whether its agency keeps it, in a register of its own rows."""
        return self.shown is not None

    @property
    def stage(self) -> str:
        """Return how far it is: its state; where its agency keeps it blank, begun, answered or written."""
        if not self.is_own:
            return self.state
        if self.lacks:
            said = report_values(self.report)
            return BEGUN if any(said[name] for name in NOTHING_SAID) else BLANK
        return WRITTEN if self.state == SUBMITTED else ANSWERED

    @property
    def is_waiting(self) -> bool:
        """Return whether the agency still has to hand it in; where it keeps it itself, to answer it."""
        return self.is_owed and (bool(self.lacks) if self.is_own else self.state in WAITING)

    @property
    def is_complete(self) -> bool:
        """Return whether the draft can be handed in as it stands."""
        return self.state == DRAFT and not self.lacks and not self.problems

    @property
    def has_remark(self) -> bool:
        """Return whether the coordinator has said something of it."""
        return bool(self.report and self.report.remarks)


def report_entries(
    plan: PlanRow,
    measures: Iterable[MeasureRow],
    period: PeriodRow,
    agency: RecordId,
    agencies: Agencies,
    reports: Sequence[ProgressRow],
    today: date,
) -> list[Entry]:
    """Return what an agency owes for a period, in the order of the measures, then what it reported unasked.

    `reports` are the agency's reports for all periods, newest period first.
    """
    made = _by_task(reports)
    owed: list[Entry] = []
    besides: list[Entry] = []
    for measure in measures:
        asked = {body.id for body in owing(plan, measure, period, agencies)}
        for body in measure.bodies:
            if body.agency_id != agency:
                continue
            if body.id in asked:
                owed.append(_entry(measure, body, period, made[body.id], today, is_owed=True))
            elif any(one.mark.period_id == period.id for one in made[body.id]):
                besides.append(_entry(measure, body, period, made[body.id], today, is_owed=False))
    return owed + besides


def measure_entries(
    plan: PlanRow,
    measure: MeasureRow,
    period: PeriodRow,
    agencies: Agencies,
    reports: Sequence[ProgressRow],
    today: date,
) -> list[Entry]:
    """Return what each body owes or made on a measure for a period, those in the lead first.

    `reports` are those on the measure for all periods, newest period first.
    """
    made, asked = _by_task(reports), {body.id for body in owing(plan, measure, period, agencies)}
    return [
        _entry(measure, body, period, made[body.id], today, is_owed=body.id in asked)
        for body in measure.bodies
        if body.id in asked or any(one.mark.period_id == period.id for one in made[body.id])
    ]


def _by_task(reports: Iterable[ProgressRow]) -> dict[RecordId, list[ProgressRow]]:
    made: dict[RecordId, list[ProgressRow]] = defaultdict(list)
    for report in reports:
        made[report.mark.assignment_id].append(report)
    return made


def _entry(
    measure: MeasureRow,
    body: BodyRow,
    period: PeriodRow,
    made: Sequence[ProgressRow],
    today: date,
    *,
    is_owed: bool,
) -> Entry:
    report = next((one for one in made if one.mark.period_id == period.id), None)
    due = period.due(body.agency_id)
    is_in = report is not None and report.mark.counts
    values = report_values(report)
    return Entry(
        measure,
        body,
        period,
        report,
        next((one for one in made if one.mark.last_day < period.last_day), None),
        is_owed,
        standing(measure, today) == OVERDUE,
        is_owed and not is_in and due is not None and due < today.isoformat(),
        lacking(values),
        tuple(report_problems(values, around_report(body, period, report, today))) if report else (),
    )


def report_values(report: ProgressRow | None) -> dict[str, Value]:
    """Return the fields of a report as rules and forms take them; empty ones where there is none."""
    if report is None:
        return dict(NOTHING_SAID)
    texts = {
        "narrative": report.narratives,
        "evidence_text": report.evidence_texts,
        "problems_text": report.problems_texts,
    }
    told: dict[str, Value] = {
        f"{stem}_{code}": said.get(code) for stem, said in texts.items() for code in LANGUAGES
    }
    return told | {
        "claimed_status": report.mark.status,
        "done_on": report.mark.done_on,
        "no_change": report.mark.no_change,
        "confidential": report.confidential,
    }


def around_report(body: BodyRow, period: PeriodRow, report: ProgressRow | None, today: date) -> ReportAround:
    """Return what a report is judged by."""
    return ReportAround(
        today,
        len(report.evidence) if report else 0,
        {"valid_from": body.valid_from, "valid_to": body.valid_to},
        {"first_day": period.first_day, "last_day": period.last_day},
    )


def lacking(values: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the fields that an answer needs and these values leave empty: a status, and what was done."""
    status = values.get("claimed_status")
    is_told = values.get("no_change") or any(_filled(values.get(name)) for name in (*NARRATIVES, *PROBLEMS))
    lacks = [] if status else ["claimed_status"]
    if not is_told and status not in SELF_EVIDENT:
        lacks.append("narrative")
    return tuple(lacks)


def current_period(periods: Sequence[PeriodRow], today: date) -> PeriodRow | None:
    """Return the period that is worked on: the one whose due day (else its last day) is nearest to a day."""
    return min(periods, key=lambda one: abs(_due(one) - today), default=None)


def _due(period: PeriodRow) -> date:
    return date.fromisoformat(period.due_agencies or period.last_day)


def _filled(value: Value) -> bool:
    return isinstance(value, str) and bool(value.strip())
