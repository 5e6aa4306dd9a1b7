"""Measure finding as one types in three languages, and whether every case variant of a word is found."""

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.measure import Line, Sizes, in_seconds, percentile, seconds
from benchmarks.samples import WORDS, filled_register
from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection
from upr_desktop.register.find import find_recommendations
from upr_desktop.register.queries import Catalogue, catalogue
from upr_desktop.states import state_name

KEYSTROKE = 50.0
LIKE = "SELECT recommendation_id FROM recommendation_part WHERE text_kk LIKE :q OR text_ru LIKE :q OR text_en LIKE :q"


def run(sizes: Sizes, folder: Path) -> Iterator[Line]:
    """Yield what a keystroke costs, and how many case variants are found."""
    with filled_register(folder / "half.upr", sizes.rows // 2) as register, register.reading() as connection:
        half = _Searching(connection).keystrokes(sizes)
    with filled_register(folder / "whole.upr", sizes.rows) as register, register.reading() as connection:
        searching = _Searching(connection)
        ours = searching.keystrokes(sizes)
        theirs = [searching.like(text) for text in itertools.islice(_typed(), sizes.keystrokes // 10)]
        yield Line(
            f"a keystroke of a search in {sizes.rows:,} recommendations, 95th percentile",
            in_seconds(percentile(ours)),
            "LIKE, blind to Cyrillic case",
            in_seconds(percentile(theirs)),
            percentile(ours) * 1000,
            " ms",
            KEYSTROKE,
            growth=sum(ours) / sum(half),
        )
        found, variants = searching.variants()
        job = "case variants of Kazakh, Russian and English words found"
        yield Line(job, f"{found} of {variants}", "", "", 100 * found / variants, " %", 100.0, at_least=True)


def _typed() -> Iterator[str]:
    """Yield what stands in the search field as words are typed letter by letter, again and again."""
    words = [word for at in range(12) for language in WORDS for word in WORDS[language].split()[at : at + 1]]
    for word in itertools.cycle([*words, "сот төрелігіне", "women migrants", "защите детей", "140.77"]):
        yield from (word[:end] for end in range(1, len(word) + 1))


class _Searching:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._names: Catalogue = catalogue(connection)

    def find(self, text: str) -> set[RecordId]:
        return find_recommendations(self._connection, text, self._names, _state_names) or set()

    def keystrokes(self, sizes: Sizes) -> list[float]:
        return [self._once(text) for text in itertools.islice(_typed(), sizes.keystrokes)]

    def _once(self, text: str) -> float:
        return seconds(lambda: self.find(text))

    def like(self, text: str) -> float:
        return seconds(lambda: self._connection.exec_driver_sql(LIKE, {"q": f"%{text}%"}).all())

    def variants(self) -> tuple[int, int]:
        """Return how many case variants of all words find what the word finds, and how many there are."""
        words = [word for language in WORDS for word in set(WORDS[language].split()) if len(word) > 2]
        right = [self.find(word) for word in words]
        tried = [
            self.find(variant) == found and bool(found)
            for word, found in zip(words, right, strict=True)
            for variant in (word.upper(), word.capitalize(), word.swapcase())
        ]
        return sum(tried), len(tried)


def _state_names(iso: str) -> Iterable[str]:
    return tuple(state_name(iso, language) for language in WORDS)
