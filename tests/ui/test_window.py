import gc
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from ui.window_samples import (
    Desktop,
    change_heading,
    headings,
    made_register,
    recommendations_screen,
    with_dialog,
    workspace,
)

from upr_desktop.app import Start
from upr_desktop.register.register import Register
from upr_desktop.ui.actions import COMMANDS, MENUS, Menu
from upr_desktop.ui.dialogs.author import AuthorDialog
from upr_desktop.ui.dialogs.settings import SettingsDialog
from upr_desktop.ui.places import PLACES
from upr_desktop.ui.window import TITLE_BAR
from upr_desktop.words import LANGUAGES, say

FIRST_PAINT = """
import sys
from PySide6.QtWidgets import QApplication
from upr_desktop.app import Program, Start
app = QApplication(["x"])
program = Program(app, Start())
program.window.painted.disconnect(program.begin)
program.window.painted.connect(lambda: (print(*sorted(sys.modules)), app.quit()))
program.window.show()
app.exec()
"""

FIRST_ROWS = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from upr_desktop.app import Program, Start
from upr_desktop.ui.screens.recommendations import RecommendationsScreen
class Told(RecommendationsScreen):
    def make_side(self):
        print(len(self.list.table.rows.order), *sorted(sys.modules))
        super().make_side()
        print(self.beside.side.count())
        app.quit()
