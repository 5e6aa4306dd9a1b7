from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from ui.recommendation_samples import sample_register
from ui.screen_samples import agencies_of, last_changes, session_on, table_text, write

from upr_desktop.jobs.new_register import new_register
from upr_desktop.register.changes import Added, new_id
from upr_desktop.register.dump import dump_lines
from upr_desktop.register.queries import records
from upr_desktop.register.register import Register
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.agencies import AgenciesScreen
from upr_desktop.ui.table import CellEdit, Table

Open = Callable[[Register], AgenciesScreen]
Type = Callable[[QWidget | None, str], None]


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with sample_register(tmp_path / "r.upr") as made:
        yield made


@pytest.fixture
def open_screen(qtbot: QtBot, look: Look, tmp_path: Path) -> Open:
    def of(register: Register) -> AgenciesScreen:
        made = AgenciesScreen(look, session_on(register, tmp_path))
        qtbot.addWidget(made)
        made.resize(1240, 760)
        made.show()
        qtbot.waitExposed(made)
        made.activateWindow()
        return made

    return of


@pytest.fixture
def screen(open_screen: Open, register: Register) -> AgenciesScreen:
    return open_screen(register)


def assign(register: Register, code: str, role: str = "lead") -> None:
    with register.reading() as connection:
        first = next(iter(records(connection, "recommendation")))
    agency = agencies_of(register)[code].id
    write(
        register,
        [Added("assignment", new_id(), {"recommendation_id": first, "agency_id": agency, "role": role})],
    )


def go_to(screen: AgenciesScreen, code: str) -> None:
    screen.table.select_row(agencies_of(screen.session.register)[code].id)


def test_the_table_shows_names_of_the_language_and_counts(
    screen: AgenciesScreen, register: Register, look: Look
) -> None:
    assign(register, "MOJ")
    screen.refresh(None)
    go_to(screen, "MOJ")
    place = table_text(screen.table, "code").index("MOJ")
    assert table_text(screen.table, "name")[place] == "Ministry of Justice"
    assert table_text(screen.table, "lead")[place] == "1"
    look.language.use("kk")
    assert table_text(screen.table, "name")[place] == "Әділет министрлігі"
    assert table_text(screen.table, "short")[place] == "ӘМ"


def test_leaving_a_field_renames_the_agency_in_one_step(
    screen: AgenciesScreen, register: Register, type_text: Type
) -> None:
    go_to(screen, "MOJ")
    before = register.revision()
    screen.pane.form.focus_field("short_en")
    line = screen.pane.form.editors["short_en"].input
    type_text(line, "Әділет")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert register.revision() == before + 1
    assert agencies_of(register)["MOJ"].row.shorts["en"] == "Әділет"


def test_opening_every_row_and_tab_changes_nothing(screen: AgenciesScreen, register: Register) -> None:
    before = dumped(register)
    for agency in agencies_of(register).values():
        screen.table.select_row(agency.id)
        for tab in screen.pane.tabs:
            screen.pane.show_tab(tab)
    screen.leave()
    assert dumped(register) == before


def dumped(register: Register) -> list[str]:
    with register.reading() as connection:
        return list(dump_lines(connection))


def test_a_wrong_value_is_refused_beside_its_field(screen: AgenciesScreen, register: Register) -> None:
    go_to(screen, "MOJ")
    before = register.revision()
    screen.pane.form.field_edited.emit("code", "MFA")
    assert register.revision() == before
    assert "MFA" in screen.pane.form.problems["code"].text()
    screen.pane.form.field_edited.emit("parent_id", agencies_of(register)["MOJ"].id)
    assert screen.pane.form.problems["parent_id"].isVisibleTo(screen.pane.form)


def test_aliases_are_typed_as_chips(screen: AgenciesScreen, register: Register, type_text: Type) -> None:
    go_to(screen, "MOJ")
    editor = screen.pane.form.editors["aliases"]
    line = next(one for one in editor.findChildren(QLineEdit))
    line.setFocus()
    type_text(line, "Минюст РК")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert "Минюст РК" in agencies_of(register)["MOJ"].row.aliases
    assert line.text() == ""
    chip = next(chip for chip in editor._chips if "Минюст РК" in chip.text())  # type: ignore[union-attr]
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert "Минюст РК" not in agencies_of(register)["MOJ"].row.aliases


