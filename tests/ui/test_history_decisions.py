"""The history tells of a value that a return disputed who decided on it, over which value, and why."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from plan_samples import Planned, planned
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from return_samples import Clerk, merged, sent
from ui.screen_samples import session_on, shown_active, tooltips

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.decide_pending import decide_pending
from upr_desktop.register.return_queries import pending_decisions
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.history import HistoryScreen


@pytest.fixture
def disputed(tmp_path: Path, gate: Gate) -> Planned:
    """Return a register in which two returns of one agency said two things, and nobody has decided yet."""
    sample = planned(tmp_path / "r.upr")
    source = sent(sample, tmp_path)
    for text in ("Первое", "Второе"):
        merged(sample, gate, Clerk(source).type("2", narrative=text).save(f"{text}.xlsx"))
    return sample


Page = Callable[[str], HistoryScreen]


def decide(sample: Planned, choice: str) -> None:
    with sample.register.reading() as connection:
        (row,) = pending_decisions(connection)
        changes = decide_pending(connection, [row.id], choice, by="Руководитель", why="так вернее")
    sample.register.apply(changes)


@pytest.fixture
def page(disputed: Planned, qtbot: QtBot, look: Look, tmp_path: Path) -> Page:
    """Return a function that decides, and gives the page of what was saved with that."""

    def of(choice: str) -> HistoryScreen:
        decide(disputed, choice)
        session = session_on(disputed.register, tmp_path)
        return shown_active(qtbot, HistoryScreen(look, session), 1240, 760)

    return of


def text(screen: HistoryScreen) -> str:
    return screen.details.page.toPlainText()


def test_a_value_that_was_taken_is_told_with_who_decided_and_what_it_beat(page: Page, look: Look) -> None:
    look.language.use("ru")
    shown = text(page("theirs"))
    told = shown.partition("Второе.xlsx › ")[2].splitlines()[1:]
    assert told[0].startswith("Решение: Принято полученное значение — Руководитель, ")
    assert told[1:] == ["Отклонено: Первое", "Основание: так вернее"]


def test_hovering_over_such_a_value_tells_who_decided_too(page: Page) -> None:
    tips = tooltips(page("theirs").details.page)
    assert any("sha256" in tip and "Руководитель" in tip and "так вернее" in tip for tip in tips)


def test_a_value_that_was_kept_is_told_under_the_name_of_its_field(page: Page, look: Look) -> None:
    look.language.use("ru")
    told = text(page("ours")).splitlines()[1:]
    assert told[0] == "Ход исполнения на русском"
    assert told[1].startswith("Решение: Оставлено значение реестра — Руководитель, ")
    assert told[2:] == ["Отклонено: Второе", "Основание: так вернее"]


def test_f7_shows_on_the_page_what_hovering_shows(page: Page, disputed: Planned) -> None:
    screen = page("theirs")
    assert "sha256" not in text(screen)
    screen.list.setFocus()
    QTest.keyClick(screen.list, Qt.Key.Key_F7)
    assert "sha256" in text(screen)
    QTest.keyClick(screen.list, Qt.Key.Key_F7)
    assert "sha256" not in text(screen)


def test_when_an_undone_decision_was_made_is_told_as_a_day_and_a_time(
    disputed: Planned, qtbot: QtBot, look: Look, tmp_path: Path
) -> None:
    look.language.use("ru")
    decide(disputed, "theirs")
    disputed.register.undo(disputed.register.revision(), "Руководитель")
    screen = shown_active(qtbot, HistoryScreen(look, session_on(disputed.register, tmp_path)), 1240, 760)
    told = text(screen).partition("Когда решено")[2].splitlines()[0]
    assert re.search(r"\d\d\.\d\d\.\d{4} \d\d:\d\d(?!:)", told), told