import upr_desktop.ui.screens.recommendations as place
place.RecommendationsScreen = Told
app = QApplication(["x"])
program = Program(app, Start(Path(sys.argv[1]), "en"))
program.window.show()
app.exec()
"""

SOURCES_READ = """
import linecache
import upr_desktop.app, upr_desktop.ui.room
begun = ("__init__.py", "plain_imports.py", "settings.py")  # while the hook was still there
print("read:", *[name for name in linecache.cache if "upr_desktop" in name and not name.endswith(begun)])
"""


def test_no_source_is_read_again_for_imports_after_the_first() -> None:
    command = [sys.executable, "-c", SOURCES_READ]
    done = subprocess.run(command, env=os.environ.copy(), capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["read:"], done.stderr


def test_the_frame_is_painted_before_the_register_is_imported(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "UPR_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT], env=environment, capture_output=True, text=True, timeout=60
    )
    modules = done.stdout.split()
    assert "upr_desktop.ui.window" in modules, done.stderr
    assert [name for name in modules if name.startswith(("sqlalchemy", "upr_desktop.register"))] == []


def test_rows_are_shown_before_the_tables_are_declared_and_the_form_follows(tmp_path: Path) -> None:
    path = tmp_path / "filled.upr"
    made_register(path)
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "UPR_HOME": str(tmp_path)}
    command = [sys.executable, "-c", FIRST_ROWS, str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    rows, *modules, side = done.stdout.split()
    assert (rows, side) == ("6", "2"), done.stderr
    assert "upr_desktop.register.recommendations" in modules
    assert [name for name in modules if name.startswith(("sqlalchemy", "alembic", "openpyxl", "docx"))] == []
    assert "upr_desktop.ui.screens.recommendation_pane" not in modules


def test_no_garbage_is_collected_while_a_screen_is_made(desktop: Desktop, tmp_path: Path) -> None:
    screens = workspace(desktop.open(made_register(tmp_path / "first.upr"))).screens
    collects: list[bool] = []
    screens.made.connect(lambda key, screen: collects.append(gc.isenabled()))
    screens.show("agencies")
    assert (collects, gc.isenabled()) == ([False], True)


def test_the_first_run_opens_a_copy_of_the_sample_and_the_second_the_same_register(desktop: Desktop) -> None:
    room = desktop.start()
    desktop.wait_open(room)
    assert room.desk.session
    assert room.desk.session.register.path == desktop.home / "sample.upr"
    change_heading(room.desk.session.register, "Kept")
    desktop.leave()
    again = desktop.start()
    desktop.wait_open(again)
    assert again.desk.session
    assert "Kept" in headings(again.desk.session.register)


def test_who_closed_the_register_is_greeted_next_time(desktop: Desktop, tmp_path: Path) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    room.window.actions_by_key["close"].trigger()
    assert room.window.pages.currentWidget() is room.welcome
    assert room.workspace is None
    desktop.leave()
    again = desktop.start()
    assert again.window.pages.currentWidget() is again.welcome
    assert again.welcome.recent.item(0).text().startswith("r\n")


def test_a_register_that_is_gone_is_told_and_leaves_the_welcome_page(
    desktop: Desktop, tmp_path: Path
) -> None:
    room = desktop.start(Start(tmp_path / "gone.upr", "en"))
    desktop.wait_idle(room)
    assert room.window.notice.isVisible()
    assert "gone.upr" in room.window.notice.message.text()
    assert room.window.pages.currentWidget() is room.welcome
    assert not (tmp_path / "gone.upr.lock").exists()


def test_editing_starts_only_when_the_file_was_looked_over(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    room = desktop.open(made_register(tmp_path / "first.upr"))
    states: list[bool] = []
    room.desk.opened.connect(lambda session: states.append(session.is_writable))
    room.desk.looked_over.connect(lambda looked: states.append(workspace(room).session.is_writable))
    room.open(made_register(tmp_path / "r.upr"))
    qtbot.waitUntil(lambda: len(states) == 2)
    assert states == [False, True]
    desktop.wait_idle(room)
    assert list((desktop.home / "backups").rglob("r *.upr")) != []


def test_the_last_screen_is_shown_again_and_numbers_go_to_screens(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    path = made_register(tmp_path / "r.upr")
    room = desktop.open(path)
    number = [place.key for place in PLACES].index("history") + 1
    qtbot.keyClick(room.window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
    assert workspace(room).screens.key == "history"
    assert room.window.actions_by_key["go_history"].isChecked()
    desktop.leave()
    assert workspace(desktop.open(path)).screens.key == "history"


def test_the_sidebar_counts_records(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    count = len(recommendations_screen(room).list.table.rows.order)
    qtbot.waitUntil(lambda: room.window.sidebar.item(0).text() == f"Recommendations   {count}")


def test_what_is_typed_in_the_search_field_narrows_the_screen(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path, type_text: Callable[[QWidget, str], None]
) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    order = recommendations_screen(room).list.table.rows.order
    everything = len(order)
    qtbot.keyClick(room.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = room.window.bar.search
    assert room.window.focusWidget() is field
    type_text(field, "death penalty")
    qtbot.waitUntil(lambda: len(order) == 1)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(order) == everything)
    assert room.window.focusWidget() is recommendations_screen(room).list.table


def test_control_s_says_that_all_is_saved(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    qtbot.keyClick(room.window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "everything is saved" in room.window.status.message.text()


def test_the_language_changes_at_once_and_is_kept(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    path = made_register(tmp_path / "r.upr")
    room = desktop.open(path)
    room.window.bar.languages.buttons["kk"].click()
    assert room.window.bar.menus.actions()[0].text() == "&Тізілім"
    assert room.window.sidebar.item(0).text().startswith("Ұсынымдар")
    assert room.window.status.message.text() == "r.upr · сақталды"
    desktop.leave()
    again = desktop.start(Start(path))
    desktop.wait_open(again)
    assert again.look.language.code == "kk"


def test_a_change_by_another_program_is_seen(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    path = made_register(tmp_path / "r.upr")
    room = desktop.open(path)
    seen = []
    workspace(room).session.changed.connect(lambda applied, initiator: seen.append(applied))
    with Register.open(path) as other:
        change_heading(other, "From elsewhere", "Other")
    qtbot.waitUntil(lambda: bool(seen), timeout=5000)
    assert seen[0].kinds == {"recommendation"}
    assert "another program" in room.window.status.message.text()


def test_its_own_changes_are_not_taken_for_those_of_another(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    elsewhere = []
    room.desk.written_elsewhere.connect(elsewhere.append)
    session = workspace(room).session
    number = change_heading(session.register, "Mine")
    session.announce(type("A", (), {"revision": number, "kinds": frozenset(), "ids": frozenset()})())
    room.desk.look_for_others()
    assert elsewhere == []


def test_who_works_is_asked_once_at_the_first_change(desktop: Desktop, tmp_path: Path) -> None:
    path = made_register(tmp_path / "r.upr")
    room = desktop.start(Start(path, "en"), author="")
    desktop.wait_open(room)

    def give_name(dialog: QDialog) -> None:
        assert isinstance(dialog, AuthorDialog)
        assert not dialog.save.isEnabled()
        dialog.field.setText("  Analyst   of the secretariat ")
        dialog.save.click()

    with_dialog(give_name)
    assert workspace(room).session.author() == "Analyst of the secretariat"
    assert workspace(room).session.author() == "Analyst of the secretariat"


def test_settings_hold_at_once(desktop: Desktop, tmp_path: Path) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    table = recommendations_screen(room).list.table
    high = table.verticalHeader().defaultSectionSize()

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, SettingsDialog)
        dialog.languages.setCurrentIndex(dialog.languages.findData("ru"))
        dialog.themes.setCurrentIndex(dialog.themes.findData("dark"))
        dialog.compact.setChecked(True)
        assert dialog.windowTitle() == "Настройки"
        dialog.accept()

    with_dialog(choose)
    room.window.actions_by_key["settings"].trigger()
    assert room.look.theme.is_dark
    assert table.verticalHeader().defaultSectionSize() < high
    assert room.settings.text("language") == "ru"
    room.look.theme.use("light")


def test_a_mistake_of_the_program_is_shown_as_a_report(desktop: Desktop, tmp_path: Path) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    texts: list[str] = []

    def read(dialog: QDialog) -> None:
        texts.append(dialog.windowTitle())
        dialog.reject()

    with_dialog(read)
    room.show_bug("UPR Desktop\nNameError")
    assert texts == ["Something went wrong in the program"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_items_of_a_menu_answer_to_the_same_letter(language: str) -> None:
    words = {command.key: command.words for command in COMMANDS}

    def clashes(titles: Sequence[str]) -> list[str]:
        letters = [found[1].lower() for title in titles if (found := re.search("&(.)", say(title, language)))]
        return sorted({letter for letter in letters if letters.count(letter) > 1})

    def menus(menu: Menu) -> Iterator[Menu]:
        yield menu
        for item in menu.items:
            if isinstance(item, Menu):
                yield from menus(item)

    assert clashes([menu.title for menu in MENUS]) == []
    for menu in (one for top in MENUS for one in menus(top)):
        titles = [item.title if isinstance(item, Menu) else words[item] for item in menu.items if item]
        assert clashes(titles) == [], menu.title


def test_every_command_is_in_a_menu_and_no_shortcut_is_given_twice() -> None:
    shown = str(MENUS)
    assert [command.key for command in COMMANDS if f"'{command.key}'" not in shown] == []
    keys = [key for command in COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))


def test_no_shortcut_of_a_screen_is_one_of_the_window_too(desktop: Desktop, tmp_path: Path) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    taken = {QKeySequence(key) for command in COMMANDS for key in command.keys}
    for place in PLACES:
        screen = workspace(room).screens.screen(place.key)
        keys = {shortcut.key() for shortcut in screen.findChildren(QShortcut)}
        keys |= {key for action in screen.findChildren(QAction) for key in action.shortcuts()}
        keys |= {button.shortcut() for button in screen.findChildren(QAbstractButton)}
        assert [key.toString() for key in keys & taken if not key.isEmpty()] == [], place.key


def test_control_e_edits_the_selected_rows(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    screen = recommendations_screen(room)
    qtbot.waitUntil(lambda: len(screen.list.table.rows.order) > 0)
    screen.list.table.selectAll()
    qtbot.keyClick(screen.list.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert screen.side.currentWidget() is screen.bulk


def test_every_control_of_the_window_can_be_reached_and_has_a_name(desktop: Desktop, tmp_path: Path) -> None:
    room = desktop.open(made_register(tmp_path / "r.upr"))
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for part in (room.window.bar, room.window.status, room.window.sidebar, room.welcome)
        for widget in [part, *part.findChildren(QWidget)]
        if widget.window() is room.window
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not _said(widget)
    ]
    assert nameless == []


def _said(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return widget.accessibleName() or (text() if text and not isinstance(widget, QLineEdit) else "")


SCREENS = """
import sys
from upr_desktop.ui.screens import agencies, history, plan, progress, reading, recommendations, returns, summary
print(*sorted(sys.modules))
"""
DEAR = ("sqlalchemy", "alembic", "openpyxl", "docx", "xlsxwriter", "rapidfuzz", "python_calamine")


def test_no_screen_needs_what_reads_writes_and_compares_files_to_be_opened() -> None:
    done = subprocess.run([sys.executable, "-c", SCREENS], capture_output=True, text=True, timeout=60)
    modules = done.stdout.split()
    assert "upr_desktop.ui.screens.returns" in modules, done.stderr
    unwanted = (*DEAR, "upr_desktop.exchange.gate", "upr_desktop.exchange.plan", "upr_desktop.merge.plan")
    assert [name for name in modules if name.startswith(DEAR) or name in unwanted] == []


def test_the_first_window_is_no_higher_than_the_screen(desktop: Desktop) -> None:
    window = desktop.start().window
    screen = window.screen().availableSize().height()
    assert window.height() + TITLE_BAR <= screen
    assert window.height() > screen / 2
