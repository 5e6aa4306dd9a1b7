"""Show one screen of the open register at a time; each is made when it is first asked for."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QListWidgetItem, QStackedWidget, QWidget

from upr_desktop.exchange.pause import collection_paused
from upr_desktop.register.apply import Applied
from upr_desktop.register.connection import Connection
from upr_desktop.register.queries import count
from upr_desktop.ui.look import Look
from upr_desktop.ui.places import OWN_PLACES, PLACES, ScreenPlace
from upr_desktop.ui.screens.screen import Screen
from upr_desktop.ui.session import Session
from upr_desktop.ui.table import Table
from upr_desktop.ui.widgets import SidebarList
from upr_desktop.ui.work import Work

LAST_SCREEN = "screen"


@runtime_checkable
class Searched(Protocol):
    """A page that takes what is typed in the search field."""

    def search(self, text: str) -> None:
        """Show only what holds the text."""


class Screens(QObject):
    """The screens of one register in the window's pages, beside pages that cover them for a while.

    `turned` carries the key of the screen that is shown, or "" while a page covers them; `made` key and screen of a
    new one, `counted` the number beside one. Each screen keeps its own search: `searched` carries the text of the one
    that is shown now, `text` is what stands in the search field.
    """

    turned = Signal(str)
    made = Signal(str, object)
    counted = Signal(str, int)
    searched = Signal(str)

    def __init__(
        self, look: Look, session: Session, work: Work, pages: QStackedWidget, sidebar: SidebarList
    ) -> None:
        super().__init__(pages)
        self._look, self.session, self._work = look, session, work
        self._pages, self._sidebar = pages, sidebar
        self.places = OWN_PLACES if session.keeper else PLACES
        sidebar.show_only([place.key for place in self.places])
        self._made: dict[str, Screen] = {}
        self._searched: dict[str, str] = {}
        self.key = ""
        self._covers: dict[QWidget, str] = {}  # the key of the screen that each belongs to, if it does
        self.text: Callable[[], str] = str
        session.changed.connect(self._recount)
        sidebar.chosen.connect(self.show)
        sidebar.itemClicked.connect(self._show_clicked)
        self.turned.connect(sidebar.mark)

    @property
    def current(self) -> Screen | None:
        """Return the screen that is shown; None while a page covers the screens."""
        return None if self._covers else self._made.get(self.key)

    def shown_period(self, key: str) -> str:
        """Return the code of the period that a screen shows; nothing where it shows none, or is not made yet."""
        made = self._made.get(key)
        return made.shown_period if made else ""

    def show_last(self) -> None:
        """Show the screen that was shown last, with the numbers of all in the sidebar."""
        last = self.session.settings.text(LAST_SCREEN)
        keys = [place.key for place in self.places]
        self.show(last if last in keys else keys[0])
        QTimer.singleShot(0, self, self._count)

    def screen(self, key: str) -> Screen:
        """Go to a screen and return it."""
        self.show(key)
        return self._made[key]

    def show(self, key: str) -> None:
        """Go to a screen; the field that is being edited in another one is saved first."""
        if (key == self.key and not self._covers) or key not in {place.key for place in self.places}:
            return
        self.search(self.text())
        self.leave()
        for cover in self._covers:
            self._pages.removeWidget(cover)
        self._covers.clear()
        self.key = key
        with collection_paused():  # else all that was made before is looked through, once or twice
            screen = self._made.get(key) or self._make(key)
            self._pages.setCurrentWidget(screen)
        self._sidebar.choose(key)
        self.session.settings.write(LAST_SCREEN, key)
        self.searched.emit(self._searched.get(key, ""))
        self.turned.emit(key)

    def cover(self, page: QWidget, key: str = "") -> None:
        """Show a page in place of the screens: a preview, for example; of the screen of a key, which is marked then."""
        self.search(self.text())
        self.leave()
        if page not in self._covers:
            self._covers[page] = key
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self.searched.emit("")
        self.search("")
        self.turned.emit("")
        self._mark_cover()

    def covers(self, page: QWidget) -> bool:
        """Return whether a page stands in place of the screens."""
        return page in self._covers

    def uncover(self, page: QWidget) -> None:
        """Take a page away again; what was shown before is there as it was."""
        if page in self._covers:
            del self._covers[page]
            self._pages.removeWidget(page)
        below = self._top or self._made.get(self.key)
        if below is not None:
            self._pages.setCurrentWidget(below)
        self.searched.emit("" if self._covers else self._searched.get(self.key, ""))
        self.turned.emit("" if self._covers else self.key)
        self._mark_cover()

    def search(self, text: str) -> None:
        """Pass what is typed in the search field to the page or the screen that is shown, to each once."""
        if isinstance(page := self._top, Searched):
            page.search(text)
        if self.current is not None and self._searched.get(self.key, "") != text:
            self._searched[self.key] = text
            self.current.search(text)

    def leave(self) -> None:
        """Save what a field of the shown screen still holds."""
        if self.current is not None:
            self.current.leave()

    def take_focus(self) -> None:
        """Put the keyboard into the table of the screen that is shown."""
        shown = self._top or self.current
        if shown is not None:
            tables = [table for table in shown.findChildren(Table) if table.isVisible()]
            widest = max(tables, key=lambda table: table.width() * table.height(), default=shown)
            widest.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_compact(self, compact: bool) -> None:
        """Show the rows of every table with one line of text, or with two."""
        for screen in self._made.values():
            _compact(screen, compact)

    def close(self) -> None:
        """Take every screen and page of this register out of the window; pages stay whose they are."""
        self._sidebar.chosen.disconnect(self.show)
        self._sidebar.itemClicked.disconnect(self._show_clicked)
        for cover in self._covers:
            self._pages.removeWidget(cover)
        for screen in self._made.values():
            self._pages.removeWidget(screen)
            screen.deleteLater()
        self._made.clear()
        self._covers.clear()
        self.deleteLater()

    @property
    def _top(self) -> QWidget | None:
        """Return the page that covers the screens; None where they are shown."""
        return next(reversed(self._covers), None)

    def _mark_cover(self) -> None:
        """Mark the screen that the page which covers the screens belongs to, if it belongs to one."""
        if self._top is not None and (key := self._covers[self._top]):
            self._sidebar.tint(key)

    def _make(self, key: str) -> Screen:
        place = next(place for place in PLACES if place.key == key)
        screen = self._made[key] = place.make(self._look, self.session, self._work)
        if self.session.settings.flag("compact"):
            _compact(screen, True)
        self._pages.addWidget(screen)
        self.made.emit(key, screen)
        return screen

    def _show_clicked(self, item: QListWidgetItem) -> None:
        self.show(item.data(Qt.ItemDataRole.UserRole))

    def _recount(self, applied: Applied) -> None:
        if applied.kinds & {kind for place in self.places for kind in (place.counts, *place.heeds)}:
            self._count()

    def _count(self) -> None:
        counted = [place for place in self.places if place.counts]
        numbers = self.session.read(lambda connection: [_number(connection, place) for place in counted])
        for place, number in zip(counted, numbers, strict=True):
            self._sidebar.set_count(place.key, number)
            self.counted.emit(place.key, number)


def _number(connection: Connection, place: ScreenPlace) -> int:
    return place.number(connection) if place.number else count(connection, place.counts)


def _compact(screen: QWidget, compact: bool) -> None:
    for table in screen.findChildren(Table):
        table.set_compact(compact)
