"""The page of the reporting periods: make them at once, change a day, give an agency more time."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from plan_samples import Planned, planned
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from ui.screen_samples import session_on, shown_active, table_text

from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.progress import ProgressScreen


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Planned]:
    made = planned(tmp_path / "r.upr")
    yield made
    made.register.close()


@pytest.fixture
def screen(qtbot: QtBot, look: Look, tmp_path: Path, sample: Planned) -> ProgressScreen:
    session = session_on(sample.register, tmp_path)
    session.today = date(2026, 11, 21)
    made = shown_active(qtbot, ProgressScreen(look, session), 1240, 760)
    made.head.periods_button.click()
    return made


def type_date(screen: ProgressScreen, field: str, text: str) -> None:
    line = screen.pages.periods.periods.form.editors[field].input
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_one_press_makes_the_periods_that_are_missing_as_one_step(
    screen: ProgressScreen, sample: Planned
) -> None:
    before = sample.register.revision()
    screen.pages.periods.make_button.click()
    codes = ["2025H2", "2026H1", "2026H2", "2027H1", "2027H2", "2028H1", "2028H2"]
    assert [one.code for one in sample.periods()] == codes
    assert sample.register.revision() == before + 1
    assert table_text(screen.pages.periods.periods.table, "code")[0] == "July–December 2025"
    screen.pages.periods.make_button.click()
    assert sample.register.revision() == before + 1
    assert "nothing was added" in screen.pages.periods.notice.message.text()


def test_a_due_day_is_changed_in_its_field_and_a_doubtful_one_is_told(
    screen: ProgressScreen, sample: Planned
) -> None:
    type_date(screen, "due_agencies", "15.07.2026")
    assert sample.periods()[0].due_agencies == "2026-07-15"
    type_date(screen, "due_agencies", "1.06.2026")
    assert sample.periods()[0].due_agencies == "2026-06-01"
    told = screen.pages.periods.periods.form.problems["due_agencies"].text()
    assert "before the period is over" in told


def test_an_agency_gets_more_time_and_loses_it_again(screen: ProgressScreen, sample: Planned) -> None:
    box = screen.pages.periods.more_time.adding
    box.setCurrentIndex(box.findData(sample["MOJ"]))
    box.activated.emit(box.currentIndex())
    assert sample.periods()[0].due(sample["MOJ"]) == "2026-07-20"
    assert box.findData(sample["MOJ"]) == -1
    screen.pages.periods.more_time.extensions.remove_button.click()
    assert sample.periods()[0].due(sample["MOJ"]) == "2026-07-10"


def test_one_more_period_follows_the_last(screen: ProgressScreen, sample: Planned) -> None:
    screen.pages.periods.add_button.click()
    last = sample.periods()[-1]
    assert (last.code, last.first_day, last.last_day, last.due_agencies) == (
        "2027H1",
        "2027-01-01",
        "2027-06-30",
        "2027-07-10",
    )


def test_escape_leads_from_the_periods_back_to_the_matrix(screen: ProgressScreen) -> None:
    QTest.keyClick(screen.pages.periods.periods.table, Qt.Key.Key_Escape)
    assert screen.pages.currentWidget() is screen.matrix
