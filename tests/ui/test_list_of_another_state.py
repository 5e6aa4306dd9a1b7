"""A new register from a list of another State than that of the reference set which nobody chose."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from ui.window_samples import Desktop

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.import_choices import fitting_reference
from upr_desktop.paths import bundled
from upr_desktop.register.queries import records
from upr_desktop.register.reference import NONE
from upr_desktop.ui import making

SET = "kazakhstan-4"
OWN = bundled("resources/sample") / "thematic_list.docx"


def foreign(shared_data: Path) -> Path:
    return shared_data / "ohchr" / "upr48-slovenia-thematic-list.docx"


def test_a_reference_set_fits_the_lists_of_its_own_state_alone(shared_data: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"no document")
    with Gate() as gate:
        assert fitting_reference(SET, OWN, gate) == SET
        assert fitting_reference(SET, foreign(shared_data), gate) == NONE
        assert fitting_reference(SET, broken, gate) == SET


@pytest.mark.parametrize("is_chosen", [False, True])
def test_a_list_of_another_state_begins_without_agencies_unless_a_person_chose_them(
    desktop: Desktop,
    qtbot: QtBot,
    shared_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_chosen: bool,
) -> None:
    room = desktop.start()
    path = Path(shutil.copy(foreign(shared_data), tmp_path))
    monkeypatch.setattr(making, "ask_target", lambda *_: tmp_path / "new.upr")
    if is_chosen:
        room.welcome.reference.activated.emit(room.welcome.reference.currentIndex())
    room.making.from_list(room.welcome.reference.currentData(), room.welcome.is_chosen, [path])
    qtbot.waitUntil(
        lambda: room.desk.session is not None and room.desk.session.register.path.name == "new.upr",
        timeout=20_000,
    )
    session = room.desk.session
    assert session
    assert bool(session.read(lambda connection: records(connection, "agency"))) is is_chosen
    told = "began without the areas and agencies"
    qtbot.wait(100)
    shown = [one.text() for one in room.window.findChildren(QLabel) if told in one.text()]
    assert bool(shown) is not is_chosen
