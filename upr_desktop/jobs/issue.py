"""Issue a workbook to each agency that owes a report for a period, and remember what every cell of it showed."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from upr_desktop.exchange.returns_out import return_workbook
from upr_desktop.exchange.save import staged
from upr_desktop.jobs.period_words import period_in_file_name
from upr_desktop.jobs.return_changes import SentChange, changes_since
from upr_desktop.jobs.return_content import ReturnContent, return_content
from upr_desktop.jobs.return_sheets import return_out
from upr_desktop.register.changes import Added, ChangeSet, Label, RecordId, new_id
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.log import newest_revision
from upr_desktop.register.naming import find_record
from upr_desktop.register.own_rows import refuse_own
from upr_desktop.register.plan_queries import measures, periods, plans
from upr_desktop.register.plan_reports import owing_agencies
from upr_desktop.register.plan_rows import MeasureRow, PeriodRow, PlanRow
from upr_desktop.register.progress_queries import progress_of
from upr_desktop.register.queries import AgencyRow, Catalogue, agencies_told, catalogue, records
from upr_desktop.register.recommendations import recommendations
from upr_desktop.register.register import Connection, Register
from upr_desktop.register.report_entries import MISSING, Entry, report_entries
from upr_desktop.register.return_store import Dispatched, dispatches
from upr_desktop.words import say


@dataclass(frozen=True, slots=True)
class Issued:
    """One workbook that was written. `since` says what it shows otherwise than the last one sent, which it names."""

    agency: str
    file: Path
    dispatch: str
    rows: int
    previous: str | None = None
    since: Sequence[SentChange] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """Everything that workbooks for one period are made of."""

    plan: PlanRow
    period: PeriodRow
    language: str
    measures: Sequence[MeasureRow]
    known: Catalogue
    revision: int
    register: RecordId
    today: date


def issue(
    register: Register,
    period: str,
    folder: Path,
    language: str,
    *,
    codes: Sequence[str] = (),
    author: str = "",
    today: date | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Issued]:
    """Write a workbook for each agency (all that owe a report where none is named) into a folder.

    A draft of each report that is owed and missing is added, for all agencies in one revision. Raises RegisterError:
    agency_register; no_such_period, no_periods, no_such_record for an agency; nothing_owed where an agency named (or
    where nobody) owes a report; cannot_write_file. `progress` gets how many workbooks are made and how many there
    will be, and may stop it there: nothing is written before all are made.
    """
    with register.reading() as connection:
        asked = _asked(connection, period, language, today or date.today())
        agencies = _agencies(connection, asked, codes)
        made = [_content(connection, asked, agency) for agency in agencies]
        before = {agency.id: _last_sent(connection, asked, agency.id) for agency in agencies}
    drafts = [draft for content, added in made for draft in added]
    plain = [file_name(one.agency, one.period.code, one.language) for one, _ in made]
    names, written = told_apart(plain, [one.agency for one, _ in made]), []
    for number, (content, _) in enumerate(made):
        if progress:
            progress(number, len(made))
        written.append(_written(content, names[number], before[content.agency.id], author))
    label = Label("label.issued", {"period": asked.period.code, "count": len(written)})
    with staged({folder / sent.file: file for sent, file, _ in written}) as put_in_place:
        register.apply(ChangeSet(label, drafts, author, "issue"), cited=[sent for sent, _, _ in written])
        paths = put_in_place()
    return [
        _issued(content, one, before[content.agency.id], path)
        for (content, _), one, path in zip(made, written, paths, strict=True)
    ]


def _asked(connection: Connection, code: str, language: str, today: date) -> _Asked:
    refuse_own(connection)
    _, id = find_record(connection, f"period:{code}")
    period = next(row for row in periods(connection) if row.id == id)
    plan = next(row for row in plans(connection, archived=True) if row.id == period.plan_id)
    found = measures(connection, plan.id)
    known, (register,) = catalogue(connection), records(connection, "register")
    return _Asked(plan, period, language, found, known, newest_revision(connection), register, today)


def _agencies(connection: Connection, asked: _Asked, codes: Sequence[str]) -> list[AgencyRow]:
    """Return the agencies that are to get a workbook, in the order of their codes or as they were named."""
    owe = owing_agencies(asked.plan, asked.measures, asked.period, asked.known.agencies)
    named = [find_record(connection, f"agency:{code}")[1] for code in dict.fromkeys(codes)]
    idle = [asked.known.agencies[id] for id in named if id not in owe]
    if idle or not owe:
        raise RegisterError("nothing_owed", period=asked.period.code, **agencies_told("agency", idle))
    rows = [asked.known.agencies[id] for id in named or owe]
    return rows if named else sorted(rows, key=lambda row: row.code)


def _content(connection: Connection, asked: _Asked, agency: AgencyRow) -> tuple[ReturnContent, list[Added]]:
    """Return what an agency's workbook holds, and the drafts of reports that it asks for and that are not there."""
    reports = progress_of(connection, agency=agency.id)
    found = report_entries(
        asked.plan, asked.measures, asked.period, agency.id, asked.known.agencies, reports, asked.today
    )
    entries = [entry for entry in found if entry.is_owed]
    wanted = {link.id for entry in entries for link in entry.measure.recommendations}
    texts = {row.id: row for row in recommendations(connection, list(wanted))}
    keys = {entry.id: entry.report.id if entry.report else new_id() for entry in entries}
    added = [_draft(keys[entry.id], entry) for entry in entries if entry.state == MISSING]
    content = return_content(
        asked.plan, asked.period, agency, asked.language, entries, keys, texts, asked.known
    )
    return replace(content, revision=asked.revision, register=asked.register), added


