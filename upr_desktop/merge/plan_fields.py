"""Decide, field by field, what a plan's file changes in a measure: a deadline is one value, a number too."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from upr_desktop.incoming import Place
from upr_desktop.merge.comparison import Known
from upr_desktop.merge.plan_draft import ResultField
from upr_desktop.merge.plan_values import UNDERSTOOD
from upr_desktop.merge.three_way import CONFLICT, SAME, TAKEN, UNSENT, Base, decide
from upr_desktop.register.changes import Change, Edited, Origin, RecordId, Value, Values

RAW, DECIDED_BY = "deadline_raw", "deadline_decided_by"
DEADLINE = (RAW, *UNDERSTOOD, DECIDED_BY)
NUMBER = ("number", "paragraph", "item", "subitem")
DATES = ("deadline_kind", "deadline_start", "deadline_end")

Places = Mapping[str, Place]


def like(value: Value) -> Value:
    """Return a value as it is compared: texts without differences that nobody sees."""
    if not isinstance(value, str):
        return value
    return " ".join(unicodedata.normalize("NFC", value).split()) or None


@dataclass(slots=True)
class Merged:
    """What a file changes in one record: the changes, and what a preview says of each field.

    `kept` are fields in which the register's value stays; `older` those of them that a newer file had changed.
    """

    kind: str
    id: RecordId
    ours: Values
    known: Known
    take: bool
    origin: Callable[[Place | None], Origin]
    changes: list[Change] = field(default_factory=list)
    fields: list[ResultField] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)

    def base(self, name: str) -> Base:
        """Return what a file last gave to a field; a field that it left empty when it brought the record is empty."""
        return self.known.base.get((self.id, name), None if self.id in self.known.came else UNSENT)

    def state(self, name: str, brought: Value, place: Place | None) -> bool:
        """Take what the file says of a field, or keep ours; return whether it was taken."""
        return self.settle(name, decide(self.base(name), self.ours[name], brought, like), brought, place)

    def settle(self, name: str, outcome: str, brought: Value, place: Place | None) -> bool:
        """Do what was decided about a field; return whether the file's value is taken."""
        replaced = self.known.replaced.get((self.id, name), ())
        is_older = outcome == TAKEN and brought in replaced
        if (outcome == TAKEN and not is_older) or (self.take and outcome in (TAKEN, CONFLICT)):
            self.edit(name, brought, place)
            self.show(name, self.ours[name], brought, place)
            return True
        if outcome in (TAKEN, CONFLICT):
            (self.older if is_older else self.kept).append(name)
            self.show(name, self.ours[name], brought, place, kept=True)
        return False

    def take_over(self, of_part: "Merged") -> None:
        """Take what is changed in a record that belongs to this one, and what a preview says of it."""
        self.changes += of_part.changes
        self.fields += of_part.fields
        self.kept += of_part.kept
        self.older += of_part.older

    def edit(self, name: str, after: Value, place: Place | None) -> None:
        """Ask for a field to be set, unless it is so."""
        if self.ours[name] != after:
            self.changes.append(Edited(self.kind, self.id, name, self.ours[name], after, self.origin(place)))

    def show(
        self, name: str, before: Value, after: Value, place: Place | None, *, kept: bool = False
    ) -> None:
        """Say in the preview what becomes of a field."""
        self.fields.append(ResultField(name, before, after, (place,) if place else (), kept))


def merge_fields(merged: Merged, values: Values, places: Places, *, answered: bool = False) -> None:
    """Merge the fields that the file states of a measure; `answered`: a person said just now what its deadline is."""
    if "number" in values and merged.state("number", values["number"], places.get("number")):
        for name in NUMBER[1:]:
            merged.edit(name, values[name], places.get("number"))
    for name, brought in values.items():
        if name not in NUMBER and name not in DEADLINE:
            merged.state(name, brought, places.get(name))
    if RAW in values:
        _merge_deadline(merged, values, places.get(RAW), answered=answered)


def _merge_deadline(merged: Merged, values: Values, place: Place | None, *, answered: bool) -> None:
    """Take a deadline whole: its text with what it means, or only what a text that stayed is understood as now."""
    ours, sent = merged.ours, merged.base(RAW)
    outcome = decide(sent, ours[RAW], values[RAW], like)
    told = [name for name in (*UNDERSTOOD, DECIDED_BY) if ours[name] != values[name]]
    if outcome == TAKEN and not _is_untouched(merged):
        outcome = CONFLICT
    is_same_text = outcome == SAME or like(ours[RAW]) == like(values[RAW])
    is_told_now = is_same_text and (answered or ours["deadline_kind"] in (None, "undecided"))
    if is_told_now or merged.settle(RAW, outcome, values[RAW], place):
        _take_meaning(merged, values, told, place)


def _is_untouched(merged: Merged) -> bool:
    """Return whether the deadline means what a file said; where no file said anything, whether it is empty."""
    ours = merged.ours
    return all(
        ours[name] == (None if base is UNSENT else base)
        for name in UNDERSTOOD
        for base in (merged.base(name),)
    )


def _take_meaning(merged: Merged, values: Values, names: Iterable[str], place: Place | None) -> None:
    for name in names:
        merged.edit(name, values[name], place)
        if name in DATES:
            merged.show(name, merged.ours[name], values[name], place)
