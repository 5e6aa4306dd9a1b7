"""Draft what a register workbook that came back would change: read it, find what it was sent with, compare."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from upr_desktop.exchange.read_register_workbook import read_register_workbook
from upr_desktop.exchange.sheets import Book
from upr_desktop.incoming import RegisterWorkbook
from upr_desktop.jobs.edit_plan import plan_years
from upr_desktop.merge.cell_values import Wording
from upr_desktop.merge.draft import Draft
from upr_desktop.merge.register_lines import RegisterLines
from upr_desktop.merge.register_match import Side
from upr_desktop.merge.register_rows import Answers, draft_register_workbook
from upr_desktop.merge.register_sheets import register_sheets
from upr_desktop.merge.typed_deadlines import with_deadlines
from upr_desktop.merge.workbook_names import all_names
from upr_desktop.register.changes import Label, RecordId
from upr_desktop.register.errors import Problem
from upr_desktop.register.log import history_mark, newest_revision
from upr_desktop.register.register import Connection, Register
from upr_desktop.register.snapshot import (
    Snapshot,
    as_of,
    plan_records,
    recommendation_records,
    shared_records,
)
from upr_desktop.words import LANGUAGES, say


class WorkbookOptions(Protocol):
    """What the person said of the file. `create` are places of new rows, as `DraftRow.where` names them."""

    @property
    def take(self) -> frozenset[RecordId]: ...
    @property
    def create_unknown(self) -> bool: ...
    @property
    def create(self) -> frozenset[str]: ...
    @property
    def clear_blanks(self) -> bool: ...


def register_workbook_draft(register: Register, book: Book, options: WorkbookOptions) -> Draft:
    """Return what taking the workbook back would do; nothing is written. Raises FileRefused where it is none.

    A cell counts as edited where it differs from what the register held at the revision the workbook was written at;
    it is taken only where the register still holds that.
    """
    workbook = read_register_workbook(book, column_titles())
    answers = Answers(options.clear_blanks, options.create, options.create_unknown, options.take)
    with register.reading() as connection:
        revision = newest_revision(connection)
        now = shared_records(connection) | recommendation_records(connection) | plan_records(connection)
        then, problems = _sent(connection, workbook, now, revision)
    language = workbook.language if workbook.language in LANGUAGES else "en"
    sides = [_side(records, language, workbook) if records else None for records in (now, then)]
    assert sides[0] is not None
    label = Label("label.import", {"file": book.name})
    draft = draft_register_workbook(workbook, sides[0], sides[1], answers, label)
    years = {id: plan_years(plan) for id, plan in now["plan"].items()}
    changes = replace(draft.changes, changes=with_deadlines(draft.changes.changes, now["measure"], years))
    return Draft(draft.unit, changes, draft.rows, [*problems, *draft.problems], revision)


def _sent(
    connection: Connection, workbook: RegisterWorkbook, now: Snapshot, revision: int
) -> tuple[Snapshot | None, list[Problem]]:
    """Return the register as it was when the workbook was written, or why that is not known."""
    if workbook.revision is None:
        return None, [Problem("workbook_not_dated", workbook.name)]
    if workbook.register not in now["register"]:
        return None, [Problem("workbook_of_another_register", workbook.name)]
    if workbook.revision > revision:
        return None, [Problem("workbook_newer", workbook.name)]
    if workbook.history != history_mark(connection, workbook.revision):
        return None, [Problem("workbook_of_another_copy", workbook.name)]
    return as_of(connection, now, workbook.revision), []


def _side(records: Snapshot, language: str, workbook: RegisterWorkbook) -> Side:
    lines = RegisterLines(records, confidential=workbook.confidential)
    return Side(lines, Wording(language, all_names(records, language)))


def column_titles() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the titles of every column in all languages, by sheet and column key."""
    return {
        key: {column.key: tuple(say(column.title, code) for code in LANGUAGES) for column in spec.columns}
        for key, spec in register_sheets().items()
    }
