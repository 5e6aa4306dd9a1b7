"""The small parts that screens are put together from: cards, empty states, notices, the status line, the sidebar."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from upr_desktop.ui.buttons import PlainButton
from upr_desktop.ui.language import FULL_NAMES, NAMES
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Tone
from upr_desktop.ui.theme import BLOCK_SPACE, CARD_SPACE, FIELD_SPACE, GRID, TARGET
from upr_desktop.words import LANGUAGES

GLYPHS = {"ok": "✓", "warn": "!", "bad": "!", "accent": "i", "idle": "i", "new": "i"}
EMPTY_WIDTH, NARROWEST = 440, 180
UNDO_SHOWN_MS = 12_000


class Card(QFrame):
    """A white panel with a hairline round it; put things into `box`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(*[CARD_SPACE] * 4)
        self.box.setSpacing(FIELD_SPACE)


def button(look: Look, key: str, role: str = "", shortcut: str = "") -> QPushButton:
    """Return a button worded by a key, its shortcut in the tooltip; role is primary, quiet, link or none."""
    made = QPushButton()
    made.setMinimumHeight(look.theme.px(TARGET))
    if role:
        made.setProperty("role", role)
    look.text(made, made.setText, key)
    if shortcut:
        keys = QKeySequence(shortcut)
        shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
        look.language.follow(made, lambda: made.setToolTip(f"{look.t(key).replace('&', '')} ({shown})"))
        look.language.follow(made, lambda: made.setShortcut(keys))  # Qt takes it away with each new text
    return made


def label(look: Look, key: str, role: str = "") -> QLabel:
    """Return a text worded by a key; role is caption, soft, reading, heading, title, number or none."""
    made = QLabel()
    made.setWordWrap(True)
    if role:
        made.setProperty("role", role)
    look.text(made, made.setText, key)
    return made


def take_height(text: QLabel) -> None:
    """Give a wrapped text all its lines: a layout asks only for those of the width it would like to have."""
    text.ensurePolished()
    text.setFixedHeight(text.heightForWidth(text.minimumWidth()))


class EmptyState(QWidget):
    """Says what belongs here and offers what fills it; `acted` or `acted_otherwise` when an offer is taken."""

    acted = Signal()
    acted_otherwise = Signal()

    def __init__(
        self,
        look: Look,
        title: str,
        text: str,
        action: str | None = None,
        parent: QWidget | None = None,
        *,
        other: str | None = None,
    ) -> None:
        """Take the keys of title, text, action and another action."""
        super().__init__(parent)
        self.button = button(look, action, "primary") if action else None
        self.other_button = button(look, other) if other else None
        heading, body = label(look, title, "heading"), label(look, text, "soft")
        self._heading = heading
        layout = QVBoxLayout(self)
        layout.setSpacing(FIELD_SPACE)
        layout.addStretch(2)
        self._look, self._texts = look, (heading, body)
        for part in self._texts:
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        if self.button is not None:
            self.button.clicked.connect(self.acted)
            layout.addSpacing(FIELD_SPACE)
            layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        if self.other_button is not None:
            self.other_button.clicked.connect(self.acted_otherwise)
            layout.addWidget(self.other_button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        look.language.follow(self, self._take_room)

    def focus(self) -> None:
        """Put the keyboard on what is offered."""
        if self.button is not None:
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_room()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.theme.px(NARROWEST), super().minimumSizeHint().height())

    def _take_room(self) -> None:
        """Let the texts take the width there is, as far as a line is read with ease."""
        room = self.contentsRect().width() - 2 * FIELD_SPACE
        for part in self._texts:
            part.setFixedWidth(max(1, min(room, self._look.theme.px(EMPTY_WIDTH))))
            take_height(part)

    def say_title(self, text: str) -> None:
        """Show another title, one that names what is missing."""
        self._heading.setText(text)
        take_height(self._heading)


class Notice(QFrame):
    """A message beside what it speaks of, with one action at most; `acted` and `closed` tell which was pressed."""

    acted = Signal()
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._glyph = QLabel()
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action = QPushButton()
        self.action.setProperty("role", "link")
        self.close_button = QToolButton()
        self.close_button.setText("×")
        self.close_button.setProperty("role", "quiet")
        self.close_button.setMinimumSize(look.theme.px(TARGET), look.theme.px(TARGET))
        look.name(self.close_button, "toolkit.notice.close")
        look.text(self.close_button, self.close_button.setToolTip, "toolkit.notice.close")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(BLOCK_SPACE, GRID, GRID, GRID)
        layout.addWidget(self._glyph)
        layout.addWidget(self.message, 1)
        layout.addWidget(self.action)
        layout.addWidget(self.close_button)
        self.action.clicked.connect(self.acted)
        self.close_button.clicked.connect(self._dismiss)
        self.hide()

    def say(self, message: str, tone: Tone = "accent", action: str = "") -> None:
        """Show a wording (and the wording of an action); it stays until closed or replaced."""
        self._glyph.setText(GLYPHS[tone])
        self.message.setText(message)
        self.message.setAccessibleName(message)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.setProperty("tone", tone)
        self.style().polish(self)
        self.show()

    def _dismiss(self) -> None:
        self.hide()
        self.closed.emit()


