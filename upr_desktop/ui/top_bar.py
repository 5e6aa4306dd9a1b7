"""Show the bar above the screens: menus, undo and redo, the search field and the language switch."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QMenuBar, QSizePolicy, QToolButton, QWidget

from upr_desktop.ui.actions import MENUS, RECENT, Actions, Menu
from upr_desktop.ui.icons import SIDE, icon
from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import BLOCK_SPACE, FIELD_SPACE, GRID, TARGET
from upr_desktop.ui.widgets import LanguageSwitch

SEARCH_AFTER_MS = 60
SEARCH_WIDTH = 380


class SearchField(QLineEdit):
    """Find as you type: `asked` carries the text shortly after the last key, `left` comes with Esc or Enter."""

    asked = Signal(str)
    left = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setClearButtonEnabled(True)
        self.setMaximumWidth(look.theme.px(SEARCH_WIDTH))
        self.setMinimumWidth(look.theme.px(140))
        self.setMinimumHeight(look.theme.px(TARGET))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(SEARCH_AFTER_MS)
        self._wait.timeout.connect(lambda: self.asked.emit(self.text()))
        self.textChanged.connect(self._wait.start)
        self.returnPressed.connect(self.left)
        look.text(self, self.setPlaceholderText, "window.search")
        look.name(self, "window.search.name")
        look.text(self, lambda text: self.setToolTip(f"{text} (Ctrl+F)"), "window.search.name")
        look.theme.follow(self, self._draw)

    def show_text(self, text: str) -> None:
        """Show a text that is searched for already."""
        self.setText(text)
        self._wait.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _draw(self) -> None:
        self._glass.setIcon(icon("search", self._look.theme.colours.faint))


class TopBar(QWidget):
    """The bar above the screens; `recent_chosen` carries the path of a register opened before."""

    recent_chosen = Signal(object)

    def __init__(
        self, look: Look, actions: Actions, recent: Callable[[], list[Path]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._actions, self._recent = look, actions, recent
        self.menus = QMenuBar()
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        look.name(self.menus, "window.menus")
        self.search = SearchField(look)
        self.undo, self.redo = self._tool("undo"), self._tool("redo")
        self.languages = LanguageSwitch(look)
        row = QHBoxLayout(self)
        row.setContentsMargins(FIELD_SPACE, GRID, BLOCK_SPACE, GRID)
        row.setSpacing(GRID)
        row.addWidget(self.menus)
        row.addWidget(self.undo)
        row.addWidget(self.redo)
        row.addStretch(1)
        row.addWidget(self.search, 2)
        row.addSpacing(FIELD_SPACE)
        row.addWidget(self.languages)
        for menu in MENUS:
            self._fill(self.menus.addMenu(""), menu)
        self.menus.installEventFilter(self)
        self._fit_menus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_menus()
        return super().eventFilter(watched, event)

    def _fit_menus(self) -> None:
        """Give the menus the width that their titles take, no more: the search field has the rest."""
        self.menus.setMinimumWidth(0)
        self.menus.adjustSize()

    def _tool(self, key: str) -> QToolButton:
        made = QToolButton()
        made.setDefaultAction(self._actions[key])
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        made.setIconSize(QSize(SIDE, SIDE))
        made.setProperty("role", "icon")
        made.setFixedSize(self._look.theme.px(TARGET) + GRID, self._look.theme.px(TARGET))
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._look.theme.follow(
            made, lambda: self._actions[key].setIcon(icon(key, self._look.theme.colours.soft))
        )
        self._look.text(made, lambda text: made.setAccessibleName(text.replace("&", "")), f"window.do.{key}")
        return made

    def _fill(self, shown: QMenu, menu: Menu) -> None:
        self._look.text(shown, shown.setTitle, menu.title)
        if menu.title.endswith(RECENT):
            shown.aboutToShow.connect(lambda: self._list_recent(shown))
            shown.menuAction().setEnabled(True)
        for item in menu.items:
            if isinstance(item, Menu):
                self._fill(shown.addMenu(""), item)
            elif item:
                shown.addAction(self._actions[item])
            else:
                shown.addSeparator()

    def _list_recent(self, shown: QMenu) -> None:
        shown.clear()
        for number, path in enumerate(self._recent(), 1):
            action = shown.addAction(f"&{number % 10} {path.name.replace('&', '&&')}   {path.parent}")
            action.triggered.connect(lambda _=False, path=path: self.recent_chosen.emit(path))
        if shown.isEmpty():
            shown.addAction(self._look.t("window.recent.none")).setEnabled(False)
