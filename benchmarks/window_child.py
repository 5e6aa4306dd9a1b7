"""Open a window in this process and print as JSON how long after a given time it was painted, and what came next.

`python -m benchmarks.window_child bare|rows|screens|large|plan|merge BEGAN [REGISTER [OTHER]]`: BEGAN is `time.time()`
of whoever started this; `large` opens OTHER after REGISTER, `merge` takes in the returns in the folder OTHER.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QTableView

if TYPE_CHECKING:
    from upr_desktop.app import Program
    from upr_desktop.ui.screens.recommendations import RecommendationsScreen

GIVE_UP_MS = 120_000
SAVES = 15
PAUSES = (200, 200, 4_500)


def main(what: str, began: float, register: str, other: str = "") -> int:
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
            if then := what_follows(what, program, Path(other)):
                timer.stop()
                QTimer.singleShot(0, lambda: tell(told | then()))
                return
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


def what_follows(what: str, program: "Program", other: Path) -> Callable[[], dict[str, float]] | None:
    """Return what is measured once rows are shown, where that is more than how long it took."""
    if what == "large":
        return partial(large, program, other)
    if what == "plan":
        from benchmarks.plan_child import plan

        return partial(plan, program)
    if what == "merge":
        from benchmarks.merge_child import merge

        return partial(merge, program, other)
    return None


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


class Still(QTimer):
    """Notes the longest time between two of its beats: for so long the window did not answer."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self.longest, self._last = 0.0, time.perf_counter()
        self.timeout.connect(self._beat)
        self.start(5)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now


def large(program: "Program", path: Path) -> dict[str, float]:
    """Open another register, and return what that, saving and searching cost."""
    room = program.room
    assert room
    wait_until(lambda: bool(room.desk.session and room.desk.session.is_writable))
    pause(500)
    still, began = Still(program.window), time.perf_counter()
    room.open(path)
    wait_until(lambda: bool(room.desk.session and room.desk.session.register.path == path))
    wait_until(lambda: shown_table(program.window) is not None)
    told = {"rows": time.perf_counter() - began}
    wait_until(lambda: bool(room.desk.session and room.desk.session.is_writable))
    pause(200)
    told["still"] = still.longest
    pause(5_000)  # a person looks first, and what the first search needs is read
    assert room.workspace
    screen = cast("RecommendationsScreen", room.workspace.screens.current)
    began = time.perf_counter()
    screen.rows.find("сы")
    told["search"] = time.perf_counter() - began
    screen.rows.find("")
    saves = [save(screen, place) for place in range(SAVES)]
    return {**told, "save": statistics.median(saves), "slowest": max(saves)}


def pause(milliseconds: int) -> None:
    """Let the window work for a while: `QTest.qWait` would keep the worker from working."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(holds: Callable[[], bool]) -> None:
    """Let the window work until something holds."""
    while not holds():
        pause(50)


def save(screen: "RecommendationsScreen", place: int) -> float:
    """Return the seconds that saving a cell keeps the window from answering; the pause after it lets a check begin."""
    from upr_desktop.jobs.edit_recommendation import edit_targets, set_field
    from upr_desktop.register.changes import RecordId

    id = screen.list.table.rows.order.id_at(place)
    target = screen.session.read(lambda connection: edit_targets(connection, [RecordId(id)]))[0]
    began = time.perf_counter()
    if not screen.write(set_field(target, "heading", f"{place} {time.time()}")):
        raise AssertionError("the cell was not saved")
    pause(0)
    taken = time.perf_counter() - began
    pause(PAUSES[place % len(PAUSES)])
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
    main(sys.argv[1], float(sys.argv[2]), *sys.argv[3:] or [""])
