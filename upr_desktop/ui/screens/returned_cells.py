"""Hold the cells of returns that a person looks through: of a merge that is not applied yet, or still to be decided."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.jobs.decide_pending import BOTH, OURS, THEIRS
from upr_desktop.jobs.merge_decisions import Decision, Question, question_of
from upr_desktop.jobs.merge_returns import FileMerge, Merge
from upr_desktop.merge.return_cells import CLEARED, OUTSIDE_REMIT, CellOutcome
from upr_desktop.merge.return_state import like
from upr_desktop.merge.return_values import NO_CHANGE
from upr_desktop.merge.returns import PROPOSAL
from upr_desktop.merge.three_way import CONFLICT, TAKEN
from upr_desktop.register.changes import RecordId, Value
from upr_desktop.register.plan_queries import measures
from upr_desktop.register.plan_rows import MeasureRow
from upr_desktop.register.queries import AgencyRow, agencies
from upr_desktop.register.register import Connection
from upr_desktop.register.return_queries import live_value, owned_reports, pending_decisions, received_names

TEXTS = ("narrative_kk", "narrative_ru", "narrative_en", "evidence_text", "problems_text")
STATUS = "claimed_status"
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

    `question` is what it asks a person (None: nothing); a `pending` one is kept in the register under that id.
    """

    id: str
    file: str
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
    question: Question | None = None
    pending: RecordId | None = None
    decision: Decision | None = None

    @property
    def is_open(self) -> bool:
        """Return whether a person is still to decide."""
        return (self.question is not None or self.pending is not None) and self.decision is None

    @property
    def may_be_decided(self) -> bool:
        """Return whether it is a person's to decide."""
        return self.question is not None or self.pending is not None

    @property
    def may_be_both(self) -> bool:
        """Return whether both texts can stand together."""
        return self.kind == "progress" and self.field in TEXTS and self.outcome in (CONFLICT, OUTSIDE_REMIT)

    @property
    def may_be_edited(self) -> bool:
        """Return whether a person may put a value of their own."""
        return self.kind == "progress" and self.field in (*TEXTS, STATUS)

    @property
    def result(self) -> Value:
        """Return what the register will hold."""
        if self.decision is None:
            return self.returned if self.outcome == TAKEN else self.held
        choice = self.decision.choice
        if choice == OURS:
            return self.held
        if choice == BOTH:
            return "\n".join(str(text) for text in (self.held, self.returned) if text)
        if choice == THEIRS:
            if self.outcome == NO_CHANGE:
                return self.held
            return None if self.outcome == CLEARED else self.returned
        return self.decision.value


@dataclass(frozen=True, slots=True)
class Around:
    """What cells are about: measures in the order of their numbers, agencies."""

    measures: Mapping[RecordId, MeasureRow] = field(default_factory=dict)
    agencies: Mapping[RecordId, AgencyRow] = field(default_factory=dict)
    places: Mapping[RecordId, int] = field(default_factory=dict)
    bodies: Mapping[str, RecordId] = field(default_factory=dict)

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
    found = list(measures(connection))
    bodies = {str(body.id): row.id for row in found for body in row.bodies}
    places = {row.id: place for place, row in enumerate(found)}
    return Around({row.id: row for row in found}, agencies(connection), places, bodies)


def cells_of_merge(
    merge: Merge, known: Around, decisions: Mapping[Question, Decision]
) -> Sequence[list[ReturnedCell]]:
    """Return the cells of each file of a merge, with what was decided so far."""
    reports = {str(id): one.measure_id for id, one in merge.ledger.reports.items()}
    return [
        list(_cells_of_file(place, one, known, reports, decisions)) for place, one in enumerate(merge.files)
    ]


def _cells_of_file(
    place: int,
    one: FileMerge,
    known: Around,
    reports: Mapping[str, RecordId],
    decisions: Mapping[Question, Decision],
) -> Iterator[ReturnedCell]:
    if one.merged is None or one.identity is None:
        return
    agency = one.identity.owner or one.identity.sent.agency_id
    for number, cell in enumerate(one.merged.cells):
        question = question_of(cell)
        yield ReturnedCell(
            f"{place}:{number}",
            one.read.received.name,
            agency,
            known.measure_of(cell.record_kind, cell.record_id, reports),
            cell.record_kind or "progress",
            _field(cell),
            cell.base,
            cell.ours,
            cell.theirs if cell.theirs is not None else (cell.cell.raw or None),
            cell.outcome,
            f"{one.merged.sheet_of(cell)}!{cell.cell.address}",
            cell.cell.raw,
            cell.code,
            question,
            None,
            decisions.get(question) if question else None,
        )


def _field(cell: CellOutcome) -> str:
    """Return the field that a cell is of; that of its column where no row was found for it."""
    return (cell.field or cell.column) if not cell.column.startswith(PROPOSAL) else "measure"


def waiting_cells(connection: Connection, known: Around) -> list[ReturnedCell]:
    """Return what the register holds open, as cells; a conflict whose values became alike is none."""
    rows = [row for row in pending_decisions(connection) if row.choice is None]
    wanted = [RecordId(row.record_id) for row in rows if row.record_kind == "progress"]
    reports = {str(id): one.measure_id for id, one in owned_reports(connection, wanted).items()}
    names = received_names(connection) if rows else {}
    found = []
    for row in rows:
        held = live_value(connection, row)
        if row.kind == "conflict" and like(held) == like(row.theirs):
            continue
        found.append(
            ReturnedCell(
                row.id,
                str(names.get(row.file or "", "")),
                row.agency_id,
                known.measure_of(row.record_kind, row.record_id, reports),
                row.record_kind,
                row.field,
                row.base,
                held,
                row.theirs,
                OUTCOME_OF[row.kind],
                f"{row.sheet}!{row.address}" if row.address else "",
                row.theirs or "",
                pending=row.id,
            )
        )
    return found
