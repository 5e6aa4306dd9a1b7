"""A coordinator's morning by keys alone: twelve files come in, and the consolidated workbook and slips go out."""

import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from return_samples import Clerk
from ui.window_samples import Desktop, workspace

from upr_desktop.jobs.issue import Issued, issue
from upr_desktop.jobs.new_register import from_sample
from upr_desktop.merge.return_questions import CONFIRM_NO_CHANGE, OURS, RULES, THEIRS, WHOLE_FILE
from upr_desktop.register.changes import ChangeSet, Edited, Label, RecordId
from upr_desktop.register.queries import agencies, records
from upr_desktop.register.register import Register
from upr_desktop.ui.dialogs.export import ExportDialog
from upr_desktop.ui.room import Room
from upr_desktop.ui.screens.merge_pane import MergePane
from upr_desktop.ui.screens.returns import ReturnsScreen

Key, Alt, Control, Shift = (
    Qt.Key,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
PERIOD, ME = "2026H2", "Coordinator"
MOST_KEYS = 60


class Keyboard:
    """Presses keys where the keyboard is, and counts them."""

    def __init__(self, qtbot: QtBot, room: Room) -> None:
        self._qtbot, self._room = qtbot, room
        self.pressed = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.pressed += 1
        QTest.keyClick(QApplication.focusWidget() or self._room.window, key, modifier)
        # A button that has the key as its shortcut stays down for 100 ms, and is pressed then.
        QTest.qWait(130)
        QTest.qWait(1)

    def choose(self, key: Qt.Key, modifier: Qt.KeyboardModifier, then: Qt.Key) -> None:
        """Open a menu by its key, and choose in it by another: while it is open, nothing else goes on."""
        timer = QTimer(self._room)

        def look() -> None:
            if (popup := QApplication.activePopupWidget()) is not None:
                timer.stop()
                self.pressed += 1
                QTest.keyPress(popup, then)  # its release would find the menu gone

        timer.timeout.connect(look)
        timer.start(20)
        self.press(key, modifier)
        self._qtbot.waitUntil(lambda: not timer.isActive() and QApplication.activePopupWidget() is None)
        # Without a window system nothing gives the keyboard back to the window once a menu is gone.
        self._room.window.activateWindow()
        self._qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)

    def press_until(self, key: Qt.Key, holds: Callable[[], bool], most: int = 20) -> None:
        for _ in range(most):
            if holds():
                return
            self.press(key)
        assert holds()


