"""The program with its real window on real registers, for tests that do what a person does."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot
from ui.recommendation_samples import sample_register

from upr_desktop.app import Program, Start
from upr_desktop.register.changes import ChangeSet, Edited, Label, RecordId
from upr_desktop.register.queries import records
from upr_desktop.register.register import Register
from upr_desktop.ui.room import Room
from upr_desktop.ui.screens.recommendations import RecommendationsScreen
from upr_desktop.ui.settings import Settings
from upr_desktop.ui.workspace import Workspace

PATIENCE = 20_000


class Desktop:
    """One run of the program: `start` shows its window, `leave` closes it; bugs it shows are kept instead."""

    def __init__(self, qtbot: QtBot, app: QApplication, home: Path) -> None:
        self._qtbot, self._app, self.home = qtbot, app, home
        self.bugs: list[str] = []
        self.program: Program | None = None

    def start(self, start: Start | None = None, author: str = "Coordinator") -> Room:
        settings = Settings(self.home / "settings.json")
        if author:
            settings.assume("author", author)
        self.program = program = Program(self._app, start or Start(language="en"), settings)
        program.window.show()
        self._qtbot.waitUntil(lambda: program.room is not None, timeout=PATIENCE)
        program.catcher.bug.disconnect(self.room.show_bug)
        program.catcher.bug.connect(self.bugs.append)
        return self.room

    def open(self, path: Path) -> Room:
        """Start on a register and wait until it may be edited, or is known to be for reading only."""
        room = self.start(Start(path, "en"))
        self.wait_open(room)
        return room

    def wait_open(self, room: Room) -> None:
        self._qtbot.waitUntil(lambda: room.workspace is not None, timeout=PATIENCE)
        self.wait_idle(room)

    def wait_idle(self, room: Room) -> None:
        def is_idle() -> bool:
            session = room.desk.session
            return not room.work.is_busy and (session is None or not session.is_busy)

        self._qtbot.waitUntil(is_idle, timeout=PATIENCE)

    def leave(self) -> None:
        program = self.program
        if program is None:
            return
        self._qtbot.waitUntil(lambda: not program.work.is_busy, timeout=PATIENCE)
        program.window.close()
        assert not program.window.isVisible()
        program.window.deleteLater()
        self.program = None

    @property
    def room(self) -> Room:
        assert self.program
        assert self.program.room
        return self.program.room


def workspace(room: Room) -> Workspace:
    assert room.workspace
    return room.workspace


def recommendations_screen(room: Room) -> RecommendationsScreen:
    screen = workspace(room).screens.screen("recommendations")
    assert isinstance(screen, RecommendationsScreen)
    return screen


def made_register(path: Path) -> Path:
    """Make a register with five recommendations, closed."""
    with sample_register(path):
        return path


def first_recommendation(register: Register) -> RecordId:
    with register.reading() as connection:
        found = records(connection, "recommendation")
    return min(found, key=lambda id: str(found[id]["number"]))


def headings(register: Register) -> list[object]:
    with register.reading() as connection:
        found = records(connection, "recommendation")
    return [found[id]["heading"] for id in sorted(found, key=lambda id: str(found[id]["number"]))]


def change_heading(register: Register, heading: str, author: str = "Coordinator", kind: str = "edit") -> int:
    """Give the first recommendation another heading, as a screen or a job would; return the step's number."""
    id = first_recommendation(register)
    with register.reading() as connection:
        before = records(connection, "recommendation", [id])[id]["heading"]
    label = (
        Label("label.import", {"file": "list.docx"})
        if kind == "import"
        else Label("label.recommendation.heading", {"number": "140.9"})
    )
    edit = Edited("recommendation", id, "heading", before, heading)
    number = register.apply(ChangeSet(label, [edit], author, kind)).revision
    assert number is not None
    return number


def answer(text: str, seen: list[str], when: Callable[[], bool] = lambda: True) -> None:
    """Press the button with this text in the question that comes next (once `when` holds), and keep its words."""
    timer = QTimer(QApplication.instance())

    def press() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox) and when():
            timer.stop()
            seen.append(box.text())
            next(button for button in box.buttons() if button.text().replace("&", "") == text).click()

    timer.timeout.connect(press)
    timer.start(20)


def with_dialog(act: Callable[[QDialog], object]) -> None:
    """Do something with the next dialog that opens; it is to be closed by that."""
    timer = QTimer(QApplication.instance())

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            timer.stop()
            try:
                act(dialog)
            except BaseException:
                dialog.reject()  # else nothing ends the wait for an answer
                raise

    timer.timeout.connect(look)
    timer.start(20)
