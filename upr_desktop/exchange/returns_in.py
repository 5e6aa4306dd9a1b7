"""Read a return: find its table, columns and identity again, whatever was moved, renamed, sorted or taken out."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from upr_desktop.code_lists import REPORT_TEXTS
from upr_desktop.exchange.languages import language_written
from upr_desktop.exchange.return_layout import (
    COLUMNS,
    HEADINGS,
    KEY,
    KEY_MARK,
    MARK,
    MARK_SHEET,
    NARRATIVE,
    NEW_MEASURE,
    OPEN,
    OPTIONAL,
    TASKS,
)
from upr_desktop.exchange.sheets import BLANK, ERROR, Book, Row, Sheet, column_letters
from upr_desktop.exchange.table_rows import counts_columns
from upr_desktop.exchange.titles import title_key, title_of
from upr_desktop.incoming_return import IncomingReturn, ReturnCell, ReturnedRow
from upr_desktop.register.errors import FileRefused, Problem
from upr_desktop.words import LANGUAGES, say

HEADER_DEPTH = 40
FEWEST_COLUMNS = 3
FROM_TITLES: Mapping[str, str] = {
    "row_no": "number",
    "rec_no": "recommendations",
    "rec_text": "recommendation_text",
    "measure": "measure",
    "completion_form": "completion_form",
    "deadline": "deadline",
    "responsible": "bodies",
    "status": "claimed_status",
    "progress": NARRATIVE,
    "evidence": "evidence_text",
    "note": "problems_text",
}
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(slots=True)
class _Marks:
    """What the hidden sheet says: values by name, the columns as they were sent with titles, tasks of rows."""

    values: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Table:
    """The table of a sheet: the number of its header row, and the 1-based position of each column found."""

    sheet: Sheet
    header: int
    places: Mapping[str, int]
    twice: Mapping[str, int] = field(default_factory=dict)

    @property
    def keyed(self) -> int:
        """Return how many rows bear a key."""
        return sum(bool(_key(row, self.places)) for row in self.sheet.rows if row.number > self.header)


def read_return(book: Book) -> IncomingReturn:
    """Return what the workbook says. Raises FileRefused("return_unread") where no table of a return is found."""
    marks = _marks(book)
    tables = [table for sheet in book.sheets if (table := _table(sheet, marks))]
    if not tables:
        raise FileRefused("return_unread", name=book.name)
    table = max(tables, key=lambda one: (one.keyed, not one.sheet.hidden, len(one.places)))
    language = marks.values.get("language")
    proposals = _proposals(book, table.sheet)
    return IncomingReturn(
        file=book.sha256,
        name=book.name,
        sheet=table.sheet.name,
        columns=tuple(table.places),
        rows=tuple(_rows(table, language)),
        missing=tuple(key for key in _sent_columns(marks) if key not in table.places and key != KEY),
        dispatches=_dispatches(book, marks, table),
        marks=marks.values,
        headings=_headings(table),
        proposals=tuple(_proposed(*proposals)) if proposals else (),
        proposals_sheet=proposals[0].name if proposals else "",
        tasks=marks.tasks,
        problems=tuple(_problems(table, tables)),
        saved_at=book.saved_at,
    )


def _marks(book: Book) -> _Marks:
    marks = _Marks()
    sheet = next((sheet for sheet in book.sheets if sheet.cell(1, 1).raw.strip() == MARK), None)
    for row in sheet.rows[1:] if sheet and sheet.name == MARK_SHEET else ():
        if row.raw[0] == "column" and len(row.raw) >= 4:
            marks.columns[row.raw[2]] = row.raw[3]
        elif row.raw[0] == TASKS and len(row.raw) >= 2:
            ids = row.raw[1].split()
            marks.tasks |= dict(zip(ids[::3], zip(ids[1::3], ids[2::3], strict=False), strict=False))
        elif len(row.raw) >= 2:
            marks.values[row.raw[0]] = row.raw[1].strip()
    return marks


def _sent_columns(marks: _Marks) -> tuple[str, ...]:
    """Return the columns that were sent, in their order."""
    known = [column.key for column in COLUMNS]
    if marks.columns:
        return tuple(key for key in marks.columns if key in known)
    return tuple(key for key in known if key not in OPTIONAL)


# ── the table ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _table(sheet: Sheet, marks: _Marks) -> _Table | None:
    """Return the table of a sheet, by the row with most titles of a return's columns; None where there is none."""
    if sheet.name == MARK_SHEET:
        return None
    known = _title_keys() | {title_key(title): key for key, title in marks.columns.items()}
    best: tuple[Row, dict[int, str]] | None = None
    for row in sheet.rows[:HEADER_DEPTH]:
        if best and sum(map(bool, row.raw)) <= len(best[1]):
            continue  # it cannot have more titles than it has texts
        found = {at: key for at, text in enumerate(row.raw, 1) if text and (key := _column(text, known))}
        if len(set(found.values())) >= FEWEST_COLUMNS and (best is None or len(found) > len(best[1])):
            best = row, found
    if best is None or not set(best[1].values()) & {*OPEN}:
        return None
    header, found = best
    counted = Counter(found.values())
    places = {key: at for at, key in found.items() if counted[key] == 1}
    places |= _renamed(header, places, found, marks)
    if KEY not in places and (at := _key_column(sheet, header.number)):
        places[KEY] = at
    twice = {key: at for at, key in found.items() if counted[key] > 1}
    return _Table(sheet, header.number, dict(sorted(places.items(), key=lambda one: one[1])), twice)