class Chip(PlainButton):
    """A small button that can be on, tinted then."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, "chip", parent)
        self.setAccessibleName(text)

    def set_active(self, active: bool) -> None:
        """Tint the chip, or not."""
        self.setProperty("active", active)
        self.style().polish(self)


class StatusLine(QWidget):
    """The quiet line below: what was just done with *Undo*, and what stands at the right; `undo_asked` on press."""

    undo_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = QLabel()
        self.message.setProperty("role", "soft")
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.undo_button = button(look, "toolkit.status.undo", "link")
        self.right = QLabel()
        self.right.setProperty("role", "soft")
        self._rest = ""
        self._said: Callable[[], str] | None = None
        self._look, self._undo_key = look, "toolkit.status.undo"
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.timeout.connect(self._show_rest)
        self.box = QHBoxLayout(self)
        self.box.setContentsMargins(BLOCK_SPACE, 0, BLOCK_SPACE, 0)
        self.box.setSpacing(BLOCK_SPACE)
        self.box.addWidget(self.message, 1)
        self.box.addWidget(self.undo_button)
        self.box.addWidget(self.right)
        self.setMinimumHeight(look.theme.px(TARGET) + GRID)
        self.undo_button.clicked.connect(self.undo_asked)
        self.undo_button.hide()
        look.language.follow(self, self._word_said)

    def rest(self, text: str) -> None:
        """Set what stands here when nothing was just done: `sample.upr · saved`."""
        self._rest = text
        if not self._back.isActive():
            self.message.setText(text)

    def say(self, said: Callable[[], str], undo: bool = False) -> None:
        """Show for a while what was just done, with *Undo* if it can be taken back; `said` words it in any language."""
        self._said = said
        self._word_said()
        self.name_undo("toolkit.status.undo")
        self.undo_button.setVisible(undo)
        self._back.start(UNDO_SHOWN_MS)

    def name_undo(self, key: str) -> None:
        """Say what the button does with what was just done: take it back, or do it again."""
        self._undo_key = key
        self._word_said()

    def settle(self) -> None:
        """Leave what is said as it stands: what it spoke of is gone, so it cannot be worded anew."""
        self._said = None

    def _word_said(self) -> None:
        name = self._look.t(self._undo_key)
        self.undo_button.setText(name)
        self.undo_button.setAccessibleName(name)
        if self._said is not None:
            text = self._said()
            self.message.setText(text)
            self.message.setToolTip(text)

    def _show_rest(self) -> None:
        self._said = None
        self.message.setText(self._rest)
        self.message.setToolTip(self._rest)
        self.undo_button.hide()


@dataclass(frozen=True, slots=True)
class Place:
    """A screen one can go to: its key and the key of its name."""

    key: str
    title: str


class SidebarList(QListWidget):
    """The screens, one below the other, with counts where something waits; `chosen` carries a place's key."""

    chosen = Signal(str)

    def __init__(self, look: Look, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._places = tuple(places)
        self._counts: dict[str, int] = {}
        self.setProperty("role", "sidebar")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformItemSizes(True)
        for place in places:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, place.key)
            item.setSizeHint(QSize(0, look.theme.px(36)))
            self.addItem(item)
        look.name(self, "toolkit.sidebar.name")
        look.language.follow(self, self._name_places)
        self.currentRowChanged.connect(
            lambda row: self.chosen.emit(self._places[row].key) if row >= 0 else None
        )

    def show_only(self, keys: Sequence[str]) -> None:
        """Show these places and no others."""
        for row, place in enumerate(self._places):
            self.setRowHidden(row, place.key not in keys)

    def choose(self, key: str) -> None:
        """Go to a place. Raises ValueError for an unknown key."""
        self.setCurrentRow([place.key for place in self._places].index(key))

    def mark(self, key: str) -> None:
        """Mark a place as the one that is shown, or none for "", without going there."""
        if key:
            self.choose(key)
        else:
            self.clearSelection()

    def tint(self, key: str) -> None:
        """Mark a place as the one that is worked at, without going there."""
        self.blockSignals(True)
        self.choose(key)
        self.blockSignals(False)

    def set_count(self, key: str, count: int) -> None:
        """Show how many things wait at a place; none for 0."""
        self._counts[key] = count
        self._name_places()

    def sizeHint(self) -> QSize:
        """Return the width that the longest name takes."""
        metrics = self.fontMetrics()
        texts = [self.item(row).text() for row in range(self.count())]
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        return QSize(widest + 40, self.count() * self._look.theme.px(36))

    def _name_places(self) -> None:
        for row, place in enumerate(self._places):
            title, count = self._look.t(place.title), self._counts.get(place.key, 0)
            text = f"{title}   {self._look.language.number(count)}" if count else title
            self.item(row).setText(text)
            self.item(row).setToolTip(text)
        self.updateGeometry()


class LanguageSwitch(QWidget):
    """Қаз Рус Eng: one press changes the language of the whole window."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        for code in LANGUAGES:
            one = self.buttons[code] = QToolButton()
            one.setProperty("role", "tab")
            one.setText(NAMES[code])
            one.setToolTip(FULL_NAMES[code])
            one.setAccessibleName(FULL_NAMES[code])
            one.setCheckable(True)
            one.clicked.connect(lambda _=False, code=code: look.language.use(code))
            group.addButton(one)
            layout.addWidget(one)
        look.language.follow(self, lambda: self.buttons[look.language.code].setChecked(True))
