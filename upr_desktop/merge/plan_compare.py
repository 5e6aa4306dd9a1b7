"""Decide what becomes of one measure of a plan: a new one with its bodies and recommendations, or changes of one."""

from dataclasses import dataclass, field

from upr_desktop.incoming import Place
from upr_desktop.incoming_plan import IncomingValue
from upr_desktop.merge.comparison import Item, Known
from upr_desktop.merge.draft import CREATED, DraftRow, FieldChange
from upr_desktop.merge.plan_draft import Result, ResultField
from upr_desktop.merge.plan_understood import Understood
from upr_desktop.merge.plan_values import recommendation_number
from upr_desktop.register.changes import Origin, RecordId, Value, Values

SHOWN = (
    "number",
    "text_kk",
    "text_ru",
    "text_en",
    "completion_form_kk",
    "completion_form_ru",
    "completion_form_en",
    "references_raw",
    "bodies_raw",
    "deadline_raw",
    "deadline_kind",
    "deadline_start",
    "deadline_end",
    "section",
    "funding",
    "note",
)
STUB: Values = {"position": "pending", "novelty": "unknown", "from_plan": True}
NAME = 80


@dataclass
class PlanComparison:
    """One file being compared with one plan of the register; changes are gathered in `item`."""

    known: Known
    file: str
    plan: RecordId
    review: RecordId | None
    item: Item
    rows: list[DraftRow] = field(default_factory=list)
    stubs: dict[str, RecordId] = field(default_factory=dict)

    def origin(self, place: Place) -> Origin:
        """Return a cell of the file as the origin of a change."""
        return Origin(self.file, place.sheet, place.address, place.raw)

    def add(self, at: int, found: Understood) -> Result:
        """Add a measure with its recommendations and bodies."""
        values: dict[str, Value] = {"plan_id": self.plan, "original_language": found.language}
        values |= {name: value for name, value in found.values.items() if value is not None}
        cells = {
            name: (place.address, place.raw)
            for name, place in found.cells.items()
            if values.get(name) is not None and place.sheet == found.place.sheet
        }
        id = self.item.add("measure", values, self.origin(found.place), cells)
        for recommendation, place in (found.links or {}).items():
            self.link(id, recommendation, place)
        for number, place in found.stubs.items():
            self.link(id, self.stub(number, found, place), place)
        for task in (found.tasks or {}).values():
            ends: Values = {"measure_id": id, "agency_id": task.agency, "role": task.role, "raw": task.raw}
            self.item.add("assignment", ends, self.origin(task.place))
        fields = tuple(
            ResultField(name, None, values[name], (found.cells[name],) if name in found.cells else ())
            for name in SHOWN
            if values.get(name) is not None
        )
        return self.tell(at, found, CREATED, fields, id)

    def link(self, measure: RecordId, recommendation: RecordId, place: Place) -> None:
        """Link a recommendation to a measure."""
        ends: Values = {"measure_id": measure, "recommendation_id": recommendation}
        self.item.add("measure_recommendation", ends, self.origin(place))

    def stub(self, number: str, found: Understood, place: Place) -> RecordId:
        """Return the recommendation that only the plan names, with the plan's text where it quotes that alone."""
        if number not in self.stubs:
            text = found.incoming.rec_text
            values: Values = {"review_id": self.review_to_fill(), **recommendation_number(number), **STUB}
            id = self.stubs[number] = self.item.add("recommendation", values, self.origin(place))
            if text and len(found.stubs) + len(found.links or {}) == 1:
                self._add_text(id, text, found.language)
        return self.stubs[number]

    def review_to_fill(self) -> RecordId:
        """Return the review that recommendations known only from the plan belong to; a list may name it later."""
        if self.review is None:
            own = next(iter(self.known.of("register").values()), {})
            self.review = self.item.add("review", {"mechanism": "UPR", "state": own.get("state")}, None)
        return self.review

    def _add_text(self, recommendation: RecordId, text: IncomingValue, language: str) -> None:
        values: Values = {
            "recommendation_id": recommendation,
            "no": 1,
            f"text_{language}": text.raw,
            f"quality_{language}": "unchecked",
        }
        self.item.add("recommendation_part", values, self.origin(text.place))

    def tell(
        self,
        at: int,
        found: Understood,
        outcome: str,
        fields: tuple[ResultField, ...],
        record: RecordId | None,
    ) -> Result:
        """Say what becomes of a measure."""
        incoming = found.incoming
        name = incoming.number or " ".join(incoming.text.split())[:NAME]
        where = f"{found.place.sheet}!{found.place.address}"
        changes = tuple(FieldChange(one.field, one.before, one.after, one.kept) for one in fields)
        self.rows.append(DraftRow(where, name, outcome, changes, record=record))
        return Result(name, outcome, fields, tuple((incoming.sheet, row) for row in incoming.rows), record)
