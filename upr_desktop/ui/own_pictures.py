"""Set the scene of an agency's own register for pictures: its rows, and an answer beside what was said before."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from upr_desktop.ui.places import PROGRESS
from upr_desktop.ui.screens.own_progress import OwnProgressScreen

if TYPE_CHECKING:
    from upr_desktop.ui.pictures import Studio


@contextmanager
def own_rows(studio: "Studio") -> Iterator[QWidget]:
    """Show the rows of the workbook that came last, and an answer to one that was answered before too."""
    screen = cast(OwnProgressScreen, studio.show(PROGRESS))
    screen.show_newest()
    entries = screen.entries.list.entries()
    shown = max(entries, key=lambda one: (not one.is_waiting, one.previous is not None))
    screen.entries.open_measure(shown.measure.id)
    yield studio.room.window


OWN_SCENES: Mapping[str, "Callable[[Studio], AbstractContextManager[QWidget]]"] = {"own_rows": own_rows}
