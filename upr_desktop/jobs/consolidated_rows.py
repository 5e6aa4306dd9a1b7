"""Lay out the sheets that the consolidated workbook counts: measures, reports, recommendations, overdue, documents."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from upr_desktop.exchange.register_workbook import ColumnOut, RowOut, SheetOut, as_day
from upr_desktop.exchange.workbook_cells import Out
from upr_desktop.exchange.workbook_styles import BAD, OK, WARN
from upr_desktop.incoming import MOST_UNITS
from upr_desktop.jobs.consolidated_content import Consolidated
from upr_desktop.jobs.deadline_words import deadline_text
from upr_desktop.jobs.period_words import period_words
from upr_desktop.jobs.return_content import fitting
from upr_desktop.jobs.value_words import value_words
from upr_desktop.merge.joined_cells import joined
from upr_desktop.register.changes import RecordId
from upr_desktop.register.plan_reports import DRAFT, MISSING
from upr_desktop.register.plan_rows import MeasureRow, PeriodRow, ProgressRow
from upr_desktop.register.plan_standing import OVERDUE, claimed, standing, status
from upr_desktop.register.store import State
from upr_desktop.register.told_recommendations import ToldRecommendation, proven_recommendations
from upr_desktop.states import state_name
from upr_desktop.words import has_words

MEASURES, REPORTS, RECOMMENDATIONS, LATE, DOCUMENTS, CHANGES, DEFINITIONS = (
    "measures", "reports", "recommendations", "overdue", "evidence", "changes", "definitions",
)  # fmt: skip
TABS = {MEASURES: "#1F5FBF", REPORTS: "#1F5FBF", LATE: BAD, RECOMMENDATIONS: OK, CHANGES: WARN}
TINTS = {
    "standing": {
        "standing.overdue": BAD, "standing.due_soon": WARN, "standing.done_late": WARN, "standing.done": OK,
    },
    "state": {"progress_state.sent_back": BAD, "progress_state.accepted": OK},
}  # fmt: skip
Cells = Mapping[str, Out]


@dataclass(frozen=True, slots=True)
class Spec:
    """A column: its key, width in characters and style; one that is not printed stands at the right, on the screen."""

    key: str
    width: float
    style: str = "text"
    printed: bool = True


OF_MEASURES = (
    Spec("number", 7, "name"), Spec("recommendations", 12), Spec("measure", 34), Spec("deadline", 15),
    Spec("last_day", 12, "day"), Spec("lead", 11, "label"), Spec("status", 13, "label"),
    Spec("standing", 13, "label"), Spec("progress", 50), Spec("wording", 38), Spec("area", 28, "label", False),
    Spec("others", 18, "label", False), Spec("form", 26, printed=False), Spec("wording_state", 14, "label", False),
    Spec("evidence", 34, printed=False), Spec("year", 10, "whole", False), Spec("claimed", 15, "label", False),
    Spec("assessed", 15, "label", False), Spec("undecided", 13, "label", False),
    Spec("unchanged", 13, "label", False), Spec("sources", 44, printed=False),
)  # fmt: skip
OF_REPORTS = (
    Spec("agency", 12, "name"), Spec("number", 7, "name"), Spec("measure", 32), Spec("period", 13, "label"),
    Spec("state", 15, "label"), Spec("status", 13, "label"), Spec("narrative", 52), Spec("done_on", 12, "day"),
    Spec("evidence_text", 20), Spec("problems_text", 20), Spec("role", 16, "label", False),
    Spec("owed", 13, "label", False), Spec("file", 30, printed=False), Spec("cell", 16, "label", False),
)  # fmt: skip
OF_RECOMMENDATIONS = (
    Spec("number", 10, "name"), Spec("text", 54), Spec("states", 19), Spec("position", 14, "label"),
    Spec("area", 24, "label"), Spec("agencies", 14, "label"), Spec("measures", 14), Spec("assessed", 14, "label"),
    Spec("claimed", 17, "label"), Spec("review", 16, "label", False), Spec("nearest", 12, "day", False),
    Spec("evidence", 34, printed=False), Spec("lacking", 13, "label", False),
)  # fmt: skip
OF_LATE = (
    Spec("number", 7, "name"), Spec("measure", 40), Spec("deadline", 20), Spec("last_day", 12, "day"),
    Spec("days", 11, "whole"), Spec("lead", 13, "label"), Spec("status", 16, "label"), Spec("progress", 60),
)  # fmt: skip
OF_DOCUMENTS = (
    Spec("title", 46, "name"), Spec("kind", 15, "label"), Spec("act_number", 15), Spec("act_date", 12, "day"),
    Spec("issuer", 24), Spec("url", 30), Spec("proves", 32),
)  # fmt: skip


def measures_sheet(content: Consolidated) -> SheetOut:
    """Return every measure of the plan with what all bodies said of it and the consolidated wording."""
    has_wordings = bool(content.plan.wordings)
    specs = [one for one in OF_MEASURES if has_wordings or not one.key.startswith("wording")]
    rows = ((row.number or "", _measure(content, row)) for row in content.plan.measures)
    return _sheet(content, MEASURES, specs, rows)


def _measure(content: Consolidated, row: MeasureRow) -> Cells:
    wording, end = content.plan.wordings.get(row.id), row.deadline.end
    yes = content.say("workbook.yes")
    return {
        "number": row.number,
        "area": content.area(row.area_id),
        "recommendations": ", ".join(link.number or "—" for link in row.recommendations),
        "measure": row.text(content.language)[0],
        "form": row.form(content.language)[0],
        "deadline": deadline_text(row, content.language),
        "last_day": as_day(end) if end else None,
        "year": int(end[:4]) if end else content.say("summary.no_year"),
        "lead": content.lead(row),
        "others": ", ".join(_others(content, row)),
        "status": content.status(status(row)),
        "claimed": content.status(claimed(row), blank=True),
        "assessed": content.status(row.assessment.value if row.assessment else None, blank=True),
        "standing": content.standing(standing(row, content.today)),
        "progress": content.plan.progress(row.id),
        "wording": content.plan.wording(row.id),
        "wording_state": content.say(f"summary_state.{wording.state}") if wording else None,
        "evidence": content.documents(row.evidence),
        "undecided": None if row.deadline.is_decided else yes,
        "unchanged": yes if row.id in content.unchanged else None,
        "sources": content.origins(row.id),
    }


def _others(content: Consolidated, row: MeasureRow) -> Iterable[str]:
    lead = next(iter(row.leads), None)
    return dict.fromkeys(content.agencies[one.agency_id] for one in row.bodies if one.agency_id != lead)


# ── reports ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Line:
    """A report that is owed, or one that is told though none is owed; `state` is `missing` where there is none."""

    agency: RecordId
    measure: MeasureRow
    task: RecordId
    period: PeriodRow
    state: str
    is_owed: bool
    report: ProgressRow | None


def reports_sheet(content: Consolidated) -> SheetOut:
    """Return every report owed for the period, with what it says if it was handed in, and those told besides."""
    place = {row.id: at for at, row in enumerate(content.plan.measures)}
    lines = sorted(
        _lines(content),
        key=lambda line: (
            content.agencies[line.agency].casefold(),
            place[line.measure.id],
            line.period.last_day,
        ),
    )
    rows = (
        (f"{line.measure.number} {content.agencies[line.agency]}", _report(content, line)) for line in lines
    )
    return _sheet(content, REPORTS, OF_REPORTS, rows)


def _lines(content: Consolidated) -> Iterator[_Line]:
    plan = content.plan
    by_id = {row.id: row for row in plan.measures}
    spans = {period.id: period for period in plan.matrix.periods}
    owed = {
        (one.assignment_id, one.period_id): one
        for cell in plan.matrix.cells.values()
        for one in cell.owed
        if plan.period and one.period_id == plan.period.id
    }
    for key, one in owed.items():
        measure, period = by_id[one.measure_id], spans[one.period_id]
        yield _Line(one.agency_id, measure, one.assignment_id, period, one.state, True, plan.reports.get(key))
    for key, report in plan.reports.items():
        mark = report.mark
        if key not in owed and mark.period_id in spans:
            measure, period = by_id[mark.measure_id], spans[mark.period_id]
            yield _Line(mark.agency_id, measure, mark.assignment_id, period, mark.state, False, report)


def _report(content: Consolidated, line: _Line) -> Cells:
    state = "report_state.missing" if line.state == MISSING else f"progress_state.{line.state}"
    named: dict[str, Out] = {
        "agency": content.agencies[line.agency],
        "number": line.measure.number,
        "measure": line.measure.text(content.language)[0],
        "period": period_words(line.period.code, content.language),
        "state": content.say(state),
        "owed": content.say("workbook.yes") if line.is_owed else None,
        "role": next(
            (content.say(f"role.{one.role}") for one in line.measure.bodies if one.id == line.task), None
        ),
    }
    if line.report is None or line.state == DRAFT:  # what is not handed in is not said yet
        return named
    return named | _said(content, line.report)


def _said(content: Consolidated, report: ProgressRow) -> dict[str, Out]:
    status_word, done = content.status(report.mark.status, blank=True), report.mark.done_on
    found: dict[str, Out] = {"status": status_word, "done_on": as_day(done) if done else None}
    if report.confidential and not content.plan.confidential:
        return found | {"narrative": content.plan.withheld}
    file, cell = content.source(report)
    return found | {
        "file": file,
        "cell": cell,
        "narrative": content.plan.told(report),
        "evidence_text": report.evidence_told(content.language),
        "problems_text": report.problems_told(content.language),
    }


# ── recommendations, overdue, documents ─────────────────────────────────────────────────────────────────────────────


def recommendations_sheet(content: Consolidated) -> SheetOut:
    """Return every recommendation with its position, its measures and how it stands."""
    rows = ((row.number or "", _recommendation(content, row)) for row in content.recommendations())
    several = len({row.review_id for row in content.placed}) > 1
    specs = [
        replace(one, printed=True) if several and one.key == "review" else one for one in OF_RECOMMENDATIONS
    ]
    return _sheet(content, RECOMMENDATIONS, specs, rows)


def _recommendation(content: Consolidated, row: ToldRecommendation) -> Cells:
    plan = content.in_plan(row.id)
    nearest = plan.nearest_deadline
    assessed = plan.assessed and value_words("assessment", "value", plan.assessed, content.language, _unnamed)
    states = (state_name(iso, content.language) if iso else name for name, iso in row.states)
    return {
        "number": row.number,
        "review": content.reviews.get(row.review_id),
        "text": row.text,
        "states": ", ".join(states),
        "position": content.say(f"position.{row.position}"),
        "area": content.area(row.area_id),
        "agencies": ", ".join(dict.fromkeys(content.agencies[id] for id in row.agencies)),
        "measures": ", ".join(mark.number or "—" for mark in plan.measures),
        "assessed": assessed or None,
        "claimed": ", ".join(content.say(f"status.{code}") for code in plan.claimed),
        "nearest": as_day(nearest) if nearest else None,
        "evidence": content.documents(row.evidence),
        "lacking": content.say("workbook.yes") if content.is_lacking(row) else None,
    }


def _unnamed(kind: str, id: RecordId) -> str:
    return ""


def late_sheet(content: Consolidated) -> SheetOut:
    """Return the measures that are overdue on the day, the longest overdue first."""
    late = [row for row in content.plan.measures if standing(row, content.today) == OVERDUE]
    late.sort(key=lambda row: row.deadline.end or "")
    rows = ((row.number or "", _late(content, row)) for row in late)
    return _sheet(content, LATE, OF_LATE, rows)


def _late(content: Consolidated, row: MeasureRow) -> Cells:
    end = date.fromisoformat(row.deadline.end or "")
    told = _measure(content, row)
    kept = {
        key: told[key] for key in ("number", "measure", "deadline", "last_day", "lead", "status", "progress")
    }
    return kept | {"days": (content.today - end).days}


def documents_sheet(content: Consolidated) -> SheetOut:
    """Return the documents and what each proves; those for official use only where they are asked for."""
    proves: dict[RecordId, list[str]] = {}
    for row in content.plan.measures:
        for id in row.evidence:
            told = content.say("place.measure", name=row.number or "—")
            proves.setdefault(id, []).append(told)
    for id, number in proven_recommendations(content.connection):
        told = content.say("consolidated.recommendation", number=number or "—")
        proves.setdefault(id, []).append(told)
    rows = (
        (str(row["title"]), _document(content, row, proves.get(id, ())))
        for id, row in content.documents_shown.items()
    )
    return _sheet(content, DOCUMENTS, OF_DOCUMENTS, rows)


def _document(content: Consolidated, row: State, proves: Iterable[str]) -> Cells:
    day = row["act_date"]
    return {
        **{key: _text(row[key]) for key in ("title", "act_number", "issuer", "url")},
        "kind": content.say(f"evidence_kind.{row['kind']}") if row["kind"] else None,
        "act_date": as_day(str(day)) if day else None,
        "proves": joined(list(dict.fromkeys(proves)), "; ", content.language, "consolidated.more"),
    }


def _text(value: object) -> str | None:
    return str(value) if value else None


# ── what all sheets share ───────────────────────────────────────────────────────────────────────────────────────────


def _sheet(
    content: Consolidated, key: str, specs: Sequence[Spec], rows: Iterable[tuple[str, Cells]]
) -> SheetOut:
    """Return a sheet: printed columns first, each under its title."""
    shown = sorted(specs, key=lambda one: not one.printed)
    tints = {
        column: {content.say(label): colour for label, colour in colours.items()}
        for column, colours in TINTS.items()
    }
    columns = tuple(
        ColumnOut(
            one.key, title(content, key, one.key), one.width, one.style,
            is_fitted=one.printed, tints=tints.get(one.key, {}),
        )
        for one in shown
    )  # fmt: skip
    keys = [one.key for one in shown]
    out = (RowOut([_fitted(content, cells.get(key)) for key in keys], name) for name, cells in rows)
    return SheetOut(
        key, content.say(f"consolidated.sheet.{key}"), columns, out, printed(shown), TABS.get(key)
    )


def _fitted(content: Consolidated, value: Out) -> Out:
    """Return what a cell can hold: a longer text is shortened, with a mark that says so; nothing is read back."""
    if isinstance(value, str) and len(value) * 2 > MOST_UNITS:
        return fitting(value, content.language)
    return value


def printed(specs: Sequence[Spec]) -> int:
    """Return how many columns are printed."""
    return sum(one.printed for one in specs)


def title(content: Consolidated, sheet: str, key: str) -> str:
    """Return the title of a column."""
    own = f"consolidated.column.{sheet}.{key}"
    return content.say(own if has_words(own) else f"consolidated.column.{key}")


def column_of(sheet: SheetOut, key: str) -> int:
    """Return the 0-based place of a column."""
    return next(at for at, column in enumerate(sheet.columns) if column.key == key)
