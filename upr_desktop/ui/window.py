"""Show the frame of the window: the bar, the list of screens, the pages, one message, and the status line."""

import base64
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDropEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from upr_desktop.ui.actions import Actions
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Tone
from upr_desktop.ui.places import PLACES
from upr_desktop.ui.settings import Settings
from upr_desktop.ui.status import Status
from upr_desktop.ui.theme import BLOCK_SPACE, FIELD_SPACE, GRID
from upr_desktop.ui.top_bar import TopBar
from upr_desktop.ui.widgets import Notice, Place, SidebarList
from upr_desktop.ui.work import Work

SIZE = (1280, 800)
LEAST = (720, 460)
SIDEBAR_FROM = 900


class Window(QMainWindow):
    """The frame. It holds no register and imports nothing of one, so that it is painted at once.

    `painted` comes once, after the first paint; `dropped` carries the paths of files dropped on it; `may_close` is
    asked when the window is to be closed and returns whether that is allowed now.
    """

    painted = Signal()
    dropped = Signal(object)

    def __init__(self, look: Look, settings: Settings, work: Work) -> None:
        super().__init__()
        self._look, self._settings = look, settings
        self.may_close: Callable[[], bool] = lambda: True
        self._is_painted = False
        self._message: tuple[Callable[[], str], Callable[[], str], Tone] | None = None
        self._act: Callable[[], object] | None = None
        self.actions_by_key = Actions(look, self)
        self.bar = TopBar(look, self.actions_by_key, settings.recent)
        self.sidebar = SidebarList(look, [Place(place.key, place.title) for place in PLACES])
        self.notice = Notice(look)
        self.pages = QStackedWidget()
        self.status = Status(look, work)
        self._lay_out()
        self.notice.acted.connect(self._run_action)
        self.notice.closed.connect(self.untell)
        self.setAcceptDrops(True)
        self.name(None)
        look.language.follow(self, self._word)
        self._restore()

    # ── what it shows ───────────────────────────────────────────────────────────────────────────────────────────

    def name(self, path: Path | None) -> None:
        """Name the window after the register that is open."""
        self.setWindowFilePath(str(path) if path else "")
        self.setWindowTitle(f"{path.name} — UPR Desktop" if path else "UPR Desktop")

    def tell(
        self,
        text: Callable[[], str],
        tone: Tone = "accent",
        action: Callable[[], str] = str,
        act: Callable[[], object] | None = None,
    ) -> None:
        """Show a message above the pages, with one action at most; both are worded in the language of the time."""
        self._message, self._act = (text, action, tone), act
        self._word()

    def untell(self) -> None:
        """Take the message away."""
        self._message = None
        self.notice.hide()

    def show_sidebar(self, shown: bool) -> None:
        """Show the list of screens, which only a register has."""
        self._has_screens = shown
        self._fit_sidebar()

    # ── Qt ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self._after_first_paint)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self.may_close())
        if event.isAccepted():
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
        self._has_screens = False
        self.side = QWidget()
        beside = QVBoxLayout(self.side)
        beside.setContentsMargins(BLOCK_SPACE, GRID, 0, BLOCK_SPACE)
        beside.addWidget(self.sidebar)
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(BLOCK_SPACE, 0, BLOCK_SPACE, 0)
        column.setSpacing(FIELD_SPACE)
        column.addWidget(self.notice)
        column.addWidget(self.pages, 1)
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
        self.setMinimumSize(*LEAST)

    def _restore(self) -> None:
        kept = self._settings.table("window")
        self.resize(*SIZE)
        if isinstance(geometry := kept.get("geometry"), str):
            self.restoreGeometry(QByteArray(base64.b64decode(geometry)))
        width = self.sidebar.sizeHint().width() + BLOCK_SPACE
        match kept.get("split"):
            case [int(side), int(rest)] if side > 0:
                self.split.setSizes([side, rest])
            case _:
                self.split.setSizes([width, SIZE[0] - width])
        self._fit_sidebar()

    def _fit_sidebar(self) -> None:
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
