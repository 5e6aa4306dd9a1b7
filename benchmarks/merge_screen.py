"""Measure going through many returns in the window: where it stands still, and what each step costs."""

import random
import shutil
import statistics
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Line, Sizes, in_seconds
from benchmarks.return_samples import PERIOD, issued_and_filled
from benchmarks.start import in_window
from upr_desktop.register.changes import ChangeSet, Edited, Label
from upr_desktop.register.register import Register

STEP = 100.0
DISPUTED = 12
"""One report in so many was written by the coordinator meanwhile, and so is disputed."""
TIMES_OF_CLOCK = ("read", "apply")
REPORTS = """
    SELECT g.id, g.narrative_ru FROM progress g JOIN period t ON t.id = g.period_id WHERE t.code = ? ORDER BY g.id"""


def run(sizes: Sizes, folder: Path) -> Iterator[Line]:
    """Yield how long returns take to be read and applied, and the window's time for each step between."""
    found = issued_and_filled(folder, sizes.returns, sizes.returned_rows)
    dispute(found.register)
    told = []
    for time in range(sizes.repeats):
        register = Path(shutil.copyfile(found.register, folder / f"merged{time}.upr"))
        told.append(in_window("merge", register, found.returned[0].parent))
    job = f"{len(found.returned)} returns of {sizes.returned_rows} rows in the window"
    for key in told[0]:
        if key not in ("painted", "rows"):
            taken = statistics.median(one[key] for one in told)
            limit = None if key in TIMES_OF_CLOCK else STEP
            yield Line(f"{job}: {key}", in_seconds(taken), figure=taken * 1000, unit=" ms", limit=limit)


def dispute(path: Path) -> None:
    """Write into some of the reports what their agencies have not seen."""
    with Register.open(path) as register:
        with register.reading() as connection:
            reports = connection.exec_driver_sql(REPORTS, (PERIOD,)).all()
        chosen = random.Random(1).sample(reports, len(reports) // DISPUTED)
        edits = [
            Edited("progress", id, "narrative_ru", held, "Координатор записал иначе") for id, held in chosen
        ]
        register.apply(ChangeSet(Label("label.progress.edited"), edits, "benchmark"))
