"""Test that a plan dropped on the window is shown before anything is written, in every language, and applied."""

from pathlib import Path

import pytest
from plan_files import Row, plan_file
from pytestqt.qtbot import QtBot
from ui.recommendation_samples import sample_register
from ui.screen_samples import session_on, table_text

from upr_desktop.exchange.gate import Gate
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.import_files import READY
from upr_desktop.ui.screens.import_preview import ImportPreview
from upr_desktop.ui.work import Work

ROWS = (
    Row("1", "140.1, 140.2", "Принять закон о профилактике пыток", "2027 год", "МВД, МЮ"),
    Row("2", "140.999", "Обучить сотрудников полиции", "как получится", "ВС"),
)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_plan_is_shown_and_applied(qtbot: QtBot, look: Look, tmp_path: Path, language: str) -> None:
    look.language.use(language)
    file = tmp_path / "plan.xlsx"
    file.write_bytes(plan_file(ROWS).content)
    with sample_register(tmp_path / "r.upr") as register, Gate() as gate:
        pane = ImportPreview(look, session_on(register, tmp_path), gate, Work())
        qtbot.addWidget(pane)
        pane.show()
        pane.preview((file,))
        qtbot.waitUntil(lambda: pane.files.entries[0].state == READY, timeout=20_000)
        assert table_text(pane.plan.result.table, "row") == ["1", "2", "3"]
        assert "2" in pane.plan.total.text()
        before = register.revision()
        pane.apply_button.click()
        qtbot.waitUntil(lambda: register.revision() == before + 1, timeout=20_000)
