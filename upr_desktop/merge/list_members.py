"""Merge what a list says belongs to a recommendation: its parts with their texts, the States of each, its terms.

What a person took out stays out, and what a newer list changed is not changed back by an older one.
"""

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass

from upr_desktop.incoming import IncomingPart, IncomingRecommendation, IncomingState, IncomingTerm, Place
from upr_desktop.merge.comparison import Item, origins_of
from upr_desktop.merge.list_comparison import Comparison
from upr_desktop.register.changes import Edited, Origin, RecordId, Value, Values
from upr_desktop.register.errors import Problem


@dataclass(frozen=True, slots=True)
class Member:
    """A kind of record that a list names of another: the field that holds the name, and how a preview calls it."""

    kind: str
    field: str
    shown: str


STATE, TERM = Member("recommending_state", "name", "states"), Member("tag", "term_id", "terms")


def add_part(
    item: Item, comparison: Comparison, owner: RecordId, no: int, part: IncomingPart, quality: str | None
) -> None:
    """Ask for a part of a recommendation with its States; `quality` is that of a translation."""
    values: dict[str, Value] = {"recommendation_id": owner, "no": no, **_texts(part, quality)}
    if quality is None:
        values["original_language"] = next(iter(part.texts), None)
    cells = {name: (place.address, place.raw) for name, place in _cells(part).items()}
    origin = comparison.origin(part.place)
    id = item.add("recommendation_part", values, origin, cells or None)
    for no, state in enumerate(part.states, 1):
        _add_state(item, comparison, id, no, state, origin)


def merge_parts(
    item: Item,
    comparison: Comparison,
    id: RecordId,
    incoming: IncomingRecommendation,
    *,
    take: bool,
    complete: bool,
) -> None:
    """Merge the parts by their order. One in the archive stays there; parts that the file lacks stay."""
    present = comparison.children.parts.get(id, [])
    for at, part in enumerate(incoming.parts):
        if at >= len(present):
            add_part(item, comparison, id, at + 1, part, incoming.quality)
            item.show("text", None, next(iter(part.texts.values()), ""))
        elif not present[at][1]["archived"]:
            _merge_part(item, comparison, present[at], part, incoming.quality, take=take, complete=complete)
    if incoming.parts and len(incoming.parts) < len(present):
        where = f"{incoming.place.sheet}!{incoming.place.address}"
        code = "fewer_parts" if incoming.quality is None else "parts_not_matched"
        comparison.problems.append(Problem(code, where, {"count": len(present)}, id))


def _merge_part(
    item: Item,
    comparison: Comparison,
    present: tuple[RecordId, Values],
    part: IncomingPart,
    quality: str | None,
    *,
    take: bool,
    complete: bool,
) -> None:
    """Merge texts and States of a part; a translation gives States only to a part that has none."""
    id, ours = present
    origin, texts = comparison.origin(part.place), _texts(part, quality)
    cells = {name: comparison.origin(place) for name, place in _cells(part).items()}
    kept = len(item.conflicts) + len(item.older)
    item.merge(
        "recommendation_part", id, ours, texts, comparison.known, origins_of(texts, origin, cells), take=take
    )
    is_as_told = len(item.conflicts) + len(item.older) == kept
    if part.states and is_as_told and (complete or not comparison.children.states.get(id)):
        _merge_states(item, comparison, id, part, origin, take=take)


def _texts(part: IncomingPart, quality: str | None) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for language, text in part.texts.items():
        values[f"text_{language}"] = text
        if quality:
            values[f"quality_{language}"] = quality
    return values


def _cells(part: IncomingPart) -> dict[str, Place]:
    """Return the cells of a part's fields where they are not the part's own place."""
    return {
        f"{stem}_{language}": place for language, place in part.cells.items() for stem in ("text", "quality")
    }


def _add_state(
    item: Item, comparison: Comparison, part: RecordId, no: int, state: IncomingState, origin: Origin
) -> None:
    """Add a State that made a part; its origin is its own cell, where it has one, else the part's."""
    values: Values = {"part_id": part, "no": no, "name": state.name, "iso": state.iso}
    item.add("recommending_state", values, comparison.origin(state.place) if state.place else origin)


def _merge_states(
    item: Item, comparison: Comparison, part_id: RecordId, part: IncomingPart, origin: Origin, *, take: bool
) -> None:
    """Add the States that the file names and the register does not; archive those that only a file had named.

    A State is the same under any of its names: a Russian text names it in Russian, the list stays as written.
    """
    present = _by_state(comparison.children.states.get(part_id, []))
    archived = _by_state(_given(comparison, STATE, comparison.children.states_in_archive.get(part_id, [])))
    named = {state.iso or state.name: (no, state) for no, state in enumerate(part.states, 1)}
    for key, (no, state) in named.items():
        if key in present:
            continue
        if key in archived:
            _bring_back(item, comparison, STATE, archived[key][0], state.name, origin, take=take)
        else:
            _add_state(item, comparison, part_id, no, state, origin)
            item.show(STATE.shown, None, state.name)
    for key, (id, name) in present.items():
        if key not in named and comparison.known.base.get((id, STATE.field)) == name:
            _put_away(item, comparison, STATE, (id, part_id), name, origin, take=take)


