"""Each part of Returns and of the merge pane is reached by keys, and menus offer what makes sense there."""

from pathlib import Path

import pytest
from plan_samples import Planned
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot
from return_samples import Clerk, merged, sent
from ui.merge_samples import asking, shown_pane
from ui.screen_samples import session_on, shown_active
from ui.window_samples import Desktop, with_dialog, workspace

from upr_desktop.exchange.gate import Gate
from upr_desktop.ui.dialogs.export import ExportDialog
from upr_desktop.ui.look import Look
from upr_desktop.ui.room import Room
from upr_desktop.ui.screens.merge_pane import MergePane
from upr_desktop.ui.screens.progress import ProgressScreen
from upr_desktop.ui.screens.reading import ReadingScreen
from upr_desktop.ui.screens.returns import WAITING, ReturnsScreen
from upr_desktop.ui.work import Work

Key, Shift = Qt.Key, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def screen(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path) -> ReturnsScreen:
    made = ReturnsScreen(look, session_on(sample.register, tmp_path), Work())
    return shown_active(qtbot, made, 1100, 700)


@pytest.fixture
def pane(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path, gate: Gate) -> MergePane:
    return shown_pane(qtbot, look, sample, tmp_path, gate)


def take(qtbot: QtBot, pane: MergePane, *files: Path) -> None:
    pane.take(files)
    qtbot.waitUntil(lambda: pane.files.merge is not None and not pane.files.is_reading)


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def walked(places: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> list[QWidget]:
    """Press F6 so many times and return where the keyboard was after each."""
    found = []
    for _ in range(places):
        QTest.keyClick(focused(), Key.Key_F6, modifier)
        found.append(focused())
    return found


def menu_texts(table: QWidget) -> list[str]:
    return [action.text() for action in table.actions()]


def test_f6_goes_round_the_screen_of_returns_and_back(screen: ReturnsScreen) -> None:
    screen.round.take_focus()
    side, head, facets, table = walked(4)
    assert screen.beside.side.isAncestorOf(side)
    assert screen.head.isAncestorOf(head)
    assert screen.round.facets.isAncestorOf(facets)
    assert table is screen.round.table
    assert walked(4, Shift) == [facets, head, side, table]


def test_f6_goes_into_the_panel_that_stands_beside_the_round(screen: ReturnsScreen) -> None:
    screen.open_prepare()
    screen.round.take_focus()
    (panel,) = walked(1)
    assert screen.prepare.isAncestorOf(panel)


def test_f6_goes_round_what_waits_to_be_decided(
    screen: ReturnsScreen, sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    merged(sample, gate, asking(sample, tmp_path))
    screen.refresh(None)
    screen.show_part(WAITING)
    page, answer, head, table = walked(4)
    assert page is screen.waiting.page
    assert screen.waiting.answers.isAncestorOf(answer)
    assert screen.head.isAncestorOf(head)
    assert table is screen.waiting.table


def test_f6_goes_round_the_files_and_cells_of_a_merge(
    pane: MergePane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    take(qtbot, pane, Clerk(sent(sample, tmp_path)).type("2", narrative="Готово").save("a.xlsx"))
    assert focused() is pane.pane.table
    assert walked(4) == [pane.pane.page, pane.apply_button, pane.list.list, pane.pane.table]


def test_the_menu_of_a_table_that_nothing_is_typed_into_offers_no_paste(screen: ReturnsScreen) -> None:
    for table in (screen.round.table, screen.waiting.table):
        assert menu_texts(table) == [
            "Copy",
            "Sort by this column, ascending",
            "Sort by this column, descending",
        ]


def test_returns_are_taken_in_by_a_key_from_any_screen(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Clerk(sent(sample, tmp_path)).type("2", narrative="Готово").save("a.xlsx")
    sample.register.close()
    room = desktop.open(tmp_path / "r.upr")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *asked: ([str(file)], ""))
    QTest.keyClick(room.window, Key.Key_I, Qt.KeyboardModifier.ControlModifier | Shift)
    qtbot.waitUntil(lambda: workspace(room).returning.pane is not None)
    shown = workspace(room).returning.pane
    assert shown is not None
    qtbot.waitUntil(lambda: shown.files.merge is not None and not shown.files.is_reading)
    assert shown.isVisible()
    assert "Take in &returns…" in [action.text() for action in import_menu(room).actions()]


@pytest.mark.parametrize(
    ("place", "kind"), [("returns", "consolidated"), ("summary", "consolidated"), ("plan", "register")]
)
def test_the_export_key_offers_what_fits_the_screen(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot, place: str, kind: str
) -> None:
    sample.register.close()
    room = desktop.open(tmp_path / "r.upr")
    workspace(room).screens.show(place)
    assert asked_kind(room, qtbot) == kind


def test_the_export_key_offers_the_consolidated_workbook_over_returns_too(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    file = Clerk(sent(sample, tmp_path)).type("2", narrative="Готово").save("a.xlsx")
    sample.register.close()
    room = desktop.open(tmp_path / "r.upr")
    shown = workspace(room)
    shown.returning.take([file])
    assert shown.returning.pane is not None
    files = shown.returning.pane.files
    qtbot.waitUntil(lambda: files.merge is not None and not files.is_reading)
    assert asked_kind(room, qtbot) == "consolidated"


@pytest.mark.parametrize("place", ["returns", "reading", "progress"])
@pytest.mark.parametrize("code", ["2026H1", "2026H2"])
def test_the_export_key_proposes_the_period_that_the_screen_shows(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot, place: str, code: str
) -> None:
    sample.register.close()
    room = desktop.open(tmp_path / "r.upr")
    screen = workspace(room).screens.screen(place)
    if isinstance(screen, ReturnsScreen):
        screen.round.facets.choose({"period": (code,)})
    elif isinstance(screen, ReadingScreen | ProgressScreen):
        screen.choose_period(sample[code])
    assert asked(room, qtbot) == ("consolidated", code)


def asked_kind(room: Room, qtbot: QtBot) -> str:
    """Press the key of the export, and return which kind its dialog proposes."""
    return asked(room, qtbot)[0]


def asked(room: Room, qtbot: QtBot) -> tuple[str, str]:
    """Press the key of the export, and return which kind and period its dialog proposes."""
    seen = []

    def look(dialog: object) -> None:
        assert isinstance(dialog, ExportDialog)
        seen.append((dialog.kind.key, dialog.chosen("period")))
        dialog.reject()

    with_dialog(look)
    QTest.keyClick(room.window, Key.Key_E, Qt.KeyboardModifier.ControlModifier | Shift)
    qtbot.waitUntil(lambda: bool(seen))
    return seen[0]


def import_menu(room: Room) -> QMenu:
    found = [one for one in room.window.bar.menus.findChildren(QMenu) if one.title() == "&Import"]
    return found[0]
