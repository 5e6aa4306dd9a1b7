"""Lay out the summary of the consolidated workbook: figures and tables, each a formula over the sheets behind it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.alphabet import alphabetical
from upr_desktop.code_lists import POSITIONS, STATUSES
from upr_desktop.exchange.consolidated_charts import BlockOut, FigureOut, FrontOut, LineOut, Placed
from upr_desktop.exchange.consolidated_out import (
    block_places,
    counted,
    quoted,
    range_of,
)
from upr_desktop.exchange.register_workbook import SheetOut
from upr_desktop.exchange.sheets import column_letters
from upr_desktop.exchange.workbook_cells import Formula
from upr_desktop.exchange.workbook_styles import ACCENT, BAD, OK, SOFT, WARN
from upr_desktop.jobs.consolidated_content import Consolidated
from upr_desktop.jobs.consolidated_rows import (
    CHANGES,
    DOCUMENTS,
    MEASURES,
    RECOMMENDATIONS,
    REPORTS,
    column_of,
)
from upr_desktop.jobs.edition_words import point_words
from upr_desktop.jobs.period_words import period_words
from upr_desktop.jobs.value_words import day_words
from upr_desktop.register.changes import RecordId
from upr_desktop.register.plan_reports import ACCEPTED, DRAFT, MISSING, SENT_BACK, SUBMITTED
from upr_desktop.register.plan_standing import CLOSED, DONE, DONE_LATE, DUE_SOON, OPEN, OVERDUE
from upr_desktop.register.plan_summary import Bar

# Those with the fewest lines first: with their charts these fill whole pages.
TABLES = ("status", "year", "area", "position", "agency", "report")
# As in the window; what was done late, what is missing and what is supported in part are paler.
STANDINGS = (
    (OVERDUE, BAD),
    (DUE_SOON, WARN),
    (OPEN, ACCENT),
    (DONE_LATE, "#9CCBB1"),
    (DONE, OK),
    (CLOSED, SOFT),
)
REPORT_STATES = (
    (MISSING, "#C3C9D2"), (DRAFT, WARN), (SENT_BACK, BAD), (SUBMITTED, ACCENT), (ACCEPTED, OK),
)  # fmt: skip
COLOURS = {"supported": OK, "supported_in_part": "#9CCBB1", "noted": SOFT, "pending": WARN}


@dataclass(frozen=True, slots=True)
class _Table:
    """A table before its formulas: what its lines and columns are, how many fall into each, and where they are counted.

    `by` is the column of `sheet` that the lines name, `across` the one that its columns name, `also` further tests.
    """

    key: str
    title: str
    label: str
    sheet: str
    by: str
    across: str
    columns: Sequence[tuple[str, str, str]]
    lines: Sequence[tuple[str | int, Mapping[str, int]]]
    also: Sequence[tuple[str, str]] = ()
    bars: bool = True


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets that are counted, by key, and how many rows each has."""

    by_key: Mapping[str, SheetOut]
    rows: Mapping[str, int] = field(default_factory=dict)

    def range(self, sheet: str, column: str) -> str:
        """Return the cells of a column."""
        found = self.by_key[sheet]
        return range_of(found.name, column_of(found, column), self.rows[sheet])


def front_out(content: Consolidated, sheets: Sheets) -> FrontOut:
    """Return the first sheet: figures, then tables with their charts."""
    tables = [table for table in _tables(content) if table.lines]
    tables.sort(key=lambda table: TABLES.index(table.key))
    shape = FrontOut(
        name=content.say("summary.title"),
        title=content.say("consolidated.title"),
        leads=_leads(content),
        heading=content.say("consolidated.figures"),
        figures=(),
        blocks=[_block(content, table, sheets, Placed(0, 1, 1)) for table in tables],
    )
    count = len(list(_figures(content, sheets, shape)))
    figures = [FigureOut("", "", Formula("", 0), "")] * count
    places = block_places(FrontOut(shape.name, "", shape.leads, "", figures, shape.blocks))
    blocks = [_block(content, table, sheets, places[table.key]) for table in tables]
    whole = FrontOut(shape.name, shape.title, shape.leads, shape.heading, figures, blocks)
    told = list(_figures(content, sheets, whole))
    return FrontOut(shape.name, shape.title, shape.leads, shape.heading, told, blocks)


