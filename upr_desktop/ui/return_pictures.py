"""Set the scenes of the screen of returns for pictures: the round, and workbooks being prepared."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from upr_desktop.ui.screens.returns import ROUND, ReturnsScreen

if TYPE_CHECKING:
    from upr_desktop.ui.pictures import Studio


@contextmanager
def returns(studio: "Studio") -> Iterator[QWidget]:
    """Show the round."""
    _screen(studio)
    yield studio.room.window


@contextmanager
def prepare(studio: "Studio") -> Iterator[QWidget]:
    """Show the panel that prepares workbooks."""
    screen = _screen(studio)
    screen.open_prepare()
    yield studio.room.window
    screen.prepare.closed.emit()


def _screen(studio: "Studio") -> ReturnsScreen:
    screen = cast(ReturnsScreen, studio.show("returns"))
    screen.show_part(ROUND)
    return screen


RETURN_SCENES: Mapping[str, "Callable[[Studio], AbstractContextManager[QWidget]]"] = {
    "returns": returns,
    "returns_prepare": prepare,
}
