from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from ui.recommendation_samples import (
    agency,
    area,
    nasty_register,
    numbers,
    put_cursor,
    rows_of,
    sample_register,
    shown_screen,
)

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.import_file import Options, apply_import, load, prepare
from upr_desktop.jobs.new_register import new_register
from upr_desktop.register.dump import dump_lines
from upr_desktop.register.register import Register
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.recommendations import RecommendationsScreen

Key, Mod = Qt.Key, Qt.KeyboardModifier
Open = Callable[[Register], RecommendationsScreen]
Type = Callable[[QWidget | None, str], None]


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    made = sample_register(tmp_path / "sample.upr")
    yield made
    made.close()


@pytest.fixture
def open_screen(qtbot: QtBot, look: Look, tmp_path: Path) -> Open:
    return lambda register: shown_screen(qtbot, look, register, tmp_path / "settings.json")


@pytest.fixture
def screen(open_screen: Open, register: Register) -> RecommendationsScreen:
    return open_screen(register)


def cell(screen: RecommendationsScreen, number: str, column: str) -> str:
    table = screen.list.table
    place = next(at for at in range(len(table.rows.order)) if table.rows.order.at(at).number == number)
    return str(table.rows.index(place, table.rows.column_number(column)).data())


def dumped(register: Register) -> list[str]:
    with register.reading() as connection:
        return list(dump_lines(connection))


def choose(screen: RecommendationsScreen, code: str) -> None:
    """Choose in the list that F2 opens in a cell."""
    QTest.keyClick(screen.list.table, Key.Key_F2)
    box = screen.list.table.findChildren(QComboBox)[-1]
    box.setCurrentIndex(box.findData(code))
    box.activated.emit(box.currentIndex())


def test_rows_stand_in_the_order_of_their_two_integers(screen: RecommendationsScreen) -> None:
    assert numbers(screen) == ["140.1", "140.2", "140.10", "140.100", "141.3", "141.20"]
    assert screen.list.count.text() == "6 recommendations"


def test_the_first_row_is_shown_whole_beside_the_table(screen: RecommendationsScreen) -> None:
    assert screen.pane.number.text() == "140.1"
    part = screen.pane.form.parts.in_use()[0]
    shown = part.texts.input
    assert isinstance(shown, QPlainTextEdit)
    assert shown.toPlainText() == "Protect the rights of the child"
    assert part.states.text() == "Portugal"


def test_a_text_in_another_language_carries_a_tag_and_states_speak_the_windows_language(
    screen: RecommendationsScreen, look: Look
) -> None:
    look.language.use("ru")
    row = screen.rows.several([screen.list.table.rows.order.id_at(5)])[0]
    assert screen.words.mark(row) == "EN"
    assert cell(screen, "141.20", "states") == "Словакия, Португалия +2"
    assert screen.words.states(row).endswith("Испания, Atlantis")


def test_facets_count_and_narrow_and_the_line_below_says_how_many(screen: RecommendationsScreen) -> None:
    assert screen.list.facets.counts()["position"] == {"supported": 5, "noted": 1}
    screen.list.facets.choose({"position": ["noted"]})
    assert numbers(screen) == ["141.20"]
    assert screen.list.count.text() == "1 of 6 recommendations"
    assert screen.pane.number.text() == "141.20"


def test_supported_ones_without_an_agency_are_one_press_away(
    screen: RecommendationsScreen, register: Register
) -> None:
    put_cursor(screen, "140.2", "lead")
    choose(screen, agency(register, "MFA"))
    chip = screen.list.facets.chips["unassigned"]
    assert chip.text() == "Supported, no agency 4"
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert numbers(screen) == ["140.1", "140.10", "140.100", "141.3"]


@pytest.mark.parametrize("text", ["TORTURE", "against tort", "140.2", "португалия", "ПОРТУГАЛИЯ torture"])
def test_the_search_finds_texts_numbers_and_states_in_any_case_and_language(
    screen: RecommendationsScreen, text: str
) -> None:
    screen.search(text)
    assert "140.2" in numbers(screen)
    screen.search("")
    assert len(numbers(screen)) == 6


def test_nothing_found_offers_to_clear_the_filters(screen: RecommendationsScreen) -> None:
    asked = QSignalSpy(screen.search_asked)
    screen.search("no such word")
    screen.list.facets.choose({"position": ["noted"]})
    assert screen.list.nothing.isVisible()
    assert screen.list.nothing.button is not None
    QTest.mouseClick(screen.list.nothing.button, Qt.MouseButton.LeftButton)
    assert len(numbers(screen)) == 6
    assert asked.at(0) == [""]


