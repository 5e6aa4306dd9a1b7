"""Say on an empty window which register is being opened, if that takes more than a moment."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import BLOCK_SPACE
from upr_desktop.ui.work import SHOWN_AFTER_MS

BAR_WIDTH = 240


class ComingPage(QWidget):
    """What stands where the rows will be: the name of the file, and a bar that moves."""

    def __init__(self, look: Look, file: str) -> None:
        super().__init__()
        self.text = QLabel()
        self.text.setProperty("role", "heading")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(look.theme.px(BAR_WIDTH))
        box = QVBoxLayout(self)
        box.setSpacing(BLOCK_SPACE)
        box.addStretch(2)
        for part in (self.text, self.bar):
            part.hide()
            box.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)
        look.text(self.text, self.text.setText, "window.work.opening", file=file)
        QTimer.singleShot(SHOWN_AFTER_MS, self, self._show)

    def hideEvent(self, event: QHideEvent) -> None:
        """End once another page takes this one's place."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.deleteLater()

    def _show(self) -> None:
        self.text.show()
        self.bar.show()
