"""The Plan screen on a small plan, and what a person does in it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from plan_samples import Planned
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.plan import PlanScreen
from upr_desktop.ui.session import Session
from upr_desktop.ui.settings import Settings

TODAY = date(2026, 9, 1)


def shown_plan(qtbot: QtBot, look: Look, sample: Planned, folder: Path) -> PlanScreen:
    """Return the screen on a register, shown, with a coordinator at work on 1 September 2026."""
    settings = Settings(folder / "settings.json")
    settings.write("author", "Coordinator")
    session = Session(sample.register, settings, lambda: "Coordinator")
    session.today = TODAY
    screen = PlanScreen(look, session)
    qtbot.addWidget(screen)
    screen.resize(1300, 800)
    screen.show()
    qtbot.waitExposed(screen)
    screen.activateWindow()
    return screen


def numbers(screen: PlanScreen) -> list[str]:
    order = screen.list.table.rows.order
    return [order.at(at).number or "" for at in range(len(order))]


def cell(screen: PlanScreen, number: str, column: str) -> str:
    table = screen.list.table
    return str(table.rows.index(numbers(screen).index(number), table.rows.column_number(column)).data())


def put_cursor(screen: PlanScreen, number: str, column: str = "number") -> None:
    table = screen.list.table
    at = table.rows.column_number(column)
    table.setColumnHidden(at, False)
    index = table.rows.index(numbers(screen).index(number), at)
    table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    table.setFocus()


def choose(box: QComboBox, code: object) -> None:
    box.setCurrentIndex(box.findData(code))
    box.activated.emit(box.currentIndex())


def choose_in_cell(screen: PlanScreen, code: str) -> None:
    """Choose in the list that F2 opens in a cell."""
    QTest.keyClick(screen.list.table, Qt.Key.Key_F2)
    choose(screen.list.table.findChildren(QComboBox)[-1], code)


def labels(sample: Planned) -> Sequence[str]:
    """Return the labels of the saved steps, newest first."""
    with sample.register.reading() as connection:
        found = connection.exec_driver_sql("SELECT label_key FROM revision ORDER BY number DESC").all()
    return [str(row[0]) for row in found]
