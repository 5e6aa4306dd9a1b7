"""Tell an agency what became of its return: what was not taken and why, what waits, remarks, what is still missing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from upr_desktop.code_lists import REPORT_TEXTS
from upr_desktop.jobs.decide_pending import OTHER, OURS
from upr_desktop.jobs.held_state import HeldState
from upr_desktop.jobs.return_choices import is_of_heir
from upr_desktop.jobs.value_words import day_words, value_words
from upr_desktop.merge.return_questions import NEW_MEASURE, proposed_texts
from upr_desktop.merge.returns import LOCKED
from upr_desktop.register.changes import RecordId, Value
from upr_desktop.register.confidential import confidential_ids
from upr_desktop.register.connection import Connection
from upr_desktop.register.log import active_undos
from upr_desktop.register.naming import find_record
from upr_desktop.register.plan_queries import measures, periods, plans
from upr_desktop.register.plan_rows import MeasureRow, PeriodRow, PlanRow
from upr_desktop.register.progress_queries import progress_of
from upr_desktop.register.queries import AgencyRow, Catalogue, catalogue
from upr_desktop.register.refused_cells import refused_cells
from upr_desktop.register.report_entries import Entry, report_entries
from upr_desktop.register.return_queries import PendingRow, live_value, owned_reports, pending_decisions
from upr_desktop.register.return_store import ReturnFile, dispatch_heads, return_files
from upr_desktop.words import has_words, say

SENT_BACK = "sent_back"
OF_LANGUAGE = re.compile(r"_(?:kk|ru|en)$")
# What a locked column is of, by the field that an edit of it is kept under.
COLUMN_OF = {OF_LANGUAGE.sub("", name): column for column, (_, name) in LOCKED.items()} | {"text": "measure"}
# The fields of a report that hold or show its texts; a cell of a row that came twice is known by no field.
PREVIOUS = "previous"
QUOTING = frozenset({*REPORT_TEXTS, PREVIOUS, "remark", ""})


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One cell: the measure's number and text, the column, file and place, what was sent, what stands, and why."""

    number: str
    measure: str
    column: str
    place: str
    sent: str
    stands: str
    why: str


@dataclass(frozen=True, slots=True)
class SlipRemark:
    """A remark on a report; `is_back` says that it was sent back and a new answer is awaited."""

    number: str
    measure: str
    text: str
    is_back: bool


