"""Show the frame of the window: the bar, the list of screens, the pages, one message, and the status line."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QMainWindow,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from upr_desktop.ui.colours import DARK, LIGHT
from upr_desktop.ui.settings import Settings

if TYPE_CHECKING:
    from upr_desktop.ui.actions import Actions
    from upr_desktop.ui.look import Look
    from upr_desktop.ui.pills import Tone
    from upr_desktop.ui.status import Status
    from upr_desktop.ui.top_bar import TopBar
    from upr_desktop.ui.widgets import Notice, SidebarList
    from upr_desktop.ui.work import Work

BLOCK_SPACE, FIELD_SPACE, GRID = 12, 8, 4
SIZE = (1280, 800)
LEAST = (720, 460)
TITLE_BAR = 40
SIDEBAR_FROM = 900


class Window(QMainWindow):
    """The frame of the program: it holds no register, and is painted at once, for it imports next to nothing.

    At first it is empty, in the colour of the theme; `furnish` puts in all that stands around the screens.
    `painted` comes once, after the first paint; `dropped` carries the paths of files dropped on it; `may_close` is
    asked when the window is to be closed and returns whether that is allowed now.
    """

    painted = Signal()
    dropped = Signal(object)
    actions_by_key: "Actions"
    bar: "TopBar"
    sidebar: "SidebarList"
    notice: "Notice"
    pages: QStackedWidget
    status: "Status"

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.may_close: Callable[[], bool] = lambda: True
        self._is_painted = self._is_furnished = self._has_screens = False
        self._message: tuple[Callable[[], str], Callable[[], str], Tone] | None = None
        self._act: Callable[[], object] | None = None
        self.setAcceptDrops(True)
        self.setMinimumSize(*LEAST)
        self.resize(SIZE[0], min(SIZE[1], self.screen().availableSize().height() - TITLE_BAR))
        if isinstance(geometry := settings.table("window").get("geometry"), str):
            self.restoreGeometry(QByteArray(base64.b64decode(geometry)))
        self.name(None)

    def furnish(self, look: "Look", work: "Work") -> None:
        """Put in what stands around the screens."""
        from upr_desktop.ui.actions import Actions
        from upr_desktop.ui.places import PLACES
        from upr_desktop.ui.status import Status
        from upr_desktop.ui.tab_order import reach_before, stops_in
        from upr_desktop.ui.top_bar import TopBar
        from upr_desktop.ui.widgets import Notice, Place, SidebarList

        self.actions_by_key = Actions(look, self)
        self.bar = TopBar(look, self.actions_by_key, self._settings.recent)
        self.sidebar = SidebarList(look, [Place(place.key, place.title) for place in PLACES])
        self.notice = Notice(look)
        self.pages = QStackedWidget()
        self.status = Status(look, work)
        self._lay_out()
        self._is_furnished = True
        self.notice.acted.connect(self._run_action)
        self.notice.closed.connect(lambda: self.untell())
        self.sidebar.model().dataChanged.connect(self._fit_sidebar)
        self.pages.currentChanged.connect(lambda: reach_before(self.bar.undo, stops_in(self.status)))
        look.language.follow(self, self._word)
        self._restore_split()

    # ── what it shows ───────────────────────────────────────────────────────────────────────────────────────────

    def name(self, path: Path | None, whose: str = "") -> None:
        """Name the window after the register that is open; `whose` says whose rows it holds, if not everybody's."""
        self.setWindowFilePath(str(path) if path else "")
        parts = (whose, path.name if path else "", "UPR Desktop")
        self.setWindowTitle(" — ".join(part for part in parts if part))

    def tell(
        self,
        text: Callable[[], str],
        tone: "Tone" = "accent",
        action: Callable[[], str] = str,
        act: Callable[[], object] | None = None,
    ) -> None:
        """Show a message below the pages, with one action at most; both are worded in the language of the time."""
        self._message, self._act = (text, action, tone), act
        self._word()

    def untell(self, tone: "Tone | None" = None) -> None:
        """Take the message away; with a tone, only one of that tone."""
        if tone is not None and (self._message is None or self._message[2] != tone):
            return
        self._message = None
        self.notice.hide()

    def show_sidebar(self, shown: bool) -> None:
        """Show the list of screens, which only a register has."""
        self._has_screens = shown
        self._fit_sidebar()

    # ── Qt ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_furnished:
            QPainter(self).fillRect(event.rect(), self._background())
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self._after_first_paint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has the keyboard, as Space does, and F6 lead into the screen from outside."""
        focus = self.focusWidget()
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain
        if is_enter and isinstance(focus, QPushButton | QToolButton):
            focus.click()
        elif event.key() == Qt.Key.Key_F6 and self._is_furnished:
            self._come_in()
        else:
            super().keyPressEvent(event)

    def _come_in(self) -> None:
        from upr_desktop.ui.screens.focus_round import come_in

        if (page := self.pages.currentWidget()) is not None:
            come_in(page, self.focusWidget())

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self.may_close())
        if event.isAccepted() and self._is_furnished:
            self._settings.write(
                "window", {"geometry": _text(self.saveGeometry()), "split": self.split.sizes()}
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_sidebar()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files dropped anywhere, before a text field under the pointer takes their names."""
        kinds = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)
        if event.type() not in kinds or not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if not paths:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            QTimer.singleShot(0, lambda: self.dropped.emit(paths))
        return True

    # ── inside ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _lay_out(self) -> None:
        self.side = QWidget()
        beside = QVBoxLayout(self.side)
        beside.setContentsMargins(BLOCK_SPACE, GRID, 0, BLOCK_SPACE)
        beside.addWidget(self.sidebar)
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(BLOCK_SPACE, GRID, BLOCK_SPACE, 0)
        column.setSpacing(FIELD_SPACE)
        column.addWidget(self.pages, 1)
        column.addWidget(self.notice)  # below, so that nothing moves under one's eyes
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self.side)
        self.split.addWidget(main)
        self.split.setStretchFactor(1, 1)
        self.split.setChildrenCollapsible(False)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for part, stretch in ((self.bar, 0), (self.split, 1), (self.status, 0)):
            rows.addWidget(part, stretch)
        self.setCentralWidget(whole)

    def _restore_split(self) -> None:
        width = self.sidebar.sizeHint().width() + BLOCK_SPACE
        match self._settings.table("window").get("split"):
            case [int(side), int(rest)] if side > 0:
                self.split.setSizes([side, rest])
            case _:
                self.split.setSizes([width, SIZE[0] - width])
        self._fit_sidebar()

    def _background(self) -> QColor:
        """Return the colour of the empty frame: that of the theme which is about to be put on."""
        theme = self._settings.text("theme", "system")
        is_dark = theme == "dark" or (theme != "light" and _system_is_dark())
        return QColor((DARK if is_dark else LIGHT).bg)

    def _fit_sidebar(self) -> None:
        if not self._is_furnished:
            return
        self.side.setMinimumWidth(self.sidebar.sizeHint().width() + BLOCK_SPACE)
        self.side.setVisible(self._has_screens and self.width() >= SIDEBAR_FROM)

    def _word(self) -> None:
        if self._message is not None:
            text, action, tone = self._message
            self.notice.say(text(), tone, action())

    def _run_action(self) -> None:
        act = self._act
        self.untell()
        if act is not None:
            act()

    def _after_first_paint(self) -> None:
        self.windowHandle().installEventFilter(self)
        self.painted.emit()


def _text(data: QByteArray) -> str:
    return base64.b64encode(data.data()).decode("ascii")


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
