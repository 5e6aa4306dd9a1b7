"""Open a workbook as the agency that it was sent to: its rows become a small register, or go on in the one there is."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from upr_desktop.exchange.gate import Gate
from upr_desktop.exchange.pause import collection_paused
from upr_desktop.exchange.recognise import recognise
from upr_desktop.exchange.returns_in import read_return
from upr_desktop.jobs.merge_returns import ReadFile
from upr_desktop.jobs.own_cells import as_written, documents_of
from upr_desktop.jobs.return_documents import DocumentShelf, KeptDocuments, keep_documents
from upr_desktop.merge.own_rows import OwnDraft, OwnState, draft_own_rows
from upr_desktop.merge.own_workbook import OwnWorkbook, own_workbook
from upr_desktop.merge.return_state import Held, Ledger, Report, Sent
from upr_desktop.paths import user_folder
from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import Change, ChangeSet, Edited, Label, Received, RecordId
from upr_desktop.register.errors import FileRefused, Problem, RegisterError
from upr_desktop.register.log import active_undos, newest_revision
from upr_desktop.register.own_rows import is_kept_in, keeper, last_written, newest_workbook, own_name
from upr_desktop.register.queries import records
from upr_desktop.register.register import Connection, Register
from upr_desktop.register.return_queries import owned_reports
from upr_desktop.register.return_store import Dispatched, ReadReturn, dispatch, held_since
from upr_desktop.words import say

KINDS = ("agency", "plan", "period", "measure", "assignment", "progress", "remark")
FOLDER = "agencies"
RETURN = "return"
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook that was taken in. `changed` counts the changes that it brought, `problems` say what needs a look.

    `taken` are those of its changes that edit an answer which was in the register before.
    """

    register: Path
    agency: str
    period: str
    rows: int
    applied: Applied
    changed: int
    problems: Sequence[Problem]
    taken: int = 0


def read_workbook(received: Received, gate: Gate, cancelled: Cancelled | None = None) -> OwnWorkbook:
    """Return a workbook as its agency knows it, read through the gate.

    Raises FileRefused: as the gate does, not_a_return for another file, workbook_marks_gone.
    """
    book = gate.examine(received.name, received.content, None, cancelled)
    if recognise(book).layout != RETURN:
        raise FileRefused("not_a_return", name=received.name)
    with collection_paused():
        return own_workbook(read_return(book))


def home_of(book: OwnWorkbook, folder: Path | None = None) -> Path:
    """Return the register in which the agency keeps these rows: the one there is in the folder, else a free name.

    Without a folder it is `agencies` in the user's own.
    """
    within = folder or user_folder() / FOLDER
    for path in sorted(within.glob("*.upr")):
        if is_kept_in(path, book.agency, book.register):
            return path
    short = book.shorts.get(book.language) or book.agency
    stem = re.sub(r"[^\w.-]+", "-", short).strip("-.") or book.agency
    names = [f"{stem}.upr", *(f"{stem} ({number}).upr" for number in range(2, 100))]
    return next(within / name for name in names if not (within / name).exists())


def open_workbook(
    received: Received, book: OwnWorkbook, path: Path, author: str, beside: Sequence[Received] = ()
) -> Opened:
    """Take a workbook into the register at this path, which is made if it is not there; `beside` as `take_workbook`.

    Raises RegisterError: as `take_workbook`, and as opening or making a register does; a new file is then not kept.
    """
    is_new = not path.exists()
    if is_new:
        path.parent.mkdir(parents=True, exist_ok=True)
    name = say("own.register_name", book.language, agency=_short(book), plan=book.plan_title)
    register = Register.create(path, name, author=author) if is_new else Register.open(path)
    try:
        with register:
            return take_workbook(register, received, book, author, beside)
    except BaseException:
        if is_new:
            path.unlink(missing_ok=True)
        raise


