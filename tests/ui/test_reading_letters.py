"""Reading shows that a letter of an agency came for the period, beside its answer, and opens it by one action."""

from pathlib import Path

import pytest
from plan_samples import Planned
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot
from ui.reading_samples import CONTROL, H1, H2, SHIFT, press, shown, shown_reading

from upr_desktop.jobs.import_file import as_received
from upr_desktop.register.changes import Added, ChangeSet, Label, RecordId, new_id
from upr_desktop.ui.look import Look

BYTES = b"PK letter"


def kept_letter(plan: Planned, agency: str, period: str) -> RecordId:
    file, id = as_received("Письмо МВД.docx", BYTES), new_id()
    told = {"agency_id": plan[agency], "period_id": plan[period], "direction": "in", "kind": "answer"}
    told |= {"number": "3-1/45", "date": "2026-07-12", "file": file.sha256}
    plan.register.apply(ChangeSet(Label("label.merged", {}), [Added("letter", id, told)], "me"), [file])
    return id


def test_a_letter_of_the_agency_for_the_period_stands_in_its_answer_and_is_opened_by_a_key(
    qtbot: QtBot, look: Look, plan: Planned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = shown_reading(qtbot, look, plan, tmp_path)
    assert screen.open_measure(plan["m3"], plan[H1])
    kept_letter(plan, "MOJ", H1)
    screen.refresh(None)
    qtbot.waitUntil(lambda: all(card.isVisible() for card in screen.answers.cards))
    ministry, justice = screen.answers.cards
    assert "Letter of 12 Jul 2026 No. 3-1/45 came for the period" in shown(justice)
    assert "Letter" not in shown(ministry)
    opened: list[bytes] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile()).read_bytes())
    )
    ministry.setFocus()
    press(Qt.Key.Key_L, CONTROL | SHIFT)
    assert opened == [BYTES], "the first letter there is"
    justice.letter_buttons[0].click()
    assert opened == [BYTES, BYTES]


def test_a_letter_of_another_period_or_in_the_archive_is_not_shown(
    qtbot: QtBot, look: Look, plan: Planned, tmp_path: Path
) -> None:
    kept_letter(plan, "MOJ", H2)
    plan.register.undo(plan.register.revision() if kept_letter(plan, "MIA", H1) else 0)
    screen = shown_reading(qtbot, look, plan, tmp_path)
    assert screen.open_measure(plan["m3"], plan[H1])
    qtbot.waitUntil(lambda: all(card.isVisible() for card in screen.answers.cards))
    assert all("Letter" not in shown(card) for card in screen.answers.cards)
    screen.choose_period(plan[H2])
