"""Registers and files for the tests of agencies, history and the import preview; nobody in them is real."""

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from upr_desktop.register.agency_rows import AgencyDetails, agency_details
from upr_desktop.register.changes import Change, ChangeSet, Label
from upr_desktop.register.log import changes_of
from upr_desktop.register.register import Register
from upr_desktop.ui.session import Session
from upr_desktop.ui.settings import Settings

Texts = Iterable[tuple[str, str]]
Shown = TypeVar("Shown", bound=QWidget)
NUMBER, TEXT = "№ рекомендации", "Рекомендация"


def session_on(register: Register, folder: Path, author: str = "Coordinator") -> Session:
    settings = Settings(folder / "settings.json")
    settings.write("author", author)
    return Session(register, settings, lambda: author)


def shown_active(qtbot: QtBot, widget: Shown, width: int, height: int) -> Shown:
    """Return a widget once it is shown in the window that has the keyboard."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


def agencies_of(register: Register) -> dict[str, AgencyDetails]:
    with register.reading() as connection:
        return {one.row.code: one for one in agency_details(connection)}


def write(
    register: Register, changes: Sequence[Change], author: str = "Coordinator", kind: str = "edit"
) -> int:
    label = Label(
        "label.import" if kind == "import" else "label.agency_edited", {"file": "list.docx", "code": "X"}
    )
    number = register.apply(ChangeSet(label, changes, author, kind)).revision
    assert number is not None
    return number


def last_changes(register: Register) -> list[Change]:
    with register.reading() as connection:
        return changes_of(connection, register.revision())


def texts_file(path: Path, rows: Texts) -> Path:
    """Write a table of numbers and Russian texts, as a secretariat keeps one."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([NUMBER, TEXT])
        writer.writerows(rows)
    return path


def table_text(table: object, column: str) -> list[str]:
    """Return the texts of a column of a table, from top to bottom, as they are shown."""
    rows = table.rows  # type: ignore[attr-defined]
    number = rows.column_number(column)
    shown: Callable[[object], str] = rows.columns[number].text
    return [shown(rows.order.at(place)) for place in range(len(rows.order))]


def tooltips(page: QTextEdit) -> set[str]:
    """Return what hovering over the pieces of a page shows."""
    found = set()
    block = page.document().begin()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            found.add(pieces.fragment().charFormat().toolTip())
            pieces += 1
        block = block.next()
    return found