def take_workbook(
    register: Register,
    received: Received,
    book: OwnWorkbook,
    author: str,
    beside: Sequence[Received] = (),
) -> Opened:
    """Take a workbook into an agency's open register, as one revision that can be undone.

    Of the files `beside` it in its archive those come back that it tells of as documents and the register lacks.

    Raises RegisterError: secretariats_register, another_agencys_register; read_only and the like as `apply`.
    """
    with register.reading() as connection:
        begun = _begun(connection, register, book)
        state = _state(connection, book)
        revision = newest_revision(connection)
        documents = _told_documents(connection, received, book, beside)
    draft = draft_own_rows(book, state)
    changes = [*begun, *draft.changes, *documents.changes]
    values = {"file": received.name, "agency": book.agency, "period": book.period}
    cited: list[Dispatched | ReadReturn] = []
    if not state.is_known:
        cited.append(_dispatched(received, book, draft, author, revision + bool(changes)))
    cited.append(ReadReturn(received.sha256, book.agency_id, book.dispatch, ()))
    applied = register.apply(
        ChangeSet(Label("label.own.opened", values), changes, author, "import"),
        [received, *documents.new_files],
        cited,
        backs_up=not begun,
    )
    rows = len(draft.shown)
    problems = [*draft.problems, *_missing_rows(book, draft)]
    taken = sum(isinstance(one, Edited) and one.kind == "progress" for one in draft.changes)
    return Opened(register.path, book.agency, book.period, rows, applied, len(draft.changes), problems, taken)


def _told_documents(
    connection: Connection, received: Received, book: OwnWorkbook, beside: Sequence[Received]
) -> KeptDocuments:
    """Return what becomes of files that came with a workbook: only what it tells of is a document of its rows."""
    told = {one.sha256 for one in book.returned.documents}
    found = [one for one in beside if one.sha256 in told]
    if not found:
        return KeptDocuments()
    read = ReadFile(received, returned=book.returned, documents=found)
    return keep_documents(read, {RecordId(key) for key in book.tasks}, DocumentShelf(connection))


def _short(book: OwnWorkbook) -> str:
    return book.shorts.get(book.language) or book.names.get(book.language) or book.agency


def _begun(connection: Connection, register: Register, book: OwnWorkbook) -> list[Change]:
    """Return what makes a new register this agency's. Raises RegisterError where it is somebody else's."""
    kept = keeper(connection)
    if kept is None:
        if records(connection, "plan") or records(connection, "agency"):
            raise RegisterError("secretariats_register", file=register.path.name)
        id, _ = own_name(connection)
        told = {"agency": book.agency, "issuer": book.register}
        return [Edited("register", RecordId(id), name, None, value) for name, value in told.items()]
    if (kept.agency, kept.issuer) != (book.agency, book.register):
        raise RegisterError("another_agencys_register", file=register.path.name, **kept.told)
    return []


def _state(connection: Connection, book: OwnWorkbook) -> OwnState:
    stored = {kind: records(connection, kind) for kind in KINDS}
    base = _base(connection, book)
    known = dispatch(connection, book.dispatch)
    return OwnState(stored, _ledger(connection, book, base), base, known is not None)


def _base(connection: Connection, book: OwnWorkbook) -> Sent | None:
    """Return what the file was written with: the agency's own writing, the workbook as it came, or the one before."""
    found = dispatch(connection, book.writing) if book.writing else None
    found = found or dispatch(connection, book.dispatch)
    if found is None:
        written = [
            one
            for one in (last_written(connection, book.period_id), newest_workbook(connection, book.period_id))
            if one
        ]
        found = max(written, key=lambda one: one.revision, default=None)
    if found is None:
        return None
    return Sent(
        found.id, found.agency_id, found.period_id, found.language, found.revision, found.shown, found.base
    )


def _ledger(connection: Connection, book: OwnWorkbook, base: Sent | None) -> Ledger:
    """Return the reports as a return would say them now, and what they took on since the file was written."""
    reports = owned_reports(connection, [RecordId(key) for key in book.tasks])
    documents = documents_of(connection, list(reports))
    told = {
        id: Report(
            id, row.agency_id, row.assignment_id, row.measure_id,
            as_written(row.values, documents.get(id, ()), book.language),
        )
        for id, row in reports.items()
    }  # fmt: skip
    since = held_since(connection, list(reports), base.revision if base else 0, active_undos(connection))
    held = {place: [Held(v.revision, v.value, v.by_merge) for v in values] for place, values in since.items()}
    return Ledger(told, held)


def _dispatched(
    received: Received, book: OwnWorkbook, draft: OwnDraft, author: str, revision: int
) -> Dispatched:
    """Return the workbook as it came, under the id that the secretariat knows it by."""
    return Dispatched(
        id=book.dispatch,
        agency_id=book.agency_id,
        period_id=book.period_id,
        language=book.language,
        revision=revision,
        layout="1",
        sha256=received.sha256,
        file=received.name,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        author=author,
        shown=draft.shown,
        base=draft.base,
    )


def _missing_rows(book: OwnWorkbook, draft: OwnDraft) -> list[Problem]:
    missing = len(book.tasks.keys() - draft.shown.keys())
    name = book.returned.name
    return [Problem("return_rows_missing", name, {"count": missing}, None, "info")] if missing else []
