"""Take the coordinator's remark to a report: a text of several lines, sent by its button or Ctrl+Enter."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from upr_desktop.ui.inputs import GrowingText, SharedUndo, text_in
from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import FIELD_SPACE
from upr_desktop.ui.widgets import button

LEAST_LINES = 3
SEND, NOTE = "Ctrl+Return", "Ctrl+Shift+Return"


class RemarkBox(QWidget):
    """`asked` carries the text, `left` comes with Esc; what was written stays until `clear`.

    Where `notes`, the text may also be left as a remark alone, by its button or Ctrl+Shift+Enter: `noted` carries it.
    Without `sends` that is all that can be done with it. `send` are the words of the button that sends.
    """

    asked = Signal(str)
    noted = Signal(str)
    left = Signal()

    def __init__(
        self,
        look: Look,
        *,
        notes: bool = False,
        sends: bool = True,
        send: str = "progress.send_back_now",
        is_below: bool = False,
    ) -> None:
        super().__init__()
        self._notes, self._sends = notes, sends
        self.text = GrowingText(LEAST_LINES)
        self.button = button(look, send, "primary")
        self.note_button = button(look, "reading.remark_only", "" if sends else "primary")
        _tell_keys(look, self.button, send, SEND)
        _tell_keys(look, self.note_button, "reading.remark_only", NOTE if sends else SEND)
        look.text(self.text, self.text.setPlaceholderText, "progress.remark_hint")
        look.name(self.text, "progress.remark_hint")
        self._shared_undo = SharedUndo(self)
        self.text.installEventFilter(self._shared_undo)
        self.text.installEventFilter(self)
        ways = QBoxLayout.Direction
        box = QBoxLayout(ways.TopToBottom if notes or is_below else ways.LeftToRight, self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(FIELD_SPACE)
        box.addWidget(self.text, 1)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        box.addWidget(self.note_button)
        self.button.setVisible(sends)
        self.note_button.setVisible(notes)
        self.button.clicked.connect(self._ask)
        self.note_button.clicked.connect(self._note)

    def begin(self) -> None:
        """Show the text, ready to type."""
        self.show()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Forget what was written."""
        self.text.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Send by Ctrl+Enter, leave the remark alone by Ctrl+Shift+Enter: Enter alone begins a line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                is_noted = self._notes and (
                    not self._sends or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                )
                self._note() if is_noted else self._ask()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        if text := text_in(self.text).strip():
            self.asked.emit(text)

    def _note(self) -> None:
        if text := text_in(self.text).strip():
            self.noted.emit(text)


def _tell_keys(look: Look, made: QPushButton, key: str, keys: str) -> None:
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    look.text(made, lambda text: made.setToolTip(f"{text} ({shown})"), key)
