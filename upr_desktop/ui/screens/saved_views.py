"""Offer the views that people saved of a screen: choose, save, rename, put away; and ask for a name in place."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QWidget

from upr_desktop.jobs.edit_views import View
from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import BLOCK_SPACE, FIELD_SPACE, GRID
from upr_desktop.ui.widgets import button

WORDS = "recommendations.views."


class ViewButton(QToolButton):
    """Shows the view in use and opens the menu of all.

    `chosen` carries a view's id, empty for all recommendations; the others say what is asked of the view in use.
    """

    chosen = Signal(str)
    save_asked = Signal()
    change_asked = Signal()
    rename_asked = Signal()
    remove_asked = Signal()

    def __init__(self, look: Look, column_menu: Callable[[], QMenu], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._column_menu = look, column_menu
        self._views: Sequence[View] = ()
        self._current = ""
        self._is_changed = False
        self.setProperty("role", "quiet")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.view_menu = QMenu(self)
        self.view_menu.aboutToShow.connect(self._fill)
        self.setMenu(self.view_menu)
        self.writable = True
        look.name(self, WORDS + "name")
        look.language.follow(self, self._say)

    def show_views(self, views: Sequence[View], current: str) -> None:
        """Offer these views; `current` is the id of the one in use, or empty."""
        self._views, self._current = views, current
        self._say()

    def mark_changed(self, changed: bool) -> None:
        """Say that filters or search are no longer those of the view in use, or that they are."""
        self._is_changed = changed
        self._say()

    @property
    def current(self) -> View | None:
        """Return the view in use, or None."""
        return next((view for view in self._views if view.id == self._current), None)

    def _say(self) -> None:
        if self.current is None:
            self.setText(self._look.t(WORDS + "none") + "  ▾")
            self.setToolTip(self._look.t(WORDS + "name"))
            return
        name = self.current.name
        shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, self._look.theme.px(200))
        key = "button_changed" if self._is_changed else "button"
        self.setText(self._look.t(WORDS + key, name=shown.replace("&", "&&")) + "  ▾")
        self.setToolTip(name)

    def _fill(self) -> None:
        menu = self.view_menu
        menu.clear()
        group = QActionGroup(menu)
        for id, name in (("", self._look.t(WORDS + "all")), *((view.id, view.name) for view in self._views)):
            action = QAction(name.replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(id == self._current)
            action.triggered.connect(lambda _=False, id=id: self.chosen.emit(id))
            group.addAction(action)
            menu.addAction(action)
        menu.addSeparator()
        self._offer("save", self.save_asked.emit)
        if self.current:
            self._offer("change", self.change_asked.emit)
            self._offer("rename", self.rename_asked.emit)
            self._offer("remove", self.remove_asked.emit)
        menu.addSeparator()
        columns = self._column_menu()
        columns.setTitle(self._look.t(WORDS + "columns"))
        menu.addMenu(columns)

    def _offer(self, key: str, run: Callable[[], object]) -> None:
        name = self.current.name.replace("&", "&&") if self.current else ""
        action = QAction(self._look.t(WORDS + key, name=name), self.view_menu)
        action.setEnabled(self.writable)
        action.triggered.connect(lambda: run())
        self.view_menu.addAction(action)


class NameLine(QFrame):
    """Asks for a name in place: Enter takes it, Esc does not. `named` carries it, without spaces around it."""

    named = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("role", "notice")
        self.caption = QLabel()
        self.line = QLineEdit()
        self.line.setMaxLength(80)
        self.save_button = button(look, WORDS + "take_name", "primary")
        self.cancel_button = button(look, "recommendations.bulk.cancel", "quiet")
        box = QHBoxLayout(self)
        box.setContentsMargins(BLOCK_SPACE, GRID, GRID, GRID)
        box.setSpacing(FIELD_SPACE)
        box.addWidget(self.caption)
        box.addWidget(self.line, 1)
        box.addWidget(self.save_button)
        box.addWidget(self.cancel_button)
        self.caption.setBuddy(self.line)
        self.line.returnPressed.connect(self._take)
        self.save_button.clicked.connect(self._take)
        self.cancel_button.clicked.connect(self.hide)
        look.text(self.caption, self.caption.setText, WORDS + "name_asked")
        look.name(self.line, WORDS + "name_asked")
        self.hide()

    def ask(self, name: str = "") -> None:
        """Show the line with a name to begin with."""
        self.line.setText(name)
        self.line.selectAll()
        self.show()
        self.line.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        name = self.line.text().strip()
        if name:
            self.hide()
            self.named.emit(name)
