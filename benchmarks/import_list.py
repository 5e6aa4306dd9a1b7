"""Measure an import of UPR Info rows, log and search index included, beside reading them and storing them plainly."""

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from python_calamine import CalamineWorkbook

from benchmarks.measure import Line, Sizes, in_seconds, medians, seconds
from benchmarks.samples import upr_info_rows, write_rows
from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.import_file import Options, already_in, apply_import, load, prepare
from upr_desktop.jobs.new_register import new_register
from upr_desktop.register.register import Register

PLAIN = "calamine and executemany of the same rows"
SAME_AGAIN = 0.05
MOST = 8.0


def run(sizes: Sizes, folder: Path) -> Iterator[Line]:
    """Yield, for each number of rows, the first import and the same file brought again."""
    with Gate() as gate:
        importing = Importing(gate, folder)
        for count in sizes.imports:
            yield from _lines(importing, count, sizes.repeats)


def _lines(importing: "Importing", count: int, repeats: int) -> Iterator[Line]:
    file, half = importing.file(count), importing.file(count // 2)
    ours, theirs, smaller = medians(
        repeats, lambda: importing.first(file), lambda: importing.plain(file), lambda: importing.first(half)
    )
    yield Line(
        f"import {count:,} UPR Info rows",
        in_seconds(ours),
        PLAIN,
        in_seconds(theirs),
        ours / theirs,
        limit=MOST,
        growth=ours / smaller,
    )
    (again,) = medians(repeats, lambda: importing.again(file))
    job = f"the same file of {count:,} rows again"
    yield Line(job, in_seconds(again), "the first time", in_seconds(ours), again / ours, limit=SAME_AGAIN)


class Importing:
    """Imports files into fresh registers, and remembers which register holds which file."""

    def __init__(self, gate: Gate, folder: Path) -> None:
        self._gate, self._folder = gate, folder
        self._numbers = itertools.count()
        self._holding: dict[Path, Path] = {}
        gate.warm_up()

    def file(self, count: int) -> Path:
        """Return a workbook of so many rows."""
        return write_rows(self._folder / f"rows-{count}.xlsx", upr_info_rows(count))

    def first(self, file: Path) -> float:
        """Return the seconds of an import into an empty register: gate, draft, backup, one revision."""
        path = self._folder / f"{next(self._numbers)}.upr"
        if old := self._holding.get(file):
            old.unlink()
        self._holding[file] = path
        with new_register(path) as register:
            return seconds(lambda: self._bring(register, file))

    def _bring(self, register: Register, file: Path) -> None:
        (received,) = load([file], self._gate)
        prepared = prepare(register, received, Options(), self._gate)
        apply_import(register, prepared, "benchmark")

    def again(self, file: Path) -> float:
        """Return the seconds until the register knows that it holds this very file."""
        with Register.open(self._holding[file]) as register:
            return seconds(lambda: self._recognised(register, file))

    def _recognised(self, register: Register, file: Path) -> None:
        (received,) = load([file], self._gate)
        if already_in(register, received, Options()) is None:
            raise AssertionError("the file was not recognised")

    def plain(self, file: Path) -> float:
        """Return the seconds of reading the rows and storing them in one table without a log or an index."""
        path = self._folder / f"{next(self._numbers)}.db"
        taken = seconds(lambda: _store_plainly(file, path))
        path.unlink()
        return taken


def _store_plainly(file: Path, path: Path) -> None:
    rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"CREATE TABLE row ({', '.join(f'c{at}' for at in range(len(rows[0])))})")
        connection.executemany(f"INSERT INTO row VALUES ({', '.join('?' * len(rows[0]))})", rows)
        connection.commit()
