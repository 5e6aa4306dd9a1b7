"""Books for the tests of readers: small tables typed here, and files passed through the gate."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from upr_desktop.exchange.gate import Gate
from upr_desktop.exchange.sheets import BLANK, TEXT, Book, Row, Sheet
from upr_desktop.incoming import IncomingRecommendation, Reading
from upr_desktop.register.errors import FileRefused
from upr_desktop.words import LANGUAGES, say

SHA = "0" * 64
_TYPED = re.compile(r"~([ndbe])(.+)", re.DOTALL)
HEADER_4 = (
    "Recommendation and recommending State",
    "Position of the State under review",
    "Human rights themes and groups of persons",
    "Relevant SDGs",
)
HEADER_3 = (
    "Recommendation",
    "Position",
    "Full list of themes",
    "Assessment/comments on level of implementation",
)
PAGE_HEADER = "UPR of Slovenia (4th Cycle - 48th Session)\t\t\tThematic list of recommendations*"


def sheet(
    rows: Sequence[Sequence[str]], merged: Sequence[str] = (), name: str = "Table 1", hidden: bool = False
) -> Sheet:
    """Return a sheet of text cells; `~n140.1` is a cell of kind n."""
    return Sheet(
        name, tuple(_row(at, row) for at, row in enumerate(rows, 1) if any(row)), tuple(merged), hidden=hidden
    )


def _row(number: int, texts: Sequence[str]) -> Row:
    typed = [_TYPED.fullmatch(text) for text in texts]
    raw = tuple(found[2] if found else text for found, text in zip(typed, texts, strict=True))
    kinds = "".join(
        found[1] if found else TEXT if text else BLANK for found, text in zip(typed, texts, strict=True)
    )
    return Row(number, raw, kinds)


def book(
    *sheets: Sheet, headers: Sequence[str] = (PAGE_HEADER,), kind: str = "docx", data: object = None
) -> Book:
    return Book(f"list.{kind}", SHA, kind, sheets, tuple(headers), data=data)


def through_the_gate(path: Path) -> Book:
    with Gate() as gate:
        return gate.examine(path.name, path.read_bytes())


def recommendations(reading: Reading) -> list[IncomingRecommendation]:
    return [one for found in reading.lists for one in found.recommendations]


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def reasons(reading: Reading) -> list[tuple[str, str]]:
    return [(left.where, left.reason) for left in reading.left_alone]


def said(reading: Reading) -> list[str]:
    """Return every sentence that the reading needs, in all languages; an unworded one raises KeyError."""
    sentences = [say(f"layout.{reading.layout}", language) for language in LANGUAGES]
    for language in LANGUAGES:
        for problem in reading.problems:
            sentences += [
                say(f"problem.{problem.code}.{s}", language, **problem.values) for s in ("what", "fix")
            ]
        sentences += [
            say(f"left_alone.{left.reason}", language, **left.values) for left in reading.left_alone
        ]
    assert all(sentences)
    return sentences


def reading_or_refusal(read: Callable[[], Reading]) -> Reading | str:
    """Return what a reader gives, or the key of its refusal; anything else it raises fails the test."""
    try:
        return read()
    except FileRefused as refused:
        return refused.key
