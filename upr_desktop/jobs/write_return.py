"""Write the return: an agency's answers into a copy of the workbook that it was sent, ready to be sent back."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from upr_desktop.code_lists import REPORT_TEXTS
from upr_desktop.exchange.file_kinds import ARCHIVE
from upr_desktop.exchange.gate import Gate
from upr_desktop.exchange.pause import collection_paused
from upr_desktop.exchange.return_copy import Typed, filled_copy, lost_in_copy
from upr_desktop.exchange.return_layout import DOCUMENT, WRITING
from upr_desktop.exchange.returns_in import read_return
from upr_desktop.exchange.save import WORKBOOK_END, save_whole
from upr_desktop.exchange.sheets import Book
from upr_desktop.exchange.told_documents import document_line
from upr_desktop.incoming_return import IncomingReturn
from upr_desktop.jobs.own_cells import as_written, documents_of
from upr_desktop.jobs.own_compiler import compiler
from upr_desktop.jobs.return_answers import cells_to_type, shown_values, told_languages
from upr_desktop.jobs.return_package import SentDocument, documents_to_send, package
from upr_desktop.merge.return_rows import by_measures
from upr_desktop.merge.return_state import Sent
from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import Change, ChangeSet, Edited, Label, RecordId, Values, new_id
from upr_desktop.register.connection import Connection
from upr_desktop.register.errors import Problem, RegisterError
from upr_desktop.register.history import received_content
from upr_desktop.register.log import newest_revision
from upr_desktop.register.naming import find_record
from upr_desktop.register.own_rows import WRITTEN, files_of, keeper, newest_workbook
from upr_desktop.register.plan_queries import periods
from upr_desktop.register.queries import records
from upr_desktop.register.register import Register
from upr_desktop.register.report_entries import lacking
from upr_desktop.register.return_store import Dispatched
from upr_desktop.words import say

OPENABLE = (".xlsx", ".xlsm")
TO_SEND = ("draft", "sent_back")


@dataclass(frozen=True, slots=True)
class Written:
    """A return that was written: the file, for which period, and how many of its rows are answered.

    `others` are files with the same answers, texts in a further language; all are in `file` where that is a .zip, with
    those of the `documents` that the register has a copy of. `problems` say what is not in a file.
    """

    file: Path
    period: str
    answered: int
    rows: int
    applied: Applied
    others: Sequence[Path] = ()
    problems: Sequence[Problem] = ()
    documents: Sequence[SentDocument] = ()

    @property
    def is_packed(self) -> bool:
        """Return whether the file is an archive with the documents in it."""
        return self.file.suffix.lower() == ARCHIVE


@dataclass(frozen=True, slots=True)
class _Answers:
    """What a return is written from; `stored` are the reports, `values` what cells say of them."""

    sent: Sent
    period: str
    name: str
    source: bytes
    stored: Mapping[RecordId, Values]
    values: Mapping[RecordId, Values]
    revision: int
    documents: Sequence[SentDocument]
    headings: Mapping[str, str]

    @property
    def answered(self) -> list[RecordId]:
        """Return the reports that lack nothing."""
        return [id for id, values in self.stored.items() if not lacking(values)]


def write_return(
    register: Register, target: Path, gate: Gate, author: str, period: str | None = None
) -> Written:
    """Write the answers for a period (its code; else the one issued last) into a copy of its newest workbook.

    Only cells that do not say yet what the register holds are typed, so all that was typed elsewhere stays. Narratives
    in a second language go into a file of their own beside it. Where the target is a .zip, it holds these files and the
    documents. Answered rows count as sent until they are edited.
    Raises RegisterError: not_an_agency_register, no_workbook_yet, no_such_record, not_a_workbook_name,
    cannot_write_file, workbook_text_too_long, workbook_text_unwritable; FileRefused as the gate does.
    """
    with register.reading() as connection:
        answers = _answers(connection, register, period)
    with collection_paused():
        book = gate.examine(answers.name, answers.source)
        returned = by_measures(read_return(book))
    present = {RecordId(row.key) for row in returned.rows}
    workbook = target.with_suffix(WORKBOOK_END) if target.suffix.lower() == ARCHIVE else target
    made = [
        _made(answers, book, returned, gate, workbook, language) for language in _languages(answers, present)
    ]
    if workbook is target:
        sent = [_saved(one, file) for one, file in made]
        files = [target.with_name(one.file) for one in sent]
    else:
        sent, files = [one for one, _ in made], [_packed(register, target, made, answers.documents)]
    applied = _remember(register, answers, sent, author, files[0].name)
    return Written(
        files[0],
        answers.period,
        len(answers.answered),
        len(answers.stored),
        applied,
        files[1:],
        [*_lost(answers), *_left_out(answers, present)],
        answers.documents,
    )


def _packed(
    register: Register,
    target: Path,
    made: Sequence[tuple[Dispatched, tuple[Path, bytes]]],
    documents: Sequence[SentDocument],
) -> Path:
    with register.reading() as connection:
        content = package(connection, [(path.name, content) for _, (path, content) in made], documents)
    return save_whole(target, lambda beside: _write(beside, content), ARCHIVE)


def return_name(connection: Connection, period: str) -> str:
    """Return the name to propose for a return: that of the workbook, which says that it is the answer.

    It ends with .zip where there are documents to go with it. Raises RegisterError: no_workbook_yet, no_such_record for
    a period.
    """
    one = newest_workbook(connection, find_record(connection, f"period:{period}")[1] if period else None)
    if one is None:
        raise RegisterError("no_workbook_yet", period=period or "—")
    stem, answer = Path(one.file).stem, say("own.answer", one.language)
    stored = records(connection, "progress", list(one.shown))
    found = documents_to_send(connection, documents_of(connection, list(stored)), dict.fromkeys(stored, ""))
    end = ARCHIVE if any(document.size is not None for document in found) else WORKBOOK_END
    return f"{stem}{end}" if stem.endswith(answer) else f"{stem}_{answer}{end}"


def _answers(connection: Connection, register: Register, period: str | None) -> _Answers:
    if keeper(connection) is None:
        raise RegisterError("not_an_agency_register", file=register.path.name)
    wanted = find_record(connection, f"period:{period}")[1] if period else None
    one = newest_workbook(connection, wanted)
    if one is None:
        raise RegisterError("no_workbook_yet", period=period or "—")
    sha256, name = _source(connection, one)
    stored = records(connection, "progress", list(one.shown))
    documents = documents_of(connection, list(stored))
    numbers = {id: str(one.shown[id].get("number") or "") for id in stored}
    told = compiler(connection)
    return _Answers(
        Sent(one.id, one.agency_id, one.period_id, one.language, one.revision, one.shown, one.base),
        next(row.code for row in periods(connection) if row.id == one.period_id),
        name,
        received_content(connection, sha256),
        stored,
        {id: as_written(values, documents.get(id, ()), one.language) for id, values in stored.items()},
        newest_revision(connection),
        documents_to_send(connection, documents, numbers),
        {"compiler": told.name, "phone": told.phone} if told else {},
    )


def _source(connection: Connection, one: Dispatched) -> tuple[str, str]:
    """Return checksum and name of the file to fill in: the newest one that came of a workbook and can be filled."""
    found = files_of(connection, one.id)
    return next((file for file in found if file[1].lower().endswith(OPENABLE)), (one.sha256, one.file))


def _languages(answers: _Answers, present: set[RecordId]) -> list[str | None]:
    """Return None for the first file, then the languages in which some rows tell of it as well."""
    further = [
        code
        for id, values in answers.values.items()
        if id in present
        for column in REPORT_TEXTS
        for code in told_languages(id, column, values, answers.sent)[1:]
    ]
    return [None, *dict.fromkeys(further)]


def _made(
    answers: _Answers, book: Book, returned: IncomingReturn, gate: Gate, target: Path, language: str | None
) -> tuple[Dispatched, tuple[Path, bytes]]:
    """Return what is remembered of a file, and the file itself; it is read again to know what its cells say."""
    typed = [
        one
        for row in returned.rows
        if RecordId(row.key) in answers.values
        for one in cells_to_type(row, answers.values[RecordId(row.key)], answers.sent, language)
    ]
    typed += _headings(answers, returned)
    id, sent = new_id(), answers.sent
    lines = [document_line(one.told) for one in answers.documents]
    content = filled_copy(answers.source, book, returned.sheet, typed, {WRITING: id, DOCUMENT: lines})
    path = target if language is None else target.with_stem(f"{target.stem}_{language}")
    with collection_paused():
        again = by_measures(read_return(gate.examine(target.name, content)))
    remembered = Dispatched(
        id=id,
        agency_id=sent.agency_id,
        period_id=sent.period_id,
        language=sent.language,
        revision=answers.revision,
        layout=WRITTEN,
        sha256=hashlib.sha256(content).hexdigest(),
        file=path.name,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        author="",
        shown=sent.shown,
        base=shown_values(again, sent),
    )
    return remembered, (path, content)


def _headings(answers: _Answers, returned: IncomingReturn) -> Iterator[Typed]:
    """Yield what is to be typed above the table: who compiled the return, and the telephone.

    A telephone that is not known here stays, unless it stands beside another name.
    """
    present, places = returned.headings, returned.heading_places
    is_another = present.get("compiler", "") not in ("", answers.headings.get("compiler", ""))
    for key, text in answers.headings.items():
        if key in places and present.get(key, "") != text and (text or is_another):
            yield Typed(places[key], text or None)


def _saved(one: Dispatched, file: tuple[Path, bytes]) -> Dispatched:
    path, content = file
    saved = save_whole(path, lambda beside: _write(beside, content))
    return replace(one, file=saved.name)


def _write(target: Path, content: bytes) -> None:
    target.write_bytes(content)


def _remember(
    register: Register, answers: _Answers, sent: Sequence[Dispatched], author: str, file: str
) -> Applied:
    """Keep what the files say, and note of each answered report that it is on its way."""
    changes: list[Change] = [
        Edited("progress", id, "state", answers.stored[id]["state"], "submitted")
        for id in answers.answered
        if answers.stored[id]["state"] in TO_SEND
    ]
    told: Values = {"file": file, "period": answers.period, "count": len(answers.answered)}
    signed = [replace(one, author=author) for one in sent]
    return register.apply(ChangeSet(Label("label.own.written", told), changes, author), cited=signed)


def _lost(answers: _Answers) -> Iterator[Problem]:
    for part in lost_in_copy(answers.source):
        yield Problem("own_part_lost", answers.name, {"part": part.rsplit("/", 1)[0]}, None, "warning")


def _left_out(answers: _Answers, present: set[RecordId]) -> Iterator[Problem]:
    """Name the answered rows that stand no more in the workbook that is filled in."""
    for id in answers.answered:
        if id not in present:
            number = answers.sent.shown.get(id, {}).get("number", "")
            yield Problem("own_row_gone", answers.name, {"number": number}, id, "error")
