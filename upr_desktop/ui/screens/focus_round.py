"""Go round the places of a screen by F6, and back by Shift+F6."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from upr_desktop.ui.tab_order import stops_in


@dataclass(frozen=True, slots=True)
class FocusPlace:
    """A part of a screen, and how the keyboard goes into it."""

    widget: QWidget
    enter: Callable[[], object]


def place_of(widget: QWidget) -> FocusPlace:
    """Return a part of a screen that is entered at the first thing in it where Tab stops now."""

    def enter() -> None:
        stops = [one for one in stops_in(widget) if one.isVisible() and one.isEnabled()]
        (stops[0] if stops else widget).setFocus(Qt.FocusReason.TabFocusReason)

    return FocusPlace(widget, enter)


class FocusRound(QObject):
    """Moves the keyboard from the place it is in to the next one; `places` are asked for at each step."""

    def __init__(self, screen: QWidget, places: Callable[[], Sequence[FocusPlace]]) -> None:
        super().__init__(screen)
        self._screen, self._places = screen, places
        for keys, by in (("F6", 1), ("Shift+F6", -1)):
            shortcut = QShortcut(QKeySequence(keys), screen)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self.go(by))

    def go(self, by: int) -> None:
        """Go some places on; from nowhere to the first, or backwards to the last."""
        places = self._places()
        focused = self._screen.focusWidget()
        now = next(
            (at for at, place in enumerate(places) if _holds(place.widget, focused)), -1 if by > 0 else 0
        )
        places[(now + by) % len(places)].enter()


def _holds(place: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and (place is focused or place.isAncestorOf(focused))