@dataclass(frozen=True, slots=True)
class Slip:
    """What an agency is told of its returns for a period; `due` and `day` are ISO text, `files` oldest first."""

    agency: AgencyRow
    plan: PlanRow
    period: PeriodRow
    language: str
    day: str
    files: Sequence[ReturnFile] = ()
    owed: int = 0
    handed_in: int = 0
    refused: tuple[SlipLine, ...] = ()
    waiting: tuple[SlipLine, ...] = ()
    remarks: tuple[SlipRemark, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()

    @property
    def says_something(self) -> bool:
        """Return whether there is anything that the agency has to know."""
        return bool(self.refused or self.waiting or self.remarks or self.missing)


@dataclass(frozen=True, slots=True)
class Round:
    """What slips for one period are made of."""

    plan: PlanRow
    period: PeriodRow
    measures: Sequence[MeasureRow]
    known: Catalogue
    pending: Sequence[PendingRow]
    files: Mapping[str, ReturnFile]
    owners: Mapping[str, tuple[RecordId, RecordId]]


def round_of(connection: Connection, period: str) -> Round:
    """Return what is known of a period, by its code. Raises RegisterError: no_such_period, no_periods."""
    id = find_record(connection, f"period:{period}")[1]
    row = next(one for one in periods(connection) if one.id == id)
    plan = next(one for one in plans(connection, archived=True) if one.id == row.plan_id)
    undone = active_undos(connection)
    files = {sha256: one for sha256, one in return_files(connection).items() if one.merged_in not in undone}
    owners = {head.id: (head.agency_id, head.period_id) for head in dispatch_heads(connection)}
    found = measures(connection, plan.id)
    return Round(plan, row, found, catalogue(connection), pending_decisions(connection), files, owners)


def slip_of(connection: Connection, period: str, agency: str, language: str, today: date) -> Slip:
    """Return the slip of an agency (by its code) for a period. Raises RegisterError("no_such_record")."""
    id = find_record(connection, f"agency:{agency}")[1]
    return slip_in(connection, round_of(connection, period), id, language, today)


def slip_in(connection: Connection, told: Round, agency: RecordId, language: str, today: date) -> Slip:
    """Return the slip of an agency for the period of a round."""
    reports = progress_of(connection, agency=agency)
    entries = report_entries(
        told.plan, told.measures, told.period, agency, told.known.agencies, reports, today
    )
    files = tuple(
        one
        for one in told.files.values()
        if one.dispatch_id and told.owners.get(one.dispatch_id) == (agency, told.period.id)
    )
    writer = _Writer(connection, told, files, entries, language)
    owed = [entry for entry in entries if entry.is_owed]
    return Slip(
        told.known.agencies[agency],
        told.plan,
        told.period,
        language,
        today.isoformat(),
        files,
        len(owed),
        sum(not entry.is_waiting for entry in owed),
        tuple(writer.refused()),
        tuple(writer.waiting()),
        tuple(writer.remarks()),
        tuple(writer.named(entry.measure) for entry in owed if entry.is_waiting and entry.state != SENT_BACK),
    )


class _Writer:
    """Puts what is known of an agency's returns into lines in its language."""

    def __init__(
        self,
        connection: Connection,
        told: Round,
        files: Sequence[ReturnFile],
        entries: Sequence[Entry],
        language: str,
    ) -> None:
        self._connection, self._language, self._entries = connection, language, entries
        self._held = HeldState(connection)
        self._agencies = told.known.agencies
        self._files = {one.sha256: one.name for one in files}
        self._confidential = confidential_ids(connection)
        after = [
            one.report.id for one in entries if one.report and one.previous and one.previous.confidential
        ]
        self._after_confidential = self._confidential | set(after)
        self._pending = [row for row in told.pending if row.file in self._files]
        self._refused_cells = refused_cells(connection, list(self._files))
        self._places = {self.named(row): place for place, row in enumerate(told.measures)}
        self._about = {row.id: row for row in told.measures}
        self._about |= {body.id: row for row in told.measures for body in row.bodies}
        self._about |= {entry.report.id: entry.measure for entry in entries if entry.report}
        asked = {row.record_id for row in self._pending}
        asked |= {cell.record_id for cell in self._refused_cells if cell.record_id}
        self._reports = owned_reports(connection, sorted(asked - self._about.keys()))
        self._about |= {
            one.id: self._about[one.measure_id]
            for one in self._reports.values()
            if one.measure_id in self._about
        }

    def refused(self) -> list[SlipLine]:
        """Return what was decided against and what could not be read, in the order of the measures."""
        return self._in_order(self._refused())

    def waiting(self) -> list[SlipLine]:
        """Return what a person has still to decide, in the order of the measures."""
        return self._in_order(self._waiting())

    def _in_order(self, lines: Iterator[SlipLine]) -> list[SlipLine]:
        """Sort by the measure; what belongs to none comes last."""
        return sorted(
            lines, key=lambda line: self._places.get((line.number, line.measure), len(self._places))
        )

    def _refused(self) -> Iterator[SlipLine]:
        for row in self._pending:
            if row.choice in (OURS, OTHER):
                yield self._line(row, self._reason(row))
        for cell in self._refused_cells:
            number, text = self._named(cell.record_id)
            why = say(f"slip.because.{cell.outcome}", self._language)
            column = self._column(cell.field)
            sent = self._open(cell.record_id, cell.field, cell.raw)
            yield SlipLine(
                number, text, column, self._place(cell.file, cell.sheet, cell.address), sent, "", why
            )

    def _waiting(self) -> Iterator[SlipLine]:
        for row in self._pending:
            if row.choice is None:
                waits = self._who_reports(row, "waits") or say(f"slip.waits.{row.kind}", self._language)
                yield self._line(row, waits)

    def remarks(self) -> Iterator[SlipRemark]:
        """Yield the remarks on reports of the period, and those that were sent back without one."""
        for entry in self._entries:
            is_back = entry.state == SENT_BACK
            if entry.report and (entry.report.remarks or is_back):
                yield SlipRemark(*self.named(entry.measure), "\n".join(entry.report.remarks), is_back)

    def named(self, measure: MeasureRow) -> tuple[str, str]:
        """Return number and text of a measure."""
        return measure.number or "", measure.text(self._language)[0]

    def _named(self, record: RecordId | None) -> tuple[str, str]:
        measure = self._about.get(record) if record else None
        return self.named(measure) if measure else ("", "")

    def _line(self, row: PendingRow, why: str) -> SlipLine:
        number, text = self._named(row.record_id)
        place = self._place(row.file or "", row.sheet or "", row.address or "")
        stands = "" if self._is_of_another(row) else self._standing(row)
        return SlipLine(
            number, text, self._column(row.field), place, self._value(row, row.theirs), stands, why
        )

    def _is_of_another(self, row: PendingRow) -> bool:
        """Return whether a cell is of another agency's report, whose words the sender is not shown."""
        return row.record_id in self._reports and self._reports[row.record_id].agency_id != row.agency_id

    def _who_reports(self, row: PendingRow, part: str) -> str:
        """Return which other agency reports on the measure, and what the sender is to do; nothing where it may answer.

        `part` is waits or because: whether that is still to be decided.
        """
        if not self._is_of_another(row) or is_of_heir(row, self._held):
            return ""
        owner = self._agencies[self._reports[row.record_id].agency_id]
        return say(f"slip.{part}.foreign", self._language, agency=owner.short(self._language))

    def _standing(self, row: PendingRow) -> str:
        held = live_value(self._connection, row)
        return self._value(row, row.base if held is None else held)

    def _place(self, file: str, sheet: str, address: str) -> str:
        return f"{self._files[file]}, {sheet}!{address}"

    def _column(self, field: str | None) -> str:
        name = OF_LANGUAGE.sub("", field or "")
        key = f"return.column.{COLUMN_OF.get(name, name)}"
        return say(key, self._language).replace("-\n", "") if has_words(key) else ""

    def _value(self, row: PendingRow, value: Value) -> str:
        if row.field == NEW_MEASURE and (texts := proposed_texts(value)):
            return "; ".join(texts)
        text = value_words(row.record_kind, row.field, value, self._language, lambda _, id: str(id))
        return self._open(row.record_id, row.field, text)

    def _open(self, record: RecordId | None, field: str | None, text: str) -> str:
        """Return a text, or in place of what is for official use that it is so: the file and its cell hold it."""
        marked = self._after_confidential if field == PREVIOUS else self._confidential
        is_text = OF_LANGUAGE.sub("", field or "") in QUOTING
        hides = is_text and record in marked and bool(text.strip())
        return say("slip.for_official_use", self._language) if hides else text

    def _reason(self, row: PendingRow) -> str:
        by, day = row.decided_by or "—", day_words((row.decided_at or "")[:10], self._language)
        signed = say("slip.decided", self._language, by=by, day=day)
        return "\n".join(filter(None, (row.why, self._who_reports(row, "because"), signed)))