class Inbox:
    """Twelve files as agencies send them, beside the register that issued their workbooks."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.register = folder / "inbox", folder / "r.upr"
        self.folder.mkdir()
        with from_sample(self.register) as register:
            self._fill(register, folder)

    def _fill(self, register: Register, folder: Path) -> None:
        sent = {one.agency: one for one in issue(register, PERIOD, folder / "ru", "ru", author=ME)}
        codes = sorted(sent, key=lambda code: -sent[code].rows)
        self.first, self.second, self.third, self.fourth, self.late, self.plain, *others = codes[:8]
        self._answer(sent[self.first], "a1.xlsx", "Приняты меры")
        self._answer(sent[self.first], "a2.xlsx", "Приняты другие меры", rows=2)  # two conflicts
        self._answer(sent[self.second], "b.xlsx", "Проведены семинары")
        shutil.copy(self.folder / "b.xlsx", self.folder / "b_copy.xlsx")
        self._with_rows_of_another(sent[self.third], sent[self.fourth])
        kazakh = issue(register, PERIOD, folder / "kk", "kk", codes=[self.fourth], author=ME)[0]
        self._answer(kazakh, "kk.xlsx", "Семинарлар өткізілді, қызметкерлер оқытылды")
        edit(register, Clerk(sent[self.late].file), "По телефону: закон внесён")
        issue(register, PERIOD, folder / "again", "ru", codes=[self.late], author=ME)
        self._answer(sent[self.late], "late.xlsx", "Закон разработан")  # built on the older workbook
        self._answer(sent[self.plain], "plain.xlsx", "без изменений", rows=1)
        for code, name in zip(others, ("x.xlsx", "y.xlsx"), strict=True):
            self._answer(sent[code], name, "Работа завершена")
        (self.folder / "hostile.xlsx").write_bytes(random.Random(2).randbytes(900))
        self._answer(sent[codes[8]], "z.xlsx", "Направлено письмо")
        self.files = sorted(self.folder.iterdir())

    def _answer(self, sent: Issued, name: str, text: str, rows: int = 99, clerk: Clerk | None = None) -> None:
        clerk = clerk or Clerk(sent.file)
        for row in clerk.rows()[:rows]:
            clerk.sheet.cell(row, clerk.column("narrative")).value = f"{text} ({row})" if rows > 1 else text
        clerk.book.save(self.folder / name)

    def _with_rows_of_another(self, sent: Issued, other: Issued) -> None:
        """Answer a workbook under which a row of another agency's was pasted, with words put into it."""
        mine, theirs = Clerk(sent.file), Clerk(other.file)
        for row in mine.rows():
            mine.sheet.cell(row, mine.column("narrative")).value = f"Свод подготовлен ({row})"
        last, pasted = mine.sheet.max_row + 1, theirs.rows()[0]
        for column in range(1, theirs.sheet.max_column + 1):
            mine.sheet.cell(last, column).value = theirs.sheet.cell(pasted, column).value
        mine.sheet.cell(last, mine.column("narrative")).value = "Это сделали мы"
        mine.book.save(self.folder / "c.xlsx")


def edit(register: Register, clerk: Clerk, text: str) -> None:
    """Write into the report of a workbook's first row what an agency said by telephone."""
    id = RecordId(str(clerk.sheet.cell(clerk.rows()[0], 2).value))
    with register.reading() as connection:
        before = records(connection, "progress", [id])[id]["narrative_ru"]
    change = Edited("progress", id, "narrative_ru", before, text)
    register.apply(ChangeSet(Label("label.edited", {}), [change], ME))


def said(path: Path) -> dict[str, set[str]]:
    """Return what each agency (by code) says on progress for the period, in any language."""
    with Register.open(path) as register, register.reading() as connection:
        codes = {id: row.code for id, row in agencies(connection).items()}
        owners = {
            id: codes[RecordId(str(row["agency_id"]))]
            for id, row in records(connection, "assignment").items()
        }
        spans = {id for id, row in records(connection, "period").items() if row["code"] == PERIOD}
        found: dict[str, set[str]] = {}
        for row in records(connection, "progress").values():
            if row["period_id"] in spans:
                texts = {str(row[f"narrative_{code}"]) for code in ("ru", "kk", "en")} - {"None"}
                found.setdefault(owners[RecordId(str(row["assignment_id"]))], set()).update(texts)
        return found


def taken_in(keys: Keyboard, qtbot: QtBot, room: Room) -> MergePane:
    keys.press(Key.Key_I, Control | Shift)
    pane = workspace(room).returning.pane
    assert pane is not None
    qtbot.waitUntil(lambda: pane.files.merge is not None and not pane.files.is_reading)
    return pane


def decide(keys: Keyboard, pane: MergePane) -> None:
    """Decide by two rules, then one by one what no rule decides."""
    for rule in (CONFIRM_NO_CHANGE, WHOLE_FILE):
        keys.choose(Key.Key_7, Alt, Qt.Key(Key.Key_1.value + list(RULES).index(rule)))
        assert pane.pane.preview.isVisible(), rule
        keys.press(Key.Key_Return, Control)
    answers = {OURS: Key.Key_1, THEIRS: Key.Key_2}
    while any(cell.is_open for cell in pane.pane.cells):
        keys.press(Key.Key_F8)
        cell = pane.pane.current
        assert cell is not None
        choice = next(one for one in answers if one in cell.choices)
        keys.press(answers[choice], Alt)
        assert keys.pressed < MOST_KEYS