@cache
def _title_keys() -> dict[str, str]:
    return {title_key(say(column.title, code)): column.key for column in COLUMNS for code in LANGUAGES}


def _column(text: str, known: Mapping[str, str]) -> str | None:
    if text.startswith(KEY_MARK):
        return KEY
    key = known.get(title_key(text))
    if key is None and (title := title_of(text)):
        key = FROM_TITLES.get(title.field)
    return key


def _renamed(
    header: Row, places: Mapping[str, int], found: Mapping[int, str], marks: _Marks
) -> dict[str, int]:
    """Return the columns whose titles are not known but that stand alone between the neighbours they were sent with."""
    order = _sent_columns(marks)
    lost: dict[str, int] = {}
    for at, key in enumerate(order):
        if key in places or key in found.values():
            continue
        left = places.get(order[at - 1]) if at else 0
        right = places.get(order[at + 1]) if at + 1 < len(order) else (left or 0) + 2
        if left is None or left + 1 in found or right != left + 2:
            continue
        if header.cell(left + 1).raw.strip():
            lost[key] = left + 1
    return lost


def _key_column(sheet: Sheet, header: int) -> int | None:
    """Return the column in which most cells are ids, where its title is gone."""
    counted: Counter[int] = Counter()
    for row in sheet.rows:
        if row.number > header:
            counted.update(at for at, text in enumerate(row.raw, 1) if _ID.fullmatch(text.strip()))
    return counted.most_common(1)[0][0] if counted else None


def _key(row: Row, places: Mapping[str, int]) -> str:
    text = row.cell(places[KEY]).raw.strip().lower() if KEY in places else ""
    return text if _ID.fullmatch(text) else ""


def _rows(table: _Table, language: str | None) -> Iterator[ReturnedRow]:
    """Yield the rows that bear a key or say something in a column to fill in; headings and totals are none."""
    unread = frozenset(table.sheet.formulas_without_value)
    hints = frozenset({language} if language else ())
    places = [(name, at, column_letters(at)) for name, at in table.places.items() if name != KEY]
    for row in table.sheet.rows:
        if row.number <= table.header or (row.number <= table.header + 2 and counts_columns(row)):
            continue
        key = _key(row, table.places)
        cells = {name: _cell(row, at, f"{letters}{row.number}", unread) for name, at, letters in places}
        cells |= {name: _spoken(cells[name], hints) for name in REPORT_TEXTS if name in cells}
        if key or any(not cells[name].is_blank for name in OPEN if name in cells):
            yield ReturnedRow(row.number, key, cells)


