"""Compare a list of recommendations with the register: what it adds, what it changes, what it must leave alone."""

from collections.abc import Iterator, Mapping

from upr_desktop.incoming import (
    IncomingList,
    IncomingRecommendation,
    IncomingReview,
    LeftAlone,
    Place,
    Reading,
)
from upr_desktop.merge.comparison import Item, Known, origins_of
from upr_desktop.merge.draft import LEFT_ALONE, REFUSED, Draft, DraftRow, FieldChange
from upr_desktop.merge.list_comparison import Children, Choices, Comparison
from upr_desktop.merge.list_members import add_part, add_terms, merge_parts, merge_terms
from upr_desktop.merge.matches import Matches
from upr_desktop.merge.vocabularies import Terms
from upr_desktop.register.changes import Change, ChangeSet, Edited, Label, Origin, RecordId, Value, Values
from upr_desktop.register.errors import Problem

MECHANISM = "UPR"
OF_PARTS = ("text_", "quality_")


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
        comparison = Comparison(known, file, choices or Choices(), terms, children)
        rows += _compare_list(comparison, one, changes)
        problems += comparison.problems
    rows += [_left_alone(left) for left in reading.left_alone]
    return Draft(reading.unit, ChangeSet(label, changes, kind="import"), rows, problems)


def _left_alone(left: LeftAlone) -> DraftRow:
    return DraftRow(left.where, "", LEFT_ALONE, reason=left.reason, values=left.values)


def _compare_list(comparison: Comparison, one: IncomingList, changes: list[Change]) -> Iterator[DraftRow]:
    review = _find_review(comparison, one)
    item = Item()
    if review is None:
        first = one.recommendations[0].place if one.recommendations else Place("", "", "")
        review = item.add("review", _review_values(one.review), comparison.origin(first))
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


def _find_review(comparison: Comparison, one: IncomingList) -> RecordId | None:
    """Return the review that the list belongs to: by State and cycle, where the State is unknown by the report too.

    Texts that name no review are those of the newest one, of the register's own State if it has one.
    """
    reviews, wanted = comparison.known.of("review"), one.review
    if wanted.state is None and wanted.cycle is None and not one.complete:
        own = {row["state"] for row in comparison.known.of("register").values()}
        newest = sorted(reviews, key=lambda id: (reviews[id]["state"] in own, reviews[id]["cycle"] or 0))
        return newest[-1] if newest else None
    for id, values in reviews.items():
        is_named = (values["mechanism"], values["state"], values["cycle"]) == (
            MECHANISM,
            wanted.state,
            wanted.cycle,
        )
        if is_named and (wanted.state or values["report_symbol"] == wanted.report_symbol):
            return id
    return next((id for id in reviews if _is_waiting(comparison, id, one)), None)


def _is_waiting(comparison: Comparison, review: RecordId, one: IncomingList) -> bool:
    """Return whether a review without a cycle holds only what a plan named, and the list names most of that."""
    values = comparison.known.records["review"][review]
    stubs = comparison.children.recommendations.get(review, [])
    if values["cycle"] is not None or values["state"] not in (None, one.review.state) or not stubs:
        return False
    named = {incoming.values.get("number") for incoming in one.recommendations}
    met = sum(stub["number"] in named for _, stub in stubs)
    return all(stub["from_plan"] for _, stub in stubs) and met * 2 > len(stubs)


def _review_values(review: IncomingReview) -> dict[str, Value]:
    return {
        "mechanism": MECHANISM,
        "state": review.state,
        "cycle": review.cycle,
        "session": review.session,
        "report_symbol": review.report_symbol,
        "addendum_symbol": review.addendum_symbol,
    }


def _fill_review(item: Item, comparison: Comparison, id: RecordId, review: IncomingReview) -> None:
    """Fill what the register does not know of the review; what it knows stays."""
    ours = comparison.known.records["review"][id]
    origin = Origin(comparison.file, "", "", review.state_name)
    for name, value in _review_values(review).items():
        if value is not None and ours[name] is None:
            item.changes.append(Edited("review", id, name, None, value, origin))


