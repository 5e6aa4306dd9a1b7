"""The screen of reading on a small plan, what a person does on it, and what is in the register then."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from plan_samples import Planned, assign, measure, planned, report
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from ui.screen_samples import session_on, shown_active

from upr_desktop.register.queries import records
from upr_desktop.register.store import State
from upr_desktop.register.wordings import WordingRow, wordings
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.reading import ReadingScreen

Type = Callable[[QWidget | None, str], None]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
H1, H2 = "2026H1", "2026H2"


def answered(folder: Path) -> Planned:
    """Return the small plan with a measure on which two agencies answered for the first half-year."""
    made = planned(folder / "r.upr")
    measure(made, "3")
    assign(made, "3", "MIA")
    assign(made, "3", "MOJ", "co")
    report(made, "3/MIA", H1, narrative_ru="Приняли приказ", claimed_status="in_progress")
    report(made, "3/MOJ", H1, narrative_ru="Провели семинар", narrative_kk="Семинар өтті")
    made.save()
    return made


def shown_reading(qtbot: QtBot, look: Look, sample: Planned, folder: Path) -> ReadingScreen:
    """Return the screen, shown, with a coordinator at work on 21 July 2026."""
    session = session_on(sample.register, folder, "Coordinator")
    session.today = date(2026, 7, 21)
    return shown_active(qtbot, ReadingScreen(look, session), 1240, 760)


def number(screen: ReadingScreen) -> str:
    assert screen.page is not None
    return screen.page.reading.measure.number or ""


def shown(widget: QWidget) -> str:
    """Return all texts that stand in a widget, from top to bottom as they were placed."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def reports(sample: Planned) -> dict[str, State]:
    with sample.register.reading() as connection:
        found = records(connection, "progress")
    return {name: found[id] for name, id in sample.ids.items() if id in found}


def worded(sample: Planned, name: str, period: str = H1) -> WordingRow | None:
    with sample.register.reading() as connection:
        return wordings(connection).get((sample[name], sample[period]))