def _draft(id: RecordId, entry: Entry) -> Added:
    ends = {"assignment_id": entry.body.id, "period_id": entry.period.id, "state": "draft"}
    return Added("progress", id, ends)


def _last_sent(connection: Connection, asked: _Asked, agency: RecordId) -> Dispatched | None:
    sent = dispatches(connection, agency=agency, period=asked.period.id)
    alike = [one for one in sent if one.language == asked.language]
    return alike[-1] if alike else None


def _written(
    content: ReturnContent, name: str, before: Dispatched | None, author: str
) -> tuple[Dispatched, bytes, Sequence[SentChange]]:
    """Return the record of a workbook, its bytes, and what it shows otherwise than the last one."""
    since = changes_since(before, content) if before else ()
    id = new_id()
    file = return_workbook(return_out(content, id, since, before.made_at[:10] if before else ""))
    sent = Dispatched(
        id=id,
        agency_id=content.agency.id,
        period_id=content.period.id,
        language=content.language,
        revision=content.revision,
        layout=content.layout,
        sha256=hashlib.sha256(file).hexdigest(),
        file=name,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        author=author,
        shown={row.key: row.shown for row in content.rows},
        base={(row.key, field): value for row in content.rows for field, value in row.base.items()},
    )
    return sent, file, since


def told_apart(names: Sequence[str], agencies: Sequence[AgencyRow]) -> list[str]:
    """Return the name of each agency's file, with the agency's code where two are called alike."""
    counted = Counter(name.casefold() for name in names)
    return [
        name if counted[name.casefold()] == 1 else f"{Path(name).stem}_{agency.code}{Path(name).suffix}"
        for name, agency in zip(names, agencies, strict=True)
    ]


def file_name(agency: AgencyRow, period: str, language: str) -> str:
    """Return a name that says what the workbook is: `УПО_МВД_2026-I_ru.xlsx`. It is never used to identify one."""
    short = "".join(
        letter if letter.isalnum() or letter in "-." else "-" for letter in agency.short(language)
    )
    return f"{say('return.file', language)}_{short}_{period_in_file_name(period)}_{language}.xlsx"


def _issued(
    content: ReturnContent,
    written: tuple[Dispatched, bytes, Sequence[SentChange]],
    before: Dispatched | None,
    path: Path,
) -> Issued:
    sent, _, since = written
    return Issued(content.agency.code, path, sent.id, len(content.rows), before.id if before else None, since)
