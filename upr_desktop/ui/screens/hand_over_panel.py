"""Hand the open measures of an agency over to its successor: choose both and the act, see each, apply as one step."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel

from upr_desktop.jobs.decide_measures import Act, HandOver, hand_over, handover_preview
from upr_desktop.jobs.telling import how_to_fix, what
from upr_desktop.register.changes import RecordId
from upr_desktop.register.plan_rows import MeasureRow
from upr_desktop.ui.columns import Column
from upr_desktop.ui.fields import Choice, Field, FieldValue
from upr_desktop.ui.form import Form
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Pill
from upr_desktop.ui.screens.measure_words import MeasureWords
from upr_desktop.ui.screens.parts import hairline, line
from upr_desktop.ui.table import Table
from upr_desktop.ui.widgets import Card, button, label

WORDS = "measures.hand_over."
FORM = "hand_over"
FORM_HEIGHT = 170


@dataclass(frozen=True, slots=True)
class Preview:
    """One part to be handed over, by the id of the part."""

    id: RecordId
    part: HandOver


class HandOverPanel(Card):
    """The panel in place of the pane; `applied` carries the change set to write, `closed` asks to go back."""

    applied = Signal(object)
    closed = Signal()

    def __init__(self, look: Look, words: MeasureWords, measures: Callable[[], Sequence[MeasureRow]]) -> None:
        super().__init__()
        self._look, self._words, self._measures = look, words, measures
        self.values: dict[str, FieldValue] = {}
        self.parts: Sequence[HandOver] = ()
        self.title = label(look, WORDS + "title", "title")
        self.form = Form(look, self._fields(), WORDS + "form")
        self.form.setFixedHeight(look.theme.px(FORM_HEIGHT))
        self.preview = Table(look, self._columns(), WORDS + "preview")
        self.said = QLabel()
        self.said.setProperty("role", "caption")
        self.said.setWordWrap(True)
        self.apply_button = button(look, "recommendations.bulk.apply_none", "primary")
        self.cancel_button = button(look, "recommendations.bulk.cancel", "quiet")
        for widget in (self.title, self.form):
            self.box.addWidget(widget)
        self.box.addWidget(self.preview, 1)
        self.box.addWidget(hairline())
        self.box.addWidget(self.said)
        self.box.addWidget(line(self.apply_button, self.cancel_button))
        self.setFocusProxy(self.form.editors["agency"])
        self.form.field_edited.connect(self._take)
        self.form.left.connect(self.closed)
        self.apply_button.clicked.connect(self._apply)
        self.cancel_button.clicked.connect(self.closed)
        look.name(self, WORDS + "title")
        look.language.follow(self, self.say)

    def begin(self, agency: str | None, day: str) -> None:
        """Begin with an agency, or none, on a day (ISO text)."""
        self.values = {"agency": agency, "date": day}
        self.form.show_record(None, {})
        self.form.show_record(FORM, self.values)
        self.form.clear_problems()
        self.say()
        self.form.focus_field("successor" if agency else "agency")

    def set_writable(self, writable: bool) -> None:
        """Offer to apply, or not."""
        self.apply_button.setEnabled(writable and bool(self.parts))

    def say(self) -> None:
        """Show what would be handed over as things are now."""
        agency, successor, day = (self.values.get(name) for name in ("agency", "successor", "date"))
        is_whole = bool(agency and successor and day and agency != successor)
        self.parts = (
            handover_preview(self._measures(), RecordId(str(agency)), RecordId(str(successor)), Act(str(day)))
            if is_whole
            else ()
        )
        self.preview.set_rows([Preview(part.body.id, part) for part in self.parts])
        count = len(self.parts)
        self.apply_button.setEnabled(bool(count))
        key = "apply" if count else "apply_none"
        self.apply_button.setText(
            self._look.t(WORDS + key, count=count) if count else self._look.t(WORDS + key)
        )
        wrong = "same" if agency and agency == successor else "choose" if not is_whole else "nothing"
        self.said.setText(self._doubts() if count else self._look.t(WORDS + wrong))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _fields(self) -> tuple[Field, ...]:
        def agencies() -> Sequence[Choice]:
            held = [body.agency_id for row in self._measures() for body in row.bodies]
            return [one for one in self._words.names.agency_choices(held) if one.code in set(held)]

        return (
            Field("agency", WORDS + "agency", "choice", agencies),
            Field("successor", WORDS + "successor", "choice", self._words.names.agency_choices),
            Field("date", WORDS + "date", "date", half=True),
            Field("act", "field.measure_decision.act", hint="measures.decisions.act_hint", half=True),
        )

    def _columns(self) -> tuple[Column[Preview], ...]:
        words = self._words
        return (
            Column(
                "number",
                "measures.column.number",
                lambda one: one.part.measure.number or "—",
                width=52,
                strong=True,
            ),
            Column(
                "text",
                "measures.column.text",
                lambda one: words.text(one.part.measure),
                kind="text2",
                stretch=True,
                width=120,
            ),
            Column(
                "role",
                "field.assignment.role",
                lambda one: self._look.t(f"role.{one.part.body.role}"),
                kind="text2",
                width=128,
            ),
            Column(
                "note",
                WORDS + "note_brief",
                self._doubt,
                kind="pill",
                width=44,
                pill=lambda one: Pill("", "warn", "alert") if one.part.problem else None,
                tooltip=self._doubt,
            ),
        )

    def _doubts(self) -> str:
        """Return what should be looked at in how many of the measures."""
        found = Counter(self._doubt(Preview(part.body.id, part)) for part in self.parts if part.problem)
        return "\n".join(f"! {text} ({count})" for text, count in found.items())

    def _doubt(self, one: Preview) -> str:
        problem, language = one.part.problem, self._look.language.code
        return f"{what(problem, language)} {how_to_fix(problem, language)}" if problem else ""

    def _take(self, field: str, value: FieldValue) -> None:
        self.values[field] = value
        self.say()

    def _apply(self) -> None:
        self.form.commit()
        agencies = self._words.names.catalogue.agencies
        successor = agencies[RecordId(str(self.values["successor"]))]
        act = Act(str(self.values["date"]), str(self.values.get("act") or "") or None)
        if self.parts:
            self.applied.emit(hand_over(self.parts, successor, agencies, act))
