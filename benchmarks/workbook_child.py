"""Write one workbook of a register in this process, ours or openpyxl's; print as JSON what it took of time and memory.

`python -m benchmarks.workbook_child ours|openpyxl register|consolidated REGISTER`
"""

import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from python_calamine import CalamineWorkbook

from benchmarks.measure import seconds
from upr_desktop.jobs.consolidated import export_consolidated
from upr_desktop.jobs.export import export_register
from upr_desktop.register.kinds import kinds
from upr_desktop.register.register import Register

LANGUAGE = "ru"
WORKBOOKS: Mapping[str, Callable[[Register, Path, str], object]] = {
    "register": export_register,
    "consolidated": export_consolidated,
}


def main(how: str, what: str, register: Path) -> None:
    """Export beside the register, then print what it took."""
    ours = register.with_name(f"{what} {register.stem}.xlsx")
    if how == "openpyxl" and not ours.exists():
        _export(what, register, ours)
    cells = _cells(ours) if how == "openpyxl" else []
    kinds()  # what a process imports once is part of neither
    before, began = peak_megabytes(), time.process_time()
    if how == "ours":
        taken = seconds(lambda: _export(what, register, ours))
    else:
        taken = seconds(lambda: write_plainly(cells, register.with_name("plain.xlsx")))
    spent = time.process_time() - began
    sys.stdout.write(
        json.dumps({"seconds": taken, "processor": spent, "megabytes": peak_megabytes() - before})
    )


def _export(what: str, register: Path, target: Path) -> None:
    with Register.open(register, read_only=True) as opened:
        WORKBOOKS[what](opened, target, LANGUAGE)


def _cells(path: Path) -> list[tuple[str, list[list[Any]]]]:
    book = CalamineWorkbook.from_path(path)
    return [(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]


def write_plainly(sheets: Iterable[tuple[str, Sequence[Sequence[Any]]]], target: Path) -> None:
    """Write sheets with openpyxl as one does: each cell with its value, a font, and wrapped."""
    book = openpyxl.Workbook()
    font, wrapped = Font(name="Calibri", size=10), Alignment(wrap_text=True, vertical="top")
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row, values in enumerate(rows, 1):
            for column, value in enumerate(values, 1):
                if value != "":
                    cell = sheet.cell(row, column, value)
                    assert isinstance(cell, Cell)
                    cell.font, cell.alignment = font, wrapped
    book.save(target)


def peak_megabytes() -> float:
    """Return the most memory that this process held so far; 0 where the system does not tell.

    Linux counts what the parent held before into `ru_maxrss`, so it is asked elsewhere.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        lines = status.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))
    if sys.platform == "win32":
        return 0.0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
