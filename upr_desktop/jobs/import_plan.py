"""Draft the import of a plan: read it, gather what the register knows of plans, compare, lay out what a person sees."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Protocol

from upr_desktop.exchange.plan import read_plan
from upr_desktop.exchange.sheets import Book, Sheet, column_letters
from upr_desktop.grammar.body_directory import AgencyRow, Directory
from upr_desktop.incoming_plan import ColumnMap, PlanReading, PlanRow
from upr_desktop.merge.comparison import Known
from upr_desktop.merge.plan import PlanFile, draft_plan
from upr_desktop.merge.plan_answers import Answers
from upr_desktop.merge.plan_draft import FileRow, FileTable, PlanDraft
from upr_desktop.merge.plan_known import KnownPlans
from upr_desktop.register.changes import Label, RecordId
from upr_desktop.register.log import newest_revision
from upr_desktop.register.queries import children, records
from upr_desktop.register.reference import reference_names, reference_set
from upr_desktop.register.register import Connection, Register
from upr_desktop.register.store import State
from upr_desktop.register.trace import imported

KINDS = (
    "register",
    "plan",
    "measure",
    "measure_recommendation",
    "recommendation",
    "review",
    "vocabulary",
    "term",
    "agency",
    "agency_alias",
    "agency_succession",
    "plan_answer",
    "indicator",
    "indicator_value",
)
GIVEN = ("plan", "measure", "measure_recommendation", "assignment", "indicator", "indicator_value")


class PlanOptions(Protocol):
    """What the person said of the file: how to read its columns, answers, and the day by which bodies are judged."""

    @property
    def mapping(self) -> tuple[ColumnMap, ...]: ...
    @property
    def take(self) -> frozenset[RecordId]: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def today(self) -> date | None: ...


def plan_draft(register: Register, book: Book, options: PlanOptions, workbooks: frozenset[int]) -> PlanDraft:
    """Return what importing a plan would do; nothing is written. Raises FileRefused where the file is no plan.

    `workbooks` are revisions that took register workbooks back: what these say are people's words, not a plan's.
    """
    reading = read_plan(book, options.mapping)
    label = Label("label.import", {"file": book.name})
    with register.reading() as connection:
        plans = known_plans(connection, workbooks)
        file = PlanFile(book.sha256, book.name, reading)
        draft = draft_plan(file, plans, label, options.answers, options.take, options.today)
        return replace(draft, revision=newest_revision(connection), tables=file_tables(book, reading))


def known_plans(connection: Connection, workbooks: frozenset[int] = frozenset()) -> KnownPlans:
    """Return what the register knows of plans and of all that a plan can name."""
    found: dict[str, dict[RecordId, State]] = {kind: records(connection, kind) for kind in KINDS}
    found["assignment"] = children(connection, "assignment", "measure_id", found["measure"])
    given = imported(connection, [id for kind in GIVEN for id in found[kind]], workbooks)
    known = Known(found, given.last, given.replaced, given.came)
    return KnownPlans(known, body_directory(known))


def body_directory(known: Known) -> Directory:
    """Return the register's agencies by all their names; short forms that mean several bodies are not resolved."""
    agencies = known.of("agency")
    aliases: dict[str, list[tuple[str, str | None]]] = {}
    for alias in known.of("agency_alias").values():
        language = str(alias["language"]) if alias["language"] else None
        aliases.setdefault(str(alias["agency_id"]), []).append((str(alias["name"]), language))
    heirs: dict[str, list[str]] = {}
    for one in known.of("agency_succession").values():
        if heir := agencies.get(RecordId(str(one["to_id"]))):
            heirs.setdefault(str(one["from_id"]), []).append(str(heir["code"]))
    rows = (_agency_row(id, values, aliases, heirs) for id, values in agencies.items())
    return Directory(rows, _marked())


def _agency_row(
    id: RecordId,
    values: Mapping[str, object],
    aliases: Mapping[str, list[tuple[str, str | None]]],
    heirs: Mapping[str, list[str]],
) -> AgencyRow:
    names, shorts = (
        {code: str(values[f"{stem}_{code}"]) for code in ("kk", "ru", "en") if values[f"{stem}_{code}"]}
        for stem in ("name", "short")
    )
    return AgencyRow(
        str(values["code"]),
        names,
        shorts,
        tuple(aliases.get(id, ())),
        str(values["valid_from"]) if values["valid_from"] else None,
        str(values["valid_to"]) if values["valid_to"] else None,
        tuple(heirs.get(id, ())),
        bool(values["collective"]),
    )


def _marked() -> list[str]:
    """Return the short names that mean several bodies, of every reference set that ships."""
    return [str(each["name"]) for name in reference_names() for each in reference_set(name).items("marked")]


def file_tables(book: Book, reading: PlanReading) -> tuple[FileTable, ...]:
    """Return the sheets of the file with their rows as they stand, and how their columns were read or may be."""
    rows: dict[str, list[PlanRow]] = {}
    for row in reading.rows:
        rows.setdefault(row.sheet, []).append(row)
    return tuple(_file_table(sheet, reading, rows.get(sheet.name, [])) for sheet in book.sheets if sheet.rows)


def _file_table(sheet: Sheet, reading: PlanReading, rows: Iterable[PlanRow]) -> FileTable:
    tables = [table for table in reading.tables if table.sheet == sheet.name]
    width = max(len(row.raw) for row in sheet.rows)
    letters = tuple(column_letters(at) for at in range(1, width + 1))
    titles, fields = (
        {k: v for table in tables for k, v in getattr(table, name).items()} for name in ("titles", "columns")
    )
    header = tables[0].header_rows if tables else ()
    became = {row.row: row for row in rows}
    return FileTable(
        sheet.name,
        letters,
        tuple(titles.get(each, "") for each in letters),
        tuple(fields.get(each, "") for each in letters),
        header[0] if header else 0,
        any(table.recognised for table in tables),
        tuple(_file_row(sheet, row.number, width, became.get(row.number)) for row in sheet.rows),
    )


def _file_row(sheet: Sheet, number: int, width: int, became: PlanRow | None) -> FileRow:
    row = sheet.by_number[number]
    texts = (*row.raw, *[""] * (width - len(row.raw)))
    if became is None:
        return FileRow(number, texts, "left_alone")
    return FileRow(number, texts, became.outcome, became.reason, became.measure)
