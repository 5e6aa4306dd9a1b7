"""Put what differs between two points of the history into a sheet, and that sheet into a workbook of its own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
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
from upr_desktop.exchange.workbook_styles import WARN
from upr_desktop.jobs.edition_words import point_words
from upr_desktop.jobs.editions import Difference, difference
from upr_desktop.jobs.export_history import fitting
from upr_desktop.jobs.value_words import day_words
from upr_desktop.jobs.withheld import withheld
from upr_desktop.register.editions import NOW, point
from upr_desktop.register.queries import records
from upr_desktop.register.register import Register
from upr_desktop.words import say

COLUMNS = (
    ("record", 34, "name"), ("event", 13, "label"), ("field", 24, "text"), ("before", 50, "text"),
    ("after", 50, "text"), ("file", 26, "text"), ("cell", 18, "text"),
)  # fmt: skip
PRINTED, REPEATED = 5, 2
KEY = "changes"


def difference_sheet(found: Difference, language: str, name: str) -> SheetOut:
    """Return a row for each field that differs, before and after, and the cell that brought its last value."""
    columns = tuple(
        ColumnOut(key, say(f"consolidated.column.{KEY}.{key}", language), width, style, is_own=at >= REPEATED)
        for at, (key, width, style) in enumerate(COLUMNS)
    )
    return SheetOut(KEY, name, columns, _rows(found, language), PRINTED, WARN)


def _rows(found: Difference, language: str) -> Iterator[RowOut]:
    number = found.last.revision
    for record in found.records:
        event, name = say(f"edition.event.{record.event}", language), fitting(record.name, number, language)
        if not record.fields:
            yield RowOut((name, event), record.name)
        for at, one in enumerate(record.fields):
            file = found.told.files.get(one.origin.file) if one.origin else None
            cell = f"{one.origin.sheet}!{one.origin.address}" if one.origin else ""
            texts = (one.what, one.before, one.after, file.name if file else "", cell)
            yield RowOut(
                (name, event, *(fitting(text, number, language) for text in texts)),
                record.name,
                at > 0,
            )


def export_difference(
    register: Register,
    target: Path,
    language: str,
    since: str,
    until: str = NOW,
    *,
    today: date | None = None,
    confidential: bool = False,
) -> tuple[Path, Difference]:
    """Write what differs between two points as a workbook, and return the path under which it is, and the difference.

    What is said in documents and reports for official use is left out unless `confidential`; that they changed is told.
    Raises RegisterError: no_such_edition, no_such_revision; not_a_workbook_name, cannot_write_file.
    """
    with register.reading() as connection:
        found = difference(connection, point(connection, since), point(connection, until), language)
        if not confidential:
            hidden = withheld(connection, say("history_workbook.withheld", language))
            found = replace(found, told=replace(found.told, records=hidden.told(found.told)))
        (own,) = records(connection, "register").values()
        out = _workbook(found, str(own["name"]), language, today or date.today())
        return save_whole(target, lambda path: write_register_workbook(path, out)), found


def _workbook(found: Difference, name: str, language: str, today: date) -> WorkbookOut:
    sheet = say("consolidated.sheet.changes", language)
    points = " → ".join(point_words(one, language) for one in (found.first, found.last))
    pages = say("workbook.footer.pages", language, page="{page}", pages="{pages}")
    count = say("edition.differing", language, count=len(found.records))
    about = (
        AboutLine("title", (sheet,)),
        AboutLine("lead", (points,)),
        AboutLine("plain", (count,)),
    )
    return WorkbookOut(
        language=language,
        title=name,
        footer=(points, pages, day_words(today.isoformat(), language)),
        sheets=(difference_sheet(found, language, sheet),),
        about_name=say("workbook.sheet.about", language),
        about=about,
        warning=("", ""),
        keep_ids="",
        marks={},
    )
