"""Measure a window on a large register: when its rows are there, how long it stands still, and what saving costs."""

import statistics
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Line, Sizes, in_seconds
from benchmarks.samples import filled_register
from benchmarks.start import in_window

STILL, SAVE = 100.0, 50.0


def run(sizes: Sizes, folder: Path) -> Iterator[Line]:
    """Yield opening, the longest time that the window did not answer meanwhile, a save, and the first search."""
    small, register = folder / "small.upr", folder / "large.upr"
    filled_register(small, sizes.screens).close()
    filled_register(register, sizes.rows).close()
    in_window("large", small, register)
    told = [in_window("large", small, register) for _ in range(sizes.repeats)]
    median = {key: statistics.median(one[key] for one in told) for key in told[0]}
    rows = f"{sizes.rows:,} recommendations"
    yield Line(f"open {rows}: rows painted", in_seconds(median["rows"]))
    still = median["still"]
    yield Line(
        f"open {rows}: longest time that the window stands still until edits are taken",
        in_seconds(still),
        figure=still * 1000,
        unit=" ms",
        limit=STILL,
    )
    save = median["save"]
    yield Line(
        f"save one cell of {rows}, in the window's thread",
        in_seconds(save),
        figure=save * 1000,
        unit=" ms",
        limit=SAVE,
    )
    yield Line(f"save one cell of {rows} right after another, the slowest", in_seconds(median["slowest"]))
    yield Line(f"the first search of a word of two letters in {rows}", in_seconds(median["search"]))
