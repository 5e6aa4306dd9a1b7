"""Write the consolidated workbook of a plan: figures with charts, and the sheets in which everyone can count them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from upr_desktop.exchange.consolidated_charts import FrontOut
from upr_desktop.exchange.consolidated_out import figure_rows, write_consolidated
from upr_desktop.exchange.register_workbook import ColumnOut, RowOut, SheetOut, WorkbookOut
from upr_desktop.exchange.save import save_whole
from upr_desktop.exchange.workbook_cells import Formula
from upr_desktop.jobs.consolidated_content import Consolidated, Progress, consolidated
from upr_desktop.jobs.consolidated_front import Sheets, front_out
from upr_desktop.jobs.consolidated_rows import (
    CHANGES,
    DEFINITIONS,
    DOCUMENTS,
    LATE,
    MEASURES,
    RECOMMENDATIONS,
    REPORTS,
    TABS,
    documents_sheet,
    late_sheet,
    measures_sheet,
    recommendations_sheet,
    reports_sheet,
)
from upr_desktop.jobs.difference_sheet import difference_sheet
from upr_desktop.jobs.value_words import day_words
from upr_desktop.register.register import Register

WIDE = (
    ("figure", 30, "name"),
    ("number", 9, "whole"),
    ("counts", 56, "text"),
    ("program", 42, "text"),
    ("workbook", 46, "text"),
)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the file, its figures by key, and how many rows each sheet has, by key."""

    file: Path
    figures: Mapping[str, int]
    rows: Mapping[str, int]


def export_consolidated(
    register: Register,
    target: Path,
    language: str,
    *,
    today: date | None = None,
    period: str = "",
    since: str = "",
    confidential: bool = False,
    progress: Progress | None = None,
) -> Written:
    """Write the workbook in a language; overdue is told for the day `today`.

    `period` (a code) keeps what agencies said for it, else their last word counts; `since` (an edition or the number of
    a saved change) adds what changed. What is for official use is left out unless `confidential`. Raises RegisterError:
    no_such_record, no_such_edition, no_such_revision; not_a_workbook_name, cannot_write_file; workbook_text_too_long,
    workbook_text_unwritable with the place.
    """
    with register.reading() as connection:
        content = consolidated(
            connection, language, today or date.today(),
            period=period, since=since, confidential=confidential, progress=progress,
        )  # fmt: skip
        sheets = Sheets({sheet.key: sheet for sheet in _sheets(content)}, _counts(content))
        front = front_out(content, sheets)
        out = _workbook(content, sheets, front)
        file = save_whole(target, lambda path: write_consolidated(path, front, out))
    return Written(file, {one.key: one.number.value for one in front.figures}, sheets.rows)


def _sheets(content: Consolidated) -> Iterator[SheetOut]:
    if content.plan.plan:
        yield measures_sheet(content)
        yield reports_sheet(content)
        yield late_sheet(content)
    yield recommendations_sheet(content)
    yield documents_sheet(content)
    if content.since:
        yield difference_sheet(content.since, content.language, content.say("consolidated.sheet.changes"))


def _counts(content: Consolidated) -> dict[str, int]:
    """Return how many rows each sheet will have: formulas name them before they are written."""
    plan = content.plan
    owed = {
        (one.assignment_id, one.period_id)
        for cell in plan.matrix.cells.values()
        for one in cell.owed
        if plan.period and one.period_id == plan.period.id
    }
    counts = {RECOMMENDATIONS: content.recommendation_count, DOCUMENTS: len(content.documents_shown)}
    if plan.plan:
        counts |= {MEASURES: len(plan.measures), LATE: len(content.numbers.overdue)}
        counts[REPORTS] = len(owed | plan.reports.keys())
    if content.since:
        counts[CHANGES] = sum(max(1, len(record.fields)) for record in content.since.records)
    return counts


def _workbook(content: Consolidated, sheets: Sheets, front: FrontOut) -> WorkbookOut:
    state = content.say("workbook.footer.state", number=content.revision)
    pages = content.say("workbook.footer.pages", page="{page}", pages="{pages}")
    day = day_words(content.today.isoformat(), content.language)
    return WorkbookOut(
        language=content.language,
        title=content.name,
        footer=(state, pages, day),
        sheets=(*sheets.by_key.values(), _definitions(content, front)),
        about_name="",
        about=(),
        warning=("", ""),
        keep_ids="",
        marks={},
    )


def _definitions(content: Consolidated, front: FrontOut) -> SheetOut:
    """Return the sheet that states what each figure and table counts, and the filter that repeats it."""
    columns = tuple(
        ColumnOut(key, content.say(f"consolidated.definition.{key}"), width, style)
        for key, width, style in WIDE
    )
    return SheetOut(
        DEFINITIONS,
        content.say("consolidated.sheet.definitions"),
        columns,
        _defined(content, front),
        0,
        TABS.get(DEFINITIONS),
    )


def _defined(content: Consolidated, front: FrontOut) -> Iterator[RowOut]:
    name = front.name.replace("'", "''")
    rows = figure_rows(front)
    for one in front.figures:
        told = [
            content.say(f"consolidated.{what}.{one.key}", **_sheet_names(content))
            for what in ("counts", "program", "workbook")
        ]
        yield RowOut(
            [one.label, Formula(f"='{name}'!$B${rows[one.key]}", one.number.value), *told], one.label
        )
    for block in front.blocks:
        told = [
            content.say(f"consolidated.{what}.by_{block.key}", **_sheet_names(content))
            for what in ("counts", "program", "workbook")
        ]
        yield RowOut([block.title, None, *told], block.title)


def _sheet_names(content: Consolidated) -> dict[str, str]:
    keys = (MEASURES, REPORTS, LATE, RECOMMENDATIONS, DOCUMENTS, CHANGES)
    return {key: content.say(f"consolidated.sheet.{key}") for key in keys}
