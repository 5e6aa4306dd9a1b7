"""Let a person put a value of their own where what was returned and what is in the register both do not fit."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from upr_desktop.code_lists import STATUSES
from upr_desktop.ui.fields import Choice
from upr_desktop.ui.inputs import ChoiceBox, GrowingText, show_choices
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.returned_cells import STATUS
from upr_desktop.ui.theme import FIELD_SPACE
from upr_desktop.ui.widgets import button


class ReturnedEdit(QWidget):
    """A text or a list of statuses, hidden until it is needed. `used` carries the value, `left` that it was left."""

    used = Signal(object)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._is_status = False
        self.text, self.status = GrowingText(2, 5), ChoiceBox()
        self.use_button = button(look, "returns.edit.use", "primary")
        self.leave_button = button(look, "returns.edit.leave", "quiet")
        for widget in (self.text, self.status):
            look.name(widget, "returns.edit.value")
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(FIELD_SPACE)
        box.addWidget(self.text, 1)
        box.addWidget(self.status, 1)
        box.addWidget(self.use_button, 0, Qt.AlignmentFlag.AlignBottom)
        box.addWidget(self.leave_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.use_button.clicked.connect(self._use)
        self.leave_button.clicked.connect(self._leave)
        leave = QShortcut(QKeySequence("Esc"), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self._leave)
        self.hide()

    def open_editor(self, field: str, start: object) -> None:
        """Show the editor of a field, with a value to start from."""
        self._is_status = field == STATUS
        self.text.setVisible(not self._is_status)
        self.status.setVisible(self._is_status)
        if self._is_status:
            choices = [Choice(code, self._look.t(f"status.{code}")) for code in STATUSES]
            show_choices(self.status, choices, str(start) if start in STATUSES else None, self._look)
        else:
            self.text.setPlainText(str(start or ""))
        self.show()
        (self.status if self._is_status else self.text).setFocus(Qt.FocusReason.OtherFocusReason)

    def close_editor(self) -> None:
        """Hide the editor; what was typed is dropped."""
        self.hide()

    def _use(self) -> None:
        value = self.status.currentData() if self._is_status else self.text.toPlainText().strip() or None
        self.close_editor()
        self.used.emit(value)

    def _leave(self) -> None:
        self.close_editor()
        self.left.emit()
