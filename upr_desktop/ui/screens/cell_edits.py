"""Read what was typed, pasted, filled or cleared in the table: what is wished for which row, and what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from upr_desktop.jobs.edit_recommendation import Wish
from upr_desktop.jobs.typed_values import read_value
from upr_desktop.register.changes import RecordId
from upr_desktop.register.errors import Problem
from upr_desktop.ui.screens.recommendation_rows import RecommendationRows
from upr_desktop.ui.screens.recommendation_words import RecommendationWords
from upr_desktop.ui.table_model import CellEdit


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