def _by_state(states: list[tuple[RecordId, Values]]) -> dict[str, tuple[RecordId, str]]:
    return {str(values["iso"] or values["name"]): (id, str(values["name"])) for id, values in states}


def _given(
    comparison: Comparison, member: Member, records: list[tuple[RecordId, Values]]
) -> list[tuple[RecordId, Values]]:
    """Return those of the records that a list gave."""
    return [(id, values) for id, values in records if (id, member.field) in comparison.known.base]


def _bring_back(
    item: Item, comparison: Comparison, member: Member, id: RecordId, name: str, origin: Origin, *, take: bool
) -> None:
    """Leave in the archive what a list names again, and say so where a newer list, not a person, put it there."""
    if take:
        item.changes.append(Edited(member.kind, id, "archived", True, False, origin))
        item.show(member.shown, None, name)
    elif comparison.known.base.get((id, "archived")):
        item.keep_older(member.shown, None, name)


def _put_away(
    item: Item,
    comparison: Comparison,
    member: Member,
    ids: tuple[RecordId, RecordId],
    name: str,
    origin: Origin,
    *,
    take: bool,
) -> None:
    """Archive what a list does not name, unless a newer one than the first brought it; `ids`: its own, its owner's.

    What a list took away before and a person brought back stays.
    """
    if comparison.known.base.get((ids[0], "archived")) and not take:
        return
    if comparison.known.came_later(*ids) and not take:
        item.keep_older(member.shown, name, None)
    else:
        item.archive(member.kind, ids[0], origin)
        item.show(member.shown, name, None)


def add_terms(item: Item, comparison: Comparison, id: RecordId, incoming: IncomingRecommendation) -> None:
    """Tag a new recommendation with the terms that the file gives it, each as often as the file does."""
    for term in incoming.terms:
        _add_term(item, comparison, id, term)


def merge_terms(
    item: Item, comparison: Comparison, id: RecordId, incoming: IncomingRecommendation, *, take: bool
) -> None:
    """Give the recommendation the file's terms; archive tags of the same edition that only a file had given.

    Published lists name a term twice here and there; what the register shows is what the source wrote.
    """
    tags = comparison.children.tags.get(id, [])
    present = Counter(str(values["term_id"]) for _, values in tags)
    archive = _given(comparison, TERM, comparison.children.tags_in_archive.get(id, []))
    archived = {str(values["term_id"]): tag for tag, values in archive}
    given: Counter[str] = Counter()
    for term in incoming.terms:
        term_id = comparison.terms.term(term.vocabulary, term.name, comparison.origin(term.place))[0]
        given[term_id] += 1
        if given[term_id] <= present[term_id]:
            continue
        if tag := archived.get(term_id):
            _bring_back(
                item,
                comparison,
                TERM,
                tag,
                term.name,
                comparison.origin(term.place),
                take=take and given[term_id] == 1,
            )
        else:
            _add_term(item, comparison, id, term)
    _drop_terms(item, comparison, id, incoming, given, take=take)


def _add_term(item: Item, comparison: Comparison, id: RecordId, term: IncomingTerm) -> None:
    origin = comparison.origin(term.place)
    term_id, raw = comparison.terms.term(term.vocabulary, term.name, origin)
    values: Values = {
        "record_id": id,
        "record_kind": "recommendation",
        "term_id": term_id,
        "source": "import",
        "raw": raw,
    }
    item.add("tag", values, origin)
    item.show(term.vocabulary, None, term.name)


def _drop_terms(
    item: Item,
    comparison: Comparison,
    id: RecordId,
    incoming: IncomingRecommendation,
    given: Container[str],
    *,
    take: bool,
) -> None:
    terms = comparison.known.records.get("term", {})
    editions = {comparison.terms.vocabularies.get(term.vocabulary) for term in incoming.terms}
    for tag, values in _given(comparison, TERM, comparison.children.tags.get(id, [])):
        term = terms.get(RecordId(str(values["term_id"])))
        if term and values["term_id"] not in given and term["vocabulary_id"] in editions:
            name, origin = str(term["name_en"]), comparison.origin(incoming.place)
            _put_away(item, comparison, TERM, (tag, id), name, origin, take=take)
