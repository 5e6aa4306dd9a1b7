"""Put small widgets of the screens together: columns, lines, scrolling areas, texts to read."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSplitter, QVBoxLayout, QWidget

from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import BLOCK_SPACE, FIELD_SPACE, GRID, TARGET
from upr_desktop.ui.widgets import Card, EmptyState

COUNT_ROOM = 118


def column(*widgets: QWidget) -> QWidget:
    """Return widgets one below the other in a widget of their own."""
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(FIELD_SPACE)
    for widget in widgets:
        box.addWidget(widget)
    return holder


def line(*widgets: QWidget) -> QWidget:
    """Return widgets side by side, at the left, in a widget of their own."""
    holder = QWidget()
    box = QHBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(FIELD_SPACE)
    for widget in widgets:
        box.addWidget(widget)
    box.addStretch(1)
    return holder


def spread(left: QWidget, right: QWidget) -> QWidget:
    """Return two widgets in one line, one at each end, in a widget of their own."""
    holder = QWidget()
    box = QHBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(left)
    box.addStretch(1)
    box.addWidget(right)
    return holder


def footer(look: Look, count: QLabel, *widgets: QWidget) -> QWidget:
    """Return the line below a table: a count at the left, what may be done with the rows at the right."""
    count.setWordWrap(True)
    count.setMinimumWidth(look.theme.px(COUNT_ROOM))
    holder = QWidget()
    box = QHBoxLayout(holder)
    box.setContentsMargins(BLOCK_SPACE, 2, FIELD_SPACE, 2)
    box.addWidget(count, 1)
    for widget in widgets:
        box.addWidget(widget)
    holder.setMinimumHeight(look.theme.px(TARGET) + 2 * GRID)
    return holder


def hairline() -> QFrame:
    """Return a thin line between what scrolls and what stays."""
    made = QFrame()
    made.setProperty("role", "hairline")
    return made


def scrolling(inner: QWidget) -> QScrollArea:
    """Return a widget that scrolls downwards only, without a frame."""
    inner.setProperty("role", "form")
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def plain_label(text: str = "", role: str = "") -> QLabel:
    """Return a text that wraps and can be marked, shown as it stands."""
    made = QLabel(text)
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        made.setProperty("role", role)
    return made


def nothing_found(look: Look) -> EmptyState:
    """Return what is shown where a search alone keeps every row away; it offers to clear the search."""
    return EmptyState(look, "search.nothing.title", "search.nothing.text", "search.nothing.clear")


def list_card(look: Look, pages: QWidget, count: QLabel) -> Card:
    """Return the card that holds a list (or its empty state) with its count below."""
    card = Card()
    card.box.setContentsMargins(1, 1, 1, 1)
    card.box.setSpacing(0)
    card.box.addWidget(pages, 1)
    card.box.addWidget(footer(look, count))
    return card


def beside(look: Look, parts: Sequence[QWidget], least: int, sizes: Sequence[int]) -> QSplitter:
    """Return the parts side by side, none narrower than `least` pixels at 13 px text."""
    split = QSplitter(Qt.Orientation.Horizontal)
    split.setChildrenCollapsible(False)
    split.setHandleWidth(BLOCK_SPACE)
    for part in parts:
        part.setMinimumWidth(look.theme.px(least))
        split.addWidget(part)
    split.setSizes(list(sizes))
    return split