def _cell(row: Row, at: int, address: str, unread: frozenset[str]) -> ReturnCell:
    if at > len(row.raw):
        return ReturnCell(address, "", ERROR if address in unread else BLANK)
    return ReturnCell(address, row.raw[at - 1], ERROR if address in unread else row.kinds[at - 1])


def _spoken(cell: ReturnCell, hints: frozenset[str]) -> ReturnCell:
    """Return a text's cell with the language that it is written in; an address or a number alone is in none."""
    if cell.is_blank:
        return cell
    return ReturnCell(cell.address, cell.raw, cell.kind, language_written(cell.raw, hints))


# ── what it is known by ─────────────────────────────────────────────────────────────────────────────────────────────


def _dispatches(book: Book, marks: _Marks, table: _Table) -> dict[str, str]:
    """Return the dispatch that each carrier names; carriers that are gone are left out."""
    over_keys = table.sheet.cell(table.header, table.places[KEY]).raw if KEY in table.places else ""
    told = {
        "property": book.properties.get(MARK, ""),
        "sheet": marks.values.get("dispatch", ""),
        "key": over_keys.removeprefix(KEY_MARK),
    }
    return {carrier: id.strip() for carrier, id in told.items() if _ID.fullmatch(id.strip())}


def _headings(table: _Table) -> dict[str, str]:
    """Return what stands to the right of the labels above the table."""
    labels = {title_key(say(f"return.heading.{key}", code)): key for key in HEADINGS for code in LANGUAGES}
    found: dict[str, str] = {}
    for row in table.sheet.rows:
        if row.number >= table.header:
            break
        key = ""
        for cell in row.cells():
            label = labels.get(title_key(cell.raw))
            if label:
                key = label
            elif key and key not in found:
                found[key] = cell.raw.strip()
    return found


def _problems(table: _Table, tables: Sequence[_Table]) -> Iterator[Problem]:
    sheet = table.sheet
    for at in table.twice.values():
        titles = {"column": sheet.cell(table.header, at).raw}
        yield Problem("return_column_twice", sheet.name, titles, None, "error")
    for other in tables:
        if other is not table and other.keyed:
            yield Problem("return_other_sheet", other.sheet.name, {"sheet": sheet.name, "count": other.keyed})
    wanted = {at for key, at in table.places.items() if key in OPEN}
    letters = {column_letters(at) for at in wanted}
    for address, text in sheet.comments.items():
        if address.rstrip("0123456789") in letters:
            yield Problem("return_comment", f"{sheet.name}!{address}", {"text": text[:200]})


# ── proposals ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _proposals(book: Book, table: Sheet) -> tuple[Sheet, int, Mapping[int, str]] | None:
    """Return the sheet for new measures, its header row and its columns by position."""
    known = {title_key(say(f"return.proposal.{key}", code)): key for key in NEW_MEASURE for code in LANGUAGES}
    for sheet in book.sheets:
        if sheet is table or sheet.name == MARK_SHEET:
            continue
        for row in sheet.rows[:HEADER_DEPTH]:
            found = {at: key for at, text in enumerate(row.raw, 1) if (key := known.get(title_key(text)))}
            if len(found) >= FEWEST_COLUMNS and "measure" in found.values():
                return sheet, row.number, found
    return None


def _proposed(sheet: Sheet, header: int, places: Mapping[int, str]) -> Iterator[ReturnedRow]:
    for row in sheet.rows:
        if row.number <= header:
            continue
        cells = {
            key: ReturnCell(f"{column_letters(at)}{row.number}", row.cell(at).raw, row.cell(at).kind)
            for at, key in places.items()
            if row.cell(at).raw.strip()
        }
        if cells:
            yield ReturnedRow(row.number, "", cells)
