"""Say how far the round of returns is: per agency and period what was sent, what came back, what is handed in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection
from upr_desktop.register.plan_reports import Matrix
from upr_desktop.register.plan_rows import PeriodRow
from upr_desktop.register.return_store import DispatchHead, ReturnFile

NOT_SENT, WAITING, PARTIAL, OVERDUE, COMPLETE = "not_sent", "waiting", "partial", "overdue", "complete"
STATES = (OVERDUE, PARTIAL, WAITING, NOT_SENT, COMPLETE)
ANSWERED = """
    SELECT f.dispatch_id, c.record_id FROM received_cell c JOIN received_file f ON f.sha256 = c.file
    WHERE c.record_kind = 'progress' AND c.outcome IN ('taken', 'same', 'settled', 'conflict', 'no_change')
    GROUP BY f.dispatch_id, c.record_id"""
Key = tuple[RecordId, RecordId]


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One agency in one period: workbooks sent and files received, oldest first, and how many rows each way.

    `rows` is how many the last workbook has, `answered` how many came back with an answer; of `owed` reports
    `handed_in` are in the register. `state` is one of STATES.
    """

    agency: RecordId
    period: PeriodRow
    sent: Sequence[DispatchHead]
    files: Sequence[ReturnFile]
    rows: int
    answered: int
    owed: int
    handed_in: int
    state: str

    @property
    def id(self) -> str:
        """Return what tells the row from others."""
        return f"{self.agency}/{self.period.id}"


def answered_rows(connection: Connection) -> dict[str, set[RecordId]]:
    """Return which reports came back with an answer, by the workbook that was sent."""
    found: dict[str, set[RecordId]] = defaultdict(set)
    for sent, record in connection.exec_driver_sql(ANSWERED):
        found[sent].add(RecordId(record))
    return found


def round_rows(
    matrix: Matrix,
    heads: Sequence[DispatchHead],
    files: Sequence[ReturnFile],
    answered: Mapping[str, set[RecordId]],
    today: str,
) -> list[RoundRow]:
    """Return a row for each agency and period in which a report is owed or a workbook was sent; `today` is ISO."""
    sent: dict[Key, list[DispatchHead]] = defaultdict(list)
    for head in heads:
        sent[head.agency_id, head.period_id].append(head)
    back: dict[str | None, list[ReturnFile]] = defaultdict(list)
    for file in files:
        back[file.dispatch_id].append(file)
    found = []
    for period in matrix.periods:
        owing = {agency for agency, id in matrix.cells if id == period.id and matrix.cell(agency, id).owed}
        for agency in sorted(owing | {agency for agency, id in sent if id == period.id}):
            heads_here = sent.get((agency, period.id), [])
            files_here = [file for head in heads_here for file in back[head.id]]
            keys = {key for head in heads_here for key in answered.get(head.id, ())}
            cell = matrix.cell(agency, period.id)
            rows = heads_here[-1].rows if heads_here else 0
            owed, handed_in = len(cell.owed), cell.handed_in
            state = _state(owed, handed_in, bool(heads_here), bool(files_here), period.due(agency), today)
            found.append(
                RoundRow(
                    agency, period, heads_here, files_here, rows, min(len(keys), rows), owed, handed_in, state
                )
            )
    return found


def _state(owed: int, handed_in: int, is_sent: bool, is_back: bool, due: str | None, today: str) -> str:
    if handed_in >= owed:
        return COMPLETE
    if due and due < today:
        return OVERDUE
    if is_back:
        return PARTIAL
    return WAITING if is_sent else NOT_SENT
