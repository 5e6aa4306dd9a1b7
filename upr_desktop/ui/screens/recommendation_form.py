"""List the fields of a recommendation's form, and show them below its text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from upr_desktop.register.queries import RecommendationRow
from upr_desktop.ui.fields import Choice, Field, FieldValue
from upr_desktop.ui.form import Form
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.part_texts import PartTexts
from upr_desktop.ui.screens.recommendation_words import NOVELTIES, POSITIONS, RecommendationWords
from upr_desktop.ui.theme import GRID

CAPTION = "recommendations.field."
ROLES = ("lead", "co", "consulted")
VOCABULARIES = ("theme", "group", "sdg")


@dataclass(slots=True)
class InHand:
    """The recommendation that the form shows now."""

    row: RecommendationRow | None = None


def recommendation_fields(words: RecommendationWords, hand: InHand) -> tuple[Field, ...]:
    """Return the fields from top to bottom; lists offer what the recommendation has even if it is no longer offered."""

    def agencies() -> Sequence[Choice]:
        return words.agency_choices([link.agency_id for link in hand.row.agencies] if hand.row else ())

    def terms(vocabulary: str) -> Field:
        def choices() -> Sequence[Choice]:
            return words.term_choices(vocabulary, hand.row.terms.get(vocabulary, ()) if hand.row else ())

        return Field(vocabulary, CAPTION + vocabulary, "chips", choices)

    return (
        Field("area_id", CAPTION + "area_id", "choice", words.area_choices),
        Field("lead", CAPTION + "lead", "chips", agencies, half=True, single=True),
        Field("consulted", CAPTION + "consulted", "chips", agencies, half=True),
        Field("co", CAPTION + "co", "chips", agencies),
        Field("position", CAPTION + "position", "choice", lambda: words.codes("position", POSITIONS)),
        Field("position_source", CAPTION + "position_source"),
        Field("novelty", CAPTION + "novelty", "choice", lambda: words.codes("novelty", NOVELTIES), half=True),
        Field("number", CAPTION + "number", half=True),
        *(terms(vocabulary) for vocabulary in VOCABULARIES),
        Field("heading", CAPTION + "heading"),
        Field("review", CAPTION + "review", "shown"),
    )


def form_values(row: RecommendationRow, words: RecommendationWords) -> dict[str, FieldValue]:
    """Return the values of the form's fields."""
    roles: Mapping[str, FieldValue] = {
        role: tuple(link.agency_id for link in row.agencies if link.role == role) for role in ROLES
    }
    terms: Mapping[str, FieldValue] = {code: tuple(row.terms.get(code, ())) for code in VOCABULARIES}
    return {
        "number": row.number,
        "area_id": row.area_id,
        "position": row.position,
        "position_source": row.position_source,
        "novelty": row.novelty,
        "heading": row.heading,
        "review": words.review(row.review_id),
        **roles,
        **terms,
    }


class RecommendationForm(Form):
    """The text first, then the fields; `part_edited` carries a part's id, field and value."""

    part_edited = Signal(str, str, object)

    def __init__(self, look: Look, words: RecommendationWords) -> None:
        hand = InHand()
        super().__init__(look, recommendation_fields(words, hand), "recommendations.form")
        self._hand, self._words = hand, words
        self.parts = PartTexts(look, words, followed_by=self.editors["area_id"].input)
        self.parts.edited.connect(self.part_edited)
        self.parts.left.connect(self.left)
        body = self.takeWidget()
        whole = QWidget()
        whole.setProperty("role", "form")
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, GRID, 0)
        box.setSpacing(GRID)
        box.addWidget(self.parts)
        box.addWidget(body, 1)
        self.setWidget(whole)

    def show_row(self, row: RecommendationRow | None) -> None:
        """Show a recommendation; what was typed for another one is emitted first, of the same one it stays."""
        is_same = row is not None and row.id == self.record_id
        if not is_same:
            self.commit()
        self._hand.row = row
        self.parts.show_parts(row, keep_typed=is_same)
        self.show_record(row.id if row else None, form_values(row, self._words) if row else {})

    def commit(self) -> None:
        """Emit what a person has typed in any field and not yet left."""
        super().commit()
        if self.record_id is not None:
            self.parts.commit()

    def is_touched(self) -> bool:
        """Return whether something typed is not yet emitted."""
        return super().is_touched() or self.parts.is_touched()

    def leave(self) -> None:
        """Save what a field still holds."""
        self.commit()

    def set_writable(self, writable: bool) -> None:
        """Take edits, or not."""
        self.set_read_only(not writable)
        self.parts.set_read_only(not writable)
