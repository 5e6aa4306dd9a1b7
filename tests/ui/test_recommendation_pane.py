from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from ui.recommendation_samples import agency, area, put_cursor, rows_of, sample_register, shown_screen

from upr_desktop.register.queries import record, records
from upr_desktop.register.register import Register
from upr_desktop.ui.choice_editors import ChipsEditor
from upr_desktop.ui.choice_popup import ChoicePopup
from upr_desktop.ui.editors import Editor
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.recommendations import RecommendationsScreen

Key, Mod = Qt.Key, Qt.KeyboardModifier
Type = Callable[[QWidget | None, str], None]


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    made = sample_register(tmp_path / "sample.upr")
    yield made
    made.close()


@pytest.fixture
def screen(qtbot: QtBot, look: Look, register: Register, tmp_path: Path) -> RecommendationsScreen:
    made = shown_screen(qtbot, look, register, tmp_path / "settings.json")
    put_cursor(made, "140.2")
    return made


def text_field(screen: RecommendationsScreen, language: str) -> QPlainTextEdit:
    part = screen.pane.form.parts.in_use()[0]
    QTest.mouseClick(part.texts.tabs[language], Qt.MouseButton.LeftButton)
    field = part.texts.input
    assert isinstance(field, QPlainTextEdit)
    field.setFocus()
    return field


def input_of(screen: RecommendationsScreen, key: str) -> QWidget:
    editor = screen.pane.form.editors[key]
    assert isinstance(editor, Editor)
    return editor.input


def choose(screen: RecommendationsScreen, key: str, code: str | None) -> None:
    box = input_of(screen, key)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(code))
    box.activated.emit(box.currentIndex())


def words_in(widget: QWidget) -> list[str]:
    QTest.qWait(10)
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def test_a_translation_typed_is_saved_when_its_field_is_left_and_counts_as_working(
    screen: RecommendationsScreen, register: Register, type_text: Type
) -> None:
    before = register.revision()
    type_text(text_field(screen, "kk"), "Азаптауға қарсы конвенцияны ратификациялау")
    assert register.revision() == before
    screen.list.table.setFocus()
    part = rows_of(register)["140.2"].parts[0]
    assert part.texts["kk"] == "Азаптауға қарсы конвенцияны ратификациялау"
    assert part.quality == {"kk": "working"}
    assert register.revision() == before + 1


def test_how_good_a_translation_is_stands_beside_its_language_and_the_original_has_none(
    screen: RecommendationsScreen, register: Register, type_text: Type
) -> None:
    part = screen.pane.form.parts.in_use()[0]
    assert part.original.isVisible()
    type_text(text_field(screen, "ru"), "Ратифицировать конвенцию")
    screen.leave()
    quality = part.qualities["ru"]
    assert quality.isVisible()
    assert not part.original.isVisible()
    box = quality.input
    assert isinstance(box, QComboBox)
    assert box.currentText() == "Working translation"
    box.setCurrentIndex(box.findData("official"))
    box.activated.emit(box.currentIndex())
    assert rows_of(register)["140.2"].parts[0].quality == {"ru": "official"}


def test_what_was_typed_is_saved_when_another_row_is_gone_to(
    screen: RecommendationsScreen, register: Register, type_text: Type
) -> None:
    type_text(text_field(screen, "ru"), "Ратифицировать")
    put_cursor(screen, "140.10")
    assert rows_of(register)["140.2"].parts[0].texts["ru"] == "Ратифицировать"
    assert "ru" not in rows_of(register)["140.10"].parts[0].texts
    assert screen.pane.number.text() == "140.10"


def test_escape_takes_back_what_was_typed_and_not_yet_saved(
    screen: RecommendationsScreen, register: Register
) -> None:
    before = register.revision()
    source = input_of(screen, "position_source")
    assert isinstance(source, QLineEdit)
    source.setFocus()
    QTest.keyClicks(source, "A/HRC/1")
    QTest.keyClick(source, Key.Key_Escape)
    screen.list.table.setFocus()
    assert source.text() == ""
    assert register.revision() == before


