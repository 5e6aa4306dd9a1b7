"""Measure the register workbook and the consolidated one beside openpyxl writing the same cells: time and memory."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Line, Sizes, in_seconds, medians
from benchmarks.samples import filled_register
from benchmarks.workbook_child import WORKBOOKS

FASTER = 2.5
"""Times as fast as openpyxl at least."""
MORE_MEMORY = 1.25
"""Times the memory that twice the rows may take and still count as constant."""


def run(sizes: Sizes, folder: Path) -> Iterator[Line]:
    """Yield of each workbook the time, then the memory at its highest; each export runs in a process of its own."""
    whole, twice = folder / "whole.upr", folder / "twice.upr"
    filled_register(whole, sizes.rows).close()
    filled_register(twice, sizes.rows * 2).close()
    for what in WORKBOOKS:
        yield from _lines(what, sizes, whole, twice)


def _lines(what: str, sizes: Sizes, whole: Path, twice: Path) -> Iterator[Line]:
    peaks: dict[str, list[float]] = {}
    processor: dict[str, list[float]] = {}

    def child(how: str, register: Path) -> float:
        told = in_child(how, what, register)
        peaks.setdefault(f"{how} {register.stem}", []).append(told["megabytes"])
        processor.setdefault(f"{how} {register.stem}", []).append(told["processor"])
        return told["seconds"]

    ours, theirs, larger = medians(
        sizes.repeats,
        lambda: child("ours", whole),
        lambda: child("openpyxl", whole),
        lambda: child("ours", twice),
    )
    yield _beside(f"{what} workbook of {sizes.rows:,} recommendations", ours, theirs, larger)
    spent = (statistics.median(processor[name]) for name in ("ours whole", "openpyxl whole", "ours twice"))
    yield _beside("the same in processor time", *spent)
    most = {name: max(values) for name, values in peaks.items()}
    yield Line(
        f"memory for twice the rows of the {what} workbook ({sizes.rows * 2:,}), beyond the start",
        f"{most['ours twice']:.0f} MB",
        "for once the rows",
        f"{most['ours whole']:.0f} MB",
        most["ours twice"] / max(most["ours whole"], 1),
        limit=MORE_MEMORY,
    )


def _beside(job: str, ours: float, theirs: float, larger: float) -> Line:
    against, ratio = "openpyxl writing the same cells", theirs / ours
    return Line(
        job, in_seconds(ours), against, in_seconds(theirs), ratio,
        limit=FASTER, at_least=True, growth=larger / ours,
    )  # fmt: skip


def in_child(how: str, what: str, register: Path) -> dict[str, float]:
    """Return the seconds, those of the processor, and the megabytes of one export in a fresh process."""
    root = Path(__file__).resolve().parent.parent
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "benchmarks.workbook_child", how, what, str(register)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told
