"""Open the screens of a window in this process, type and filter in each, and say how long each takes."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from benchmarks.measure import percentile
from benchmarks.samples import WORDS
from benchmarks.window_child import pause, wait_until
from upr_desktop.ui.facets import FacetBar
from upr_desktop.ui.places import PLACES

if TYPE_CHECKING:
    from upr_desktop.app import Program
    from upr_desktop.ui.screens.screen import Screen

LOOKED_OVER_MS, COMPLETED_MS = 1_000, 500
SHORTEST = 6


def plan(program: "Program") -> dict[str, float]:
    """Return the seconds that each screen takes to open, to show what is typed, and what a filter lets through."""
    room = program.room
    assert room
    wait_until(lambda: bool(room.desk.session and room.desk.session.is_writable))
    pause(LOOKED_OVER_MS)
    assert room.workspace
    pages, window = room.workspace.screens, program.window

    updates = Updates(window)

    def taken(act: Callable[[], object]) -> float:
        updates.seen = False
        began = time.thread_time()  # of the window's own thread: the machine is shared
        act()
        QTest.qWait(0)
        if not updates.seen:
            window.repaint()
        return time.thread_time() - began

    keys = [place.key for place in (*PLACES[1:], PLACES[0])]
    told = {f"open {key}": taken(partial(pages.show, key)) for key in keys}
    for key in keys:
        pages.show(key)
        screen = pages.current
        assert screen is not None
        pause(COMPLETED_MS)
        screen.search("qъ")
        told[f"type {key}"] = percentile([taken(partial(screen.search, text)) for text in keystrokes()])
        screen.search("")
        if presses := [taken(press) for press in filters(screen)]:
            told[f"filter {key}"] = max(presses)
    return told


class Updates(QObject):
    """Notes that the window was painted where it had changed, so that it need not be painted a second time."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.seen = False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        self.seen = self.seen or event.type() == QEvent.Type.UpdateRequest
        return False


def keystrokes() -> list[str]:
    """Return what stands in the search field after each letter of a word of each language."""
    chance = random.Random(5)
    words = [
        chance.choice([one for one in words.split() if len(one) >= SHORTEST]) for words in WORDS.values()
    ]
    return [word[:end] for word in words for end in range(1, len(word) + 1)]


def filters(screen: "Screen") -> Sequence[Callable[[], object]]:
    """Return for each filter of a screen what chooses its most frequent value, and at last what clears them."""
    bars = [bar for bar in screen.findChildren(FacetBar) if bar.isVisible()]
    chosen = [
        (bar, {facet: {most(counts)}}) for bar in bars for facet, counts in bar.counts().items() if counts
    ]
    return [partial(bar.choose, codes) for bar, codes in chosen] + [partial(bar.choose, {}) for bar in bars]


def most(counts: Mapping[str, int]) -> str:
    """Return the code of most rows."""
    return max(counts, key=lambda code: counts[code])
