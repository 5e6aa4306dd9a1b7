from collections.abc import Iterator
from pathlib import Path

import pytest
from plan_samples import Planned, planned
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot
from ui.plan_screen_samples import TODAY, choose
from ui.recommendation_samples import numbers, put_cursor, sample_register

from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.recommendation_measures import RecommendationMeasures
from upr_desktop.ui.screens.recommendations import RecommendationsScreen
from upr_desktop.ui.screens.reports_page import ReportsPage
from upr_desktop.ui.session import Session
from upr_desktop.ui.settings import Settings


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Planned]:
    made = planned(tmp_path / "plan.upr")
    yield made
    made.register.close()


@pytest.fixture
def screen(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path) -> RecommendationsScreen:
    settings = Settings(tmp_path / "settings.json")
    settings.write("author", "Coordinator")
    session = Session(sample.register, settings, lambda: "Coordinator")
    session.today = TODAY
    made = RecommendationsScreen(look, session)
    qtbot.addWidget(made)
    made.resize(1500, 800)
    made.show()
    qtbot.waitExposed(made)
    return made


def cell(screen: RecommendationsScreen, number: str, column: str) -> str:
    table = screen.list.table
    return str(table.rows.index(numbers(screen).index(number), table.rows.column_number(column)).data())


def measures_page(screen: RecommendationsScreen) -> RecommendationMeasures:
    screen.pane.show_tab("measures")
    page = screen.pane.page("measures")
    assert isinstance(page, RecommendationMeasures)
    return page


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_the_table_says_how_many_measures_there_are_and_the_nearest_deadline(
    screen: RecommendationsScreen,
) -> None:
    assert cell(screen, "140.1", "measures") == "! 2 measures, nearest 30 Jun 2026"
    assert cell(screen, "140.2", "measures") == "3 measures, nearest 31 Dec 2027"
    assert cell(screen, "140.3", "measures") == ""
    assert cell(screen, "140.1", "claimed") == "In progress"


def test_overdue_ones_and_supported_ones_without_a_measure_are_one_press_away(
    screen: RecommendationsScreen,
) -> None:
    chips = screen.list.facets.chips
    assert chips["unplanned"].text() == "Supported, no measure 1"
    click(chips["unplanned"])
    assert numbers(screen) == ["140.3"]
    click(chips["unplanned"])
    click(chips["overdue"])
    assert numbers(screen) == ["140.1"]


def test_without_a_plan_nothing_of_plans_is_offered(qtbot: QtBot, look: Look, tmp_path: Path) -> None:
    with sample_register(tmp_path / "no_plan.upr") as register:
        session = Session(register, Settings(tmp_path / "s.json"), lambda: "Coordinator")
        screen = RecommendationsScreen(look, session)
        qtbot.addWidget(screen)
        screen.show()
        hidden = {key for key, chip in screen.list.facets.chips.items() if chip.isHidden()}
        assert {"assessed", "claimed", "overdue", "unplanned"} <= hidden
        screen.list.facets.more_menu.aboutToShow.emit()
        assert "Claimed by agencies" not in [one.text() for one in screen.list.facets.more_menu.actions()]


def test_claimed_and_assessed_stand_side_by_side_and_the_assessment_is_one_step(
    screen: RecommendationsScreen, sample: Planned
) -> None:
    put_cursor(screen, "140.1")
    page = measures_page(screen)
    claimed, assessed = page.form.editors["claimed"].input, page.form.editors["assessed"].input
    assert isinstance(claimed, QLabel)
    assert isinstance(assessed, QComboBox)
    assert claimed.text() == "In progress"
    before = sample.register.revision()
    choose(assessed, "partially_implemented")
    assert sample.register.revision() == before + 1
    assert cell(screen, "140.1", "assessed") == "Partly implemented"
    assert screen.list.facets.counts()["assessed"]["partially_implemented"] == 1


def test_its_measures_are_listed_opened_and_linked(screen: RecommendationsScreen, sample: Planned) -> None:
    put_cursor(screen, "140.3")
    page = measures_page(screen)
    assert page.empty.isVisible()
    choose(page.add_box, sample["m2"])
    assert screen.pane.tabs["measures"].text() == "Measures 1"
    order = page.table.rows.order
    assert [order.at(at).number for at in range(len(order))] == ["2"]
    asked: list[tuple[str, str]] = []
    screen.record_asked.connect(lambda kind, id: asked.append((kind, id)))
    page.table.opened.emit(order.id_at(0))
    assert asked == [("measure", sample["m2"])]


def test_what_agencies_report_on_its_measures_is_read_in_its_own_tab(screen: RecommendationsScreen) -> None:
    put_cursor(screen, "140.1")
    click(screen.pane.tabs["progress"])
    page = screen.pane.page("progress")
    assert isinstance(page, ReportsPage)
    assert page.cards[0].accessibleName() == "July–December 2026 · measure 1 · MIA"
    assert len(page.cards) == 4
