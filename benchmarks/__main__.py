"""Run the benchmarks: `python3 run.py bench [--quick] [name …]`; prints one table and the machine."""

import argparse
import gc
import importlib
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import QUICK, Line, Sizes
from benchmarks.report import machine, table

NAMES = (
    "start",
    "import_list",
    "search",
    "table_view",
    "workbook",
    "returns",
    "screens",
    "large",
    "plan",
    "merge_screen",
)


def main(arguments: Sequence[str]) -> int:
    """Run the benchmarks named (all by default); return 1 where a claim is not kept, which --quick never says."""
    asked = read_arguments(arguments)
    lines = measured(asked.names or NAMES, QUICK if asked.quick else Sizes())
    sys.stdout.write(f"\n{machine()}\n\n{table(lines, with_verdict=not asked.quick)}\n")
    return 0 if asked.quick else int(any(line.is_kept is False for line in lines))


def read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """Return what the arguments say; wrong ones end the program with exit code 2."""
    parser = argparse.ArgumentParser(prog="run.py bench")
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(NAMES))
    parser.add_argument("--quick", action="store_true", help="tiny sizes: shows that the benchmarks run")
    asked = parser.parse_args(arguments)
    for name in asked.names:
        if name not in NAMES:
            parser.error(f"{name}: no such benchmark; there are {', '.join(NAMES)}")
    return asked


def measured(names: Sequence[str], sizes: Sizes) -> list[Line]:
    """Return the lines of these benchmarks. Backups and settings go to a folder of their own, not to the user's."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        before = os.environ.get("UPR_HOME")
        os.environ["UPR_HOME"] = folder
        try:
            for name in names:
                sys.stderr.write(f"{name} …\n")
                place = Path(folder) / name
                place.mkdir()
                lines += importlib.import_module(f"benchmarks.{name}").run(sizes, place)
                gc.collect()
        finally:
            os.environ.pop("UPR_HOME")
            if before is not None:
                os.environ["UPR_HOME"] = before
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
