"""List the commands of the window, their menus and shortcuts, and make each into one action."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from upr_desktop.ui.look import Look
from upr_desktop.ui.places import PLACES
from upr_desktop.ui.theme import MODES
from upr_desktop.words import LANGUAGES

REGISTER, WRITING = "register", "writing"
# What is done in the register of a secretariat alone, and in that of an agency's own rows alone.
OFFICE, OFFICE_WRITING, OWN = "office", "office_writing", "own"
IMPORT_LAYOUTS = ("thematic-list", "upr-info", "recommendations", "texts", "register")
EXPORT_KINDS = ("register", "consolidated", "changes", "plan", "agency", "reminders")
RECENT = "recent"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the window does. Its words are `window.do.KEY`, those of a choice `title`.

    `needs` is empty, REGISTER (one is open), WRITING (it may be written to now), OFFICE or OFFICE_WRITING (the same of
    a secretariat's register), OWN (an agency's that may be written to now); `group` names commands of which
    one is chosen; `role` is what macOS takes it for.
    """

    key: str
    keys: tuple[str, ...] = ()
    needs: str = ""
    title: str = ""
    group: str = ""
    checkable: bool = False
    role: QAction.MenuRole = QAction.MenuRole.NoRole

    @property
    def words(self) -> str:
        """Return the key of the command's words."""
        return self.title or f"window.do.{self.key}"


GOING = tuple(
    Command(f"go_{place.key}", (f"Ctrl+{number}",), REGISTER if place.own else OFFICE, place.title, "go")
    for number, place in enumerate(PLACES, 1)
)
THEMES = tuple(Command(f"theme_{mode}", title=f"window.theme.{mode}", group="theme") for mode in MODES)
SPEAKING = tuple(
    Command(f"speak_{code}", title=f"window.language.{code}", group="speak") for code in LANGUAGES
)
EXPORTING = tuple(Command(f"export_{kind}", (), OFFICE) for kind in EXPORT_KINDS)
IMPORTING = tuple(
    Command(f"import_{layout}", (), OFFICE_WRITING, f"layout.{layout}") for layout in IMPORT_LAYOUTS
)

COMMANDS = (
    Command("new", ("Ctrl+N",)),
    Command("open", ("Ctrl+O",)),
    Command("fill", ("Ctrl+Shift+O",)),
    Command("save", ("Ctrl+S",), REGISTER),
    Command("save_copy", ("Ctrl+Shift+S",), REGISTER),
    Command("close", ("Ctrl+W",), REGISTER),
    Command("settings", ("Ctrl+,",), role=QAction.MenuRole.PreferencesRole),
    Command("help", ("F1",)),
    Command("about", role=QAction.MenuRole.AboutRole),
    Command("quit", ("Ctrl+Q",), role=QAction.MenuRole.QuitRole),
    Command("undo", ("Ctrl+Z",), WRITING),
    Command("redo", ("Ctrl+Y", "Ctrl+Shift+Z"), WRITING),
    Command("find", ("Ctrl+F",), REGISTER),
    Command("import_file", ("Ctrl+I",)),
    *IMPORTING,
    Command("take_returns", ("Ctrl+Shift+I",), OFFICE_WRITING),
    Command("export", ("Ctrl+Shift+E",), OFFICE),
    *EXPORTING,
    Command("write_slips", (), OFFICE),
    Command("write_return", ("Ctrl+Shift+W",), OWN),
    *GOING,
    Command("problems", ("Ctrl+P",), OFFICE),
    Command("compact", checkable=True),
    *THEMES,
    *SPEAKING,
)


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu: its title's key and, in order, keys of commands, menus inside it, and "" for a line."""

    title: str
    items: tuple["str | Menu", ...]


MENUS = (
    Menu(
        "window.menu.register",
        (
            "new",
            "open",
            "fill",
            Menu(f"window.menu.{RECENT}", ()),
            "",
            "save",
            "save_copy",
            "close",
            "",
            "settings",
            "help",
            "about",
            "",
            "quit",
        ),
    ),
    Menu("window.menu.edit", ("undo", "redo", "", "find")),
    Menu(
        "window.menu.import",
        (
            "import_file",
            "take_returns",
            "",
            Menu("window.menu.import_as", tuple(each.key for each in IMPORTING)),
        ),
    ),
    Menu(
        "window.menu.export",
        (
            "export",
            "",
            *(each.key for each in EXPORTING[:3]),
            "",
            *(each.key for each in EXPORTING[3:]),
            "write_slips",
            "",
            "write_return",
            "save_copy",
        ),
    ),
    Menu(
        "window.menu.view",
        (
            *(each.key for each in GOING),
            "problems",
            "",
            "compact",
            Menu("window.menu.theme", tuple(each.key for each in THEMES)),
            Menu("window.menu.language", tuple(each.key for each in SPEAKING)),
        ),
    ),
)


class Actions(QObject):
    """Every command of the window as an action, by key; they work whether or not a menu shows them."""

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look = look
        self._groups: dict[str, QActionGroup] = {}
        self._all = {command.key: self._made(command, window) for command in COMMANDS}

    def __getitem__(self, key: str) -> QAction:
        """Return the action of a command."""
        return self._all[key]

    def run(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Say what each command does."""
        for key, handler in handlers.items():
            self._all[key].triggered.connect(lambda _=False, handler=handler: handler())

    def allow(self, *, has_register: bool, is_writable: bool, is_own: bool = False) -> None:
        """Enable the commands that can be used now; `is_own` says that the register is an agency's."""
        can = {
            "": True,
            REGISTER: has_register,
            WRITING: is_writable,
            OFFICE: has_register and not is_own,
            OFFICE_WRITING: is_writable and not is_own,
            OWN: is_writable and is_own,
        }
        for command in COMMANDS:
            self._all[command.key].setEnabled(can[command.needs])

    def _made(self, command: Command, window: QWidget) -> QAction:
        action = QAction(window)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.setMenuRole(command.role)
        action.setCheckable(command.checkable or bool(command.group))
        if command.group:
            self._groups.setdefault(command.group, QActionGroup(window)).addAction(action)
        window.addAction(action)
        self._look.language.follow(action, lambda: self._name(action, command))
        return action

    def _name(self, action: QAction, command: Command) -> None:
        text = self._look.t(command.words)
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        plain = text.replace("&", "").rstrip("…")
        action.setText(text)
        action.setToolTip(f"{plain} ({shown})" if shown else plain)
