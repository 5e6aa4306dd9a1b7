"""Bring a file in: read it through the gate, recognise it, draft what it would change, apply that as one revision."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from upr_desktop.exchange.earlier_cycles import read_earlier_cycles
from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.exchange.pause import collect_if_grown, collection_paused
from upr_desktop.exchange.recognise import UNKNOWN, Recognised, recognise
from upr_desktop.exchange.sheets import Book
from upr_desktop.exchange.texts import read_texts
from upr_desktop.exchange.thematic_list import read_thematic_list
from upr_desktop.exchange.upr_info import read_upr_info
from upr_desktop.incoming import Reading
from upr_desktop.incoming_plan import ColumnMap
from upr_desktop.merge.comparison import Known
from upr_desktop.merge.draft import (
    CHANGED,
    CREATED,
    LEFT_ALONE,
    OUTCOMES,
    REFUSED,
    UNCHANGED,
    Draft,
    DraftRow,
)
from upr_desktop.merge.list_comparison import Choices
from upr_desktop.merge.plan_answers import NO_ANSWERS, Answers, answers_data
from upr_desktop.merge.recommendations import draft_recommendations
from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import Label, Received, RecordId, Value, Values
from upr_desktop.register.errors import FileRefused
from upr_desktop.register.log import newest_revision, revision_rows
from upr_desktop.register.own_rows import refuse_own
from upr_desktop.register.queries import children, records
from upr_desktop.register.register import Connection, Register
from upr_desktop.register.trace import imported

Reader = Callable[[Book, "Options"], Reading]
Progress = Callable[[int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Options:
    """What the person said of a file: its layout (or auto), the State whose rows count, and choices of the preview.

    `take` are records whose conflicts take the file's value; `create_unknown` lets rows create what is not there,
    `create` only those at these places (as `DraftRow.where` names them); `clear_blanks` lets blank cells of a register
    workbook clear what they held. Of a plan, `mapping` says which columns hold what, `answers` what was decided about
    doubtful cells; bodies are judged by `today`.
    """

    layout: str = "auto"
    state: str | None = None
    take: frozenset[RecordId] = frozenset()
    create_unknown: bool = False
    create: frozenset[str] = frozenset()
    clear_blanks: bool = False
    mapping: tuple[ColumnMap, ...] = ()
    answers: Answers = NO_ANSWERS
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that is read and drafted but not applied."""

    received: Received
    book: Book
    recognised: Recognised
    options: Options
    draft: Draft


@dataclass(frozen=True, slots=True)
class AlreadyIn:
    """A file that the register holds already: the revision that took it in first, when, under which name.

    `counts` are what its rows count as when it comes again.
    """

    revision: int
    name: str
    at: str
    layout: str
    unit: str
    counts: Mapping[str, int]


REGISTER, PLAN = "register", "plan"
IN_ARCHIVE = ("archived", "workbook_archived")
READERS: Mapping[str, Reader] = {
    "thematic-list": lambda book, options: _of_state(read_thematic_list(book), book, options.state),
    "upr-info": lambda book, options: read_upr_info(book, options.state),
    "recommendations": lambda book, options: read_earlier_cycles(book, options.state),
    "texts": lambda book, options: read_texts(book),
}
LAYOUTS = ("auto", "thematic-list", "upr-info", "recommendations", "texts", REGISTER, PLAN)


def _of_state(reading: Reading, book: Book, state: str | None) -> Reading:
    """Return what was read. Raises FileRefused where it is the list of another State than the one asked for."""
    for one in reading.lists:
        if state and one.review.state and one.review.state != state:
            raise FileRefused("list_of_another_state", name=book.name, state=one.review.state, asked=state)
    return reading


