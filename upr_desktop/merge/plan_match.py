"""Find which measure of the register each measure of a file is: by section and number, then by how alike texts are."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TypeVar

from rapidfuzz import fuzz

from upr_desktop.merge.plan_alike import Alike
from upr_desktop.merge.plan_answers import MATCH, NEW, Answers
from upr_desktop.register.changes import RecordId, Values
from upr_desktop.register.fold import fold

LANGUAGES = ("kk", "ru", "en")
SAME_NUMBER, SURE = 50, 85
"""How alike texts must be (0 to 100): under the same number; under another one."""
MOST_CANDIDATES = 3

Own = TypeVar("Own", bound=Hashable)

_NUMBER = re.compile(r"\d{1,3}|\b[IVX]{1,6}\b")


@dataclass(frozen=True, slots=True)
class Side:
    """A measure as far as matching needs it: `texts` are folded, by language; `section` is its key."""

    number: str | None
    section: str
    texts: Mapping[str, str]

    def likeness(self, other: "Side") -> int | None:
        """Return how alike the texts are in the languages that both have, 0 to 100; None where there is none."""
        common = self.texts.keys() & other.texts.keys()
        if not common:
            return None
        pairs = [(self.texts[code], other.texts[code]) for code in common]
        return round(max(max(fuzz.ratio(*pair), fuzz.token_sort_ratio(*pair)) for pair in pairs))


@dataclass(frozen=True, slots=True)
class Match:
    """What a measure of the file is: the `record`, or none where it is new.

    `score` is given where the texts decided. An `unsure` one may be one of the `candidates` (record, score), best
    first, and only a person knows.
    """

    record: RecordId | None = None
    score: int | None = None
    unsure: bool = False
    candidates: tuple[tuple[RecordId, int], ...] = ()


def section_key(text: str | None) -> str:
    """Return what tells sections apart whatever the language of their headings: their number, else their words."""
    found = _NUMBER.search(text or "")
    return found[0] if found else fold(text or "")


def incoming_side(number: str | None, section: str | None, texts: Mapping[str, str]) -> Side:
    """Return a measure of a file to be matched."""
    return Side(number, section_key(section), {code: _plain(text) for code, text in texts.items()})


def known_side(values: Values) -> Side:
    """Return a measure of the register to be matched."""
    texts = {code: _plain(str(values[f"text_{code}"])) for code in LANGUAGES if values[f"text_{code}"]}
    section = values["section"]
    number = values["number"]
    return Side(
        None if number is None else str(number), section_key(None if section is None else str(section)), texts
    )


def _plain(text: str) -> str:
    return fold(" ".join(text.split()))


@dataclass
class Matching:
    """Match the measures of a file, by index, with those of a plan: first those in use, then those in the archive."""

    incoming: Sequence[Side]
    known: Mapping[RecordId, Side]
    archived: Mapping[RecordId, Side]
    found: dict[int, Match] = field(default_factory=dict)
    _taken: set[RecordId] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._texts = AlikeSides(self.known)

    def match(self, places: Sequence[str], answers: Answers) -> dict[int, Match]:
        """Return what each measure is. `places` are its cells, under which answers are kept."""
        self._take_answers(places, answers)
        for known in (self.known, self.archived):
            self._pair(known, _numbered_texts)
            self._pair(known, _texts)
            self._pair_by_number(known, SURE)
        self._pair_by_likeness()
        for known in (self.known, self.archived):
            self._pair_by_number(known, SAME_NUMBER)
        self._doubt_the_rest()
        return {at: self.found.get(at, Match()) for at in range(len(self.incoming))}

    def _take_answers(self, places: Sequence[str], answers: Answers) -> None:
        for at, place in enumerate(places):
            answer = answers.get(MATCH, place)
            if answer == NEW:
                self.found[at] = Match()
            elif isinstance(answer, str) and RecordId(answer) in self.known.keys() | self.archived.keys():
                self._take(at, RecordId(answer), None)

    def _take(self, at: int, id: RecordId, score: int | None) -> None:
        self.found[at] = Match(id, score)
        self._taken.add(id)

    def _open(self) -> list[int]:
        return [at for at in range(len(self.incoming)) if at not in self.found]

    def _free(self, known: Mapping[RecordId, Side]) -> dict[RecordId, Side]:
        return {id: side for id, side in known.items() if id not in self._taken}

    def _pair(
        self,
        known: Mapping[RecordId, Side],
        keys: Callable[[Side], Iterable[Hashable]],
    ) -> None:
        """Match what has a key in common: alone, else in the same section, else in the order of both."""
        ours, theirs = _grouped(self._free(known), keys), _grouped(dict(enumerate(self.incoming)), keys)
        for key, ids in ours.items():
            for narrow in (_in_section, _anything):
                waiting = [at for at in theirs.get(key, ()) if at not in self.found]
                free = [id for id in ids if id not in self._taken]
                within_ours = _parted({id: known[id] for id in free}, narrow)
                within_theirs = _parted({at: self.incoming[at] for at in waiting}, narrow)
                for part, found in within_ours.items():
                    for id, at in zip(found, within_theirs.get(part, ()), strict=False):
                        self._take(at, id, None)

    def _pair_by_number(self, known: Mapping[RecordId, Side], least: int) -> None:
        """Match by section and number, then by number, where it stands once on both sides and the texts agree."""
        for keys in (_section_and_number, _number):
            ours = _grouped(self._free(known), keys)
            theirs = _grouped({at: self.incoming[at] for at in self._open()}, keys)
            for key, ids in ours.items():
                waiting = theirs.get(key, ())
                if len(ids) == 1 == len(waiting):
                    score = self.incoming[waiting[0]].likeness(known[ids[0]])
                    if score is None or score >= least:
                        self._take(waiting[0], ids[0], score)

    def _pair_by_likeness(self) -> None:
        """Match those whose texts are surely the same, the most alike first."""
        found = self._alike()
        for score, at, id in sorted((-score, at, id) for at, ids in found.items() for id, score in ids):
            if -score >= SURE and at not in self.found and id not in self._taken:
                self._take(at, id, -score)

    def _doubt_the_rest(self) -> None:
        free = self._free(self.known)
        numbered = _grouped(free, _section_and_number)
        languages = {code for side in self.known.values() for code in side.texts}
        for at, alike in self._alike().items():
            side = self.incoming[at]
            named = {id for id, _ in alike}
            same = (
                id for key in _section_and_number(side) for id in numbered.get(key, ()) if id not in named
            )
            candidates = [*alike, *((id, side.likeness(free[id]) or 0) for id in same)]
            if candidates or (self.known and languages.isdisjoint(side.texts)):
                self.found[at] = Match(unsure=True, candidates=tuple(candidates[:MOST_CANDIDATES]))

    def _alike(self) -> dict[int, list[tuple[RecordId, int]]]:
        return {at: self._texts.find(self.incoming[at], self._taken) for at in self._open()}


class AlikeSides:
    """Measures of the register by their texts, in each language."""

    def __init__(self, known: Mapping[RecordId, Side]) -> None:
        self._alike = {
            code: Alike({id: side.texts[code] for id, side in known.items() if code in side.texts})
            for code in LANGUAGES
        }

    def find(self, side: Side, left_out: Set[RecordId] = frozenset()) -> list[tuple[RecordId, int]]:
        """Return those whose texts are possibly the same, the most alike first, with the likeness of each."""
        best: dict[RecordId, int] = {}
        for code, text in side.texts.items():
            for id, score in self._alike[code].best(text, left_out, MOST_CANDIDATES):
                best[id] = max(best.get(id, 0), score)
        return sorted(best.items(), key=lambda item: -item[1])


def _grouped(
    sides: Mapping[Own, Side], keys: Callable[[Side], Iterable[Hashable]]
) -> dict[Hashable, list[Own]]:
    found: dict[Hashable, list[Own]] = defaultdict(list)
    for own, side in sides.items():
        for key in keys(side):
            found[key].append(own)
    return found


def _parted(sides: Mapping[Own, Side], key: Callable[[Side], Hashable]) -> dict[Hashable, list[Own]]:
    return _grouped(sides, lambda side: [key(side)])


def _numbered_texts(side: Side) -> Iterable[Hashable]:
    return [(side.number, code, text) for code, text in side.texts.items()] if side.number else []


def _texts(side: Side) -> Iterable[Hashable]:
    return list(side.texts.items())


def _section_and_number(side: Side) -> Iterable[Hashable]:
    return [(side.section, side.number)] if side.number else []


def _number(side: Side) -> Iterable[Hashable]:
    return [side.number] if side.number else []


def _in_section(side: Side) -> Hashable:
    return side.section


def _anything(side: Side) -> Hashable:
    return None
