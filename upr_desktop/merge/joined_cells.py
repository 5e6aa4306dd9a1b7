"""Join the items of a list into one cell; where a cell cannot hold them all, say how many more there are."""

import re
from collections.abc import Sequence

from upr_desktop.incoming import MOST_UNITS, units
from upr_desktop.words import LANGUAGES, say

MORE = "workbook.more"
NUMBER = re.compile(r"\d+")


def joined(items: Sequence[str], joiner: str, language: str, more: str = MORE) -> str:
    """Return the text of a cell: all items or, where they are too long, as many whole ones as fit and how many more.

    `more` is the key of the sentence that says how many.

    An item that alone is longer than any cell is not left out: its text comes back too long, to be refused.
    """
    text = joiner.join(items)
    if (
        len(text) * 2 <= MOST_UNITS
        or units(text) <= MOST_UNITS
        or any(units(item) > MOST_UNITS for item in items)
    ):
        return text
    room = MOST_UNITS - units(f"\n{_more(len(items), language, more)}")
    whole = 0
    while whole < len(items) and units(joiner.join(items[: whole + 1])) <= room:
        whole += 1
    return "\n".join(filter(None, (joiner.join(items[:whole]), _more(len(items) - whole, language, more))))


def is_shortened(text: str) -> bool:
    """Return whether the text of a cell says, in any language, that it does not hold all items."""
    last = text.rstrip().rpartition("\n")[2]
    found = NUMBER.search(last)
    return found is not None and last in {_more(int(found[0]), language) for language in LANGUAGES}


def _more(count: int, language: str, more: str = MORE) -> str:
    return say(more, language, count=count)
