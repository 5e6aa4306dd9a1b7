"""Name every size and space of the window once, and switch light and dark while it runs."""

import sys
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from upr_desktop.ui.colours import DARK as DARK
from upr_desktop.ui.colours import LIGHT as LIGHT
from upr_desktop.ui.colours import Colours as Colours
from upr_desktop.ui.follow import follow
from upr_desktop.ui.stylesheet import stylesheet

Mode = Literal["system", "light", "dark"]
MODES: tuple[Mode, ...] = ("system", "light", "dark")

GRID = 4
FIELD_SPACE = 8
BLOCK_SPACE = 12
CARD_SPACE = 16
TARGET = 28
ROW_HEIGHT = 50
COMPACT_ROW_HEIGHT = 32
BASE_PX, CAPTION_PX, READING_PX, NUMBER_PX = 13, 12, 15, 20


class Theme(QObject):
    """The theme in use: dresses the whole application and says when it changed."""

    changed = Signal()

    def __init__(self, app: QApplication, mode: Mode = "system") -> None:
        super().__init__()
        self._app = app
        self._mode: Mode = mode
        app.setStyle("Fusion")
        self.base_px = _set_base_font(app)
        self._worn: Colours | None = None
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.use(mode)

    @property
    def mode(self) -> Mode:
        """Return what was chosen: system, light or dark."""
        return self._mode

    @property
    def is_dark(self) -> bool:
        """Return whether the dark colours are in use."""
        if self._mode == "system":
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._mode == "dark"

    @property
    def colours(self) -> Colours:
        """Return the colours in use."""
        return DARK if self.is_dark else LIGHT

    def use(self, mode: Mode) -> None:
        """Switch the whole application to a mode, at once."""
        self._mode = mode
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        self._app.styleHints().setColorScheme(schemes.get(mode, Qt.ColorScheme.Unknown))
        self._dress()

    def px(self, size: int) -> int:
        """Return a size given for the 13 px base, in the size of the system's font."""
        return round(size * self.base_px / BASE_PX)

    def row_height(self, compact: bool) -> int:
        """Return the height in pixels of a table's row: one line of text if compact, else two."""
        return self.px(COMPACT_ROW_HEIGHT if compact else ROW_HEIGHT)

    def font(self, size: int = BASE_PX, bold: bool = False) -> QFont:
        """Return the application's font in a size of the 13 px scale."""
        font = QFont(self._app.font())
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def follow(self, owner: QObject, render: Callable[[], None]) -> None:
        """Render now and at each change of theme until the owner is destroyed."""
        follow(owner, self.changed, render)

    def _follow_system(self) -> None:
        if self._mode == "system":
            self._dress()

    def _dress(self) -> None:
        if self.colours is not self._worn:
            self._worn = self.colours
            # A stylesheet that replaces another is put on each widget once for each of its parents.
            self._app.setStyleSheet("")
            self._app.setPalette(_palette(self.colours))
            self._app.setStyleSheet(stylesheet(self.colours, self.px))
        self.changed.emit()


def _set_base_font(app: QApplication) -> int:
    font = app.font()
    if sys.platform.startswith("linux"):
        present = QFontDatabase.families()
        font.setFamily(next((name for name in ("Inter", "Noto Sans") if name in present), font.family()))
    size = max(BASE_PX, QFontInfo(font).pixelSize())
    font.setPixelSize(size)
    app.setFont(font)
    return size


def _palette(colours: Colours) -> QPalette:
    role = QPalette.ColorRole
    tokens = {
        role.Window: "bg",
        role.WindowText: "text",
        role.Base: "surface",
        role.AlternateBase: "sunken",
        role.Text: "text",
        role.PlaceholderText: "faint",
        role.Button: "surface",
        role.ButtonText: "text",
        role.BrightText: "bad",
        role.ToolTipBase: "surface",
        role.ToolTipText: "text",
        role.Highlight: "accent",
        role.HighlightedText: "on_accent",
        role.Accent: "accent",
        role.Link: "accent",
        role.LinkVisited: "new",
        role.Light: "surface",
        role.Midlight: "line",
        role.Mid: "line",
        role.Dark: "soft",
        role.Shadow: "line",
    }
    palette = QPalette()
    for name, token in tokens.items():
        palette.setColor(name, colours.of(token))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, colours.of("faint"))
    return palette