def test_an_empty_register_offers_to_import_a_list(open_screen: Open, tmp_path: Path) -> None:
    with new_register(tmp_path / "empty.upr") as register:
        screen = open_screen(register)
        asked = QSignalSpy(screen.import_asked)
        assert screen.list.empty.isVisible()
        assert screen.list.empty.button is not None
        QTest.mouseClick(screen.list.empty.button, Qt.MouseButton.LeftButton)
        assert asked.count() == 1


def test_the_real_list_is_shown_whole_and_counted(
    open_screen: Open, tmp_path: Path, shared_data: Path
) -> None:
    gate = Gate()
    with new_register(tmp_path / "list.upr", "List", "kazakhstan-4") as register:
        (received,) = load([shared_data / "ohchr" / "upr48-slovenia-thematic-list.docx"], gate)
        apply_import(register, prepare(register, received, Options(), gate), "Secretariat")
        screen = open_screen(register)
        screen.list.facets.choose({"position": ["supported"]})
        assert screen.list.count.text() == "217 of 254 recommendations"
        screen.search("trafficking")
        assert 0 < len(numbers(screen)) < 217
    gate.close()


def test_a_cell_chosen_from_its_list_is_one_saved_step(
    screen: RecommendationsScreen, register: Register
) -> None:
    before = register.revision()
    put_cursor(screen, "140.2", "position")
    choose(screen, "noted")
    assert rows_of(register)["140.2"].position == "noted"
    assert cell(screen, "140.2", "position") == "Noted"
    assert register.revision() == before + 1


def test_typing_replaces_agencies_by_any_of_their_names(
    screen: RecommendationsScreen, register: Register, type_text: Type
) -> None:
    put_cursor(screen, "140.2", "co")
    QTest.keyClick(screen.list.table, Key.Key_F2)
    editor = screen.list.table.findChildren(QPlainTextEdit)[-1]
    type_text(editor, "МИД, Минюст")
    QTest.keyClick(editor, Key.Key_Return)
    assert cell(screen, "140.2", "co") == "MFA, MOJ"
    assert numbers(screen)[screen.list.table.currentIndex().row()] == "140.10"


def test_a_block_is_pasted_as_one_step_and_undone_as_one(
    screen: RecommendationsScreen, register: Register
) -> None:
    before = rows_of(register)
    put_cursor(screen, "140.1", "position")
    QGuiApplication.clipboard().setText("Noted\r\nПоддержана частично\r\nҚаралуда\r\n")
    QTest.keyClick(screen.list.table, Key.Key_V, Mod.ControlModifier)
    found = rows_of(register)
    assert [found[number].position for number in ("140.1", "140.2", "140.10")] == [
        "noted",
        "supported_in_part",
        "pending",
    ]
    register.undo(register.revision(), "Coordinator")
    assert rows_of(register) == before


def test_cells_that_are_no_values_are_told_and_the_others_written_only_if_a_person_says_so(
    screen: RecommendationsScreen, register: Register
) -> None:
    before = register.revision()
    put_cursor(screen, "140.1", "position")
    QGuiApplication.clipboard().setText("Noted\nperhaps\nPending\n")
    screen.list.table.paste()
    assert register.revision() == before
    assert "140.2: “perhaps” is not a position." in screen.list.notice.message.text()
    assert screen.list.notice.action.text() == "Write the other 2 cells"
    QTest.mouseClick(screen.list.notice.action, Qt.MouseButton.LeftButton)
    found = rows_of(register)
    assert [found[number].position for number in ("140.1", "140.2", "140.10")] == [
        "noted",
        "supported",
        "pending",
    ]
    assert register.revision() == before + 1


def test_one_wrong_cell_is_told_and_nothing_is_written(
    screen: RecommendationsScreen, register: Register
) -> None:
    before = register.revision()
    put_cursor(screen, "140.2", "number")
    QTest.keyClick(screen.list.table, "1")
    editor = screen.list.table.findChildren(QLineEdit)[-1]
    QTest.keyClicks(editor, "40.10")
    QTest.keyClick(editor, Key.Key_Return)
    assert "already belongs to another" in screen.list.notice.message.text()
    assert screen.list.notice.action.isHidden()
    assert register.revision() == before
    assert cell(screen, "140.2", "number") == "140.2"


