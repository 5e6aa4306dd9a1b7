"""Show or hide where values came from: file, cell, what stood there, when it was received, who decided."""

from PySide6.QtGui import QKeySequence

from upr_desktop.ui.look import Look
from upr_desktop.ui.widgets import Chip

SOURCES = "F7"


class SourcesChip(Chip):
    """A chip that is on while sources are shown; its key is heard by the screen it stands on."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setCheckable(True)
        self.toggled.connect(self.set_active)
        shown = QKeySequence(SOURCES).toString(QKeySequence.SequenceFormat.NativeText)
        look.text(self, self.setText, "history.sources")
        look.name(self, "history.sources")
        look.text(self, lambda text: self.setToolTip(f"{text} ({shown})"), "history.sources_tip")
