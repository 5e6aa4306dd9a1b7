"""Measure how long each screen takes to open over a register of three cycles."""

import statistics
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Line, Sizes, in_seconds
from benchmarks.samples import filled_register
from benchmarks.start import in_window

CYCLES = 3


def run(sizes: Sizes, folder: Path) -> Iterator[Line]:
    """Yield the time until each screen is made, filled and painted; nothing is claimed."""
    register = folder / "cycles.upr"
    filled_register(register, sizes.screens, CYCLES).close()
    told = [in_window("screens", register) for _ in range(sizes.repeats)]
    count = sizes.screens * CYCLES
    for key in told[0]:
        if key not in ("painted", "rows"):
            taken = statistics.median(one[key] for one in told)
            yield Line(f"open the screen “{key}” over {count} recommendations", in_seconds(taken))
