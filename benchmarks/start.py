"""Measure a warm start: the window's frame painted, then the first rows, beside a bare PySide6 window."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Line, Sizes, in_seconds, medians
from benchmarks.samples import filled_register

PAINTED, ROWS = 1.5, 4.0


def run(sizes: Sizes, folder: Path) -> Iterator[Line]:
    """Yield the frame and the first rows; each start is a process of its own, the first ones only warm the disk."""
    small, large = folder / "small.upr", folder / "large.upr"
    filled_register(small, sizes.screens).close()
    filled_register(large, sizes.screens * 2).close()
    rows: list[float] = []
    in_window("bare", small)
    in_window("rows", small)

    def ours() -> float:
        told = in_window("rows", small)
        rows.append(told["rows"])
        return told["painted"]

    painted, bare, shown, larger = medians(
        sizes.repeats,
        ours,
        lambda: in_window("bare", small)["painted"],
        lambda: rows[-1],
        lambda: in_window("rows", large)["rows"],
    )
    against = "a bare PySide6 window"
    yield Line(
        "start, warm: frame painted",
        in_seconds(painted),
        against,
        in_seconds(bare),
        painted / bare,
        limit=PAINTED,
    )
    yield Line(
        f"start, warm: first of {sizes.screens} rows painted",
        in_seconds(shown),
        against,
        in_seconds(bare),
        shown / bare,
        limit=ROWS,
        growth=larger / shown,
    )


def in_window(what: str, *registers: Path) -> dict[str, float]:
    """Return what a fresh process with a window tells. Raises AssertionError where it showed no rows."""
    root = Path(__file__).resolve().parent.parent
    environment = {**os.environ, "PYTHONPATH": str(root), "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    environment.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # a second start finds the code compiled, as any user's does
    command = [sys.executable, "-m", "benchmarks.window_child", what, repr(time.time()), *map(str, registers)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    if "painted" not in told:
        raise AssertionError(f"the window showed nothing: {done.stderr[-2000:]}")
    return told
