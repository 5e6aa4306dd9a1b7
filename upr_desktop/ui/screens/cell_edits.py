"""Read what was typed, pasted, filled or cleared in the table: what is wished for which row, and what is wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject

from upr_desktop.jobs.edit_recommendation import Target, Wish, changes_for, set_values
from upr_desktop.jobs.telling import how_to_fix, what
from upr_desktop.jobs.typed_values import read_value
from upr_desktop.register.changes import Change, RecordId
from upr_desktop.register.errors import Problem
from upr_desktop.register.queries import RecommendationRow
from upr_desktop.ui.screens.evidence_page import Write
from upr_desktop.ui.screens.recommendation_columns import Ask
from upr_desktop.ui.screens.recommendation_list import RecommendationList
from upr_desktop.ui.screens.recommendation_rows import RecommendationRows
from upr_desktop.ui.screens.recommendation_words import RecommendationWords
from upr_desktop.ui.table_model import CellEdit

TOLD = 3
Targets = Callable[[Sequence[RecordId]], Sequence[Target]]


@dataclass(slots=True)
class ReadEdits:
    """The values wished, by recommendation and field, and the problems of the cells that are refused."""

    wishes: dict[RecordId, dict[str, Wish]] = field(default_factory=dict)
    problems: list[tuple[CellEdit, Problem]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Return how many cells can be written."""
        return sum(len(one) for one in self.wishes.values())


def read_edits(edits: Sequence[CellEdit], rows: RecommendationRows, words: RecommendationWords) -> ReadEdits:
    """Return what the edits mean."""
    found = ReadEdits()
    numbers: set[tuple[RecordId, str]] = set()
    for edit in edits:
        row = rows.get(edit.row)
        if row is None:
            continue
        value = read_value(edit.column, edit.text, words.catalogue)
        if edit.column == "number" and isinstance(value, str):
            key = (row.review_id, value)
            if rows.is_taken(row, value) or key in numbers:
                value = Problem("number_taken", "", {"value": value}, row.id, "error")
            numbers.add(key)
        if isinstance(value, Problem):
            found.problems.append((edit, value))
        else:
            found.wishes.setdefault(row.id, {})[edit.column] = value
    return found


def meaning(words: RecommendationWords, targets: Targets) -> Ask:
    """Return what tells the changes, or the problem, that a text typed into a field of a row means."""

    def ask(field: str, row: RecommendationRow, text: str) -> Sequence[Change] | Problem:
        value = read_value(field, text, words.catalogue)
        return value if isinstance(value, Problem) else changes_for(targets([row.id])[0], {field: value})

    return ask


class CellEdits(QObject):
    """Writes what was typed, pasted, filled or cleared in the table as one step.

    Where a cell is refused nothing is written: the notice says which and why, and offers to write the others.
    """

    def __init__(
        self,
        list: RecommendationList,  # noqa: A002  # the screen's word
        rows: RecommendationRows,
        words: RecommendationWords,
        write: Write,
        targets: Targets,
    ) -> None:
        super().__init__(list)
        self._list, self._rows, self._words, self._write, self._targets = list, rows, words, write, targets
        self._waiting: ReadEdits | None = None
        list.table.edited.connect(self.take)
        list.notice.acted.connect(self._write_waiting)
        list.notice.closed.connect(self._forget)

    def take(self, edits: Sequence[CellEdit]) -> None:
        """Write the edits, or say which cells are refused."""
        found = read_edits(edits, self._rows, self._words)
        self._list.notice.hide()
        self._waiting = found if found.problems else None
        if found.problems:
            self._say_problems(found)
        else:
            self._write_edits(found)

    def _write_edits(self, found: ReadEdits) -> None:
        targets = self._targets(tuple(found.wishes))
        self._write(set_values([(target, found.wishes[target.id]) for target in targets]))

    def _write_waiting(self) -> None:
        waiting, self._waiting = self._waiting, None
        self._list.notice.hide()
        if waiting is not None:
            self._write_edits(waiting)
        self._list.table.setFocus()

    def _forget(self) -> None:
        self._waiting = None

    def _say_problems(self, found: ReadEdits) -> None:
        look = self._words.look
        lines = []
        for edit, problem in found.problems[:TOLD]:
            row = self._rows.get(edit.row)
            place = row.number or "—" if row else "—"
            lines.append(
                f"{place}: {what(problem, look.language.code)} {how_to_fix(problem, look.language.code)}"
            )
        if len(found.problems) > TOLD:
            lines.append(look.t("recommendations.cells.more", count=len(found.problems) - TOLD))
        action = look.t("recommendations.cells.write_rest", count=found.count) if found.count else ""
        self._list.notice.say("\n".join(lines), "bad", action)
