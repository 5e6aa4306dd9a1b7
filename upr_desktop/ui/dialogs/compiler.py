"""Ask who compiles an agency's returns, and by which telephone they are asked."""

from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from upr_desktop.jobs.own_compiler import Compiler
from upr_desktop.ui.dialogs.author import save_or_later
from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import CARD_SPACE, FIELD_SPACE
from upr_desktop.ui.widgets import label


class CompilerDialog(QDialog):
    """Asks for a name and a telephone."""

    def __init__(self, look: Look, known: Compiler, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(look.t("own.compiler"))
        self.setMinimumWidth(look.theme.px(420))
        self.name, self.phone = QLineEdit(known.name), QLineEdit(known.phone)
        self.save, buttons = save_or_later(look, self)
        self.name.textChanged.connect(self._judge)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[CARD_SPACE] * 4)
        layout.setSpacing(FIELD_SPACE)
        layout.addWidget(label(look, "own.compiler.why"))
        for field, key in ((self.name, "own.compiler.name"), (self.phone, "own.compiler.phone")):
            caption = label(look, key, "caption")
            caption.setBuddy(field)
            look.name(field, key)
            layout.addWidget(caption)
            layout.addWidget(field)
        layout.addSpacing(FIELD_SPACE)
        layout.addWidget(buttons)
        self._judge()

    @property
    def told(self) -> Compiler:
        """Return what was typed."""
        return Compiler(" ".join(self.name.text().split()), " ".join(self.phone.text().split()))

    def _judge(self) -> None:
        self.save.setEnabled(bool(self.name.text().strip()))


def ask_compiler(look: Look, known: Compiler, parent: QWidget) -> Compiler | None:
    """Return who compiles the returns, or None where the person left it as it was."""
    dialog = CompilerDialog(look, known, parent)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    told = dialog.told
    dialog.deleteLater()
    return told if accepted else None
