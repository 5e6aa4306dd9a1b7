"""Decide how wide columns are: the text column takes what the others leave; where that is little, they make room."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """What a column beside the text column asks for, in pixels.

    `narrow` is the width it makes do with where the text needs room, 0 if it knows none. Columns with a higher
    `yields` make room first; those with 0 never do. One that `stays` is narrowed but not left out, unless the text
    would have less than its `until`.
    """

    key: str
    full: int
    narrow: int = 0
    yields: int = 0
    stays: bool = False
    until: int = 0


def fitted(needs: Sequence[Need], free: int, wish: int) -> dict[str, int]:
    """Return the widths of the columns that are shown, so that of the free width the text has what it wishes.

    Columns are narrowed, then left out, one after another, until that is so or nothing more can yield; what is then
    left over goes to narrowed columns that stay.
    """
    widths = {need.key: need.full for need in needs}
    yielding = sorted((need for need in needs if need.yields), key=lambda need: -need.yields)
    for need in yielding:
        if free - sum(widths.values()) >= wish:
            break
        if need.narrow and need.narrow < widths[need.key]:
            widths[need.key] = need.narrow
        if free - sum(widths.values()) < wish and not need.stays:
            del widths[need.key]
    for need in yielding:
        if need.until and free - sum(widths.values()) < need.until:
            widths.pop(need.key, None)
    _give_back(needs, widths, free - wish)
    return widths


def _give_back(needs: Sequence[Need], widths: dict[str, int], room: int) -> None:
    """Let columns that stay, though narrow, have what the others left over; first the one that yielded last."""
    for need in sorted(needs, key=lambda need: need.yields):
        over = room - sum(widths.values())
        if need.stays and over > 0 and widths.get(need.key, need.full) < need.full:
            widths[need.key] = min(need.full, widths[need.key] + over)