def _compare_one(
    comparison: Comparison,
    incoming: IncomingRecommendation,
    review: RecordId,
    matches: Matches,
    one: IncomingList,
    changes: list[Change],
) -> DraftRow:
    id = matches.find(incoming)
    name = str(incoming.values.get("number") or incoming.parts[0].texts.get("en", "")[:60])
    where = f"{incoming.place.sheet}!{incoming.place.address}"
    if id is None and not one.complete and not comparison.choices.may_create(where):
        problem = Problem("number_unknown", where, {"number": name}, severity="error")
        comparison.problems.append(problem)
        said = [(f"text_{code}", text) for part in incoming.parts for code, text in part.texts.items()]
        fields = tuple(FieldChange(field, None, text) for field, text in said)
        return DraftRow(where, name, REFUSED, fields, (problem,))
    if id is not None and matches.existing[id]["archived"]:
        comparison.met.add(id)
        return DraftRow(where, name, LEFT_ALONE, reason="archived", record=id)
    item = Item()
    if id is None:
        id = _add(item, comparison, incoming, review)
    else:
        comparison.met.add(id)
        _merge(item, comparison, id, matches.existing[id], incoming, one)
    changes += comparison.terms.changes
    comparison.terms.changes.clear()
    changes += item.changes
    if not item.conflicts and not item.older:
        return DraftRow(where, name, item.outcome, tuple(item.fields), record=id)
    problems = _kept("changed_by_hand_kept", where, id, item.conflicts)
    problems += _kept("older_value_kept", where, id, item.older)
    comparison.problems += problems
    fields = (*item.fields, *item.conflicts, *item.older)
    return DraftRow(where, name, item.outcome, fields, tuple(problems), record=id)


def _kept(code: str, where: str, id: RecordId, fields: list[FieldChange]) -> list[Problem]:
    kinds = ("recommendation_part" if one.field.startswith(OF_PARTS) else "recommendation" for one in fields)
    return [
        Problem(code, where, {"kind": kind, "field": one.field}, id)
        for kind, one in zip(kinds, fields, strict=True)
    ]


def _values(incoming: IncomingRecommendation) -> dict[str, Value]:
    values: dict[str, Value] = dict(incoming.values)
    paragraph, dot, number = str(values.get("number") or "").partition(".")
    if dot and paragraph.isdigit() and number.isdigit():
        values["paragraph"], values["item"] = int(paragraph), int(number)
    return values


def _add(item: Item, comparison: Comparison, incoming: IncomingRecommendation, review: RecordId) -> RecordId:
    item.is_new = True
    values = {"review_id": review, "position": "pending", "novelty": "unknown", **_values(incoming)}
    cells = {name: (place.address, place.raw) for name, place in incoming.cells.items()}
    id = item.add("recommendation", values, comparison.origin(incoming.place), cells or None)
    for no, part in enumerate(incoming.parts, 1):
        add_part(item, comparison, id, no, part, incoming.quality)
    add_terms(item, comparison, id, incoming)
    return id


def _merge(
    item: Item,
    comparison: Comparison,
    id: RecordId,
    ours: Values,
    incoming: IncomingRecommendation,
    one: IncomingList,
) -> None:
    origin = comparison.origin(incoming.place)
    cells = {name: comparison.origin(place) for name, place in incoming.cells.items()}
    theirs = _values(incoming)
    take = id in comparison.choices.take
    origins = origins_of(theirs, origin, cells)
    item.merge("recommendation", id, ours, theirs, comparison.known, origins, take=take)
    _note_position(item, id, ours, theirs, origins)
    if one.complete and ours["from_plan"]:
        item.changes.append(Edited("recommendation", id, "from_plan", True, None, origin))
    merge_parts(item, comparison, id, incoming, take=take, complete=one.complete)
    if one.complete:
        merge_terms(item, comparison, id, incoming, take=take)


def _note_position(
    item: Item, id: RecordId, ours: Values, theirs: Values, origins: Mapping[str, Origin]
) -> None:
    """Keep the history of positions: a State may change its answer later."""
    is_changed = any(isinstance(change, Edited) and change.field == "position" for change in item.changes)
    if not is_changed or ours["from_plan"]:
        return
    values: Values = {
        "recommendation_id": id,
        "position_before": ours["position"],
        "position_after": theirs["position"],
        "source": theirs.get("position_source"),
    }
    item.add("position_change", values, origins["position"])


def _report_presence(
    comparison: Comparison, one: IncomingList, review: RecordId, existing: Mapping[RecordId, Values]
) -> None:
    """Say which recommendations of the register the list does not name; a missing row never deletes."""
    numbered = {
        id: str(values["number"])
        for id, values in existing.items()
        if values["number"] and not values["archived"]
    }
    if not numbered or not one.complete:
        return
    if any(incoming.values.get("number") for incoming in one.recommendations):
        absent = [id for id in numbered if id not in comparison.met]
        comparison.problems += [Problem("not_in_list", numbered[id], {}, id) for id in absent]
    else:
        where = f"{one.review.state_name} {one.review.cycle}"
        comparison.problems.append(Problem("review_has_numbers", where, {"count": len(numbered)}, review))
