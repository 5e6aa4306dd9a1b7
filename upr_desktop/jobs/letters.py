"""Keep a letter that came instead of a table: the file, whose it is and for which period, its number and day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from upr_desktop.exchange.sheets import Book
from upr_desktop.grammar.evidence_words import suggest_evidence
from upr_desktop.incoming_return import IncomingReturn
from upr_desktop.jobs.return_identity import TOLD, Identified, Shelf
from upr_desktop.merge.returns import MergedReturn
from upr_desktop.register.changes import Added, Change, Origin, Received, Values, new_id
from upr_desktop.register.connection import Connection
from upr_desktop.register.errors import Problem
from upr_desktop.register.queries import AgencyRow, agencies_told, records
from upr_desktop.register.return_store import ReturnFile, return_files

LETTER, BEFORE = "letter", 30
BESIDE = "beside"
# A letterhead is often laid out as a small table.
MOST_ROWS = 12
MOST_TEXT = 4000
# What stands before the number of the letter that is answered: it is ours, not theirs.
_ANSWERED = re.compile(r"(?:\bна|\bваш\w*|в ответ на|сіздің|\byour)[\s:№]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LetterRead:
    """A letter as it came: its number and day (ISO text), and those of our letter that it answers, where it says so.

    `beside` is the return (sha256) that came with it in one archive; `text` is how it begins, in lines, for a person
    who says whose it is.
    """

    number: str | None = None
    date: str | None = None
    our_number: str | None = None
    our_date: str | None = None
    beside: str = ""
    text: Sequence[str] = ()


def read_letter(book: Book) -> LetterRead | None:
    """Return what a document of text says of itself as a letter; None for any other file."""
    rows = sum(len(sheet.rows) for sheet in book.sheets)
    if book.format != "docx" or rows > MOST_ROWS or not book.paragraphs:
        return None
    text = "\n".join((*book.headers, *book.paragraphs))
    told: dict[str, str | None] = {}
    for one in suggest_evidence(text):
        if one.kind != LETTER or not one.act_number:
            continue
        begin = one.span[0]
        stem = "our_" if _ANSWERED.search(text[max(0, begin - BEFORE) : begin]) else ""
        if f"{stem}number" not in told:
            told |= {f"{stem}number": one.act_number, f"{stem}date": one.act_date}
    number, date = told.get("number"), told.get("date")
    return LetterRead(number, date, told.get("our_number"), told.get("our_date"), text=_lines(book))


def _lines(book: Book) -> list[str]:
    """Return the lines of a letter up to a length: its letterhead, which may be a table, then its text."""
    cells = (text for sheet in book.sheets for row in sheet.rows for text in row.raw)
    lines: list[str] = []
    for line in (*book.headers, *dict.fromkeys(cells), *book.paragraphs):
        if line.strip() and sum(map(len, lines)) < MOST_TEXT:
            lines.append(line.strip()[:MOST_TEXT])
    return lines


def newest_sent(shelf: Shelf, agency: str, period: str) -> Identified | None:
    """Return the newest workbook sent to an agency for a period (codes), as what a person says a letter answers."""
    own = {id for id, row in shelf.agencies.items() if row.code == agency}
    within = shelf.periods_named("", period)
    heads = [head for head in shelf.heads if head.agency_id in own and head.period_id in within]
    return Identified(shelf.sent(heads[-1].id), (TOLD,)) if heads else None


def as_beside(found: object) -> Identified | None:
    """Return the workbook that a return answers as that of a letter beside it; None where it is unknown."""
    return replace(found, by=(BESIDE,), others=()) if isinstance(found, Identified) else None


def kept_letters(connection: Connection) -> set[str]:
    """Return the files (sha256) that are kept as letters."""
    return {
        str(one["file"])
        for one in records(connection, LETTER).values()
        if one["file"] and not one["archived"]
    }


def returns_before(connection: Connection) -> dict[str, ReturnFile]:
    """Return the returns that came before, by sha256; letters that came instead of one are none."""
    letters = kept_letters(connection)
    return {sha256: one for sha256, one in return_files(connection).items() if sha256 not in letters}


def keep_letter(
    connection: Connection, shelf: Shelf, file: Received, letter: LetterRead, one: Identified
) -> MergedReturn:
    """Return a letter as a return without cells: it counts as received for the workbook sent, and is a record.

    A letter that is kept already is not kept twice.
    """
    sent, agency = one.sent, one.owner or one.sent.agency_id
    values: Values = {
        "agency_id": agency,
        "period_id": sent.period_id,
        "direction": "in",
        "kind": "answer",
        "number": letter.number,
        "date": letter.date,
        "our_number": letter.our_number,
        "our_date": letter.our_date,
        "dispatch": sent.id,
        "file": file.sha256,
    }
    told = {name: value for name, value in values.items() if value is not None}
    is_kept = file.sha256 in kept_letters(connection)
    added: list[Change] = [Added(LETTER, new_id(), told, Origin(file.sha256, "", "", ""))]
    returned = IncomingReturn(file.sha256, file.name, "", (), ())
    agencies = [shelf.agencies[id] for id in [agency] if id in shelf.agencies]
    problem = _told(file.name, letter, agencies)
    return MergedReturn(returned, sent, (), () if is_kept else added, (problem,))


def _told(name: str, letter: LetterRead, agencies: Sequence[AgencyRow]) -> Problem:
    """Return what is said of a kept letter: whose it is, its day and number as far as it has them."""
    dated = "return_letter_numbered" if letter.date else "return_letter_undated"
    said = {"number": letter.number, "date": letter.date}
    values: Values = {
        **agencies_told("agency", agencies),
        **{key: value for key, value in said.items() if value},
    }
    return Problem(dated if letter.number else "return_letter", name, values, None, "info")
