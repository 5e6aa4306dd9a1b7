"""Put what a return holds into the words of its language: titles, headings, instructions, lists."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from upr_desktop.code_lists import REPORT_TEXTS, STATUSES
from upr_desktop.exchange.register_workbook import as_day
from upr_desktop.exchange.return_layout import COLUMNS, HEADINGS, NEW_MEASURE, OPTIONAL, ReturnColumn
from upr_desktop.exchange.returns_out import (
    PROPOSAL_WIDTHS,
    ColumnTitle,
    ReturnOut,
    ReturnRowOut,
    TableOut,
)
from upr_desktop.exchange.workbook_cells import Out
from upr_desktop.jobs.period_words import period_words
from upr_desktop.jobs.return_changes import ROW, SentChange
from upr_desktop.jobs.return_content import ReturnContent, ReturnRow
from upr_desktop.jobs.value_words import day_words
from upr_desktop.words import LANGUAGES, has_words, say

STEPS = ("fill", "status", "no_change", "blank", "language", "sort", "new", "send")
FIRST_STATUS = 3
MOST_CHANGES = 40
LONGEST_TOLD = 160
Line = tuple[str, tuple[str, ...]]


def return_out(content: ReturnContent, dispatch: str, since: Sequence[SentChange], sent_on: str) -> ReturnOut:
    """Return the workbook to write. `since` are differences from the one sent on a day (ISO text)."""
    language = content.language
    columns = _columns(content)
    return ReturnOut(
        language=language,
        sheet=say("return.sheet", language),
        title=say("return.title", language, period=period_words(content.period.code, language)),
        subtitle=content.plan.title(language),
        headings=_headings(content),
        columns=tuple(
            ColumnTitle(column, say(column.title, language), _hint(column, language)) for column in columns
        ),
        rows=list(_rows(content)),
        statuses=tuple(say(f"status.{code}", language) for code in STATUSES),
        status_range=(FIRST_STATUS, FIRST_STATUS + len(STATUSES) - 1),
        instructions=_instructions(content, since, sent_on),
        reference=_reference(language),
        proposals=_proposals(language),
        marks=_marks(content, dispatch),
        tasks={row.key: (row.task, row.measure) for row in content.rows if row.task},
        footer=(
            f"{content.agency.short(language)} · {period_words(content.period.code, language)}",
            say("return.pages", language, page="{page}", pages="{pages}"),
        ),
        warning=(say("return.warning.title", language), say("return.warning.text", language)),
        day_warning=say("return.warning.day", language),
    )


def _marks(content: ReturnContent, dispatch: str) -> dict[str, str]:
    """Return what the workbook is known by, and what an agency's own register needs to know of plan and period."""
    agency, plan, period = content.agency, content.plan, content.period
    names = {f"name_{code}": text for code, text in agency.names.items()}
    names |= {f"short_{code}": text for code, text in agency.shorts.items()}
    told = {
        "dispatch": dispatch,
        "register": content.register or "",
        "agency": agency.code,
        "period": period.code,
        "language": content.language,
        "rows": str(len(content.rows)),
        "agency_id": agency.id,
        **names,
        "plan_id": plan.id,
        "plan_title": plan.title(content.language),
        "period_id": period.id,
        "first_day": period.first_day,
        "last_day": period.last_day,
        "due": period.due(agency.id) or "",
    }
    return {name: text for name, text in told.items() if text or name == "register"}


def _columns(content: ReturnContent) -> list[ReturnColumn]:
    told = {name for row in content.rows for name in row.shown}
    return [column for column in COLUMNS if column.key not in OPTIONAL or column.key in told]


def _hint(column: ReturnColumn, language: str) -> str:
    key = f"return.hint.{column.key}"
    return say(key, language) if has_words(key) else ""


