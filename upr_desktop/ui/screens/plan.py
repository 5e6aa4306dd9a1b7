"""Show the measures of a plan: a table that narrows down and is edited in place, and one of them whole beside it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from upr_desktop.jobs.edit_plan import (
    MeasureTarget,
    add_measure,
    archive_measures,
    measure_targets,
    set_measures,
)
from upr_desktop.register.changes import ChangeSet, RecordId
from upr_desktop.register.plan_rows import MeasureRow
from upr_desktop.ui.grouped_table import GroupButton
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.add_line import AddLine
from upr_desktop.ui.screens.archive import Archive
from upr_desktop.ui.screens.cell_edits import CellEdits, Wishes
from upr_desktop.ui.screens.measure_edits import meaning, read_edits
from upr_desktop.ui.screens.measure_list import MeasureList
from upr_desktop.ui.screens.measure_rows import MeasureRows
from upr_desktop.ui.screens.measure_words import MeasureWords
from upr_desktop.ui.screens.plan_choice import LAST_PLAN
from upr_desktop.ui.screens.plan_panels import PlanPanels
from upr_desktop.ui.screens.records_screen import RecordsScreen
from upr_desktop.ui.session import Session

if TYPE_CHECKING:
    from upr_desktop.ui.screens.bulk_edit import BulkEdit
    from upr_desktop.ui.screens.hand_over_panel import HandOverPanel
    from upr_desktop.ui.screens.measure_pane import MeasurePane
    from upr_desktop.ui.screens.plan_panel import PlanPanel


class PlanScreen(RecordsScreen):
    """The measures of one plan; `record_asked` carries kind and id of a record to be opened elsewhere."""

    record_asked = Signal(str, str)
    title = "measures.title"
    name = "measures"
    typed = frozenset(
        {
            "label.measure.edited",
            "label.measure.note",
            "label.note.edited.measure",
            "label.evidence.edited",
            "label.indicator.edited",
        }
    )
    rows: MeasureRows
    list: MeasureList

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__(look, session)
        self.words = MeasureWords(look, session.today)
        rows = MeasureRows(session, self.words)
        rows.wished = session.settings.text(LAST_PLAN)
        listed = MeasureList(look, rows, self.words, meaning(self.words, self._targets))
        self.panels = PlanPanels(look, session, rows, self.words, self._targets, self._apply)
        self.panels.closed.connect(self.close_panel)
        self.panels.plan_created.connect(self._show_created)
        self.new_line = AddLine(look, "measures.new.hint", "measures.new.add", "primary")
        self.new_line.hide()
        self.cells = CellEdits(
            look,
            listed,
            lambda edits: read_edits(edits, rows, self.words),
            rows.number_of,
            self._write_wishes,
        )
        self.archive = Archive(look, rows, listed.table, self.write, "measures", self._archived)
        self.archive.turned.connect(self.show_rows)
        self.group_button = GroupButton(look, listed.table)
        self.assemble(rows, listed)
        self._connect_list()
        self._offer_commands()

    def make_side(self) -> None:
        """Make the pane; panels are made when they are first opened."""
        from upr_desktop.ui.screens.measure_pane import MeasurePane

        self._pane = MeasurePane(self.look, self.session, self.words, self.write, self._targets)
        self._pane.record_asked.connect(self.record_asked)
        self.take_side(self._pane)

    @property
    def pane(self) -> "MeasurePane":
        """Return the pane that shows one measure whole."""
        self.complete()
        return self._pane

    @property
    def plan_panel(self) -> "PlanPanel":
        """Return the panel of the plan's details."""
        return self.panels.plan

    @property
    def hand_over_panel(self) -> "HandOverPanel":
        """Return the panel that hands measures over."""
        return self.panels.hand_over

    @property
    def bulk(self) -> "BulkEdit":
        """Return the panel that changes all selected measures."""
        return self.panels.bulk

    def open_bulk(self) -> None:
        """Open the panel that changes one thing in all selected measures."""
        ids = [RecordId(id) for id in self.list.table.selected_ids()]
        if ids and self.session.is_writable:
            self.show_panel(self.bulk)
            self.bulk.open(self._targets(ids), self.list.table)

    def top_widgets(self) -> Sequence[QWidget]:
        """Return what stands at the right of the filters: how rows are gathered, and the saved views."""
        return (self.archive.chip, self.group_button, *super().top_widgets())

    def lines(self) -> Sequence[QWidget]:
        """Return what may stand between the filters and the table for a while."""
        return (*super().lines(), self.new_line)

    def show_rows(self) -> None:
        """Show the measures and the plan as they were read last."""
        self.archive.follow()
        super().show_rows()
        has_plan = self.rows.plan is not None
        self.group_button.setVisible(has_plan)
        self.view_button.setVisible(has_plan)
        if self.beside.panel is None:
            self.side.setVisible(has_plan and not self.beside.is_hidden)
        else:
            self.panels.refresh(self.beside.panel)

    def open_record(self, id: RecordId) -> bool:
        """Show one measure, in the archive too; return False if it is not there."""
        return self.archive.open(super().open_record, id)

    def show_writable(self) -> None:
        """Take edits, or not."""
        super().show_writable()
        writable = self.session.is_writable
        self.panels.set_writable(writable)
        self.list.plan_button.writable = writable
        for button in (self.list.empty.other_button, self.list.no_measures.other_button):
            if button is not None:
                button.setEnabled(writable)

    def leave(self) -> None:
        """Save what a field still holds."""
        super().leave()
        self.panels.leave(self.beside.panel)

    def choose_plan(self, id: str) -> None:
        """Show the measures of another plan."""
        self.leave()
        self.session.settings.write(LAST_PLAN, id)
        self.rows.wished = id
        self.rows.read()
        self.show_rows()

    def read(self) -> None:
        """Have the measures read: those of the plan that was chosen last, here or on another screen."""
        wished = self.session.settings.text(LAST_PLAN)
        is_other = wished != self.rows.wished and RecordId(wished) in self.words.plans
        super().read()
        if is_other:
            self.choose_plan(wished)

    def new_plan(self) -> None:
        """Ask what a new plan is."""
        if self.session.is_writable:
            self.show_panel(self.plan_panel)
            self.plan_panel.begin()

    def show_plan(self) -> None:
        """Show what the plan is, to be edited."""
        if self.rows.plan is not None:
            self.show_panel(self.plan_panel)
            self.plan_panel.show_plan(self.rows.plan)
            self.plan_panel.setFocus()

    def ask_measure(self) -> None:
        """Ask what a new measure is to be."""
        if self.session.is_writable and self.rows.plan is not None:
            self.new_line.begin()

    def open_hand_over(self) -> None:
        """Open the panel that hands an agency's open measures over; the lead of the current measure is proposed."""
        if not self.session.is_writable:
            return
        row = self.rows.get(self.list.table.current_id())
        chosen = self.list.facets.chosen().get("agency", frozenset())
        agency = next(iter(chosen), None) or (row.leads[0] if row and row.leads else None)
        self.show_panel(self.hand_over_panel)
        self.hand_over_panel.begin(agency, self.session.today.isoformat())

    def _add_measure(self, text: str) -> None:
        plan = self.rows.plan
        if plan is None:
            return
        language = self.look.language.code
        number = 1 + max((row.order[0] for row in self.rows.shown), default=0)
        wishes = {"number": str(number), f"text_{language}": text, "original_language": language}
        id, changes = add_measure(plan.id, wishes)
        if self.write(changes):
            self.new_line.hide()
            self.open_record(id)

    def _apply(self, changes: ChangeSet, is_done: bool = True) -> bool:
        """Write what a panel asks for, and leave the panel where it is done with."""
        written = self.write(changes)
        if written and is_done:
            self.close_panel()
        return written

    def _show_created(self, id: str) -> None:
        self.close_panel()
        self.choose_plan(id)

    def _connect_list(self) -> None:
        self.list.plan_button.chosen.connect(self.choose_plan)
        self.list.plan_asked.connect(self.new_plan)
        self.list.measure_asked.connect(self.ask_measure)
        self.new_line.asked.connect(self._add_measure)
        self.new_line.left.connect(self._leave_new)

    def _offer_commands(self) -> None:
        offer = self.list.plan_button.offer
        self.addAction(offer("add", self.ask_measure, "Ctrl+Shift+M"))
        offer("hand_over", self.open_hand_over)
        offer("details", self.show_plan, edits=False)
        offer("new", self.new_plan)

    def _leave_new(self) -> None:
        self.new_line.hide()
        self.list.table.setFocus()

    def _archived(self, rows: Sequence[MeasureRow], back: bool) -> ChangeSet:
        return archive_measures(self._targets([row.id for row in rows]), archived=not back)

    def _targets(self, ids: Sequence[RecordId]) -> Sequence[MeasureTarget]:
        return self.session.read(lambda connection: measure_targets(connection, ids))

    def _write_wishes(self, wishes: Wishes) -> None:
        targets = self._targets(tuple(wishes))
        self.write(set_measures([(target, wishes[target.id]) for target in targets]))
