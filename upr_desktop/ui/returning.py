"""Take returns in: choose or drop the files, look them over in a pane of the window, apply them, go where they are."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import Received
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.own_rows import own_name
from upr_desktop.ui.asking import ask_returns
from upr_desktop.ui.look import Look
from upr_desktop.ui.places import RETURNS
from upr_desktop.ui.screens.shown import Screens
from upr_desktop.ui.session import Session
from upr_desktop.ui.work import Work

if TYPE_CHECKING:
    from upr_desktop.exchange.gate import Gate
    from upr_desktop.jobs.enclosed import Enclosed
    from upr_desktop.ui.screens.import_files import FileEntry
    from upr_desktop.ui.screens.import_preview import ImportPreview
    from upr_desktop.ui.screens.merge_pane import MergePane
    from upr_desktop.ui.screens.merge_summary import MergeSummary
    from upr_desktop.ui.screens.returns import ReturnsScreen


class Returning(QObject):
    """What the window does with returns. `applied` carries what was changed (Applied) and how many questions wait.

    `refused` carries the RegisterError of what was not done, `foreign` a workbook (Received) that is no return of this
    register's, for another one issued it.
    """

    applied = Signal(object, int)
    refused = Signal(object)
    foreign = Signal(object)

    def __init__(
        self, look: Look, session: Session, screens: Screens, work: Work, gate: "Callable[[], Gate]"
    ) -> None:
        super().__init__(session)
        self._look, self._session, self._screens, self._work = look, session, screens, work
        self._gate = gate
        self.pane: MergePane | None = None
        self.summary: MergeSummary | None = None
        self._told_foreign = ""

    def choose_files(self, window: QWidget) -> None:
        """Ask which returns to take in, and read them."""
        session = self._session
        if paths := ask_returns(self._look, window, session.register.path, session.settings):
            self.take(paths)

    def takes(self) -> bool:
        """Return whether dropped files are returns to be sure: the screen of returns, or their pane, is shown."""
        is_covered = self.pane is not None and self.pane.isVisible()
        return is_covered or (self._screens.current is not None and self._screens.key == RETURNS)

    def take(
        self, files: Sequence[Path | Received], enclosed: "Mapping[str, Enclosed] | None" = None
    ) -> None:
        """Read returns; what they would change is shown before anything is written.

        `enclosed` is what came with one (by its sha256) in its archive.
        """
        self._screens.leave()
        if self._session.register.read_only:
            self.refused.emit(RegisterError("read_only", file=self._session.register.path.name))
            return
        from upr_desktop.ui.screens.merge_pane import MergePane

        if self.pane is None:
            self.pane = MergePane(self._look, self._session, self._gate, self._work)
            self.pane.applied.connect(self._land)
            self.pane.closed.connect(self._uncover)
            self.pane.files.changed.connect(self._tell_foreign)
        self._screens.cover(self.pane, RETURNS)
        self.pane.take(files, enclosed)

    def show_questions(self) -> None:
        """Show what returns left open."""
        cast("ReturnsScreen", self._screens.screen(RETURNS)).show_part("waiting")

    def show_slips(self) -> None:
        """Show the panel that writes slips; while there is nobody to write to, the screen that says so."""
        cast("ReturnsScreen", self._screens.screen(RETURNS)).slips_button.click()

    def follow(self, preview: "ImportPreview") -> None:
        """Take over the returns among files that were brought to the import's preview, once all are read."""
        preview.files.changed.connect(lambda entry: self._take_over(preview))

    def close(self) -> None:
        """Drop the pane: the register is closed."""
        if self.pane is not None:
            self.pane.deleteLater()

    def _take_over(self, preview: "ImportPreview") -> None:
        from upr_desktop.ui.screens.import_files import READING

        entries = preview.files.entries
        if any(entry.state == READING for entry in entries):
            return
        found = [one for one in entries if one.drafted.refusal and one.drafted.refusal.key == "is_a_return"]
        files = [one.drafted.received for one in found if one.drafted.received]
        if files:
            enclosed = {
                one.drafted.received.sha256: one.drafted.enclosed
                for one in found
                if one.drafted.received and one.drafted.enclosed
            }
            documents = [one for one in entries if one not in found and _is_document(one)]
            preview.leave_out([*found, *documents])
            self.take([*files, *(one.path for one in documents if one.path)], enclosed)

    def _tell_foreign(self) -> None:
        """Say that a single workbook is of another register."""
        merge = self.pane.files.merge if self.pane is not None else None
        if merge is None or len(merge.files) != 1 or self.pane is None or self.pane.files.is_reading:
            return
        one = merge.files[0]
        own, _ = self._session.read(own_name)
        issuer = one.read.returned.marks.get("register", "") if one.read.returned else ""
        is_unknown = one.refused is not None and one.refused.key == "return_not_identified"
        if is_unknown and issuer and issuer != own and self._told_foreign != one.read.received.sha256:
            self._told_foreign = one.read.received.sha256
            self.foreign.emit(one.read.received)

    def _land(self, applied: Applied, waiting: int) -> None:
        self._screens.show(RETURNS)
        self._show_summary(waiting)
        self.applied.emit(applied, waiting)

    def _show_summary(self, waiting: int) -> None:
        """Account for every file beside the round until a person closes that."""
        from upr_desktop.ui.screens.merge_summary import MergeSummary

        screen = cast("ReturnsScreen", self._screens.screen(RETURNS))
        if self.summary is None:
            self.summary = MergeSummary(self._look)
            self.summary.closed.connect(screen.close_panel)
        if self.pane is not None:
            self.summary.show_fates(self.pane.fates, waiting)
            screen.show_part("round")
            screen.beside.show_panel(self.summary)

    def _uncover(self) -> None:
        if self.pane is not None and self._screens.covers(self.pane):  # else a screen was shown instead
            self._screens.uncover(self.pane)
            self._screens.take_focus()


def _is_document(entry: "FileEntry") -> bool:
    """Return whether a file that is no table may be a letter or a document of the returns that it was dropped with."""
    from upr_desktop.exchange.file_kinds import DOCUMENTS, extension_of

    is_refused = entry.drafted.refusal is not None and entry.path is not None
    return is_refused and extension_of(entry.name) in DOCUMENTS
