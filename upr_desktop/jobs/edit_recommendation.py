"""Decide what a person's edit of recommendations writes: values in, changes out; nothing here writes."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from upr_desktop.register.changes import (
    Added,
    Change,
    ChangeSet,
    Edited,
    Label,
    RecordId,
    Value,
    Values,
    edits,
    new_id,
)
from upr_desktop.register.queries import AssignmentRow, RecommendationRow, children, records
from upr_desktop.register.recommendations import recommendations
from upr_desktop.register.register import Connection

Wish = Value | tuple[str, ...]
Wishes = Mapping[str, Wish]
NUMBER = re.compile(r"(\d{1,9})\.(\d{1,9})")
ROLES = ("lead", "co", "consulted")
PLAIN = ("position_source", "novelty", "area_id", "heading", "action_category")
VOCABULARIES = ("theme", "group", "sdg")


@dataclass(frozen=True, slots=True)
class Target:
    """A recommendation to be edited: its row, its fields as they are stored, and its tags."""

    row: RecommendationRow
    stored: Values
    tags: Mapping[RecordId, Values]

    @property
    def id(self) -> RecordId:
        """Return the recommendation's id."""
        return self.row.id


def edit_targets(connection: Connection, ids: Sequence[RecordId]) -> list[Target]:
    """Return the recommendations to be edited, in the order of their ids as given."""
    rows = {row.id: row for row in recommendations(connection, ids, archived=True)}
    stored = records(connection, "recommendation", ids)
    tags: dict[RecordId, dict[RecordId, Values]] = {}
    for id, values in children(connection, "tag", "record_id", ids).items():
        if not values["archived"]:
            tags.setdefault(RecordId(str(values["record_id"])), {})[id] = values
    return [Target(rows[id], stored[id], tags.get(id, {})) for id in ids if id in rows]


def set_field(target: Target, field: str, value: Wish) -> ChangeSet:
    """Return what sets one field of one recommendation; a change set without changes if it is so already."""
    return set_values([(target, {field: value})])


def set_values(wishes: Sequence[tuple[Target, Wishes]]) -> ChangeSet:
    """Return what gives each recommendation the values wished, as one step.

    Fields: number, position, position_source, novelty, area_id, heading, action_category; lead, co, consulted (ids
    of agencies); theme, group, sdg (ids of terms); add_co, add_theme (ids to add to those there); note (a text).
    Raises KeyError for any other.
    """
    changed = [(target, wish, found) for target, wish in wishes if (found := changes_for(target, wish))]
    changes = [change for *_, found in changed for change in found]
    return ChangeSet(_label([(target, wish) for target, wish, _ in changed]), changes)


def changes_for(target: Target, wishes: Wishes) -> list[Change]:
    """Return the changes that give one recommendation the values wished. Raises KeyError for an unknown field."""
    found: list[Change] = []
    for field, value in wishes.items():
        if field not in AGENCY_FIELDS:
            found += SETTERS[field](target, value)
    return found + _set_agencies(target, wishes)


def set_part_text(
    number: str | None, part: RecordId, stored: Values, language: str, text: str | None
) -> ChangeSet:
    """Return what sets the text of one part in a language; `stored` are the part's fields.

    The first wording in a language that is not the original's counts as a working translation.
    """
    after: dict[str, Value] = {f"text_{language}": text}
    original = stored["original_language"]
    is_first = text and not stored[f"text_{language}"] and not stored[f"quality_{language}"]
    if is_first and original and original != language:
        after[f"quality_{language}"] = "working"
    label = Label("label.recommendation.text", {"number": number or "—", "language": language})
    return ChangeSet(label, edits("recommendation_part", part, stored, after))


def set_part_quality(
    number: str | None, part: RecordId, stored: Values, language: str, quality: str | None
) -> ChangeSet:
    """Return what says how far a translation can be relied on: official, working, unchecked, or nothing."""
    label = Label("label.recommendation.quality", {"number": number or "—"})
    return ChangeSet(label, edits("recommendation_part", part, stored, {f"quality_{language}": quality}))


def _label(changed: Sequence[tuple[Target, Wishes]]) -> Label:
    fields = {field for _, wishes in changed for field in wishes}
    count = sum(len(wishes) for _, wishes in changed)
    if len(fields) != 1:
        return Label("label.recommendations.cells", {"count": count})
    (field,) = fields
    if len(changed) == 1:
        return Label(f"label.recommendation.{field}", {"number": changed[0][0].row.number or "—"})
    return Label(f"label.recommendations.{field}", {"count": len(changed)})


