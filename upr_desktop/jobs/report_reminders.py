"""Lay out reminders: a letter to each agency that has not answered yet, with the due day and what is owed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from upr_desktop.exchange.word_out import WordColumn, WordOut
from upr_desktop.jobs.deadline_words import deadline_text
from upr_desktop.jobs.period_words import period_words
from upr_desktop.jobs.plan_content import PlanContent
from upr_desktop.jobs.report_plan import sign
from upr_desktop.jobs.value_words import day_words
from upr_desktop.register.changes import RecordId
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.plan_reports import ACCEPTED, SENT_BACK, SUBMITTED, Owed
from upr_desktop.words import say

COLUMNS = (("number", 1.2), ("measure", 8.6), ("deadline", 3.4), ("owed", 4.6))


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one agency still owes for the period: the reports, how many it owes in all, and by which day (ISO text)."""

    agency: RecordId
    missing: Sequence[Owed]
    owed: int
    due: str | None

    @property
    def measures(self) -> tuple[RecordId, ...]:
        """Return the measures on which reports are missing."""
        return tuple(one.measure_id for one in self.missing)


def reminders(content: PlanContent, wanted: Sequence[RecordId]) -> list[Reminder]:
    """Return what each agency (those wanted, else all) still owes for the period; in the order of their codes.

    Raises RegisterError: report_without_period, report_nobody_owes where nothing is missing.
    """
    if content.period is None:
        raise RegisterError("report_without_period")
    found = []
    for id in content.matrix.agencies:
        cell = content.matrix.cell(id, content.period.id)
        missing = [one for one in cell.owed if one.state not in (SUBMITTED, ACCEPTED)]
        if missing and (not wanted or id in wanted):
            found.append(Reminder(id, missing, len(cell.owed), content.period.due(id)))
    if not found:
        raise RegisterError("report_nobody_owes", period=content.period.code)
    return found


def reminder_pages(content: PlanContent, owed: Sequence[Reminder]) -> WordOut:
    """Return the document: a letter on a page of its own for each agency."""
    title = say("report.reminder.title", content.language)
    out = WordOut(content.language, title)
    for at, one in enumerate(owed):
        if at:
            out.new_page()
        _letter(out, content, one, title)
    return out


def _letter(out: WordOut, content: PlanContent, one: Reminder, title: str) -> None:
    language = content.language
    out.line(say("report.reminder.number", language, year=content.today.year))
    agency = content.known.agencies[one.agency].name(language)
    out.line(say("report.reminder.to", language, agency=agency), place="right", bold=True)
    out.title(title)
    for sentence in _sentences(content, one):
        out.line(sentence)
    columns = [
        WordColumn(say(f"report.column.{key}", language), share, "centre" if key == "number" else "left")
        for key, share in COLUMNS
    ]
    out.table(columns, list(_rows(content, one)))
    out.line(say("report.reminder.please", language))
    sign(out, content)


def _sentences(content: PlanContent, one: Reminder) -> Iterator[str]:
    language, period = content.language, content.period
    plan = content.plan.title(language) if content.plan else ""
    named = period_words(period.code, language) if period else ""
    key = "report.reminder.owes" if one.due else "report.reminder.owes_undated"
    yield say(key, language, plan=plan, period=named, due=day_words(one.due or "", language))
    is_late = one.due is not None and one.due < content.today.isoformat()
    yield say(
        "report.reminder.late" if is_late else "report.reminder.waiting", language,
        day=day_words(content.today.isoformat(), language), missing=len(one.missing), owed=one.owed,
    )  # fmt: skip


def _rows(content: PlanContent, one: Reminder) -> Iterator[Sequence[str]]:
    by_id = {row.id: row for row in content.measures}
    for owed in one.missing:
        row = by_id[owed.measure_id]
        text = row.text(content.language)[0]
        yield (row.number or "", text, deadline_text(row, content.language), _wanted(content, owed))


def _wanted(content: PlanContent, owed: Owed) -> str:
    """Return what is expected: information, or, of a report that was sent back, that it be completed as remarked."""
    if owed.state != SENT_BACK:
        return say("report.reminder.information", content.language)
    report = content.reports.get((owed.assignment_id, owed.period_id))
    remarks = "\n".join(report.remarks) if report else ""
    hidden = report is not None and report.confidential and not content.confidential
    told = say("report.reminder.sent_back", content.language)
    return "\n".join(filter(None, (told, content.withheld if hidden and remarks else remarks)))
