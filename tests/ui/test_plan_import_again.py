"""Test what the preview asks where a plan comes again: which plan it is, which measure is which."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from plan_files import Row, plan_file
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from ui.plan_import_samples import ask, brought, settle
from ui.recommendation_samples import sample_register
from ui.screen_samples import session_on

from upr_desktop.exchange.gate import Gate
from upr_desktop.register.register import Register
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.import_preview import ImportPreview
from upr_desktop.ui.work import Work

FIRST = tuple(
    Row(str(at), "140.1", text, "2027 год", "МЮ")
    for at, text in enumerate(
        (
            "Обучить судей и прокуроров применению Факультативного протокола",
            "Открыть круглосуточную горячую линию для детей",
            "Внести в Парламент проект закона о профилактике пыток",
            "Провести мониторинг доступной среды в школах",
        ),
        1,
    )
)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with sample_register(tmp_path / "r.upr") as made:
        yield made


@pytest.fixture
def pane(qtbot: QtBot, look: Look, register: Register, tmp_path: Path) -> Iterator[ImportPreview]:
    with Gate() as gate:
        made = ImportPreview(look, session_on(register, tmp_path), gate, Work())
        qtbot.addWidget(made)
        made.resize(1080, 640)
        made.show()
        yield made


def show(pane: ImportPreview, qtbot: QtBot, folder: Path, rows: tuple[Row, ...]) -> None:
    file = folder / "plan.xlsx"
    file.write_bytes(plan_file(rows).content)
    pane.preview((file,))
    settle(qtbot, pane)


def apply(pane: ImportPreview, qtbot: QtBot) -> None:
    pane.apply_button.click()
    qtbot.waitUntil(lambda: pane.current is None, timeout=20_000)


def test_a_measure_much_like_another_is_confirmed_with_its_score(
    pane: ImportPreview, qtbot: QtBot, register: Register, tmp_path: Path
) -> None:
    show(pane, qtbot, tmp_path, FIRST)
    apply(pane, qtbot)
    ids = {row.id for row in brought(register).values()}
    reworded = Row("9", "140.1", "Обучить судей применению протокола и пыток не допускать", "2027 год", "МЮ")
    show(pane, qtbot, tmp_path, (reworded, *FIRST[1:]))
    ask(pane.plan, "match")
    panel = pane.plan.result.panel
    assert "Likeness of the texts:" in panel.told.text()
    assert "Nothing of it is written" in panel.told.text()
    assert "The same as 1:" in panel.choices.item(0).text()
    QTest.keyClick(panel.choices, Qt.Key.Key_1)
    settle(qtbot, pane)
    assert pane.apply_button.text() == "Apply 1 measure"
    apply(pane, qtbot)
    assert {row.id for row in brought(register).values()} == ids
    assert "9" in brought(register)


def test_a_file_that_may_be_of_a_plan_asks_which_one_it_is(
    pane: ImportPreview, qtbot: QtBot, register: Register, tmp_path: Path
) -> None:
    show(pane, qtbot, tmp_path, FIRST)
    apply(pane, qtbot)
    others = tuple(
        Row(str(20 + at), "140.1", f"Совсем другое дело {at} {at}", "2028 год", "МЮ") for at in range(7)
    )
    show(pane, qtbot, tmp_path, (FIRST[0], FIRST[1], *others))
    ask(pane.plan, "plan")
    assert not pane.apply_button.isEnabled()
    assert "Decide first" in pane.reason.text()
    panel = pane.plan.result.panel
    panel.choose(panel.choices.count() - 1)
    settle(qtbot, pane)
    assert pane.apply_button.text() == "Apply 9 measures"
