"""Compare a list of recommendations with the register: what it adds, what it changes, what it must leave alone."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from upr_desktop.incoming import (
    IncomingList,
    IncomingPart,
    IncomingRecommendation,
    IncomingReview,
    IncomingState,
    LeftAlone,
    Place,
    Reading,
)
from upr_desktop.merge.comparison import Grouped, Item, Known, by_parent, origins_of
from upr_desktop.merge.draft import LEFT_ALONE, REFUSED, Draft, DraftRow
from upr_desktop.merge.matches import Matches
from upr_desktop.merge.vocabularies import Terms
from upr_desktop.register.changes import Change, ChangeSet, Edited, Label, Origin, RecordId, Value, Values
from upr_desktop.register.errors import Problem

MECHANISM = "UPR"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person chose: records whose conflicts take the file's value, and whether unknown numbers create."""

    take: frozenset[RecordId] = frozenset()
    create_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Children:
    """Records of the register grouped by the record that they belong to."""

    recommendations: Grouped
    parts: Grouped
    states: Grouped
    tags: Grouped

    @classmethod
    def of(cls, known: Known) -> "Children":
        """Return what is known, grouped."""
        return cls(
            by_parent(known.of("recommendation"), "review_id"),
            by_parent(known.of("recommendation_part"), "recommendation_id"),
            by_parent(known.of("recommending_state"), "part_id"),
            by_parent(known.of("tag"), "record_id"),
        )


@dataclass(slots=True)
class _Comparison:
    """One list being compared with one review of the register."""

    known: Known
    file: str
    choices: Choices
    terms: Terms
    children: Children
    problems: list[Problem] = field(default_factory=list)
    met: set[RecordId] = field(default_factory=set)


def draft_recommendations(
    reading: Reading, known: Known, file: str, label: Label, choices: Choices | None = None
) -> Draft:
    """Return what importing this reading would do. `file` is the sha256 of the file, cited as the origin.

    The unit is recommendations: created, changed, unchanged and refused ones, and rows left alone with the reason.
    """
    changes: list[Change] = []
    rows: list[DraftRow] = []
    problems = list(reading.problems)
    children = Children.of(known)
    editions: dict[str, Terms] = {}
    for one in reading.lists:
        terms = editions.setdefault(one.version, Terms(known, one.version))
        comparison = _Comparison(known, file, choices or Choices(), terms, children)
        rows += _compare_list(comparison, one, changes)
        problems += comparison.problems
    rows += [_left_alone(left) for left in reading.left_alone]
    return Draft(reading.unit, ChangeSet(label, changes, kind="import"), rows, problems)


def _left_alone(left: LeftAlone) -> DraftRow:
    return DraftRow(left.where, "", LEFT_ALONE, reason=left.reason, values=left.values)


def _compare_list(comparison: _Comparison, one: IncomingList, changes: list[Change]) -> Iterator[DraftRow]:
    review = _find_review(comparison, one)
    item = Item()
    if review is None:
        first = one.recommendations[0].place if one.recommendations else Place("", "", "")
        review = item.add("review", _review_values(one.review), _origin(comparison, first))
        existing: dict[RecordId, Values] = {}
    else:
        _fill_review(item, comparison, review, one.review)
        existing = dict(comparison.children.recommendations.get(review, ()))
    changes += item.changes
    matches = Matches(existing, comparison.children.parts)
    rows = [
        _compare_one(comparison, incoming, review, matches, one, changes) for incoming in one.recommendations
    ]
    _report_presence(comparison, one, review, existing)
    yield from rows


def _find_review(comparison: _Comparison, one: IncomingList) -> RecordId | None:
    """Return the review that the list belongs to: by State and cycle; a list that names none means the newest."""
    reviews = comparison.known.of("review")
    wanted = one.review
    if wanted.state is None and wanted.cycle is None and not one.complete:
        newest = sorted(reviews.items(), key=lambda item: item[1]["cycle"] or 0)
        return newest[-1][0] if newest else None
    for id, values in reviews.items():
        if (values["mechanism"], values["state"], values["cycle"]) == (MECHANISM, wanted.state, wanted.cycle):
            return id
    return None


def _review_values(review: IncomingReview) -> dict[str, Value]:
    return {
        "mechanism": MECHANISM,
        "state": review.state,
        "cycle": review.cycle,
        "session": review.session,
        "report_symbol": review.report_symbol,
        "addendum_symbol": review.addendum_symbol,
    }


def _fill_review(item: Item, comparison: _Comparison, id: RecordId, review: IncomingReview) -> None:
    """Fill what the register does not know of the review; what it knows stays."""
    ours = comparison.known.records["review"][id]
    origin = Origin(comparison.file, "", "", review.state_name)
    for name, value in _review_values(review).items():
        if value is not None and ours[name] is None:
            item.changes.append(Edited("review", id, name, None, value, origin))


