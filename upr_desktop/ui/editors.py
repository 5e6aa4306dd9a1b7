"""Edit one value of a form: loading never alters it, leaving emits it only if a person changed it."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolTip, QWidget

from upr_desktop.ui.fields import Field, FieldValue, Untypable, brief, restored
from upr_desktop.ui.inputs import GrowingText, SharedUndo, retype, set_text, text_in
from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import GRID

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Editor(QWidget):
    """One value and the widget that shows it.

    `edited` carries the field's key and the new value once the field is left (or a value chosen) and differs from
    what was loaded or emitted last; `left` says that Esc or Ctrl+Enter asks to leave the form; `refused` the
    sentence (or nothing) to show beside the field.
    """

    edited = Signal(str, object)
    left = Signal()
    refused = Signal(str)

    def __init__(self, look: Look, field: Field, key: str, widget: QWidget) -> None:
        super().__init__()
        self._look, self._field, self._key = look, field, key
        self.input = widget
        self._stored: FieldValue = None
        self._shown: FieldValue = None
        self._seen: FieldValue = None
        self._is_kept = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(widget)
        self.setFocusProxy(widget)
        widget.installEventFilter(self)
        self._shared_undo = SharedUndo(self)
        widget.installEventFilter(self._shared_undo)
        look.name(widget, field.caption)

    def put(self, value: FieldValue) -> None:
        """Show a value in the widget."""
        raise NotImplementedError

    def reading(self) -> FieldValue:
        """Return what the widget shows now, in its own terms."""
        raise NotImplementedError

    def value(self) -> FieldValue:
        """Return the value that the widget's reading stands for. Raises Untypable."""
        return self.reading()

    def is_touched(self) -> bool:
        """Return whether a person changed what is shown and it was not yet emitted."""
        return self._is_kept or self.reading() != self._seen

    def keep(self) -> None:
        """Hold on to what was emitted, as it could not be saved: it counts as not yet emitted."""
        self._is_kept = True

    def load(self, value: FieldValue, keep_typed: bool = False) -> None:
        """Show a stored value; with `keep_typed` what a person is just typing stays, and another value is told."""
        is_same, self._stored = value == self._stored, value
        if not (keep_typed and self.is_touched()):
            self._is_kept, self._shown = False, value
            self.put(value)
            self._seen = self.reading()
            self.refused.emit("")
        elif not is_same:
            self.refused.emit(self._look.t("toolkit.written_meanwhile", value=brief(value)))

    def restore(self) -> None:
        """Show the stored value again."""
        self.load(self._stored)

    def commit(self) -> None:
        """Emit the value if a person changed it, or say why it is not one."""
        if not self.is_touched():
            return
        try:
            value = self.value()
        except Untypable as wrong:
            self.refused.emit(self._look.t(str(wrong)))
            return
        self.refused.emit("")
        self._is_kept = False
        self._seen = self.reading()
        before, self._shown = self._shown, value
        if value != self._stored or before != self._stored:
            self.edited.emit(self._key, value)

    def set_read_only(self, read_only: bool) -> None:
        """Take no edits while this is so."""
        self.input.setEnabled(not read_only)

    def retranslate(self) -> None:
        """Show the value in the language now in use, unless a person is typing."""
        if not self.is_touched():
            self.put(self._shown)
            self._seen = self.reading()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            if event.reason() != Qt.FocusReason.PopupFocusReason:
                self.commit()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._leave_by(event)
        return super().eventFilter(watched, event)

    def _leave_by(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            if self.is_touched() or self._shown != self._stored:
                self.restore()
            else:
                self.left.emit()
            return True
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.commit()
            self.left.emit()
            return True
        return False


class TextEditor(Editor):
    """A line or a text; its line ends and no-break spaces stay as they were where nobody typed."""

    def __init__(self, look: Look, field: Field, key: str) -> None:
        self._text = QLineEdit() if field.kind in ("line", "date") else GrowingText(field.lines)
        super().__init__(look, field, key, self._text)
        self._put = set_text
        if isinstance(self._text, QLineEdit):
            self._text.returnPressed.connect(self.commit)
        if field.hint:
            look.text(self._text, self._text.setPlaceholderText, field.hint)

    def put(self, value: FieldValue) -> None:
        self._put(self._text, "" if value is None else str(value))

    def restore(self) -> None:
        """Show the stored text again; Ctrl+Z brings back what was typed, and a word beside a long text says so."""
        is_typed, self._put = self.is_touched(), retype
        try:
            super().restore()
        finally:
            self._put = set_text
        if is_typed and isinstance(self._text, GrowingText):
            below = self._text.mapToGlobal(QPoint(0, self._text.height()))
            QToolTip.showText(below, self._look.t("toolkit.text.restored"), self._text)

    def reading(self) -> FieldValue:
        return text_in(self._text)

    def value(self) -> FieldValue:
        original = self._shown if isinstance(self._shown, str) else ""
        return restored(original, str(self._seen), text_in(self._text)) or self._field.empty

    def set_read_only(self, read_only: bool) -> None:
        self._text.setReadOnly(read_only)
        self._text.style().polish(self._text)


class ShownEditor(Editor):
    """A text to read, which can be marked and copied but not edited."""

    def __init__(self, look: Look, field: Field, key: str) -> None:
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        marks = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self._label.setTextInteractionFlags(marks)
        super().__init__(look, field, key, self._label)

    def put(self, value: FieldValue) -> None:
        self._label.setText("" if value is None else str(value))

    def reading(self) -> FieldValue:
        return None

    def set_read_only(self, read_only: bool) -> None:
        """Stay as it is: it never takes edits."""