def test_area_and_position_are_saved_at_once_and_the_pill_follows(
    screen: RecommendationsScreen, register: Register
) -> None:
    choose(screen, "area_id", area(register, "3"))
    choose(screen, "position", "noted")
    row = rows_of(register)["140.2"]
    assert (row.area_id, row.position) == (area(register, "3"), "noted")
    assert screen.pane.position.accessibleName() == "Noted"
    with register.reading() as connection:
        (noted,) = records(connection, "position_change").values()
    assert noted["position_before"] == "supported"


def test_agencies_are_chips_found_by_name_and_taken_away_with_a_press(
    screen: RecommendationsScreen, register: Register
) -> None:
    editor = screen.pane.form.editors["lead"]
    assert isinstance(editor, ChipsEditor)
    button = editor.input.findChildren(QToolButton)[0]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    popup = editor.findChild(ChoicePopup)
    assert popup is not None
    QTest.keyClicks(popup.find_line, "foreign")
    QTest.keyClick(popup.find_line, Key.Key_Return)
    popup.close()
    assert [link.agency_id for link in rows_of(register)["140.2"].agencies] == [agency(register, "MFA")]
    chip = next(one for one in editor.input.findChildren(QToolButton) if one.text().startswith("MFA"))
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert rows_of(register)["140.2"].agencies == ()


def test_a_number_that_is_taken_is_told_beside_its_field_and_not_written(
    screen: RecommendationsScreen, register: Register
) -> None:
    before = register.revision()
    number = input_of(screen, "number")
    assert isinstance(number, QLineEdit)
    number.setFocus()
    number.selectAll()
    QTest.keyClicks(number, "140.10")
    QTest.keyClick(number, Key.Key_Return)
    assert "already belongs to another" in screen.pane.form.problems["number"].text()
    assert register.revision() == before


def write_document(screen: RecommendationsScreen, title: str, type_text: Type) -> None:
    QTest.mouseClick(screen.pane.evidence.add_button, Qt.MouseButton.LeftButton)
    field = screen.pane.evidence.form.editors["title"]
    assert isinstance(field, Editor)
    type_text(field.input, title)
    QTest.mouseClick(screen.pane.evidence.save_button, Qt.MouseButton.LeftButton)


def test_a_document_is_added_shown_edited_and_taken_away(
    screen: RecommendationsScreen, register: Register, type_text: Type
) -> None:
    write_document(screen, "Закон № 187", type_text)
    (card,) = screen.pane.evidence.cards
    assert card.title.text() == "Закон № 187"
    assert screen.pane.tabs["evidence"].text() == "Documents 1"
    assert screen.rows.several([screen.list.table.current_id()])[0].evidence == (card.id,)

    QTest.mouseClick(card.edit_button, Qt.MouseButton.LeftButton)
    day = screen.pane.evidence.form.editors["act_date"]
    assert isinstance(day, Editor)
    day.input.setFocus()
    QTest.keyClicks(day.input, "14.05.2025")
    QTest.mouseClick(screen.pane.evidence.back_button, Qt.MouseButton.LeftButton)
    with register.reading() as connection:
        stored = record(connection, "evidence", card.id)
    assert stored is not None
    assert stored["act_date"] == "2025-05-14"

    (card,) = screen.pane.evidence.cards
    assert "14 May 2025" in " ".join(words_in(card))
    QTest.mouseClick(card.remove_button, Qt.MouseButton.LeftButton)
    assert screen.pane.evidence.cards == []
    assert rows_of(register)["140.2"].evidence == ()


