"""Show a text that may be long: its beginning, and the rest once it is asked for."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.parts import plain_label
from upr_desktop.ui.widgets import button

MOST, MOST_LINES = 220, 2


class FoldedText(QWidget):
    """A text of about two lines; a longer one is folded, and a link shows the whole or its beginning again."""

    def __init__(self, look: Look, role: str = "") -> None:
        super().__init__()
        self._look = look
        self._whole, self._is_open = "", False
        self.label = plain_label("", role)
        self.link = button(look, "progress.asked.show_all", "link")
        self.link.clicked.connect(self._turn)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.label)
        box.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)

    def show_text(self, text: str) -> None:
        """Show another text, folded if it is long; the same one stays as a person left it."""
        if text != self._whole:
            self._whole, self._is_open = text, False
        self._tell()
        self.setVisible(bool(text))

    def text(self) -> str:
        """Return what is shown."""
        return self.label.text()

    def _turn(self) -> None:
        self._is_open = not self._is_open
        self._tell()

    def _tell(self) -> None:
        beginning = folded(self._whole)
        is_long = beginning != self._whole
        self.label.setText(self._whole if self._is_open else beginning)
        self.label.setAccessibleName(self._whole)
        key = "progress.asked.show_less" if self._is_open else "progress.asked.show_all"
        self.link.setText(self._look.t(key))
        self.link.setAccessibleName(self.link.text())
        self.link.setVisible(is_long)


def folded(text: str) -> str:
    """Return a text of two lines at most as it is, of a longer one the beginning."""
    lines = text.splitlines()
    short = "\n".join(lines[:MOST_LINES])
    if len(short) > MOST:
        short = short[:MOST].rsplit(" ", 1)[0]
    return text if short == text else f"{short.rstrip(' ,;.')}…"
