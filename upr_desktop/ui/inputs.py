"""Give Qt's input widgets the manners of a form: nothing changes by itself, Ctrl+Z is shared, texts stay whole."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from upr_desktop.ui.fields import Choice
from upr_desktop.ui.look import Look

PARAGRAPH, LINE = "\u2029", "\u2028"


def text_in(widget: QWidget) -> str:
    """Return what stands in a text widget, letter by letter: no-break spaces stay, lines end with LF."""
    if isinstance(widget, QPlainTextEdit):
        return widget.document().toRawText().replace(PARAGRAPH, "\n").replace(LINE, "\n")
    return widget.text() if isinstance(widget, QLineEdit) else ""


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


class ChoiceBox(QComboBox):
    """A list to choose from that neither the wheel nor a stray key alters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(16)
        self.currentTextChanged.connect(self.setToolTip)

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
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(self.foregroundRole()), 1.4))
        x, y = self.width() - 16, self.height() / 2
        painter.drawPolyline([QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)])


class GrowingText(QPlainTextEdit):
    """A text of several lines, as high as what it holds, between a least and a most number of lines."""

    def __init__(self, least: int, most: int = 14, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        lines = round(self.document().size().height())
        shown = max(self._least, min(lines, self._most))
        height = shown * self.fontMetrics().lineSpacing() + 18
        if height != self.height():
            self.setFixedHeight(height)


class SharedUndo(QObject):
    """Lets Ctrl+Z and Ctrl+Y pass on to the window when the text in focus has nothing to undo."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undoes, redoes = (
                event.matches(key) for key in (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
            )
            if undoes or redoes:
                can_undo, can_redo = _text_history(watched)
                if not (can_undo if undoes else can_redo):
                    event.ignore()
                    return True
        return super().eventFilter(watched, event)


def _undoes_something(line: QLineEdit) -> bool:
    """Return whether undo would change the text: moving the cursor leaves a step in a line that changes nothing."""
    if not line.isUndoAvailable():
        return False
    before = line.text()
    line.undo()
    if line.text() == before:
        return False
    line.redo()
    return True


def _text_history(widget: QObject) -> tuple[bool, bool]:
    if isinstance(widget, QLineEdit):
        return _undoes_something(widget), widget.isRedoAvailable()
    if isinstance(widget, QPlainTextEdit):
        return widget.document().isUndoAvailable(), widget.document().isRedoAvailable()
    return False, False
