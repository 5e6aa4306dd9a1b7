"""Read the export of the UPR Info database (.xls, .csv): one row per recommending State, without numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.exchange.brackets import clean
from upr_desktop.exchange.cycles import cycle_of_session
from upr_desktop.exchange.pause import collection_paused
from upr_desktop.exchange.positions import UPR_INFO_POSITIONS, position_code
from upr_desktop.exchange.ranges import place_of
from upr_desktop.exchange.sheets import BLANK, Book, Row, Sheet, column_letters
from upr_desktop.incoming import (
    IncomingList,
    IncomingPart,
    IncomingRecommendation,
    IncomingReview,
    IncomingState,
    IncomingTerm,
    LeftAlone,
    Place,
    Reading,
)
from upr_desktop.register.errors import FileRefused, Problem
from upr_desktop.register.fold import fold
from upr_desktop.states import state_code

# The titles of each column as the .xls and the .csv have them. Columns that describe a State by its regional
# groups and organisations stand twice under one title and are not read.
TITLES: Mapping[str, tuple[str, ...]] = {
    "review": ("SuR", "To", "State under Review"),
    "text": ("Recommendation", "Text"),
    "state": ("RS", "From", "Recommending State"),
    "response": ("Response",),
    "action": ("Action",),
    "issue": ("Issue", "Issues"),
    "session": ("Session",),
}
_FOLDED = {fold(title): name for name, titles in TITLES.items() for title in titles}
_ACTIONS = frozenset("12345")

_Values = dict[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where each column stands, counted from 0."""

    review: int
    text: int
    state: int
    response: int
    action: int
    issue: int
    session: int


@dataclass(slots=True)
class _Group:
    """The rows of one review that have the same text and the same response."""

    rows: list[Row]
    states: list[IncomingState] = field(default_factory=list)


@dataclass(slots=True)
class _Review:
    name: str
    code: str | None
    session: int
    groups: dict[tuple[str, str], _Group] = field(default_factory=dict)


def read_upr_info(book: Book, state: str | None = None) -> Reading:
    """Return the recommendations of an export, one list per review; `rows` are its rows, counted from 1.

    UPR Info gives no numbers: rows of one review with equal text and response are one recommendation, marked
    `several_numbers`. `state` (an ISO code) keeps only the reviews of that State; the other rows of a sheet are
    left alone together, as one LeftAlone whose `count` says how many. Raises FileRefused if no sheet has the titles.
    """
    found = [(sheet, *header) for sheet in book.sheets if (header := _header(sheet))]
    if not found:
        raise FileRefused("not_upr_info", name=book.name)
    with collection_paused():
        readers = [_SheetReader(sheet, row, columns, state) for sheet, row, columns in found]
        lists = tuple(one for reader in readers for one in reader.lists())
    if not lists:
        raise FileRefused("upr_info_without_rows", name=book.name, state=state or "")
    problems = tuple(problem for reader in readers for problem in reader.problems)
    left_alone = tuple(left for reader in readers for left in reader.left_alone)
    return Reading("upr-info", "recommendations", lists, problems, left_alone)


def has_upr_info_header(book: Book) -> bool:
    """Return whether some sheet has the titles of an export."""
    return any(_header(sheet) for sheet in book.sheets)


def _header(sheet: Sheet) -> tuple[int, _Columns] | None:
    """Return the number of the header row (one of the first five) and its columns."""
    for row in sheet.rows[:5]:
        places: dict[str, list[int]] = {}
        for at, title in enumerate(row.raw):
            if name := _FOLDED.get(fold(title)):
                places.setdefault(name, []).append(at)
        if len(places) == len(TITLES) and all(len(found) == 1 for found in places.values()):
            return row.number, _Columns(**{name: found[0] for name, found in places.items()})
    return None


