"""Show one record whole beside a table: its name and statuses above, pages behind tabs, each made when first shown."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import PillLabel
from upr_desktop.ui.session import Session
from upr_desktop.ui.theme import FIELD_SPACE, TARGET
from upr_desktop.ui.widgets import Card, Notice, label


class Page(Protocol):
    """What a pane asks of each of its pages."""

    def show_row(self, row: Any) -> None:
        """Show a record, or none; what was typed for another one is saved first."""

    def leave(self) -> None:
        """Save what a field still holds."""

    def set_writable(self, writable: bool) -> None:
        """Take edits, or not."""


class TabbedPane(Card):
    """The card at the right. `closed` asks to hide it, `left` to go back to the table.

    `tabs` are the keys of the pages, whose titles are WORDS.tab.KEY; WORDS.form names the card, WORDS.form.nothing
    stands where no record is shown, WORDS.form.hide names the button that closes it.
    """

    closed = Signal()
    left = Signal()

    def __init__(self, look: Look, session: Session, words: str, tabs: Sequence[str], pills: int) -> None:
        super().__init__()
        self._look, self._session, self._prefix = look, session, words
        self._keys = tuple(tabs)
        self.row: Any = None
        self._is_writable = True
        self.number = QLabel()
        self.number.setProperty("role", "number")
        self.pills = [PillLabel(look) for _ in range(pills)]
        self.read_only = Notice(look)
        self.nothing = label(look, f"{words}.form.nothing", "soft")
        self._pages = QStackedWidget()
        self._made: dict[str, QWidget] = {}
        self.tabs: dict[str, QToolButton] = {}
        self._place()
        self._pages.currentChanged.connect(self.show_buttons)
        look.name(self, f"{words}.form")

    def make_page(self, key: str) -> QWidget:
        """Return a new page that does what Page says."""
        raise NotImplementedError

    def counts(self) -> Mapping[str, int]:
        """Return the numbers that stand beside the titles of tabs; none for 0."""
        return {}

    def say_head(self) -> None:
        """Show number and pills of the record."""
        raise NotImplementedError

    def show_buttons(self) -> None:
        """Show the buttons that go with the page that is shown."""

    def page(self, key: str) -> QWidget:
        """Return a page, made now if it never was shown."""
        if key not in self._made:
            made = self._made[key] = self.make_page(key)
            self._places[key].addWidget(made)
            _page(made).show_row(self.row)
            _page(made).set_writable(self._is_writable)
        return self._made[key]

    def show_row(self, row: Any) -> None:
        """Show a record, or none; what was typed for another one is saved first."""
        self.row = row
        for made in self._made.values():
            _page(made).show_row(row)
        self.say()

    def show_tab(self, key: str) -> None:
        """Show one of the pages."""
        self.leave()
        self.tabs[key].setChecked(True)
        self.page(key)
        self._pages.setCurrentIndex(self._keys.index(key))

    @property
    def tab(self) -> str:
        """Return the key of the page that is shown."""
        return self._keys[self._pages.currentIndex()]

    def leave(self) -> None:
        """Save what a field still holds."""
        for made in list(self._made.values()):
            _page(made).leave()

    def focus(self) -> None:
        """Put the cursor to the page that is shown."""
        self.tabs[self.tab].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def set_writable(self, writable: bool, reason: str) -> None:
        """Take edits, or none and say why."""
        self._is_writable = writable
        for made in self._made.values():
            _page(made).set_writable(writable)
        self.show_buttons()
        if writable:
            self.read_only.hide()
        else:
            self.read_only.say(reason, "accent")

    def say(self) -> None:
        """Say what stands around the pages in the window's language."""
        has_row = self.row is not None
        self.nothing.setVisible(not has_row)
        self._pages.setVisible(has_row)
        self._tab_holder.setVisible(has_row)
        self.say_head()
        counts = self.counts() if has_row else {}
        for key, tab in self.tabs.items():
            title = self._look.t(f"{self._prefix}.tab.{key}")
            tab.setText(f"{title} {self._look.language.number(counts[key])}" if counts.get(key) else title)
            tab.setAccessibleName(tab.text())
        self.show_buttons()

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(FIELD_SPACE)
        for part in (self.number, *self.pills):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self._close_button())
        self.box.addLayout(head)
        self.box.addWidget(self._tab_line())
        self.box.addWidget(self.read_only)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.box.addWidget(self.nothing, 1)
        self._places = {key: self._new_place() for key in self._keys}
        self.box.addWidget(self._pages, 1)

    def _new_place(self) -> QVBoxLayout:
        holder = QWidget()
        place = QVBoxLayout(holder)
        place.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(holder)
        return place

    def _tab_line(self) -> QWidget:
        self._tab_holder = QWidget()
        flow = FlowLayout(self._tab_holder, 0)
        group = QButtonGroup(self)
        for key in self._keys:
            tab = self.tabs[key] = QToolButton()
            tab.setProperty("role", "tab")
            tab.setCheckable(True)
            tab.clicked.connect(lambda _=False, key=key: self.show_tab(key))
            group.addButton(tab)
            flow.addWidget(tab)
        self.tabs[self._keys[0]].setChecked(True)
        return self._tab_holder

    def _close_button(self) -> QToolButton:
        made = QToolButton()
        made.setText("×")
        made.setProperty("role", "quiet")
        side = self._look.theme.px(TARGET)
        made.setMinimumSize(side, side)
        self._look.name(made, f"{self._prefix}.form.hide")
        self._look.text(made, made.setToolTip, f"{self._prefix}.form.hide")
        made.clicked.connect(self.closed)
        return made


def _page(widget: QWidget) -> Page:
    return widget  # type: ignore[return-value]  # a widget that does what Page says
