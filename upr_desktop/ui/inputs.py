"""Give Qt's input widgets the manners of a form: nothing changes by itself, Ctrl+Z is shared, texts stay whole."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStylePainter,
    QTextEdit,
    QWidget,
)

from upr_desktop.ui.fields import Choice
from upr_desktop.ui.look import Look

ARROW_ROOM, WIDEST_LIST = 50, 520
PARAGRAPH, LINE = "\u2029", "\u2028"


def text_in(widget: QWidget) -> str:
    """Return what stands in a text widget, letter by letter: no-break spaces stay, lines end with LF."""
    if isinstance(widget, QPlainTextEdit):
        return widget.document().toRawText().replace(PARAGRAPH, "\n").replace(LINE, "\n")
    return widget.text() if isinstance(widget, QLineEdit) else ""


def set_text(widget: QLineEdit | QPlainTextEdit, text: str) -> None:
    """Show a text, its beginning in view; what was typed before cannot be undone."""
    if isinstance(widget, QLineEdit):
        widget.setText(text)
        widget.setCursorPosition(0)
    else:
        widget.setPlainText(text)


def retype(widget: QLineEdit | QPlainTextEdit, text: str) -> None:
    """Put a text in the place of what stands there as if it were typed: undo brings that back."""
    if isinstance(widget, QLineEdit):
        widget.selectAll()
        widget.insert(text)
    else:
        cursor = widget.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)


def show_choices(box: QComboBox, choices: Sequence[Choice], value: str | None, look: Look) -> None:
    """Fill a box with choices and an empty one before them; a value that is not among them is added, and said so."""
    box.clear()
    box.addItem(look.t("toolkit.choice.none"), None)
    for choice in choices:
        box.addItem(choice.label, choice.code)
    at = box.findData(value) if value is not None else 0
    if at < 0:
        box.addItem(look.t("toolkit.choice.unknown", value=value), value)
        at = box.count() - 1
    box.setCurrentIndex(at)


def take_room(box: QComboBox, most: int) -> None:
    """Make a box as wide as its widest choice, within a limit: no period is cut."""
    widest = max(
        (box.fontMetrics().horizontalAdvance(box.itemText(at)) for at in range(box.count())), default=0
    )
    box.setMinimumWidth(min(widest + ARROW_ROOM, most))


class ChoiceBox(QComboBox):
    """A list to choose from that neither the wheel nor a stray key alters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(16)
        self.currentTextChanged.connect(self.setToolTip)

    def showPopup(self) -> None:
        """Open the list as wide as its widest line, however narrow the box is."""
        labels = [self.itemText(place) for place in range(self.count())]
        widest = max((self.fontMetrics().horizontalAdvance(label) for label in labels), default=0)
        self.view().setMinimumWidth(min(widest + ARROW_ROOM, WIDEST_LIST))
        self.view().installEventFilter(self)
        super().showPopup()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the choice and go on to the next field with Tab, as with Enter and Tab."""
        is_pressed = event.type() == QEvent.Type.KeyPress and watched is self.view()
        tabs = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if is_pressed and isinstance(event, QKeyEvent) and event.key() in tabs:
            self._take_aimed()
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Tab)
            return True
        return super().eventFilter(watched, event)

    def _take_aimed(self) -> None:
        """Take the line of the open list that the keyboard is on, and close the list."""
        place = self.view().currentIndex().row()
        self.hidePopup()
        if place not in (-1, self.currentIndex()):
            self.setCurrentIndex(place)
            self.activated.emit(place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        opens = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Space)
        is_letter = event.text().isprintable() and bool(event.text().strip())
        if event.key() in opens or (
            is_letter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.showPopup()
            if is_letter:
                self.view().keyboardSearch(event.text())
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.width() - ARROW_ROOM
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(self.foregroundRole()), 1.4))
        x, y = self.width() - 16, self.height() / 2
        painter.drawPolyline([QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)])


class TickBox(QCheckBox):
    """A box to tick whose mark is seen in both themes; half ticked is a dash."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.checkState() == Qt.CheckState.Unchecked:
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.HighlightedText), 2))
        middle = QRectF(box).center()
        marks = {
            Qt.CheckState.Checked: ((-4, 0), (-1, 3), (4, -3)),
            Qt.CheckState.PartiallyChecked: ((-4, 0), (4, 0)),
        }
        painter.drawPolyline([middle + QPointF(x, y) for x, y in marks[self.checkState()]])


class GrowingText(QPlainTextEdit):
    """A text of several lines, as high as what it holds, between a least and a most number of lines."""

    def __init__(self, least: int, most: int = 14, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        lines = round(self.document().size().height())
        # A bar as needed takes width, so that a line more is needed, so that the text grows, so that no bar is needed.
        policies = Qt.ScrollBarPolicy
        bar = policies.ScrollBarAlwaysOn if lines > self._most else policies.ScrollBarAlwaysOff
        if bar != self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(bar)
        shown = max(self._least, min(lines, self._most))
        height = shown * self.fontMetrics().lineSpacing() + 16
        if height != self.height():
            self.setFixedHeight(height)


class SharedUndo(QObject):
    """Gives Ctrl+Z and Ctrl+Y to the text in focus as long as it has something to undo or redo, then to the window."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        presses = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if isinstance(event, QKeyEvent) and event.type() in presses:
            undoes, redoes = event.matches(QKeySequence.StandardKey.Undo), _is_redo(event)
            if undoes or redoes:
                can_undo, can_redo = _text_history(watched)
                can = can_undo if undoes else can_redo
                if event.type() == QEvent.Type.ShortcutOverride:
                    event.setAccepted(can)
                    return True
                if redoes and can and isinstance(watched, QLineEdit | QPlainTextEdit | QTextEdit):
                    watched.redo()  # Qt's own texts take one of the two keys only, which one depends on the desktop
                    return True
        return super().eventFilter(watched, event)


def _is_redo(event: QKeyEvent) -> bool:
    pressed = QKeySequence(event.keyCombination()).toString()
    return pressed in ("Ctrl+Y", "Ctrl+Shift+Z") or event.matches(QKeySequence.StandardKey.Redo)


def _text_history(widget: QObject) -> tuple[bool, bool]:
    """Return whether a text can undo and redo what was typed into it."""
    if isinstance(widget, QLineEdit):
        return widget.isUndoAvailable(), widget.isRedoAvailable()
    if isinstance(widget, QPlainTextEdit | QTextEdit) and not widget.isReadOnly():
        return widget.document().isUndoAvailable(), widget.document().isRedoAvailable()
    return False, False