def test_pasting_a_range_is_one_step(screen: AgenciesScreen, register: Register) -> None:
    go_to(screen, "MOJ")
    column = screen.table.rows.column_number("short")
    screen.table.setCurrentIndex(screen.table.rows.index(screen.table.currentIndex().row(), column))
    QGuiApplication.clipboard().setText("JUST\tJustice\nFOR\tForeign\n")
    before = register.revision()
    screen.table.paste()
    assert register.revision() == before + 1
    assert agencies_of(register)["MOJ"].row.shorts["en"] == "JUST"
    assert agencies_of(register)["MFA"].row.names["en"] == "Foreign"
    assert len(last_changes(register)) == 4


def test_a_typed_cell_that_is_wrong_says_so_and_writes_nothing(
    screen: AgenciesScreen, register: Register
) -> None:
    id = agencies_of(register)["MOJ"].id
    before = register.revision()
    screen.table.edited.emit([CellEdit(id, "valid_from", "someday")])
    assert register.revision() == before
    assert "MOJ" in screen.notice.message.text()
    assert "someday" in screen.notice.message.text()


def test_an_agency_is_added_by_its_code_and_shown(
    screen: AgenciesScreen, register: Register, type_text: Type
) -> None:
    screen.add_button.click()
    type_text(screen.new.line, "moj")
    QTest.keyClick(screen.new.line, Qt.Key.Key_Return)
    assert screen.new.problem.isVisibleTo(screen.new)
    screen.new.begin()
    type_text(screen.new.line, "NEWM")
    QTest.keyClick(screen.new.line, Qt.Key.Key_Return)
    assert agencies_of(register)["NEWM"].id == screen.table.current_id()
    assert not screen.new.isVisible()


def test_archiving_names_what_still_refers_and_asks(screen: AgenciesScreen, register: Register) -> None:
    assign(register, "MOJ")
    screen.refresh(None)
    go_to(screen, "MOJ")
    screen.pane.archive_button.click()
    assert not agencies_of(register)["MOJ"].row.archived
    assert "1 recommendation" in screen.notice.message.text()
    screen.notice.action.click()
    assert agencies_of(register)["MOJ"].row.archived
    assert "MOJ" not in table_text(screen.table, "code")
    screen.archive_chip.click()
    assert "MOJ" in table_text(screen.table, "code")


def test_an_agency_nobody_refers_to_is_archived_at_once_and_restored(
    screen: AgenciesScreen, register: Register
) -> None:
    go_to(screen, "MOD")
    screen.pane.archive_button.click()
    assert agencies_of(register)["MOD"].row.archived
    screen.show_agency(agencies_of(register)["MOD"].id)
    screen.pane.archive_button.click()
    assert not agencies_of(register)["MOD"].row.archived


def test_the_question_goes_when_another_agency_is_chosen(screen: AgenciesScreen, register: Register) -> None:
    assign(register, "MOJ")
    screen.refresh(None)
    go_to(screen, "MOJ")
    screen.pane.archive_button.click()
    go_to(screen, "MFA")
    assert not screen.notice.isVisible()
    screen.notice.acted.emit()
    assert not agencies_of(register)["MOJ"].row.archived


def test_a_person_is_added_given_a_role_and_removed(
    screen: AgenciesScreen, register: Register, type_text: Type
) -> None:
    go_to(screen, "MOJ")
    screen.pane.show_tab("people")
    line = screen.pane.people.adding.findChildren(QLineEdit)[0]
    type_text(line, "Ответственный за УПО")
    QTest.keyClick(line, Qt.Key.Key_Return)
    ((id, values),) = agencies_of(register)["MOJ"].people.items()
    assert values["name"] == "Ответственный за УПО"
    screen.pane.people.form.field_edited.emit("role", "focal")
    assert agencies_of(register)["MOJ"].people[id]["role"] == "focal"
    assert screen.pane.tabs["people"].text().endswith("1")
    screen.pane.people.remove_button.click()
    assert not agencies_of(register)["MOJ"].people


def test_a_successor_is_chosen_and_dated(screen: AgenciesScreen, register: Register) -> None:
    go_to(screen, "MOJ")
    screen.pane.show_tab("successors")
    box = screen.pane.successors.successors
    place = box.findData(agencies_of(register)["MFA"].id)
    box.setCurrentIndex(place)
    box.activated.emit(place)
    ((id, values),) = agencies_of(register)["MOJ"].successions.items()
    assert values["to_id"] == agencies_of(register)["MFA"].id
    screen.pane.successors.form.field_edited.emit("date", "2025-09-01")
    screen.pane.successors.form.field_edited.emit("act", "Decree No 1")
    found = agencies_of(register)["MOJ"].successions[id]
    assert (found["date"], found["act"]) == ("2025-09-01", "Decree No 1")


