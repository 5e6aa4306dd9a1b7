"""The help tells every key that the window answers anywhere, and no other: they are gathered on all its screens."""

import re
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from upr_desktop.ui import pictures
from upr_desktop.ui.dialogs.help import help_text
from upr_desktop.ui.own_pictures import OWN_SCENES
from upr_desktop.ui.pictures import DIALOGS, SCENES, Studio
from upr_desktop.window_commands import agencys_register, played_round, studio
from upr_desktop.words import LANGUAGES

TODAY = date(2026, 11, 22)
PATIENCE_MS = 300_000
# Keys that a table or a field takes by itself, without an action of ours.
OF_FIELDS = {"F2", "Enter"}


def plain(keys: QKeySequence) -> str:
    """Return keys in one spelling: both keys of a keyboard that say Enter are one."""
    return keys.toString(QKeySequence.SequenceFormat.PortableText).replace("Return", "Enter")


def answered(window: QWidget) -> set[str]:
    """Return the keys that anything in the window answers now, shown or not.

    The letters that are underlined are none of them: each language has its own.
    """
    buttons = window.findChildren(QAbstractButton)
    found = [keys for one in window.findChildren(QShortcut) for keys in QShortcut.keys(one)]
    found += [keys for one in window.findChildren(QAction) for keys in one.shortcuts()]
    found += [one.shortcut() for one in buttons]
    underlined = {plain(QKeySequence.mnemonic(one.text())) for one in buttons if "&" in one.text()}
    return {plain(keys) for keys in found if not keys.isEmpty()} - underlined


def named(language: str) -> set[str]:
    """Return the keys that the help names in a language."""
    tokens = set(re.findall(r"`([^`]+)`", help_text(language)))
    if {"1", "9"} <= tokens:
        tokens |= set("2345678")
    return {plain(QKeySequence(token)) for token in tokens}


def keys_on(shown: Studio, scenes: list[str]) -> set[str]:
    found: set[str] = set()
    for scene in scenes:
        with SCENES[scene](shown):
            shown.wait()
            found |= answered(shown.room.window)
    return found


def test_the_help_names_every_key_of_the_window_and_no_other(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    monkeypatch.setattr(pictures, "PATIENCE_MS", PATIENCE_MS)
    path = tmp_path / "office" / "sample.upr"
    returned = played_round(path, "en", TODAY)
    own = agencys_register(path.parent, returned[0], "en")
    # What these show is shown on the way by `plan_import_questions`, `merge_matches` and `returns_waiting`.
    on_the_way = ("import", "plan_import", "merge", "merge_identity")
    apart = (*DIALOGS, *OWN_SCENES, *on_the_way)
    with studio(path, path, TODAY, returned) as office:
        found = keys_on(office, [scene for scene in SCENES if scene not in apart])
    with studio(own, own, TODAY) as agency:
        found |= keys_on(agency, list(OWN_SCENES))
    assert len(found) > 50, "the screens were there"
    for language in LANGUAGES:
        assert found - named(language) == set(), f"not told in {language}"
        assert named(language) - found - OF_FIELDS == set(), f"told in {language}, but nothing answers"
