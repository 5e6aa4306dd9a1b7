"""Ask once who is working: the name stands beside every change."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import CARD_SPACE, FIELD_SPACE
from upr_desktop.ui.widgets import label


def save_or_later(look: Look, dialog: QDialog) -> tuple[QPushButton, QDialogButtonBox]:
    """Return the buttons that end a dialog of a person's particulars, and the one of them that saves."""
    buttons = QDialogButtonBox()
    save = buttons.addButton(look.t("window.author.save"), QDialogButtonBox.ButtonRole.AcceptRole)
    buttons.addButton(look.t("window.author.later"), QDialogButtonBox.ButtonRole.RejectRole)
    save.setProperty("role", "primary")
    save.setDefault(True)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return save, buttons


class AuthorDialog(QDialog):
    """Asks for a name; `name` is empty until one was given."""

    def __init__(self, look: Look, parent: QWidget | None = None, known: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(look.t("window.author.title"))
        self.setMinimumWidth(look.theme.px(420))
        self.field = QLineEdit(known)
        self.field.setPlaceholderText(look.t("window.author.example"))
        look.name(self.field, "window.author.caption")
        self.save, buttons = save_or_later(look, self)
        self.field.textChanged.connect(self._judge)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[CARD_SPACE] * 4)
        layout.setSpacing(FIELD_SPACE)
        layout.addWidget(label(look, "window.author.text"))
        layout.addWidget(label(look, "window.author.caption", "caption"))
        layout.addWidget(self.field)
        layout.addSpacing(FIELD_SPACE)
        layout.addWidget(buttons)
        self._judge(known)

    @property
    def name(self) -> str:
        """Return the name that was typed."""
        return " ".join(self.field.text().split())

    def _judge(self, text: str) -> None:
        self.save.setEnabled(bool(text.strip()))


def ask_author(look: Look, parent: QWidget) -> str | None:
    """Return who is working, or None where the person did not say."""
    dialog = AuthorDialog(look, parent)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    name = dialog.name
    dialog.deleteLater()
    return name if accepted and name else None
