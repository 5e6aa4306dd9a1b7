"""Decide what becomes of one value that a file brings, given what was sent and what is in the register now."""

from collections.abc import Callable
from typing import Final

from upr_desktop.register.changes import Value

UNCHANGED, SAME, TAKEN, CONFLICT = "unchanged", "same", "taken", "conflict"


class Unsent:
    """Stands for the base of a value that the file's author never saw."""


UNSENT: Final = Unsent()
Base = Value | Unsent


def _as_it_is(value: Value) -> Value:
    return value


def decide(base: Base, ours: Value, theirs: Value, like: Callable[[Value], Value] = _as_it_is) -> str:
    """Return unchanged (theirs is what was sent), same (ours is theirs), taken (ours is what was sent) or conflict.

    `like` normalises values before they are compared. Where nothing was sent, an empty value of ours is taken and a
    filled one is a conflict: only who saw a value may replace it.
    """
    brought, present = like(theirs), like(ours)
    sent = UNSENT if isinstance(base, Unsent) else like(base)
    if brought == sent:
        return UNCHANGED
    if brought == present:
        return SAME
    if present == sent or (isinstance(sent, Unsent) and present in (None, "")):
        return TAKEN
    return CONFLICT
