"""Record decisions on a measure: close, exclude, move the deadline, replace an executor; take a closing back."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from upr_desktop.grammar.deadlines import parse_deadline
from upr_desktop.jobs.decide_measures import (
    Act,
    close_measures,
    extend_measure,
    reassign,
    reopen_measures,
)
from upr_desktop.jobs.edit_plan import MeasureTarget
from upr_desktop.register.changes import ChangeSet, RecordId
from upr_desktop.register.plan_rows import DecisionRow, MeasureRow
from upr_desktop.register.plan_standing import closed_on
from upr_desktop.ui.fields import Choice, Field, FieldValue
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.form import Form
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.evidence_page import Write
from upr_desktop.ui.screens.measure_words import MeasureWords
from upr_desktop.ui.screens.parts import line, plain_label, scrolling
from upr_desktop.ui.session import Session
from upr_desktop.ui.theme import FIELD_SPACE, GRID
from upr_desktop.ui.widgets import Card, button, label

WORDS = "measures.decisions."
KINDS = ("close", "extend", "reassign", "exclude")
NEEDED = {"extend": ("deadline",), "reassign": ("body", "successor")}
Targets = Callable[[Sequence[RecordId]], Sequence[MeasureTarget]]


class MeasureDecisions(QWidget):
    """The decisions there are, and a form in place for another one; `left` asks to go back to the table."""

    left = Signal()

    def __init__(
        self, look: Look, session: Session, words: MeasureWords, write: Write, targets: Targets
    ) -> None:
        super().__init__()
        self._look, self._session, self._words = look, session, words
        self._write, self._targets = write, targets
        self._row: MeasureRow | None = None
        self.kind = ""
        self.values: dict[str, FieldValue] = {}
        self.buttons = {kind: button(look, f"{WORDS}do.{kind}") for kind in KINDS}
        self.reopen_button = button(look, WORDS + "reopen")
        self.empty = label(look, WORDS + "none", "soft")
        self.form = Form(look, self._fields(), WORDS + "form")
        self.title = label(look, WORDS + "form", "heading")
        self.save_button = button(look, WORDS + "save", "primary")
        self.cancel_button = button(look, "recommendations.bulk.cancel", "quiet")
        self.cards: list[Card] = []
        self._pages = QStackedWidget()
        self._place()
        self._connect()

    def show_row(self, row: MeasureRow | None) -> None:
        """Show the decisions on a measure; a form begun for another one is closed."""
        if row is None or self._row is None or row.id != self._row.id:
            self.close_form()
        self._row = row
        self._fill()

    def leave(self) -> None:
        """Keep what was begun: a decision is recorded by its button alone."""

    def set_writable(self, writable: bool) -> None:
        """Offer to record decisions, or not."""
        for one in (*self.buttons.values(), self.reopen_button, self.save_button):
            one.setEnabled(writable)

    def open_form(self, kind: str) -> None:
        """Ask what has to be known of a decision."""
        self.kind = kind
        leads = self._row.leads if self._row else ()
        body = next((one for one in self._row.bodies if one.agency_id in leads), None) if self._row else None
        self.values = {"date": self._session.today.isoformat(), "body": body.id if body else None}
        self.form.show_record(None, {})
        self.form.show_record(kind, self.values)
        self.form.clear_problems()
        for field in ("deadline", "body", "successor"):
            cell = self.form.editors[field].parentWidget()
            if cell is not None:
                cell.setVisible(field in NEEDED.get(kind, ()))
        self.title.setText(self._look.t(f"{WORDS}do.{kind}").rstrip("…"))
        self._pages.setCurrentIndex(1)
        self.form.focus_field(NEEDED.get(kind, ("date",))[0])

    def close_form(self) -> None:
        """Go back to the decisions there are."""
        self.kind = ""
        self.form.show_record(None, {})
        self._pages.setCurrentIndex(0)

    def _place(self) -> None:
        self._list = QVBoxLayout()
        self._list.setSpacing(FIELD_SPACE)
        inner = QWidget()
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(0, 0, GRID, 0)
        outer.addWidget(self._button_line())
        outer.addWidget(self.empty)
        outer.addLayout(self._list)
        outer.addStretch(1)
        form_page = QWidget()
        form_box = QVBoxLayout(form_page)
        form_box.setContentsMargins(0, 0, 0, 0)
        form_box.addWidget(self.title)
        form_box.addWidget(self.form, 1)
        form_box.addWidget(line(self.save_button, self.cancel_button))
        self._pages.addWidget(scrolling(inner))
        self._pages.addWidget(form_page)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._pages)

    def _button_line(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder)
        for one in (*self.buttons.values(), self.reopen_button):
            flow.addWidget(one)
        return holder

    def _connect(self) -> None:
        for kind, one in self.buttons.items():
            one.clicked.connect(lambda _=False, kind=kind: self.open_form(kind))
        self.reopen_button.clicked.connect(self._reopen)
        self.form.field_edited.connect(self._take)
        self.form.left.connect(self.close_form)
        self.save_button.clicked.connect(self._save)
        self.cancel_button.clicked.connect(self.close_form)
        self._look.language.follow(self, self._fill)

    def _fields(self) -> tuple[Field, ...]:
        def bodies() -> Sequence[Choice]:
            names = self._words.names
            return (
                [Choice(one.id, names.agency(one.agency_id)) for one in self._row.bodies] if self._row else []
            )

        return (
            Field("deadline", WORDS + "deadline", hint=WORDS + "deadline_hint"),
            Field("body", WORDS + "body", "choice", bodies),
            Field("successor", WORDS + "successor", "choice", self._words.names.agency_choices),
            Field("date", "field.measure_decision.date", "date", half=True),
            Field("act", "field.measure_decision.act", hint=WORDS + "act_hint", half=True),
        )

    def _take(self, key: str, value: FieldValue) -> None:
        self.values[key] = value
        self.form.show_problem(key, "")

    def _save(self) -> None:
        self.form.commit()
        missing = [name for name in (*NEEDED.get(self.kind, ()), "date") if not self.values.get(name)]
        if missing:
            self.form.show_problem(missing[0], self._look.t(WORDS + "missing"))
            self.form.focus_field(missing[0])
            return
        target = next(iter(self._targets([self._row.id])), None) if self._row else None
        if target is not None and self._write(self._changes(target)):
            self.close_form()

    def _changes(self, target: MeasureTarget) -> ChangeSet:
        values = self.values
        act = Act(str(values["date"]), str(values.get("act") or "") or None, self._session.author())
        if self.kind == "extend":
            deadline = parse_deadline(str(values["deadline"]), plan_years=target.years)
            return extend_measure(target, deadline, act)
        if self.kind == "reassign":
            agencies = self._words.names.catalogue.agencies
            body = next(one for one in target.row.bodies if one.id == values["body"])
            return reassign(target, body, agencies[RecordId(str(values["successor"]))], agencies, act)
        return close_measures([target], act, self.kind)

    def _reopen(self) -> None:
        if self._row is not None:
            self._write(reopen_measures(self._targets([self._row.id])))

    def _fill(self) -> None:
        for card in self.cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        decisions = self._row.decisions if self._row else ()
        self.cards = [self._card(one) for one in reversed(decisions)]
        for card in self.cards:
            self._list.addWidget(card)
        self.empty.setVisible(not decisions)
        is_closed = closed_on(decisions) is not None
        self.reopen_button.setVisible(is_closed)
        for kind in ("close", "exclude"):
            self.buttons[kind].setVisible(not is_closed)

    def _card(self, decision: DecisionRow) -> Card:
        card = Card()
        card.box.setContentsMargins(*[12] * 4)
        card.box.setSpacing(GRID)
        day = self._look.language.date(decision.date)
        card.box.addWidget(plain_label(f"{self._look.t(f'decision.{decision.decision}')} · {day}", "heading"))
        before, after = self._shown(decision.value_before), self._shown(decision.value_after)
        for text in (f"{before} → {after}" if before or after else "", decision.act or ""):
            if text:
                card.box.addWidget(plain_label(text))
        return card

    def _shown(self, value: str | None) -> str:
        """Return what a decision went from or to: an agency by its short name, a day as the language writes it."""
        codes: Mapping[str, str] = {one.code: one.id for one in self._words.names.catalogue.agencies.values()}
        if value is not None and value in codes:
            return self._words.names.short(codes[value])
        return self._look.language.date(value)
