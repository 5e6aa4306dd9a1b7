"""Offer to archive the selected records or take them back, and to look into the archive."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence

from upr_desktop.jobs.archive import archive_recommendations
from upr_desktop.register.changes import ChangeSet, RecordId
from upr_desktop.ui.look import Look
from upr_desktop.ui.table import Table
from upr_desktop.ui.widgets import Chip

KEY = "Ctrl+Delete"


class Archived(Protocol):
    """The rows of a screen: those in use or, `in_archive`, those in the archive; `archived` counts the latter."""

    in_archive: bool
    archived: int

    def show_archive(self, on: bool) -> None:
        """Hold what is in the archive from now on, or what is not."""

    def several(self, ids: Any) -> list[Any]:
        """Return the rows with these ids."""


class Archive(QObject):
    """The chip that shows the archive in place of what is in use, and the table's action.

    `topic` begins the keys of the words; `decide` says what archives rows, or takes them back.
    `turned` says that other rows are to be shown.
    """

    turned = Signal()

    def __init__(
        self,
        look: Look,
        rows: Archived,
        table: Table,
        write: Callable[[ChangeSet], bool],
        topic: str = "recommendations",
        decide: Callable[[Sequence[Any], bool], ChangeSet] | None = None,
    ) -> None:
        super().__init__(table)
        self._look, self._rows, self._table, self._write = look, rows, table, write
        self._topic = f"{topic}.archive"
        self._decide = decide or (lambda rows, back: archive_recommendations(rows, back=back))
        self.chip = Chip()
        self.chip.setCheckable(True)
        self.chip.hide()
        self.chip.clicked.connect(self.show)
        self.action = QAction(self)
        self.action.setShortcut(QKeySequence(KEY))
        self.action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.action.triggered.connect(self.move_selected)
        table.addAction(self.action)
        look.language.follow(self, self.say)

    def show(self, on: bool) -> None:
        """Show what is in the archive, or what is not."""
        if on != self._rows.in_archive:
            self._rows.show_archive(on)
            self.turned.emit()

    def open(self, show: Callable[[RecordId], bool], id: RecordId) -> bool:
        """Have a record shown, from the archive if it is there; return whether it is anywhere."""
        if show(id):
            return True
        before = self._rows.in_archive
        self.show(not before)
        if show(id):
            return True
        self.show(before)
        return False

    def follow(self) -> None:
        """Leave the archive where nothing is in it any more, and count anew."""
        if self._rows.in_archive and not self._rows.archived:
            self._rows.show_archive(False)
        self.say()

    def move_selected(self) -> None:
        """Archive the selected rows, or take them back."""
        self.move(self._rows.several(self._table.selected_ids()))

    def move(self, rows: Sequence[Any]) -> None:
        """Archive these, or take them back, as one step."""
        if rows and not self._table.rows.is_read_only:
            self._write(self._decide(rows, self._rows.in_archive))

    def say(self) -> None:
        """Say how many there are, and what the action does."""
        in_archive, count = self._rows.in_archive, self._rows.archived
        self.chip.setVisible(bool(count))
        self.chip.setText(self._look.t(f"{self._topic}.chip", count=count))
        self.chip.setAccessibleName(self.chip.text())
        self.chip.setToolTip(self._look.t(f"{self._topic}.hint"))
        self.chip.setChecked(in_archive)
        self.chip.set_active(in_archive)
        key = f"{self._topic}.back" if in_archive else f"{self._topic}.put"
        self.action.setText(self._look.t(key))
