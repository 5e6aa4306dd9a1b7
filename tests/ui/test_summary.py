"""The summary: its numbers, the bars they are drawn as, and the rows behind each of them."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TypeVar

import pytest
from plan_samples import Planned, assign, measure, planned, report
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot
from ui.screen_samples import session_on, shown_active
from ui.window_samples import Desktop, workspace

from upr_desktop.app import Start
from upr_desktop.register.register import Register
from upr_desktop.ui.look import Look
from upr_desktop.ui.number_tiles import NumberTile
from upr_desktop.ui.pills import Pill
from upr_desktop.ui.room import Room
from upr_desktop.ui.screens.plan import PlanScreen
from upr_desktop.ui.screens.progress import ProgressScreen
from upr_desktop.ui.screens.recommendations import RecommendationsScreen
from upr_desktop.ui.screens.summary import SummaryScreen
from upr_desktop.ui.screens.summary_words import Behind
from upr_desktop.ui.stacks import Stack, StackLine, StackPart, part_widths
from upr_desktop.ui.tsv import parse_tsv
from upr_desktop.words import LANGUAGES

TODAY = date(2026, 11, 21)
Key = Qt.Key
Open = Callable[[], SummaryScreen]
Button = TypeVar("Button", bound=QAbstractButton)


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Planned]:
    """Return the plan of plan_samples with a measure in each place: soon due, done, closed, unchanged twice."""
    made = planned(tmp_path / "r.upr")
    days = {"deadline_kind": "day", "deadline_decided_by": "person"}
    measure(made, "20", "140.1", **days, deadline_end="2026-12-01")
    measure(made, "21", "140.1", **days, deadline_end="2026-10-01")
    measure(made, "22", **days, deadline_end="2026-01-01")
    assign(made, "20", "MIA")
    assign(made, "20", "MOJ", "co")
    assign(made, "21", "MOJ")
    for task in ("20/MIA", "20/MOJ"):
        for period in ("2026H1", "2026H2"):
            report(made, task, period, no_change=True, claimed_status="in_progress")
    report(made, "21/MOJ", "2026H2", claimed_status="fully_implemented", narrative_ru="Сделано")
    made.put("end", "measure_decision", measure_id=made["m22"], decision="close", date="2026-02-01")
    made.put("older", "review", mechanism="UPR", state="KAZ", cycle=3)
    values = {"review_id": made["older"], "number": "120.1", "paragraph": 120, "item": 1}
    made.put("120.1", "recommendation", **values, position="supported")
    made.save()
    yield made
    made.register.close()


@pytest.fixture
def open_screen(qtbot: QtBot, look: Look, tmp_path: Path, sample: Planned) -> Open:
    return lambda: opened(qtbot, look, tmp_path, sample.register)


def opened(qtbot: QtBot, look: Look, folder: Path, register: Register) -> SummaryScreen:
    session = session_on(register, folder)
    session.today = TODAY
    return shown_active(qtbot, SummaryScreen(look, session), 1200, 760)


def stacks(screen: SummaryScreen, key: str) -> list[Stack]:
    section = screen.whole if key == "whole" else screen.sections[key]
    return [line.stack for line in section.stacks.shown]


def numbers(screen: SummaryScreen) -> dict[str, int]:
    return {tile.number.pill.word: tile.number.count for tile in screen.tiles.tiles if not tile.isHidden()}


def every_number(screen: SummaryScreen) -> list[tuple[str, int, Behind]]:
    """Return what each number of the screen says, the number, and what is behind it."""
    found = [
        (tile.number.pill.word, tile.number.count, tile.number.behind)
        for tile in screen.tiles.tiles
        if not tile.isHidden()
    ]
    for key in ("whole", *screen.sections):
        for stack in stacks(screen, key):
            found.append((f"{key}: {stack.label}", stack.count, stack.behind))
            found += [
                (f"{key}: {stack.label}: {part.pill.word}", part.count, part.behind) for part in stack.parts
            ]
    return found


def test_the_numbers_say_what_is_worth_a_look(open_screen: Open) -> None:
    assert numbers(open_screen()) == {
        "Overdue": 1,
        "Due in 30 days": 1,
        "Deadline not decided": 1,
        "Nobody in the lead": 1,
        "Agencies without a report": 2,
        "“No change” twice running": 1,
        "Supported, no measure": 1,
    }


def test_the_bars_of_each_section_add_up_to_all_measures(open_screen: Open) -> None:
    screen = open_screen()
    (whole,) = stacks(screen, "whole")
    every = sorted(screen.rows.facts.measures, key=lambda row: row.id)
    assert whole.count == len(every) == 7
    for key in ("status", "year", "area", "agency"):
        found = stacks(screen, key)
        assert sum(stack.count for stack in found) == whole.count, key
        assert sorted(chain.from_iterable(stack.behind.ids for stack in found)) == [
            row.id for row in every
        ], key
        for part in whole.parts:
            same = [one.count for stack in found for one in stack.parts if one.pill == part.pill]
            assert sum(same) == part.count, (key, part.pill.word)


def test_a_bar_says_how_measures_stand(open_screen: Open) -> None:
    screen = open_screen()
    (whole,) = stacks(screen, "whole")
    assert {part.pill.word: part.count for part in whole.parts} == {
        "Overdue": 1,
        "Due in 30 days": 1,
        "Open": 3,
        "Done": 1,
        "Closed": 1,
    }
    assert [stack.label for stack in stacks(screen, "year")] == ["2026", "2027", "No last day"]
    assert stacks(screen, "agency")[-1].label == "Nobody in the lead"


def test_reports_are_counted_for_the_period_that_is_chosen(open_screen: Open, sample: Planned) -> None:
    screen = open_screen()
    screen.choose_period(sample["2026H1"])
    assert "2026" in screen.sections["report"].heading.text()
    told = {
        stack.label: {part.pill.word: part.count for part in stack.parts}
        for stack in stacks(screen, "report")
    }
    matrix = sample.matrix()
    for agency in matrix.agencies:
        cell = matrix.cell(agency, sample["2026H1"])
        name = screen.words.reports.agency(agency)
        assert sum(told[name].values()) == len(cell.owed)
        assert told[name].get("Submitted", 0) == cell.handed_in
    assert numbers(screen)["“No change” twice running"] == 0


def test_what_is_written_elsewhere_is_counted_when_the_screen_is_shown_again(
    open_screen: Open, sample: Planned
) -> None:
    screen = open_screen()
    sample.edit("m2", "measure", "deadline_end", "2027-06-30")
    screen.refresh(None)
    assert numbers(screen)["Overdue"] == 0


def test_every_number_opens_exactly_the_rows_that_it_counts(desktop: Desktop, sample: Planned) -> None:
    sample.register.close()
    room = desktop.start(Start(sample.register.path, "en", today=TODAY))
    desktop.wait_open(room)
    screen = workspace(room).screens.screen("summary")
    assert isinstance(screen, SummaryScreen)
    asked = every_number(screen)
    assert len(asked) > 50
    for said, count, behind in asked:
        assert count == len(behind.ids), said
        if count:
            workspace(room).show_rows_behind(sample["plan"], behind)
            assert sorted(rows_shown(room)) == sorted(behind.ids), said


def rows_shown(room: Room) -> list[str]:
    screen = workspace(room).screens.current
    if isinstance(screen, PlanScreen | RecommendationsScreen):
        return [
            str(screen.list.table.rows.order.id_at(at)) for at in range(len(screen.list.table.rows.order))
        ]
    assert isinstance(screen, ProgressScreen)
    if screen.pages.currentWidget() is screen.matrix:
        order = screen.matrix.table.rows.order
        return [order.at(at).id for at in range(len(order))]
    order = screen.entries.list.table.rows.order
    return [order.at(at).body.id for at in range(len(order))]


def test_agencies_without_a_report_are_kept_until_their_chip_is_pressed(
    desktop: Desktop, sample: Planned
) -> None:
    sample.register.close()
    room = desktop.start(Start(sample.register.path, "en", today=TODAY))
    desktop.wait_open(room)
    summary = workspace(room).screens.screen("summary")
    assert isinstance(summary, SummaryScreen)
    next(one for one in summary.tiles.tiles if one.number.pill.word == "Agencies without a report").click()
    screen = workspace(room).screens.current
    assert isinstance(screen, ProgressScreen)
    assert len(screen.matrix.table.rows.order) == 2
    assert screen.matrix.kept_chip.text() == "Without a report: 2  ×"
    screen.matrix.kept_chip.click()
    assert len(screen.matrix.table.rows.order) == 4
    assert screen.matrix.kept_chip.isHidden()


def test_arrows_go_from_number_to_number_and_from_bar_to_part_and_enter_opens(
    open_screen: Open, qtbot: QtBot
) -> None:
    screen = open_screen()
    asked: list[Behind] = []
    screen.rows_asked.connect(lambda _, behind: asked.append(behind))
    tile = focused(NumberTile)
    assert tile.number.pill.word == "Overdue"
    QTest.keyClick(tile, Key.Key_Right)
    QTest.keyClick(focused(NumberTile), Key.Key_Return)
    assert asked[-1].chosen == {"due_soon": {"yes"}}
    screen.sections["year"].stacks.focus()
    QTest.keyClick(focused(StackLine), Key.Key_Down)
    assert focused(StackLine).stack.label == "2027"
    QTest.keyClick(focused(StackLine), Key.Key_Up)
    QTest.keyClick(focused(StackLine), Key.Key_Return)
    assert asked[-1].chosen == {"year": {"2026"}}
    QTest.keyClick(focused(StackLine), Key.Key_Right)
    QTest.keyClick(focused(StackLine), Key.Key_Enter)
    assert asked[-1].chosen == {"year": {"2026"}, "overdue": {"yes"}}


def focused(kind: type[Button]) -> Button:
    widget = QApplication.focusWidget()
    assert isinstance(widget, kind)
    return widget


def test_a_click_on_a_part_opens_the_part(open_screen: Open) -> None:
    screen = open_screen()
    asked: list[Behind] = []
    screen.rows_asked.connect(lambda _, behind: asked.append(behind))
    (line,) = screen.whole.stacks.shown
    for at, part in enumerate(line.stack.parts):
        QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.part_rects()[at].center().toPoint())
        assert asked[-1] == part.behind
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert asked[-1] == line.stack.behind


def test_a_screen_reader_hears_the_numbers(open_screen: Open) -> None:
    screen = open_screen()
    (line,) = screen.whole.stacks.shown
    assert line.accessibleName() == (
        "All measures: 7 measures. Overdue 1; Due in 30 days 1; Open 3; Done 1; Closed 1"
    )
    line.setFocus()
    QTest.keyClick(line, Key.Key_Right)
    assert line.accessibleName() == "All measures. Overdue: 1 measure"
    assert screen.tiles.tiles[0].accessibleName().startswith("Overdue: 1. Measures whose last day has passed")


def test_tab_stops_once_at_a_row_of_bars(open_screen: Open) -> None:
    screen = open_screen()
    for section in screen.sections.values():
        stops = [line for line in section.stacks.shown if line.focusPolicy() == Qt.FocusPolicy.StrongFocus]
        assert len(stops) == 1


def test_the_numbers_are_copied_as_a_table(open_screen: Open) -> None:
    screen = open_screen()
    screen.sections["year"].stacks.focus()
    QTest.keyClick(focused(StackLine), Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    grid = parse_tsv(QGuiApplication.clipboard().text())
    assert grid[0] == [
        "Measures by year of completion",
        "Overdue",
        "Due in 30 days",
        "Done",
        "Closed",
        "Open",
        "Total",
    ]
    assert grid[1] == ["2026", "1", "1", "1", "1", "0", "4"]
    screen.copy_button.click()
    every = parse_tsv(QGuiApplication.clipboard().text())
    assert ["Overdue", "1"] in every
    assert grid[1] in every


def test_the_search_narrows_the_bars(open_screen: Open) -> None:
    screen = open_screen()
    screen.search("2027")
    assert [stack.label for stack in stacks(screen, "year")] == ["2027"]
    assert screen.sections["agency"].isHidden()
    screen.search("")
    assert len(stacks(screen, "year")) == 3
    assert not screen.sections["agency"].isHidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_speaks_each_language(open_screen: Open, look: Look, language: str) -> None:
    screen = open_screen()
    look.language.use(language)
    said = [line.accessibleName() for line in screen.whole.stacks.shown]
    assert said[0].startswith(look.t("summary.all"))
    assert all(word == word.strip() for word in numbers(screen))


def test_narrow_windows_stand_the_sections_one_below_the_other(open_screen: Open, qtbot: QtBot) -> None:
    screen = open_screen()
    status, agency = screen.sections["status"], screen.sections["agency"]
    assert status.mapTo(screen, QPoint()).x() < agency.mapTo(screen, QPoint()).x()
    screen.resize(700, 480)
    qtbot.waitUntil(lambda: status.mapTo(screen, QPoint()).x() == agency.mapTo(screen, QPoint()).x())
    assert status.width() <= 700


def test_without_a_plan_the_summary_says_what_belongs_here(qtbot: QtBot, look: Look, tmp_path: Path) -> None:
    with Register.create(tmp_path / "empty.upr", "Empty") as register:
        screen = opened(qtbot, look, tmp_path, register)
        assert screen.pages.currentWidget() is screen.no_plan
        with qtbot.waitSignal(screen.plan_asked):
            assert screen.no_plan.button
            screen.no_plan.button.click()


def a_stack(*counts: int) -> Stack:
    return Stack("", tuple(StackPart(Pill(str(at)), count) for at, count in enumerate(counts)))


@pytest.mark.parametrize("counts", [[(1, 1, 300), (200,)], [(5,)], [(1,) * 6, (2, 3)], [(900, 1, 1, 1)]])
def test_bars_fit_the_room_and_no_part_is_too_small_to_hit(counts: list[tuple[int, ...]]) -> None:
    widths = part_widths([a_stack(*one) for one in counts], 300, 30)
    assert max(sum(row) for row in widths) == pytest.approx(300, abs=1)
    assert min(width for row in widths for width in row) >= 29.9


def test_bars_of_more_measures_are_longer() -> None:
    short, long = part_widths([a_stack(40), a_stack(80)], 300, 30)
    assert sum(long) == pytest.approx(2 * sum(short), rel=0.01)


def test_no_bars_take_no_room() -> None:
    assert part_widths([], 300, 30) == []
