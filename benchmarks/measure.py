"""Time what the program does beside what a user would do instead, in one run, and say how the two compare."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Timed = Callable[[], float]
MOST_GROWTH = 2.2
"""Times that twice the rows may take."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much the benchmarks do: rows of imports and of tables, returns, repeats of each measurement."""

    imports: tuple[int, ...] = (8_000, 42_000)
    rows: int = 42_000
    table: int = 100_000
    returns: int = 50
    returned_rows: int = 294
    screens: int = 250
    measures: int = 400
    keystrokes: int = 300
    pages: int = 100
    repeats: int = 3


QUICK = Sizes((60, 40), 120, 400, 2, 20, 12, 16, 20, 3, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table.

    `figure` is what the target speaks of: a ratio, or a number of `unit`s; `limit` None means that nothing is claimed.
    `growth` is how many times longer twice the rows take. Ours and theirs are worded with their unit.
    """

    job: str
    ours: str
    against: str = ""
    theirs: str = ""
    figure: float | None = None
    unit: str = "×"
    limit: float | None = None
    at_least: bool = False
    growth: float | None = None

    @property
    def is_kept(self) -> bool | None:
        """Return whether target and growth are met; None where nothing is claimed."""
        if self.limit is None and self.growth is None:
            return None
        return self._is_within() and (self.growth is None or self.growth <= MOST_GROWTH)

    def _is_within(self) -> bool:
        if self.limit is None or self.figure is None:
            return True
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit


def seconds(run: Callable[[], object]) -> float:
    """Return how long a call takes."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def timed(run: Callable[[], object]) -> Timed:
    """Return a measurement that calls `run` each time."""
    return lambda: seconds(run)


def medians(repeats: int, *jobs: Timed) -> list[float]:
    """Return the median seconds of each job; they are run in turns, so that all meet the same machine."""
    taken = [[job() for job in jobs] for _ in range(repeats)]
    return [statistics.median(of_one) for of_one in zip(*taken, strict=True)]


def percentile(values: list[float], part: float = 0.95) -> float:
    """Return the value that this part of all values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def in_seconds(value: float) -> str:
    """Return seconds as they are read: `1.25 s`, `31 ms`, `0.4 ms`."""
    if value >= 1:
        return f"{value:.2f} s"
    return f"{value * 1000:.0f} ms" if value >= 0.01 else f"{value * 1000:.2g} ms"
