"""Open a window in this process and print as JSON how long after a given time it was painted, and what came next.

`python -m benchmarks.window_child bare|rows|screens BEGAN [REGISTER]`: BEGAN is `time.time()` of whoever started this.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QTableView

GIVE_UP_MS = 30_000


def main(what: str, began: float, register: str) -> int:
    """Do what is asked; the process ends where the answer is known."""
    if what == "bare":
        return bare(began)
    from upr_desktop.app import Program, Start

    app = QApplication(sys.argv[:1])
    program = Program(app, Start(Path(register), "en", "benchmark"))
    told: dict[str, float] = {}
    window = program.window
    window.painted.disconnect(program.begin)  # or all that follows the first paint would count as part of it
    window.painted.connect(lambda: told.update(painted=time.time() - began))
    window.painted.connect(program.begin)
    QTimer.singleShot(GIVE_UP_MS, lambda: tell({"gave_up": GIVE_UP_MS}))

    def look() -> None:
        if table := shown_table(window):
            table.viewport().repaint()
            told["rows"] = time.time() - began
            if what == "screens":
                assert program.room
                assert program.room.workspace
                told.update(screens(window, program.room.workspace.screens.show))
            tell(told)

    timer = QTimer(window)
    timer.timeout.connect(look)
    window.painted.connect(lambda: timer.start(2))
    window.show()
    return app.exec()


def shown_table(window: QMainWindow) -> QTableView | None:
    """Return the table that shows rows, once there is one."""
    tables = (table for table in window.findChildren(QTableView) if table.isVisible())
    return next((table for table in tables if table.model() and table.model().rowCount()), None)


def screens(window: QMainWindow, show: Callable[[str], None]) -> dict[str, float]:
    """Return the seconds that each other screen takes to be made, filled and painted."""
    from upr_desktop.ui.places import PLACES

    taken: dict[str, float] = {}
    for place in [*PLACES[1:], PLACES[0]]:
        began = time.perf_counter()
        show(place.key)
        QTest.qWait(0)
        window.repaint()
        taken[place.key] = time.perf_counter() - began
    return taken


class Bare(QMainWindow):
    """A window as small as PySide6 makes them, which tells when it was painted."""

    def __init__(self, began: float) -> None:
        super().__init__()
        self._began = began
        self.setCentralWidget(QLabel("UPR"))
        self.resize(1280, 800)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: tell({"painted": time.time() - self._began}))


def bare(began: float) -> int:
    """Show a bare window."""
    app = QApplication(sys.argv[:1])
    window = Bare(began)
    window.show()
    return app.exec()


def tell(told: dict[str, float]) -> None:
    """Print what was found and end at once."""
    sys.stdout.write(json.dumps(told))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
