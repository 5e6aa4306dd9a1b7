"""Read what was typed into the table of measures: what is wished for which row, and what is wrong."""

from collections.abc import Callable, Sequence

from upr_desktop.jobs.edit_plan import MeasureTarget, changes_for
from upr_desktop.jobs.typed_measures import read_measure_value
from upr_desktop.register.changes import Change, RecordId
from upr_desktop.register.errors import Problem
from upr_desktop.register.plan_rows import MeasureRow
from upr_desktop.ui.screens.cell_edits import ReadEdits
from upr_desktop.ui.screens.measure_columns import Ask
from upr_desktop.ui.screens.measure_rows import MeasureRows
from upr_desktop.ui.screens.measure_words import MeasureWords
from upr_desktop.ui.table_model import CellEdit

Targets = Callable[[Sequence[RecordId]], Sequence[MeasureTarget]]


def stored_field(column: str, row: MeasureRow, language: str) -> str:
    """Return the field that a column edits: of a text the language that is shown."""
    if column == "text":
        return f"text_{row.text(language)[1]}"
    return f"completion_form_{row.form(language)[1]}" if column == "form" else column


def read_edits(edits: Sequence[CellEdit], rows: MeasureRows, words: MeasureWords) -> ReadEdits:
    """Return what the edits mean."""
    found = ReadEdits()
    for edit in edits:
        row = rows.get(edit.row)
        if row is None:
            continue
        value = read_measure_value(edit.column, edit.text, words.names.catalogue, words.numbers)
        if isinstance(value, Problem):
            found.problems.append((edit, value))
        else:
            found.wishes.setdefault(row.id, {})[stored_field(edit.column, row, words.language)] = value
    return found


def meaning(words: MeasureWords, targets: Targets) -> Ask:
    """Return what tells the changes, or the problem, that a text typed into a field of a row means."""

    def ask(field: str, row: MeasureRow, text: str) -> Sequence[Change] | Problem:
        value = read_measure_value(field, text, words.names.catalogue, words.numbers)
        if isinstance(value, Problem):
            return value
        return changes_for(targets([row.id])[0], {stored_field(field, row, words.language): value})

    return ask