def test_recommendations_of_the_agency_are_listed_and_opened(
    screen: AgenciesScreen, register: Register
) -> None:
    assign(register, "MOJ", "co")
    screen.refresh(None)
    go_to(screen, "MOJ")
    screen.pane.show_tab("recommendations")
    assert len(table_text(screen.pane.table, "number")) == 1
    assert table_text(screen.pane.table, "role") == ["Co-executor"]
    asked = QSignalSpy(screen.recommendation_asked)
    screen.pane.table.opened.emit(screen.pane.table.current_id() or screen.pane.table.rows.order.id_at(0))
    with register.reading() as connection:
        assert asked.at(0)[0] in records(connection, "recommendation")


def test_filters_and_search_narrow_the_table(screen: AgenciesScreen, register: Register) -> None:
    assign(register, "MOJ")
    screen.refresh(None)
    screen.facets.choose({"unused": {"1"}})
    assert "MOJ" not in table_text(screen.table, "code")
    screen.facets.choose({"validity": {"ended"}})
    assert table_text(screen.table, "code") == ["ACA"]
    screen.facets.choose({})
    screen.search("әділет")
    assert table_text(screen.table, "code") == ["MOJ"]


def test_an_empty_register_offers_the_ready_list(open_screen: Open, tmp_path: Path) -> None:
    with new_register(tmp_path / "empty.upr") as empty:
        screen = open_screen(empty)
        assert screen.pages.currentIndex() == 1
        screen.empty.button.click()  # type: ignore[union-attr]
        assert "MOJ" in table_text(screen.table, "code")


def test_fields_are_read_only_while_long_work_writes(screen: AgenciesScreen) -> None:
    go_to(screen, "MOJ")
    screen.session.set_busy(True)
    assert not screen.add_button.isEnabled()
    assert screen.table.rows.is_read_only
    screen.session.set_busy(False)
    assert screen.add_button.isEnabled()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_screen_speaks_every_language(screen: AgenciesScreen, look: Look, language: str) -> None:
    look.language.use(language)
    go_to(screen, "MOJ")
    said = [tab.text() for tab in screen.pane.tabs.values()] + [screen.add_button.text(), screen.count.text()]
    assert all(text and "{" not in text and "agencies." not in text for text in said)


def test_every_control_has_a_name(screen: AgenciesScreen) -> None:
    go_to(screen, "MOJ")
    for tab in screen.pane.tabs:
        screen.pane.show_tab(tab)
        nameless = [
            widget
            for widget in screen.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisible()
            and not (widget.accessibleName() or getattr(widget, "text", str)())
        ]
        assert nameless == []


def test_the_agency_at_the_cursor_stands_beside_the_table_once_that_is_painted(
    screen: AgenciesScreen, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: screen.side.count() == 1)
    assert screen.pane.form.record_id == screen.table.current_id() != ""


def test_tables_beside_that_follow_later_are_compact_too(
    register: Register, look: Look, qtbot: QtBot, tmp_path: Path
) -> None:
    session = session_on(register, tmp_path)
    session.settings.write("compact", True)
    made = AgenciesScreen(look, session)
    qtbot.addWidget(made)
    tables = made.pane.findChildren(Table)
    assert tables
    assert all(table.cells.is_compact for table in tables)


def test_the_pane_has_room_for_name_and_tabs_from_the_moment_it_is_made(screen: AgenciesScreen) -> None:
    pane = screen.pane  # asked for before the table is painted: it stands in the window at once
    assert pane.code.isVisible()
    for text in (pane.code, *pane.tabs.values()):
        assert text.width() >= text.sizeHint().width(), text.text()


def test_f6_goes_round_filters_table_and_form(screen: AgenciesScreen) -> None:
    pane = screen.pane
    screen.table.setFocus()
    met = []
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        focused = QApplication.focusWidget()
        met.append(
            next(
                one
                for one in (screen.facets, screen.table, pane)
                if one is focused or one.isAncestorOf(focused)
            )
        )
    assert met == [pane, screen.facets, screen.table]
