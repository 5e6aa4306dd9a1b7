"""Gather the state that returns are merged into, as the register holds it now."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from upr_desktop.jobs.return_identity import Identified
from upr_desktop.merge.return_state import Held, Ledger, Pending, Report
from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection
from upr_desktop.register.log import active_undos
from upr_desktop.register.return_queries import owned_reports, pending_decisions, recommendation_numbers
from upr_desktop.register.return_store import held_since

if TYPE_CHECKING:
    from upr_desktop.jobs.merge_returns import ReadFile


def ledger_for(connection: Connection, told: Sequence[Identified], files: Sequence["ReadFile"]) -> Ledger:
    """Return the state that these files are merged into; `told` says whose each is."""
    keys = {row.key for file in files if file.returned for row in file.returned.rows if row.key}
    ids = sorted({RecordId(key) for key in keys} | {id for one in told for id in one.sent.shown})
    reports = {
        id: Report(id, row.agency_id, row.assignment_id, row.measure_id, row.values, row.is_shelved)
        for id, row in owned_reports(connection, ids).items()
    }
    since = min((one.sent.revision for one in told), default=0)
    history = held_since(connection, list(reports), since, active_undos(connection))
    held = {
        place: [Held(v.revision, v.value, v.by_merge) for v in values] for place, values in history.items()
    }
    ledger = Ledger(reports, held, recommendations=recommendation_numbers(connection))
    ledger.note(
        Pending(
            row.id, row.kind, row.record_id, row.field, row.theirs, row.file, row.choice,
            row.revision if row.choice else None,
        )
        for row in pending_decisions(connection)
    )  # fmt: skip
    return ledger
