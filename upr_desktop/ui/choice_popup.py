"""Choose several of many, or one: a list with a line to find in, below a button."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import GRID

CODE, COUNT = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
LINE_HEIGHT, BOX = 32, 16
FEW, MOST_LINES = 8, 12
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the list: its code, what it is called, how many rows it has if that is counted."""

    code: str
    label: str
    count: int | None = None


class ChoicePopup(QFrame):
    """The list; `chosen_changed` carries the codes at each tick, `closed` comes once it is left.

    Space ticks, Enter takes the choice and leaves, with a row that was found or gone to. Esc brings back the choice
    `before` the list was opened.
    """

    chosen_changed = Signal(object)
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._look = look
        self.before: tuple[str, ...] = ()
        self._is_single = self._is_ticked = self._is_aimed = False
        self.setProperty("role", "popup")
        self.find_line = QLineEdit(self)
        self.find_line.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self._painter = OptionPainter(look, self.list)
        self.list.setItemDelegate(self._painter)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clear_button = QPushButton(self)
        self.clear_button.setProperty("role", "link")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[2 * GRID] * 4)
        for widget in (self.find_line, self.list, self.clear_button):
            layout.addWidget(widget)
        look.text(self.find_line, self.find_line.setPlaceholderText, "toolkit.popup.find")
        look.name(self.find_line, "toolkit.popup.find")
        look.name(self.list, "toolkit.popup.list")
        look.text(self.clear_button, self.clear_button.setText, "toolkit.popup.clear")
        self.find_line.textChanged.connect(self._filter)
        self.find_line.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.itemClicked.connect(self._toggle)
        self.clear_button.clicked.connect(self._clear)

    def open_below(
        self, anchor: QWidget, options: Sequence[Option], chosen: Collection[str], *, single: bool = False
    ) -> None:
        """Show the options below a widget, the chosen ones ticked and first; `single` takes one and is left with it."""
        self.before, self._is_single = tuple(chosen), single
        self._painter.has_boxes = not single
        self.find_line.clear()
        self.list.clear()
        for option in sorted(options, key=lambda one: one.code not in chosen):
            item = QListWidgetItem(option.label)
            item.setData(CODE, option.code)
            item.setData(COUNT, "" if option.count is None else self._look.language.number(option.count))
            item.setCheckState(Qt.CheckState.Checked if option.code in chosen else Qt.CheckState.Unchecked)
            item.setToolTip(option.label)
            self.list.addItem(item)
        self.find_line.setVisible(len(options) > FEW)
        self._take_room(anchor)
        self.show()
        if self.list.count():
            self.list.setCurrentRow(0)
        self._is_ticked = self._is_aimed = False
        (self.find_line if len(options) > FEW else self.list).setFocus(Qt.FocusReason.PopupFocusReason)

    def chosen(self) -> tuple[str, ...]:
        """Return the codes that are ticked."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(item.data(CODE) for item in items if item.checkState() == Qt.CheckState.Checked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if watched is self.find_line and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.setFocus()
                return True
            if key in ENTER:
                self._take()
                return True
            if watched is self.list and key == Qt.Key.Key_Space and (item := self._current()):
                self._toggle(item)
                return True
            self._is_aimed |= watched is self.list and not self._is_ticked
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._tick_only(self.before)
            self.close()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def _current(self) -> QListWidgetItem | None:
        item = self.list.currentItem()
        return item if item and not item.isHidden() else None

    def _take(self) -> None:
        """Tick the row that was found or gone to, and leave."""
        item = self._current()
        is_off = item is not None and item.checkState() == Qt.CheckState.Unchecked
        if item is not None and (self._is_single or (self._is_aimed and is_off)):
            self._toggle(item)
        self.close()

    def _tick_only(self, codes: Collection[str]) -> None:
        """Tick these and no others."""
        if set(self.chosen()) == set(codes):
            return
        for row in range(self.list.count()):
            item = self.list.item(row)
            is_on = item.data(CODE) in codes
            item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
        self.chosen_changed.emit(self.chosen())

    def _toggle(self, item: QListWidgetItem) -> None:
        self._is_ticked, self._is_aimed = True, False
        if self._is_single:
            self._tick_only({item.data(CODE)})
            self.close()
            return
        is_on = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked)
        self.chosen_changed.emit(self.chosen())

    def _clear(self) -> None:
        self._tick_only(())
        self.close()

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        self._is_aimed = bool(words)
        first = None
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(not all(word in item.text().casefold() for word in words))
            first = item if first is None and not item.isHidden() else first
        if first is not None:
            self.list.setCurrentItem(first)

    def _take_room(self, anchor: QWidget) -> None:
        px = self._look.theme.px
        metrics = self.list.fontMetrics()
        labels = [self.list.item(row).text() for row in range(self.list.count())]
        widest = max((metrics.horizontalAdvance(label) for label in labels), default=0)
        self.list.setFixedHeight(px(LINE_HEIGHT) * max(1, min(len(labels), MOST_LINES)) + 2)
        self.setFixedWidth(max(px(220), min(widest + px(130), px(460))))
        self.adjustSize()
        screen = anchor.screen().availableGeometry()
        corner = anchor.mapToGlobal(anchor.rect().bottomLeft())
        x = max(screen.left(), min(corner.x(), screen.right() - self.width()))
        y = corner.y() + 2
        if y + self.height() > screen.bottom():
            y = max(screen.top(), anchor.mapToGlobal(anchor.rect().topLeft()).y() - self.height() - 2)
        self.move(x, y)


class OptionPainter(QStyledItemDelegate):
    """Paints a tick, in a box where several can be ticked, a label and a count at the right."""

    has_boxes = True

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self._look.theme.px(LINE_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = self._look.theme.colours
        line: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(line, colours.of("selection"))
        box = QRectF(line.left() + 8, line.center().y() - BOX / 2 + 1, BOX, BOX)
        is_on = index.data(Qt.ItemDataRole.CheckStateRole) in (
            Qt.CheckState.Checked,
            Qt.CheckState.Checked.value,
        )
        if self.has_boxes:
            painter.setPen(QPen(colours.of("accent" if is_on else "faint"), 1.4))
            painter.setBrush(colours.of("accent" if is_on else "surface"))
            painter.drawRoundedRect(box, 3, 3)
        if is_on:
            painter.setPen(QPen(colours.of("on_accent" if self.has_boxes else "accent"), 2))
            corner = box.topLeft()
            painter.drawPolyline([corner + QPointF(4, 8), corner + QPointF(7, 11), corner + QPointF(12, 5)])
        self._paint_words(painter, line.adjusted(8 + BOX + 10, 0, -10, 0), index)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, space: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = self._look.theme.colours
        painter.setFont(self._look.theme.font())
        count = index.data(COUNT) or ""
        metrics = painter.fontMetrics()
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(colours.of("soft"))
        painter.drawText(space, int(Qt.AlignmentFlag.AlignRight | middle), count)
        room = space.adjusted(0, 0, -metrics.horizontalAdvance(count) - 10, 0)
        label = metrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(colours.of("text"))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | middle), label)
