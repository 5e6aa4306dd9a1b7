"""Take returns back: read each through the gate, find out whose it is, merge all in one step that can be undone."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from upr_desktop.exchange.examining import examined
from upr_desktop.exchange.gate import Gate
from upr_desktop.exchange.pause import collect_if_grown, collection_paused
from upr_desktop.exchange.recognise import recognise
from upr_desktop.exchange.returns_in import read_return
from upr_desktop.exchange.sheets import Book
from upr_desktop.incoming_return import IncomingReturn
from upr_desktop.jobs.enclosed import Enclosed
from upr_desktop.jobs.letters import (
    LetterRead,
    as_beside,
    keep_letter,
    newest_sent,
    read_letter,
    returns_before,
)
from upr_desktop.jobs.open_decisions import is_closed
from upr_desktop.jobs.return_documents import (
    DocumentShelf,
    KeptDocuments,
    document_notices,
    keep_documents,
    share_documents,
    with_news,
)
from upr_desktop.jobs.return_identity import Identified, Shelf, identify, notices
from upr_desktop.jobs.return_ledger import ledger_for
from upr_desktop.merge.return_asking import LEAVE, Choices
from upr_desktop.merge.return_cells import OUTCOMES
from upr_desktop.merge.return_state import Ledger, Pending, like
from upr_desktop.merge.returns import MergedReturn, merge_return
from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import Change, ChangeSet, Label, Received
from upr_desktop.register.errors import FileRefused, Problem, RegisterError
from upr_desktop.register.log import active_undos, newest_revision
from upr_desktop.register.own_rows import refuse_own
from upr_desktop.register.queries import agencies
from upr_desktop.register.register import Connection, Register
from upr_desktop.register.return_queries import (
    pending_decisions,
    received_names,
)
from upr_desktop.register.return_store import (
    ReadCell,
    ReadReturn,
    ReturnFile,
    return_files,
)

RETURN = "return"
CONFLICT = "conflict"
Progress = Callable[[int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Told:
    """What the person said of one file: whose it is and of which period (codes), where it does not tell or is in doubt.

    `rows` are the numbers of rows whose match by number or text is confirmed; `left_out` says it is none of ours.
    """

    agency: str | None = None
    period: str | None = None
    rows: frozenset[int] = frozenset()
    left_out: bool = False


NOTHING_TOLD = Told()


@dataclass(frozen=True, slots=True)
class MergeOptions:
    """What the person said of the files.

    `on_conflict` is leave | ours | theirs; `accept_guesses` lets rows count that were matched by number or text;
    `again` reads files that were merged before; `agency` and `period` (codes) stand in where a file does not tell;
    `told` is what was said of single files, by sha256.
    """

    on_conflict: str = LEAVE
    accept_guesses: bool = False
    again: bool = False
    agency: str | None = None
    period: str | None = None
    told: Mapping[str, Told] = field(default_factory=dict)

    def of(self, file: Received) -> Told:
        """Return what was said of a file."""
        return self.told.get(file.sha256, NOTHING_TOLD)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file after reading: what it says, or why it was not read; `documents` came with it in an archive.

    `left_out` are names of files in that archive that are not taken.
    """

    received: Received
    returned: IncomingReturn | None = None
    refused: FileRefused | None = None
    same: ReturnFile | None = None
    letter: LetterRead | None = None
    documents: Sequence[Received] = ()
    left_out: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class FileMerge:
    """What becomes of one file. Where it was read, `identity` says whose it is and `merged` what it brings."""

    read: ReadFile
    identity: Identified | None = None
    merged: MergedReturn | None = None
    refused: RegisterError | None = None
    notices: Sequence[Problem] = ()
    kept: KeptDocuments = field(default_factory=KeptDocuments)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge that is not yet applied. `revision` is the one of the register that it was made on."""

    files: Sequence[FileMerge]
    options: MergeOptions
    revision: int
    ledger: Ledger
    author: str = ""

    @property
    def changes(self) -> list[Change]:
        """Return the changes of all files, in the order in which they apply."""
        return [
            change for one in self.files if one.merged for change in (*one.merged.changes, *one.kept.changes)
        ]

    @property
    def counts(self) -> dict[str, int]:
        """Return how many cells of all files ended in each outcome; they add up to the cells read."""
        found: Counter[str] = Counter()
        for one in self.files:
            found.update(one.merged.counts if one.merged else {})
        return {outcome: found[outcome] for outcome in OUTCOMES}

    @property
    def cells_read(self) -> int:
        """Return how many cells were read."""
        return sum(len(one.merged.cells) for one in self.files if one.merged)

    @property
    def rows_missing(self) -> int:
        """Return how many rows were sent and did not come back."""
        return sum(len(one.merged.missing) for one in self.files if one.merged)


def read_returns(
    register: Register,
    files: Sequence[Received],
    options: MergeOptions,
    gate: Gate,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    enclosed: Mapping[str, Enclosed] | None = None,
) -> list[ReadFile]:
    """Return each file read through the gate; a file that is refused, or was merged before, does not stop the others.

    `enclosed` is what came with a file (by its sha256) in its archive: one with new documents is read again.
    `progress` gets the number of files done. Raises FileRefused("cancelled") where the person stopped it,
    RegisterError("agency_register") in an agency's own register.
    """
    collect_if_grown()
    with register.reading() as connection:
        refuse_own(connection)
        merged_before = {} if options.again else _settled_files(connection, options)
        held = received_names(connection) if enclosed else {}
    for sha256 in with_news(files, enclosed or {}, held):
        merged_before.pop(sha256, None)
    places = {file.sha256: at for at, file in reversed([*enumerate(files)])}  # of copies, the first
    new = [
        at for at, file in enumerate(files) if places[file.sha256] == at and file.sha256 not in merged_before
    ]
    found: list[ReadFile] = []
    with collection_paused(), closing(examined(gate, [files[at] for at in new], cancelled)) as books:
        for at, file in enumerate(files):
            first = files[places[file.sha256]]
            found.append(_read(file, next(books)) if at in new else _same(file, first, merged_before))
            if progress:
                progress(at + 1)
    return share_documents(found, enclosed) if enclosed else found


def _read(file: Received, book: Book | FileRefused) -> ReadFile:
    try:
        if isinstance(book, FileRefused):
            raise book
        if recognise(book).layout != RETURN:
            raise FileRefused("not_a_return", name=file.name)
        return ReadFile(file, returned=read_return(book))
    except FileRefused as refusal:
        if refusal.key == "cancelled":
            raise
        letter = None if isinstance(book, FileRefused) else read_letter(book)
        return ReadFile(file, refused=refusal, letter=letter)


def _same(file: Received, first: Received, merged_before: Mapping[str, ReturnFile]) -> ReadFile:
    """Return a file that was merged before, or is a copy of the first of these files that has its content."""
    here = ReturnFile(first.sha256, first.name, "", None, None, None, {})
    return ReadFile(file, same=merged_before.get(file.sha256, here))


def _settled_files(connection: Connection, options: MergeOptions) -> dict[str, ReturnFile]:
    """Return the files that need not be read again: merged, not undone, and nothing of them open."""
    undone = active_undos(connection)
    waiting = {
        row.file
        for row in pending_decisions(connection)
        if row.choice is None and not is_closed(connection, row)
    }
    return {
        sha256: file
        for sha256, file in return_files(connection).items()
        if sha256 not in waiting
        and file.is_settled(undone)
        and not (options.accept_guesses and "unknown_row" in file.outcomes)
    }


def merge_read(register: Register, files: Sequence[ReadFile], options: MergeOptions, author: str) -> Merge:
    """Return what merging these files would do, one after the other; nothing is written."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with collection_paused(), register.reading() as connection:
        known = agencies(connection)
        shelf = Shelf(connection)
        told = [_identified(shelf, file, options) for file in files]
        ledger = ledger_for(connection, [one for one in told if isinstance(one, Identified)], files)
        earlier = returns_before(connection)
        revision = newest_revision(connection)
        whose = dict(zip([file.received.sha256 for file in files], told, strict=True))
        documents = DocumentShelf(connection) if any(file.documents for file in files) else None
        letters = {file.received.sha256: _letter(connection, shelf, file, options, whose) for file in files}
    found: list[FileMerge] = []
    for file, one in zip(files, told, strict=True):
        if not isinstance(one, Identified) or file.returned is None:
            refusal = one if isinstance(one, RegisterError) else file.refused
            found.append(letters[file.received.sha256] or FileMerge(file, refused=refusal))
            continue
        confirmed = options.of(file.received).rows
        choices = Choices(
            options.on_conflict, options.accept_guesses, one.owner, author, at, confirmed, held=bool(one.periods)
        )  # fmt: skip
        with collection_paused():
            merged = merge_return(file.returned, one.sent, ledger, choices)
        kept = _kept_documents(file, one, ledger, documents)
        said = [
            *notices(one, merged, earlier, shelf.heads, known),
            *document_notices(kept, file.received.name),
        ]
        found.append(FileMerge(file, one, merged, notices=said, kept=kept))
        earlier[file.received.sha256] = _met(file.received, one, at)
    return Merge(found, options, revision, ledger, author)


