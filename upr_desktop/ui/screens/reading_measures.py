"""Hold what the screen of reading shows: the measures of one period, the answers on one of them, its wordings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import RecordId, Values
from upr_desktop.register.find_measures import find_measures
from upr_desktop.register.history import FileInfo, files_named
from upr_desktop.register.letters_in import LetterIn, letters_in
from upr_desktop.register.plan_rows import PeriodRow
from upr_desktop.register.progress_queries import progress_of
from upr_desktop.register.queries import Catalogue, catalogue, record, records
from upr_desktop.register.readings import (
    NOTHING,
    Reading,
    answers_changed_since,
    documents_to_read,
    readings,
    remarked_measures,
    remarks_on,
)
from upr_desktop.register.record_history import added_by
from upr_desktop.register.register import Connection
from upr_desktop.register.report_entries import Entry, current_period, measure_entries
from upr_desktop.register.value_decisions import Place, ValueDecision, value_decisions
from upr_desktop.register.value_sources import SaidBy, said_by
from upr_desktop.register.wordings import WordingRow, wordings
from upr_desktop.ui.screens.progress_rows import PlanState, ProgressRows
from upr_desktop.ui.session import Session

NAMES = frozenset({"term", "vocabulary", "agency", "agency_alias"})
OWN = frozenset({"summary", "remark", "letter"})


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """One measure to read: its answers with their documents by id, the wording of the last period and its code.

    `said` tells who said each value of the answers, by report and field; `files` are the received ones among them;
    `added` says when (UTC ISO text) and by whom each report was begun, with the values that `said` does not tell;
    `decided` how people decided on values that returns disputed; `remarks` are those on each report;
    `letters` came for the period, by agency.
    """

    reading: Reading
    period: PeriodRow
    entries: Sequence[Entry]
    documents: Mapping[RecordId, Values]
    last_wording: WordingRow | None
    last_period: str
    is_outdated: bool
    said: Mapping[tuple[str, str], SaidBy]
    files: Mapping[str, FileInfo]
    added: Mapping[RecordId, tuple[str, str]]
    decided: Mapping[Place, Sequence[ValueDecision]]
    remarks: Mapping[RecordId, Sequence[tuple[RecordId, str]]]
    letters: Mapping[RecordId, Sequence[LetterIn]]

    @property
    def id(self) -> str:
        """Return what names the page: the measure and the period."""
        return f"{self.reading.id}/{self.period.id}"


class ReadingMeasures:
    """One plan and one of its periods at a time. Nothing is read before `read`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.rows = ProgressRows(session)
        self.names: Catalogue | None = None
        self.period: PeriodRow | None = None
        self.found: Sequence[Reading] = ()

    @property
    def state(self) -> PlanState | None:
        """Return the plan; None where there is none."""
        return self.rows.state

    def read(self, plan: str) -> None:
        """Read the plan of an id, or the latest one, whole; the period stays if it is one of its periods."""
        self.rows.read(plan)
        self.names = self._session.read(catalogue)
        self._gather()

    def refresh(self, applied: Applied | None) -> bool:
        """Read again what was touched; return whether anything that is shown was."""
        if applied is None or applied.kinds & NAMES:
            self.names = self._session.read(catalogue)
        is_touched = self.rows.refresh(applied)
        if is_touched or applied is None or applied.kinds & (OWN | NAMES):
            self._gather()
            return True
        return False

    def choose_period(self, id: str) -> None:
        """Show another period."""
        self.period = self.rows.period(id)
        self._gather()

    def reading(self, id: str) -> Reading | None:
        """Return a measure of the period by its id."""
        return next((one for one in self.found if one.id == id), None)

    def page(self, reading: Reading) -> ReadingPage | None:
        """Return what there is to read of a measure."""
        state, period = self.rows.state, self.period
        if state is None or period is None:
            return None
        return self._session.read(lambda connection: self._page(connection, state, period, reading))

    def _page(
        self, connection: Connection, state: PlanState, period: PeriodRow, reading: Reading
    ) -> ReadingPage:
        reports = progress_of(connection, measure=reading.id)
        today, agencies = self._session.today, self.rows.agencies
        entries = measure_entries(state.plan, reading.measure, period, agencies, reports, today)
        evidence = [id for entry in entries if entry.report for id in entry.report.evidence]
        documents = documents_to_read(connection, evidence)
        last = self._last_wording(connection, state.periods, period, reading.id)
        own, made = reading.wording, [entry.report.id for entry in entries if entry.report]
        is_outdated = own is not None and answers_changed_since(connection, own.id, made)
        said = said_by(connection, made)
        files = files_named(connection, filter(None, (one.file for one in said.values())))
        added = added_by(connection, made)
        decided, remarks = value_decisions(connection, made), remarks_on(connection, made)
        return ReadingPage(
            reading, period, entries, documents, *last, is_outdated, said, files, added, decided, remarks,
            letters_in(connection, period.id),
        )  # fmt: skip

    @staticmethod
    def _last_wording(
        connection: Connection, periods: Sequence[PeriodRow], period: PeriodRow, measure: RecordId
    ) -> tuple[WordingRow | None, str]:
        """Return the newest wording of the measure for an earlier period, and that period's code."""
        found = wordings(connection, records=[measure])
        earlier = [one for one in periods if one.last_day < period.last_day and (measure, one.id) in found]
        last = max(earlier, key=lambda one: one.last_day, default=None)
        return (found[measure, last.id], last.code) if last else (None, "")

    def stored_wording(self, reading: Reading) -> tuple[RecordId, Values] | None:
        """Return the wording's record as it is in the register now, by its id; None where there is none."""
        row = reading.wording
        if row is None:
            return None
        found = self._session.read(lambda connection: record(connection, "summary", row.id))
        return (row.id, found) if found else None

    def stored_reports(self, ids: Sequence[RecordId]) -> Mapping[RecordId, Values]:
        """Return these reports' records as they are in the register now."""
        return self._session.read(lambda connection: records(connection, "progress", ids))

    def stored_remark(self, id: RecordId) -> Values | None:
        """Return a remark's record as it is in the register now; None where there is none."""
        return self._session.read(lambda connection: record(connection, "remark", id))

    def holding(self, query: str) -> set[RecordId] | None:
        """Return the measures that hold every word of a text, in their answers and wordings too; None for no word."""
        names = self.names
        if names is None or not query.strip():
            return None
        return self._session.read(lambda connection: find_measures(connection, query, names))

    def _gather(self) -> None:
        state = self.rows.state
        if state is None:
            self.period, self.found = None, ()
            return
        kept = self.rows.period(self.period.id) if self.period else None
        self.period = kept or self._period_to_read(state)
        self.found = self._readings(state, self.period) if self.period else ()

    def _period_to_read(self, state: PlanState) -> PeriodRow | None:
        """Return the period worked on; where nothing came in for it, the latest one for which something did."""
        current = current_period(state.periods, self._session.today)
        came_in = {
            mark.period_id for row in state.measures.values() for mark in row.marks if mark.state != "draft"
        }
        if current is None or current.id in came_in:
            return current
        past = [one for one in state.periods if one.id in came_in]
        return max(past, key=lambda one: one.last_day, default=current)

    def _readings(self, state: PlanState, period: PeriodRow) -> list[Reading]:
        measures, agencies = state.measures.values(), self.rows.agencies

        def found(connection: Connection) -> list[Reading]:
            remarked = remarked_measures(connection, period.id)
            held = wordings(connection, period.id)
            return readings(state.plan, measures, period, agencies, remarked, held)

        return self._session.read(found)

    @property
    def has_answers(self) -> bool:
        """Return whether anything came in for the period."""
        return any(one.state != NOTHING for one in self.found)
