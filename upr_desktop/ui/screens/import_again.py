"""Name a file that the register holds already, by its first name and day, and offer to read it all the same."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from upr_desktop.jobs.import_file import AlreadyIn
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.history_groups import local
from upr_desktop.ui.theme import BLOCK_SPACE
from upr_desktop.ui.widgets import button, take_height

WIDTH = 480


class AlreadyInPage(QWidget):
    """What is said of a file that was taken in before; `asked` when the person wants it read again anyway."""

    asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._known: AlreadyIn | None = None
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setFixedWidth(look.theme.px(WIDTH))
        self.again_button = button(look, "preview.read_again", "quiet")
        self.again_button.clicked.connect(self.asked)
        box = QVBoxLayout(self)
        box.setSpacing(BLOCK_SPACE)
        box.addWidget(self.words)
        box.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignHCenter)
        look.language.follow(self, self._tell)

    def show_known(self, known: AlreadyIn) -> None:
        """Tell when and under which name the file was taken in; the cursor goes to the offer."""
        self._known = known
        self._tell()
        self.again_button.setFocus()

    def _tell(self) -> None:
        if self._known is None:
            return
        day = self._look.language.date(local(self._known.at).date())
        told = {"date": day, "file": self._known.name, "number": self._known.revision}
        self.words.setText(self._look.t("preview.already_in", **told))
        take_height(self.words)