def _compare_one(
    comparison: _Comparison,
    incoming: IncomingRecommendation,
    review: RecordId,
    matches: Matches,
    one: IncomingList,
    changes: list[Change],
) -> DraftRow:
    id = matches.find(incoming)
    name = str(incoming.values.get("number") or incoming.parts[0].texts.get("en", "")[:60])
    where = f"{incoming.place.sheet}!{incoming.place.address}"
    if id is None and not one.complete and not comparison.choices.create_unknown:
        problem = Problem("number_unknown", where, {"number": name}, severity="error")
        comparison.problems.append(problem)
        return DraftRow(where, name, REFUSED, problems=(problem,))
    item = Item()
    if id is None:
        id = _add(item, comparison, incoming, review)
    else:
        comparison.met.add(id)
        _merge(item, comparison, id, matches.existing[id], incoming, one)
    changes += comparison.terms.changes
    comparison.terms.changes.clear()
    changes += item.changes
    problems = tuple(_kept(where, id, conflict.field) for conflict in item.conflicts)
    comparison.problems += problems
    return DraftRow(where, name, item.outcome, tuple(item.fields + item.conflicts), problems, record=id)


def _kept(where: str, id: RecordId, name: str) -> Problem:
    return Problem("changed_by_hand_kept", where, {"kind": "recommendation", "field": name}, id)


def _origin(comparison: _Comparison, place: Place) -> Origin:
    return Origin(comparison.file, place.sheet, place.address, place.raw)


def _values(incoming: IncomingRecommendation) -> dict[str, Value]:
    values: dict[str, Value] = dict(incoming.values)
    paragraph, dot, number = str(values.get("number") or "").partition(".")
    if dot and paragraph.isdigit() and number.isdigit():
        values["paragraph"], values["item"] = int(paragraph), int(number)
    return values


def _add(item: Item, comparison: _Comparison, incoming: IncomingRecommendation, review: RecordId) -> RecordId:
    item.is_new = True
    values = {"review_id": review, "position": "pending", "novelty": "unknown", **_values(incoming)}
    cells = {name: (place.address, place.raw) for name, place in incoming.cells.items()}
    id = item.add("recommendation", values, _origin(comparison, incoming.place), cells or None)
    for no, part in enumerate(incoming.parts, 1):
        _add_part(item, comparison, id, no, part, incoming.quality)
    _add_tags(item, comparison, id, incoming, Counter())
    return id


def _add_part(
    item: Item, comparison: _Comparison, owner: RecordId, no: int, part: IncomingPart, quality: str | None
) -> None:
    origin = _origin(comparison, part.place)
    values: dict[str, Value] = {"recommendation_id": owner, "no": no, **_texts(part, quality)}
    if quality is None:
        values["original_language"] = next(iter(part.texts), None)
    id = item.add("recommendation_part", values, origin)
    for no, state in enumerate(part.states, 1):
        _add_state(item, comparison, id, no, state, origin)


def _add_state(
    item: Item, comparison: _Comparison, part: RecordId, no: int, state: IncomingState, origin: Origin
) -> None:
    """Add a State that made a part; its origin is its own cell, where it has one, else the part's."""
    values: Values = {"part_id": part, "no": no, "name": state.name, "iso": state.iso}
    item.add("recommending_state", values, _origin(comparison, state.place) if state.place else origin)


def _texts(part: IncomingPart, quality: str | None) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for language, text in part.texts.items():
        values[f"text_{language}"] = text
        if quality:
            values[f"quality_{language}"] = quality
    return values


def _add_tags(
    item: Item,
    comparison: _Comparison,
    id: RecordId,
    incoming: IncomingRecommendation,
    present: Counter[RecordId],
) -> Counter[RecordId]:
    """Tag the recommendation with the terms it lacks and return how often the file gives it each term.

    Published lists name a term twice here and there; what the register shows is what the source wrote.
    """
    given: Counter[RecordId] = Counter()
    for term in incoming.terms:
        origin = _origin(comparison, term.place)
        term_id, raw = comparison.terms.term(term.vocabulary, term.name, origin)
        given[term_id] += 1
        if given[term_id] > present[term_id]:
            values: Values = {
                "record_id": id,
                "record_kind": "recommendation",
                "term_id": term_id,
                "source": "import",
                "raw": raw,
            }
            item.add("tag", values, origin)
            item.show(term.vocabulary, None, term.name)
    return given


