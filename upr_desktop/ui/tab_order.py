"""Put widgets that were made later where Tab is to find them, and the keyboard where it is seen."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

SETTLED_MS = 60
"""By when cards that were just put in have the height of their texts, which they take as they are painted."""


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


def focus_in_view(widget: QWidget) -> None:
    """Put the keyboard on a widget and, once all is laid out, scroll what it stands in so that it is seen."""
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    bring_in_view(widget, widget)


def bring_in_view(widget: QWidget, focused: QWidget) -> None:
    """Scroll what a widget stands in so that it is seen once all is laid out, unless the keyboard went on by then."""
    for wait in (0, SETTLED_MS):
        QTimer.singleShot(wait, widget, lambda: _scroll_to(widget, focused))


def _scroll_to(widget: QWidget, focused: QWidget) -> None:
    if not focused.hasFocus():
        return
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()
