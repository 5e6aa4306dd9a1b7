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

    @property
    def is_shown(self) -> bool:
        """Return whether the screen it goes round stands in the window now."""
        return self._screen.isVisible()

    def go(self, by: int) -> None:
        """Go to the next place, or back; from beside the places to the one that Tab would reach, from nowhere in."""
        places, focused = self._places(), self._screen.focusWidget()
        if not places:
            return
        now = _held(places, focused)
        if now is not None:
            places[(now + by) % len(places)].enter()
        else:
            places[_beside(places, focused, by)].enter()

    def come_in(self) -> None:
        """Go from elsewhere in the window to the place where the keyboard was last, else to the first."""
        places = self._places()
        if places:
            places[_held(places, self._screen.focusWidget()) or 0].enter()


def come_in(page: QWidget, window_focus: QWidget | None) -> bool:
    """Lead the keyboard into the page shown, if it is outside it; return whether it went there."""
    if window_focus is not None and (window_focus is page or page.isAncestorOf(window_focus)):
        return False
    rounds = [one for one in page.findChildren(FocusRound) if one.is_shown]
    if rounds:
        rounds[-1].come_in()
    return bool(rounds)


def _held(places: Sequence[FocusPlace], focused: QWidget | None) -> int | None:
    return next((at for at, place in enumerate(places) if _holds(place.widget, focused)), None)


def _beside(places: Sequence[FocusPlace], focused: QWidget | None, by: int) -> int:
    """Return the place that Tab (or backwards Shift+Tab) would reach next from a widget that is in none."""
    one = focused
    while one is not None:
        one = one.nextInFocusChain() if by > 0 else one.previousInFocusChain()
        if one is focused:
            break
        if (at := _held(places, one)) is not None:
            return at
    return 0 if by > 0 else len(places) - 1


def _holds(place: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and (place is focused or place.isAncestorOf(focused))
