"""Photograph the window as a person sees it: its screens in each language, theme and size, without a display."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEventLoop, QObject, QPoint, QSize, QTimer
from PySide6.QtGui import QImage, QPainter, QPixmap, qRgb
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QWidget

from upr_desktop.register.recommendations import recommendations
from upr_desktop.ui.cover_pictures import COVER_SCENES
from upr_desktop.ui.dialogs.about import AboutDialog
from upr_desktop.ui.dialogs.author import AuthorDialog
from upr_desktop.ui.dialogs.export import ExportDialog
from upr_desktop.ui.dialogs.help import HelpDialog
from upr_desktop.ui.dialogs.settings import SettingsDialog
from upr_desktop.ui.errors import ErrorDialog, report
from upr_desktop.ui.own_pictures import OWN_SCENES
from upr_desktop.ui.progress_pictures import PROGRESS_SCENES
from upr_desktop.ui.reading_pictures import READING_SCENES
from upr_desktop.ui.return_pictures import RETURN_SCENES
from upr_desktop.ui.room import Room
from upr_desktop.ui.screens.recommendations import RecommendationsScreen
from upr_desktop.ui.theme import Mode
from upr_desktop.ui.workspace import Workspace
from upr_desktop.words import LANGUAGES

if TYPE_CHECKING:
    from upr_desktop.ui.screens.plan import PlanScreen

LOOK_EVERY_MS, ASKED_EVERY_MS, AT_REST_MS, PATIENCE_MS = 20, 500, 120, 30_000
SO = 1
USUAL, SMALL, LARGE = QSize(1440, 900), QSize(1280, 720), QSize(1920, 1080)
THEMES: tuple[Mode, ...] = ("light", "dark")
# The most frequent colours of a picture stay as they are; others only where no colour that stays is so near to them.
SURE_COLOURS, MOST_COLOURS = 24, 96
APART = (48, 12)
SIZED = (
    "returns",
    "merge",
    "returns_waiting",
    "recommendations",
    "plan",
    "progress",
    "own_rows",
    "reading",
    "agencies",
    "summary",
    "history",
    "import",
    "plan_import",
    "bulk",
)
BEFORE, SHOWN = "140.10", "140.21"
Shown = TypeVar("Shown", bound=QWidget)


class NotShown(Exception):
    """The window did not come to show what was waited for."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: a scene of SCENES, a language, a theme, the size in pixels, and the scale of the display."""

    scene: str
    language: str
    theme: Mode
    size: tuple[int, int] = (USUAL.width(), USUAL.height())
    scale: float = 1.0

    @property
    def name(self) -> str:
        """Return the name of the file."""
        plain = self.size == (USUAL.width(), USUAL.height())
        size = "" if plain else f"-{self.size[0]}x{self.size[1]}"
        scale = "" if self.scale == 1 else f"-{self.scale:.0%}".rstrip("%")
        return f"{self.scene}-{self.language}-{self.theme}{size}{scale}.png"


def all_shots() -> Sequence[Shot]:
    """Return every scene in every language and theme, and the main ones in small, at 150 % and in large."""
    usual = [Shot(scene, language, theme) for scene in SCENES for language in LANGUAGES for theme in THEMES]
    tight: Sequence[tuple[str, Mode]] = (("ru", "light"), ("kk", "dark"))
    sized = [
        Shot(scene, language, theme, (size.width(), size.height()), scale)
        for scene in SIZED
        for language, theme in tight
        for size, scale in ((SMALL, 1.0), (USUAL, 1.5), (LARGE, 1.0))
    ]
    return [*usual, *sized]


def application() -> QApplication:
    """Return the application, made without a display if there is none yet."""
    present = QApplication.instance()
    if isinstance(present, QApplication):
        return present
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    made = QApplication(["upr-desktop"])
    made.setCursorFlashTime(0)
    return made


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    """Let the window work until something is so, if only for a moment. Raises NotShown after half a minute."""
    loop = QEventLoop()
    look, end = QTimer(), QTimer()
    end.setSingleShot(True)
    look.timeout.connect(lambda: loop.exit(SO) if is_so() else None)
    end.timeout.connect(loop.quit)
    look.start(LOOK_EVERY_MS)
    end.start(PATIENCE_MS)
    if not is_so() and loop.exec() != SO:
        raise NotShown(what)


