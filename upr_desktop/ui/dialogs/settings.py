"""Let a person choose language, theme, row height and name; each choice holds at once."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from upr_desktop.ui.inputs import ChoiceBox, TickBox
from upr_desktop.ui.language import FULL_NAMES
from upr_desktop.ui.look import Look
from upr_desktop.ui.settings import Settings
from upr_desktop.ui.theme import BLOCK_SPACE, CARD_SPACE, FIELD_SPACE, MODES
from upr_desktop.ui.widgets import button, label
from upr_desktop.words import LANGUAGES


class SettingsDialog(QDialog):
    """The settings. `use_compact` is called with the choice of row height, `backups` is the folder shown."""

    def __init__(
        self,
        look: Look,
        settings: Settings,
        use_compact: Callable[[bool], object],
        backups: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._settings = look, settings
        look.text(self, self.setWindowTitle, "window.settings.title")
        self.setMinimumWidth(look.theme.px(480))
        self.languages, self.themes = ChoiceBox(), ChoiceBox()
        self.name = QLineEdit(settings.author)
        self.compact = TickBox()
        self.compact.setChecked(settings.flag("compact"))
        self.compact.toggled.connect(use_compact)
        look.text(self.compact, self.compact.setText, "window.settings.compact")
        self._fill_choices()
        self.name.editingFinished.connect(self._keep_name)
        look.text(self.name, self.name.setPlaceholderText, "window.author.example")
        self._lay_out(backups)

    def _fill_choices(self) -> None:
        for code in LANGUAGES:
            self.languages.addItem(FULL_NAMES[code], code)
        self.languages.setCurrentIndex(LANGUAGES.index(self._look.language.code))
        for mode in MODES:
            self.themes.addItem("", mode)
        self.themes.setCurrentIndex(MODES.index(self._look.theme.mode))
        self._look.language.follow(self.themes, self._name_themes)
        self.languages.currentIndexChanged.connect(
            lambda: self._look.language.use(self.languages.currentData())
        )
        self.themes.currentIndexChanged.connect(lambda: self._look.theme.use(self.themes.currentData()))

    def _name_themes(self) -> None:
        for at, mode in enumerate(MODES):
            self.themes.setItemText(at, self._look.t(f"window.theme.{mode}").replace("&", ""))

    def _lay_out(self, backups: Path) -> None:
        look = self._look
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(FIELD_SPACE)
        fields = (
            ("window.settings.language", self.languages),
            ("window.settings.theme", self.themes),
            ("window.author.caption", self.name),
        )
        for key, field in fields:
            caption = label(look, key, "caption")
            caption.setBuddy(field)
            look.name(field, key)
            form.addRow(caption, field)
        form.addRow(self.compact)
        form.addRow(label(look, "window.settings.backups", "caption"))
        form.addRow(self._folder(backups))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[CARD_SPACE] * 4)
        layout.setSpacing(BLOCK_SPACE)
        layout.addLayout(form)
        layout.addWidget(buttons)

    def _folder(self, folder: Path) -> QWidget:
        shown = QLabel(str(folder))
        shown.setWordWrap(True)
        shown.setTextInteractionFlags(shown.textInteractionFlags().TextSelectableByMouse)
        opens = button(self._look, "window.settings.open_folder", "link")
        opens.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(shown, 1)
        line.addWidget(opens)
        return row

    def _keep_name(self) -> None:
        name = " ".join(self.name.text().split())
        if name != self._settings.author:
            self._settings.write("author", name or None)
