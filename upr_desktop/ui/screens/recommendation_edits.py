"""Read what was typed into the table of recommendations: what is wished for which row, and what is wrong."""

from collections.abc import Callable, Sequence

from upr_desktop.jobs.edit_recommendation import Target, changes_for
from upr_desktop.jobs.typed_values import read_value
from upr_desktop.register.changes import Change, RecordId
from upr_desktop.register.errors import Problem
from upr_desktop.register.queries import RecommendationRow
from upr_desktop.ui.screens.cell_edits import ReadEdits
from upr_desktop.ui.screens.recommendation_columns import Ask
from upr_desktop.ui.screens.recommendation_rows import RecommendationRows
from upr_desktop.ui.screens.recommendation_words import RecommendationWords
from upr_desktop.ui.table_model import CellEdit

Targets = Callable[[Sequence[RecordId]], Sequence[Target]]


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
