"""Take returns into the merge screen of a window in this process, go through it as a person does, time each step."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from benchmarks.measure import percentile
from benchmarks.plan_child import Updates, keystrokes
from benchmarks.window_child import pause, wait_until
from upr_desktop.merge.return_questions import OURS, RULES, Decision
from upr_desktop.ui.screens.merge_pane import MergePane

if TYPE_CHECKING:
    from upr_desktop.app import Program

LOOKED_OVER_MS, STEPS = 1_000, 20


class Stands(QTimer):
    """Notes the most time of the window's own thread that passes between two beats: for so long it answered nobody."""

    def __init__(self, program: "Program") -> None:
        super().__init__(program.window)
        self.longest, self._last = 0.0, time.thread_time()
        self.timeout.connect(self._beat)
        self.start(5)

    def _beat(self) -> None:
        now = time.thread_time()
        self.longest, self._last = max(self.longest, now - self._last), now

    def end(self) -> float:
        """Stop, and return the longest time."""
        self._beat()
        self.stop()
        return self.longest


def merge(program: "Program", folder: Path) -> dict[str, float]:
    """Return the seconds that each step takes of the window's thread; `read` and `apply` are seconds of the clock."""
    room = program.room
    assert room
    wait_until(lambda: bool(room.desk.session and room.desk.session.is_writable))
    pause(LOOKED_OVER_MS)
    assert room.workspace
    stands, began = Stands(program), time.perf_counter()
    room.workspace.returning.take(sorted(folder.glob("*.xlsx")))
    pane = room.workspace.returning.pane
    assert pane is not None
    wait_until(lambda: pane.files.merge is not None and not pane.files.is_reading)
    told = {"read": time.perf_counter() - began, "still while they are read": stands.end()}
    told |= _looked_through(program, pane)
    stands, began, ended = Stands(program), time.perf_counter(), []
    pane.applied.connect(lambda *_: ended.append(time.perf_counter()))
    pane.files.apply()
    wait_until(lambda: bool(ended))
    pause(LOOKED_OVER_MS)
    return {**told, "apply": ended[0] - began, "still while they are applied": stands.end()}


def _looked_through(program: "Program", pane: MergePane) -> dict[str, float]:
    cells, updates = pane.pane, Updates(program.window)

    def taken(act: Callable[[], object]) -> float:
        updates.seen = False
        began = time.thread_time()
        act()
        QTest.qWait(0)
        if not updates.seen:
            program.window.repaint()
        return time.thread_time() - began

    def several(acts: Sequence[Callable[[], object]]) -> float:
        return percentile([taken(act) for act in acts])

    told = {"next": several([cells.next_button.click] * STEPS)}
    told["decide"] = several([partial(cells.decide, Decision(OURS))] * STEPS)
    told["filter"] = max(taken(partial(cells.filter_by, key)) for key in cells.filters.filters)
    if cells.filters.chips["all"].property("active") is False:
        cells.filter_by("all")
    told["type"] = several([partial(pane.search, text) for text in keystrokes()])
    pane.search("")
    told["choose a file"] = several([partial(pane.list.choose, place) for place in range(3)])
    told["show all files"] = taken(pane.list.show_all)
    told["list the rules"] = taken(cells.rules_button.fill)
    counts = {rule: len(pane._propose(rule)) for rule in RULES}  # noqa: SLF001  # what the list of rules asks
    told["preview a rule"] = taken(partial(cells.preview_rule, max(RULES, key=lambda rule: counts[rule])))
    told["agree to it"] = taken(cells.agree)
    return told
