"""Keep cursor and selection with the rows they stand on while the rows are replaced, sorted or filtered."""

from dataclasses import dataclass

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange
from PySide6.QtWidgets import QTableView

from upr_desktop.ui.table_model import TableModel

Flag = QItemSelectionModel.SelectionFlag


@dataclass(frozen=True, slots=True)
class Span:
    """Selected rows, by id, between two columns."""

    ids: tuple[str, ...]
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Remembered:
    """The cursor's row id and column, the spans selected, and where on the page the cursor's row stood, in pixels."""

    current: str
    column: int
    spans: tuple[Span, ...]
    offset: int


def remember(view: QTableView, model: TableModel) -> Remembered | None:
    """Return where cursor and selection are, or None if there is no cursor."""
    index = view.currentIndex()
    if not index.isValid() or index.row() >= len(model.order):
        return None
    spans = tuple(
        Span(
            tuple(model.order.id_at(place) for place in range(part.top(), part.bottom() + 1)),
            part.left(),
            part.right(),
        )
        for part in selected_ranges(view)
        if part.bottom() < len(model.order)
    )
    offset = view.rowViewportPosition(index.row())
    return Remembered(model.order.id_at(index.row()), index.column(), spans, offset)


def restore(view: QTableView, model: TableModel, remembered: Remembered) -> None:
    """Put cursor and selection back on the rows that are still shown, and the page where it was."""
    selection = QItemSelection()
    for span in remembered.spans:
        places = sorted(place for id in span.ids if (place := model.order.position(id)) is not None)
        for top, bottom in runs(places):
            selection.select(model.index(top, span.left), model.index(bottom, span.right))
    place = model.order.position(remembered.current)
    selecting = view.selectionModel()
    if place is not None:
        index = model.index(place, remembered.column)
        selecting.setCurrentIndex(index, Flag.NoUpdate)
        bar = view.verticalScrollBar()
        if 0 <= remembered.offset < view.viewport().height():
            bar.setValue(bar.value() + view.rowViewportPosition(place) - remembered.offset)
    selecting.select(selection, Flag.ClearAndSelect)


def selected_ranges(view: QTableView) -> list[QItemSelectionRange]:
    """Return the rectangles of cells that are selected."""
    selection = view.selectionModel().selection()
    return [selection.at(place) for place in range(selection.count())]


def extent(ranges: list[QItemSelectionRange]) -> tuple[int, int]:
    """Return how many rows and how many cells rectangles hold; from two rows on, rows may count twice."""
    one_row = len({part.top() for part in ranges} | {part.bottom() for part in ranges}) == 1
    rows = 1 if one_row else sum(part.height() for part in ranges)
    return rows, sum(part.height() * part.width() for part in ranges)


def runs(places: list[int]) -> list[tuple[int, int]]:
    """Return sorted numbers as runs of neighbours, each by its first and last."""
    found: list[tuple[int, int]] = []
    for place in places:
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found
