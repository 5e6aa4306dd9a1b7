"""Lay out the lines of a benchmark as a table, with the machine they were measured on."""

import os
import platform
import sqlite3
from collections.abc import Sequence
from importlib import metadata

from benchmarks.measure import Line

TITLES = ("job", "ours", "compared with", "theirs", "ratio", "target", "growth ×2", "")
LIBRARIES = ("PySide6-Essentials", "SQLAlchemy", "python-calamine", "xlsxwriter", "openpyxl")


def machine() -> str:
    """Return cores and versions in one line."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES)
    return (
        f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {versions}"
    )


def table(lines: Sequence[Line], *, with_verdict: bool = True) -> str:
    """Return a table in Markdown whose columns also stand straight as plain text."""
    rows = [TITLES, *((*_cells(line), _verdict(line) if with_verdict else "") for line in lines)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(TITLES))]
    laid = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    laid.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(laid)


def _cells(line: Line) -> tuple[str, ...]:
    sign = "≥" if line.at_least else "≤"
    return (
        line.job,
        line.ours,
        line.against,
        line.theirs,
        "" if line.figure is None else f"{_short(line.figure)}{line.unit}",
        "" if line.limit is None else f"{sign} {_short(line.limit)}{line.unit}",
        "" if line.growth is None else f"{line.growth:.1f}×",
    )


def _verdict(line: Line) -> str:
    return {True: "kept", False: "MISSED", None: ""}[line.is_kept]


def _short(value: float) -> str:
    return (
        f"{value:.0f}" if value >= 20 else f"{value:.2g}" if value < 1 else f"{value:.1f}".removesuffix(".0")
    )
