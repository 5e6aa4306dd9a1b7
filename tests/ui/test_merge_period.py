"""A file under whose heading another period stands waits for one answer, given in the pane."""

from collections.abc import Callable
from pathlib import Path

import pytest
from plan_samples import Planned
from pytestqt.qtbot import QtBot
from return_samples import Clerk, report, sent
from ui.merge_samples import apply_all, pane_of, settled

from upr_desktop.exchange.gate import Gate
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.merge_pane import MergePane

Pane = Callable[..., MergePane]


@pytest.fixture
def pane(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path, gate: Gate) -> Pane:
    return pane_of(qtbot, look, sample, tmp_path, gate)


def test_the_period_of_a_file_is_confirmed_once_and_its_answers_are_taken(
    pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("2", narrative="Готово")
    cells = (cell for row in clerk.sheet["A1:O6"] for cell in row)
    next(cell for cell in cells if cell.value == "II полугодие 2026 года").value = "I полугодие 2026 года"
    shown = pane(clerk.save("a.xlsx"))
    assert "its heading says “I полугодие 2026 года”" in shown.notice.message.text()
    assert [cell.field for cell in shown.pane.cells if cell.asked] == ["narrative_ru"]
    shown.notice.action.click()
    settled(qtbot, shown)
    assert shown.notice.isHidden()
    assert shown.apply_button.text() == "Apply 1 change"
    apply_all(shown)
    settled(qtbot, shown)
    assert report(sample, "2")["narrative_ru"] == "Готово"