def _leads(content: Consolidated) -> list[str]:
    plan = content.plan
    told = [plan.plan.title(content.language)] if plan.plan else []
    state = content.say("workbook.footer.state", number=content.revision)
    day = content.say("summary.day", date=day_words(content.today.isoformat(), content.language))
    told.append(" · ".join((content.name, day, state)))
    if plan.period:
        named = period_words(plan.period.code, content.language)
        told.append(
            content.say(
                "consolidated.period_chosen" if plan.is_chosen else "consolidated.period_last", period=named
            )
        )
    if content.since:
        told.append(
            content.say("consolidated.since", point=point_words(content.since.first, content.language))
        )
    told.append(content.say("consolidated.everything" if plan.confidential else "consolidated.open_only"))
    if content.documents_withheld:
        told.append(content.say("consolidated.left_out", count=content.documents_withheld))
    return told


def _figures(content: Consolidated, sheets: Sheets, front: FrontOut) -> Iterator[FigureOut]:
    if content.plan.plan:
        yield from _of_measures(content, sheets)
        yield from _of_reports(content, sheets, front)
    yield from _of_recommendations(content, sheets)
    cells = sheets.range(DOCUMENTS, "title")
    yield _figure(content, "documents", Formula(f"=COUNTA({cells})", len(content.documents_shown)))
    if content.since:
        cells = sheets.range(CHANGES, "event")
        yield _figure(content, "changes", Formula(f"=COUNTA({cells})", sheets.rows[CHANGES]))


def _of_measures(content: Consolidated, sheets: Sheets) -> Iterator[FigureOut]:
    numbers, yes = content.numbers, quoted(content.say("workbook.yes"))
    stands = sheets.range(MEASURES, "standing")
    parts = numbers.by_standing.parts
    yield _figure(content, "measures", Formula(f"=COUNTA({stands})", len(numbers.total)))
    done = "+".join(f"({stands}={quoted(content.standing(code))})" for code in (DONE, DONE_LATE))
    both = sum(len(parts.get(code, ())) for code in (DONE, DONE_LATE))
    yield _figure(content, "done", Formula(f"=SUMPRODUCT(({done})*1)", both))
    for code in (OVERDUE, DUE_SOON, CLOSED):
        test = (stands, quoted(content.standing(code)))
        yield _figure(content, code, counted([test], len(parts.get(code, ()))))
    undecided = (sheets.range(MEASURES, "undecided"), yes)
    yield _figure(content, "undecided", counted([undecided], len(numbers.undecided)))
    nobody = (sheets.range(MEASURES, "lead"), quoted(content.say("summary.no_lead")))
    yield _figure(content, "no_lead", counted([nobody], len(numbers.without_lead)))
    unchanged = (sheets.range(MEASURES, "unchanged"), yes)
    yield _figure(content, "unchanged", counted([unchanged], len(content.unchanged)))


def _of_reports(content: Consolidated, sheets: Sheets, front: FrontOut) -> Iterator[FigureOut]:
    plan = content.plan
    place = block_places(front).get("report")
    if plan.period is None or place is None:
        return
    cells = [plan.matrix.cell(id, plan.period.id) for id in plan.matrix.agencies]
    owed = [one for cell in cells for one in cell.owed]
    columns = {code: column_letters(at) for at, (code, _) in enumerate(REPORT_STATES, 2)}
    rows = (place.first + 1, place.last + 1)
    handed = [f"{columns[code]}{place.total + 1}" for code in (SUBMITTED, ACCEPTED)]
    total = column_letters(len(REPORT_STATES) + 2)
    yield _figure(content, "owed", Formula(f"={total}{place.total + 1}", len(owed)))
    count = sum(cell.handed_in for cell in cells)
    yield _figure(content, "handed_in", Formula(f"={'+'.join(handed)}", count))
    spans = [
        f"{columns[code]}{rows[0]}:{columns[code]}{rows[1]}" for code in (SUBMITTED, ACCEPTED, SENT_BACK)
    ]
    silent = f"=SUMPRODUCT(({'+'.join(spans)}=0)*1)"
    yield _figure(content, "silent", Formula(silent, len(content.numbers.silent)))


def _of_recommendations(content: Consolidated, sheets: Sheets) -> Iterator[FigureOut]:
    cells = sheets.range(RECOMMENDATIONS, "position")
    yield _figure(content, "recommendations", Formula(f"=COUNTA({cells})", content.recommendation_count))
    for key, codes in (("supported", ("supported", "supported_in_part")), ("noted", ("noted",))):
        tests = "+".join(f"({cells}={quoted(content.say(f'position.{code}'))})" for code in codes)
        count = sum(row.how_many for row in content.placed if row.position in codes)
        yield _figure(content, key, Formula(f"=SUMPRODUCT(({tests})*1)", count))
    lacking = (sheets.range(RECOMMENDATIONS, "lacking"), quoted(content.say("workbook.yes")))
    yield _figure(content, "without_measure", counted([lacking], content.lacking_count))


def _figure(content: Consolidated, key: str, number: Formula) -> FigureOut:
    return FigureOut(
        key, content.say(f"consolidated.figure.{key}"), number, content.say(f"consolidated.note.{key}")
    )


