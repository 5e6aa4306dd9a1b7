"""Decide which cells of a return have to be typed so that it says what its agency's register holds, and no others."""

from collections.abc import Iterator
from datetime import date

from upr_desktop.code_lists import REPORT_TEXTS
from upr_desktop.exchange.return_copy import Typed
from upr_desktop.exchange.return_layout import OPEN
from upr_desktop.incoming_return import IncomingReturn, ReturnCell, ReturnedRow
from upr_desktop.merge.return_state import Sent, like
from upr_desktop.merge.return_values import NO_CHANGE, Said, read_open_cell
from upr_desktop.register.changes import RecordId, Value, Values
from upr_desktop.register.plan_rows import NEXT_BEST
from upr_desktop.words import say

STATUS, NARRATIVE, DAY = "claimed_status", "narrative", "done_on"
STATES_NOTHING_NEW = (STATUS, NARRATIVE)


def told_languages(key: RecordId, column: str, values: Values, sent: Sent) -> list[str]:
    """Return the languages of a text that the workbook did not show so, its own first."""
    return [
        code
        for code in dict.fromkeys((sent.language, *NEXT_BEST))
        if (text := like(values[f"{column}_{code}"])) is not None
        and text != like(sent.base.get((key, f"{column}_{code}")))
    ]


def cells_to_type(row: ReturnedRow, values: Values, sent: Sent, language: str | None) -> Iterator[Typed]:
    """Yield what has to be typed into a row; texts in a language, where they tell of it in that one.

    A cell that says already what is held is left alone, and one that cannot be understood until there is a value.
    """
    key = RecordId(row.key)
    for column in OPEN:
        cell = row.cells.get(column)
        if cell is None:
            continue
        if column in REPORT_TEXTS:
            yield from _text(key, column, cell, values, sent, language)
        else:
            yield from _plain(key, column, cell, values, sent)


def shown_values(returned: IncomingReturn, sent: Sent) -> dict[tuple[RecordId, str], str]:
    """Return the values that the cells of a return say, as records hold them, by report and field."""
    found: dict[tuple[RecordId, str], str] = {}
    for row in returned.rows:
        key = RecordId(row.key)
        for column in OPEN:
            cell = row.cells.get(column)
            value = read_open_cell(column, cell, sent.language).value if cell else None
            if cell and value is not None:
                found[key, sent.filled_field(key, column, cell.raw, cell.language)] = str(value)
    return found


def _plain(key: RecordId, column: str, cell: ReturnCell, values: Values, sent: Sent) -> Iterator[Typed]:
    said, value = read_open_cell(column, cell, sent.language), values[column]
    if like(value) is None:
        yield from _taken_away(key, column, column, cell, said, values, sent)
    elif like(said.value) != like(value):
        yield Typed(cell.address, _as_typed(column, str(value), sent.language))


def _as_typed(column: str, value: str, language: str) -> str | date:
    if column == STATUS:
        return say(f"status.{value}", language)
    return date.fromisoformat(value) if column == DAY else value


def _text(
    key: RecordId, column: str, cell: ReturnCell, values: Values, sent: Sent, language: str | None
) -> Iterator[Typed]:
    told = told_languages(key, column, values, sent)
    shown = sent.shown_field(key, column)
    code = language if language in told else next(iter(told), "")
    text: Value = values[f"{column}_{code}" if code else shown]
    said = read_open_cell(column, cell, sent.language)
    if column == NARRATIVE and not told and values["no_change"]:
        if said.statement != NO_CHANGE:
            yield Typed(cell.address, say("return.no_change", sent.language))
    elif like(text) is None:
        yield from _taken_away(key, column, shown, cell, said, values, sent)
    elif like(cell.raw) != like(text):
        yield Typed(cell.address, str(text))


def _taken_away(
    key: RecordId, column: str, field: str, cell: ReturnCell, said: Said, values: Values, sent: Sent
) -> Iterator[Typed]:
    """Yield what takes a value out: a mark where the secretariat has sent one, for a blank cell says nothing."""
    if said.value is not None:
        is_sent = like(sent.base.get((key, field))) is not None
        yield Typed(cell.address, say("return.clear_mark", sent.language) if is_sent else None)
    elif said.statement == NO_CHANGE and column in STATES_NOTHING_NEW and not values["no_change"]:
        yield Typed(cell.address, None)
