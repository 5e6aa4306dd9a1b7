"""The other screens lead to the answers on a measure, and reading leads back to the report."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from plan_samples import Planned, planned
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from ui.screen_samples import session_on
from ui.window_samples import Desktop, workspace

from upr_desktop.app import Start
from upr_desktop.jobs.edit_plan import add_plan
from upr_desktop.register.changes import RecordId
from upr_desktop.register.register import Register
from upr_desktop.ui.look import Look
from upr_desktop.ui.room import Room
from upr_desktop.ui.screens.measure_reports import MeasureReports
from upr_desktop.ui.screens.plan import PlanScreen
from upr_desktop.ui.screens.progress import ProgressScreen
from upr_desktop.ui.screens.reading import ReadingScreen
from upr_desktop.ui.screens.returns import ReturnsScreen

TODAY = date(2026, 7, 21)


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Planned]:
    made = planned(tmp_path / "r.upr")
    yield made
    made.register.close()


@pytest.fixture
def room(desktop: Desktop, sample: Planned) -> Room:
    sample.register.close()
    found = desktop.start(Start(sample.register.path, "en", today=TODAY))
    desktop.wait_open(found)
    return found


def reading(room: Room) -> ReadingScreen:
    screen = workspace(room).screens.current
    assert isinstance(screen, ReadingScreen)
    return screen


def shown(room: Room) -> tuple[RecordId, RecordId]:
    page = reading(room).page
    assert page is not None
    return page.reading.id, page.period.id


def test_a_measure_of_the_plan_leads_to_its_newest_answers(room: Room, sample: Planned) -> None:
    plan = workspace(room).screens.screen("plan")
    assert isinstance(plan, PlanScreen)
    plan.open_record(sample["m1"])
    plan.pane.show_tab("progress")
    page = plan.pane.page("progress")
    assert isinstance(page, MeasureReports)
    page.read_button.click()
    assert shown(room) == (sample["m1"], sample["2026H2"])


def test_progress_leads_to_all_answers_on_the_measure_and_reading_back_to_one(
    room: Room, sample: Planned
) -> None:
    progress = workspace(room).screens.screen("progress")
    assert isinstance(progress, ProgressScreen)
    progress.open_report(sample["2/MOJ/2026H1"])
    progress.head.read_button.click()
    assert shown(room) == (sample["m2"], sample["2026H1"])
    reading(room).answers.cards[0].buttons["open_report"].click()
    assert workspace(room).screens.current is progress
    entry = progress.entries.pane.entry
    assert entry is not None
    assert entry.report is not None
    assert entry.report.id == sample["2/MOJ/2026H1"]


def test_an_agency_that_writes_for_itself_is_not_led_to_the_others_answers(
    room: Room, sample: Planned
) -> None:
    progress = workspace(room).screens.screen("progress")
    assert isinstance(progress, ProgressScreen)
    progress.be(sample["MOJ"])
    assert not progress.head.read_button.isVisible()


def test_a_line_of_the_round_leads_to_what_that_agency_answered(room: Room, sample: Planned) -> None:
    returns = workspace(room).screens.screen("returns")
    assert isinstance(returns, ReturnsScreen)
    returns.round.facets.choose({})
    assert returns.round.table.select_row(f"{sample['MIA']}/{sample['2026H1']}")
    returns.read_button.click()
    assert reading(room).measures.facets.chosen() == {"agency": frozenset({sample["MIA"]})}
    assert shown(room) == (sample["m1"], sample["2026H1"])


class Windows(QObject):
    """Notes each widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_nothing_of_the_answers_flashes_up_as_a_window_of_its_own(
    room: Room, sample: Planned, qapp: QApplication, qtbot: QtBot
) -> None:
    windows = Windows()
    qapp.installEventFilter(windows)
    screen = workspace(room).screens.screen("reading")
    assert isinstance(screen, ReadingScreen)
    for name in ("m2", "m1"):
        screen.open_measure(sample[name])
    screen.answers.ask_remark()
    screen.own.begin()
    qtbot.waitUntil(lambda: all(card.isVisible() for card in screen.answers.cards))
    qapp.removeEventFilter(windows)
    assert windows.seen == []


def test_without_a_plan_and_without_periods_the_screen_leads_to_them(
    qtbot: QtBot, look: Look, tmp_path: Path
) -> None:
    with Register.create(tmp_path / "empty.upr", "Empty") as register:
        made = ReadingScreen(look, session_on(register, tmp_path))
        qtbot.addWidget(made)
        made.show()
        qtbot.waitExposed(made)
        assert made.pages.no_plan.isVisible()
        _, changes = add_plan({"title_ru": "План"})
        register.apply(changes)
        made.refresh(None)
        assert made.pages.no_periods.isVisible()


def test_showing_answers_needs_nothing_that_takes_long_to_be_imported(
    tmp_path: Path, sample: Planned
) -> None:
    sample.register.close()
    done = subprocess.run(
        [sys.executable, "-c", OPENED, str(tmp_path / "r.upr"), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.stdout.split() == ["1", "[]"], done.stderr


OPENED = """
import sys
from datetime import date
from pathlib import Path
from PySide6.QtWidgets import QApplication
from upr_desktop.register.register import Register
from upr_desktop.ui.language import Language
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.reading import ReadingScreen
from upr_desktop.ui.session import Session
from upr_desktop.ui.settings import Settings
from upr_desktop.ui.theme import Theme

app = QApplication([])
session = Session(Register.open(Path(sys.argv[1]), at_once=True), Settings(Path(sys.argv[2]) / "s.json"), lambda: None)
session.today = date(2026, 7, 21)
screen = ReadingScreen(Look(Language(app, "en"), Theme(app, "light")), session)
screen.show()
print(screen.page.reading.measure.number, [name for name in ("sqlalchemy", "openpyxl") if name in sys.modules])
"""
