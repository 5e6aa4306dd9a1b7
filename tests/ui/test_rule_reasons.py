"""A rule that cannot be chosen says why, below it in the list of rules."""

import pytest
from pytestqt.qtbot import QtBot

from upr_desktop.merge.return_questions import NEWER_RETURN, RULES
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.returned_rules import RulesButton
from upr_desktop.words import has_words


@pytest.mark.parametrize("reason", ["same_time", "unknown_time", "not_returned"])
def test_a_rule_that_decides_nothing_says_why_below_it(qtbot: QtBot, look: Look, reason: str) -> None:
    button = RulesButton(look, lambda rule: (), lambda rule: reason if rule == NEWER_RETURN else None)
    qtbot.addWidget(button)
    button.fill()
    actions = button.rules_menu.actions()
    at = next(place for place, action in enumerate(actions) if action.data() == NEWER_RETURN)
    key = f"bulk_rule.newer_return.why_not.{reason}"
    assert has_words(key)
    assert actions[at + 1].text() == look.t(key)
    assert not actions[at].isEnabled()
    assert not actions[at + 1].isEnabled()
    assert len(actions) == len(RULES) + 1, "the other rules have nothing to add"
