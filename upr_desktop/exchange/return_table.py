"""Find the table of a return again and which of its columns is which, whatever was moved, renamed or taken out."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from upr_desktop.exchange.return_layout import (
    COLUMNS,
    DOCUMENT,
    KEY,
    KEY_MARK,
    MARK,
    MARK_SHEET,
    NAMED,
    NARRATIVE,
    OPEN,
    OPTIONAL,
    TASKS,
)
from upr_desktop.exchange.sheets import Book, Row, Sheet
from upr_desktop.exchange.titles import title_key, title_of
from upr_desktop.exchange.told_documents import read_document
from upr_desktop.incoming_return import ToldDocument
from upr_desktop.values import UNSEEN
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
ID = re.compile(r"[0-9a-f]{32}")


@dataclass(slots=True)
class ReturnMarks:
    """What the hidden sheet says: values by name, columns as they were sent with titles, tasks of rows, documents.

    `measures` are number and mark of the measure of a row, by its key.
    """

    values: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, tuple[str, str]] = field(default_factory=dict)
    measures: dict[str, tuple[str, str]] = field(default_factory=dict)
    documents: list[ToldDocument] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReturnTable:
    """The table of a sheet: the number of its header row, and the 1-based position of each column found.

    `twice` gives the positions of columns that bear one title and are therefore not told apart. `lower` gives the
    places by the number of each header row that stands below again: the rows under it go by those.
    """

    sheet: Sheet
    header: int
    places: Mapping[str, int]
    twice: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    lower: Mapping[int, Mapping[str, int]] = field(default_factory=dict)

    def parts(self) -> Iterator[tuple[Mapping[str, int], Sequence[Row]]]:
        """Yield the rows under each header, with the places of its columns."""
        begins = [self.header, *self.lower]
        for begin, end in pairwise([*begins, self.sheet.rows[-1].number + 1]):
            rows = [row for row in self.sheet.rows if begin < row.number < end]
            yield self.lower.get(begin, self.places), rows


def read_marks(book: Book) -> ReturnMarks:
    """Return what the hidden sheet says."""
    marks = ReturnMarks()
    sheet = next((sheet for sheet in book.sheets if sheet.cell(1, 1).raw.strip() == MARK), None)
    for row in sheet.rows[1:] if sheet and sheet.name == MARK_SHEET else ():
        if row.raw[0] == "column" and len(row.raw) >= 4:
            marks.columns[row.raw[2]] = row.raw[3]
        elif row.raw[0] == TASKS and len(row.raw) >= 2:
            ids = row.raw[1].split()
            marks.tasks |= dict(zip(ids[::3], zip(ids[1::3], ids[2::3], strict=False), strict=False))
        elif row.raw[0] == NAMED and len(row.raw) >= 3:
            marks.measures[row.raw[1]] = "".join(row.raw[3:4]), row.raw[2]
        elif row.raw[0] == DOCUMENT and len(row.raw) >= 2:
            marks.documents += read_document(row.raw[1])
        elif len(row.raw) >= 2:
            marks.values[row.raw[0]] = row.raw[1].strip()
    return marks


def sent_columns(marks: ReturnMarks) -> tuple[str, ...]:
    """Return the columns that were sent, in their order."""
    known = [column.key for column in COLUMNS]
    if marks.columns:
        return tuple(key for key in marks.columns if key in known)
    return tuple(key for key in known if key not in OPTIONAL)


def find_table(sheet: Sheet, marks: ReturnMarks) -> ReturnTable | None:
    """Return the table of a sheet, by the row with most titles of a return's columns; None where there is none.

    Where rows of the table stand above that row, it is a header that stands again: the table begins with its own.
    """
    if sheet.name == MARK_SHEET:
        return None
    known = _title_keys() | {title_key(title): key for key, title in marks.columns.items()}
    rising = _rising_headers(sheet, known)
    if not rising or not {*rising[-1][1].values()} & {*OPEN}:
        return None
    fullest, again = rising[-1]
    header, found = next((one for one in rising if _has_rows(sheet, *one, fullest.number)), rising[-1])
    places = _alone(found)
    places |= _repeated(header, places, found, again)
    places |= _renamed(header, places, found, marks)
    if KEY not in places and (at := _key_column(sheet, header.number)):
        places[KEY] = at
    twice = {
        key: tuple(at for at, one in found.items() if one == key) for key in {*found.values()} - {*places}
    }
    lower = dict(_lower_headers(sheet, header.number, places, known))
    return ReturnTable(sheet, header.number, _from_left(places), twice, lower)


def _rising_headers(sheet: Sheet, known: Mapping[str, str]) -> list[tuple[Row, dict[int, str]]]:
    """Return the rows that may be the header, with the titles they have: each has more than those above it."""
    rising: list[tuple[Row, dict[int, str]]] = []
    for row in sheet.rows[:HEADER_DEPTH]:
        most = len(rising[-1][1]) if rising else 0
        if sum(map(bool, row.raw)) <= most:
            continue  # it cannot have more titles than it has texts
        found = _titles(row, known)
        if len(set(found.values())) >= FEWEST_COLUMNS and len(found) > most:
            rising.append((row, found))
    return rising


def _has_rows(sheet: Sheet, header: Row, found: Mapping[int, str], end: int) -> bool:
    """Return whether rows of a table stand between its header and a row: with keys, where the sheet has any."""
    between = [row for row in sheet.rows if header.number < row.number < end]
    if _key_column(sheet, header.number):
        return any(ID.fullmatch(text.strip()) for row in between for text in row.raw)
    places = _alone(found)
    named = [places[name] for name in ("number", "measure") if name in places]
    told = ([row.cell(at).raw.strip() for at in named] for row in between)
    return len(named) == 2 and any(number and measure and not measure.isdecimal() for number, measure in told)


def _repeated(
    header: Row, places: Mapping[str, int], found: Mapping[int, str], again: Mapping[int, str]
) -> dict[str, int]:
    """Return the columns of other titles that the header standing again names, where all it shares stand alike."""
    below = _alone(again)
    if any(below.get(key, at) != at for key, at in places.items()):
        return {}
    return {
        key: at
        for key, at in below.items()
        if key not in found.values() and at not in found and header.cell(at).raw.strip()
    }


def _titles(row: Row, known: Mapping[str, str]) -> dict[int, str]:
    return {at: key for at, text in enumerate(row.raw, 1) if text and (key := _column(text, known))}


def _alone(found: Mapping[int, str]) -> dict[str, int]:
    """Return the places of the columns whose title stands once."""
    counted = Counter(found.values())
    return {key: at for at, key in found.items() if counted[key] == 1}


def _from_left(places: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(places.items(), key=lambda one: one[1]))


def _lower_headers(
    sheet: Sheet, header: int, places: Mapping[str, int], known: Mapping[str, str]
) -> Iterator[tuple[int, Mapping[str, int]]]:
    """Yield each row below that is a header again, with its columns: of a table continued, or pasted there."""
    for row in sheet.rows:
        texts = [text for text in row.raw if text.strip()]
        if row.number <= header or len(texts) < FEWEST_COLUMNS or row_key(row, places):
            continue
        found = _titles(row, known)
        if (
            len(found) * 2 > len(texts)
            and len({*found.values()}) >= FEWEST_COLUMNS
            and {*found.values()} & {*OPEN}
        ):
            lower = _alone(found)
            if KEY in places and KEY not in lower and places[KEY] not in found:
                lower[KEY] = places[KEY]
            yield row.number, _from_left(lower)


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
    header: Row, places: Mapping[str, int], found: Mapping[int, str], marks: ReturnMarks
) -> dict[str, int]:
    """Return the columns whose titles are not known but that stand alone between the neighbours they were sent with."""
    order = sent_columns(marks)
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
            counted.update(at for at, text in enumerate(row.raw, 1) if ID.fullmatch(text.strip()))
    return counted.most_common(1)[0][0] if counted else None


def row_key(row: Row, places: Mapping[str, int]) -> str:
    """Return the id that a row bears, empty where it bears none."""
    at = places.get(KEY, 0)
    text = row.raw[at - 1].strip(UNSEEN).lower() if 0 < at <= len(row.raw) else ""
    return text if ID.fullmatch(text) else ""