def _merge(
    item: Item,
    comparison: _Comparison,
    id: RecordId,
    ours: Values,
    incoming: IncomingRecommendation,
    one: IncomingList,
) -> None:
    origin = _origin(comparison, incoming.place)
    cells = {name: _origin(comparison, place) for name, place in incoming.cells.items()}
    theirs = _values(incoming)
    take = id in comparison.choices.take
    origins = origins_of(theirs, origin, cells)
    item.merge("recommendation", id, ours, theirs, comparison.known.base, origins, take=take)
    _note_position(item, id, ours, theirs, origins)
    _merge_parts(item, comparison, id, incoming, take=take)
    if one.complete:
        _merge_tags(item, comparison, id, incoming, origin)


def _note_position(
    item: Item, id: RecordId, ours: Values, theirs: Values, origins: Mapping[str, Origin]
) -> None:
    """Keep the history of positions: a State may change its answer later."""
    if not any(isinstance(change, Edited) and change.field == "position" for change in item.changes):
        return
    values: Values = {
        "recommendation_id": id,
        "position_before": ours["position"],
        "position_after": theirs["position"],
        "source": theirs.get("position_source"),
    }
    item.add("position_change", values, origins["position"])


def _merge_parts(
    item: Item, comparison: _Comparison, id: RecordId, incoming: IncomingRecommendation, *, take: bool
) -> None:
    present = comparison.children.parts.get(id, [])
    for at, part in enumerate(incoming.parts):
        if at >= len(present):
            _add_part(item, comparison, id, at + 1, part, incoming.quality)
            item.show("text", None, next(iter(part.texts.values()), ""))
            continue
        part_id, ours = present[at]
        origin = _origin(comparison, part.place)
        texts = _texts(part, incoming.quality)
        kept = len(item.conflicts)
        item.merge(
            "recommendation_part",
            part_id,
            ours,
            texts,
            comparison.known.base,
            origins_of(texts, origin, {}),
            take=take,
        )
        if part.states and len(item.conflicts) == kept:
            _merge_states(item, comparison, part_id, part, origin)
    if incoming.parts and len(incoming.parts) < len(present) and incoming.quality is None:
        where = f"{incoming.place.sheet}!{incoming.place.address}"
        comparison.problems.append(Problem("fewer_parts", where, {"count": len(present)}, id))


def _merge_states(
    item: Item, comparison: _Comparison, part_id: RecordId, part: IncomingPart, origin: Origin
) -> None:
    """Add the States that the file names and the register does not; archive those that only a file had named.

    A State is the same under any of its names: a Russian text names it in Russian, the list stays as written.
    """
    present = {
        str(values["iso"] or values["name"]): (id, str(values["name"]))
        for id, values in comparison.children.states.get(part_id, [])
    }
    named = {state.iso or state.name for state in part.states}
    for no, state in enumerate(part.states, 1):
        if (state.iso or state.name) not in present:
            _add_state(item, comparison, part_id, no, state, origin)
            item.show("states", None, state.name)
    for key, (id, name) in present.items():
        if key not in named and comparison.known.base.get((id, "name")) == name:
            item.archive("recommending_state", id, origin)
            item.show("states", name, None)


def _merge_tags(
    item: Item, comparison: _Comparison, id: RecordId, incoming: IncomingRecommendation, origin: Origin
) -> None:
    """Give the recommendation the file's terms; archive tags of the same edition that only a file had given."""
    tags = [(tag, RecordId(str(values["term_id"]))) for tag, values in comparison.children.tags.get(id, [])]
    given = _add_tags(item, comparison, id, incoming, Counter(term for _, term in tags))
    terms = comparison.known.records.get("term", {})
    editions = {comparison.terms.vocabularies.get(term.vocabulary) for term in incoming.terms}
    for tag, term in tags:
        from_file = (tag, "term_id") in comparison.known.base
        if term not in given and from_file and terms[term]["vocabulary_id"] in editions:
            item.archive("tag", tag, origin)
            item.show("terms", str(terms[term]["name_en"]), None)


def _report_presence(
    comparison: _Comparison, one: IncomingList, review: RecordId, existing: Mapping[RecordId, Values]
) -> None:
    """Say which recommendations of the register the list does not name; a missing row never deletes."""
    numbered = {id: str(values["number"]) for id, values in existing.items() if values["number"]}
    if not numbered or not one.complete:
        return
    if any(incoming.values.get("number") for incoming in one.recommendations):
        absent = [id for id in numbered if id not in comparison.met]
        comparison.problems += [Problem("not_in_list", numbered[id], {}, id) for id in absent]
    else:
        where = f"{one.review.state_name} {one.review.cycle}"
        comparison.problems.append(Problem("review_has_numbers", where, {"count": len(numbered)}, review))
