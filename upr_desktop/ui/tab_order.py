"""Put widgets that were made later where Tab is to find them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def reach_before(anchor: QWidget, widgets: Sequence[QWidget]) -> None:
    """Let Tab stop at these widgets, or at what is inside them, one after another, and then at the anchor."""
    stops = [stop for widget in widgets for stop in (widget, *widget.findChildren(QWidget)) if _is_stop(stop)]
    before = anchor.previousInFocusChain()
    while before is not anchor and (before in stops or not _is_stop(before)):
        before = before.previousInFocusChain()
    for stop in stops:
        QWidget.setTabOrder(before, stop)
        before = stop


def _is_stop(widget: QWidget) -> bool:
    """Return whether Tab stops at a widget itself. Qt orders containers by what is inside them: not by these."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