def test_a_document_without_a_title_is_asked_for_one_and_kept_for_later(
    screen: RecommendationsScreen, register: Register, type_text: Type
) -> None:
    before = register.revision()
    QTest.mouseClick(screen.pane.evidence.add_button, Qt.MouseButton.LeftButton)
    issuer = screen.pane.evidence.form.editors["issuer"]
    assert isinstance(issuer, Editor)
    type_text(issuer.input, "Парламент")
    QTest.mouseClick(screen.pane.evidence.save_button, Qt.MouseButton.LeftButton)
    assert "Write what the document is called" in screen.pane.evidence.form.problems["title"].text()
    put_cursor(screen, "140.10")
    put_cursor(screen, "140.2")
    again = screen.pane.evidence.form.editors["issuer"]
    assert isinstance(again, Editor)
    assert again.reading() == "Парламент"
    assert register.revision() == before


def test_a_document_begun_with_a_title_is_saved_when_the_screen_is_left(
    screen: RecommendationsScreen, register: Register, type_text: Type
) -> None:
    QTest.mouseClick(screen.pane.evidence.add_button, Qt.MouseButton.LeftButton)
    title = screen.pane.evidence.form.editors["title"]
    assert isinstance(title, Editor)
    type_text(title.input, "Order No. 5")
    screen.leave()
    assert len(rows_of(register)["140.2"].evidence) == 1