class _SheetReader:
    """Gather the rows of one sheet into reviews and groups, then turn these into lists."""

    def __init__(self, sheet: Sheet, header_row: int, columns: _Columns, state: str | None) -> None:
        self.sheet = sheet
        self.columns = columns
        self.problems: list[Problem] = []
        self.left_alone: list[LeftAlone] = []
        self._wanted = state
        self._others = 0
        self._reviews: dict[tuple[str, str], _Review | None] = {}
        self._states: dict[str, IncomingState] = {}
        self._issues: dict[str, tuple[str, ...]] = {}
        self._at: Mapping[str, int] = {name: getattr(columns, name) for name in TITLES}
        self._width = max(columns.session, columns.issue, columns.action, columns.response) + 1
        self._letters = {name: column_letters(at + 1) for name, at in self._at.items()}
        for row in sheet.rows:
            if row.number < header_row:
                self._leave(row, "before_header")
            elif row.number > header_row:
                self._gather(row)
        if self._others:
            values: Mapping[str, str | int] = {"count": self._others, "state": state or ""}
            self.left_alone.append(LeftAlone(sheet.name, "other_review", values))

    def lists(self) -> Iterator[IncomingList]:
        """Yield the list of each review, in the order in which the sheet begins them."""
        for review in self._reviews.values():
            if review and review.groups:
                head = IncomingReview(
                    review.code, review.name, cycle_of_session(review.session), review.session
                )
                found = tuple(self._recommendation(group) for group in review.groups.values())
                yield IncomingList(head, found, "UPR Info")

    def _gather(self, row: Row) -> None:
        at, raw = self.columns, row.raw
        if len(raw) < self._width:
            raw += ("",) * (self._width - len(raw))
        if BLANK * len(row.kinds) == row.kinds:
            self._leave(row, "blank_row")
            return
        key = (raw[at.review], raw[at.session])
        if key not in self._reviews:
            self._reviews[key] = self._review(*key)
        review = self._reviews[key]
        if review is None:
            self._leave(row, "session_unclear", "session", key[1])
        elif self._wanted and review.code != self._wanted:
            self._others += 1
        elif not raw[at.text].strip():
            self._leave(row, "text_missing", "text")
        else:
            self._join(review, row, raw)

    def _join(self, review: _Review, row: Row, raw: Sequence[str]) -> None:
        """Add the row to the group of its text and response. Their spelling is compared as it stands."""
        text, response, name = raw[self.columns.text], raw[self.columns.response], raw[self.columns.state]
        group = review.groups.get((text, response))
        if group is None:
            group = review.groups[(text, response)] = _Group([row])
        else:
            group.rows.append(row)
        state = self._states.get(name) or self._new_state(row, name)
        if state in group.states:
            self._problem("duplicate_row", row, "state", text=state.name, first=group.rows[0].number)
        elif state.name:
            group.states.append(IncomingState(state.name, state.iso, self._place(row, "state")))
        else:
            self._problem("state_missing", row, "state")

    def _review(self, name: str, session: str) -> _Review | None:
        number = int(session) if session.strip().isdecimal() and len(session.strip()) < 4 else 0
        if not cycle_of_session(number):
            return None
        code = state_code(clean(name))
        if not code:
            self.problems.append(
                Problem("unknown_state", self.sheet.name, {"text": clean(name), "number": ""})
            )
        return _Review(clean(name), code, number)

    def _new_state(self, row: Row, written: str) -> IncomingState:
        name = clean(written)
        state = IncomingState(name, state_code(name) if name else None)
        if name:
            self._states[written] = state
            if not state.iso:
                self._problem("unknown_state", row, "state", text=name, number="")
        return state

    def _recommendation(self, group: _Group) -> IncomingRecommendation:
        first = group.rows[0]
        place = self._place(first, "text")
        cells: dict[str, Place] = {}
        values: _Values = {"number": None, "several_numbers": True}
        self._add_response(values, cells, first)
        self._add_action(values, cells, group.rows)
        part = IncomingPart({"en": place.raw}, tuple(group.states), place)
        rows = tuple(row.number for row in group.rows)
        return IncomingRecommendation(values, (part,), place, self._terms(group.rows), cells, rows)

    def _add_response(self, values: _Values, cells: dict[str, Place], row: Row) -> None:
        response = self._place(row, "response")
        position = position_code(response.raw, UPR_INFO_POSITIONS)
        if response.raw.strip():
            values["position_source"] = response.raw
            cells["position_source"] = response
        if position:
            values["position"] = position
            cells["position"] = response
        else:
            code = "unknown_position" if response.raw.strip() else "position_missing"
            self._problem(code, row, "response", text=clean(response.raw)[:80])

    def _add_action(self, values: _Values, cells: dict[str, Place], rows: Sequence[Row]) -> None:
        action = self._place(rows[0], "action")
        written = action.raw.strip()
        if written in _ACTIONS:
            values["action_category"] = int(written)
            cells["action_category"] = action
        elif written:
            self._problem("unknown_action", rows[0], "action", text=written[:80])
        for row in rows[1:]:
            if (other := self._raw(row, "action").strip()) != written:
                self._problem("action_differs", row, "action", text=other[:80], first=written[:80])

    def _terms(self, rows: Sequence[Row]) -> tuple[IncomingTerm, ...]:
        """Return the issues that any of the rows names, each once, at the first row that names it."""
        found: dict[str, IncomingTerm] = {}
        for row in rows:
            written = self._raw(row, "issue")
            place = self._place(row, "issue")
            for name in self._issues.get(written) or self._new_issues(written):
                if name not in found:
                    found[name] = IncomingTerm("theme", name, place)
        return tuple(found.values())

    def _new_issues(self, written: str) -> tuple[str, ...]:
        names = tuple(name for part in written.split(",") if (name := clean(part)))
        self._issues[written] = names
        return names

    def _place(self, row: Row, name: str) -> Place:
        return Place(self.sheet.name, f"{self._letters[name]}{row.number}", self._raw(row, name))

    def _raw(self, row: Row, name: str) -> str:
        at = self._at[name]
        return row.raw[at] if at < len(row.raw) else ""

    def _leave(self, row: Row, reason: str, name: str = "", text: str = "") -> None:
        self.left_alone.append(LeftAlone(place_of(self.sheet, row.number), reason))
        if name:
            self._problem(reason, row, name, "error", text=text[:80])

    def _problem(
        self, code: str, row: Row, name: str, severity: str = "warning", **values: str | int
    ) -> None:
        where = place_of(self.sheet, row.number, self._letters[name])
        self.problems.append(Problem(code, where, values, severity=severity))
