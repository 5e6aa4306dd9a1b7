from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from plan_samples import Planned, planned
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from ui.plan_screen_samples import choose, labels, put_cursor, shown_plan

from upr_desktop.register.indicators import IndicatorRow, indicators_of
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.measure_indicators import MeasureIndicators
from upr_desktop.ui.screens.plan import PlanScreen

Type = Callable[[QWidget | None, str], None]


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Planned]:
    made = planned(tmp_path / "plan.upr")
    made.add("share", "indicator", measure_id=made["m2"], name_en="Share of decisions", unit="%")
    made.add("y2026", "indicator_value", indicator_id=made["share"], year=2026, planned="80")
    yield made
    made.register.close()


@pytest.fixture
def screen(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path) -> PlanScreen:
    return shown_plan(qtbot, look, sample, tmp_path)


def page_of(screen: PlanScreen, number: str) -> MeasureIndicators:
    put_cursor(screen, number)
    QTest.mouseClick(screen.pane.tabs["indicators"], Qt.MouseButton.LeftButton)
    page = screen.pane.page("indicators")
    assert isinstance(page, MeasureIndicators)
    return page


def kept(sample: Planned, measure: str) -> list[IndicatorRow]:
    with sample.register.reading() as connection:
        return indicators_of(connection).get(sample[measure], [])


def lines(page: MeasureIndicators) -> list[list[str]]:
    rows = page.table.rows
    return [
        [str(rows.index(row, column).data() or "") for column in range(rows.columnCount())]
        for row in range(rows.rowCount())
    ]


def test_the_indicators_of_a_measure_stand_behind_a_tab_with_their_values(screen: PlanScreen) -> None:
    page = page_of(screen, "2")
    assert screen.pane.tabs["indicators"].text() == "Indicators 1"
    assert lines(page) == [["Share of decisions, %", "2026", "80", ""]]
    assert lines(page_of(screen, "1")) == []
    assert page.empty.isVisible()


def test_what_was_reached_is_written_as_one_step_and_undone(
    screen: PlanScreen, sample: Planned, type_text: Type
) -> None:
    page = page_of(screen, "2")
    before = sample.register.revision()
    type_text(page.form.editors["actual"].input, "75")
    screen.leave()
    assert sample.register.revision() == before + 1
    assert labels(sample)[0] == "label.indicator.edited"
    assert lines(page)[0][-1] == "75"
    sample.register.undo(before + 1, "Coordinator")
    assert kept(sample, "m2")[0].values[0].actual is None


def test_another_year_is_added_for_which_nothing_is_said_yet(screen: PlanScreen, sample: Planned) -> None:
    page = page_of(screen, "2")
    choose(page.add_box, sample["share"])
    assert [one.year for one in kept(sample, "m2")[0].values] == [2026, 2027]
    when = page.form.editors["when"].input
    assert isinstance(when, QComboBox)
    assert when.currentText() == "2027"
    assert "2026" not in [when.itemText(at) for at in range(when.count())]
    choose(when, sample["2026H1"])
    assert {one.period_id for one in kept(sample, "m2")[0].values} == {None, sample["2026H1"]}
    QTest.mouseClick(page.remove_button, Qt.MouseButton.LeftButton)
    assert len(kept(sample, "m2")[0].values) == 1


def test_a_new_indicator_is_named_where_the_cursor_is_put(
    screen: PlanScreen, sample: Planned, type_text: Type
) -> None:
    page = page_of(screen, "1")
    choose(page.add_box, "new")
    assert screen.pane.tabs["indicators"].text() == "Indicators 1"
    text = next(one for one in page.form.findChildren(QPlainTextEdit) if one.isVisible())
    assert text.hasFocus()
    type_text(text, "Cases decided")
    screen.leave()
    assert kept(sample, "m1")[0].names == {"en": "Cases decided"}
    assert lines(page)[0][0] == "Cases decided"
