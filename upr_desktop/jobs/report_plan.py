"""Lay out the plan as it goes up: its own columns, with what was done on each measure, stamp and signature."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from upr_desktop.exchange.word_out import WordColumn, WordOut
from upr_desktop.jobs.deadline_words import deadline_text
from upr_desktop.jobs.period_words import period_words
from upr_desktop.jobs.plan_content import PlanContent
from upr_desktop.jobs.value_words import day_words
from upr_desktop.register.plan_reports import ACCEPTED, SUBMITTED
from upr_desktop.register.plan_rows import MeasureRow
from upr_desktop.words import say

AGREED = "agreed"
# Column by column: key of its title, share of the width, whether its texts stand in the middle.
COLUMNS = (
    ("number", 1.1, True),
    ("recommendations", 1.9, True),
    ("measure", 5.6, False),
    ("form", 3.4, False),
    ("deadline", 2.8, True),
    ("bodies", 3.5, True),
    ("funding", 2.2, False),
    ("progress", 6.5, False),
)
OPTIONAL = ("form", "funding", "recommendations")


def plan_page(content: PlanContent) -> WordOut:
    """Return the document: stamp, title, the table, who signs."""
    language = content.language
    title = say("report.plan.title", language)
    out = WordOut(language, title, landscape=True)
    out.stamp(say("report.stamp", language, year=content.today.year))
    head(out, content, title)
    shown = [
        one
        for one in COLUMNS
        if one[0] not in OPTIONAL or any(_cell(content, one[0], row) for row in content.measures)
    ]
    columns = [
        WordColumn(say(f"report.column.{key}", language), share, "centre" if centred else "left")
        for key, share, centred in shown
    ]
    out.table(columns, list(_rows(content, [key for key, _, _ in shown])), numbered=True)
    sign(out, content)
    return out


def head(out: WordOut, content: PlanContent, title: str) -> None:
    """Write the title, the plan that it is about, and the period or the day."""
    language = content.language
    plan = content.plan.title(language) if content.plan else ""
    out.title(
        "\n".join(
            filter(None, (title, say("report.of_plan", language, plan=plan) if plan else "", span(content)))
        )
    )


def span(content: PlanContent) -> str:
    """Return of which period it tells, or as of which day."""
    if content.is_chosen and content.period:
        return say("report.for", content.language, period=period_words(content.period.code, content.language))
    day = day_words(content.today.isoformat(), content.language)
    return say("report.as_of", content.language, date=day)


def sign(out: WordOut, content: PlanContent) -> None:
    """Write the room for a signature, and who prepared it."""
    out.signature(say("report.sign.office", content.language), say("report.sign.name", content.language))
    out.line(say("report.sign.prepared", content.language), points=9.5)


def theme(content: PlanContent, row: MeasureRow) -> str:
    """Return the section as the plan heads it, where that is in the language; else the area."""
    term = content.known.terms.get(row.area_id) if row.area_id else None
    if row.section and (row.original in (None, content.language) or term is None):
        return row.section
    if term is None:
        return ""
    return f"{term.no}. {term.name(content.language)}" if term.no else term.name(content.language)


def bodies(content: PlanContent, row: MeasureRow) -> str:
    """Return who carries a measure out: as the plan writes it; in another language than its own, short names."""
    if row.bodies_raw and row.original in (None, content.language):
        return row.bodies_raw
    return (
        ", ".join(dict.fromkeys(content.agency(one.agency_id) for one in row.bodies)) or row.bodies_raw or ""
    )


def _rows(content: PlanContent, keys: Sequence[str]) -> Iterator[Sequence[str] | str]:
    for heading, rows in groupby(content.measures, key=lambda row: theme(content, row)):
        if heading:
            yield heading
        for row in rows:
            yield [_cell(content, key, row) for key in keys]


def _cell(content: PlanContent, key: str, row: MeasureRow) -> str:
    cells: dict[str, Callable[[], str]] = {
        "number": lambda: row.number or "",
        "recommendations": lambda: ", ".join(link.number or "—" for link in row.recommendations),
        "measure": lambda: row.text(content.language)[0],
        "form": lambda: row.form(content.language)[0],
        "deadline": lambda: deadline_text(row, content.language),
        "bodies": lambda: bodies(content, row),
        "funding": lambda: row.funding or "",
        "progress": lambda: progress(content, row),
    }
    return cells[key]()


def progress(content: PlanContent, row: MeasureRow) -> str:
    """Return what was done: the wording that was agreed on, else each body's answer and who has not answered."""
    return content.wording(row.id, (AGREED,)) or "\n".join((*content.answers(row.id), *_silent(content, row)))


def _silent(content: PlanContent, row: MeasureRow) -> Iterator[str]:
    """Yield a line for each body that owes a report on the measure for the period chosen and has handed in none."""
    if not content.is_chosen or content.period is None:
        return
    for body in row.bodies:
        cell = content.matrix.cell(body.agency_id, content.period.id)
        one = next((one for one in cell.owed if one.assignment_id == body.id), None)
        if one is not None and one.state not in (SUBMITTED, ACCEPTED):
            missing = say("report.missing", content.language)
            yield f"{content.agency(body.agency_id)}: {missing}"


def drafts_left_out(content: PlanContent) -> int:
    """Return how many measures have a wording that nobody agreed to yet."""
    return sum(found.state != AGREED for found in content.wordings.values())
