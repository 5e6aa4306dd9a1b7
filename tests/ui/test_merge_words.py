"""What the merge screen says of a file: who told whose it is, how much weight a finding has, what was done of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from plan_samples import Planned, planned
from pytestqt.qtbot import QtBot
from return_samples import Clerk, codes, sent
from ui.merge_samples import pane_of, settled, unmarked

from upr_desktop.exchange.filled_return import fill_return
from upr_desktop.exchange.gate import Gate
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.merge_pane import MergePane

Pane = Callable[..., MergePane]


@pytest.fixture
def sample(tmp_path: Path) -> Planned:
    return planned(tmp_path / "r.upr")


@pytest.fixture
def pane(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path, gate: Gate) -> Pane:
    return pane_of(qtbot, look, sample, tmp_path, gate)


def say_whose(qtbot: QtBot, shown: MergePane) -> None:
    """Say of the file that asks whose it is that it is of MOJ, for the second half of the year."""
    shown.notice.action.click()
    shown.identity.agency.setCurrentIndex(shown.identity.agency.findData("MOJ"))
    shown.identity.period.setCurrentIndex(shown.identity.period.findData("2026H2"))
    shown.identity.read_button.click()
    settled(qtbot, shown)


def test_a_file_whose_agency_a_person_told_says_that_a_person_told_it(
    pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = pane(unmarked(sample, tmp_path))
    say_whose(qtbot, shown)
    shown.list.choose(0)
    told = shown.list.page.toPlainText()
    assert "You said which agency it is from" in told
    assert "heading" not in told
    assert "by what is left" not in told
    assert shown.files.merge is not None
    assert "return_marks_gone" not in codes(shown.files.merge)


def headed(sample: Planned, folder: Path) -> Path:
    """Return a return of MOJ without marks, with its heading left."""
    clerk = Clerk(sent(sample, folder)).type("2", narrative="Готово")
    heading = {
        place: cell.value for place, cell in ((c.coordinate, c) for r in range(1, 7) for c in clerk.sheet[r])
    }
    source = clerk.save("whole.xlsx")
    fill_return(source, folder / "headed.xlsx", {}, keeps_marks=False)
    again = Clerk(folder / "headed.xlsx")
    for place, value in heading.items():
        if value is not None:
            again.sheet[place].value = value
    return again.save("headed.xlsx")


def test_a_file_known_by_its_heading_does_not_say_that_a_person_told_it(
    pane: Pane, sample: Planned, tmp_path: Path
) -> None:
    shown = pane(headed(sample, tmp_path))
    shown.list.choose(0)
    told = shown.list.page.toPlainText()
    assert "Known by its heading" in told
    assert "You said" not in told
    assert shown.files.merge is not None
    assert "return_marks_gone" in codes(shown.files.merge)
