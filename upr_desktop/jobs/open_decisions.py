"""Count the questions of returns that wait for a person; those that closed by themselves do not."""

from upr_desktop.merge.return_questions import CONFLICT, PROPOSAL
from upr_desktop.merge.return_state import like
from upr_desktop.register.connection import Connection
from upr_desktop.register.return_queries import PendingRow, live_value, pending_decisions


def is_closed(connection: Connection, row: PendingRow) -> bool:
    """Return whether a conflict or proposal closed by itself: the register holds what was returned."""
    if row.kind == PROPOSAL and like(row.theirs) is None:
        return False  # what a proposal is about may be no field at all, and so hold nothing either
    return row.kind in (CONFLICT, PROPOSAL) and like(live_value(connection, row)) == like(row.theirs)


def open_conflicts(connection: Connection) -> int:
    """Return how many conflicts wait for a person."""
    return sum(
        row.choice is None and row.kind == CONFLICT and not is_closed(connection, row)
        for row in pending_decisions(connection)
    )


def waiting_questions(connection: Connection) -> int:
    """Return how many questions of any kind wait for a person."""
    return sum(row.choice is None and not is_closed(connection, row) for row in pending_decisions(connection))
