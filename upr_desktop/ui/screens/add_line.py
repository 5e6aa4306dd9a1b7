"""Take the name of something new: a line and a button; Enter adds, Esc leaves, what is wrong stands below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import FIELD_SPACE, GRID
from upr_desktop.ui.widgets import button


class AddLine(QWidget):
    """A line that adds; `asked` carries the text, `left` comes with Esc."""

    asked = Signal(str)
    left = Signal()

    def __init__(
        self, look: Look, hint: str, action: str, role: str = "", parent: QWidget | None = None
    ) -> None:
        """Take the keys of the line's hint and of the button, and the button's role."""
        super().__init__(parent)
        self.line, self.problem = QLineEdit(), QLabel()
        self.button = button(look, action, role)
        look.text(self.line, self.line.setPlaceholderText, hint)
        look.name(self.line, hint)
        self.problem.setProperty("role", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        line = QHBoxLayout()
        line.setSpacing(FIELD_SPACE)
        line.addWidget(self.line, 1)
        line.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(line)
        layout.addWidget(self.problem)
        self.line.returnPressed.connect(self._ask)
        self.line.textEdited.connect(lambda: self.refuse(""))
        self.button.clicked.connect(self._ask)

    def begin(self, text: str = "") -> None:
        """Show the line with a text to start from, ready to type."""
        self.line.setText(text)
        self.line.selectAll()
        self.refuse("")
        self.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, message: str) -> None:
        """Say what is wrong with the text, or nothing."""
        self.problem.setText(f"! {message}" if message else "")
        self.problem.setVisible(bool(message))
        self.line.setAccessibleDescription(message)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.line.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        if text := self.line.text().strip():
            self.asked.emit(text)
