"""What the coordinator writes while reading: the consolidated wording and the assessment of a measure."""

from pathlib import Path

import pytest
from plan_samples import Planned
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui.reading_samples import (
    CONTROL,
    H1,
    H2,
    SHIFT,
    Type,
    number,
    press,
    reports,
    shown,
    shown_reading,
    worded,
)

from upr_desktop.register.queries import records
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.reading import ReadingScreen


@pytest.fixture
def screen(qtbot: QtBot, look: Look, plan: Planned, tmp_path: Path) -> ReadingScreen:
    return shown_reading(qtbot, look, plan, tmp_path)


def test_the_wording_begins_with_the_answers_is_edited_and_never_touches_them(
    screen: ReadingScreen, plan: Planned, type_text: Type
) -> None:
    screen.open_measure(plan["m3"])
    before = reports(plan)
    screen.own.begin_button.click()
    row = worded(plan, "m3")
    assert row is not None
    assert row.texts == {
        "ru": "MIA-ру: Приняли приказ\n\nMOJ-ру: Провели семинар",
        "kk": "MOJ: Семинар өтті",
    }
    assert "Қазақша: not in the answers of MIA." in shown(screen.own)
    assert not screen.own.begin_button.isVisible()
    focused = QApplication.focusWidget()
    assert focused is screen.own.form.texts.editors["ru"].input
    press(Qt.Key.Key_End, CONTROL)
    type_text(None, " Итого два.")
    press(Qt.Key.Key_F9)
    assert (number(screen), worded(plan, "m3").text("ru")[0][-10:]) == ("10", "Итого два.")
    assert reports(plan) == before


def test_the_answers_fill_only_languages_that_have_no_wording_yet(
    screen: ReadingScreen, plan: Planned, type_text: Type
) -> None:
    screen.open_measure(plan["m3"])
    screen.own.form.texts.show_language("ru")
    screen.own.focus()
    type_text(None, "Своими словами")
    screen.own.begin_button.click()
    row = worded(plan, "m3")
    assert row is not None
    assert row.texts == {"ru": "Своими словами", "kk": "MOJ: Семинар өтті"}


def test_tab_leads_on_from_a_wording_it_saves_also_after_an_answer_had_the_keyboard(
    screen: ReadingScreen, plan: Planned, type_text: Type
) -> None:
    screen.open_measure(plan["m3"])
    screen.answers.focus()
    screen.own.focus()
    type_text(None, "About three")
    press(Qt.Key.Key_Tab)
    assert worded(plan, "m3").text("en") == ("About three", "en")
    assert QApplication.focusWidget() is screen.own.form.editors["state"].input


def test_what_is_typed_belongs_to_the_measure_it_was_typed_for_however_one_leaves(
    screen: ReadingScreen, plan: Planned, type_text: Type
) -> None:
    screen.open_measure(plan["m3"])
    screen.own.focus()
    type_text(None, "About three")
    screen.measures.table.select_row(plan["m1"])
    assert worded(plan, "m1") is None
    row = worded(plan, "m3")
    assert row is not None
    assert row.text("en") == ("About three", "en")


def test_the_last_periods_wording_is_taken_over(screen: ReadingScreen, plan: Planned) -> None:
    screen.open_measure(plan["m1"])
    screen.own.begin()
    screen.open_measure(plan["m1"], plan[H2])
    assert "Last period's wording (January–June 2026)" in shown(screen.own)
    screen.own.last_button.click()
    assert worded(plan, "m1", H2).texts == {"ru": "Готовим проект закона"}


def test_a_wording_is_agreed_and_says_when_answers_changed_after_it(
    screen: ReadingScreen, plan: Planned
) -> None:
    screen.open_measure(plan["m1"])
    screen.own.begin()
    state = screen.own.form.editors["state"].input
    state.setCurrentIndex(state.findData("agreed"))
    state.activated.emit(state.currentIndex())
    assert worded(plan, "m1").state == "agreed"
    press(Qt.Key.Key_A, CONTROL | SHIFT)
    screen.open_measure(plan["m1"])
    assert not screen.own.outdated.isVisible()
    plan.edit("1/MIA/2026H1", "progress", "narrative_ru", "Уточнение")
    screen.refresh(None)
    assert screen.own.outdated.isVisible()


def test_the_measure_is_assessed_for_the_period_with_a_reason(
    screen: ReadingScreen, plan: Planned, type_text: Type
) -> None:
    screen.open_measure(plan["m3"])
    assert "Claimed: MIA — In progress" in shown(screen.own)
    box = screen.own.assessment
    box.setCurrentIndex(box.findData("partially_implemented"))
    box.activated.emit(box.currentIndex())
    screen.own.reason.input.setFocus()
    type_text(None, "Приказа мало")
    press(Qt.Key.Key_F9)
    with plan.register.reading() as connection:
        [held] = records(connection, "assessment").values()
    assert (held["record_id"], held["value"], held["period_id"], held["reason"]) == (
        plan["m3"], "partially_implemented", plan[H1], "Приказа мало",
    )  # fmt: skip
