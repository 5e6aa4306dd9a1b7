"""Set the scenes of the screen of returns for pictures: the round, and workbooks being prepared."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from upr_desktop.merge.return_questions import WHOLE_FILE
from upr_desktop.merge.three_way import CONFLICT
from upr_desktop.ui.screens.returned_pane import ReturnedPane
from upr_desktop.ui.screens.returns import ROUND, WAITING, ReturnsScreen

if TYPE_CHECKING:
    from upr_desktop.ui.pictures import Studio
    from upr_desktop.ui.screens.merge_pane import MergePane


@contextmanager
def returns(studio: "Studio") -> Iterator[QWidget]:
    """Show the round."""
    screen = _screen(studio)
    answered = [row for row in screen.round.rows if row.files]
    screen.round.table.select_row(max(answered, key=lambda row: (len(row.files), row.owed)).id)
    yield studio.room.window


@contextmanager
def prepare(studio: "Studio") -> Iterator[QWidget]:
    """Show the panel that prepares workbooks."""
    screen = _screen(studio)
    screen.open_prepare()
    yield studio.room.window
    screen.prepare.closed.emit()


@contextmanager
def merge(studio: "Studio") -> Iterator[QWidget]:
    """Show what returns would change, at the first conflict."""
    pane = _merging(studio)
    _go_to_conflict(pane.pane)
    yield studio.room.window
    pane.close_pane()


@contextmanager
def identity(studio: "Studio") -> Iterator[QWidget]:
    """Show how one says whose a return is that bears no marks."""
    pane = _merging(studio)
    pane.notice.acted.emit()
    yield studio.room.window
    pane.close_pane()


@contextmanager
def matches(studio: "Studio") -> Iterator[QWidget]:
    """Show the rows of such a return that number or text alone told."""
    pane = _merging(studio)
    pane.notice.acted.emit()
    pane.identity.agency.setCurrentIndex(pane.identity.agency.findData("MFA"))
    pane.identity.period.setCurrentIndex(pane.identity.period.findData("2026H2"))
    pane.identity.read_button.click()
    studio.until(lambda: not pane.files.is_reading, "the file as it was told")
    assert pane.files.merge is not None
    place = next(at for at, one in enumerate(pane.files.merge.files) if one.merged and one.merged.guessed)
    pane.show_matches(place)
    yield studio.room.window
    pane.close_pane()


@contextmanager
def rule(studio: "Studio") -> Iterator[QWidget]:
    """Show what a rule would decide, before it does."""
    pane = _merging(studio)
    pane.pane.preview_rule(WHOLE_FILE)
    yield studio.room.window
    pane.close_pane()


def _go_to_conflict(pane: ReturnedPane) -> None:
    """Go to the conflict with the longest texts."""
    cells = [cell for cell in pane.cells if cell.outcome == CONFLICT]
    pane.table.select_row(max(cells, key=lambda cell: len(str(cell.held))).id)


@contextmanager
def waiting(studio: "Studio") -> Iterator[QWidget]:
    """Show what waits to be decided after returns were taken in; that is undone when the picture is taken."""
    pane = _merging(studio)
    pane.files.apply()  # unasked: the picture is of what stays open
    studio.wait()
    screen = cast(ReturnsScreen, studio.show("returns"))
    screen.show_part(WAITING)
    _go_to_conflict(screen.waiting)
    yield studio.room.window
    session = studio.workspace.session
    session.undo(session.register.revision())
    studio.wait()


def _merging(studio: "Studio") -> "MergePane":
    from upr_desktop.ui.screens.merge_pane import MergePane

    _screen(studio)
    studio.workspace.take(studio.returned)
    pane = studio.until_found(MergePane)
    studio.until(lambda: pane.files.merge is not None and not pane.files.is_reading, "the returns")
    studio.wait()
    return pane


def _screen(studio: "Studio") -> ReturnsScreen:
    screen = cast(ReturnsScreen, studio.show("returns"))
    screen.show_part(ROUND)
    studio.room.window.status.settle()
    return screen


RETURN_SCENES: Mapping[str, "Callable[[Studio], AbstractContextManager[QWidget]]"] = {
    "returns": returns,
    "returns_prepare": prepare,
    "merge": merge,
    "merge_identity": identity,
    "merge_matches": matches,
    "merge_rule": rule,
    "returns_waiting": waiting,
}
