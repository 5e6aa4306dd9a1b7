from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCalendarWidget,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from ui.toolkit_samples import fields

from upr_desktop.ui.choice_editors import ChipsEditor, ChoiceEditor, TickEditor
from upr_desktop.ui.day_editor import DateEditor
from upr_desktop.ui.editors import TextEditor
from upr_desktop.ui.form import Form
from upr_desktop.ui.inputs import GrowingText
from upr_desktop.ui.language_tabs import LanguageTexts
from upr_desktop.ui.look import Look

Key = Qt.Key
Ctrl = Qt.KeyboardModifier.ControlModifier
TypeText = Callable[[QWidget | None, str], None]

NASTY: dict[str, Any] = {
    "name": "a\u00a0b\r\nc\ttab \u2028 =1+1",
    "long": "one\r\ntwo\u00a0three\u2029four\rfive\x0b😀",
    "words_kk": "Қазақша\r\n",
    "words_ru": None,
    "words_en": "",
    "status": "a status nobody knows",
    "due": None,
    "met": "in the second quarter",
    "first": None,
    "leads": ("MOJ", "XYZ"),
    "source": "file.xlsx",
}
PLAIN: dict[str, Any] = {
    "name": "plain",
    "long": "text",
    "words_en": "words",
    "status": "part",
    "due": "2026-07-10",
    "met": "1999-12-31",
    "first": True,
    "leads": ("MFA",),
}


@pytest.fixture
def form(qtbot: QtBot, look: Look) -> Form:
    shown = Form(look, fields(), "toolkit.error.report")
    qtbot.addWidget(shown)
    shown.resize(420, 900)
    with qtbot.waitActive(shown):
        shown.show()
    return shown


@pytest.fixture
def edits(form: Form) -> list[tuple[str, Any]]:
    emitted: list[tuple[str, Any]] = []
    form.field_edited.connect(lambda key, value: emitted.append((key, value)))
    return emitted


def line(form: Form, key: str) -> QLineEdit:
    found = form.editors[key].input
    assert isinstance(found, QLineEdit)
    return found


def retype(qtbot: QtBot, type_text: TypeText, widget: QWidget, text: str) -> None:
    widget.setFocus()
    qtbot.keyClick(widget, Key.Key_A, Ctrl)
    type_text(widget, text)


def test_opening_and_leaving_any_row_emits_nothing(
    qtbot: QtBot, form: Form, edits: list[Any], look: Look
) -> None:
    for id, values in (("1", NASTY), ("2", PLAIN), ("3", {}), ("1", NASTY), ("1", NASTY)):
        form.show_record(id, values)
        form.widget().setFocus()
        for _ in range(14):
            qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
        look.language.use("ru" if look.language.code == "en" else "en")
    form.show_record(None, {})
    assert edits == []


def test_a_field_is_emitted_once_when_it_is_left(
    qtbot: QtBot, form: Form, edits: list[Any], type_text: TypeText
) -> None:
    form.show_record("1", PLAIN)
    retype(qtbot, type_text, line(form, "name"), "Әділет")
    assert edits == []
    qtbot.keyClick(line(form, "name"), Key.Key_Tab)
    assert edits == [("name", "Әділет")]
    form.show_record("2", NASTY)
    assert edits == [("name", "Әділет")]


def test_what_is_typed_is_emitted_for_its_own_record_before_another_is_shown(
    qtbot: QtBot, form: Form, type_text: TypeText
) -> None:
    seen: list[tuple[str | None, str]] = []
    form.field_edited.connect(lambda key, value: seen.append((form.record_id, value)))
    form.show_record("1", PLAIN)
    retype(qtbot, type_text, line(form, "name"), "typed")
    form.show_record("2", NASTY)
    assert seen == [("1", "typed")]
    assert line(form, "name").text() == NASTY["name"]


def test_a_refresh_of_the_same_record_leaves_the_text_being_typed(
    qtbot: QtBot, form: Form, edits: list[Any], type_text: TypeText
) -> None:
    form.show_record("1", PLAIN)
    retype(qtbot, type_text, line(form, "name"), "half typ")
    form.show_record("1", PLAIN | {"due": "2027-01-01"})
    assert line(form, "name").text() == "half typ"
    assert line(form, "due").text() == "1 Jan 2027"
    form.commit()
    assert edits == [("name", "half typ")]


def test_typing_in_a_text_keeps_its_other_lines_as_they_were(
    qtbot: QtBot, form: Form, edits: list[Any]
) -> None:
    form.show_record("1", NASTY)
    text = form.editors["long"].input
    text.setFocus()
    qtbot.keyClick(text, Key.Key_End, Ctrl)
    qtbot.keyClicks(text, "!")
    form.commit()
    assert edits == [("long", NASTY["long"] + "!")]


