"""Say what a person can choose in an import's preview, and which records each row of the file would make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.exchange.recognise import recognise
from upr_desktop.jobs.import_file import READERS, AlreadyIn, Options, Prepared, already_in, redraft
from upr_desktop.merge.draft import CHANGED, CREATED, DraftRow
from upr_desktop.register.changes import Added, Change, Received, RecordId
from upr_desktop.register.errors import FileRefused
from upr_desktop.register.queries import records
from upr_desktop.register.reference import NONE, reference_set
from upr_desktop.register.register import Register

BY_STATE = ("upr-info",)
NEW_ROW_PROBLEMS = frozenset({"number_unknown", "workbook_new_row", "workbook_new_part"})
BLANK_PROBLEMS = frozenset({"workbook_cleared"})
OWNED_BY = ("recommendation_id", "part_id", "record_id", "agency_id", "from_id")


@dataclass(frozen=True, slots=True)
class Offered:
    """What a person may tick: records that take the file's value, places of rows that create a record."""

    records: frozenset[RecordId] = frozenset()
    places: frozenset[str] = frozenset()


def reviewed_states(prepared: Prepared) -> tuple[str, ...]:
    """Return the ISO codes of the States whose reviews a file brings, where one may choose among them."""
    if prepared.recognised.layout not in BY_STATE:
        return ()
    reading = READERS[prepared.recognised.layout](prepared.book, Options())
    return tuple(sorted({one.review.state for one in reading.lists if one.review.state}))


def fitting_reference(reference: str, path: Path, gate: Gate) -> str:
    """Return the reference set for a register made of a list: `none` where the list is of other States than the set's.

    A file that cannot be read says nothing of States: its preview tells what is wrong.
    """
    own = reference_set(reference).state
    try:
        received = read_file(path)
        book = gate.examine(received.name, received.content)
        layout = recognise(book).layout
        lists = READERS[layout](book, Options()).lists if layout in READERS else ()
    except FileRefused:
        return reference
    told = {one.review.state for one in lists if one.review.state}
    return NONE if own and told and own not in told else reference


def for_own_state(register: Register, prepared: Prepared, states: Sequence[str]) -> Prepared:
    """Return the file drafted for the register's own State where it brings the reviews of several, that among them."""
    own = _own_state(register)
    if len(states) < 2 or own not in states:
        return prepared
    return redraft(register, prepared, replace(prepared.options, state=own))


def known_file(register: Register, received: Received, options: Options) -> AlreadyIn | None:
    """Return when this very file was first taken in: read as asked or, where no State is named, for the own State."""
    known = already_in(register, received, options)
    if known is None and options.state is None and (own := _own_state(register)):
        known = already_in(register, received, replace(options, state=own))
    return known


def _own_state(register: Register) -> str | None:
    with register.reading() as connection:
        own = next(iter(records(connection, "register").values()))["state"]
    return str(own) if own else None


def count_to_apply(prepared: Prepared) -> int:
    """Return how many rows of the file would be created or changed; 0 where applying would change nothing."""
    if not prepared.draft.changes.changes:
        return 0
    counts = prepared.draft.counts
    return counts[CREATED] + counts[CHANGED] or len(prepared.draft.changes.changes)


def kept_records(rows: Sequence[DraftRow]) -> frozenset[RecordId]:
    """Return the records in which the register's value stays although the file says something else."""
    return frozenset(row.record for row in rows if row.record and any(field.kept for field in row.fields))


def new_rows(prepared: Prepared) -> frozenset[str]:
    """Return the places of the rows that tell of nothing in the register: each creates it only where it is ticked."""
    ticked = prepared.options.create
    return frozenset(row.where for row in prepared.draft.rows if row.where in ticked or _is_new(row))


def _is_new(row: DraftRow) -> bool:
    return any(problem.code in NEW_ROW_PROBLEMS for problem in row.problems)


def ticked(options: Options, rows: Sequence[DraftRow], offered: Offered, on: bool | None = None) -> Options:
    """Return the options with what is offered in these rows ticked or not; by default the other way round.

    Where only some of it is ticked, the other way round is all of it.
    """
    records = offered.records & {row.record for row in rows if row.record}
    places = offered.places & {row.where for row in rows}
    if on is None:
        on = not (records <= options.take and places <= options.create)
    if on:
        return replace(options, take=options.take | records, create=options.create | places)
    return replace(options, take=options.take - records, create=options.create - places)


def has_problem(prepared: Prepared, codes: frozenset[str]) -> bool:
    """Return whether one of these problems was met."""
    return any(problem.code in codes for problem in prepared.draft.problems)


def additions(changes: Sequence[Change]) -> Mapping[RecordId, list[Change]]:
    """Return the records that a draft adds, by the record that each belongs to in the end."""
    owners: dict[RecordId, RecordId] = {}
    found: dict[RecordId, list[Change]] = {}
    for change in changes:
        if isinstance(change, Added):
            above = next((change.values[name] for name in OWNED_BY if change.values.get(name)), None)
            owner = RecordId(str(above)) if above else change.id
            owner = owners[change.id] = owners.get(owner, owner)
            found.setdefault(owner, []).append(change)
    return found