def rest(milliseconds: int = AT_REST_MS) -> None:
    """Let the window work for a moment: paint, lay out, answer timers."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Unattended(QObject):
    """Closes each dialog that asks a person who is not there, and notes what it was in `met`."""

    def __init__(self, met: list[str]) -> None:
        super().__init__()
        self._met = met
        self._watch = QTimer(self)
        self._watch.timeout.connect(self._look)
        self._watch.start(ASKED_EVERY_MS)

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            self._met.append(f"a dialog: {dialog.windowTitle()}")
            dialog.close()


class Studio:
    """A window with a register open, to be photographed.

    `edited` is a workbook to show the import of, `returned` are returns to show the merge of; `bugs`
    collects reports of what the window could not do.
    """

    def __init__(self, room: Room, edited: Path, bugs: Sequence[str], returned: Sequence[Path]) -> None:
        self.room, self.edited, self.returned, self._bugs = room, edited, returned, bugs
        self.wait()

    def take(self, shots: Sequence[Shot], folder: Path) -> Iterator[Path]:
        """Take pictures into a folder, and yield the path of each."""
        folder.mkdir(parents=True, exist_ok=True)
        for shot in sorted(shots, key=lambda one: (one.theme, one.language, list(SCENES).index(one.scene))):
            yield self._take(shot, folder / shot.name)

    def wait(self) -> None:
        """Wait until nothing is being done and the window is at rest."""
        self.until(self._is_idle, "an idle window")
        rest()
        while not self._is_idle():
            self.until(self._is_idle, "an idle window")
            rest()

    def _is_idle(self) -> bool:
        workspace = self.room.workspace
        return workspace is not None and not self.room.work.is_busy and not workspace.session.is_busy

    def until(self, is_so: Callable[[], bool], what: str) -> None:
        """Wait until something is so. Raises NotShown where it does not come to be, or the window fails."""
        wait_until(lambda: bool(self._bugs) or is_so(), what)
        if self._bugs:
            raise NotShown(self._bugs[0])

    def until_found(self, kind: type[Shown]) -> Shown:
        """Return the widget of a kind once the window shows it."""
        self.until(lambda: any(one.isVisible() for one in self.room.window.findChildren(kind)), kind.__name__)
        self.wait()
        return next(one for one in self.room.window.findChildren(kind) if one.isVisible())

    @property
    def workspace(self) -> Workspace:
        """Return what the window does with its register."""
        if self.room.workspace is None:
            raise NotShown("a register")
        return self.room.workspace

    def show(self, key: str) -> QWidget:
        """Go to a screen and return it."""
        self.workspace.screens.show(key)
        screen = self.workspace.screens.current
        if screen is None:
            raise NotShown(key)
        return screen

    def recommendations(self) -> RecommendationsScreen:
        """Go to the recommendations and return their screen."""
        screen = self.show("recommendations")
        if not isinstance(screen, RecommendationsScreen):
            raise NotShown("recommendations")
        return screen

    def count_rows(self) -> int:
        """Return how many recommendations the window shows."""
        screen = self.recommendations()
        self.wait()
        return len(screen.list.table.rows.order)

    def _take(self, shot: Shot, path: Path) -> Path:
        look, window = self.room.look, self.room.window
        if look.theme.mode != shot.theme:
            look.theme.use(shot.theme)
        if look.language.code != shot.language:
            look.language.use(shot.language)
        window.resize(QSize(*shot.size) / shot.scale)
        self.wait()
        with SCENES[shot.scene](self) as widget:
            self.wait()
            photograph(widget, path, shot.scale)
        return path


# ── scenes ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _recommendations(studio: Studio) -> Iterator[QWidget]:
    screen = studio.recommendations()
    ids = {row.number: row.id for row in studio.workspace.session.read(recommendations)}
    for number in (BEFORE, SHOWN):
        screen.open_record(ids[number])
    screen.list.table.setFocus()
    yield studio.room.window


@contextmanager
def _bulk(studio: Studio) -> Iterator[QWidget]:
    screen = studio.recommendations()
    screen.list.table.selectAll()
    screen.open_bulk()
    _choose(screen.bulk.field, "position")
    value = screen.bulk.editors["position"].input
    if isinstance(value, QComboBox):
        _choose(value, "supported_in_part")
    yield studio.room.window
    screen.bulk.closed.emit()


def _choose(box: QComboBox, code: str) -> None:
    box.setCurrentIndex(box.findData(code))
    box.activated.emit(box.currentIndex())


@contextmanager
def _measures_of(studio: Studio) -> Iterator[QWidget]:
    screen = studio.recommendations()
    ids = {row.number: row.id for row in studio.workspace.session.read(recommendations)}
    screen.open_record(ids[SHOWN])
    screen.pane.show_tab("measures")
    yield studio.room.window
    screen.pane.show_tab("recommendation")


def _plan_screen(studio: Studio) -> "PlanScreen":
    from upr_desktop.ui.screens.plan import PlanScreen

    screen = studio.show("plan")
    if not isinstance(screen, PlanScreen):
        raise NotShown("plan")
    studio.wait()
    return screen


@contextmanager
def _plan(studio: Studio) -> Iterator[QWidget]:
    screen = _plan_screen(studio)
    table = screen.list.table
    table.gather("area")
    table.select_row(table.rows.order.id_at(1))
    yield studio.room.window
    table.gather("")


@contextmanager
def _measure_tab(tab: str, studio: Studio) -> Iterator[QWidget]:
    screen = _plan_screen(studio)
    screen.list.table.select_row(screen.list.table.rows.order.id_at(1))
    screen.pane.show_tab(tab)
    yield studio.room.window
    screen.pane.show_tab("measure")


@contextmanager
def _hand_over(studio: Studio) -> Iterator[QWidget]:
    screen = _plan_screen(studio)
    screen.list.table.select_row(screen.list.table.rows.order.id_at(1))
    screen.open_hand_over()
    successor = screen.hand_over_panel.form.editors["successor"].input
    if isinstance(successor, QComboBox):
        successor.setCurrentIndex(2)
        successor.activated.emit(2)
    yield studio.room.window
    screen.close_panel()


@contextmanager
def _screen(key: str, studio: Studio) -> Iterator[QWidget]:
    studio.show(key)
    yield studio.room.window


@contextmanager
def _dialog(make: Callable[[Studio], QDialog], studio: Studio) -> Iterator[QWidget]:
    dialog = make(studio)
    dialog.show()
    yield dialog
    dialog.deleteLater()


def _settings(studio: Studio) -> QDialog:
    room = studio.room
    folder = Path("UPR Desktop") / "backups"
    return SettingsDialog(room.look, room.settings, room.commands.use_compact, folder, room.window)


DIALOGS: Mapping[str, Callable[[Studio], QDialog]] = {
    "settings": _settings,
    "help": lambda studio: HelpDialog(studio.room.look, studio.room.window),
    "about": lambda studio: AboutDialog(studio.room.look, None, studio.room.window),
    "export": lambda studio: ExportDialog(studio.room.look, Path(), date.today(), studio.room.window),
    "author": lambda studio: AuthorDialog(studio.room.look, studio.room.window),
    "error": lambda studio: ErrorDialog(studio.room.look, report(NotShown()), studio.room.window),
}
SCENES: Mapping[str, Callable[[Studio], AbstractContextManager[QWidget]]] = {
    "recommendations": _recommendations,
    "bulk": _bulk,
    "recommendation_measures": _measures_of,
    "plan": _plan,
    "measure_bodies": partial(_measure_tab, "bodies"),
    "measure_progress": partial(_measure_tab, "progress"),
    "hand_over": _hand_over,
    **PROGRESS_SCENES,
    **RETURN_SCENES,
    **OWN_SCENES,
    **READING_SCENES,
    **{key: partial(_screen, key) for key in ("agencies", "summary", "history")},
    **COVER_SCENES,
    **{name: partial(_dialog, make) for name, make in DIALOGS.items()},
}


# ── pictures ────────────────────────────────────────────────────────────────────────────────────────────────────────


def photograph(widget: QWidget, path: Path, scale: float = 1.0) -> None:
    """Save what a widget shows as a .png of few colours. Raises OSError where it cannot be written."""
    picture = QPixmap(widget.size() * scale)
    picture.setDevicePixelRatio(scale)
    painter = QPainter(picture)
    widget.render(painter, QPoint())
    painter.end()
    if not with_few_colours(picture.toImage()).save(str(path), "PNG", 0):  # type: ignore[call-overload]  # Qt takes str
        raise OSError(str(path))


def with_few_colours(image: QImage) -> QImage:
    """Return an image of its most frequent and its most different colours; others are shown by the nearest."""
    image.setDevicePixelRatio(1)
    plain = QImage(image.size(), QImage.Format.Format_RGB32)
    painter = QPainter(plain)
    painter.drawImage(0, 0, image)
    painter.end()
    frequent = Counter(memoryview(plain.constBits()).cast("I")).most_common()
    table = [qRgb(*colour) for colour in _telling([_parts(colour) for colour, _ in frequent])]
    return plain.convertToFormat(QImage.Format.Format_Indexed8, table)


def _parts(colour: int) -> tuple[int, int, int]:
    return colour >> 16 & 255, colour >> 8 & 255, colour & 255


def _telling(colours: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the colours that tell a picture; they come most frequent first. What is alone in its hue goes first."""
    kept = list(colours[:SURE_COLOURS])
    for apart in APART:
        for red, green, blue in colours[SURE_COLOURS:]:
            if len(kept) == MOST_COLOURS:
                return kept
            if all(max(abs(red - r), abs(green - g), abs(blue - b)) >= apart for r, g, b in kept):
                kept.append((red, green, blue))
    return kept
