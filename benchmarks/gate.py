"""Measure reading returns through the gate beside reading them with bare calamine on one core."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from python_calamine import CalamineWorkbook

from benchmarks.measure import Line, Sizes, in_seconds, medians, timed
from benchmarks.samples import write_return
from upr_desktop.exchange.gate import Gate, read_file

COLUMNS = 14
MOST = 4.0


def run(sizes: Sizes, folder: Path) -> Iterator[Line]:
    """Yield the gate alone: comparing, applying and provenance come with the merge of returns."""
    paths = [
        write_return(folder / f"{seed}.xlsx", sizes.returned_rows, COLUMNS, seed)
        for seed in range(sizes.returns)
    ]
    with Gate() as gate:
        _examine(gate, paths[:1])
        half = paths[: len(paths) // 2]
        ours, theirs, smaller = medians(
            sizes.repeats,
            timed(lambda: _examine(gate, paths)),
            timed(lambda: _read_plainly(paths)),
            timed(lambda: _examine(gate, half)),
        )
    job = f"{len(paths)} returns of {sizes.returned_rows} × {COLUMNS} through the gate (no merge yet)"
    yield Line(
        job,
        in_seconds(ours),
        "bare calamine",
        in_seconds(theirs),
        ours / theirs,
        limit=MOST,
        growth=ours / smaller,
    )


def _examine(gate: Gate, paths: Sequence[Path]) -> None:
    for path in paths:
        received = read_file(path)
        gate.examine(received.name, received.content)


def _read_plainly(paths: Sequence[Path]) -> None:
    for path in paths:
        CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
