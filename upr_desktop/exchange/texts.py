"""Read texts in Russian and Kazakh from tables of number and text (.xlsx, .docx, .csv)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.exchange.brackets import PartFound, one_line, split_parts
from upr_desktop.exchange.languages import is_mixed, language_of
from upr_desktop.exchange.numbers import whole_number
from upr_desktop.exchange.ranges import filled_columns, place_of, ranges
from upr_desktop.exchange.sheets import BLANK, TEXT, Book, Cell, Row, Sheet, column_letters
from upr_desktop.exchange.titles import Header, find_header, title_of
from upr_desktop.incoming import (
    IncomingList,
    IncomingPart,
    IncomingRecommendation,
    IncomingReview,
    IncomingState,
    LeftAlone,
    Place,
    Reading,
)
from upr_desktop.register.errors import FileRefused, Problem

NEEDED = (frozenset({"rec_no", "row_no"}), frozenset({"rec_text"}))
UNKNOWN_REVIEW = IncomingReview(None, "", None, None)


def read_texts(book: Book) -> Reading:
    """Return the texts that tables of number and text hold, by number as text, with quality `unchecked`.

    The list says nothing of a review and is not complete. A number that is typed as a number or a date is
    ambiguous: its row is left alone. Raises FileRefused if no sheet has a column of numbers and one of texts.
    """
    tables = [(sheet, find_text_columns(sheet)) for sheet in book.sheets]
    if not any(columns for sheet, columns in tables if not sheet.hidden):
        raise FileRefused("not_texts", name=book.name)
    found = _Texts()
    for sheet, columns in tables:
        if sheet.hidden or not columns:
            found.leave_sheet(sheet)
        else:
            _TextTable(sheet, columns, found).read()
    one = IncomingList(UNKNOWN_REVIEW, found.recommendations(), version="", complete=False)
    return Reading("texts", "recommendations", (one,), tuple(found.problems), tuple(found.left_alone))


@dataclass(frozen=True, slots=True)
class TextColumns:
    """The header row, the 1-based column of numbers, and the columns of texts with the languages of their titles."""

    header: Header
    number: int
    texts: Mapping[int, frozenset[str]]


def find_text_columns(sheet: Sheet) -> TextColumns | None:
    """Return the columns of number and text; None unless there is one of the first and at least one of the second."""
    header = find_header(sheet, NEEDED)
    if not header:
        return None
    numbers = header.columns("rec_no")
    if not numbers and _hold_numbers(sheet, header, columns := header.columns("row_no")):
        numbers = columns
    if len(numbers) != 1:
        return None
    texts = {column: header.titles[column].languages for column in header.columns("rec_text")}
    return TextColumns(header, numbers[0], texts)


def _hold_numbers(sheet: Sheet, header: Header, columns: Sequence[int]) -> bool:
    """Return whether a column headed `№` holds numbers of recommendations (140.10), not of rows (1, 2, 3)."""
    if len(columns) != 1:
        return False
    cells = [row.cell(columns[0]) for row in sheet.rows if row.number > header.row]
    filled = [cell for cell in cells if cell.kind != BLANK]
    return sum(bool(whole_number(cell.raw)) for cell in filled) * 2 > len(filled)


@dataclass
class _Found:
    """One number with the rows that belong to it."""

    place: Place
    parts: list[IncomingPart] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    places: list[str] = field(default_factory=list)


class _Texts:
    """What the tables of a file hold, by number."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.left_alone: list[LeftAlone] = []
        self._by_number: dict[str, list[_Found]] = defaultdict(list)

    def leave_sheet(self, sheet: Sheet) -> None:
        """Leave a whole sheet alone; `count` says how many rows it has."""
        reason = "hidden_sheet" if sheet.hidden else "table_not_recognised"
        if sheet.rows:
            self.left_alone.append(LeftAlone(sheet.name, reason, {"count": len(sheet.rows)}))

    def add(self, number: str, found: _Found) -> None:
        """Add what stands at a number."""
        self._by_number[number].append(found)

    def recommendations(self) -> tuple[IncomingRecommendation, ...]:
        """Return what is certain: a number that stands twice with different texts is left alone and reported."""
        return tuple(
            IncomingRecommendation(
                {"number": number}, tuple(one.parts), one.place, rows=tuple(one.rows), quality="unchecked"
            )
            for number, found in self._by_number.items()
            for one in self._certain(number, found)
        )

    def _certain(self, number: str, found: list[_Found]) -> list[_Found]:
        if len(found) == 1:
            return found
        equal = all([p.texts for p in one.parts] == [p.texts for p in found[0].parts] for one in found)
        reason = "repeated_row" if equal else "duplicate_number"
        places = [place for one in found for place in one.places]
        values = {"number": number, "places": ", ".join(places)}
        self.problems.append(Problem(reason, places[0], values, severity="warning" if equal else "error"))
        left = found[1:] if equal else found
        self.left_alone += [LeftAlone(place, reason) for one in left for place in one.places]
        return found[:1] if equal else []


