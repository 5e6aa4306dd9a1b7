"""Put what a person decided of a merge into its changes, so that merge and decisions are one step."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

from upr_desktop.jobs.decide_pending import Deciding
from upr_desktop.jobs.held_state import HeldState
from upr_desktop.jobs.merge_returns import Merge
from upr_desktop.jobs.who_said import WhoSaid
from upr_desktop.merge.return_asking import question_of
from upr_desktop.merge.return_questions import Decision, Question, question
from upr_desktop.register.changes import Added, Change, Edited
from upr_desktop.register.register import Register
from upr_desktop.register.return_queries import PendingRow, pending_decisions

__all__ = ["Decision", "Question", "decided_changes", "question_of"]


def decided_changes(register: Register, merge: Merge, decisions: Mapping[Question, Decision]) -> list[Change]:
    """Return the changes of a merge, its decisions among them: each question is asked and answered in the same step.

    A question that the register holds open already is answered there. Raises RegisterError as `decide_each`.
    """
    found, rest = list(merge.changes), dict(decisions)
    after: list[Change] = []
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with register.reading() as connection:
        waiting = pending_decisions(connection)
        said = WhoSaid(connection, waiting, merge.ledger.reports, at, merge)
        deciding = Deciding(HeldState(connection, merge.ledger.reports), said, merge.author, at)
        for place, change in enumerate(found):
            if isinstance(change, Added) and change.kind == "pending_decision":
                row = row_of(change)
                if row.choice is None and (decision := rest.pop(asked_by(row), None)):
                    signs, edits = deciding.answer(row, decision)
                    found[place] = replace(change, values={**change.values, **signs})
                    after += edits
        for row in waiting if rest else ():
            if row.choice is None and (decision := rest.pop(asked_by(row), None)):
                signs, edits = deciding.answer(row, decision)
                after += edits
                after += [
                    Edited("pending_decision", row.id, name, None, text) for name, text in signs.items()
                ]
    return [*found, *after]


def asked_by(row: PendingRow) -> Question:
    """Return what a kept question asks."""
    return question(row.kind, row.record_id, row.field, row.theirs)


def row_of(change: Added) -> PendingRow:
    """Return a question as it is once it is kept."""
    values: dict[str, Any] = {one.name: change.values.get(one.name) for one in fields(PendingRow)}
    return PendingRow(**{**values, "id": change.id, "revision": 0})
