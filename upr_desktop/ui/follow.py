"""Call a function now, and again at each signal, for as long as its owner lives."""

from collections.abc import Callable

from PySide6.QtCore import QObject, SignalInstance, Slot


class Follower(QObject):
    """Owned by the widget it renders, so that the connection ends with the widget."""

    def __init__(self, owner: QObject, signal: SignalInstance, render: Callable[[], None]) -> None:
        super().__init__(owner)
        self._render = render
        signal.connect(self.render)

    @Slot()
    def render(self) -> None:
        """Render once more."""
        self._render()


def follow(owner: QObject, signal: SignalInstance, render: Callable[[], None]) -> None:
    """Render now and at every signal until the owner is destroyed."""
    Follower(owner, signal, render).render()
