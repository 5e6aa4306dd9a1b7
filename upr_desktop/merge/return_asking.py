"""Keep what a return asks a person open, once for each cell and value, or signed as the person said beforehand."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from upr_desktop.incoming_return import IncomingReturn, ReturnCell
from upr_desktop.merge.return_cells import CLEARED, OUTSIDE_REMIT, CellOutcome
from upr_desktop.merge.return_questions import NEW_MEASURE, THEIRS, Question, question
from upr_desktop.merge.return_state import Ledger, Pending, Sent
from upr_desktop.merge.return_values import NO_CHANGE, NUMBER_KIND
from upr_desktop.merge.three_way import CONFLICT
from upr_desktop.register.changes import Added, Change, Edited, Origin, RecordId, Value, new_id

LEAVE = "leave"
# Prefixes of the columns of a proposed measure: on the sheet for new ones, or in a row added under the table.
NEW_SHEET, ADDED = "proposal.", "added."
AMBIGUOUS = "return_number_ambiguous"
WAITS: Mapping[str, str] = {
    CONFLICT: "conflict",
    OUTSIDE_REMIT: "proposal",
    NO_CHANGE: "no_change",
    CLEARED: "cleared",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person said beforehand: what wins conflicts (leave | ours | theirs), and whether guessed rows count.

    `confirmed` are numbers of guessed rows that count though not all do. `owner` is the agency that the file is from,
    where that is not the one it was sent to. `by` and `at` sign decisions. What a file says is `held` as proposals
    where it is in doubt whether it is about this period.
    """

    on_conflict: str = LEAVE
    accept_guesses: bool = False
    owner: RecordId | None = None
    by: str = ""
    at: str = ""
    confirmed: Collection[int] = ()
    held: bool = False


def question_of(one: CellOutcome) -> Question | None:
    """Return what a cell asks a person, None where it asks nothing; the first of a new measure's asks for its row."""
    if one.outcome not in WAITS or not one.record_id or not one.field:
        return None
    return question(WAITS[one.outcome], one.record_id, one.field, one.theirs)


class Asking:
    """Write the questions of one return; what is known of them before is in the ledger."""

    def __init__(self, returned: IncomingReturn, sent: Sent, ledger: Ledger, choices: Choices) -> None:
        self._returned, self._sent, self._ledger, self._choices = returned, sent, ledger, choices
        self.changes: list[Change] = []

    def ask(self, one: CellOutcome, report: RecordId | None, choice: str) -> None:
        """Keep the question of a cell open; where it is a choice already, sign that. `report` is the row's."""
        assert one.record_id is not None
        assert one.field is not None
        kind = WAITS[one.outcome]
        known = self._known(kind, one.record_id, one.field, one.theirs)
        signed = {} if choice == LEAVE else self._signed(one, choice)
        if known is None:
            values: dict[str, Value] = {
                "kind": kind, "record_kind": one.record_kind, "record_id": one.record_id, "field": one.field,
                "base": one.base, "theirs": one.theirs, "progress_id": report, **signed,
            }  # fmt: skip
            origin = Origin(self._returned.file, self._returned.sheet, one.cell.address, one.cell.raw)
            self._add(values, origin)
        elif known.choice is None:
            for name, value in signed.items():
                self.changes.append(Edited("pending_decision", known.id, name, None, value))

    def propose_measures(self) -> Iterator[CellOutcome]:
        """Keep each filled row of the sheet for new measures as one proposal; yield what becomes of its cells."""
        for row in self._returned.proposals:
            yield from self.propose_measure(row.cells, NEW_SHEET, self._returned.proposals_sheet)

    def propose_measure(
        self, cells: Mapping[str, ReturnCell], place: str, sheet: str
    ) -> Iterator[CellOutcome]:
        """Keep the cells of a row as one proposal, on its recommendation if it is known, else on the agency.

        Yield what becomes of them; the first tells the whole row.
        """
        number = cells["recommendations"].raw.strip() if "recommendations" in cells else ""
        unsure = self._unsure(cells)
        target = None if unsure else self._ledger.recommendations.get(number)
        kind, record = ("recommendation", target) if target else ("agency", self._sent.agency_id)
        told = {column: cell.raw for column, cell in cells.items()}
        text = json.dumps(told, ensure_ascii=False, sort_keys=True)
        for at, (column, cell) in enumerate(cells.items()):
            theirs = cell.raw if at else text
            code = AMBIGUOUS if column == unsure else ""
            yield CellOutcome(
                f"{place}{column}", cell, kind, record, NEW_MEASURE, None, None, theirs, OUTSIDE_REMIT, code
            )
        if self._known("proposal", record, NEW_MEASURE, text) is None:
            first = next(iter(cells.values()))
            values: dict[str, Value] = {
                "kind": "proposal", "record_kind": kind, "record_id": record, "field": NEW_MEASURE, "theirs": text,
                "raw": self._places(cells),
            }  # fmt: skip
            self._add(values, Origin(self._returned.file, sheet, first.address, first.raw))

    def _unsure(self, cells: Mapping[str, ReturnCell]) -> str:
        """Return the column whose number may have lost a nought: 140.1 as a number, where there is a 140.10 too."""
        cell = cells.get("recommendations")
        is_number = cell is not None and cell.kind == NUMBER_KIND and "." in cell.raw
        return (
            "recommendations" if cell and is_number and f"{cell.raw}0" in self._ledger.recommendations else ""
        )

    def _places(self, cells: Mapping[str, ReturnCell]) -> str:
        """Return as JSON where each part of a proposed measure stands, and what its workbook was about."""
        places = {column: cell.address for column, cell in cells.items()}
        told: dict[str, object] = {"period": self._sent.period_id, "language": self._sent.language}
        told |= {"cells": places, **({"unsure": unsure} if (unsure := self._unsure(cells)) else {})}
        return json.dumps(told, sort_keys=True)

    def _known(self, kind: str, record: RecordId, field: str, theirs: Value) -> Pending | None:
        """Return the same question where it is open, or where this very file asked it before.

        A measure that was taken into the plan is not asked about again, nor one that was dismissed after the workbook
        was sent.
        """
        for one in self._ledger.alike(kind, record, field, theirs):
            if one.choice is None or one.file == self._returned.file:
                return one
            is_settled = one.choice == THEIRS or (one.decided_in or 0) > self._sent.revision
            if field == NEW_MEASURE and is_settled:
                return one
        return None

    def _signed(self, one: CellOutcome, choice: str) -> dict[str, Value]:
        beaten = one.ours if choice == THEIRS else one.theirs
        return {
            "choice": choice,
            "decided_by": self._choices.by,
            "decided_at": self._choices.at,
            "beaten": beaten,
        }

    def _add(self, values: Mapping[str, Value], origin: Origin) -> None:
        id, file = new_id(), self._returned.file
        owner = self._choices.owner or self._sent.agency_id
        place = {"sheet": origin.sheet, "address": origin.address, "raw": origin.raw, "file": file}
        told = {name: value for name, value in values.items() if value is not None}
        self.changes.append(Added("pending_decision", id, {**place, **told, "agency_id": owner}, origin))
        kind, record, name = str(values["kind"]), RecordId(str(values["record_id"])), str(values["field"])
        choice = values.get("choice")
        self._ledger.note(
            [
                Pending(
                    id, kind, record, name, values["theirs"], file, None if choice is None else str(choice),
                    None if choice is None else self._ledger.now,
                )
            ]
        )  # fmt: skip
