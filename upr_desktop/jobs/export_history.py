"""Export the history as a workbook: who changed what, when, from what to what, and from which cell of which file."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import takewhile
from pathlib import Path

from upr_desktop.exchange.register_workbook import (
    AboutLine,
    ColumnOut,
    RowOut,
    SheetOut,
    WorkbookOut,
    write_register_workbook,
)
from upr_desktop.exchange.save import save_whole
from upr_desktop.incoming import MOST_UNITS, units
from upr_desktop.jobs.describe_changes import Told, describe
from upr_desktop.jobs.edition_words import point_day, point_words
from upr_desktop.jobs.telling import kind_name, label
from upr_desktop.jobs.withheld import Withheld, withheld
from upr_desktop.register.editions import Point, editions, point
from upr_desktop.register.history import changes_page
from upr_desktop.register.log import RevisionRow, newest_revision, revisions
from upr_desktop.register.queries import records
from upr_desktop.register.register import Connection, Register
from upr_desktop.words import say

PAGE = 2000
COLUMNS = (
    ("number", 8, "whole"),
    ("when", 17, "text"),
    ("who", 20, "text"),
    ("label", 30, "text"),
    ("record", 26, "text"),
    ("field", 22, "text"),
    ("before", 44, "text"),
    ("after", 44, "text"),
    ("file", 30, "text"),
    ("cell", 22, "text"),
    ("raw", 30, "text"),
)


def export_history(
    register: Register,
    target: Path,
    language: str,
    today: date | None = None,
    *,
    since: str = "",
    confidential: bool = False,
) -> Path:
    """Write every saved change, newest first, as one row for each field, and return the path under which it is.

    `since` (an edition or the number of a saved change) leaves out what was saved up to then.
    What is said in documents and reports for official use is left out unless `confidential`; that they changed is told.
    Raises RegisterError: no_such_edition, no_such_revision; not_a_workbook_name, cannot_write_file;
    workbook_text_unwritable with the place.
    """
    with register.reading() as connection:
        first = point(connection, since) if since else None
        hidden = (
            Withheld() if confidential else withheld(connection, say("history_workbook.withheld", language))
        )
        out = _workbook(connection, language, today or date.today(), first, hidden)
        return save_whole(target, lambda path: write_register_workbook(path, out))


def _workbook(
    connection: Connection, language: str, today: date, since: Point | None, hidden: Withheld
) -> WorkbookOut:
    (own,) = records(connection, "register").values()
    columns = tuple(
        ColumnOut(key, say(f"history_workbook.column.{key}", language), width, style)
        for key, width, style in COLUMNS
    )
    title, lead = (say(f"history_workbook.{key}", language) for key in ("title", "lead"))
    state = say("workbook.footer.state", language, number=newest_revision(connection))
    pages = say("workbook.footer.pages", language, page="{page}", pages="{pages}")
    after = [say("consolidated.since", language, point=point_words(since, language))] if since else []
    month = say(f"workbook.month.{today.month}", language)
    day = say("workbook.date", language, day=today.day, month=month, year=today.year)
    return WorkbookOut(
        language=language,
        title=str(own["name"]),
        footer=(state, pages, day),
        sheets=(
            SheetOut(
                "history", title, columns, _rows(connection, language, since.revision if since else 0, hidden)
            ),
        ),
        about_name=say("workbook.sheet.about", language),
        about=(
            AboutLine("title", (title,)),
            AboutLine("lead", (lead,)),
            AboutLine("plain", (state, day)),
            *(AboutLine("plain", (line,)) for line in after),
            *_editions(connection, language),
        ),
        warning=("", ""),
        keep_ids="",
        marks={},
    )


def _editions(connection: Connection, language: str) -> Iterator[AboutLine]:
    """Yield the editions that were frozen: after which change, and what was noted of them."""
    known = editions(connection)
    if known:
        yield AboutLine("plain")
        yield AboutLine("section", (say("record.edition.many", language), ""))
    for one in known:
        told = (
            say("edition.as_of_change", language, number=one.revision, date=point_day(one, language)),
            one.note,
        )
        yield AboutLine("plain", (one.name, " · ".join(filter(None, told))))


def _rows(connection: Connection, language: str, since: int, hidden: Withheld) -> Iterator[RowOut]:
    for revision in takewhile(lambda one: one.number > since, revisions(connection)):
        for offset in range(0, revision.changes, PAGE):
            told = describe(connection, changes_page(connection, revision.number, PAGE, offset), language)
            yield from _told_rows(revision, told, language, hidden)


def _told_rows(revision: RevisionRow, told: Told, language: str, hidden: Withheld) -> Iterator[RowOut]:
    at = datetime.fromisoformat(revision.at).astimezone().strftime("%Y-%m-%d %H:%M")
    head = (revision.number, at, revision.author, label(hidden.label(revision.label), language))
    for record in hidden.told(told):
        name = f"{kind_name(record.kind, language)} {record.name}".strip()
        for field in record.fields:
            origin = field.origin
            file = told.files.get(origin.file) if origin else None
            cell = (
                (file.name if file else "", f"{origin.sheet}!{origin.address}", origin.raw)
                if origin
                else ("",) * 3
            )
            texts = (name, field.what, field.before, field.after, *cell)
            whole = (fitting(text, revision.number, language) for text in texts)
            yield RowOut((*head, *whole), str(revision.number))


def fitting(text: str, number: int, language: str) -> str:
    """Return a text as a cell can hold it: cut with a mark that says where the whole stands; nothing is read back."""
    if units(text) <= MOST_UNITS:
        return text
    mark = say("history_workbook.cut", language, count=len(text), number=str(number))
    room = MOST_UNITS - units(mark)
    kept = text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
    return f"{kept}{mark}"
