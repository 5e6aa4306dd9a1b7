"""Find which words of a text went, came or stayed, so that a reader sees what was changed."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Fate = Literal["same", "gone", "new"]
WORDS = re.compile(r"\w+|\s+|[^\w\s]")
MOST_WORK = 4_000_000
FULL, EDGE = 220, 80
LITTLE_IN_COMMON = 1 / 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words and what became of it: same, gone or new."""

    fate: Fate
    text: str


def word_differences(before: str, after: str) -> list[Piece]:
    """Return the pieces of both texts in reading order; texts with little in common come as one gone, one new.

    The pieces that are not new give `before`, those that are not gone give `after`.
    """
    old, new = WORDS.findall(before), WORDS.findall(after)
    if not old or not new or len(old) * len(new) > MOST_WORK:
        return _whole(before, after)
    if _has_little_in_common(old, new):
        return _whole(before, after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    pieces: list[Piece] = []
    for what, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if what == "equal":
            pieces.append(Piece("same", "".join(old[from_old:to_old])))
            continue
        pieces += _whole("".join(old[from_old:to_old]), "".join(new[from_new:to_new]))
    return pieces


def _has_little_in_common(old: list[str], new: list[str]) -> bool:
    """Return whether few words stayed; the spaces between them are alike in all texts and say nothing."""
    was, now = ([word for word in each if word[0].isalnum()] or each for each in (old, new))
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    return matcher.real_quick_ratio() < LITTLE_IN_COMMON or matcher.ratio() < LITTLE_IN_COMMON


def _whole(before: str, after: str) -> list[Piece]:
    pieces = (Piece("gone", before), Piece("new", after))
    return [piece for piece in pieces if piece.text]


def shortened(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with long unchanged runs cut in their middle, for reading."""
    return [
        Piece("same", f"{piece.text[:EDGE]} … {piece.text[-EDGE:]}")
        if piece.fate == "same" and len(piece.text) > FULL
        else piece
        for piece in pieces
    ]