def test_a_no_break_space_that_a_person_types_is_kept(
    qtbot: QtBot, form: Form, edits: list[Any], type_text: TypeText
) -> None:
    form.show_record("1", PLAIN)
    retype(qtbot, type_text, form.editors["long"].input, "10\u00a0000 ₸\nәрі қарай")
    form.commit()
    assert edits == [("long", "10\u00a0000 ₸\nәрі қарай")]


def test_clearing_a_text_gives_the_empty_value(
    qtbot: QtBot, form: Form, edits: list[Any], type_text: TypeText
) -> None:
    form.show_record("1", PLAIN)
    line(form, "name").setFocus()
    qtbot.keyClick(line(form, "name"), Key.Key_A, Ctrl)
    qtbot.keyClick(line(form, "name"), Key.Key_Delete)
    form.commit()
    assert edits == [("name", None)]


def test_escape_restores_what_was_stored_and_then_leaves(qtbot: QtBot, form: Form, edits: list[Any]) -> None:
    left: list[bool] = []
    form.left.connect(lambda: left.append(True))
    form.show_record("1", PLAIN)
    line(form, "name").setFocus()
    qtbot.keyClicks(line(form, "name"), "zzz")
    qtbot.keyClick(line(form, "name"), Key.Key_Escape)
    assert (line(form, "name").text(), left) == ("plain", [])
    qtbot.keyClick(line(form, "name"), Key.Key_Escape)
    assert (edits, left) == ([], [True])


def test_ctrl_enter_saves_and_leaves(qtbot: QtBot, form: Form, edits: list[Any]) -> None:
    form.show_record("1", PLAIN)
    text = form.editors["long"].input
    text.setFocus()
    qtbot.keyClick(text, Key.Key_End, Ctrl)
    qtbot.keyClicks(text, "s")
    with qtbot.waitSignal(form.left):
        qtbot.keyClick(text, Key.Key_Return, Ctrl)
    assert edits == [("long", "texts")]


def test_an_unknown_choice_is_shown_as_such_and_stays(qtbot: QtBot, form: Form, edits: list[Any]) -> None:
    form.show_record("1", NASTY)
    editor = form.editors["status"]
    assert isinstance(editor, ChoiceEditor)
    box = editor.input
    assert isinstance(box, QComboBox)
    assert box.currentText() == "a status nobody knows (not in the list)"
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, wheel)
    assert edits == []
    box.setFocus()
    qtbot.keyClick(box, Key.Key_Down)
    list_view = box.view()
    assert list_view.isVisible()
    list_view.setCurrentIndex(list_view.model().index(3, 0))
    qtbot.keyClick(list_view, Key.Key_Return)
    assert edits == [("status", "done")]


def test_a_wrong_date_is_refused_beside_the_field_and_a_right_one_is_iso(
    qtbot: QtBot, form: Form, edits: list[Any], type_text: TypeText
) -> None:
    form.show_record("1", NASTY)
    assert line(form, "met").text() == "in the second quarter"
    retype(qtbot, type_text, line(form, "due"), "31.02.2026")
    qtbot.keyClick(line(form, "due"), Key.Key_Return)
    assert edits == []
    assert form.problems["due"].isVisible()
    assert form.problems["due"].text() == "! This is not a date. Write it as 10.07.2026."
    retype(qtbot, type_text, line(form, "due"), "10.7.26")
    qtbot.keyClick(line(form, "due"), Key.Key_Return)
    assert edits == [("due", "2026-07-10")]
    assert not form.problems["due"].isVisible()


