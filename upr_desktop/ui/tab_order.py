"""Put widgets that were made later where Tab is to find them."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def reach_before(anchor: QWidget, widgets: Sequence[QWidget]) -> None:
    """Let Tab stop at these widgets, or at what is inside them, one after another, and then at the anchor."""
    stops = [stop for widget in widgets for stop in _stops_in(widget) if stop.window() is anchor.window()]
    before = anchor.previousInFocusChain() or anchor
    while before is not anchor and (before in stops or not _is_stop(before)):
        before = before.previousInFocusChain() or anchor
    for stop in stops:
        QWidget.setTabOrder(before, stop)
        before = stop


def _stops_in(widget: QWidget) -> Iterator[QWidget]:
    """Yield the widget and those inside it that Tab stops at, in the order that they have."""
    if widget.findChild(QWidget) is None:
        yield widget
        return
    one: QWidget | None = widget
    while one is not None:
        if _is_stop(one) and (one is widget or widget.isAncestorOf(one)):
            yield one
        one = one.nextInFocusChain()
        if one is widget:
            return


def _is_stop(widget: QWidget) -> bool:
    """Return whether Tab stops at a widget itself. Qt orders containers by what is inside them: not by these."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