def _kept_documents(
    file: ReadFile, one: Identified, ledger: Ledger, shelf: DocumentShelf | None
) -> KeptDocuments:
    if shelf is None:  # no file brought any: the reports are not gone through for each file
        return KeptDocuments(left_out=file.left_out)
    owner = one.owner or one.sent.agency_id
    own = {report.id for report in ledger.reports.values() if report.agency_id == owner}
    return keep_documents(file, own, shelf)


def _letter(
    connection: Connection,
    shelf: Shelf,
    file: ReadFile,
    options: MergeOptions,
    whose: Mapping[str, object],
) -> FileMerge | None:
    """Return a letter as it is kept: as a person said, else like the return of its archive; `whose` has each."""
    told = options.of(file.received)
    if file.letter is None or told.left_out:
        return None
    agency, period = told.agency or options.agency, told.period or options.period
    one = (
        newest_sent(shelf, agency, period) if agency and period else as_beside(whose.get(file.letter.beside))
    )
    if one is None:
        return None
    merged = keep_letter(connection, shelf, file.received, file.letter, one)
    kept = keep_documents(replace(file, returned=merged.returned), frozenset(), DocumentShelf(connection))
    said = [*merged.problems, *document_notices(kept, file.received.name)]
    return FileMerge(file, one, merged, notices=said, kept=kept)


