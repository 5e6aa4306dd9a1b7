"""Show one measure whole: its fields, bodies, progress, documents, decisions, notes and history, behind tabs."""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from PySide6.QtWidgets import QWidget

from upr_desktop.grammar.deadline import Deadline
from upr_desktop.jobs.edit_plan import MeasureTarget, Wish, set_deadline, set_measure
from upr_desktop.jobs.edit_progress import assess
from upr_desktop.jobs.telling import how_to_fix, what
from upr_desktop.register.changes import ChangeSet, RecordId
from upr_desktop.register.kinds import kinds
from upr_desktop.register.plan_rows import MeasureRow
from upr_desktop.register.rules import value_problems
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.evidence_page import Write
from upr_desktop.ui.screens.measure_form import MeasureForm
from upr_desktop.ui.screens.measure_words import MeasureWords
from upr_desktop.ui.screens.tabbed_pane import TabbedPane
from upr_desktop.ui.session import Session
from upr_desktop.ui.status_pills import standing_pill

TABS = ("measure",)
Targets = Callable[[Sequence[RecordId]], Sequence[MeasureTarget]]


class MeasurePane(TabbedPane):
    """The card of a measure: its own page first."""

    row: MeasureRow | None

    def __init__(
        self, look: Look, session: Session, words: MeasureWords, write: Write, targets: Targets
    ) -> None:
        super().__init__(look, session, "measures", TABS, pills=2)
        self._words, self._write, self._targets = words, write, targets
        self.form = cast(MeasureForm, self.page("measure"))
        look.language.follow(self, self.say)

    def make_page(self, key: str) -> QWidget:
        """Return a new page."""
        form = MeasureForm(self._look, self._words)
        form.field_edited.connect(self._take_field)
        form.deadline_box.set_by_hand.connect(self._take_deadline)
        form.left.connect(self.left)
        return form

    def focus(self) -> None:
        """Put the cursor into the text of the page that is shown."""
        if self.tab == "measure":
            self.form.focus_field("text")
        else:
            super().focus()

    def counts(self) -> Mapping[str, int]:
        """Return how many there are of what stands behind tabs."""
        return {}

    def say_head(self) -> None:
        """Show number, where the measure stands, and its status."""
        row = self.row
        self.number.setText((row.number or self._look.t("measures.no_number")) if row else "")
        stands, status = self.pills
        facts = self._words.facts(row) if row else None
        stands.show_pill(standing_pill(self._look, facts.standing) if facts else None)
        status.show_pill(self._words.status_pill(row) if row and facts and not facts.is_closed else None)

    def _target(self) -> MeasureTarget | None:
        id = self.form.record_id
        return next(iter(self._targets([RecordId(id)])), None) if id else None

    def _take_field(self, field: str, value: Wish) -> None:
        target = self._target()
        if target is None:
            return
        spec = kinds()["measure"].by_name
        if field in spec and not isinstance(value, tuple | Deadline):
            problems = value_problems(kinds()["measure"], field, value)
            if problems:
                language = self._look.language.code
                said = f"{what(problems[0], language)} {how_to_fix(problems[0], language)}"
                self.form.show_problem(field, said)
                return
        self.form.show_problem(field, "")
        self._write(
            self._assessed(target, value) if field == "assessed" else set_measure(target, field, value)
        )

    def _assessed(self, target: MeasureTarget, value: Wish) -> ChangeSet:
        author = self._session.author()
        return assess(
            "measure", [target.id], str(value), assessor=author, date=self._session.today.isoformat()
        )

    def _take_deadline(self, deadline: Deadline) -> None:
        target = self._target()
        if target is not None:
            self._write(set_deadline(target, deadline))
