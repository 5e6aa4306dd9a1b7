"""Let one record stand whole beside a list, and panels take its place for a while; each made when it is needed."""

from typing import Any, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.beside_list import BesideList
from upr_desktop.ui.screens.record_list import RecordList
from upr_desktop.ui.screens.screen import Screen
from upr_desktop.ui.session import Session


class Pane(Protocol):
    """What shows one record whole, at the right; `closed` asks to hide it, `left` to go back to the table."""

    closed: SignalInstance
    left: SignalInstance

    def show_row(self, row: Any) -> None:
        """Show a record, or none; what was typed for another one is saved first."""

    def leave(self) -> None:
        """Save what a field still holds."""

    def focus(self) -> None:
        """Put the cursor into the page that is shown."""

    def set_writable(self, writable: bool, reason: str) -> None:
        """Take edits, or none and say why."""


class SideScreen(Screen):
    """A screen with a list and, beside it, a pane that is made once the rows are painted, or when it is needed."""

    list: RecordList
    beside: BesideList

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__(look, session)
        self._pane_widget: QWidget | None = None

    def show_cursor(self) -> None:
        """Show the record that the cursor is on."""
        raise NotImplementedError

    def make_side(self) -> None:
        """Make the pane and its panels and give them to `take_side`."""

    def take_side(self, pane: QWidget, *panels: QWidget) -> None:
        """Put the pane, and the panels that may take its place, beside the list."""
        self._pane_widget = pane
        self.beside.take(pane, panels)
        self.shown_pane.closed.connect(self.hide_form)
        self.shown_pane.left.connect(self.list.table.setFocus)
        self.show_cursor()
        self.say_writable()

    def complete(self) -> None:
        """Make the pane, unless it is there."""
        if self._pane_widget is None:
            self.make_side()

    @property
    def has_pane(self) -> bool:
        """Return whether the pane is there already."""
        return self._pane_widget is not None

    @property
    def shown_pane(self) -> Pane:
        """Return what shows one record whole."""
        self.complete()
        return self._pane_widget  # type: ignore[return-value]  # a widget that does what Pane says

    def hide_form(self) -> None:
        """Give the whole width to the list."""
        self.leave()
        self.beside.hide_side()
        self.list.table.setFocus()

    def show_panel(self, panel: QWidget) -> None:
        """Show a panel in the place of the pane."""
        self.complete()
        self.leave()
        self.beside.show_panel(panel)

    def close_panel(self) -> None:
        """Go back to the pane."""
        if self.beside.close_panel():
            self.list.table.setFocus()

    def say_writable(self) -> None:
        """Let the pane take edits, or say why not."""
        if self.has_pane:
            reason = self.look.t(f"recommendations.read_only.{self.session.closed_by}")
            self.shown_pane.set_writable(self.session.is_writable, reason)