def test_fill_down_and_delete_are_one_step_each(screen: RecommendationsScreen, register: Register) -> None:
    put_cursor(screen, "140.1", "area_id")
    choose(screen, area(register, "5"))
    before = register.revision()
    put_cursor(screen, "140.1", "area_id")
    for _ in range(2):
        QTest.keyClick(screen.list.table, Key.Key_Down, Mod.ShiftModifier)
    QTest.keyClick(screen.list.table, Key.Key_D, Mod.ControlModifier)
    areas = [rows_of(register)[number].area_id for number in ("140.1", "140.2", "140.10")]
    assert areas == [area(register, "5")] * 3
    assert register.revision() == before + 1
    QTest.keyClick(screen.list.table, Key.Key_Delete)
    assert all(rows_of(register)[number].area_id is None for number in ("140.1", "140.2", "140.10"))
    assert register.revision() == before + 2


def test_what_is_copied_pastes_back_as_it_was(
    screen: RecommendationsScreen, register: Register, look: Look
) -> None:
    put_cursor(screen, "140.1", "co")
    QGuiApplication.clipboard().setText("MFA, MOD, SC")
    screen.list.table.paste()
    look.language.use("ru")
    put_cursor(screen, "140.1", "co")
    screen.list.table.copy()
    assert QGuiApplication.clipboard().text().strip() == "МИД, МО, ВС"
    put_cursor(screen, "140.2", "co")
    screen.list.table.paste()
    assert cell(screen, "140.2", "co") == "МИД, МО, ВС"
    assert len(rows_of(register)["140.2"].agencies) == 3


def test_f6_goes_round_filters_table_and_form_and_escape_leads_back(
    screen: RecommendationsScreen, qtbot: QtBot
) -> None:
    table = screen.list.table
    put_cursor(screen, "140.2", "number")
    QTest.keyClick(table, Key.Key_F6)
    assert screen.pane.isAncestorOf(screen.focusWidget())
    QTest.keyClick(screen.focusWidget(), Key.Key_F6)
    assert screen.list.facets.isAncestorOf(screen.focusWidget())
    QTest.keyClick(screen.focusWidget(), Key.Key_F6)
    assert table.hasFocus()
    QTest.keyClick(table, Key.Key_Return, Mod.ControlModifier)
    assert screen.pane.isAncestorOf(screen.focusWidget())
    QTest.keyClick(screen.focusWidget(), Key.Key_Escape)
    assert table.hasFocus()


def test_the_form_is_closed_and_opened_again_and_stays_as_it_was_left(
    screen: RecommendationsScreen, open_screen: Open, register: Register
) -> None:
    screen.pane.closed.emit()
    assert screen.side.isHidden()
    again = open_screen(register)
    assert again.side.isHidden()
    put_cursor(again, "140.10", "number")
    QTest.keyClick(again.list.table, Key.Key_Return, Mod.ControlModifier)
    assert again.pane.isVisible()
    assert again.pane.number.text() == "140.10"


def test_an_undo_shows_at_once_in_table_and_form(screen: RecommendationsScreen, register: Register) -> None:
    put_cursor(screen, "140.2", "co")
    QGuiApplication.clipboard().setText("MFA")
    screen.list.table.paste()
    assert cell(screen, "140.2", "co") == "MFA"
    screen.session.undo(register.revision())
    assert cell(screen, "140.2", "co") == ""
    assert screen.pane.row == rows_of(register)["140.2"]


def test_long_work_makes_everything_read_only_and_says_so(screen: RecommendationsScreen) -> None:
    screen.session.set_busy(True)
    put_cursor(screen, "140.2", "number")
    assert not screen.list.table.rows.is_editable(0, 0)
    assert screen.pane.read_only.isVisible()
    assert "written into the register" in screen.pane.read_only.message.text()
    text = screen.pane.form.parts.in_use()[0].texts.input
    assert isinstance(text, QPlainTextEdit)
    assert text.isReadOnly()
    assert not screen.pane.evidence.add_button.isVisible()
    screen.session.set_busy(False)
    assert screen.list.table.rows.is_editable(0, 0)
    assert not screen.pane.read_only.isVisible()
    assert not text.isReadOnly()


def test_opening_and_leaving_every_row_of_a_nasty_register_changes_nothing(
    open_screen: Open, tmp_path: Path, look: Look
) -> None:
    with nasty_register(tmp_path / "nasty.upr") as register:
        before = dumped(register)
        screen = open_screen(register)
        table = screen.list.table
        for language in ("en", "kk", "ru"):
            look.language.use(language)
            for place in range(len(table.rows.order)):
                table.setCurrentIndex(table.rows.index(place, 0))
                for tab in ("evidence", "notes", "history", "recommendation"):
                    screen.pane.show_tab(tab)
                for id in screen.pane.row.evidence if screen.pane.row else ():
                    screen.pane.evidence.open_form(id)
                    screen.pane.evidence.close_form()
                screen.pane.focus()
                table.setFocus()
                screen.leave()
        assert dumped(register) == before
