"""An archive with a return and its documents, dropped on the window: the documents come along with the return."""

import zipfile
from pathlib import Path
from typing import cast

import pytest
from plan_samples import Planned, planned
from pytestqt.qtbot import QtBot
from return_samples import Clerk, report, sent
from ui.window_samples import PATIENCE, Desktop, workspace

from upr_desktop.register.queries import records
from upr_desktop.register.register import Register
from upr_desktop.ui.screens.merge_pane import MergePane


@pytest.fixture
def sample(tmp_path: Path) -> Planned:
    return planned(tmp_path / "r.upr")


@pytest.mark.parametrize("place", ["plan", "returns"])
def test_documents_of_a_dropped_archive_are_shown_and_kept_with_the_return(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot, place: str
) -> None:
    path = sent(sample, tmp_path)
    Clerk(path).type("2", narrative="Приказ издан", evidence_text="Приказ № 5").save("filled.xlsx")
    with zipfile.ZipFile(tmp_path / "back.zip", "w") as archive:
        archive.write(path.with_name("filled.xlsx"), "filled.xlsx")
        archive.writestr("Приказ № 5.pdf", b"%PDF order")
    wanted, home = report(sample, "2")["id"], sample.register.path
    sample.register.close()
    room = desktop.open(home)
    workspace(room).screens.show(place)
    room.window.dropped.emit([tmp_path / "back.zip"])
    found = workspace(room).returning
    qtbot.waitUntil(lambda: found.pane is not None and found.pane.files.merge is not None, timeout=PATIENCE)
    pane = cast(MergePane, found.pane)
    qtbot.waitUntil(lambda: not pane.files.is_reading, timeout=PATIENCE)
    assert pane.files.merge
    notices = [one.code for file in pane.files.merge.files for one in file.notices]
    assert "return_documents" in notices
    assert pane.apply_button.text() == "Apply 3 changes", "two cells and a document"
    with qtbot.waitSignal(pane.files.applied, timeout=PATIENCE):
        pane.files.apply()
    desktop.wait_idle(room)
    room.close_register()
    with Register.open(home, read_only=True) as register, register.reading() as connection:
        kept = {id: one for id, one in records(connection, "evidence").items() if one["file_sha256"]}
        links = [one for one in records(connection, "evidence_link").values() if one["evidence_id"] in kept]
    assert [one["file_name"] for one in kept.values()] == ["Приказ № 5.pdf"]
    assert [one["record_id"] for one in links] == [wanted]
