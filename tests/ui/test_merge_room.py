"""The merge pane gives its room to the cells and the files, and says of each in few words what is worth a look."""

from pathlib import Path

import pytest
from plan_samples import Planned
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QSplitter
from pytestqt.qtbot import QtBot
from return_samples import Clerk, sent
from ui.merge_samples import asking, press, shown_pane
from ui.screen_samples import table_text

from upr_desktop.exchange.gate import Gate
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.merge_pane import MergePane
from upr_desktop.ui.table import Table
from upr_desktop.words import LANGUAGES

SMALL = (1170, 700)  # what a window of 1366 x 768 leaves to its pages


@pytest.fixture
def pane(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path, gate: Gate) -> MergePane:
    return shown_pane(qtbot, look, sample, tmp_path, gate)


def take(qtbot: QtBot, pane: MergePane, *files: Path) -> None:
    pane.take(files)
    qtbot.waitUntil(lambda: pane.files.merge is not None and not pane.files.is_reading)


def rows_seen(table: Table) -> int:
    """Return how many rows are seen whole."""
    last = table.rowAt(table.viewport().height() - 1)
    return last if last >= 0 else len(table.rows.order)


def test_a_small_screen_shows_more_than_five_cells(
    pane: MergePane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    pane.resize(*SMALL)
    take(qtbot, pane, asking(sample, tmp_path))
    pane.pane.filter_by("all")
    assert rows_seen(pane.pane.table) >= 6
    assert pane.pane.page.viewport().height() >= 60, "what a cell says is still read"


def test_the_column_of_the_field_says_the_language_and_is_not_cut_off(
    pane: MergePane, sample: Planned, tmp_path: Path, qtbot: QtBot, look: Look
) -> None:
    take(qtbot, pane, asking(sample, tmp_path))
    pane.pane.filter_by("all")
    table = pane.pane.table
    for code in LANGUAGES:
        look.language.use(code)
        number = table.rows.column_number("field")
        texts = {text for text in table_text(table, "field") if "," in text or "(" in text}
        assert len(texts) >= 3
        metrics = table.fontMetrics()
        font = look.theme.font(bold=True)
        widest = max(type(metrics)(font).horizontalAdvance(text) for text in texts)
        assert widest <= table.columnWidth(number) - 18, (code, texts)
    look.language.use("en")


def test_what_is_said_of_one_file_takes_no_room_while_all_are_shown(
    pane: MergePane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    take(qtbot, pane, asking(sample, tmp_path))
    assert not pane.list.about.isVisible()
    pane.list.choose(0)
    assert pane.list.about.isVisible()
    assert "a.xlsx" in pane.list.page.toPlainText()


def test_a_file_with_nothing_to_decide_shows_what_is_taken(
    pane: MergePane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    quiet = Clerk(sent(sample, tmp_path)).type("2", problems_text="Задержка").save("quiet.xlsx")
    take(qtbot, pane, asking(sample, tmp_path), quiet)
    assert table_text(pane.pane.table, "outcome") == ["To decide", "To decide", "“No change”"]
    pane.list.choose(1)
    assert set(table_text(pane.pane.table, "outcome")) == {"Will be taken"}
    pane.list.choose(0)
    press(pane.pane.table, Qt.Key.Key_F8)
    assert pane.pane.current is not None
    assert pane.pane.current.is_open


def drag(splitter: QSplitter, by: int) -> list[int]:
    """Move a splitter's handle, as the mouse does, and return the sizes then."""
    handle = splitter.handle(1)
    at = handle.pos() + QPoint(0, by)
    splitter.moveSplitter(at.y() if splitter.orientation() == Qt.Orientation.Vertical else at.x() + by, 1)
    return splitter.sizes()


def test_how_the_room_was_divided_is_remembered(
    pane: MergePane, qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    take(qtbot, pane, asking(sample, tmp_path))
    cells, files = drag(pane.pane.split, -60), drag(pane.split, 40)
    again = shown_pane(qtbot, look, sample, tmp_path, gate)
    take(qtbot, again, asking(sample, tmp_path))
    assert again.pane.split.sizes() == pytest.approx(cells, abs=4)
    assert again.split.sizes() == pytest.approx(files, abs=4)