def _set_plain(field: str) -> Callable[[Target, Wish], list[Change]]:
    def setter(target: Target, value: Wish) -> list[Change]:
        return [*edits("recommendation", target.id, target.stored, {field: _single(value)})]

    return setter


def _set_number(target: Target, value: Wish) -> list[Change]:
    """Set the number with the two integers it is sorted by."""
    number = _single(value)
    found = NUMBER.fullmatch(str(number).strip()) if number else None
    paragraph, item = (int(found[1]), int(found[2])) if found else (None, None)
    after: Values = {"number": number, "paragraph": paragraph, "item": item}
    return [*edits("recommendation", target.id, target.stored, after)] if number != target.row.number else []


def _set_position(target: Target, value: Wish) -> list[Change]:
    """Set the position and note where it came from: a State may change its answer later."""
    changes: list[Change] = [*edits("recommendation", target.id, target.stored, {"position": _single(value)})]
    if changes:
        noted: Values = {
            "recommendation_id": target.id,
            "position_before": target.stored["position"],
            "position_after": _single(value),
        }
        changes.append(Added("position_change", new_id(), noted))
    return changes


def _set_agencies(target: Target, wishes: Wishes) -> list[Change]:
    """Give each agency the role wished; one agency has one role, and the first role that wishes it gets it."""
    wished: dict[RecordId, str] = {}
    for role in ROLES:
        if role in wishes:
            for agency in _several(wishes[role]):
                wished.setdefault(RecordId(agency), role)
    kept = [link for link in target.row.agencies if link.role not in wishes]
    for link in kept:
        wished.setdefault(link.agency_id, link.role)
    for agency in _several(wishes.get("add_co", ())):
        wished.setdefault(RecordId(agency), "co")
    return _assignment_changes(target.id, target.row.agencies, wished)


def _assignment_changes(
    id: RecordId, present: Sequence[AssignmentRow], wished: Mapping[RecordId, str]
) -> list[Change]:
    changes: list[Change] = []
    met: set[RecordId] = set()
    for link in present:
        role = wished.get(link.agency_id)
        if role is None or link.agency_id in met:
            changes.append(Edited("assignment", link.id, "archived", False, True))
        elif role != link.role:
            changes.append(Edited("assignment", link.id, "role", link.role, role))
        met.add(link.agency_id)
    for agency, role in wished.items():
        if agency not in met:
            values: Values = {"recommendation_id": id, "agency_id": agency, "role": role}
            changes.append(Added("assignment", new_id(), values))
    return changes


def _set_terms(vocabulary: str) -> Callable[[Target, Wish], list[Change]]:
    def setter(target: Target, value: Wish) -> list[Change]:
        present = target.row.terms.get(vocabulary, ())
        wished = tuple(RecordId(term) for term in _several(value))
        gone = set(present) - set(wished)
        changes: list[Change] = [
            Edited("tag", tag, "archived", False, True)
            for tag, values in target.tags.items()
            if values["term_id"] in gone
        ]
        return changes + _add_terms(target, [term for term in wished if term not in present])

    return setter


def _add_theme(target: Target, value: Wish) -> list[Change]:
    present = target.row.terms.get("theme", ())
    return _add_terms(target, [RecordId(term) for term in _several(value) if term not in present])


def _add_terms(target: Target, terms: Iterable[RecordId]) -> list[Change]:
    owner: Values = {"record_id": target.id, "record_kind": "recommendation", "source": "person"}
    return [Added("tag", new_id(), {**owner, "term_id": term}) for term in terms]


def _add_note(target: Target, value: Wish) -> list[Change]:
    text = _single(value)
    if not text:
        return []
    values: Values = {"record_id": target.id, "record_kind": "recommendation", "text": text}
    return [Added("note", new_id(), values)]


def _single(value: Wish) -> Value:
    if isinstance(value, tuple):
        raise TypeError(value)
    return value


def _several(value: Wish) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ((str(value),) if value else ())


AGENCY_FIELDS = frozenset((*ROLES, "add_co"))
SETTERS: Mapping[str, Callable[[Target, Wish], list[Change]]] = {
    **{field: _set_plain(field) for field in PLAIN},
    **{vocabulary: _set_terms(vocabulary) for vocabulary in VOCABULARIES},
    "number": _set_number,
    "position": _set_position,
    "add_theme": _add_theme,
    "note": _add_note,
}
