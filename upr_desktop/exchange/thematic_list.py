"""Read the thematic list of recommendations that OHCHR publishes after a review (.docx)."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.exchange.brackets import Doubt, clean, one_line, split_parts
from upr_desktop.exchange.cycles import cycle_of_session
from upr_desktop.exchange.numbers import leading_number
from upr_desktop.exchange.positions import position_code
from upr_desktop.exchange.ranges import filled_columns, place_of, ranges
from upr_desktop.exchange.sheets import Book, Cell, Row, Sheet, column_letters
from upr_desktop.incoming import (
    IncomingList,
    IncomingPart,
    IncomingRecommendation,
    IncomingReview,
    IncomingTerm,
    LeftAlone,
    Place,
    Reading,
)
from upr_desktop.register.errors import FileRefused, Problem
from upr_desktop.register.fold import fold
from upr_desktop.states import state_code


@dataclass(frozen=True, slots=True)
class ListLayout:
    """One layout of the list: its cycle, and the titles of its columns; `…` stands for any ending.

    In a `coded` list the themes carry codes (`A12 Acceptance of international norms`). `comments` is a column that
    the published list leaves blank.
    """

    cycle: int
    recommendation: str
    position: str
    themes: str
    sdgs: str | None = None
    comments: str | None = None
    coded: bool = False

    def titles(self) -> Mapping[str, str]:
        """Return the title of each column that the layout has."""
        named = {
            name: getattr(self, name) for name in ("recommendation", "position", "themes", "sdgs", "comments")
        }
        return {name: title for name, title in named.items() if title}


LAYOUTS = (
    ListLayout(
        4,
        "Recommendation and recommending State",
        "Position of the State under review",
        "Human rights themes and groups of persons",
        sdgs="Relevant SDGs",
    ),
    ListLayout(3, "Recommendation", "Position", "Full list of themes", comments="Assessment/comments…"),
    ListLayout(
        2, "Recommendation", "Position", "Full list of themes", comments="Assessment/comments…", coded=True
    ),
)
VOCABULARIES = {"sdgs": "sdg", "affected persons": "group", "groups of persons": "group", "themes": "theme"}

_HEADER = re.compile(
    r"UPR\s+of\s+(?:the\s+)?(?P<state>.+?)\s*\(\s*(?P<cycle>\d)\s*(?:st|nd|rd|th)\s+Cycle\s*\W\s*"
    r"(?P<session>\d{1,2})\s*(?:st|nd|rd|th)\s+Session\s*\)",
    re.IGNORECASE,
)
_THEME = re.compile(r"\s*Theme\s*:\s*(?P<name>\S.*)", re.IGNORECASE | re.DOTALL)
_CODE = re.compile(r"[A-Z]\d{1,3}(?:\.\d+)*\s+\S")
_SOURCE = re.compile(r"\s*\bSource\s+of\s+Position\b\s*:?\s*(?P<source>.*)\Z", re.IGNORECASE | re.DOTALL)
_SYMBOL = re.compile(
    r"(?P<report>A/HRC/(?:WG\.6/)?\d+/[\w/]*?\d+)(?P<addendum>/Add\.\d+(?:/Rev\.\d+)?)?(?![\w/])"
)
_CITED = re.compile(r"\s+\W\s+Para[ .]*\d+")
_DASH = re.compile(r"\s*[-‐‑‒–—−•*]\s+(?=\S)")
_HEADING = re.compile(r"(?P<name>[^:]+?)\s*:")


def read_thematic_list(book: Book) -> Reading:
    """Return the recommendations of a thematic list; `rows` of each are rows of its table, counted from 1.

    Every row of every table ends as a recommendation, a theme, a header, or left alone with the reason. Raises
    FileRefused if no table has the columns of one of LAYOUTS, or none of its rows begins with a number.
    """
    tables = [_Table(sheet) for sheet in book.sheets]
    known = [table for table in tables if table.layout]
    if not known:
        raise FileRefused("not_thematic_list", name=book.name, found=_first_texts(book))
    for table in tables:
        table.read()
    taken = [found for table in tables for found in table.taken]
    if not taken:
        raise FileRefused("thematic_list_without_numbers", name=book.name)
    problems = [problem for table in tables for problem in table.problems]
    left_alone = [left for table in tables for left in table.left_alone]
    recommendations = _without_doubles(taken, problems, left_alone)
    review = _review(book, recommendations, problems)
    version = f"cycle {review.cycle or _cycle(known)}"
    lists = (IncomingList(review, tuple(recommendations), version),)
    return Reading("thematic-list", "recommendations", lists, tuple(problems), tuple(left_alone))


def has_list_header(book: Book) -> bool:
    """Return whether some table of the book has the columns of a thematic list."""
    return any(_Table(sheet).layout for sheet in book.sheets)


def _cycle(tables: Sequence["_Table"]) -> int:
    """Return the cycle of the layout; lists of cycles 2 and 3 differ only by the codes of their themes."""
    coded = sum(table.coded for table in tables) * 2 > sum(table.themes for table in tables)
    first = tables[0].layout
    same = [one for one in LAYOUTS if first and one.titles() == first.titles()]
    return next((one.cycle for one in same if one.coded == coded), same[0].cycle)


def _first_texts(book: Book) -> str:
    rows = [row for sheet in book.sheets for row in sheet.rows[:1]]
    return " | ".join(clean(text)[:60] for text in rows[0].raw[:8] if text.strip()) if rows else ""


@dataclass
class _Table:
    """One table on its way from rows to recommendations."""

    sheet: Sheet
    layout: ListLayout | None = None
    columns: Mapping[str, int] = field(default_factory=dict)
    header: tuple[str, ...] = ()
    header_row: int = 0
    heading: tuple[str, Place] | None = None
    themes: int = 0
    coded: int = 0
    taken: list[IncomingRecommendation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_alone: list[LeftAlone] = field(default_factory=list)

    def __post_init__(self) -> None:
        for row in self.sheet.rows[:5]:
            titles = tuple(fold(text) for text in row.raw)
            for layout in LAYOUTS:
                if columns := _columns(layout, titles):
                    self.layout, self.columns = layout, columns
                    self.header, self.header_row = titles, row.number
                    return

    def read(self) -> None:
        joined = _joined_across(self.sheet)
        for row in self.sheet.rows:
            if reason := self._read_row(row, joined.get(row.number, 0)):
                self.left_alone.append(LeftAlone(place_of(self.sheet, row.number), reason))

    def _read_row(self, row: Row, joined: int) -> str | None:
        """Take the row, or return the reason why it is left alone. `joined` is the width of its widest merge."""
        filled = filled_columns(row)
        if not filled:
            return "blank_row"
        if not self.layout:
            return "table_not_recognised"
        if row.number < self.header_row:
            return "before_header"
        if tuple(fold(text) for text in row.raw) == self.header:
            return None
        if filled == [1] and (joined in (0, len(self.header))):
            return self._read_theme(row)
        if joined or max(filled) > len(self.header):
            self._problem("unexpected_cells", row, "A")
            return "unexpected_cells"
        return self._read_recommendation(row)

    def _read_theme(self, row: Row) -> str | None:
        text = row.raw[0]
        found = _THEME.fullmatch(text)
        if found:
            name = clean(found["name"])
            self.heading = (name, self._place(row.cell(1)))
            self.themes += 1
            self.coded += bool(_CODE.match(name))
            return None
        self.heading = None
        reason = "unexpected_cells" if leading_number(clean(text)) else "section_row"
        self._problem(reason, row, "A", text=clean(text)[:80])
        return reason

    def _read_recommendation(self, row: Row) -> str | None:
        cells = {name: row.cell(column) for name, column in self.columns.items()}
        raw = cells["recommendation"].raw
        source = _SOURCE.search(raw)
        body = one_line(raw[: source.start()] if source else raw)
        found = leading_number(body)
        parts, doubts = split_parts(found.rest) if found else ((), ())
        if not found or not parts or not all(part.text for part in parts):
            reason = "text_missing" if found else "number_missing"
            self._problem(
                reason, row, column_letters(self.columns["recommendation"]), "error", text=body[:80]
            )
            return reason
        place = self._place(cells["recommendation"])
        self._report(doubts, row, found.number)
        values: dict[str, str | int | bool | None] = {"number": found.number}
        places: dict[str, Place] = {}
        self._add_heading(values, places, row)
        self._add_position(values, places, cells["position"], row)
        self._add_source(values, clean(source["source"]) if source else "", row)
        self._check_comments(cells, row)
        taken = tuple(IncomingPart({"en": part.text}, part.states, place) for part in parts)
        terms = tuple(self._terms(cells, row))
        self.taken.append(IncomingRecommendation(values, taken, place, terms, places, rows=(row.number,)))
        return None

    def _add_heading(
        self, values: dict[str, str | int | bool | None], places: dict[str, Place], row: Row
    ) -> None:
        if self.heading:
            values["heading"], places["heading"] = self.heading
        else:
            self._problem("heading_missing", row, "A")

    def _add_position(
        self, values: dict[str, str | int | bool | None], places: dict[str, Place], cell: Cell, row: Row
    ) -> None:
        code = position_code(cell.raw)
        if code:
            values["position"] = code
            places["position"] = self._place(cell)
        else:
            name = "unknown_position" if cell.raw.strip() else "position_missing"
            self._problem(name, row, column_letters(cell.column), text=clean(cell.raw)[:80])

    def _add_source(self, values: dict[str, str | int | bool | None], source: str, row: Row) -> None:
        if not source:
            self._problem("source_missing", row, "A")
            return
        values["position_source"] = source
        symbol = _SYMBOL.match(source)
        if not symbol or not _CITED.fullmatch(source, symbol.end()):
            self._problem("source_unclear", row, "A", text=source[:80])

    def _check_comments(self, cells: Mapping[str, Cell], row: Row) -> None:
        if "comments" in cells and cells["comments"].raw.strip():
            self._problem("comment_not_read", row, column_letters(cells["comments"].column))

    def _terms(self, cells: Mapping[str, Cell], row: Row) -> Iterable[IncomingTerm]:
        for name, vocabulary in (("themes", "theme"), ("sdgs", "sdg")):
            if name in cells:
                yield from self._terms_of(cells[name], vocabulary, row)

    def _terms_of(self, cell: Cell, vocabulary: str, row: Row) -> Iterable[IncomingTerm]:
        """Yield the terms of one cell; a line such as `SDGs:` says to which vocabulary the lines below belong."""
        place = self._place(cell)
        current: str | None = vocabulary
        for line in map(clean, cell.raw.split("\n")):
            dash = _DASH.match(line)
            heading = None if dash else _HEADING.fullmatch(line)
            if heading:
                current = VOCABULARIES.get(fold(heading["name"]))
                if not current:
                    self._problem("unknown_heading", row, column_letters(cell.column), text=line[:80])
            elif line and current:
                yield IncomingTerm(current, line[dash.end() :] if dash else line, place)

    def _report(self, doubts: Iterable[Doubt], row: Row, number: str) -> None:
        for doubt in doubts:
            self._problem(doubt.code, row, "A", number=number, text=doubt.about[:120])

    def _problem(self, code: str, row: Row, letters: str, severity: str = "warning", **values: str) -> None:
        where = place_of(self.sheet, row.number, letters)
        self.problems.append(Problem(code, where, values, severity=severity))

    def _place(self, cell: Cell) -> Place:
        return Place(self.sheet.name, cell.address, cell.raw)


def _columns(layout: ListLayout, titles: Sequence[str]) -> Mapping[str, int]:
    """Return the column of each title of the layout; empty unless the titles are exactly these, in any order."""
    found: dict[str, int] = {}
    for name, title in layout.titles().items():
        wanted = fold(title.rstrip("…"))
        fits = [
            at
            for at, text in enumerate(titles, 1)
            if text == wanted or (title[-1] == "…" and text.startswith(wanted))
        ]
        if len(fits) != 1:
            return {}
        found[name] = fits[0]
    return found if len(found) == sum(bool(text) for text in titles) else {}


def _joined_across(sheet: Sheet) -> dict[int, int]:
    """Return, for each row with cells merged across columns, the width of the widest of them."""
    widths: dict[int, int] = {}
    for one in ranges(sheet):
        if one.right > one.left:
            for row in range(one.top, min(one.bottom, one.top + 10_000) + 1):
                widths[row] = max(widths.get(row, 0), one.right - one.left + 1)
    return widths


def _without_doubles(
    taken: Sequence[IncomingRecommendation], problems: list[Problem], left_alone: list[LeftAlone]
) -> list[IncomingRecommendation]:
    """Return what is certain: one of several equal rows; none of those that give one number different contents."""
    by_number: dict[object, list[IncomingRecommendation]] = defaultdict(list)
    for one in taken:
        by_number[one.values["number"]].append(one)
    kept = []
    for number, found in by_number.items():
        places = [f"{one.place.sheet}!{one.place.address}" for one in found]
        equal = len({(one.place.raw, one.values.get("position")) for one in found}) == 1
        reason = "repeated_row" if equal else "duplicate_number"
        kept += found[:1] if equal else []
        left_alone += [LeftAlone(place, reason) for place in places[equal:]]
        if len(found) > 1:
            severity = "warning" if equal else "error"
            values = {"number": str(number), "places": ", ".join(places)}
            problems.append(Problem(reason, places[0], values, severity=severity))
    return kept


def _review(book: Book, found: Sequence[IncomingRecommendation], problems: list[Problem]) -> IncomingReview:
    report, addendum = _symbols(found)
    for text in (*book.headers, *book.paragraphs):
        if header := _HEADER.search(text):
            break
    else:
        problems.append(Problem("review_unknown", book.name))
        return IncomingReview(None, "", None, None, report, addendum)
    name, cycle, session = clean(header["state"]), int(header["cycle"]), int(header["session"])
    code = state_code(name)
    if not code:
        problems.append(Problem("unknown_state", book.name, {"text": name, "number": ""}))
    if cycle_of_session(session) != cycle:
        problems.append(Problem("cycle_and_session_differ", book.name, {"cycle": cycle, "session": session}))
    return IncomingReview(code, name, cycle, session, report, addendum)


def _symbols(found: Iterable[IncomingRecommendation]) -> tuple[str | None, str | None]:
    """Return the symbols of the report and of its addendum that most rows cite."""
    cited = [_SYMBOL.match(str(one.values.get("position_source") or "")) for one in found]
    reports = Counter(symbol["report"] for symbol in cited if symbol)
    if not reports:
        return None, None
    report = reports.most_common(1)[0][0]
    addenda = Counter(
        symbol[0] for symbol in cited if symbol and symbol["addendum"] and symbol["report"] == report
    )
    return report, addenda.most_common(1)[0][0] if addenda else None
