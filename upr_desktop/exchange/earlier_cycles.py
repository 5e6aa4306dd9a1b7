"""Read earlier cycles from a .json list of recommendations: cycle, symbol, number, text_full, parts, position."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from upr_desktop.exchange.brackets import one_line, split_parts
from upr_desktop.exchange.numbers import whole_number
from upr_desktop.exchange.positions import position_code
from upr_desktop.exchange.sheets import Book
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
from upr_desktop.states import state_code

FIELDS = ("cycle", "number", "position")
_CYCLES = range(1, 100)

_Item = Mapping[str, object]


def is_recommendation_list(data: object) -> bool:
    """Return whether parsed JSON is a list of objects that each have cycle, number, position and some text."""
    if not isinstance(data, list) or not data:
        return False
    return all(isinstance(item, dict) and _has_fields(item) for item in data[:20])


def _has_fields(item: _Item) -> bool:
    return all(name in item for name in FIELDS) and ("parts" in item or "text_full" in item)


def read_earlier_cycles(book: Book, state: str | None = None) -> Reading:
    """Return one list per cycle; an item's place is its position in the file, counted from 1.

    The file does not name the State under review: `state` (an ISO code) does, else it stays None. Raises
    FileRefused if the file is no such list.
    """
    if not is_recommendation_list(book.data) or not isinstance(book.data, list):
        raise FileRefused("not_recommendations", name=book.name)
    reader = _Items(book.name)
    for position, item in enumerate(book.data, 1):
        reader.take(position, item)
    lists = tuple(reader.list_of(cycle, state) for cycle in sorted(reader.by_cycle))
    if not lists:
        raise FileRefused("not_recommendations", name=book.name)
    return Reading(
        "recommendations", "recommendations", lists, tuple(reader.problems), tuple(reader.left_alone)
    )


class _Items:
    """The items of the list, sorted by cycle on the way to recommendations."""

    def __init__(self, name: str) -> None:
        self.by_cycle: dict[int, dict[str, list[IncomingRecommendation]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self.problems: list[Problem] = []
        self.left_alone: list[LeftAlone] = []
        self._symbols: dict[int, Counter[str]] = defaultdict(Counter)
        self._name = name

    def take(self, at: int, item: object) -> None:
        """Read one item, or leave it alone with the reason."""
        if reason := self._read(at, item if isinstance(item, dict) else {}):
            self.left_alone.append(LeftAlone(self._where(at), reason))
            self._problem(reason, at, "error")

    def list_of(self, cycle: int, state: str | None) -> IncomingList:
        """Return the list of a cycle; a number that stands there twice is reported, and none of its items is in."""
        kept = []
        for number, found in self.by_cycle[cycle].items():
            if len(found) == 1:
                kept += found
                continue
            places = ", ".join(one.place.address for one in found)
            self._problem("duplicate_number", found[0].rows[0], "error", number=number, places=places)
            self.left_alone += [LeftAlone(self._where(one.rows[0]), "duplicate_number") for one in found]
        symbols = self._symbols[cycle].most_common(1)
        review = IncomingReview(state, "", cycle, None, report_symbol=symbols[0][0] if symbols else None)
        return IncomingList(review, tuple(kept), f"cycle {cycle}")

    def _read(self, at: int, item: _Item) -> str | None:
        cycle, number = item.get("cycle"), item.get("number")
        if isinstance(cycle, bool) or not isinstance(cycle, int) or cycle not in _CYCLES:
            return "cycle_missing"
        if isinstance(number, int | float):
            return "number_ambiguous"
        if not isinstance(number, str) or not (written := whole_number(number)):
            return "number_missing"
        place = Place("", str(at), _text(item, "text_full"))
        parts = self._parts(at, item, place)
        if not parts:
            return "text_missing"
        values: dict[str, str | int | bool | None] = {"number": written}
        self._add_position(values, at, item)
        if symbol := _text(item, "symbol"):
            self._symbols[cycle][symbol] += 1
        self.by_cycle[cycle][written].append(IncomingRecommendation(values, parts, place, rows=(at,)))
        return None

    def _parts(self, at: int, item: _Item, place: Place) -> tuple[IncomingPart, ...]:
        """Return the parts that the item lists; if it lists none, those that its full text has."""
        listed = item.get("parts")
        if isinstance(listed, list) and listed:
            found = [self._part(at, part, place) for part in listed]
            return tuple(part for part in found if part) if all(found) else ()
        parts, doubts = split_parts(one_line(place.raw))
        for doubt in doubts:
            self._problem(doubt.code, at, text=doubt.about[:120], number=_text(item, "number"))
        return tuple(IncomingPart({"en": part.text}, part.states, place) for part in parts if part.text)

    def _part(self, at: int, part: object, place: Place) -> IncomingPart | None:
        if not isinstance(part, dict) or not (text := _text(part, "text")):
            return None
        names = part.get("states")
        states = self._states(at, names if isinstance(names, list) else [])
        return IncomingPart({"en": text}, states, place)

    def _states(self, at: int, names: Sequence[object]) -> tuple[IncomingState, ...]:
        states = tuple(
            IncomingState(name, state_code(name)) for name in names if isinstance(name, str) and name
        )
        for state in states:
            if state.iso is None:
                self._problem("unknown_state", at, text=state.name, number="")
        return states

    def _add_position(self, values: dict[str, str | int | bool | None], at: int, item: _Item) -> None:
        written = _text(item, "position")
        if code := position_code(written):
            values["position"] = code
        else:
            self._problem("unknown_position" if written else "position_missing", at, text=written[:80])
        if basis := _text(item, "position_basis"):
            values["position_source"] = basis

    def _where(self, at: int) -> str:
        return f"{self._name}#{at}"

    def _problem(self, code: str, at: int, severity: str = "warning", **values: str) -> None:
        self.problems.append(Problem(code, self._where(at), values, severity=severity))


def _text(item: _Item, name: str) -> str:
    value = item.get(name)
    return value.strip() if isinstance(value, str) else ""
