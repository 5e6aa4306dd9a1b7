"""An archive with a return and its documents, dropped on the window: the documents come along with the return."""

import zipfile
from pathlib import Path
from typing import cast

import pytest
from plan_samples import Planned
from pytestqt.qtbot import QtBot
from return_samples import Clerk, report, sent
from ui.window_samples import PATIENCE, Desktop, workspace

from upr_desktop.exchange.filled_return import write_letter
from upr_desktop.jobs.telling import sentence
from upr_desktop.register.queries import records
from upr_desktop.register.register import Register
from upr_desktop.ui.screens.merge_pane import MergePane


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


def test_documents_and_letters_dropped_with_a_return_on_another_screen_go_to_the_returns_with_it(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    path = Clerk(sent(sample, tmp_path)).type("2", evidence_text="Приказ № 5").save("filled.xlsx")
    (scan := tmp_path / "Приказ № 5.pdf").write_bytes(b"%PDF order")
    letter = write_letter(tmp_path / "letter.docx", "Работа идёт.")
    home = sample.register.path
    sample.register.close()
    room = desktop.open(home)
    workspace(room).screens.show("plan")
    room.window.dropped.emit([scan, path, letter])
    found = workspace(room).returning
    qtbot.waitUntil(lambda: found.pane is not None and found.pane.files.merge is not None, timeout=PATIENCE)
    pane = cast(MergePane, found.pane)
    qtbot.waitUntil(lambda: not pane.files.is_reading, timeout=PATIENCE)
    assert pane.files.merge
    assert sorted(one.read.received.name for one in pane.files.merge.files) == ["filled.xlsx", "letter.docx"]
    assert [len(one.read.documents) for one in pane.files.merge.files if one.merged] == [1]
    assert pane.files.refused == []
    preview = workspace(room).shown_preview
    assert preview is not None
    assert not preview.isVisible()


def test_a_scan_dropped_alone_on_another_screen_says_where_it_is_taken_in(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    (scan := tmp_path / "Приказ № 5.pdf").write_bytes(b"%PDF order")
    home = sample.register.path
    sample.register.close()
    room = desktop.open(home)
    workspace(room).screens.show("plan")
    room.window.dropped.emit([scan])
    preview = workspace(room).shown_preview
    assert preview is not None
    qtbot.waitUntil(lambda: preview.files.entries[0].drafted.refusal is not None, timeout=PATIENCE)
    refusal = preview.files.entries[0].drafted.refusal
    assert refusal is not None
    assert "on the screen Returns together with that return" in sentence(refusal, "en")
