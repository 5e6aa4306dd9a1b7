"""Set the scenes of the screen of progress for pictures: the matrix, a report being written, one looked over."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from upr_desktop.ui.screens.progress import ProgressScreen

if TYPE_CHECKING:
    from upr_desktop.ui.pictures import Studio


@contextmanager
def progress(studio: "Studio") -> Iterator[QWidget]:
    """Show the matrix of agencies and periods."""
    _screen(studio).matrix.focus()
    yield studio.room.window


@contextmanager
def progress_report(studio: "Studio", number: str, period: str, *, as_agency: bool) -> Iterator[QWidget]:
    """Show the report on a measure for a period, as the agency in the lead sees it or the coordinator."""
    screen = _screen(studio)
    state = screen.rows.state
    assert state is not None
    measure = next(row for row in state.measures.values() if row.number == number)
    asked = next(one for one in state.periods if one.code == period)
    if as_agency:
        screen.be(measure.leads[0])
        screen.choose_period(asked.id)
    else:
        screen.open_entries(measure.leads[0], asked.id)
    screen.entries.open_measure(measure.id)
    yield studio.room.window
    screen.be("")


@contextmanager
def periods(studio: "Studio") -> Iterator[QWidget]:
    """Show the reporting periods."""
    screen = _screen(studio)
    screen.show_periods()
    yield studio.room.window
    screen.show_matrix()


def _screen(studio: "Studio") -> ProgressScreen:
    screen = cast(ProgressScreen, studio.show("progress"))
    screen.be("")
    return screen


PROGRESS_SCENES: Mapping[str, "Callable[[Studio], AbstractContextManager[QWidget]]"] = {
    "progress": progress,
    "progress_agency": partial(progress_report, number="1", period="2026H2", as_agency=True),
    "progress_review": partial(progress_report, number="18", period="2026H1", as_agency=False),
    "periods": periods,
}
