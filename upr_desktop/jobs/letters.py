"""Keep a letter that came instead of a table: the file, whose it is and for which period, its number and day."""

import re
from dataclasses import dataclass

from upr_desktop.exchange.sheets import Book
from upr_desktop.grammar.evidence_words import suggest_evidence
from upr_desktop.incoming_return import IncomingReturn
from upr_desktop.jobs.return_identity import TOLD, Identified, Shelf
from upr_desktop.merge.return_state import Sent
from upr_desktop.merge.returns import MergedReturn
from upr_desktop.register.changes import Added, Change, Origin, Received, Values, new_id
from upr_desktop.register.connection import Connection
from upr_desktop.register.errors import Problem
from upr_desktop.register.queries import records

LETTER, BEFORE = "letter", 30
# A letterhead is often laid out as a small table.
MOST_ROWS = 12
# What stands before the number of the letter that is answered: it is ours, not theirs.
_ANSWERED = re.compile(r"(?:\bна|\bваш\w*|в ответ на|сіздің|\byour)[\s:№]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LetterRead:
    """A letter as it came: its number and day (ISO text), and those of our letter that it answers, where it says so."""

    number: str | None = None
    date: str | None = None
    our_number: str | None = None
    our_date: str | None = None


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
    return LetterRead(**told)


def keep_letter(
    connection: Connection, shelf: Shelf, file: Received, letter: LetterRead, agency: str, period: str
) -> tuple[Identified, MergedReturn] | None:
    """Return a letter as a return without cells: it counts as received for the newest workbook sent, and is a record.

    `agency` and `period` are codes. A letter that is kept already is not kept twice. None where no workbook was sent.
    """
    own = {id for id, row in shelf.agencies.items() if row.code == agency}
    within = shelf.periods_named("", period)
    heads = [head for head in shelf.heads if head.agency_id in own and head.period_id in within]
    if not heads:
        return None
    sent = shelf.sent(heads[-1].id)
    return Identified(sent, (TOLD,)), _kept(connection, file, letter, sent)


def _kept(connection: Connection, file: Received, letter: LetterRead, sent: Sent) -> MergedReturn:
    values: Values = {
        "agency_id": sent.agency_id,
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
    known = records(connection, LETTER).values()
    is_kept = any(one["file"] == file.sha256 and not one["archived"] for one in known)
    added: list[Change] = [Added(LETTER, new_id(), told, Origin(file.sha256, "", "", ""))]
    code = "return_letter_numbered" if letter.number else "return_letter"
    said = {"number": letter.number or "", "date": letter.date or ""}
    problem = Problem(code, file.name, said, None, "info")
    returned = IncomingReturn(file.sha256, file.name, "", (), ())
    return MergedReturn(returned, sent, (), () if is_kept else added, (problem,))
