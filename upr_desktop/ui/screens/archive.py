"""Offer to archive the selected recommendations or take them back, and to look into the archive."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence

from upr_desktop.jobs.archive import archive_recommendations
from upr_desktop.register.changes import ChangeSet
from upr_desktop.register.queries import RecommendationRow
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.recommendation_rows import RecommendationRows
from upr_desktop.ui.table import Table
from upr_desktop.ui.widgets import Chip

KEY = "Ctrl+Delete"


class Archive(QObject):
    """The chip that shows the archive in place of the recommendations in use, and the table's action.

    `turned` says that other rows are to be shown.
    """

    turned = Signal()

    def __init__(
        self, look: Look, rows: RecommendationRows, table: Table, write: Callable[[ChangeSet], bool]
    ) -> None:
        super().__init__(table)
        self._look, self._rows, self._table, self._write = look, rows, table, write
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

    def follow(self) -> None:
        """Leave the archive where nothing is in it any more, and count anew."""
        if self._rows.in_archive and not self._rows.archived:
            self._rows.show_archive(False)
        self.say()

    def move_selected(self) -> None:
        """Archive the selected recommendations, or take them back."""
        self.move(self._rows.several(self._table.selected_ids()))

    def move(self, rows: list[RecommendationRow]) -> None:
        """Archive these recommendations, or take them back, as one step."""
        if rows and not self._table.rows.is_read_only:
            self._write(archive_recommendations(rows, back=self._rows.in_archive))

    def say(self) -> None:
        """Say how many there are, and what the action does."""
        in_archive, count = self._rows.in_archive, self._rows.archived
        self.chip.setVisible(bool(count))
        self.chip.setText(self._look.t("recommendations.archive.chip", count=count))
        self.chip.setAccessibleName(self.chip.text())
        self.chip.setToolTip(self._look.t("recommendations.archive.hint"))
        self.chip.setChecked(in_archive)
        self.chip.set_active(in_archive)
        key = "recommendations.archive.back" if in_archive else "recommendations.archive.put"
        self.action.setText(self._look.t(key))
