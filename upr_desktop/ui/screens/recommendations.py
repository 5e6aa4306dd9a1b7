"""Show the recommendations: a table that narrows down and is edited in place, and one of them whole beside it."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from upr_desktop.jobs.edit_recommendation import Target, edit_targets, set_values
from upr_desktop.register.changes import ChangeSet, RecordId
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.archive import Archive
from upr_desktop.ui.screens.cell_edits import CellEdits, Wishes
from upr_desktop.ui.screens.recommendation_edits import meaning, read_edits
from upr_desktop.ui.screens.recommendation_list import RecommendationList
from upr_desktop.ui.screens.recommendation_rows import RecommendationRows
from upr_desktop.ui.screens.recommendation_words import RecommendationWords
from upr_desktop.ui.screens.records_screen import RecordsScreen
from upr_desktop.ui.session import Session

if TYPE_CHECKING:
    from upr_desktop.ui.screens.bulk_edit import BulkEdit
    from upr_desktop.ui.screens.recommendation_pane import RecommendationPane


class RecommendationsScreen(RecordsScreen):
    """The screen that work begins on; `record_asked` carries kind and id of a record to be opened elsewhere."""

    record_asked = Signal(str, str)
    title = "recommendations.title"
    name = "recommendations"
    typed = frozenset(
        {
            "label.recommendation.text",
            "label.recommendation.note",
            "label.note.edited",
            "label.evidence.edited",
        }
    )
    rows: RecommendationRows
    list: RecommendationList

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__(look, session)
        self.words = RecommendationWords(look)
        self.words.today = session.today
        rows = RecommendationRows(session, self.words)
        listed = RecommendationList(look, rows, self.words, meaning(self.words, self._targets))
        self.archive = Archive(look, rows, listed.table, self.write)
        self.archive.turned.connect(self.show_rows)
        self.cells = CellEdits(
            look,
            listed,
            lambda edits: read_edits(edits, rows, self.words),
            rows.number_of,
            self._write_wishes,
        )
        self.assemble(rows, listed)

    def make_side(self) -> None:
        from upr_desktop.ui.screens.bulk_edit import BulkEdit
        from upr_desktop.ui.screens.recommendation_bulk import recommendation_bulk
        from upr_desktop.ui.screens.recommendation_pane import RecommendationPane

        self._pane = RecommendationPane(self.look, self.session, self.words, self.write, self.rows.is_taken)
        self._bulk = BulkEdit(self.look, recommendation_bulk(self.words))
        self._pane.archive_asked.connect(self._archive_shown)
        self._pane.measure_asked.connect(lambda id: self.record_asked.emit("measure", id))
        self._pane.record_asked.connect(self.record_asked)
        self._bulk.closed.connect(self.close_panel)
        self._bulk.applied.connect(self._apply_bulk)
        self.take_side(self._pane, self._bulk)

    @property
    def pane(self) -> "RecommendationPane":
        """Return the pane that shows one recommendation whole."""
        self.complete()
        return self._pane

    @property
    def bulk(self) -> "BulkEdit":
        """Return the panel that changes all selected recommendations."""
        self.complete()
        return self._bulk

    def top_widgets(self) -> Sequence[QWidget]:
        return (self.archive.chip, *super().top_widgets())

    def open_record(self, id: RecordId) -> bool:
        """Show one record, in the archive too; return False if it is not there."""
        if super().open_record(id):
            return True
        before = self.rows.in_archive
        self.archive.show(not before)
        if super().open_record(id):
            return True
        self.archive.show(before)
        return False

    def show_rows(self) -> None:
        self.archive.follow()
        super().show_rows()
        self._show_targets()

    def show_some(self, ids: Collection[RecordId]) -> None:
        super().show_some(ids)
        self._show_targets()

    def _show_targets(self) -> None:
        if self.beside.panel is not None:
            self.bulk.show_targets(self._targets([target.id for target in self.bulk.targets]))

    def open_bulk(self) -> None:
        """Open the pane that changes one thing in all selected recommendations."""
        ids = [RecordId(id) for id in self.list.table.selected_ids()]
        if ids and self.session.is_writable:
            self.show_panel(self.bulk)
            self.bulk.open(self._targets(ids), self.list.table)

    def _archive_shown(self) -> None:
        if self.pane.row is not None:
            self.archive.move([self.pane.row])

    def _apply_bulk(self, changes: ChangeSet) -> None:
        if self.write(changes):
            self.close_panel()

    def _targets(self, ids: Sequence[RecordId]) -> Sequence[Target]:
        return self.session.read(lambda connection: edit_targets(connection, ids))

    def _write_wishes(self, wishes: Wishes) -> None:
        targets = self._targets(tuple(wishes))
        self.write(set_values([(target, wishes[target.id]) for target in targets]))
