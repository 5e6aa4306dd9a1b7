"""Lay out what agencies answered: of each the measures that it carries out, and what it reported on them."""

from collections.abc import Iterator, Sequence

from upr_desktop.exchange.word_out import WordColumn, WordOut
from upr_desktop.jobs.deadline_words import deadline_text
from upr_desktop.jobs.plan_content import PlanContent
from upr_desktop.jobs.report_plan import head, sign
from upr_desktop.jobs.value_words import day_words
from upr_desktop.register.changes import RecordId
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.plan_rows import BodyRow, MeasureRow, ProgressRow
from upr_desktop.register.queries import agencies_told
from upr_desktop.words import say

COLUMNS = (
    ("number", 1.1), ("measure", 4.4), ("deadline", 3.3), ("role", 3.5), ("status", 2.9), ("narrative", 5.2),
    ("done_on", 2.9), ("evidence_text", 3.8), ("problems_text", 3.7),
)  # fmt: skip
CENTRED = ("number", "deadline", "role", "status", "done_on")


def agency_pages(
    content: PlanContent, wanted: Sequence[RecordId]
) -> tuple[WordOut, dict[RecordId, tuple[RecordId, ...]]]:
    """Return the document, a page for each agency (where none is wanted, all that report), and whose measures.

    Raises RegisterError("report_agency_without_measures").
    """
    by_agency = _measures(content)
    idle = [content.known.agencies[id] for id in wanted if id not in by_agency]
    if idle or not by_agency:
        raise RegisterError("report_agency_without_measures", **agencies_told("agency", idle))
    shown = wanted or [id for id in content.matrix.agencies if id in by_agency] or list(by_agency)
    title = say("report.agency.title", content.language)
    out = WordOut(content.language, title, landscape=True)
    for at, id in enumerate(shown):
        if at:
            out.new_page()
        head(out, content, f"{content.known.agencies[id].name(content.language)}\n{title}")
        out.table(_columns(content), list(_rows(content, by_agency[id])), numbered=True)
        sign(out, content)
    return out, {id: tuple(row.id for row, _ in by_agency[id]) for id in shown}


def _measures(content: PlanContent) -> dict[RecordId, list[tuple[MeasureRow, BodyRow]]]:
    found: dict[RecordId, list[tuple[MeasureRow, BodyRow]]] = {}
    for row in content.measures:
        for body in row.bodies:
            found.setdefault(body.agency_id, []).append((row, body))
    return found


def _columns(content: PlanContent) -> list[WordColumn]:
    return [
        WordColumn(
            say(f"report.column.{key}", content.language), share, "centre" if key in CENTRED else "left"
        )
        for key, share in COLUMNS
    ]


def _rows(content: PlanContent, rows: Sequence[tuple[MeasureRow, BodyRow]]) -> Iterator[Sequence[str]]:
    for row, body in rows:
        report = next(
            (one for one in content.said.get(row.id, ()) if one.mark.assignment_id == body.id), None
        )
        yield (
            row.number or "",
            row.text(content.language)[0],
            deadline_text(row, content.language),
            say(f"role.{body.role}", content.language),
            *_answer(content, body, report),
        )


def _answer(content: PlanContent, body: BodyRow, report: ProgressRow | None) -> tuple[str, ...]:
    language = content.language
    if report is None:
        return ("", say("report.missing", language) if _is_owed(content, body) else "", "", "", "")
    status = say(f"status.{report.mark.status}", language) if report.mark.status else ""
    done = day_words(report.mark.done_on, language) if report.mark.done_on else ""
    if report.confidential and not content.confidential:
        return (status, content.withheld, done, "", "")
    return (
        status,
        content.told(report),
        done,
        report.evidence_told(language),
        report.problems_told(language),
    )


def _is_owed(content: PlanContent, body: BodyRow) -> bool:
    if content.period is None:
        return False
    owed = content.matrix.cell(body.agency_id, content.period.id).owed
    return any(one.assignment_id == body.id for one in owed)
