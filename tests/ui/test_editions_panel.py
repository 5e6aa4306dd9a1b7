"""Freezing an edition in the window and reading what changed since, as a person does it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot
from ui.recommendation_samples import sample_register
from ui.screen_samples import agencies_of, session_on
from ui.test_history_screen import rename

from upr_desktop.register.changes import Edited, Label
from upr_desktop.register.editions import editions
from upr_desktop.register.register import Register
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.editions_panel import EditionsPanel
from upr_desktop.ui.screens.history import HistoryScreen
from upr_desktop.ui.work import Work


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with sample_register(tmp_path / "r.upr") as made:
        yield made


@pytest.fixture
def screen(qtbot: QtBot, look: Look, register: Register, tmp_path: Path) -> HistoryScreen:
    session = session_on(register, tmp_path)
    made = HistoryScreen(look, session, Work())
    session.changed.connect(lambda applied, initiator: made.refresh(applied))
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def opened(screen: HistoryScreen) -> EditionsPanel:
    screen.editions_button.click()
    assert screen.editions is not None
    return screen.editions


def frozen(screen: HistoryScreen, name: str) -> EditionsPanel:
    panel = opened(screen)
    panel.new.line.setText(name)
    panel.new.button.click()
    return panel


def names(register: Register) -> list[str]:
    with register.reading() as connection:
        return [one.name for one in editions(connection)]


def test_an_edition_is_frozen_by_its_name_and_stands_in_the_list(
    screen: HistoryScreen, register: Register
) -> None:
    panel = frozen(screen, "Report for the first half")
    assert names(register) == ["Report for the first half"]
    assert panel.first.currentText().startswith("“Report for the first half”")
    assert panel.count.text() == "Nothing has changed."
    assert not panel.export_button.isEnabled()


def test_what_changed_since_is_read_record_by_record_and_follows_the_register(
    screen: HistoryScreen, register: Register
) -> None:
    panel = frozen(screen, "Report")
    session = screen.session
    agency = agencies_of(register)["MOJ"]
    change = Edited("agency", agency.id, "name_en", agency.values["name_en"], "Ministry of Law")
    assert session.write(Label("label.edited"), [change])
    assert panel.count.text() == "1 record differs."
    assert "Ministry of Law" in panel.page.toPlainText()
    assert panel.export_button.isEnabled()


def test_two_editions_are_compared(screen: HistoryScreen, register: Register) -> None:
    panel = frozen(screen, "First")
    rename(register, "MOJ", "Ministry of Law")
    frozen(screen, "Second")
    rename(register, "MOJ", "Ministry of Order")
    panel.read()
    assert [panel.first.itemData(at) for at in range(panel.first.count())] == ["Second", "First"]
    panel.first.setCurrentIndex(panel.first.findData("First"))
    panel.last.setCurrentIndex(panel.last.findData("Second"))
    panel.first.activated.emit(1)
    text = panel.page.toPlainText()
    assert "Ministry of Law" in text
    assert "Ministry of Order" not in text


def test_a_name_that_is_taken_is_refused_beside_the_line(screen: HistoryScreen, register: Register) -> None:
    panel = frozen(screen, "Report")
    frozen(screen, "report")
    assert names(register) == ["Report"]
    assert "report" in panel.new.problem.text()
    assert panel.new.problem.isVisible()


def test_export_and_records_are_asked_of_the_window_and_escape_goes_back(
    screen: HistoryScreen, register: Register
) -> None:
    panel = frozen(screen, "Report")
    rename(register, "MOJ", "Ministry of Law")
    panel.read()
    asked, opened_records = QSignalSpy(screen.export_asked), QSignalSpy(screen.record_asked)
    panel.export_button.click()
    assert asked.at(0) == ["changes", "Report", ""]
    panel.page.link_chosen.emit(f"record:agency:{agencies_of(register)['MOJ'].id}")
    assert opened_records.at(0)[0] == "agency"
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert screen.side.currentWidget() is screen.details


def test_nothing_can_be_frozen_while_the_register_is_only_read(screen: HistoryScreen) -> None:
    panel = opened(screen)
    screen.session.set_busy(True)
    assert not panel.new.isEnabled()
    screen.session.set_busy(False)
    assert panel.new.isEnabled()