def prepare(
    register: Register,
    received: Received,
    options: Options,
    gate: Gate,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Prepared:
    """Read a file and return what importing it would do; nothing is written.

    Raises FileRefused where the file cannot be read, or is none of the layouts known; RegisterError("agency_register")
    in an agency's own register.
    """
    collect_if_grown()
    with register.reading() as connection:
        refuse_own(connection)
    book = gate.examine(received.name, received.content, progress, cancelled)
    recognised = recognise(book) if options.layout == "auto" else Recognised(options.layout, "as_told")
    return Prepared(
        received, book, recognised, options, _draft(register, received, book, recognised, options)
    )


def already_in(register: Register, received: Received, options: Options) -> AlreadyIn | None:
    """Return when this very file was first taken in, read as these options say, if that left nothing of it to decide.

    Such a file need not be read again: what it says is in the register, or was changed there since by a person.
    """
    if options.take:
        return None
    asked = {"sha256": received.sha256, **_reading_of(options)}
    with register.reading() as connection:
        revisions = revision_rows(connection)
    for row in reversed(revisions):
        told = row.label.values
        is_settled = row.kind == "import" and row.undone_by is None and told.get("open") == 0
        if is_settled and all(told.get(name) == value for name, value in asked.items()):
            layout, unit = str(told["recognised"]), str(told["unit"])
            return AlreadyIn(row.number, str(told["file"]), row.at, layout, unit, _met_again(told))
    return None


def _met_again(told: Values) -> dict[str, int]:
    """Return the counts that the rows of a file have when it comes again: what it brought is there."""
    before = {outcome: int(told.get(outcome) or 0) for outcome in OUTCOMES}
    met = before[CREATED] + before[CHANGED] + before[UNCHANGED]
    return dict.fromkeys(OUTCOMES, 0) | {UNCHANGED: met, LEFT_ALONE: before[LEFT_ALONE]}


def _reading_of(options: Options) -> dict[str, Value]:
    """Return those options that decide what is read of a file; the others decide about rows that stay open."""
    found: dict[str, Value] = {"layout": options.layout, "state": options.state}
    if options.mapping or options.answers.given:
        told = [*(asdict(one) for one in options.mapping), answers_data(options.answers)]
        found["told"] = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
    return found


def _label(prepared: Prepared) -> Label:
    """Return what the revision is called, with what `already_in` needs to know the file again."""
    draft = prepared.draft
    errors = sum(problem.severity == "error" for problem in draft.problems)
    told = {
        **draft.changes.label.values,
        "sha256": prepared.received.sha256,
        **_reading_of(prepared.options),
        "recognised": prepared.recognised.layout,
        "unit": draft.unit,
        **draft.counts,
        "open": sum(map(_is_open, draft.rows)) + errors,
    }
    return Label(draft.changes.label.key, told)


def _is_open(row: DraftRow) -> bool:
    """Return whether a person may still decide something about a row."""
    waits = bool(row.problems) or row.reason in IN_ARCHIVE
    left = row.outcome == REFUSED or (row.outcome == LEFT_ALONE and waits)
    return left or any(field.kept for field in row.fields)


def redraft(register: Register, prepared: Prepared, options: Options | None = None) -> Prepared:
    """Return the same file drafted anew: for other options, or because the register moved meanwhile."""
    chosen = options or prepared.options
    draft = _draft(register, prepared.received, prepared.book, prepared.recognised, chosen)
    return replace(prepared, options=chosen, draft=draft)


def apply_import(register: Register, prepared: Prepared, author: str) -> tuple[Prepared, Applied]:
    """Apply a draft as one revision after a backup; where the register moved since, it is drafted anew first."""
    if register.revision() != prepared.draft.revision:
        prepared = redraft(register, prepared)
    with collection_paused():
        changes = replace(prepared.draft.changes, author=author, label=_label(prepared))
        applied = register.apply(changes, [prepared.received], backs_up=True)
    return prepared, applied


def _draft(
    register: Register, received: Received, book: Book, recognised: Recognised, options: Options
) -> Draft:
    if recognised.layout == REGISTER:
        from upr_desktop.jobs.register_workbook import register_workbook_draft

        return register_workbook_draft(register, book, options)
    if recognised.layout == PLAN:
        from upr_desktop.jobs.import_plan import plan_draft

        with register.reading() as connection:
            workbooks = _by_workbooks(connection)
        return plan_draft(register, book, options, workbooks)
    if recognised.layout not in READERS:
        key = "not_recognised" if recognised.layout == UNKNOWN else "is_a_return"
        raise FileRefused(key, name=received.name)
    with register.reading() as connection, collection_paused():
        reading = READERS[recognised.layout](book, _with_state(connection, options, recognised.layout))
        known = known_for(connection, reading)
        label = Label("label.import", {"file": received.name})
        choices = Choices(options.take, options.create_unknown, options.create)
        draft = draft_recommendations(reading, known, received.sha256, label, choices)
        return replace(draft, revision=newest_revision(connection))


def _with_state(connection: Connection, options: Options, layout: str) -> Options:
    """Return the options with the register's own State, for a list that does not name the State under review."""
    if layout != "recommendations" or options.state:
        return options
    (own,) = records(connection, "register").values()
    return replace(options, state=str(own["state"])) if own["state"] else options


def known_for(connection: Connection, reading: Reading) -> Known:
    """Return what the register holds of the reviews that a reading speaks of, and of terms."""
    reviews = records(connection, "review")
    told = {(one.review.state, one.review.cycle) for one in reading.lists}
    whole = all(one.complete for one in reading.lists)
    wanted = [
        id
        for id, row in reviews.items()
        if not whole or row["cycle"] is None or (row["state"], row["cycle"]) in told
    ]
    recommendations = children(connection, "recommendation", "review_id", wanted)
    parts = children(connection, "recommendation_part", "recommendation_id", recommendations)
    states = children(connection, "recommending_state", "part_id", parts)
    tags = children(connection, "tag", "record_id", recommendations)
    found = {
        "register": records(connection, "register"),
        "review": reviews,
        "recommendation": recommendations,
        "recommendation_part": parts,
        "recommending_state": states,
        "tag": tags,
        "vocabulary": records(connection, "vocabulary"),
        "term": records(connection, "term"),
    }
    given = imported(connection, [*recommendations, *parts, *states, *tags], _by_workbooks(connection))
    return Known(found, given.last, given.replaced, given.came)


def _by_workbooks(connection: Connection) -> frozenset[int]:
    """Return the revisions that took register workbooks back: what these say are people's words, not a list's."""
    rows = revision_rows(connection)
    return frozenset(row.number for row in rows if row.label.values.get("recognised") == REGISTER)


def load(paths: list[Path], gate: Gate) -> list[Received]:
    """Return the files to import: each path, and each readable file inside a .zip. Raises FileRefused."""
    found: list[Received] = []
    for path in paths:
        received = read_file(path)
        if path.suffix.lower() == ".zip":
            found += [
                as_received(name, content) for name, content in gate.unpack(received.name, received.content)
            ]
        else:
            found.append(received)
    return found


def as_received(name: str, content: bytes) -> Received:
    """Return bytes that came from elsewhere than a file of their own, hashed."""
    return Received(name, content, hashlib.sha256(content).hexdigest())