def _tables(content: Consolidated) -> Iterator[_Table]:
    if content.plan.plan and content.plan.measures:
        yield from _measure_tables(content)
        yield from _report_table(content)
    yield _position_table(content)


def _measure_tables(content: Consolidated) -> Iterator[_Table]:
    numbers = content.numbers
    columns = [(code, content.standing(code), colour) for code, colour in STANDINGS]
    order = {code: at for at, code in enumerate(STATUSES)}
    areas = {id: at for at, id in enumerate(content.areas)}

    def table(key: str, column: str, lines: Iterable[tuple[str | int, Bar]], *, bars: bool = True) -> _Table:
        counts = [(label, {code: len(ids) for code, ids in bar.parts.items()}) for label, bar in lines]
        label = content.say(f"consolidated.label.{key}")
        return _Table(
            key,
            content.say(f"summary.by.{key}"),
            label,
            MEASURES,
            column,
            "standing",
            columns,
            counts,
            bars=bars,
        )

    by_status = sorted(numbers.by_status, key=lambda bar: order.get(str(bar.key), -1))
    yield table("status", "status", ((content.status(_code(bar)) or "", bar) for bar in by_status))
    years = ((int(bar.key) if bar.key else content.say("summary.no_year"), bar) for bar in numbers.by_year)
    yield table("year", "year", years, bars=False)
    by_area = sorted(numbers.by_area, key=lambda bar: areas.get(_id(bar), len(areas)))
    yield table("area", "area", ((content.area(_id(bar) or None), bar) for bar in by_area))
    without = content.say("summary.no_lead")
    named = ((content.agencies.get(_id(bar), without), bar) for bar in numbers.by_agency)
    yield table(
        "agency", "lead", sorted(named, key=lambda one: (one[1].key is None, alphabetical(str(one[0])) or ""))
    )


def _report_table(content: Consolidated) -> Iterator[_Table]:
    plan, period = content.plan, content.plan.period
    if period is None:
        return
    named = period_words(period.code, content.language)
    states = [(code, content.say(_state_key(code)), colour) for code, colour in REPORT_STATES]
    lines = []
    for id in sorted(plan.matrix.agencies, key=lambda id: alphabetical(content.agencies[id]) or ""):
        cell = plan.matrix.cell(id, period.id)
        if cell.owed:
            lines.append((content.agencies[id], {code: len(cell.of(code)) for code, _ in REPORT_STATES}))
    title = content.say("summary.by.report_of", period=named)
    label = content.say("consolidated.label.report")
    also = (("period", quoted(named)), ("owed", quoted(content.say("workbook.yes"))))
    yield _Table("report", title, label, REPORTS, "agency", "state", states, lines, also)


def _position_table(content: Consolidated) -> _Table:
    columns = [(code, content.say(f"position.{code}"), COLOURS[code]) for code in POSITIONS]
    counts: dict[RecordId, dict[str, int]] = {}
    for row in content.placed:
        of_review = counts.setdefault(row.review_id, dict.fromkeys(POSITIONS, 0))
        of_review[row.position] = of_review.get(row.position, 0) + row.how_many
    lines = [(content.reviews.get(id, ""), found) for id, found in counts.items()]
    title, label = content.say("summary.by.position"), content.say("consolidated.label.position")
    return _Table("position", title, label, RECOMMENDATIONS, "review", "position", columns, lines)


def _block(content: Consolidated, table: _Table, sheets: Sheets, place: Placed) -> BlockOut:
    by, across = (sheets.range(table.sheet, key) for key in (table.by, table.across))
    also = [(sheets.range(table.sheet, key), wanted) for key, wanted in table.also]
    used = [one for one in table.columns if any(counts.get(one[0]) for _, counts in table.lines)]
    columns = list(table.columns) if table.key == "report" else used

    def cell(row: int, at: int, value: int) -> Formula:
        header = f"{column_letters(at + 2)}${place.header + 1}"
        return counted([(by, f"$A{row + 1}"), (across, header), *also], value)

    lines = [
        LineOut(label, [cell(row, at, counts.get(code, 0)) for at, (code, _, _) in enumerate(columns)])
        for row, (label, counts) in enumerate(table.lines, place.first)
    ]
    named = [(name, colour) for _, name, colour in columns]
    return BlockOut(
        table.key, table.title, table.label, named, lines, content.say("summary.total"), table.bars
    )


def _state_key(code: str) -> str:
    return "report_state.missing" if code == MISSING else f"progress_state.{code}"


def _code(bar: Bar) -> str | None:
    return str(bar.key) if bar.key else None


def _id(bar: Bar) -> RecordId:
    return RecordId(str(bar.key or ""))
