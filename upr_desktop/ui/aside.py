"""Give long work a connection of its own, so that the window goes on reading meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from upr_desktop.register.register import Register
from upr_desktop.register.sqlite import IN_MEMORY


@contextmanager
def own_connection(register: Register) -> Iterator[Register]:
    """Give the same register over another connection; one in memory has only the one it has."""
    if register.path == IN_MEMORY:
        yield register
        return
    with Register.open(register.path, read_only=register.read_only) as own:
        yield own
