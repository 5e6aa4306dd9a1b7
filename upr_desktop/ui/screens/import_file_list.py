"""List the files whose preview is open and how far each is, and let a person choose among them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from upr_desktop.jobs.import_choices import count_to_apply
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.import_files import READY, FileEntry
from upr_desktop.ui.theme import GRID
from upr_desktop.ui.widgets import Card

LIST_WIDTH, FILE_HEIGHT = 232, 52


class FileList(Card):
    """The list beside the preview, shown once there are several files; `chosen` carries a file's place in it."""

    chosen = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.files = QListWidget()
        self.files.setProperty("role", "sidebar")
        self.files.setFrameShape(QFrame.Shape.NoFrame)
        self.files.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        look.name(self.files, "preview.files")
        self.box.setContentsMargins(*[GRID] * 4)
        self.box.addWidget(self.files)
        self.setFixedWidth(look.theme.px(LIST_WIDTH))
        self.files.currentRowChanged.connect(self.chosen)

    def show_files(self, entries: Sequence[FileEntry], current: FileEntry | None) -> None:
        """Show these files, and which of them the preview shows."""
        self.setVisible(len(entries) > 1)
        self.files.blockSignals(True)
        self.files.clear()
        for entry in entries:
            item = QListWidgetItem(f"{entry.name}\n{_state_words(entry, self._look)}")
            item.setToolTip(entry.name)
            item.setSizeHint(QSize(0, self._look.theme.px(FILE_HEIGHT)))
            self.files.addItem(item)
            if entry is current:
                self.files.setCurrentItem(item)
        self.files.blockSignals(False)


def _state_words(entry: FileEntry, look: Look) -> str:
    """Return how far a file is, in a word or two for the list."""
    if entry.state == READY and entry.prepared:
        return look.t("preview.changes", count=count_to_apply(entry.prepared))
    return look.t(f"preview.state.{entry.state}")
