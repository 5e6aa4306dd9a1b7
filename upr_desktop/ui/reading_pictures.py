"""Set the scenes of the screen of reading for pictures: a measure with its answers, a remark being written."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from upr_desktop.ui.screens.reading import ReadingScreen

if TYPE_CHECKING:
    from upr_desktop.ui.pictures import Studio

NUMBER, PERIOD = "1", "2026H2"


@contextmanager
def reading(studio: "Studio") -> Iterator[QWidget]:
    """Show a measure that three bodies answered on, with the wording of the last period."""
    _screen(studio)
    yield studio.room.window


@contextmanager
def remark(studio: "Studio") -> Iterator[QWidget]:
    """Show the same measure while a remark to a formal answer is being written."""
    screen = _screen(studio)
    card = screen.answers.cards[-1]
    card.ask_remark()
    yield studio.room.window
    card.remark.left.emit()


def _screen(studio: "Studio") -> ReadingScreen:
    screen = cast(ReadingScreen, studio.show("reading"))
    state = screen.data.state
    assert state is not None
    measure = next(row for row in state.measures.values() if row.number == NUMBER)
    period = next(one for one in state.periods if one.code == PERIOD)
    screen.open_measure(measure.id, period.id)
    screen.measures.focus()
    studio.wait()
    return screen


READING_SCENES: Mapping[str, "Callable[[Studio], AbstractContextManager[QWidget]]"] = {
    "reading": reading,
    "reading_remark": remark,
}