class _TextTable:
    """One table on its way from rows to texts."""

    def __init__(self, sheet: Sheet, columns: TextColumns, found: _Texts) -> None:
        self.sheet = sheet
        self.columns = columns
        self._found = found
        self._tops = {
            row: one.top
            for one in ranges(sheet)
            if one.left <= columns.number <= one.right
            for row in range(one.top + 1, min(one.bottom, one.top + 10_000) + 1)
        }
        self._by_row: dict[int, _Found] = {}

    def read(self) -> None:
        """Take each row under the header, or leave it alone with the reason."""
        for row in self.sheet.rows:
            if row.number != self.columns.header.row and (reason := self._read_row(row)):
                self._found.left_alone.append(LeftAlone(place_of(self.sheet, row.number), reason))

    def _read_row(self, row: Row) -> str | None:
        if row.number < self.columns.header.row:
            return "before_header"
        filled = filled_columns(row)
        if not filled:
            return "blank_row"
        if self._is_header(row):
            return "header_repeated"
        if _counts_columns(row, filled):
            return "column_numbers"
        number = row.cell(self.columns.number)
        if not number.raw.strip():
            return self._continue(row)
        if filled == [self.columns.number] and not whole_number(number.raw):
            return "section_row"
        return self._start(row, number)

    def _start(self, row: Row, cell: Cell) -> str | None:
        """Take a row that begins a number."""
        if cell.kind != TEXT:
            return self._refuse("number_ambiguous", row, cell)
        number = whole_number(cell.raw)
        if not number:
            return self._refuse("number_missing", row, cell)
        parts = self._parts(row)
        if isinstance(parts, str):
            return self._refuse(parts, row, cell)
        where = place_of(self.sheet, row.number)
        found = _Found(Place(self.sheet.name, cell.address, cell.raw), parts, [row.number], [where])
        self._by_row[row.number] = found
        self._found.add(number, found)
        return None

    def _continue(self, row: Row) -> str | None:
        """Take a row without a number as a further part, if its number cell is merged with the one above."""
        top = self._tops.get(row.number)
        if top is None or top not in self._by_row:
            if self._text_cells(row):
                return self._refuse("number_missing", row, row.cell(self.columns.number))
            return "section_row"
        parts = self._parts(row)
        if isinstance(parts, str):
            return self._refuse(parts, row, row.cell(self.columns.number))
        found = self._by_row[top]
        found.parts += parts
        found.rows.append(row.number)
        found.places.append(place_of(self.sheet, row.number))
        return None

    def _text_cells(self, row: Row) -> list[Cell]:
        return [cell for column in self.columns.texts if (cell := row.cell(column)).raw.strip()]

    def _parts(self, row: Row) -> list[IncomingPart] | str:
        """Return the parts that the row's texts have in all its languages, or the reason why they are not read."""
        by_language: dict[str, Cell] = {}
        for cell in self._text_cells(row):
            language = language_of(cell.raw, self.columns.texts[cell.column])
            if language is None or cell.kind != TEXT:
                return "text_missing"
            if is_mixed(cell.raw):
                return "languages_mixed"
            if language in by_language:
                return "language_twice"
            by_language[language] = cell
        return _parts_of(self.sheet, by_language) if by_language else "text_missing"

    def _is_header(self, row: Row) -> bool:
        titles = self.columns.header.titles
        return all((title := title_of(row.cell(at).raw)) and title.field == titles[at].field for at in titles)

    def _refuse(self, reason: str, row: Row, cell: Cell) -> str:
        where = place_of(self.sheet, row.number, column_letters(cell.column))
        values = {"text": " ".join(cell.raw.split())[:80]}
        self._found.problems.append(Problem(reason, where, values, severity="error"))
        return reason


def _counts_columns(row: Row, filled: Sequence[int]) -> bool:
    """Return whether the row numbers the columns: 1 2 3 … under the header."""
    return len(filled) > 1 and all(
        row.raw[at - 1].strip() == str(n) for n, at in enumerate(filled, filled[0])
    )


def _parts_of(sheet: Sheet, by_language: Mapping[str, Cell]) -> list[IncomingPart]:
    """Return one part for each that every language has; the whole texts as one where they differ in number."""
    split = {
        language: split_parts(one_line(cell.raw), certain_only=True)[0]
        for language, cell in by_language.items()
    }
    if len({len(parts) for parts in split.values()}) > 1:
        split = {language: (PartFound(one_line(cell.raw), ()),) for language, cell in by_language.items()}
    places = {language: Place(sheet.name, cell.address, cell.raw) for language, cell in by_language.items()}
    first = next(iter(places.values()))
    together = zip(*split.values(), strict=True)
    return [
        IncomingPart(
            {language: part.text for language, part in zip(split, same, strict=True)},
            _states(same),
            first,
            places,
        )
        for same in together
    ]


def _states(same: Sequence[PartFound]) -> tuple[IncomingState, ...]:
    """Return the States of the first language that names any: the others name the same ones in other words."""
    return next((part.states for part in same if part.states), ())
