"""Hold what may stand beside the measures for a while: the plan's details, handing over, changing many at once."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from upr_desktop.jobs.edit_plan import MeasureTarget, add_plan, edit_plan
from upr_desktop.jobs.telling import how_to_fix, what
from upr_desktop.register.changes import ChangeSet, RecordId, Value, Values
from upr_desktop.register.kinds import kinds
from upr_desktop.register.queries import record
from upr_desktop.register.rules import value_problems
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.measure_rows import MeasureRows
from upr_desktop.ui.screens.measure_words import MeasureWords
from upr_desktop.ui.session import Session

if TYPE_CHECKING:
    from upr_desktop.ui.screens.bulk_edit import BulkEdit
    from upr_desktop.ui.screens.hand_over_panel import HandOverPanel
    from upr_desktop.ui.screens.plan_panel import PlanPanel

Targets = Callable[[Sequence[RecordId]], Sequence[MeasureTarget]]
Write = Callable[[ChangeSet, bool], bool]


class PlanPanels(QObject):
    """The panels, each made when it is first opened. `write` takes changes and whether the panel is done with them.

    `plan_created` carries the id of a new plan.
    """

    closed = Signal()
    plan_created = Signal(str)

    def __init__(
        self,
        look: Look,
        session: Session,
        rows: MeasureRows,
        words: MeasureWords,
        targets: Targets,
        write: Write,
    ) -> None:
        super().__init__()
        self._look, self._session, self._rows, self._words = look, session, rows, words
        self._targets, self._write = targets, write

    @cached_property
    def plan(self) -> "PlanPanel":
        """Return the panel of the plan's details."""
        from upr_desktop.ui.screens.plan_panel import PlanPanel

        made = PlanPanel(self._look)
        made.created.connect(self._create_plan)
        made.edited.connect(self._edit_plan)
        made.closed.connect(self.closed)
        made.set_writable(self._session.is_writable)
        return made

    @cached_property
    def hand_over(self) -> "HandOverPanel":
        """Return the panel that hands measures over."""
        from upr_desktop.ui.screens.hand_over_panel import HandOverPanel

        made = HandOverPanel(self._look, self._words, lambda: self._rows.shown)
        made.applied.connect(lambda changes: self._write(changes, True))
        made.closed.connect(self.closed)
        made.set_writable(self._session.is_writable)
        return made

    @cached_property
    def bulk(self) -> "BulkEdit":
        """Return the panel that changes all selected measures."""
        from upr_desktop.ui.screens.bulk_edit import BulkEdit
        from upr_desktop.ui.screens.measure_bulk import measure_bulk

        made = BulkEdit(self._look, measure_bulk(self._words))
        made.closed.connect(self.closed)
        made.applied.connect(lambda changes: self._write(changes, True))
        return made

    def refresh(self, shown: QWidget) -> None:
        """Show anew what stands in the panel that is shown."""
        if self._is("bulk", shown):
            self.bulk.show_targets(self._targets([target.id for target in self.bulk.targets]))
        elif self._is("hand_over", shown):
            self.hand_over.say()
        elif self._rows.plan is not None and not self.plan.is_new:
            self.plan.show_plan(self._rows.plan)

    def leave(self, shown: QWidget | None) -> None:
        """Save what a field of the panel that is shown still holds."""
        if self._is("plan", shown) and not self.plan.is_new:
            self.plan.commit()

    def set_writable(self, writable: bool) -> None:
        """Take edits, or not."""
        for name in ("plan", "hand_over"):
            if name in self.__dict__:
                getattr(self, name).set_writable(writable)

    def _is(self, name: str, shown: QWidget | None) -> bool:
        return shown is not None and self.__dict__.get(name) is shown

    def _create_plan(self, values: Values) -> None:
        id, changes = add_plan(values)
        if self._write(changes, False):
            self.plan_created.emit(id)

    def _edit_plan(self, field: str, value: Value) -> None:
        plan = self._rows.plan
        problems = value_problems(kinds()["plan"], field, value)
        language = self._look.language.code
        said = f"{what(problems[0], language)} {how_to_fix(problems[0], language)}" if problems else ""
        self.plan.refuse(field, said)
        if plan is not None and not problems:
            stored = self._session.read(lambda connection: record(connection, "plan", plan.id))
            if stored is not None:
                self._write(edit_plan(plan.id, stored, field, value), False)
