"""Write what goes up or out as a Word document: the plan with what was done, one agency's answers, reminders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from upr_desktop.exchange.save import DOCUMENT_END, save_whole
from upr_desktop.exchange.word_out import WordOut
from upr_desktop.jobs.plan_content import PlanContent, plan_content
from upr_desktop.jobs.report_agencies import agency_pages
from upr_desktop.jobs.report_plan import drafts_left_out, plan_page
from upr_desktop.jobs.report_reminders import Reminder, reminder_pages, reminders
from upr_desktop.register.changes import RecordId
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.naming import find_record
from upr_desktop.register.register import Connection, Register

PLAN, AGENCY, REMINDERS = "plan", "agency", "reminders"
WHAT = (PLAN, AGENCY, REMINDERS)


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """What was written: the file, the code of the period, the codes of agencies told, how many measures.

    `drafts` counts wordings that nobody agreed to yet, in whose place the agencies' answers stand.
    """

    file: Path
    period: str | None
    agencies: Sequence[str]
    measures: int
    drafts: int = 0
    reminders: Sequence[Reminder] = ()


def write_report(
    register: Register,
    target: Path,
    what: str,
    language: str,
    *,
    period: str = "",
    agencies: Sequence[str] = (),
    today: date | None = None,
    confidential: bool = False,
) -> WrittenReport:
    """Write the document in a language: `what` is plan, agency or reminders; `agencies` are codes, none means all.

    What is for official use is left out unless `confidential`. Raises RegisterError: report_without_plan,
    report_without_period, report_agency_without_measures, report_nobody_owes; no_such_record, several_records for a
    period or an agency; not_a_document_name, cannot_write_file.
    """
    with register.reading() as connection:
        content = plan_content(
            connection, language, today or date.today(), period=period, confidential=confidential
        )
        if content.plan is None:
            raise RegisterError("report_without_plan")
        wanted = [find_record(connection, f"agency:{code}")[1] for code in dict.fromkeys(agencies)]
        out, told = _document(connection, content, what, wanted)
    file = save_whole(target, lambda path: _write(path, out.content()), DOCUMENT_END)
    return WrittenReport(file, content.period.code if content.period else None, *told)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _document(
    connection: Connection, content: PlanContent, what: str, wanted: Sequence[RecordId]
) -> tuple[WordOut, tuple[Sequence[str], int, int, Sequence[Reminder]]]:
    """Return the document, and what is told of it: agencies, measures, drafts, reminders."""
    known = content.known.agencies
    if what == PLAN:
        return plan_page(content), ([], len(content.measures), drafts_left_out(content), ())
    if what == AGENCY:
        out, told = agency_pages(content, wanted)
        measures = len({id for ids in told.values() for id in ids})
        return out, ([known[id].code for id in told], measures, 0, ())
    owed = reminders(content, wanted)
    codes = [known[one.agency].code for one in owed]
    return reminder_pages(content, owed), (codes, len({id for one in owed for id in one.measures}), 0, owed)
