"""The coordinator writes slips from the round: for the agencies selected, or all that there is something to tell."""

from pathlib import Path
from typing import cast

import docx
import pytest
from plan_samples import Planned
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot
from ui.reading_samples import CONTROL, H1, SHIFT, Type, answered, press
from ui.screen_samples import session_on
from ui.window_samples import Desktop, workspace

from upr_desktop.ui.actions import MENUS
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.reading import ReadingScreen
from upr_desktop.ui.screens.returns import ReturnsScreen
from upr_desktop.ui.work import Work


@pytest.fixture
def sample(tmp_path: Path) -> Planned:
    return answered(tmp_path)


@pytest.fixture
def screen(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path) -> ReturnsScreen:
    made = ReturnsScreen(look, session_on(sample.register, tmp_path), Work())
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def text_of(folder: Path) -> dict[str, str]:
    """Return what stands in the documents of a folder, by name."""
    found = {}
    for path in folder.iterdir():
        document = docx.Document(str(path))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        found[path.name] = "\n".join([*(line.text for line in document.paragraphs), *cells])
    return found


def test_a_remark_made_on_reading_reaches_the_slip(
    desktop: Desktop, sample: Planned, type_text: Type, tmp_path: Path, qtbot: QtBot
) -> None:
    path, out = sample.register.path, tmp_path / "out"
    sample.register.close()
    room = desktop.open(path)
    screens = workspace(room).screens
    screens.show("reading")
    reading = cast(ReadingScreen, screens.current)
    qtbot.waitUntil(lambda: bool(reading.measures.table.rows.order))
    assert reading.open_measure(sample["m3"], sample[H1])
    qtbot.waitUntil(lambda: bool(reading.answers.cards) and all(c.isVisible() for c in reading.answers.cards))
    press(Qt.Key.Key_B, CONTROL | SHIFT)
    type_text(None, "Где сам приказ?")
    press(Qt.Key.Key_Return, CONTROL)
    screens.show("returns")
    shown = cast(ReturnsScreen, screens.current)
    shown.round.facets.choose({"period": (H1,)})
    shown.round.table.select_row(f"{sample['MIA']}/{sample[H1]}")
    shown.slips_button.click()
    panel = shown.slips
    panel.use_folder(out)
    panel.choose_agencies([sample["MIA"]])
    panel.language.setCurrentIndex(panel.language.findData("ru"))
    assert panel.do_button.text() == "Write 1 slip"
    panel.do_button.click()
    qtbot.waitUntil(lambda: room.window.notice.isVisible())
    assert room.window.notice.message.text() == f"1 slip was written into the folder {out}."
    assert room.window.notice.action.text() == "Open folder"
    ((name, text),) = text_of(out).items()
    assert name.endswith("_ru.docx")
    assert "Где сам приказ?" in text
    assert "Возвращено на доработку" in text


def test_all_agencies_that_there_is_something_to_tell_get_a_slip(
    screen: ReturnsScreen, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    screen.round.facets.choose({"period": (H1,)})
    screen.round.table.select_row(f"{sample['MIA']}/{sample[H1]}")
    screen.slips_button.click()
    panel = screen.slips
    assert panel.period.currentData() == sample[H1]
    assert panel.do_button.text() == "Write slips"
    panel.use_folder(tmp_path / "out")
    before = sample.register.revision()
    written = QSignalSpy(panel.written)
    panel.do_button.click()
    qtbot.waitUntil(lambda: written.count() == 1)
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names
    assert all(name in panel.page.toPlainText() for name in names)
    assert sample.register.revision() == before


def test_the_lines_selected_say_which_agencies_get_a_slip(screen: ReturnsScreen, sample: Planned) -> None:
    screen.round.facets.choose({"period": (H1,)})
    screen.round.table.selectAll()
    chosen = {id.split("/")[0] for id in screen.round.table.selected_ids()}
    assert len(chosen) > 1
    screen.slips_button.click()
    assert len(screen.slips.chosen) == len(chosen)
    screen.slips.choose_agencies([])
    assert not screen.slips.do_button.isEnabled()
    assert screen.slips.reason.text() == "Tick at least one agency."


def test_slips_are_found_in_the_menu_of_what_goes_out(
    desktop: Desktop, sample: Planned, qtbot: QtBot
) -> None:
    path = sample.register.path
    sample.register.close()
    room = desktop.open(path)
    screens = workspace(room).screens
    screens.show("plan")
    export = next(menu for menu in MENUS if menu.title == "window.menu.export")
    assert "write_slips" in export.items
    room.window.actions_by_key["write_slips"].trigger()
    shown = cast(ReturnsScreen, screens.current)
    assert screens.key == "returns"
    assert shown.slips.isVisible()
    assert shown.slips.period.hasFocus()
