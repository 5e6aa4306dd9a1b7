"""Hold the cells of returns that a person looks through: of a merge that is not applied yet, or still to be decided."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from upr_desktop.merge.return_asking import question_of
from upr_desktop.merge.return_cells import CLEARED, OUTSIDE_REMIT, CellOutcome
from upr_desktop.merge.return_questions import Decision, OpenQuestion, Question
from upr_desktop.merge.return_values import NO_CHANGE
from upr_desktop.merge.three_way import CONFLICT
from upr_desktop.register.changes import RecordId, Value
from upr_desktop.register.connection import Connection
from upr_desktop.register.plan_queries import measures, periods
from upr_desktop.register.plan_rows import MeasureRow, PeriodRow
from upr_desktop.register.queries import AgencyRow, agencies
from upr_desktop.register.return_queries import live_value, owned_reports, pending_decisions
from upr_desktop.register.return_store import dispatch_heads, return_files

if TYPE_CHECKING:
    from upr_desktop.jobs.merge_returns import FileMerge, Merge

OUTCOME_OF = {
    "conflict": CONFLICT,
    "proposal": OUTSIDE_REMIT,
    "no_change": NO_CHANGE,
    "cleared": CLEARED,
}
ASKED = (CONFLICT, NO_CHANGE, CLEARED, OUTSIDE_REMIT)


@dataclass(frozen=True, slots=True)
class ReturnedCell:
    """One cell: where it stands, what was sent, is in the register and came back, and what becomes of it.

    `asked` is what it asks a person (None: nothing), with how that may be answered. `sha256` is that of its file, which
    came at `received_at` (nothing where it is not in the register yet).
    """

    id: str
    file: str
    sha256: str
    received_at: str
    agency: RecordId
    measure: RecordId | None
    kind: str
    field: str
    sent: Value
    held: Value
    returned: Value
    outcome: str
    where: str
    raw: str
    code: str = ""
    asked: OpenQuestion | None = None
    decision: Decision | None = None

    @property
    def question(self) -> Question | None:
        """Return what tells its question from others; None where it asks nothing."""
        return self.asked.question if self.asked else None

    def coming_beside(self, known: "Around") -> str:
        """Return the name of the other file that came with this one and says what stands against it; else nothing."""
        source = self.asked.held_by if self.asked else None
        file = (source.file or "") if source else ""
        return known.files.get(file, "") if file in known.coming else ""

    @property
    def pending(self) -> RecordId | None:
        """Return the id under which the register keeps the question open."""
        return self.asked.pending if self.asked else None

    @property
    def is_open(self) -> bool:
        """Return whether a person is still to decide."""
        return self.asked is not None and self.decision is None

    @property
    def choices(self) -> tuple[str, ...]:
        """Return how a person may answer."""
        return self.asked.choices if self.asked else ()


def decided(cell: ReturnedCell, decisions: Mapping[Question, Decision]) -> ReturnedCell:
    """Return a cell with what was decided of it, if anything was."""
    if cell.asked is None:
        return cell
    decision = decisions.get(cell.asked.question)
    return cell if decision == cell.decision else replace(cell, decision=decision)


@dataclass(frozen=True, slots=True)
class Around:
    """What cells are about: measures in the order of their numbers, agencies, periods, names of files by sha256.

    `coming` are those of the files that the register does not hold yet; `sent_to` are the agencies and periods (codes)
    that workbooks were sent to and for.
    """

    measures: Mapping[RecordId, MeasureRow] = field(default_factory=dict)
    agencies: Mapping[RecordId, AgencyRow] = field(default_factory=dict)
    places: Mapping[RecordId, int] = field(default_factory=dict)
    bodies: Mapping[str, RecordId] = field(default_factory=dict)
    periods: Mapping[RecordId, PeriodRow] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    coming: frozenset[str] = frozenset()
    sent_to: frozenset[tuple[str, str]] = frozenset()

    def bodies_of(self, measure: MeasureRow, language: str) -> str:
        """Return the short names of those who carry a measure out, each once."""
        found = (self.agencies.get(body.agency_id) for body in measure.bodies)
        return ", ".join(dict.fromkeys(one.short(language) for one in found if one))

    def measure_of(
        self, kind: str | None, id: str | None, reports: Mapping[str, RecordId]
    ) -> RecordId | None:
        """Return the measure that a record is of."""
        if id is None:
            return None
        if kind == "measure":
            return RecordId(id)
        return self.bodies.get(id) if kind == "assignment" else reports.get(id)


def around(connection: Connection) -> Around:
    """Return what all cells may be about."""
    found, bodies_known = list(measures(connection)), agencies(connection)
    bodies = {str(body.id): row.id for row in found for body in row.bodies}
    places = {row.id: place for place, row in enumerate(found)}
    known = {row.id: row for row in periods(connection)}
    files = {file.sha256: file.name for file in return_files(connection).values()}
    sent_to = frozenset(
        (bodies_known[head.agency_id].code, known[head.period_id].code)
        for head in dispatch_heads(connection)
        if head.agency_id in bodies_known and head.period_id in known
    )
    return Around({row.id: row for row in found}, bodies_known, places, bodies, known, files, sent_to=sent_to)


def cells_of_merge(
    merge: "Merge", known: Around, asked: Sequence[OpenQuestion]
) -> Sequence[list[ReturnedCell]]:
    """Return the cells of each file of a merge; `asked` are the questions of all of them."""
    reports = {str(id): one.measure_id for id, one in merge.ledger.reports.items()}
    questions = {(one.file, one.question): one for one in asked}
    return [
        list(_cells_of_file(place, one, known, reports, questions)) for place, one in enumerate(merge.files)
    ]


def _cells_of_file(
    place: int,
    one: "FileMerge",
    known: Around,
    reports: Mapping[str, RecordId],
    questions: Mapping[tuple[str, Question], OpenQuestion],
) -> Iterator[ReturnedCell]:
    if one.merged is None or one.identity is None:
        return
    received = one.read.received
    agency = one.identity.owner or one.identity.sent.agency_id
    for number, cell in enumerate(one.merged.cells):
        question = question_of(cell)
        asked = questions.get((received.sha256, question)) if question else None
        yield ReturnedCell(
            f"{place}:{number}",
            received.name,
            received.sha256,
            "",
            agency,
            known.measure_of(cell.record_kind, cell.record_id, reports),
            cell.record_kind or "progress",
            _field(cell),
            cell.base,
            # A file read after this one may have brought a value since.
            asked.held if asked and asked.record_kind == "progress" else cell.ours,
            cell.theirs if cell.theirs is not None else (cell.cell.raw or None),
            cell.outcome,
            f"{one.merged.sheet_of(cell)}!{cell.cell.address}",
            cell.cell.raw,
            cell.code,
            asked,
        )


def _field(cell: CellOutcome) -> str:
    """Return the field that a cell is of; that of its column where no row was found for it."""
    return cell.field or cell.column


def waiting_cells(connection: Connection, known: Around) -> list[ReturnedCell]:
    """Return what the register holds open, as cells; a conflict whose values became alike is none."""
    from upr_desktop.jobs.bulk_decisions import open_questions

    asked = {one.pending: one for one in open_questions(connection)}
    rows = [row for row in pending_decisions(connection) if row.id in asked]
    wanted = [RecordId(row.record_id) for row in rows if row.record_kind == "progress"]
    reports = {str(id): one.measure_id for id, one in owned_reports(connection, wanted).items()}
    files = return_files(connection) if rows else {}
    found = []
    for row in rows:
        file = files.get(row.file or "")
        found.append(
            ReturnedCell(
                row.id,
                file.name if file else "",
                row.file or "",
                file.received_at if file else "",
                row.agency_id,
                known.measure_of(row.record_kind, row.record_id, reports),
                row.record_kind,
                row.field,
                row.base,
                live_value(connection, row),
                row.theirs,
                OUTCOME_OF[row.kind],
                f"{row.sheet}!{row.address}" if row.address else "",
                row.theirs or "",
                asked=asked[row.id],
            )
        )
    return found
