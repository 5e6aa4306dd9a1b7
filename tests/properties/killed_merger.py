"""Merge a folder of returns into a register, and die in the midst of it if told when. A child of test_merge_kills.py.

`killed_merger.py REGISTER FOLDER STEP`: at which step of writing to kill itself, 0 for never.
"""

import os
import signal
import sys
from pathlib import Path

from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.merge_returns import MergeOptions, apply_merge, merge_read, read_returns
from upr_desktop.register.register import Register

INSTRUCTIONS = 200
"""Instructions of SQLite's machine in one step."""


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


class Steps:
    """Counts the steps of writing, and kills the process at one of them."""

    def __init__(self, last: int) -> None:
        self.last, self.taken = last, 0

    def take(self) -> int:
        self.taken += 1
        if self.taken == self.last:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0


def merge(path: Path, folder: Path, step: int) -> None:
    steps = Steps(step)
    with Register.open(path) as register, Gate() as gate:
        files = [read_file(file) for file in sorted(folder.iterdir())]
        say("reading")
        read = read_returns(register, files, MergeOptions(), gate)
        merged = merge_read(register, read, MergeOptions(), "me")
        with register._pen.connect() as connection:
            connection.raw.set_progress_handler(steps.take, INSTRUCTIONS)
        say("applying")
        _, applied = apply_merge(register, merged)
        say("revision", applied.revision)
        say("steps", steps.taken)


if __name__ == "__main__":
    merge(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
