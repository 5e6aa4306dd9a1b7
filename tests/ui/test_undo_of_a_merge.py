"""Undoing a merge of returns asks first and names the returns to be taken in again, in the menu and on History."""

from pathlib import Path

from plan_samples import Planned
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from return_samples import Clerk, merged, sent

from upr_desktop.exchange.gate import Gate
from upr_desktop.register.log import revision_row
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.history_undo import HistoryUndo
from upr_desktop.ui.session import Session
from upr_desktop.ui.settings import Settings
from upr_desktop.ui.undo import Undoing
from upr_desktop.ui.widgets import Notice


def test_a_later_return_about_the_same_report_is_named_before_anything_is_undone(
    sample: Planned, tmp_path: Path, gate: Gate, look: Look, qtbot: QtBot
) -> None:
    source = sent(sample, tmp_path)
    merged(sample, gate, Clerk(source).type("2", narrative="Сделано").save("first.xlsx"))
    first = sample.register.revision()
    merged(
        sample, gate, Clerk(source).type("2", narrative="Сделано", problems_text="Нет").save("second.xlsx")
    )
    session = Session(sample.register, Settings(tmp_path / "settings.json"), lambda: "Coordinator")
    asked: list[str] = []

    def declined(question: str) -> bool:
        asked.append(question)
        return False

    before = sample.register.revision()
    assert not Undoing(look, session, declined, lambda said: None).undo_one(first)
    assert "second.xlsx" in asked[0]
    screen = QWidget()
    qtbot.addWidget(screen)
    notice = Notice(look, screen)
    row = session.read(lambda connection: revision_row(connection, first))
    assert row
    HistoryUndo(look, session, notice).ask(row)
    assert "second.xlsx" in notice.message.text()
    assert sample.register.revision() == before
