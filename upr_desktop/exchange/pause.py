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
def collection_paused() -> Iterator[None]:
    """Pause the collector: reading 42,000 rows takes half the time. Pauses may lie within each other.

    What was made meanwhile counts as old afterwards: else the first look at it would take as long as was saved. The
    collector alone hardly ever looks at it again, so long work begins with `collect_if_grown`.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def collect_if_grown() -> None:
    """Collect what earlier work dropped, if memory has grown by half since this was last done.

    Without it a hundred merges in one process kept 0.5 GB that nothing used any more.
    """
    in_use = sys.getallocatedblocks()
    if not _Memory.looked_through:
        _Memory.looked_through = in_use
    elif in_use > max(MANY_BLOCKS, GROWN * _Memory.looked_through):
        gc.collect()
        _Memory.looked_through = sys.getallocatedblocks()
