"""What the coordinator writes while reading: the consolidated wording and the assessment of a measure."""

from collections.abc import Iterator
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
    answered,
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
def sample(tmp_path: Path) -> Iterator[Planned]:
    made = answered(tmp_path)
    yield made
    made.register.close()


@pytest.fixture
def screen(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path) -> ReadingScreen:
    return shown_reading(qtbot, look, sample, tmp_path)


def test_the_wording_begins_with_the_answers_is_edited_and_never_touches_them(
    screen: ReadingScreen, sample: Planned, type_text: Type
) -> None:
    screen.open_measure(sample["m3"])
    before = reports(sample)
    screen.own.begin_button.click()
    row = worded(sample, "m3")
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
    assert (number(screen), worded(sample, "m3").text("ru")[0][-10:]) == ("10", "Итого два.")
    assert reports(sample) == before


def test_the_answers_fill_only_languages_that_have_no_wording_yet(
    screen: ReadingScreen, sample: Planned, type_text: Type
) -> None:
    screen.open_measure(sample["m3"])
    screen.own.form.texts.show_language("ru")
    screen.own.focus()
    type_text(None, "Своими словами")
    screen.own.begin_button.click()
    row = worded(sample, "m3")
    assert row is not None
    assert row.texts == {"ru": "Своими словами", "kk": "MOJ: Семинар өтті"}


def test_tab_leads_on_from_a_wording_it_saves_also_after_an_answer_had_the_keyboard(
    screen: ReadingScreen, sample: Planned, type_text: Type
) -> None:
    screen.open_measure(sample["m3"])
    screen.answers.focus()
    screen.own.focus()
    type_text(None, "About three")
    press(Qt.Key.Key_Tab)
    assert worded(sample, "m3").text("en") == ("About three", "en")
    assert QApplication.focusWidget() is screen.own.form.editors["state"].input


def test_what_is_typed_belongs_to_the_measure_it_was_typed_for_however_one_leaves(
    screen: ReadingScreen, sample: Planned, type_text: Type
) -> None:
    screen.open_measure(sample["m3"])
    screen.own.focus()
    type_text(None, "About three")
    screen.measures.table.select_row(sample["m1"])
    assert worded(sample, "m1") is None
    row = worded(sample, "m3")
    assert row is not None
    assert row.text("en") == ("About three", "en")


def test_the_last_periods_wording_is_taken_over(screen: ReadingScreen, sample: Planned) -> None:
    screen.open_measure(sample["m1"])
    screen.own.begin()
    screen.open_measure(sample["m1"], sample[H2])
    assert "Last period's wording (January–June 2026)" in shown(screen.own)
    screen.own.last_button.click()
    assert worded(sample, "m1", H2).texts == {"ru": "Готовим проект закона"}


def test_a_wording_is_agreed_and_says_when_answers_changed_after_it(
    screen: ReadingScreen, sample: Planned
) -> None:
    screen.open_measure(sample["m1"])
    screen.own.begin()
    state = screen.own.form.editors["state"].input
    state.setCurrentIndex(state.findData("agreed"))
    state.activated.emit(state.currentIndex())
    assert worded(sample, "m1").state == "agreed"
    press(Qt.Key.Key_A, CONTROL | SHIFT)
    screen.open_measure(sample["m1"])
    assert not screen.own.outdated.isVisible()
    sample.edit("1/MIA/2026H1", "progress", "narrative_ru", "Уточнение")
    screen.refresh(None)
    assert screen.own.outdated.isVisible()


def test_the_measure_is_assessed_for_the_period_with_a_reason(
    screen: ReadingScreen, sample: Planned, type_text: Type
) -> None:
    screen.open_measure(sample["m3"])
    assert "Claimed: MIA — In progress" in shown(screen.own)
    box = screen.own.assessment
    box.setCurrentIndex(box.findData("partially_implemented"))
    box.activated.emit(box.currentIndex())
    screen.own.reason.input.setFocus()
    type_text(None, "Приказа мало")
    press(Qt.Key.Key_F9)
    with sample.register.reading() as connection:
        [held] = records(connection, "assessment").values()
    assert (held["record_id"], held["value"], held["period_id"], held["reason"]) == (
        sample["m3"], "partially_implemented", sample[H1], "Приказа мало",
    )  # fmt: skip
