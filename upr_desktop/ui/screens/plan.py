"""Show the measures of a plan: a table that narrows down and is edited in place, and one of them whole beside it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from upr_desktop.jobs.edit_plan import MeasureTarget, measure_targets, set_measures
from upr_desktop.register.changes import RecordId
from upr_desktop.ui.grouped_table import GroupButton
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.cell_edits import CellEdits, Wishes
from upr_desktop.ui.screens.measure_edits import meaning, read_edits
from upr_desktop.ui.screens.measure_list import MeasureList
from upr_desktop.ui.screens.measure_pane import MeasurePane
from upr_desktop.ui.screens.measure_rows import MeasureRows
from upr_desktop.ui.screens.measure_words import MeasureWords
from upr_desktop.ui.screens.records_screen import RecordsScreen
from upr_desktop.ui.session import Session


class PlanScreen(RecordsScreen):
    """The measures of one plan; `record_asked` carries kind and id of a record to be opened elsewhere."""

    record_asked = Signal(str, str)
    title = "measures.title"
    name = "measures"
    typed = frozenset(
        {"label.measure.edited", "label.measure.note", "label.note.edited.measure", "label.evidence.edited"}
    )
    rows: MeasureRows
    list: MeasureList

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__(look, session)
        self.words = MeasureWords(look, session.today)
        rows = MeasureRows(session, self.words)
        listed = MeasureList(look, rows, self.words, meaning(self.words, self._targets))
        self.pane = MeasurePane(look, session, self.words, self.write, self._targets)
        self.cells = CellEdits(
            look,
            listed,
            lambda edits: read_edits(edits, rows, self.words),
            self._number,
            self._write_wishes,
        )
        self.group_button = GroupButton(look, listed.table)
        self.assemble(rows, listed, self.pane)

    def top_widgets(self) -> Sequence[QWidget]:
        """Return what stands at the right of the filters: how rows are gathered, and the saved views."""
        return (self.group_button, *super().top_widgets())

    def _targets(self, ids: Sequence[RecordId]) -> Sequence[MeasureTarget]:
        return self.session.read(lambda connection: measure_targets(connection, ids))

    def _number(self, id: str) -> str:
        row = self.rows.get(id)
        return (row.number if row else None) or "—"

    def _write_wishes(self, wishes: Wishes) -> None:
        targets = self._targets(tuple(wishes))
        self.write(set_measures([(target, wishes[target.id]) for target in targets]))
