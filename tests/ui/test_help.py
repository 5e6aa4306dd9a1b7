import pytest
from pytestqt.qtbot import QtBot

from upr_desktop.ui.actions import COMMANDS
from upr_desktop.ui.dialogs.help import HelpDialog, help_text
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.returned_answers import KEYS as ANSWER_KEYS
from upr_desktop.ui.screens.returned_pane import BEFORE, NEXT, WHY
from upr_desktop.ui.screens.returned_rules import KEYS as RULE_KEYS
from upr_desktop.ui.screens.returned_rules import OUT
from upr_desktop.words import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_shows_its_page_in_the_language_of_the_window(qtbot: QtBot, look: Look, language: str) -> None:
    dialog = HelpDialog(look)
    qtbot.addWidget(dialog)
    dialog.show()
    look.language.use(language)
    shown = dialog.page.toPlainText()
    assert shown.startswith(help_text(language).splitlines()[0].removeprefix("# "))
    assert "Ctrl+F" in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_names_the_keys_that_the_window_has(language: str) -> None:
    keys = {command.key: command.keys for command in COMMANDS}
    named = help_text(language)
    for command in (
        "find",
        "import_file",
        "take_returns",
        "undo",
        "problems",
        "new",
        "open",
        "go_recommendations",
        "go_history",
    ):
        assert f"`{keys[command][0]}`" in named, command


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_names_every_key_that_answers_a_return(language: str) -> None:
    named = help_text(language)
    for keys in (*ANSWER_KEYS.values(), WHY, RULE_KEYS, OUT, NEXT, BEFORE, "Ctrl+Enter", "F6"):
        assert f"`{keys}`" in named, keys


def test_f1_asks_for_help() -> None:
    assert ("F1",) in [command.keys for command in COMMANDS if command.key == "help"]
