"""Say measure by measure what came in for a period: read, sent back, to be read, or nothing; remarks and wording."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from upr_desktop.register.changes import RecordId, Values
from upr_desktop.register.connection import Connection
from upr_desktop.register.plan_reports import ACCEPTED, SENT_BACK, SUBMITTED, Agencies, owing
from upr_desktop.register.plan_rows import MeasureRow, PeriodRow, PlanRow, ReportMark
from upr_desktop.register.wordings import WordingRow

NOTHING, UNREAD, READ = "nothing", "unread", "read"
READINGS = (UNREAD, SENT_BACK, READ, NOTHING)
CAME_IN = (SUBMITTED, ACCEPTED, SENT_BACK)
REMARKED = """
    SELECT DISTINCT a.measure_id FROM remark r JOIN progress g ON g.id = r.progress_id
    JOIN assignment a ON a.id = g.assignment_id
    WHERE g.period_id = ? AND NOT r.archived AND NOT g.archived AND a.measure_id IS NOT NULL"""

CHANGED_SINCE = """
    SELECT 1 FROM change WHERE record_id IN (SELECT value FROM json_each(?)) AND coalesce(field, '') <> 'state'
    AND revision > (SELECT max(revision) FROM change WHERE record_id = ?) LIMIT 1"""

REMARKS = """
    SELECT progress_id, id, text FROM remark
    WHERE NOT archived AND progress_id IN (SELECT value FROM json_each(?)) ORDER BY id"""

DOCUMENT = ("title", "kind", "act_number", "act_date", "issuer", "url", "file_name", "confidential")
DOCUMENTS = f"SELECT id, {', '.join(DOCUMENT)} FROM evidence WHERE id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Reading:
    """One measure for one period. `asked` are the agencies that owe a report, `marks` the reports there are.

    It is read once every report that was handed in is accepted or sent back, and sent back as long as one of these
    has to come again: nobody marks it by hand.
    """

    measure: MeasureRow
    asked: tuple[RecordId, ...]
    marks: tuple[ReportMark, ...]
    has_remark: bool
    wording: WordingRow | None

    @property
    def id(self) -> RecordId:
        """Return the measure's id."""
        return self.measure.id

    @property
    def came_in(self) -> tuple[ReportMark, ...]:
        """Return the reports that were handed in, also those sent back since."""
        return tuple(mark for mark in self.marks if mark.state in CAME_IN)

    @property
    def state(self) -> str:
        """Return one of READINGS: unread as long as a report waits to be looked over."""
        if any(mark.state == SUBMITTED for mark in self.marks):
            return UNREAD
        if any(mark.state == SENT_BACK for mark in self.marks):
            return SENT_BACK
        return READ if self.came_in else NOTHING

    @property
    def agencies(self) -> frozenset[RecordId]:
        """Return who owes a report or made one."""
        return frozenset(self.asked) | {mark.agency_id for mark in self.marks}


def readings(
    plan: PlanRow,
    measures: Iterable[MeasureRow],
    period: PeriodRow,
    agencies: Agencies,
    remarked: Collection[RecordId],
    wordings: Mapping[tuple[RecordId, RecordId], WordingRow],
) -> list[Reading]:
    """Return the measures on which a report is owed or was made for a period, in the order given."""
    found = []
    for measure in measures:
        asked = tuple(body.agency_id for body in owing(plan, measure, period, agencies))
        marks = tuple(mark for mark in measure.marks if mark.period_id == period.id)
        if asked or marks:
            wording = wordings.get((measure.id, period.id))
            found.append(Reading(measure, asked, marks, measure.id in remarked, wording))
    return found


def remarked_measures(connection: Connection, period: RecordId) -> set[RecordId]:
    """Return the measures on whose reports for a period something was remarked."""
    return {row[0] for row in connection.exec_driver_sql(REMARKED, (period,))}


def remarks_on(
    connection: Connection, reports: Sequence[RecordId]
) -> dict[RecordId, list[tuple[RecordId, str]]]:
    """Return the remarks on reports, by report: the id and the text of each, oldest first."""
    found: dict[RecordId, list[tuple[RecordId, str]]] = {}
    for report, id, text in connection.exec_driver_sql(REMARKS, (json.dumps(list(reports)),)):
        found.setdefault(report, []).append((id, text))
    return found


def progress_of_reading(found: Sequence[Reading]) -> tuple[int, int]:
    """Return how many measures are read, those sent back too, and on how many something came in: n of m."""
    states = [one.state for one in found]
    return states.count(READ) + states.count(SENT_BACK), len(states) - states.count(NOTHING)


def answers_changed_since(connection: Connection, wording: RecordId, reports: Sequence[RecordId]) -> bool:
    """Return whether reports were written or edited after a wording was; accepting and sending back do not count."""
    rows = connection.exec_driver_sql(CHANGED_SINCE, (json.dumps(list(reports)), wording)).all()
    return bool(rows)


def documents_to_read(connection: Connection, ids: Sequence[RecordId]) -> dict[RecordId, Values]:
    """Return what these documents are, by id: the fields of DOCUMENT."""
    rows = connection.exec_driver_sql(DOCUMENTS, (json.dumps(list(ids)),))
    return {RecordId(id): dict(zip(DOCUMENT, told, strict=True)) for id, *told in rows}
