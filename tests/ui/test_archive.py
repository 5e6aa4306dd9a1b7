"""Recommendations and parts go into the archive and come back, by keys and buttons, each as one step."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from ui.recommendation_samples import added, numbers, put_cursor, rows_of, sample_register, shown_screen

from upr_desktop.jobs.export import export_register
from upr_desktop.register.changes import ChangeSet, Label
from upr_desktop.register.queries import count
from upr_desktop.register.register import Register
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.recommendations import RecommendationsScreen

Key, Mod = Qt.Key, Qt.KeyboardModifier
LIVING = ["140.1", "140.2", "140.10", "140.100", "141.3", "141.20"]


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with sample_register(tmp_path / "sample.upr") as made:
        owner = rows_of(made)["140.10"].id
        part = added("recommendation_part", recommendation_id=owner, no=2, text_en="Protect its victims")
        made.apply(ChangeSet(Label("label.test"), [part]))
        yield made


@pytest.fixture
def screen(qtbot: QtBot, look: Look, register: Register, tmp_path: Path) -> RecommendationsScreen:
    made = shown_screen(qtbot, look, register, tmp_path / "settings.json")
    made.session.changed.connect(lambda applied, initiator: made.refresh(applied))
    put_cursor(made, "140.2")
    return made


def test_selected_rows_go_into_the_archive_by_one_key_and_one_step(
    screen: RecommendationsScreen, register: Register
) -> None:
    before = register.revision()
    QTest.keyClick(screen.list.table, Key.Key_Down, Mod.ShiftModifier)
    QTest.keyClick(screen.list.table, Key.Key_Delete, Mod.ControlModifier)
    assert numbers(screen) == ["140.1", "140.100", "141.3", "141.20"]
    assert register.revision() == before + 1
    assert screen.archive.chip.isVisible()
    assert screen.archive.chip.text() == "Archived 2"
    assert screen.list.count.text().startswith("4 recommendations")
    register_undo(screen, before + 1)
    assert numbers(screen) == LIVING
    assert not screen.archive.chip.isVisible()


def register_undo(screen: RecommendationsScreen, number: int) -> None:
    assert screen.session.undo(number)


def test_the_archive_is_looked_into_and_what_is_there_comes_back(
    screen: RecommendationsScreen, register: Register
) -> None:
    QTest.mouseClick(screen.pane.archive_button, Qt.MouseButton.LeftButton)
    assert "140.2" not in numbers(screen)
    screen.archive.chip.setFocus()
    QTest.keyClick(screen.archive.chip, Key.Key_Space)
    assert numbers(screen) == ["140.2"]
    assert screen.pane.archive_button.text() == "Take back from the archive"
    assert screen.archive.action.text() == "Take back from the archive"
    screen.list.table.setFocus()
    QTest.keyClick(screen.list.table, Key.Key_Delete, Mod.ControlModifier)
    assert numbers(screen) == LIVING
    assert not screen.archive.chip.isVisible()
    assert rows_of(register).keys() == set(LIVING)


def test_what_is_in_the_archive_is_in_no_count_and_no_workbook(
    screen: RecommendationsScreen, register: Register, tmp_path: Path
) -> None:
    import openpyxl

    QTest.keyClick(screen.list.table, Key.Key_Delete, Mod.ControlModifier)
    with register.reading() as connection:
        assert count(connection, "recommendation") == len(LIVING) - 1
    export_register(register, tmp_path / "out.xlsx", "en")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Recommendations"]
    assert "140.2" not in [cell.value for row in sheet.iter_rows() for cell in row]


def test_an_archived_recommendation_is_opened_where_history_leads_to_it(
    screen: RecommendationsScreen, register: Register
) -> None:
    id = rows_of(register)["140.2"].id
    QTest.keyClick(screen.list.table, Key.Key_Delete, Mod.ControlModifier)
    assert screen.open_record(id)
    assert numbers(screen) == ["140.2"]
    assert screen.open_record(rows_of(register)["140.1"].id)
    assert len(numbers(screen)) == len(LIVING) - 1


def test_a_part_goes_into_the_archive_and_comes_back_but_never_the_only_one(
    screen: RecommendationsScreen, register: Register
) -> None:
    parts = screen.pane.form.parts
    assert not parts.in_use()[0].archive_button.isVisible(), "140.2 has one part"
    put_cursor(screen, "140.10")
    second = parts.in_use()[1]
    assert second.archive_button.isVisible()
    second.archive_button.setFocus()
    QTest.keyClick(second.archive_button, Key.Key_Space)
    assert [part.texts["en"] for part in rows_of(register)["140.10"].parts] == [
        "Combat trafficking in persons"
    ]
    assert not parts.in_use()[0].archive_button.isVisible()
    (way_back,) = parts.archived.values()
    assert way_back.text() == "Take part 2 back from the archive"
    QTest.keyClick(way_back, Key.Key_Space)
    assert len(rows_of(register)["140.10"].parts) == 2
    assert not parts.archived
    assert register.history()[0].label.key == "label.part.restored"


def test_what_is_only_read_is_not_archived(screen: RecommendationsScreen, register: Register) -> None:
    before = register.revision()
    screen.session.set_busy(True)
    QTest.keyClick(screen.list.table, Key.Key_Delete, Mod.ControlModifier)
    assert not screen.pane.archive_button.isVisible()
    screen.session.set_busy(False)
    assert register.revision() == before
