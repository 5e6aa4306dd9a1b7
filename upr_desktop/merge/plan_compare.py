"""Decide what becomes of one measure of a plan: a new one with its bodies and recommendations, or changes of one."""

from dataclasses import dataclass, field

from upr_desktop.incoming import Place
from upr_desktop.incoming_plan import IncomingValue
from upr_desktop.merge.comparison import Item, Known
from upr_desktop.merge.draft import CHANGED, CREATED, LEFT_ALONE, REFUSED, UNCHANGED, DraftRow, FieldChange
from upr_desktop.merge.plan_draft import Result, ResultField
from upr_desktop.merge.plan_fields import DATES, Merged, like, merge_fields
from upr_desktop.merge.plan_indicators import Indicators, merge_indicators, stated_indicators
from upr_desktop.merge.plan_members import Members, merge_links, merge_tasks
from upr_desktop.merge.plan_understood import FORMS, TEXTS, Understood
from upr_desktop.merge.plan_values import recommendation_number
from upr_desktop.merge.three_way import Unsent
from upr_desktop.register.changes import Origin, RecordId, Value, Values
from upr_desktop.register.errors import Problem

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
    take: frozenset[RecordId] = frozenset()
    rows: list[DraftRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    stubs: dict[str, RecordId] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.members = Members.of(self.known)
        self.indicators = Indicators.of(self.known)

    def origin_of(self, place: Place | None) -> Origin:
        """Return a cell as the origin of a change; where a field has none, the file."""
        return self.origin(place or Place("", "", ""))

    def origin(self, place: Place) -> Origin:
        """Return a cell of the file as the origin of a change."""
        return Origin(self.file, place.sheet, place.address, place.raw)

    def add(self, found: Understood) -> Result:
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
        added = Merged("measure", id, values, self.known, take=False, origin=self.origin_of)
        stated = stated_indicators(found.incoming.indicators)
        merge_indicators(added, self.indicators, stated, found.language, is_own=True)
        self.item.changes += added.changes
        return self.tell(found, CREATED, (*_all_fields(values, found), *added.fields), id)

    def merge(self, found: Understood, id: RecordId, ours: Values, score: int | None) -> Result:
        """Merge a measure into the one of the register that it is."""
        merged = Merged("measure", id, ours, self.known, id in self.take, self.origin_of)
        if self.is_translation(found, ours):
            names = [f"{stem}{code}" for stem in (TEXTS, FORMS) for code in found.incoming.texts]
            merge_fields(
                merged, {name: found.values[name] for name in names if name in found.values}, found.cells
            )
            self._compare_meaning(found, id, ours)
        else:
            merge_fields(merged, found.values, found.cells, answered="deadline" in found.answered)
            self._merge_members(merged, found)
        stated, is_own = stated_indicators(found.incoming.indicators), not self.is_translation(found, ours)
        merge_indicators(merged, self.indicators, stated, found.language, is_own=is_own)
        self.item.changes += merged.changes
        self._tell_kept(merged, found)
        outcome = CHANGED if merged.changes else UNCHANGED
        return self.tell(found, outcome, tuple(merged.fields), id, score)

    def is_translation(self, found: Understood, ours: Values) -> bool:
        """Return whether the file has a measure only in other languages than that in which the plan was brought."""
        original = ours["original_language"]
        return original is not None and original not in found.incoming.texts

    def _merge_members(self, merged: Merged, found: Understood) -> None:
        stubs = {self.stub(number, found, place): place for number, place in found.stubs.items()}
        if found.links is not None:
            wished, drops = {**found.links, **stubs}, self._drops(merged, found, "references")
            place = found.cells.get("references_raw", found.place)
            merge_links(merged, self.members, wished, place, drops=drops)
        if found.tasks is not None:
            place = found.cells.get("bodies_raw", found.place)
            merge_tasks(merged, self.members, found, place, drops=self._drops(merged, found, "bodies"))

    def _drops(self, merged: Merged, found: Understood, name: str) -> bool:
        """Return whether the file says of bodies or references something else than the last one did."""
        base, brought = merged.base(f"{name}_raw"), found.values.get(f"{name}_raw")
        return name in found.answered or isinstance(base, Unsent) or like(base) != like(brought)

    def _tell_kept(self, merged: Merged, found: Understood) -> None:
        where = f"{found.place.sheet}!{found.place.address}"
        for code, names in (("changed_by_hand_kept", merged.kept), ("older_value_kept", merged.older)):
            for name in names:
                values: Values = {"kind": "measure", "field": name}
                self.problems.append(Problem(code, where, values, merged.id))

    def _compare_meaning(self, found: Understood, id: RecordId, ours: Values) -> None:
        """Say where a translation means something else than the plan that the register has; nothing of it is taken."""
        differ = []
        if _differs_in_time(found.values, ours):
            differ.append("deadline_raw")
        if found.is_whole and found.tasks is not None and set(found.tasks) != self.members.tasked(id):
            differ.append("bodies")
        if found.is_whole and found.links is not None and set(found.links) != self.members.linked(id):
            differ.append("recommendations")
        for name in differ:
            place = found.cells.get({"recommendations": "references_raw"}.get(name, name), found.place)
            values: Values = {"kind": "measure", "field": name}
            where = f"{place.sheet}!{place.address}"
            self.problems.append(Problem("translation_differs", where, values, id))

    def refuse(self, found: Understood, problem: Problem) -> Result:
        """Leave a measure out until a person answers what is asked about it."""
        self.problems.append(problem)
        fields = _all_fields(found.values, found)
        return self.tell(found, REFUSED, fields, None, problems=(problem,))

    def leave(self, found: Understood, id: RecordId, score: int | None) -> Result:
        """Leave a measure alone that is in the archive of the register."""
        return self.tell(found, LEFT_ALONE, (), id, score, reason="archived")

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
        found: Understood,
        outcome: str,
        fields: tuple[ResultField, ...],
        record: RecordId | None,
        score: int | None = None,
        *,
        reason: str = "",
        problems: tuple[Problem, ...] = (),
    ) -> Result:
        """Say what becomes of a measure."""
        incoming = found.incoming
        name = incoming.number or " ".join(incoming.text.split())[:NAME]
        where = f"{found.place.sheet}!{found.place.address}"
        changes = tuple(FieldChange(one.field, one.before, one.after, one.kept) for one in fields)
        self.rows.append(DraftRow(where, name, outcome, changes, problems, reason, record=record))
        rows = tuple((incoming.sheet, row) for row in incoming.rows)
        return Result(name, outcome, fields, rows, record, score)


def _all_fields(values: Values, found: Understood) -> tuple[ResultField, ...]:
    return tuple(
        ResultField(name, None, values[name], (found.cells[name],) if name in found.cells else ())
        for name in SHOWN
        if values.get(name) is not None
    )


def _differs_in_time(brought: Values, ours: Values) -> bool:
    told = (brought.get("deadline_kind"), ours["deadline_kind"])
    if None in told or "undecided" in told:
        return False
    return any(brought[name] != ours[name] for name in DATES)
