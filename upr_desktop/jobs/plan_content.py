"""Gather what a plan's workbook or report tells: measures, what agencies said of them, wordings, names, on one day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from upr_desktop.jobs.period_words import period_words
from upr_desktop.merge.joined_cells import joined
from upr_desktop.register.changes import RecordId
from upr_desktop.register.naming import find_record, no_such_record
from upr_desktop.register.plan_queries import measures, periods, plans
from upr_desktop.register.plan_reports import Matrix, report_matrix
from upr_desktop.register.plan_rows import MeasureRow, PeriodRow, PlanRow, ProgressRow, ReportMark
from upr_desktop.register.progress_queries import progress_rows
from upr_desktop.register.queries import Catalogue, catalogue
from upr_desktop.register.register import Connection
from upr_desktop.register.report_entries import current_period
from upr_desktop.register.wordings import WordingRow, wordings
from upr_desktop.words import say


@dataclass(frozen=True, slots=True)
class PlanContent:
    """One plan in one language on one day. `period` is the one chosen, else that which is worked on now.

    `said` holds, by measure, the report of each body that is told: for the period chosen, or else its last one;
    leads first. `reports` holds those and all of the period, by (task, period). What is for official use is in
    neither told nor counted out: who writes it down asks `told` for the words.
    """

    language: str
    today: date
    confidential: bool
    known: Catalogue
    plan: PlanRow | None = None
    period: PeriodRow | None = None
    is_chosen: bool = False
    measures: Sequence[MeasureRow] = ()
    matrix: Matrix = field(default_factory=lambda: Matrix((), ()))
    said: Mapping[RecordId, Sequence[ProgressRow]] = field(default_factory=dict)
    reports: Mapping[tuple[RecordId, RecordId], ProgressRow] = field(default_factory=dict)
    wordings: Mapping[RecordId, WordingRow] = field(default_factory=dict)

    @property
    def withheld(self) -> str:
        """Return what stands in the place of a text for official use."""
        return f"[{say('history_workbook.withheld', self.language)}]"

    def agency(self, id: RecordId) -> str:
        """Return the short name of an agency."""
        found = self.known.agencies.get(id)
        return found.short(self.language) if found else ""

    def told(self, report: ProgressRow) -> str:
        """Return what a report says: its narrative, else that nothing changed, else its status."""
        if report.confidential and not self.confidential:
            return self.withheld
        text = report.narrative(self.language)[0]
        if not text and report.mark.no_change:
            return say("return.no_change", self.language)
        if not text and report.mark.status:
            return say(f"status.{report.mark.status}", self.language)
        return text

    def progress(self, measure: RecordId) -> str:
        """Return what all bodies said of a measure: «МВД: …», one a line, as far as a cell holds it."""
        return joined(self.answers(measure), "\n", self.language, "consolidated.more")

    def answers(self, measure: RecordId) -> list[str]:
        """Return what each body said of a measure; without a period chosen each says of which period it is."""
        return [self._answer(report) for report in self.said.get(measure, ()) if self.told(report)]

    def _answer(self, report: ProgressRow) -> str:
        who = self.agency(report.mark.agency_id)
        if not self.is_chosen:
            who = f"{who} ({period_words(report.period, self.language, brief=True)})"
        return f"{who}: {self.told(report)}"

    def wording(self, measure: RecordId, states: Collection[str] = ("agreed", "draft")) -> str:
        """Return the consolidated wording of a measure, if it is in one of these states."""
        found = self.wordings.get(measure)
        if found is None or found.state not in states:
            return ""
        if found.confidential and not self.confidential:
            return self.withheld
        return found.text(self.language)[0]


def plan_content(
    connection: Connection, language: str, today: date, *, period: str = "", confidential: bool = False
) -> PlanContent:
    """Return what there is to tell of the plan of a period (its code), else of the latest plan.

    Raises RegisterError: no_such_period, no_periods, several_records where there is not exactly one such period.
    """
    known, every = catalogue(connection), plans(connection)
    chosen = _chosen(connection, period) if period else None
    plan = next((one for one in every if chosen is None or one.id == chosen.plan_id), None)
    if plan is None:
        if chosen is not None:
            raise no_such_record(connection, f"period:{period}", "period")
        return PlanContent(language, today, confidential, known)
    rows, spans = measures(connection, plan.id), periods(connection, plan.id)
    shown = chosen or current_period(spans, today)
    said = {row.id: _said(row.marks, chosen) for row in rows}
    of_period = (mark for row in rows for mark in row.marks if shown and mark.period_id == shown.id)
    wanted = {mark.id for marks in said.values() for mark in marks} | {mark.id for mark in of_period}
    found = {report.id: report for report in progress_rows(connection, sorted(wanted))}
    return PlanContent(
        language, today, confidential, known, plan, shown, bool(chosen), rows,
        report_matrix(plan, rows, spans, known.agencies),
        {id: [found[mark.id] for mark in marks] for id, marks in said.items()},
        {(one.mark.assignment_id, one.mark.period_id): one for one in found.values()},
        _wordings(connection, spans, chosen),
    )  # fmt: skip


def _chosen(connection: Connection, code: str) -> PeriodRow:
    _, id = find_record(connection, f"period:{code}")
    found = next((row for row in periods(connection) if row.id == id), None)
    if found is None:
        raise no_such_record(connection, f"period:{code}", "period")
    return found


def _said(marks: Iterable[ReportMark], chosen: PeriodRow | None) -> list[ReportMark]:
    """Return the report of each body that is told, leads first; drafts and those sent back are not."""
    newest: dict[RecordId, ReportMark] = {}
    for mark in marks:  # newest period first
        if mark.counts and (chosen is None or mark.period_id == chosen.id):
            newest.setdefault(mark.assignment_id, mark)
    order = {"lead": 0, "co": 1}
    return sorted(newest.values(), key=lambda mark: (order.get(mark.role, 2), mark.assignment_id))


def _wordings(
    connection: Connection, spans: Sequence[PeriodRow], chosen: PeriodRow | None
) -> dict[RecordId, WordingRow]:
    """Return the wording of each measure: of the period chosen, else of the newest period that has one."""
    order = {period.id: at for at, period in enumerate(spans)}
    by_measure: dict[RecordId, list[WordingRow]] = defaultdict(list)
    for row in wordings(connection, chosen.id if chosen else None).values():
        if row.texts and row.period_id in order:
            by_measure[row.record_id].append(row)
    return {id: max(rows, key=lambda row: order[row.period_id]) for id, rows in by_measure.items()}
