"""Put widgets that were made later where Tab is to find them."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def reach_before(anchor: QWidget, stops: Iterable[QWidget]) -> None:
    """Let Tab stop at these widgets, one after another, and then at the anchor."""
    # Asking Qt for the neighbour in the order would make PySide forget that one when the asked widget is deleted.
    last = anchor
    for stop in stops:
        QWidget.setTabOrder(last, stop)
        last = stop
    if last is not anchor:
        QWidget.setTabOrder(last, anchor)


def reach_after(anchor: QWidget, stops: Iterable[QWidget]) -> None:
    """Let Tab stop at these widgets, one after another, behind the anchor."""
    last = anchor
    for stop in stops:
        QWidget.setTabOrder(last, stop)
        last = stop


def stops_in(widget: QWidget) -> list[QWidget]:
    """Return the widgets inside another one that Tab stops at, in the order they were made."""
    inside = [one for one in widget.findChildren(QWidget) if one.window() is widget.window()]
    return [one for one in inside if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None]
