"""A file without marks: what is proposed of it, each of its rows beside its measure, and nothing asked twice."""

import shutil
from pathlib import Path

import pytest
from plan_samples import Planned
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from return_samples import Clerk, report, sent
from ui.merge_samples import Control, asking, press, shown_pane, unmarked

from upr_desktop.exchange.gate import Gate
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.merge_pane import MergePane

Key = Qt.Key


@pytest.fixture
def pane(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path, gate: Gate) -> MergePane:
    return shown_pane(qtbot, look, sample, tmp_path, gate)


def settle(qtbot: QtBot, pane: MergePane) -> None:
    qtbot.waitUntil(lambda: pane.files.merge is not None and not pane.files.is_reading)


def asked(qtbot: QtBot, pane: MergePane, *files: Path) -> None:
    """Take files and go to the one of which nothing says whose it is."""
    pane.take(files)
    settle(qtbot, pane)
    press(pane.pane.table, Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    pane.notice.action.click()
    assert pane.identity.isVisible()


def rows_shown(qtbot: QtBot, pane: MergePane) -> None:
    """Say whose the file is, and go on to its rows."""
    pane.identity.agency.setCurrentIndex(pane.identity.agency.findData("MOJ"))
    press(pane.identity.agency, Key.Key_Return, Control)
    settle(qtbot, pane)
    pane.notice.action.click()
    assert pane.matches.isVisible()


def test_the_period_of_the_other_files_is_proposed(
    pane: MergePane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    other = Clerk(sent(sample, tmp_path, "MIA", period="2026H1"))
    other.type(str(other.sheet.cell(other.rows()[0], 1).value), narrative="Готово")
    asked(qtbot, pane, unmarked(sample, tmp_path), other.save("mia.xlsx"))
    assert pane.identity.period.currentData() == "2026H1"


def test_a_row_stands_beside_the_measure_it_would_go_to(
    pane: MergePane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    asked(qtbot, pane, unmarked(sample, tmp_path))
    rows_shown(qtbot, pane)
    row, measure = pane.matches.page, pane.matches.measure
    assert row.isVisible()
    assert measure.isVisible()
    assert row.mapTo(pane, row.rect().topLeft()).y() == measure.mapTo(pane, measure.rect().topLeft()).y()
    known = next(one for one in pane.files.known.measures.values() if one.number == "2")
    told = measure.toPlainText()
    assert "Готово" in row.toPlainText()
    assert known.text("en")[0] in told
    assert pane.files.known.agencies[known.leads[0]].short("en") in told


def test_rows_that_a_person_looked_over_are_not_asked_about_again(
    pane: MergePane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    asked(qtbot, pane, unmarked(sample, tmp_path))
    rows_shown(qtbot, pane)
    assert pane.matches.confirm_button.text() == "None of these"
    press(pane.matches.list, Key.Key_Return, Control)
    settle(qtbot, pane)
    assert pane.notice.isHidden()
    assert "confirm" not in pane.list.list.item(1).text()
    pane.list.rows_asked.emit(0)
    assert pane.matches.isVisible(), "one may think again"
    press(pane.matches.list, Key.Key_A, Control)
    assert len(pane.matches.ticked) == 2
    press(pane.matches.list, Key.Key_Return, Control)
    settle(qtbot, pane)
    assert pane.list.list.item(1).text() == "table.xlsx\n2 taken"
    press(pane.pane.table, Key.Key_Return, Control)
    qtbot.waitUntil(lambda: report(sample, "2")["narrative_ru"] == "Готово")


def test_a_file_given_to_the_wrong_agency_is_given_to_another_before_anything_is_written(
    pane: MergePane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    sent(sample, tmp_path, "MIA")
    asked(qtbot, pane, unmarked(sample, tmp_path))
    rows_shown(qtbot, pane)
    press(pane.matches.list, Key.Key_A, Control)
    press(pane.matches.list, Key.Key_Return, Control)
    settle(qtbot, pane)
    pane.list.choose(0)
    assert "Say again whose it is…" in pane.list.page.toPlainText()
    pane.list.page.link_chosen.emit("whose")
    assert pane.identity.agency.currentData() == "MOJ"
    pane.escape()
    assert pane.cells_page.isVisible(), "nothing need be said anew"
    pane.list.page.link_chosen.emit("whose")
    pane.identity.agency.setCurrentIndex(pane.identity.agency.findData("MIA"))
    press(pane.identity.agency, Key.Key_Return, Control)
    settle(qtbot, pane)
    assert pane.files.merge is not None
    told = pane.files.options.of(pane.files.merge.files[0].read.received)
    assert (told.agency, told.rows) == ("MIA", frozenset()), (
        "what was confirmed was confirmed of another agency"
    )


def test_an_agency_that_was_sent_nothing_cannot_be_said_and_the_reason_stands_there(
    pane: MergePane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    asked(qtbot, pane, unmarked(sample, tmp_path))
    pane.identity.agency.setCurrentIndex(pane.identity.agency.findData("MIA"))
    press(pane.identity.agency, Key.Key_Return, Control)
    assert pane.files.options.told == {}
    assert "No workbook was sent to MIA for July–December 2026" in pane.identity.reason.message.text()
    assert pane.identity.reason.isVisible()
    assert pane.identity.read_button.accessibleDescription() == pane.identity.reason.message.text()
    pane.identity.agency.setCurrentIndex(pane.identity.agency.findData("MOJ"))
    assert pane.identity.reason.isHidden()
    assert pane.identity.read_button.isEnabled()


def test_a_value_is_said_to_come_from_the_file_that_is_taken_not_from_its_copy(
    pane: MergePane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    first = asking(sample, tmp_path)
    pane.take([first, Path(shutil.copy(first, tmp_path / "copy.xlsx"))])
    settle(qtbot, pane)
    assert pane.files.merge is not None
    one, copy = pane.files.merge.files
    assert (one.read.same, copy.read.same.name) == (None, one.read.received.name)
    assert pane.files.known.files[one.read.received.sha256] == one.read.received.name
