"""Returns for the tests of the merge pane: without marks, with everything that asks, held while they are read."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

from plan_samples import Planned
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from return_samples import Clerk, report, sent
from ui.screen_samples import session_on, shown_active
from ui.window_samples import answer

from upr_desktop.exchange.filled_return import fill_return
from upr_desktop.exchange.gate import Cancelled, Gate, Progress
from upr_desktop.exchange.sheets import Book
from upr_desktop.register.changes import RecordId
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.merge_pane import MergePane
from upr_desktop.ui.screens.returned_cells import ReturnedCell
from upr_desktop.ui.work import Work

Shift, Control, Alt = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


class HeldGate(Gate):
    """A gate that lets nothing through before `open` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.open = Event()

    def examine(
        self, name: str, content: bytes, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Book:
        while not self.open.wait(0.01):
            if cancelled and cancelled():
                break
        return super().examine(name, content, progress, cancelled)


def unmarked(sample: Planned, folder: Path) -> Path:
    """Return a return of which nothing says whose it is, with two rows answered."""
    target = folder / "table.xlsx"
    rows = {"2": {"narrative": "Готово"}, "10.1": {"narrative": "Тоже"}}
    fill_return(sent(sample, folder), target, rows, keeps_marks=False)
    return target


def asking(sample: Planned, folder: Path) -> Path:
    """Return a return that disputes a text and a status, says "no change" once, and leaves a status unread."""
    clerk = Clerk(sent(sample, folder))
    clerk.type("2", narrative="Сказал орган", claimed_status="в работе", done_on="05.10.2026")
    clerk.type("10.1", narrative="Без изменений").type(
        "1", claimed_status="как-то так", narrative="Идёт работа"
    )
    for number, field, value in (
        ("2", "narrative_ru", "Вписал координатор"),
        ("2", "claimed_status", "not_started"),
    ):
        sample.ids["report"] = RecordId(str(report(sample, number)["id"]))
        sample.edit("report", "progress", field, value)
    return clerk.save("a.xlsx")


def two_answers(sample: Planned, folder: Path) -> tuple[Path, Path]:
    """Return two returns of one agency that say different things of one measure."""
    workbook = sent(sample, folder)
    first = Clerk(workbook).type("2", narrative="Первый ответ").save("first.xlsx")
    return first, Clerk(workbook).type("2", narrative="Второй ответ").save("second.xlsx")


def to_first_open(shown: MergePane) -> ReturnedCell:
    """Go to the first cell that asks, and return it."""
    cell = next(one for one in shown.pane.cells if one.is_open)
    shown.pane.table.select_row(cell.id)
    return cell


def shown_pane(qtbot: QtBot, look: Look, sample: Planned, folder: Path, gate: Gate) -> MergePane:
    """Return an empty merge pane, shown, with a coordinator at work."""
    session = session_on(sample.register, folder)
    return shown_active(qtbot, MergePane(look, session, lambda: gate, Work()), 1100, 700)


def settled(qtbot: QtBot, pane: MergePane) -> None:
    qtbot.waitUntil(lambda: not pane.files.is_reading and not pane.files.is_applying)


def pane_of(qtbot: QtBot, look: Look, sample: Planned, folder: Path, gate: Gate) -> Callable[..., MergePane]:
    """Return what shows a merge pane that has read files; `through` another gate, it is not waited for."""

    def of(*files: Path, through: Gate | None = None) -> MergePane:
        made = shown_pane(qtbot, look, sample, folder, through or gate)
        made.take(files)
        if through is None:
            settled(qtbot, made)
        return made

    return of


def apply_all(pane: MergePane) -> None:
    """Apply a merge, agreeing to what stays open or out."""
    if "stay" in pane.reason.text():
        answer("Apply", [])
    pane.apply()


def press(
    widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press a key in a widget; a button that has it as its shortcut stays down for a moment."""
    widget.setFocus()
    QTest.keyClick(widget, key, modifier)
    QTest.qWait(150)
