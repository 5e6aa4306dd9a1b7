"""Find the texts that are most alike among many, by looking closely only at those that share uncommon words."""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Set
from itertools import islice
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

POSSIBLE = 60
"""How alike texts must be to be met at all, 0 to 100."""
STEM, FEW = 5, 100
LOOKED_AT = 300
"""How many sharings of a word are followed for one text: enough for each of its uncommon words in any plan."""
CLOSELY = 40

Own = TypeVar("Own", bound=Hashable)

_WORD = re.compile(r"\w+")


class Alike(Generic[Own]):
    """Folded texts of one language, by what they belong to; some can be left out when one is looked for.

    Among a hundred or fewer every text is compared. Among more, only the forty that share the most uncommon words
    with the one looked for: so that twice the texts take twice the time, not four times.
    """

    def __init__(self, texts: Mapping[Own, str]) -> None:
        self._texts = texts
        self._of: dict[str, list[Own]] = defaultdict(list)
        if len(texts) > FEW:
            for own, text in texts.items():
                for stem in _stems(text):
                    self._of[stem].append(own)

    def best(self, text: str, left_out: Set[Own], limit: int) -> list[tuple[Own, int]]:
        """Return the most alike, best first, each with its likeness (POSSIBLE to 100)."""
        others = {own: self._texts[own] for own in self._near(text, left_out)}
        found = process.extract(
            text, others, scorer=fuzz.ratio, limit=limit, score_cutoff=POSSIBLE, processor=None
        )
        return [(own, round(score)) for _, score, own in found]

    def _near(self, text: str, gone: Set[Own]) -> list[Own]:
        if len(self._texts) <= FEW:
            return [own for own in self._texts if own not in gone]
        shared: Counter[Own] = Counter()
        room = LOOKED_AT
        for stem in sorted(_stems(text) & self._of.keys(), key=lambda stem: (len(self._of[stem]), stem)):
            owners = self._of[stem]
            shared.update(islice((own for own in owners if own not in gone), room))
            room -= len(owners)
            if room <= 0:
                break
        return [own for own, _ in shared.most_common(CLOSELY)]


def _stems(text: str) -> set[str]:
    """Return the beginnings of a text's words: endings differ between wordings of the same thing."""
    return {word[:STEM] for word in _WORD.findall(text)}