def _met(received: Received, one: Identified, at: str) -> ReturnFile:
    """Return a file of this merge as the files after it see it."""
    return ReturnFile(received.sha256, received.name, at, one.sent.agency_id, one.sent.id, None, {})


def _identified(shelf: Shelf, file: ReadFile, options: MergeOptions) -> Identified | RegisterError | None:
    told = options.of(file.received)
    if file.returned is None or told.left_out:
        return None
    try:
        return identify(
            shelf, file.returned, told.agency or options.agency, told.period or options.period,
            is_said=told.agency is not None,
        )  # fmt: skip
    except RegisterError as refusal:
        return refusal


def apply_merge(
    register: Register, merge: Merge, decided: Callable[[Merge], list[Change]] | None = None
) -> tuple[Merge, Applied]:
    """Apply a merge as one revision after a backup; where the register moved since, it is merged anew first.

    Every file that was read is kept with what became of its cells, also one that changes nothing. `decided` returns
    the changes of the merge that is applied together with what a person decided of it.
    """
    if register.revision() != merge.revision:
        merge = merge_read(register, [one.read for one in merge.files], merge.options, merge.author)
    changes = decided(merge) if decided else merge.changes
    merged = [one for one in merge.files if one.merged]
    names = ", ".join(one.read.received.name for one in merged[:3])
    label = Label("label.merged", {"count": len(merged), "files": names, **merge.counts})
    with collection_paused():
        applied = register.apply(
            ChangeSet(label, changes, merge.author, "merge"),
            [file for one in merged for file in (one.read.received, *one.kept.new_files)],
            [_reading(one) for one in merged],
            backs_up=True,
        )
    return merge, applied


def _reading(one: FileMerge) -> ReadReturn:
    assert one.merged is not None
    assert one.identity is not None
    merged, sent = one.merged, one.identity.sent
    cells = [
        ReadCell(
            merged.sheet_of(cell), cell.cell.address, cell.cell.raw, cell.cell.kind, cell.record_kind,
            cell.record_id, cell.field, cell.outcome,
        )
        for cell in merged.cells
        if cell.outcome != "unchanged"
    ]  # fmt: skip
    owner = one.identity.owner or sent.agency_id
    return ReadReturn(one.read.received.sha256, owner, sent.id, cells, merged.returned.saved_at)


def conflicts_after(register: Register, merge: Merge) -> int:
    """Return how many conflicts would be open once a merge is applied, without applying it."""
    with register.reading() as connection:
        rows = [row for row in pending_decisions(connection) if row.record_id not in merge.ledger.reports]
        others = sum(
            row.choice is None and row.kind == CONFLICT and not is_closed(connection, row) for row in rows
        )
    return others + sum(1 for _ in _waiting(merge.ledger))


def _waiting(ledger: Ledger) -> Iterator[Pending]:
    for found in ledger.pending.values():
        for one in found:
            report = ledger.reports.get(one.record_id)
            is_open = one.kind == CONFLICT and one.choice is None and report is not None
            if is_open and report and like(report.values.get(one.field)) != like(one.theirs):
                yield one
