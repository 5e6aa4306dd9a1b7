"""Measure merging returns beside reading them plainly, and beside scripts that only compare them."""

import importlib.util
import itertools
import shutil
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import openpyxl
from python_calamine import CalamineWorkbook

from benchmarks.measure import Line, Sizes, in_seconds, medians, seconds, timed
from benchmarks.return_samples import FILLED, HEADER, Returns, issued_and_filled
from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.merge_returns import Merge, MergeOptions, apply_merge, merge_read, read_returns
from upr_desktop.register.register import Register

COLUMNS = 14
MOST, SAME_AGAIN = 4.0, 0.05
KEY_COLUMN = 1
Shown = Mapping[str, Sequence[Any]]


def run(sizes: Sizes, folder: Path) -> Iterator[Line]:
    """Yield the merge (gate, compare, backup, apply, provenance), the scripts beside it, and the same files again."""
    found = issued_and_filled(folder, sizes.returns, sizes.returned_rows)
    with Gate() as gate:
        merging = Merging(gate, found, folder)
        half = found.returned[: len(found.returned) // 2]
        merging.first(half[:1])
        ours, theirs, smaller, script = medians(
            sizes.repeats,
            lambda: merging.first(found.returned),
            timed(lambda: [_rows(path) for path in found.returned]),
            lambda: merging.first(half),
            lambda: compared_by_openpyxl(found),
        )
        (again,) = medians(sizes.repeats, lambda: merging.again(found.returned))
    job = f"{len(found.returned)} returns of {sizes.returned_rows} × {COLUMNS}"
    growth = ours / smaller
    said = in_seconds(ours)
    yield Line(
        f"merge {job}", said, "bare calamine", in_seconds(theirs), ours / theirs, limit=MOST, growth=growth
    )
    yield Line(
        f"merge {job}",
        said,
        "openpyxl and a dict, which only compare",
        in_seconds(script),
        ours / script,
        limit=1,
    )
    yield from _beside_pandas(job, ours, found)
    yield Line(
        f"the same {job} again", in_seconds(again), "the first time", said, again / ours, limit=SAME_AGAIN
    )


class Merging:
    """Merges returns into fresh copies of the register that they were issued from."""

    def __init__(self, gate: Gate, found: Returns, folder: Path) -> None:
        self._gate, self._found, self._folder = gate, found, folder
        self._numbers = itertools.count()
        self._merged = folder / "none"
        gate.warm_up()

    def first(self, paths: Sequence[Path]) -> float:
        """Return the seconds from the files on the disk to the revision that holds what they say."""
        self._merged.unlink(missing_ok=True)
        self._merged = self._folder / f"{next(self._numbers)}.upr"
        shutil.copyfile(self._found.register, self._merged)
        with Register.open(self._merged) as register:
            return seconds(lambda: self._merge(register, paths))

    def _merge(self, register: Register, paths: Sequence[Path]) -> None:
        merge = self._read(register, paths)
        _, applied = apply_merge(register, merge)
        if applied.revision is None or not merge.counts["taken"]:
            raise AssertionError("the returns brought nothing")

    def _read(self, register: Register, paths: Sequence[Path]) -> Merge:
        options = MergeOptions()
        read = read_returns(register, [read_file(path) for path in paths], options, self._gate)
        return merge_read(register, read, options, "benchmark")

    def again(self, paths: Sequence[Path]) -> float:
        """Return the seconds until the register knows that it holds these very files; call it after `first`."""
        self.first(paths)
        with Register.open(self._merged) as register:
            return seconds(lambda: self._recognised(register, paths))

    def _recognised(self, register: Register, paths: Sequence[Path]) -> None:
        if self._read(register, paths).cells_read:
            raise AssertionError("a file was not recognised")


# ── what a person would do instead ──────────────────────────────────────────────────────────────────────────────────


def _rows(path: Path) -> list[list[Any]]:
    rows: list[list[Any]] = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return rows


def compared_by_openpyxl(found: Returns) -> float:
    """Return the seconds of reading the returns with openpyxl and comparing them with dicts of what was sent."""
    shown = [{row[KEY_COLUMN]: row for row in _rows_by_openpyxl(path)} for path in found.sent]
    return seconds(lambda: [_differing(path, sent) for path, sent in zip(found.returned, shown, strict=True)])


def _rows_by_openpyxl(path: Path) -> Iterator[Sequence[Any]]:
    book = openpyxl.load_workbook(path, read_only=True)
    yield from book.worksheets[0].iter_rows(min_row=HEADER + 2, values_only=True)
    book.close()


def _differing(path: Path, shown: Shown) -> list[tuple[str, int, Any]]:
    found = [
        (row[KEY_COLUMN], at, value)
        for row in _rows_by_openpyxl(path)
        for at, (value, before) in enumerate(zip_longest(row, shown[row[KEY_COLUMN]]))
        if value != before
    ]
    if not found:
        raise AssertionError("the return says nothing new")
    return found


def _beside_pandas(job: str, ours: float, found: Returns) -> Iterator[Line]:
    """Yield the merge beside a pandas script that only compares; pandas is no part of the program."""
    if importlib.util.find_spec("pandas") is None:
        yield Line(f"merge {job}", in_seconds(ours), "pandas: not installed here, so not measured")
        return
    theirs = compared_by_pandas(found)
    told = (in_seconds(ours), "pandas, which only compares", in_seconds(theirs))
    yield Line(f"merge {job}", *told, figure=ours / theirs)


def compared_by_pandas(found: Returns) -> float:
    """Return the seconds of reading the returns with pandas and comparing them with frames of what was sent."""
    pandas = importlib.import_module("pandas")

    def frame(path: Path) -> Any:
        read = pandas.read_excel(path, header=HEADER - 1, skiprows=[HEADER], dtype=str, engine="openpyxl")
        return read.set_index(read.columns[KEY_COLUMN])

    shown = [frame(path) for path in found.sent]

    def compare() -> None:
        for path, before in zip(found.returned, shown, strict=True):
            after = frame(path)
            if not (after.iloc[:, -len(FILLED) :] != before.iloc[:, -len(FILLED) :]).any(axis=None):
                raise AssertionError("the return says nothing new")

    return seconds(compare)
