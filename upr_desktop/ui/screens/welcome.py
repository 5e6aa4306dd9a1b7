"""Greet who has no register open: start one from the published list or empty, open one, or try the sample."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from upr_desktop.register.reference import NONE, reference_names
from upr_desktop.ui.icons import program_icon
from upr_desktop.ui.inputs import ChoiceBox
from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import BLOCK_SPACE, CARD_SPACE, GRID
from upr_desktop.ui.widgets import Card, button, label

ICON_SIDE = 48


class Welcome(QScrollArea):
    """The page without a register; what is asked for comes as a signal.

    `list_asked` and `empty_asked` carry the name of the reference set, `list_asked` also whether a person chose it,
    `recent_chosen` a path. `left` comes with Esc.
    """

    list_asked = Signal(str, bool)
    empty_asked = Signal(str)
    open_asked = Signal()
    fill_asked = Signal()
    sample_asked = Signal()
    recent_chosen = Signal(object)
    left = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.reference = ChoiceBox()
        self.is_chosen = False
        self.reference.activated.connect(self._choose_reference)
        self.recent = QListWidget()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(BLOCK_SPACE, CARD_SPACE, BLOCK_SPACE, CARD_SPACE)
        column.setSpacing(CARD_SPACE)
        column.addStretch(1)
        column.addLayout(self._heading())
        column.addLayout(self._cards())
        column.addWidget(self._hint())
        column.addStretch(2)
        self.setWidget(page)
        look.name(self, "window.welcome.name")
        look.language.follow(self, self._list_references)

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List the registers that were opened before, newest first."""
        self.recent.clear()
        for path in paths:
            item = QListWidgetItem(f"{path.stem}\n{_home(path.parent)}")
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{path.stem}, {path.parent}")
            item.setToolTip(str(path))
            item.setSizeHint(QSize(0, self._look.theme.px(46)))
            self.recent.addItem(item)
        self.recent.setVisible(bool(paths))
        self._no_recent.setVisible(not paths)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _heading(self) -> QHBoxLayout:
        picture = QLabel()
        picture.setPixmap(program_icon().pixmap(QSize(ICON_SIDE, ICON_SIDE), self.devicePixelRatioF()))
        texts = QVBoxLayout()
        texts.setSpacing(GRID)
        texts.addWidget(label(self._look, "window.welcome.title", "title"))
        texts.addWidget(label(self._look, "window.welcome.text", "soft"))
        row = QHBoxLayout()
        row.setSpacing(CARD_SPACE)
        row.addStretch(1)
        row.addWidget(picture)
        row.addLayout(texts, 8)
        row.addStretch(1)
        return row

    def _cards(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(CARD_SPACE)
        row.addStretch(1)
        row.addWidget(self._start_card(), 4)
        row.addWidget(self._open_card(), 4)
        row.addStretch(1)
        return row

    def _start_card(self) -> Card:
        look, card = self._look, Card()
        self.from_list = button(look, "window.welcome.from_list", "primary")
        self.empty = button(look, "window.welcome.empty")
        caption = label(look, "window.welcome.reference", "caption")
        caption.setBuddy(self.reference)
        look.name(self.reference, "window.welcome.reference")
        self.from_list.clicked.connect(
            lambda: self.list_asked.emit(self.reference.currentData(), self.is_chosen)
        )
        self.empty.clicked.connect(lambda: self.empty_asked.emit(self.reference.currentData()))
        card.box.addWidget(label(look, "window.welcome.new", "heading"))
        card.box.addWidget(label(look, "window.welcome.new_text", "soft"))
        card.box.addSpacing(GRID)
        card.box.addWidget(caption)
        card.box.addWidget(self.reference)
        card.box.addWidget(label(look, "window.welcome.other_state", "soft"))
        card.box.addSpacing(GRID)
        for widget in (self.from_list, self.empty):
            card.box.addWidget(widget)
        card.box.addStretch(1)
        card.setMinimumWidth(look.theme.px(280))
        return card

    def _open_card(self) -> Card:
        look, card = self._look, Card()
        self.open_button = button(look, "window.welcome.open")
        self.sample = button(look, "window.welcome.sample")
        self.fill_button = button(look, "own.fill")
        self.open_button.clicked.connect(self.open_asked)
        self.fill_button.clicked.connect(self.fill_asked)
        self.sample.clicked.connect(self.sample_asked)
        self._no_recent = label(look, "window.recent.none", "soft")
        self.recent.setProperty("role", "recent")
        self.recent.setFrameShape(QFrame.Shape.NoFrame)
        self.recent.setMinimumHeight(look.theme.px(140))
        look.name(self.recent, "window.menu.recent_plain")
        self.recent.itemActivated.connect(self._choose_recent)
        self.recent.itemClicked.connect(self._choose_recent)
        card.box.addWidget(label(look, "window.welcome.go_on", "heading"))
        card.box.addWidget(self.recent, 1)
        card.box.addWidget(self._no_recent)
        card.box.addStretch(0)
        for widget in (self.fill_button, self.open_button, self.sample):
            card.box.addWidget(widget)
        card.setMinimumWidth(look.theme.px(280))
        return card

    def _hint(self) -> QLabel:
        hint = label(self._look, "window.welcome.drop", "caption")
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return hint

    def _choose_recent(self, item: QListWidgetItem) -> None:
        self.recent_chosen.emit(Path(item.data(Qt.ItemDataRole.UserRole)))

    def _choose_reference(self) -> None:
        self.is_chosen = True

    def _list_references(self) -> None:
        chosen = max(0, self.reference.currentIndex())
        self.reference.clear()
        for name in (*reference_names(), NONE):
            self.reference.addItem(self._look.t(f"reference_set.{name}"), name)
        self.reference.setCurrentIndex(chosen)


def _home(folder: Path) -> str:
    """Return a folder as a person knows it: from the own folder on."""
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except ValueError:
        return str(folder)
