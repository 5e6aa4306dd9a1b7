"""Decide what rules say of the questions that a merge asks: one decision for all that a rule is about."""

from collections.abc import Sequence

from upr_desktop.jobs.bulk_decisions import propose, questions_of_merge
from upr_desktop.jobs.merge_decisions import decided_changes
from upr_desktop.jobs.merge_returns import Merge
from upr_desktop.merge.return_questions import CONFLICT, Proposed, Question, why_not
from upr_desktop.register.changes import Change
from upr_desktop.register.register import Register


class Ruled:
    """What rules decide of a merge, one after the other: what an earlier one decided is not asked again.

    `found` is by rule, of the merge that was decided last; `why` tells why a rule decided nothing, where that is known.
    """

    def __init__(self, register: Register, rules: Sequence[str]) -> None:
        self._register, self.rules = register, tuple(dict.fromkeys(rules))
        self.found: dict[str, tuple[Proposed, ...]] = {}
        self.why: dict[str, str | None] = {}

    def decide(self, merge: Merge) -> None:
        """Find out what the rules say; nothing is written."""
        asked = questions_of_merge(self._register, merge) if self.rules else []
        self.found = {}
        for rule in self.rules:
            self.found[rule], self.why[rule] = propose(rule, asked), why_not(rule, asked)
            done = {one.asked.question for one in self.found[rule]}
            asked = [one for one in asked if one.question not in done]

    def changes(self, merge: Merge) -> list[Change]:
        """Return the changes of a merge with what the rules decide of it, for `apply_merge`."""
        self.decide(merge)
        decisions = {one.asked.question: one.decision for found in self.found.values() for one in found}
        return decided_changes(self._register, merge, decisions)

    @property
    def questions(self) -> set[Question]:
        """Return the questions that are decided."""
        return {one.asked.question for found in self.found.values() for one in found}

    @property
    def conflicts(self) -> int:
        """Return how many conflicts are decided."""
        return sum(one.asked.kind == CONFLICT for found in self.found.values() for one in found)