def test_ctrl_enter_saves_a_new_document(
    screen: RecommendationsScreen, register: Register, type_text: Type
) -> None:
    QTest.mouseClick(screen.pane.evidence.add_button, Qt.MouseButton.LeftButton)
    title = screen.pane.evidence.form.editors["title"]
    assert isinstance(title, Editor)
    type_text(title.input, "Order No. 5")
    QTest.keyClick(title.input, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (card,) = screen.pane.evidence.cards
    assert card.title.text() == "Order No. 5"
    assert not screen.pane.evidence.draft_button.isVisible()
    assert len(rows_of(register)["140.2"].evidence) == 1


def test_a_new_document_without_a_title_stays_in_sight_and_can_be_gone_on_with(
    screen: RecommendationsScreen, register: Register, type_text: Type
) -> None:
    page = screen.pane.evidence
    QTest.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    issuer = page.form.editors["issuer"]
    assert isinstance(issuer, Editor)
    type_text(issuer.input, "Ministry of Justice")
    QTest.keyClick(issuer.input, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.draft_button.isVisible()
    assert page.draft_button.hasFocus()
    assert not page.empty.isVisible()
    QTest.mouseClick(page.draft_button, Qt.MouseButton.LeftButton)
    assert issuer.reading() == "Ministry of Justice"
    assert rows_of(register)["140.2"].evidence == ()


def test_one_document_serves_several_recommendations(
    screen: RecommendationsScreen, register: Register, type_text: Type
) -> None:
    write_document(screen, "Report", type_text)
    put_cursor(screen, "140.10")
    screen.pane.show_tab("evidence")
    page = screen.pane.evidence
    QTest.mouseClick(page.link_button, Qt.MouseButton.LeftButton)
    QTest.keyClick(page.popup.list, Key.Key_Space)
    page.popup.close()
    found = rows_of(register)
    assert found["140.10"].evidence == found["140.2"].evidence
    assert len(found["140.2"].evidence) == 1


def test_a_note_is_saved_when_its_field_is_left_and_a_cleared_one_put_away(
    screen: RecommendationsScreen, register: Register, type_text: Type
) -> None:
    screen.pane.show_tab("notes")
    screen.pane.notes.new.input.setFocus()
    type_text(screen.pane.notes.new.input, "Спросить МИД")
    screen.list.table.setFocus()
    assert rows_of(register)["140.2"].notes == 1
    assert screen.pane.notes.new.reading() == ""
    ((_, item),) = screen.pane.notes.items.items()
    assert item.editor.reading() == "Спросить МИД"
    assert "Coordinator" in item.caption.text()
    field = item.editor.input
    assert isinstance(field, QPlainTextEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Key.Key_Delete)
    screen.list.table.setFocus()
    assert rows_of(register)["140.2"].notes == 0
    assert screen.pane.notes.items == {}


def test_history_says_who_changed_what_from_what_to_what(
    screen: RecommendationsScreen, register: Register, type_text: Type
) -> None:
    choose(screen, "position", "noted")
    choose(screen, "area_id", area(register, "5"))
    type_text(text_field(screen, "ru"), "Ратифицировать")
    screen.pane.show_tab("history")
    told = words_in(screen.pane.history)
    assert "Position: Supported → Noted" in told
    assert "Area: 5 · Children's rights" in told
    assert "Text in Russian: Ратифицировать" in told
    assert any(line.endswith("· Coordinator") for line in told)
    assert any(line.endswith("· Secretariat") for line in told)


def test_history_tells_agencies_by_name(screen: RecommendationsScreen, register: Register) -> None:
    editor = screen.pane.form.editors["co"]
    assert isinstance(editor, ChipsEditor)
    editor._take([agency(register, "MOJ")])
    editor.commit()
    screen.pane.show_tab("history")
    assert "Co-executor: MOJ" in words_in(screen.pane.history)
    screen.session.undo(register.revision())
    assert screen.pane.row is not None
    assert screen.pane.row.agencies == ()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_field_and_button_has_a_name_for_screen_readers(
    screen: RecommendationsScreen, look: Look, language: str
) -> None:
    look.language.use(language)
    for tab in ("recommendation", "evidence", "notes", "history"):
        screen.pane.show_tab(tab)
        kinds = (QLineEdit, QPlainTextEdit, QComboBox, QToolButton)
        nameless = [
            widget
            for kind in kinds
            for widget in screen.findChildren(kind)
            if widget.isVisible() and not widget.accessibleName() and not getattr(widget, "text", str)()
        ]
        assert nameless == []


def test_a_text_that_could_not_be_saved_stays_in_its_field(
    screen: RecommendationsScreen, register: Register, type_text: Type
) -> None:
    field = text_field(screen, "kk")
    type_text(field, "Көп еңбекпен жазылған мәтін")
    screen.session.settings.write("author", None)
    screen.session._ask_author = lambda: None
    before = register.revision()
    screen.list.table.setFocus()
    assert register.revision() == before
    assert field.toPlainText() == "Көп еңбекпен жазылған мәтін"


def test_escape_leads_from_notes_and_tabs_back_to_the_table(screen: RecommendationsScreen) -> None:
    screen.pane.show_tab("notes")
    screen.pane.notes.new.input.setFocus()
    QTest.keyClick(screen.pane.notes.new.input, Key.Key_Escape)
    assert screen.list.table.hasFocus()
    screen.pane.tabs["history"].setFocus()
    QTest.keyClick(screen.pane.tabs["history"], Key.Key_Escape)
    assert screen.list.table.hasFocus()


def test_the_text_is_shown_in_the_language_of_the_window_where_there_is_one(
    screen: RecommendationsScreen, look: Look, type_text: Type
) -> None:
    part = screen.pane.form.parts.in_use()[0]
    assert part.texts.shown_language() == "en"
    type_text(text_field(screen, "kk"), "Азаптауға қарсы")
    screen.pane.leave()
    for code in ("kk", "en", "kk", "ru"):
        look.language.use(code)
        assert part.texts.shown_language() == ("en" if code == "ru" else code)
    put_cursor(screen, "140.10")
    look.language.use("kk")
    put_cursor(screen, "140.2")
    assert part.texts.shown_language() == "kk"
    assert part.texts.tabs["kk"].isChecked()


def test_a_text_being_typed_stays_shown_when_the_language_changes(
    screen: RecommendationsScreen, look: Look, type_text: Type
) -> None:
    part = screen.pane.form.parts.in_use()[0]
    type_text(text_field(screen, "ru"), "Ратифицировать")
    look.language.use("kk")
    assert part.texts.shown_language() == "ru"