def test_the_calendar_is_opened_and_a_day_taken_by_keyboard(
    qtbot: QtBot, form: Form, edits: list[Any]
) -> None:
    form.show_record("1", PLAIN)
    line(form, "due").setFocus()
    qtbot.keyClick(line(form, "due"), Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = next(one for one in form.findChildren(QCalendarWidget) if one.isVisible())
    keys = calendar.findChild(QAbstractItemView, "qt_calendar_calendarview")
    qtbot.keyClick(keys, Key.Key_Right)
    qtbot.keyClick(keys, Key.Key_Return)
    assert edits == [("due", "2026-07-11")]


def test_a_calendar_or_list_left_open_takes_nothing_into_the_next_record(
    qtbot: QtBot, form: Form, edits: list[Any]
) -> None:
    form.show_record("1", PLAIN)
    line(form, "due").setFocus()
    qtbot.keyClick(line(form, "due"), Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    form.show_record("2", PLAIN)
    assert QApplication.activePopupWidget() is None
    box: Any = form.editors["status"].input
    qtbot.keyClick(box, Key.Key_Down)
    assert box.view().isVisible()
    form.show_record("3", PLAIN)
    assert not box.view().isVisible()
    assert edits == []


def test_tab_takes_the_choice_of_an_open_list_and_goes_on(qtbot: QtBot, form: Form, edits: list[Any]) -> None:
    form.show_record("1", PLAIN)
    box: Any = form.editors["status"].input
    box.setFocus()
    qtbot.keyClick(box, Key.Key_Down)
    qtbot.keyClick(box.view(), Key.Key_Home)
    qtbot.keyClick(box.view(), Key.Key_Tab)
    assert edits == [("status", box.itemData(0))]
    assert not box.hasFocus()


def test_the_same_date_written_otherwise_is_no_edit(
    qtbot: QtBot, form: Form, edits: list[Any], type_text: TypeText
) -> None:
    form.show_record("1", PLAIN)
    assert line(form, "due").text() == "10 Jul 2026"
    retype(qtbot, type_text, line(form, "due"), "2026-07-10")
    form.commit()
    assert edits == []


def test_a_tick_that_nobody_decided_is_half_until_pressed(qtbot: QtBot, form: Form, edits: list[Any]) -> None:
    form.show_record("1", NASTY)
    editor = form.editors["first"]
    assert isinstance(editor, TickEditor)
    assert editor.reading() is None
    qtbot.keyClick(editor.input, Key.Key_Space)
    assert edits == [("first", True)]


def test_chips_are_taken_away_and_added_by_keyboard(qtbot: QtBot, form: Form, edits: list[Any]) -> None:
    form.show_record("1", NASTY)
    editor = form.editors["leads"]
    assert isinstance(editor, ChipsEditor)
    chips = [one for one in editor.findChildren(QToolButton) if "×" in one.text()]
    assert [chip.text() for chip in chips] == ["Body MOJ  ×", "XYZ (not in the list)  ×"]
    qtbot.keyClick(chips[0], Key.Key_Delete)
    assert edits == [("leads", ("XYZ",))]
    add = next(one for one in editor.findChildren(QToolButton) if one.text() == "+")
    qtbot.keyClick(add, Key.Key_Space)
    popup = editor._popup
    labels = [popup.list.item(row).text() for row in range(popup.list.count())]
    popup.list.setCurrentRow(labels.index("Body MFA"))
    qtbot.keyClick(popup.list, Key.Key_Space)
    assert len(edits) == 1
    popup.close()
    assert edits[1:] == [("leads", ("XYZ", "MFA"))]


def test_a_text_shows_first_the_language_it_is_written_in(qtbot: QtBot, form: Form, edits: list[Any]) -> None:
    form.show_record("1", NASTY)
    texts = form.editors["words"]
    assert isinstance(texts, LanguageTexts)
    assert texts.shown_language() == "kk"
    assert [tab.text() for tab in texts.tabs.values()] == ["Қаз", "Рус ○", "Eng ○"]
    texts.tabs["ru"].click()
    assert isinstance(texts.input, QPlainTextEdit)
    texts.input.setFocus()
    qtbot.keyClicks(texts.input, "abc")
    form.commit()
    assert edits == [("words_ru", "abc")]


def test_a_problem_stands_beside_its_field_and_goes_with_the_next_record(qtbot: QtBot, form: Form) -> None:
    form.show_record("1", PLAIN)
    form.show_problem("words_ru", "Too long.")
    assert form.problems["words"].isVisible()
    form.show_problem("name", "Missing.")
    assert line(form, "name").accessibleDescription() == "Missing."
    form.clear_problems()
    assert not form.problems["name"].isVisible()


def test_a_read_only_form_takes_no_letters(qtbot: QtBot, form: Form, edits: list[Any]) -> None:
    form.show_record("1", PLAIN)
    form.set_read_only(True)
    line(form, "name").setFocus()
    qtbot.keyClicks(line(form, "name"), "x")
    form.commit()
    assert (line(form, "name").text(), edits) == ("plain", [])
    form.set_read_only(False)
    qtbot.keyClicks(line(form, "name"), "x")
    form.commit()
    assert [key for key, _ in edits] == ["name"]


def test_choices_and_dates_follow_the_language(form: Form, look: Look) -> None:
    form.show_record("1", PLAIN | {"status": "lost"})
    look.language.use("kk")
    assert line(form, "due").text() == "10.07.2026"
    box = form.editors["status"].input
    assert isinstance(box, QComboBox)
    assert box.currentText() == "lost (тізімде жоқ)"


def test_every_control_has_a_name_and_can_be_hit(form: Form) -> None:
    form.show_record("1", PLAIN)
    for widget in form.widget().findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.window() is form:
            inner = isinstance(widget.parentWidget(), QComboBox | QPlainTextEdit | QLineEdit)
            if not inner and not isinstance(widget, DateEditor | TextEditor):
                assert widget.accessibleName(), widget
                assert widget.height() >= 28 or "QLabel" in type(widget).__name__, widget


def test_a_growing_text_shows_a_bar_only_where_it_may_grow_no_more(qtbot: QtBot) -> None:
    text = GrowingText(2, 4)
    qtbot.addWidget(text)
    text.show()
    policies = Qt.ScrollBarPolicy
    for lines, policy in (
        (4, policies.ScrollBarAlwaysOff),
        (5, policies.ScrollBarAlwaysOn),
        (1, policies.ScrollBarAlwaysOff),
    ):
        text.setPlainText("\n".join("abcde"[:lines]))
        assert text.verticalScrollBarPolicy() == policy
