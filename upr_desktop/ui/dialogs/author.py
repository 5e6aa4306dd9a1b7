"""Ask once who is working: the name stands beside every change."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import CARD_SPACE, FIELD_SPACE
from upr_desktop.ui.widgets import label


class AuthorDialog(QDialog):
    """Asks for a name; `name` is empty until one was given."""

    def __init__(self, look: Look, parent: QWidget | None = None, known: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(look.t("window.author.title"))
        self.setMinimumWidth(look.theme.px(420))
        self.field = QLineEdit(known)
        self.field.setPlaceholderText(look.t("window.author.example"))
        look.name(self.field, "window.author.caption")
        buttons = QDialogButtonBox()
        self.save = buttons.addButton(look.t("window.author.save"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(look.t("window.author.later"), QDialogButtonBox.ButtonRole.RejectRole)
        self.save.setProperty("role", "primary")
        self.save.setDefault(True)
        self.field.textChanged.connect(self._judge)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
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