def written_slips(keys: Keyboard, qtbot: QtBot, room: Room) -> list[Path]:
    """Write the slips from the screen of returns."""
    screen = cast(ReturnsScreen, workspace(room).screens.current)
    keys.press_until(Key.Key_F6, lambda: inside(screen.head))
    keys.press_until(Key.Key_Tab, screen.slips_button.hasFocus)
    keys.press(Key.Key_Return)
    slips: list[object] = []
    screen.slips_written.connect(slips.extend)
    keys.press(Key.Key_Return, Control)
    qtbot.waitUntil(lambda: bool(slips))
    return sorted(screen.slips.folder.rglob("*.docx"))


def inside(widget: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and widget.isAncestorOf(focused)


def dialogs_answered(
    monkeypatch: pytest.MonkeyPatch, room: Room, inbox: Inbox, target: Path
) -> list[tuple[str, str]]:
    """Answer the dialogs of the system; return what the export proposes: what it writes, of which period."""
    workspace(room).session.settings.write("returns.folder", str(target.parent / "slips"))
    (target.parent / "slips").mkdir()
    chosen = [str(path) for path in inbox.files]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *asked: (chosen, ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *asked: (str(target), ""))
    proposed: list[tuple[str, str]] = []

    def agree(dialog: ExportDialog) -> int:
        proposed.append((dialog.kind.key, dialog.chosen("period")))
        dialog.save_button.click()
        return 1

    monkeypatch.setattr(ExportDialog, "exec", agree)
    return proposed


def test_twelve_files_become_a_consolidated_workbook_and_slips_by_keys_alone(
    desktop: Desktop, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, target = Inbox(tmp_path), tmp_path / "consolidated.xlsx"
    assert len(inbox.files) == 12
    room = desktop.open(inbox.register)
    proposed = dialogs_answered(monkeypatch, room, inbox, target)
    keys = Keyboard(qtbot, room)
    keys.press(Key.Key_4, Control)
    pane = taken_in(keys, qtbot, room)
    assert len(pane.fates) == 0
    decide(keys, pane)
    keys.press(Key.Key_Return, Control)
    qtbot.waitUntil(lambda: bool(pane.fates) and not pane.isVisible())
    desktop.wait_idle(room)
    states = {one.name: one.state for one in pane.fates}
    assert states.pop("hostile.xlsx") == "refused"
    assert sorted(states.pop(name) for name in ("b.xlsx", "b_copy.xlsx")) == ["merged", "twice"]
    assert set(states.values()) == {"merged"}
    assert sum(one.waiting for one in pane.fates) == 0
    slips = written_slips(keys, qtbot, room)
    assert slips
    keys.pressed += 1  # Enter in the dialog
    keys.press(Key.Key_E, Control | Shift)
    qtbot.waitUntil(target.is_file)
    desktop.wait_idle(room)
    assert proposed == [("consolidated", PERIOD)]
    sys.stdout.write(f"keys pressed: {keys.pressed}\n")
    assert keys.pressed < MOST_KEYS
    check_outcome(desktop, inbox, target)


def check_outcome(desktop: Desktop, inbox: Inbox, target: Path) -> None:
    desktop.leave()
    found = said(inbox.register)
    for code, begins in ((inbox.first, "Приняты"), (inbox.second, "Проведены"), (inbox.third, "Свод")):
        assert any(text.startswith(begins) for text in found[code]), code
    assert any(text.startswith("Семинарлар") for text in found[inbox.fourth])
    assert "Это сделали мы" not in found[inbox.fourth], "nobody speaks for another agency"
    assert any("закон" in text.lower() for text in found[inbox.late])
    book = load_workbook(target, read_only=True)
    texts = {str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row}
    book.close()
    assert any("Свод подготовлен" in text for text in texts)
    assert not any("Это сделали мы" in text for text in texts)
