"""Do something once a widget has painted what a person waits for."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class AfterPaint(QObject):
    """Calls `act` once, after a paint of `watched` for which `is_ready` holds.

    Where `owner` is hidden again by then, because a person went elsewhere meanwhile, the next paint is waited for.
    """

    def __init__(
        self, owner: QWidget, watched: QWidget, act: Callable[[], object], is_ready: Callable[[], bool]
    ) -> None:
        super().__init__(owner)
        self._owner, self._watched, self._act, self._is_ready = owner, watched, act, is_ready
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear of the paint; the act follows when the event loop comes round."""
        if event.type() == QEvent.Type.Paint and self._is_ready():
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._follow)
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        if self._owner.isVisible():
            self._act()
        else:
            self._watched.installEventFilter(self)
