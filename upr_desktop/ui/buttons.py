"""Buttons that show a text as it stands, whatever a person or a file put into it."""

from PySide6.QtWidgets import QToolButton, QWidget


class PlainButton(QToolButton):
    """A small button for texts from the register: `&` in them is a letter, not the mark of a mnemonic."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if role:
            self.setProperty("role", role)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a text; no letter of it becomes a mnemonic."""
        super().setText(text.replace("&", "&&"))

    def text(self) -> str:
        """Return the text that is shown."""
        return super().text().replace("&&", "&")
