"""List the fields of a measure's form, and show how its deadline is understood below the text of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QBoxLayout

from upr_desktop.code_lists import STATUSES
from upr_desktop.register.plan_rows import MeasureRow
from upr_desktop.ui.fields import Choice, Field, FieldValue
from upr_desktop.ui.form import Form
from upr_desktop.ui.language_tabs import LanguageTexts
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.deadline_box import DeadlineBox
from upr_desktop.ui.screens.measure_words import MeasureWords

CAPTION = "measures.field."
ROLES = ("lead", "consulted", "co")
BELOW_EDITOR = 3


@dataclass(slots=True)
class InHand:
    """The measure that the form shows now."""

    row: MeasureRow | None = None


def measure_fields(words: MeasureWords, hand: InHand) -> tuple[Field, ...]:
    """Return the fields from top to bottom; lists offer what the measure has even if it is no longer offered."""

    def agencies() -> Sequence[Choice]:
        return words.names.agency_choices([body.agency_id for body in hand.row.bodies] if hand.row else ())

    def statuses() -> Sequence[Choice]:
        return words.names.codes("status", STATUSES)

    return (
        Field("text", CAPTION + "text", "texts", lines=2),
        Field("claimed", CAPTION + "claimed", "shown", half=True),
        Field("assessed", CAPTION + "assessed", "choice", statuses, half=True),
        Field("reason", "field.assessment.reason", "text", hint="progress.reason_hint", lines=1),
        Field("deadline", CAPTION + "deadline", "text", lines=1),
        Field("lead", CAPTION + "lead", "chips", agencies, half=True, single=True),
        Field("consulted", CAPTION + "consulted", "chips", agencies, half=True),
        Field("co", CAPTION + "co", "chips", agencies),
        Field("recommendations", CAPTION + "recommendations", "chips", words.recommendation_choices),
        Field("completion_form", CAPTION + "completion_form", "texts", lines=1),
        Field("area_id", CAPTION + "area_id", "choice", words.names.area_choices),
        Field("number", CAPTION + "number", half=True),
        Field("funding", CAPTION + "funding", half=True),
        Field("section", CAPTION + "section", "text", lines=1),
        Field("note", CAPTION + "note", "text", lines=1),
    )


def form_values(row: MeasureRow, words: MeasureWords) -> dict[str, FieldValue]:
    """Return the values of the form's fields."""
    bodies: Mapping[str, FieldValue] = {
        role: tuple(dict.fromkeys(body.agency_id for body in row.bodies if body.role == role))
        for role in ROLES
    }
    return {
        "number": row.number,
        "area_id": row.area_id,
        "deadline": row.deadline.raw,
        "funding": row.funding,
        "section": row.section,
        "note": row.note,
        "claimed": words.status(words.facts(row).claimed) or "—",
        "assessed": row.assessment.value if row.assessment else None,
        "reason": row.assessment.reason if row.assessment else None,
        "recommendations": tuple(link.id for link in row.recommendations),
        **{f"text_{code}": text for code, text in row.texts.items()},
        **{f"completion_form_{code}": text for code, text in row.forms.items()},
        **bodies,
    }


class MeasureForm(Form):
    """The fields of one measure; `deadline_box` asks for deadlines set by hand."""

    def __init__(self, look: Look, words: MeasureWords) -> None:
        hand = InHand()
        super().__init__(look, measure_fields(words, hand), "measures.form")
        self._hand, self._words = hand, words
        self.deadline_box = DeadlineBox(look, words)
        cell = self.editors["deadline"].parentWidget()
        layout = cell.layout() if cell else None
        if isinstance(layout, QBoxLayout):
            layout.insertWidget(BELOW_EDITOR, self.deadline_box)
        look.language.changed.connect(self._reread)

    def show_row(self, row: MeasureRow | None) -> None:
        """Show a measure, or none; what was typed for another one is emitted first, of the same one it stays."""
        if row is None or row.id != self.record_id:
            self.commit()
            self.clear_problems()
        self._hand.row = row
        self.show_record(row.id if row else None, form_values(row, self._words) if row else {})
        self.deadline_box.show_row(row)
        if (cell := self.editors["reason"].parentWidget()) is not None:
            cell.setVisible(bool(row and row.assessment))

    def _reread(self) -> None:
        """Show the measure in the language now in use, unless a person is typing."""
        row = self._hand.row
        if row is None or self.is_touched():
            return
        self.show_row(row)
        for key, read in (("text", row.text), ("completion_form", row.form)):
            texts = self.editors[key]
            if isinstance(texts, LanguageTexts):
                texts.show_language(read(self._words.language)[1])

    def leave(self) -> None:
        """Save what a field still holds."""
        self.commit()

    def set_writable(self, writable: bool) -> None:
        """Take edits, or not."""
        self.set_read_only(not writable)
        self.deadline_box.set_writable(writable)
