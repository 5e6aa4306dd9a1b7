"""What a person needs to decide a returned cell or file stands where it is looked for, before anything else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from plan_samples import Planned
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from return_samples import Clerk, sent
from ui.merge_samples import (
    Alt,
    Control,
    asking,
    pane_of,
    press,
    settled,
    to_first_open,
    two_answers,
    unmarked,
)

from upr_desktop.exchange.gate import Gate
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.merge_pane import MergePane

Pane = Callable[..., MergePane]
Key = Qt.Key


@pytest.fixture
def pane(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path, gate: Gate) -> Pane:
    return pane_of(qtbot, look, sample, tmp_path, gate)


def refused(shown: MergePane) -> str:
    """Go to a cell that cannot be taken, and return the lines said of it."""
    cell = next(one for one in shown.pane.cells if one.asked is not None and one.asked.refusal is not None)
    shown.pane.table.select_row(cell.id)
    return shown.pane.page.toPlainText()


def test_why_a_value_cannot_be_taken_is_said_before_the_values(
    pane: Pane, sample: Planned, tmp_path: Path
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("10.1", narrative="Без изменений")
    told = Clerk(sent(sample, tmp_path)).type("10.1", narrative="Работа идёт").save("b.xlsx")
    text = refused(pane(clerk.save("a.xlsx"), told))
    assert text.index("is not confirmed over it") < text.index("Returned")


def test_a_cell_left_as_the_other_file_says_is_said_to_be_so(
    pane: Pane, sample: Planned, tmp_path: Path
) -> None:
    shown = pane(*two_answers(sample, tmp_path))
    cell = to_first_open(shown)
    press(shown.pane.table, Key.Key_1, Alt)
    decided = next(one for one in shown.pane.cells if one.id == cell.id)
    assert shown.pane.words.outcome(decided) == "The other file's"


def test_f8_from_a_file_without_questions_goes_to_the_first_of_all(
    pane: Pane, sample: Planned, tmp_path: Path
) -> None:
    quiet = Clerk(sent(sample, tmp_path)).type("2", problems_text="Задержка").save("quiet.xlsx")
    shown = pane(asking(sample, tmp_path), quiet)
    order = shown.pane.table.rows.order
    opened = [id for id in map(order.id_at, range(len(order))) if shown.pane._by_id[id].is_open]
    place = next(at for at, cells in enumerate(shown._asked) if not any(cell.is_open for cell in cells))
    shown.list.choose(place)
    press(shown.pane.table, Key.Key_F8)
    assert shown.pane.table.current_id() == opened[0]
    press(shown.pane.table, Key.Key_F8)
    assert shown.pane.table.current_id() == opened[1]


def test_whose_a_row_may_be_is_said_beside_it(pane: Pane, sample: Planned, tmp_path: Path) -> None:
    shown = pane(unmarked(sample, tmp_path))
    shown.ask_whose(0)
    known = shown.files.known
    measure = next(one for one in known.measures.values() if one.number == "2")
    names = ", ".join(dict.fromkeys(known.agencies[one.agency_id].short("en") for one in measure.bodies))
    assert names
    assert f"Bodies   {names}" in shown.identity.page.toPlainText()


def test_the_keyboard_is_at_the_cells_once_rows_are_confirmed(
    pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = pane(unmarked(sample, tmp_path))
    shown.ask_whose(0)
    shown.identity.agency.setCurrentIndex(shown.identity.agency.findData("MOJ"))
    press(shown.identity.agency, Key.Key_Return, Control)
    settled(qtbot, shown)
    press(shown.notice.action, Key.Key_Space)
    qtbot.waitUntil(shown.matches.isVisible)
    press(shown.matches.list, Key.Key_A, Control)
    press(shown.matches.list, Key.Key_Return, Control)
    settled(qtbot, shown)
    assert shown.pane.table.hasFocus() or shown.pane.table.isAncestorOf(shown.focusWidget())


def test_a_text_that_a_later_file_brings_is_shown_beside_no_change_of_an_earlier_one(
    pane: Pane, sample: Planned, tmp_path: Path
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("10.1", narrative="Без изменений")
    told = Clerk(sent(sample, tmp_path)).type("10.1", narrative="Работа идёт").save("b.xlsx")
    shown = pane(clerk.save("a.xlsx"), told)
    assert "Работа идёт" in refused(shown)
    cell = shown.pane.current
    assert cell is not None
    assert shown.pane.words.held_brief(cell) == "in a file: Работа идёт"
