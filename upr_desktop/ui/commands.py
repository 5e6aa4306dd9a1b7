"""Say what each command of the window does."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt

from upr_desktop.ui.actions import EXPORT_KINDS, GOING, IMPORT_LAYOUTS
from upr_desktop.ui.places import PROGRESS
from upr_desktop.ui.theme import MODES
from upr_desktop.words import LANGUAGES

if TYPE_CHECKING:
    from upr_desktop.ui.dialogs.help import HelpDialog
    from upr_desktop.ui.room import Room
    from upr_desktop.ui.screens.own_progress import OwnProgressScreen
    from upr_desktop.ui.workspace import Workspace

Ask = Callable[["Workspace"], object]


class Commands(QObject):
    """Connects the window's actions with the room, and keeps them enabled and marked as things stand."""

    def __init__(self, room: "Room") -> None:
        super().__init__(room)
        self._room = room
        self._actions = room.window.actions_by_key
        self._help: HelpDialog | None = None
        self._actions.run(self._own() | self._of_register() | self._choices())
        room.look.language.follow(self, self._mark_language)
        room.look.theme.follow(self, self._mark_theme)
        self._actions["compact"].setChecked(room.settings.flag("compact"))
        self.allow()

    def allow(self) -> None:
        """Enable what can be done now."""
        session = self._room.desk.session
        self._actions.allow(
            has_register=session is not None,
            is_writable=session is not None and session.is_writable,
            is_own=session is not None and session.keeper is not None,
        )

    def mark_screen(self, key: str) -> None:
        """Mark the screen that is shown."""
        for command in GOING:
            self._actions[command.key].setChecked(command.key == f"go_{key}")

    def show_problems(self) -> None:
        """Show the problems of the register."""
        self._with(lambda workspace: workspace.show_problems())

    def _own(self) -> dict[str, Callable[[], object]]:
        room = self._room
        return {
            "new": room.show_welcome,
            "open": room.making.choose,
            "fill": room.filling.choose,
            "close": room.close_register,
            "settings": self._show_settings,
            "help": self._show_help,
            "about": self._show_about,
            "quit": room.window.close,
            "find": self._find,
            "problems": self.show_problems,
            "import_file": self._import,
        }

    def _of_register(self) -> dict[str, Callable[[], object]]:
        found = {
            "save": self._ask(lambda workspace: workspace.save()),
            "save_copy": self._ask(lambda workspace: workspace.save_copy()),
            "take_returns": self._ask(lambda workspace: workspace.returning.choose_files(self._room.window)),
            "export": self._ask(lambda workspace: workspace.export()),
            "write_slips": self._ask(lambda workspace: workspace.returning.show_slips()),
            "write_return": self._ask(_write_return),
            "undo": self._ask(lambda workspace: workspace.undo()),
            "redo": self._ask(lambda workspace: workspace.redo()),
        }
        for kind in EXPORT_KINDS:
            found[f"export_{kind}"] = self._ask(partial(_export, kind))
        for layout in IMPORT_LAYOUTS:
            found[f"import_{layout}"] = self._ask(partial(_choose_files, layout))
        for command in GOING:
            found[command.key] = self._ask(partial(_show, command.key.removeprefix("go_")))
        return found

    def _choices(self) -> dict[str, Callable[[], object]]:
        look = self._room.look
        found: dict[str, Callable[[], object]] = {"compact": self._switch_compact}
        found |= {f"theme_{mode}": partial(look.theme.use, mode) for mode in MODES}
        return found | {f"speak_{code}": partial(look.language.use, code) for code in LANGUAGES}

    def _ask(self, act: Ask) -> Callable[[], object]:
        """Return what asks the workspace for something, if a register is open."""
        return lambda: self._with(act)

    def _with(self, act: Ask) -> None:
        if self._room.workspace is not None:
            act(self._room.workspace)

    def _import(self) -> None:
        room = self._room
        if room.workspace is not None and room.workspace.session.keeper is not None:
            room.filling.choose()
        elif room.workspace is not None:
            room.workspace.choose_files()
        else:
            room.making.from_list(room.welcome.reference.currentData(), room.welcome.is_chosen)

    def _find(self) -> None:
        field = self._room.window.bar.search
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.selectAll()

    def _switch_compact(self) -> None:
        self.use_compact(self._actions["compact"].isChecked())

    def use_compact(self, compact: bool) -> None:
        """Show tables with one line of text in each row, or with two."""
        self._room.settings.write("compact", compact)
        self._actions["compact"].setChecked(compact)
        self._with(lambda workspace: workspace.screens.set_compact(compact))

    def _show_settings(self) -> None:
        from upr_desktop.ui.dialogs.settings import SettingsDialog

        room = self._room
        dialog = SettingsDialog(room.look, room.settings, self.use_compact, room.backups, room.window)
        dialog.exec()
        dialog.deleteLater()

    def _show_help(self) -> None:
        from upr_desktop.ui.dialogs.help import HelpDialog

        if self._help is None:
            self._help = HelpDialog(self._room.look, self._room.window)
        self._help.show()
        self._help.raise_()

    def _show_about(self) -> None:
        from upr_desktop.ui.dialogs.about import AboutDialog

        room = self._room
        session = room.desk.session
        dialog = AboutDialog(room.look, session.register.path if session else None, room.window)
        dialog.exec()
        dialog.deleteLater()

    def _mark_language(self) -> None:
        self._actions[f"speak_{self._room.look.language.code}"].setChecked(True)

    def _mark_theme(self) -> None:
        self._actions[f"theme_{self._room.look.theme.mode}"].setChecked(True)


def _choose_files(layout: str, workspace: "Workspace") -> None:
    workspace.choose_files(layout)


def _export(kind: str, workspace: "Workspace") -> None:
    workspace.export(kind)


def _write_return(workspace: "Workspace") -> None:
    cast("OwnProgressScreen", workspace.screens.screen(PROGRESS)).ask_return()


def _show(key: str, workspace: "Workspace") -> None:
    workspace.screens.show(key)
    workspace.screens.take_focus()
