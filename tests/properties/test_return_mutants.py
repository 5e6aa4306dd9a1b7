"""Wrong ways to merge: the random rounds tell each of them from the right one, or they would not be worth running."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from return_promises import broken_promises

from upr_desktop.incoming_return import IncomingReturn, ReturnCell
from upr_desktop.merge import return_asking, return_cells, returns
from upr_desktop.merge.return_asking import Choices
from upr_desktop.merge.return_rows import OWN, TWICE, MatchedRow, Matching, match_rows
from upr_desktop.merge.return_state import Ledger, Sent, like
from upr_desktop.merge.returns import MergedReturn, merge_return
from upr_desktop.merge.three_way import CONFLICT, SAME, TAKEN, UNCHANGED
from upr_desktop.register.changes import Edited
from upr_desktop.register.errors import RegisterError

ROUNDS = 30
Patch = pytest.MonkeyPatch
Mutant = Callable[[Patch], None]

right_outcome = return_cells._outcome
right_compared = return_cells.compared
right_field = return_cells._field


def last_writer_wins(patch: Patch) -> None:
    """A conflict takes what came last."""
    patch.setattr(
        return_cells,
        "compared",
        lambda *asked: TAKEN if right_compared(*asked) == CONFLICT else right_compared(*asked),
    )


def compare_with_now_instead_of_base(patch: Patch) -> None:
    """What the register holds now passes for what was sent."""

    def outcome(said: Any, base: Any, ours: Any, *rest: Any, **known: Any) -> Any:
        return right_outcome(said, ours, ours, *rest, **known)

    patch.setattr(return_cells, "_outcome", outcome)


def two_way_compare(patch: Patch) -> None:
    """Whatever differs from the register is taken, whatever was sent."""

    def outcome(said: Any, base: Any, ours: Any, *rest: Any, own: bool, blank: bool) -> Any:
        found = right_outcome(said, base, ours, *rest, own=own, blank=blank)
        if own and found[0] in (UNCHANGED, CONFLICT) and not blank and not said.fault and not said.statement:
            return (SAME if like(said.value) == like(ours) else TAKEN), ""
        return found

    patch.setattr(return_cells, "_outcome", outcome)


def a_missing_row_deletes(patch: Patch) -> None:
    """A row that did not come back empties its report."""

    def merge(returned: IncomingReturn, sent: Sent, ledger: Ledger, choices: Choices) -> MergedReturn:
        found = merge_return(returned, sent, ledger, choices)
        gone = []
        for id in found.missing:
            values = ledger.reports[id].values
            for name in ("narrative_ru", "narrative_kk", "claimed_status", "evidence_text_ru"):
                if values[name] is not None:
                    gone.append(Edited("progress", id, name, values[name], None))
                    values[name] = None
        return replace(found, changes=[*found.changes, *gone])

    patch.setattr("upr_desktop.jobs.merge_returns.merge_return", merge)


def rows_matched_by_number(patch: Patch) -> None:
    """The first row of the file is the first that was sent, whatever its key says."""

    def match(returned: IncomingReturn, sent: Sent, ledger: Ledger, *, accept: bool = False) -> Matching:
        pairs = zip(returned.rows, sent.shown, strict=False)
        rows = [MatchedRow(row, OWN, id) for row, id in pairs]
        return Matching(rows, [id for id in sent.shown if id not in {row.report for row in rows}])

    patch.setattr(returns, "match_rows", match)


def no_ownership(patch: Patch) -> None:
    """An agency may answer any row, also one that was sent to another."""
    patch.setattr(returns._Merging, "_is_own", lambda self, matched: True)


def the_last_duplicate_wins(patch: Patch) -> None:
    """Of rows with one key, the lowest counts."""

    def match(returned: IncomingReturn, sent: Sent, ledger: Ledger, *, accept: bool = False) -> Matching:
        found = match_rows(returned, sent, ledger, accept=accept)
        last = {row.report: row for row in found.rows if row.standing == TWICE and row.report}
        rows = [replace(row, standing=OWN) if last.get(row.report) is row else row for row in found.rows]
        return replace(found, rows=rows)

    patch.setattr(returns, "match_rows", match)


def new_ids_on_reimport(patch: Patch) -> None:
    """A question that was asked before is asked anew under a new id."""
    patch.setattr(return_asking.Asking, "_known", lambda *asked: None)


def a_blank_cell_deletes(patch: Patch) -> None:
    """What came back blank is deleted at once."""

    def outcome(*asked: Any, **known: Any) -> Any:
        found = right_outcome(*asked, **known)
        return (TAKEN, "") if found[0] == return_cells.CLEARED else found

    patch.setattr(return_cells, "_outcome", outcome)


def language_of_the_workbook(patch: Patch) -> None:
    """A text goes to the language of the workbook, whatever language it is in."""

    def field(column: str, cell: ReturnCell, *rest: Any) -> str:
        return right_field(column, replace(cell, language=None), *rest)

    patch.setattr(return_cells, "_field", field)


def what_was_settled_comes_back(patch: Patch) -> None:
    """A value that was replaced by who had seen it is news again in a late return."""

    def compared(*asked: Any) -> str:
        found = right_compared(*asked)
        return CONFLICT if found == return_cells.SETTLED else found

    patch.setattr(return_cells, "compared", compared)


def a_statement_is_a_text(patch: Patch) -> None:
    """What an agency says of no change is taken as its answer."""
    patch.setattr("upr_desktop.merge.return_values._says_nothing_new", lambda text: False)


MUTANTS: tuple[Mutant, ...] = (
    last_writer_wins,
    compare_with_now_instead_of_base,
    two_way_compare,
    a_missing_row_deletes,
    rows_matched_by_number,
    no_ownership,
    the_last_duplicate_wins,
    new_ids_on_reimport,
    a_blank_cell_deletes,
    language_of_the_workbook,
    what_was_settled_comes_back,
    a_statement_is_a_text,
)


def violations() -> Iterator[str]:
    for seed in range(ROUNDS):
        try:
            yield from broken_promises(seed)
        except (
            LookupError,
            AssertionError,
            RegisterError,
        ) as trouble:  # it may break down too
            yield f"broke down: {trouble!r}"


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_the_rounds_tell_a_wrong_merge_from_the_right_one(
    mutant: Mutant, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutant(monkeypatch)
    assert next(violations(), "") != ""
