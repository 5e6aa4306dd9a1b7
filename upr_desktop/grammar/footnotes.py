"""Read a plan's footnote of abbreviations: `МЮ – Министерство юстиции; …`."""

import re
from collections.abc import Mapping
from itertools import zip_longest

_LONGEST = 20_000
_ENTRY = re.compile(
    r"(?:^|[;,:.\n(•])\s*(?:\d+[).]\s*)?[*«\"]*\s*(?P<short>\*+|[^\W\d_][\w-]{0,14})[»\"]?\s*(?:[–—−=]|-(?=\s))\s*(?=\S)"
)
_LATER = re.compile(r"\((?:далее|бұдан әрі|hereinafter)\s*[–—−-]?\s*(?P<short>[^\W\d_][\w-]{1,14})\)")
_ENDS = re.compile(r"[;\n]|\.\s|\.$")


def read_footnote(text: str) -> Mapping[str, str]:
    """Return what each abbreviation of a footnote stands for, in its order; both as written.

    A mark such as `* ГП – по согласованию` is among them: an abbreviation that stands for a remark.
    """
    text = text[:_LONGEST]
    entries = [match for match in _ENTRY.finditer(text) if _is_short(match["short"])]
    found: dict[str, str] = {}
    for match, following in zip_longest(entries, entries[1:]):
        meaning = text[match.end() : following.start() if following else len(text)]
        end = _ENDS.search(meaning)
        meaning = " ".join(meaning[: end.start() if end else len(meaning)].split()).strip(" .,;")
        if meaning:
            found.setdefault(match["short"], meaning)
    for match in _LATER.finditer(text):
        before = re.split(r"[;,:.\n]", text[: match.start()])[-1].strip()
        if before and _is_short(match["short"]):
            found.setdefault(match["short"], before)
    return found


def _is_short(text: str) -> bool:
    """Return whether a word can be an abbreviation: it has two capitals, or is a star."""
    return text.startswith("*") or sum(letter.isupper() for letter in text) > 1
