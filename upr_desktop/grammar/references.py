"""Read the recommendation numbers that a cell refers to, lists and ranges among them."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from upr_desktop.grammar.spelling import sound, sounding, tidy

LONGEST = 20_000
WIDEST = 400

_DASH = "[-‐‑‒–—―−]"
_NUMBER = r"([1-9]\d{0,2})\.([1-9]\d{0,2})"
_RANGE = re.compile(
    rf"(?<![\d.]){_NUMBER}\s*(?:{_DASH}|по|to)\s*(?:([1-9]\d{{0,2}})\.)?([1-9]\d{{0,2}})(?!\d)(?![.,]\d)"
)
_SINGLE = re.compile(rf"(?<![\d.])(?<!\d{_DASH}){_NUMBER}(?!\d)(?!\.\d)(?!\s*{_DASH}\s*\d)")
_WORDS = sounding(
    r"(?:рекомендаци\w*|рек|пункт\w*|пп?|ұсыным\w*|тармақ\w*|тарм|рекоммендаци\w*|recommendations?|recs?|nos?|paras?"
    r"|paragraphs?|и|а также|және|мен|пен|бен|and|с|со|до|from)"
)
_FILLER = re.compile(r"[\s,;.:№#()\[\]«»\"]+")
_PIECE = re.compile(r"[^\s,;]+")


@dataclass(frozen=True, slots=True)
class References:
    """What a text refers to: `numbers` that exist, in the order of the text; `missing` that are named and do not.

    `unclear` are pieces of text that a person must look at: a short range (`95.15–20`, which is read as 95.15 to 95.20
    and is likely), a range across paragraphs or backwards (which is not read), and whatever is no number.
    """

    numbers: tuple[str, ...]
    missing: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def parse_references(text: str, known: Collection[str]) -> References:
    """Return the recommendations that a cell of text refers to, as `known` writes their numbers.

    A range holds the numbers of its paragraph that are known; both of its ends are reported if they are missing.
    140.1 and 140.10 are two numbers: nothing is read as a decimal fraction.
    """
    if len(text) > LONGEST:
        return References((), unclear=(text,))
    found = _Found(frozenset(known))
    rest = _RANGE.sub(found.take_range, tidy(text))
    rest = _SINGLE.sub(found.take_single, rest)
    unclear = (*found.unclear, *_not_understood(rest))
    in_order = [number for _, numbers in sorted(found.named) for number in numbers]
    once = dict.fromkeys(in_order)
    numbers = tuple(number for number in once if number in found.known)
    return References(numbers, tuple(number for number in once if number not in found.known), unclear)


class _Found:
    """Collect what is named; what has been read is blotted out of the text, letter for letter."""

    def __init__(self, known: frozenset[str]) -> None:
        self.known = known
        self.named: list[tuple[int, tuple[str, ...]]] = []
        self.unclear: list[str] = []

    def take_single(self, match: re.Match[str]) -> str:
        self.named.append((match.start(), (_label(int(match[1]), int(match[2])),)))
        return " " * len(match[0])

    def take_range(self, match: re.Match[str]) -> str:
        paragraph, first, last = int(match[1]), int(match[2]), int(match[4])
        same = match[3] is None or int(match[3]) == paragraph
        if not same or last <= first or last - first > WIDEST:
            self.unclear.append(match[0])
            return " " * len(match[0])
        if match[3] is None:
            self.unclear.append(match[0])
        ends = {first, last}
        labels = [(no, _label(paragraph, no)) for no in range(first, last + 1)]
        named = tuple(label for no, label in labels if label in self.known or no in ends)
        self.named.append((match.start(), named))
        return " " * len(match[0])


def _label(paragraph: int, item: int) -> str:
    return f"{paragraph}.{item}"


def _not_understood(rest: str) -> Iterator[str]:
    """Yield what is left of the text and is not one of the words that go with numbers."""
    for piece in _PIECE.findall(rest):
        bare = _FILLER.sub("", piece).strip("-‐‑‒–—―−")
        if bare and not _is_word(bare):
            yield piece


def _is_word(piece: str) -> bool:
    return _WORDS.fullmatch(sound(piece)) is not None
