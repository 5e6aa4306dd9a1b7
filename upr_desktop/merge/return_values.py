"""Read what an agency typed into a cell of its return: a value, a statement, or nothing that can be taken."""

import re
from datetime import date
from functools import lru_cache

from upr_desktop.grammar.days import read_day
from upr_desktop.grammar.deadline import CERTAIN
from upr_desktop.grammar.statuses import OUTSIDE, StatusReading, is_cleared, is_no_change, parse_status
from upr_desktop.incoming_return import ReturnCell
from upr_desktop.register.changes import Value
from upr_desktop.values import plain_value

STATUS, DAY = "claimed_status", "done_on"
NO_CHANGE, CLEAR = "no_change", "clear"
DATE_KIND, TEXT_KIND, ERROR_KIND, NUMBER_KIND = "d", "t", "e", "n"
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T.*)?")
LONGEST_STATEMENT = 100
NO_STATUS = ("overdue", "closed")


@plain_value
class Said:
    """What a cell says. `statement` is no_change, clear or outside_competence; a `fault` is why nothing is taken.

    A `doubt` is a fault that does not keep the value from being taken.
    """

    value: Value = None
    statement: str = ""
    fault: str = ""
    doubt: str = ""


BLANK = Said()


def read_open_cell(column: str, cell: ReturnCell, language: str) -> Said:
    """Return what a cell to fill in says: a status as its code, a date as ISO text, other texts as they were typed.

    `language` is that of the workbook: in an English one 03/04/2026 may be either of two days.
    """
    if cell.is_blank:
        return BLANK if cell.kind != ERROR_KIND else Said(fault="return_error_cell")
    if cell.kind == ERROR_KIND:
        return Said(fault="return_error_cell")
    if cell.raw.lstrip()[0] == "[" and is_cleared(cell.raw):
        return Said(statement=CLEAR)
    if column == STATUS:
        return _status(_parsed(cell.raw))
    if len(cell.raw) <= LONGEST_STATEMENT and _says_nothing_new(cell.raw):
        return Said(statement=NO_CHANGE)
    return _day(cell, language) if column == DAY else Said(cell.raw)


@lru_cache(maxsize=2000)
def _says_nothing_new(text: str) -> bool:
    return is_no_change(text)


@lru_cache(maxsize=2000)
def _parsed(text: str) -> StatusReading:
    return parse_status(text)


def _status(read: StatusReading) -> Said:
    if read.code:
        return Said(read.code, doubt="" if read.confidence == CERTAIN else "return_status_likely")
    if read.remark in (NO_CHANGE, OUTSIDE):
        return Said(statement=read.remark)
    return Said(fault="return_status_computed" if read.remark in NO_STATUS else "return_status_unknown")


def _day(cell: ReturnCell, language: str) -> Said:
    text = cell.raw.strip()
    if cell.kind == DATE_KIND or (cell.kind == TEXT_KIND and _ISO.fullmatch(text)):
        return _dated(text[:10])
    day = read_day(text, language) if cell.kind == TEXT_KIND else None
    return Said(day) if day else Said(fault="return_not_a_date")


def _dated(iso: str) -> Said:
    try:
        return Said(date.fromisoformat(iso).isoformat())
    except ValueError:
        return Said(fault="return_not_a_date")


def is_retyped_number(shown: str, cell: ReturnCell) -> bool:
    """Return whether a number that was text came back as a number or a date: 140.10 as 140.1, 12.10 as 12 October."""
    if cell.kind == NUMBER_KIND:
        try:
            return float(shown.replace(",", ".")) == float(cell.raw)
        except ValueError:
            return False
    if cell.kind == DATE_KIND and (parts := re.fullmatch(r"(\d{1,2})\.(\d{1,2})", shown)):
        return cell.raw[5:10] in (
            f"{int(parts[2]):02}-{int(parts[1]):02}",
            f"{int(parts[1]):02}-{int(parts[2]):02}",
        )
    return False
