"""Say what an undo leaves to be done: which returns lean on what it takes back."""

from upr_desktop.register.connection import Connection
from upr_desktop.register.log import revision_row
from upr_desktop.register.return_store import returns_leaning_on
from upr_desktop.words import say

NAMED = 3


def returns_to_read_again(connection: Connection, revision: int, language: str) -> str:
    """Return a sentence that names the returns to be taken in again once a revision is undone; empty if none is.

    A merge writes nothing where an earlier one brought or asked the same: with that one undone, nothing holds it.
    """
    if revision_row(connection, revision) is None:
        return ""  # a number that no register holds: the undo refuses it
    found = returns_leaning_on(connection, revision)
    names = ", ".join(found if len(found) <= NAMED else [*found[:NAMED], "…"])
    return say("undo.returns", language, files=names, count=len(found)) if found else ""