def _headings(content: ReturnContent) -> dict[str, tuple[str, str]]:
    language, due = content.language, content.period.due(content.agency.id)
    told = {
        "body": content.agency.name(language),
        "period": period_words(content.period.code, language),
        "due": day_words(due, language) if due else "",
    }
    return {key: (say(f"return.heading.{key}", language), told.get(key, "")) for key in HEADINGS}


def _rows(content: ReturnContent) -> Iterator[ReturnRowOut | str]:
    for theme, rows in groupby(content.rows, key=lambda row: row.theme):
        if theme:
            yield theme
        for row in rows:
            yield ReturnRowOut(row.key, _values(row, content.language))


def _values(row: ReturnRow, language: str) -> dict[str, Out]:
    values: dict[str, Out] = dict(row.shown)
    for column in COLUMNS:
        value = row.open_value(column.key, language) if column.is_open else None
        if value is not None:
            values[column.key] = _open(column.key, value, language)
    return values


def _open(column: str, value: str, language: str) -> Out:
    if column == "claimed_status":
        return say(f"status.{value}", language)
    return as_day(value) if column == "done_on" else value


def _instructions(content: ReturnContent, since: Sequence[SentChange], sent_on: str) -> TableOut:
    language, due = content.language, content.period.due(content.agency.id)
    lines: list[Line] = [("title", (say("return.instructions.title", language),))]
    for number, step in enumerate(STEPS, 1):
        key = f"return.instructions.{step}"
        if step == "send" and due:
            text = say(f"{key}_by", language, day=day_words(due, language))
        else:
            text = say(key, language)
        lines.append(("step", (str(number), text)))
    if sent_on:
        lines += _changes(content, since, sent_on)
    return TableOut(say("return.instructions_sheet", language), (5.0, 112.0), lines)


def _changes(content: ReturnContent, since: Sequence[SentChange], sent_on: str) -> Iterator[Line]:
    language = content.language
    yield ("section", (say("return.since.title", language, day=day_words(sent_on, language)),))
    if not since:
        yield ("step", ("", say("return.since.nothing", language)))
    for one in since[:MOST_CHANGES]:
        yield ("step", (one.number, change_words(one, language)))
    if len(since) > MOST_CHANGES:
        yield ("step", ("…", say("return.since.more", language, count=len(since) - MOST_CHANGES)))


def change_words(one: SentChange, language: str) -> str:
    """Return one difference from the workbook sent before as a sentence."""
    before, after = (_told(one.column, text, language) for text in (one.before, one.after))
    if one.column == ROW:
        return say("return.since.added" if after else "return.since.gone", language, text=after or before)
    text = next((text for text in REPORT_TEXTS if one.column.startswith(text)), one.column)
    column = say(f"return.column.{text}", language)
    return say("return.since.changed", language, column=column, before=before or "—", after=after or "—")


def _told(column: str, text: str, language: str) -> str:
    if column == "claimed_status" and text:
        return say(f"status.{text}", language)
    short = " ".join(text.split())
    return short if len(short) <= LONGEST_TOLD else f"{short[: LONGEST_TOLD - 1]}…"


def _reference(language: str) -> TableOut:
    others = [code for code in LANGUAGES if code != language]
    order = (language, *others)
    header = (say("return.reference.code", language), *(say(f"language.{code}", language) for code in order))
    lines: list[Line] = [("title", (say("return.reference.title", language),)), ("header", header)]
    lines += [("plain", (status, *(say(f"status.{status}", code) for code in order))) for status in STATUSES]
    return TableOut(say("return.reference_sheet", language), (24.0, 34.0, 34.0, 34.0), lines)


def _proposals(language: str) -> TableOut:
    titles = tuple(say(f"return.proposal.{key}", language) for key in NEW_MEASURE)
    lines: list[Line] = [
        ("title", (say("return.proposal.title", language),)),
        ("subtitle", (say("return.proposal.text", language),)),
        ("header_open", titles),
    ]
    return TableOut(say("return.new_sheet", language), PROPOSAL_WIDTHS, lines)
