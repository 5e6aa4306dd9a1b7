"""Show what a plan is: title, act, years, who reports; of a new one until it is made."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from upr_desktop.code_lists import PLAN_MODES, PLAN_STATES, WHO_REPORTS
from upr_desktop.jobs.edit_plan import NEW_PLAN
from upr_desktop.register.changes import Value
from upr_desktop.register.plan_rows import PlanRow
from upr_desktop.ui.fields import Choice, Field
from upr_desktop.ui.form import Form
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.parts import line
from upr_desktop.ui.widgets import Card, button, label

NEW = "new"


class PlanPanel(Card):
    """The form of a plan in the place of the pane.

    `created` carries the values of a new plan, `edited` field and value of the plan shown; `closed` asks to go back.
    """

    created = Signal(object)
    edited = Signal(str, object)
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.values: dict[str, Value] = {}
        self.title = label(look, "measures.plan.details", "title")
        self.form = Form(look, self._fields(), "measures.plan.form")
        self.create_button = button(look, "measures.plan.create", "primary")
        self.close_button = button(look, "measures.plan.close", "quiet")
        self.box.addWidget(self.title)
        self.box.addWidget(self.form, 1)
        self.box.addWidget(line(self.create_button, self.close_button))
        self.setFocusProxy(self.form.editors["title"])
        self.form.field_edited.connect(self._take)
        self.form.left.connect(self.closed)
        self.create_button.clicked.connect(self._create)
        self.close_button.clicked.connect(self.closed)
        look.name(self, "measures.plan.form")
        look.language.follow(self, self._say)

    def begin(self) -> None:
        """Ask what a new plan is."""
        self.values = dict(NEW_PLAN)
        self.form.show_record(None, {})
        self.form.show_record(NEW, self.values)
        self.form.clear_problems()
        self._say()
        self.form.focus_field(f"title_{self._look.language.code}")

    def show_plan(self, plan: PlanRow) -> None:
        """Show a plan to be edited."""
        values: dict[str, Value] = {f"title_{code}": text for code, text in plan.titles.items()}
        for name in ("act", "state", "valid_from", "valid_to", "who_reports", "mode"):
            values[name] = getattr(plan, name)
        self.form.show_record(plan.id, values)
        self._say()

    def commit(self) -> None:
        """Hand on what a field still holds."""
        self.form.commit()

    def refuse(self, field: str, message: str) -> None:
        """Say what is wrong with a field, or nothing."""
        self.form.show_problem(field, message)

    def set_writable(self, writable: bool) -> None:
        """Take edits, or not."""
        self.form.set_read_only(not writable)
        self.create_button.setEnabled(writable)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    @property
    def is_new(self) -> bool:
        """Return whether a plan is being made."""
        return self.form.record_id == NEW

    def _fields(self) -> tuple[Field, ...]:
        def codes(prefix: str, values: Sequence[str]) -> Sequence[Choice]:
            return [Choice(code, self._look.t(f"{prefix}.{code}")) for code in values]

        return (
            Field("title", "measures.plan.title", "texts", lines=2),
            Field("act", "field.plan.act", hint="measures.plan.act_hint"),
            Field("valid_from", "field.plan.valid_from", "date", half=True),
            Field("valid_to", "field.plan.valid_to", "date", half=True),
            Field(
                "who_reports", "field.plan.who_reports", "choice", lambda: codes("who_reports", WHO_REPORTS)
            ),
            Field("mode", "field.plan.mode", "choice", lambda: codes("plan_mode", PLAN_MODES), half=True),
            Field("state", "field.plan.state", "choice", lambda: codes("plan_state", PLAN_STATES), half=True),
        )

    def _take(self, field: str, value: Value) -> None:
        if not self.is_new:
            self.edited.emit(field, value)
            return
        self.values[field] = value
        self.refuse(field, "")

    def _create(self) -> None:
        self.form.commit()
        if not any(self.values.get(f"title_{code}") for code in ("kk", "ru", "en")):
            self.refuse("title", self._look.t("measures.plan.title_missing"))
            self.form.focus_field(f"title_{self._look.language.code}")
            return
        first, last = self.values.get("valid_from"), self.values.get("valid_to")
        if isinstance(first, str) and isinstance(last, str) and first > last:
            self.refuse("valid_to", self._look.t("measures.by_hand.reversed"))
            self.form.focus_field("valid_to")
            return
        self.created.emit(self.values)

    def _say(self) -> None:
        self.create_button.setVisible(self.is_new)
        key = "measures.plan.new" if self.is_new else "measures.plan.details"
        self.title.setText(self._look.t(key).rstrip("…"))
        self.close_button.setText(
            self._look.t("recommendations.bulk.cancel" if self.is_new else "measures.plan.close")
        )
