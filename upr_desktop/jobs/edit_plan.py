"""Decide what a person's edit of plans and measures writes: values in, changes out; nothing here writes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from upr_desktop.grammar.deadline import Deadline
from upr_desktop.merge.plan_values import PERSON, deadline_values, measure_number, read_deadline
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
from upr_desktop.register.plan_queries import measures
from upr_desktop.register.plan_rows import BodyRow, MeasureRow
from upr_desktop.register.queries import records
from upr_desktop.register.register import Connection
from upr_desktop.register.store import State

ROLES = ("lead", "co", "consulted")
NEW_PLAN: Values = {"state": "draft", "who_reports": "lead", "mode": "period"}
LINKS = "recommendations"
PLAIN = frozenset(
    {
        "section",
        "area_id",
        "text_kk",
        "text_ru",
        "text_en",
        "original_language",
        "quality_kk",
        "quality_ru",
        "quality_en",
        "completion_form_kk",
        "completion_form_ru",
        "completion_form_en",
        "funding",
        "note",
    }
)
Wish = Value | tuple[str, ...] | Deadline
Wishes = Mapping[str, Wish]


@dataclass(frozen=True, slots=True)
class MeasureTarget:
    """A measure to be edited: its row, its fields as they are stored, and the years of its plan."""

    row: MeasureRow
    stored: State
    years: tuple[int, int] | None = None

    @property
    def id(self) -> RecordId:
        """Return the measure's id."""
        return self.row.id

    @property
    def name(self) -> str:
        """Return how labels of changes name it."""
        return self.row.number or "—"


def measure_targets(connection: Connection, ids: Sequence[RecordId]) -> list[MeasureTarget]:
    """Return the measures to be edited, in the order of their ids as given; archived ones too."""
    rows = {row.id: row for row in measures(connection, ids=ids, archived=True)}
    stored = records(connection, "measure", ids)
    years = {id: plan_years(plan) for id, plan in records(connection, "plan").items()}
    return [MeasureTarget(rows[id], stored[id], years[rows[id].plan_id]) for id in ids if id in rows]


def plan_years(plan: Values) -> tuple[int, int] | None:
    """Return the first and the last year of a plan; None where one of them is not said."""
    first, last = plan["valid_from"], plan["valid_to"]
    return (int(first[:4]), int(last[:4])) if isinstance(first, str) and isinstance(last, str) else None


def add_plan(values: Values) -> tuple[RecordId, ChangeSet]:
    """Return the id of a new plan and what adds it; state, who reports and mode have defaults."""
    id = new_id()
    given = {**NEW_PLAN, **{name: value for name, value in values.items() if value is not None}}
    title = next((str(given[name]) for name in ("title_ru", "title_kk", "title_en") if given.get(name)), "—")
    return id, ChangeSet(Label("label.plan.added", {"title": title[:80]}), [Added("plan", id, given)])


def edit_plan(id: RecordId, stored: Values, field: str, value: Value) -> ChangeSet:
    """Return what sets one field of a plan."""
    return ChangeSet(Label("label.plan.edited", {}), edits("plan", id, stored, {field: value}))


def add_measure(
    plan: RecordId,
    wishes: Wishes,
    recommendations: Sequence[RecordId] = (),
    bodies: Mapping[str, Sequence[RecordId]] | None = None,
    years: tuple[int, int] | None = None,
) -> tuple[RecordId, ChangeSet]:
    """Return the id of a new measure and what adds it, linked to recommendations and given to bodies by role.

    `wishes` are as for `set_measures`; a deadline's text is read within the plan's `years`.
    """
    id = new_id()
    values: dict[str, Value] = {"plan_id": plan}
    for name, wish in wishes.items():
        values |= _fields(name, wish, years)
    values = {name: value for name, value in values.items() if value is not None}
    changes: list[Change] = [Added("measure", id, values)]
    changes += [_link(id, RecordId(each)) for each in recommendations]
    for role, agencies in (bodies or {}).items():
        changes += [_task(id, agency, role) for agency in agencies]
    return id, ChangeSet(Label("label.measure.added", {"number": str(values.get("number") or "—")}), changes)


def set_measures(wishes: Sequence[tuple[MeasureTarget, Wishes]]) -> ChangeSet:
    """Return what gives each measure the values wished, as one step.

    Fields: number; those of PLAIN; deadline (a text, which is read, or a Deadline that the person decided);
    recommendations (ids); lead, co, consulted (ids of agencies). Raises KeyError for any other.
    """
    changed = [(target, wish, found) for target, wish in wishes if (found := changes_for(target, wish))]
    changes = [change for *_, found in changed for change in found]
    if len(changed) == 1:
        return ChangeSet(Label("label.measure.edited", {"number": changed[0][0].name}), changes)
    return ChangeSet(Label("label.measures.edited", {"count": len(changed)}), changes)


def set_measure(target: MeasureTarget, field: str, value: Wish) -> ChangeSet:
    """Return what sets one field of one measure; a change set without changes if it is so already."""
    return set_measures([(target, {field: value})])


def changes_for(target: MeasureTarget, wishes: Wishes) -> list[Change]:
    """Return the changes that give one measure the values wished. Raises KeyError for an unknown field."""
    found: list[Change] = []
    for name, wish in wishes.items():
        if name == LINKS:
            found += _set_links(target, _several(wish))
        elif isinstance(wish, Deadline):
            found += edits("measure", target.id, target.stored, by_hand(target, wish))
        elif name not in ROLES and (name != "deadline" or wish != target.row.deadline.raw):
            found += edits("measure", target.id, target.stored, _fields(name, wish, target.years))
    return found + _set_bodies(target, wishes)


def set_deadline(target: MeasureTarget, deadline: Deadline) -> ChangeSet:
    """Return what sets a deadline by hand: the text of the plan stays, what it means is the person's."""
    label = Label("label.measure.deadline", {"number": target.name})
    return ChangeSet(label, edits("measure", target.id, target.stored, by_hand(target, deadline)))


def by_hand(target: MeasureTarget, deadline: Deadline) -> dict[str, Value]:
    """Return the fields of a deadline that a person decided; a text that the plan has stays."""
    raw = target.stored["deadline_raw"] or deadline.raw or None
    return deadline_values(deadline, PERSON) | {"deadline_raw": raw}


def archive_measures(targets: Sequence[MeasureTarget], *, archived: bool = True) -> ChangeSet:
    """Return what puts measures into the archive, or takes them out."""
    changes = [
        Edited("measure", target.id, "archived", not archived, archived)
        for target in targets
        if target.row.archived is not archived
    ]
    key = "label.measures.archived" if archived else "label.measures.restored"
    return ChangeSet(Label(key, {"count": len(changes)}), changes)


def link_recommendations(
    targets: Sequence[MeasureTarget], ids: Sequence[RecordId], *, unlink: bool = False
) -> ChangeSet:
    """Return what links recommendations to measures, or unlinks them; the other links stay."""
    wishes = []
    for target in targets:
        present = [link.id for link in target.row.recommendations]
        wished = [id for id in present if id not in ids] if unlink else list(dict.fromkeys((*present, *ids)))
        wishes.append((target, {LINKS: tuple(wished)}))
    return set_measures(wishes)


def edit_body(target: MeasureTarget, body: BodyRow, field: str, value: Value) -> ChangeSet:
    """Return what sets role, reports, valid_from, valid_to of one body of a measure."""
    label = Label("label.measure.edited", {"number": target.name})
    return ChangeSet(label, edits("assignment", body.id, {field: getattr(body, field)}, {field: value}))


def _fields(name: str, wish: Wish, years: tuple[int, int] | None) -> dict[str, Value]:
    if isinstance(wish, Deadline):
        return deadline_values(wish, PERSON)
    if isinstance(wish, tuple):
        raise TypeError(wish)
    if name == "deadline":
        return read_deadline(None if wish is None else str(wish), years)
    if name == "number":
        return measure_number(None if wish is None else str(wish))
    if name not in PLAIN:
        raise KeyError(name)
    return {name: wish}


def _several(wish: Wish) -> tuple[RecordId, ...]:
    if isinstance(wish, tuple):
        return tuple(map(RecordId, wish))
    return (RecordId(str(wish)),) if wish else ()


def _set_links(target: MeasureTarget, wished: Iterable[RecordId]) -> list[Change]:
    kept = dict.fromkeys(wished)
    present = {link.id: link.link_id for link in target.row.recommendations}
    changes: list[Change] = [
        Edited("measure_recommendation", link, "archived", False, True)
        for id, link in present.items()
        if id not in kept
    ]
    return changes + [_link(target.id, id) for id in kept if id not in present]


def _set_bodies(target: MeasureTarget, wishes: Wishes) -> list[Change]:
    """Give each agency the role wished; one agency has one role, and the first role that wishes it gets it."""
    roles = [role for role in ROLES if role in wishes]
    if not roles:
        return []
    wished: dict[RecordId, str] = {}
    for role in roles:
        for agency in _several(wishes[role]):
            wished.setdefault(agency, role)
    for body in target.row.bodies:
        if body.role not in wishes:
            wished.setdefault(body.agency_id, body.role)
    changes: list[Change] = []
    met: set[RecordId] = set()
    for body in target.row.bodies:
        role_now = wished.get(body.agency_id)
        if role_now is None or body.agency_id in met:
            changes.append(Edited("assignment", body.id, "archived", False, True))
        elif role_now != body.role:
            changes.append(Edited("assignment", body.id, "role", body.role, role_now))
        met.add(body.agency_id)
    return changes + [_task(target.id, agency, role) for agency, role in wished.items() if agency not in met]


def _link(measure: RecordId, recommendation: RecordId) -> Added:
    ends: Values = {"measure_id": measure, "recommendation_id": recommendation}
    return Added("measure_recommendation", new_id(), ends)


def _task(measure: RecordId, agency: RecordId, role: str) -> Added:
    return Added("assignment", new_id(), {"measure_id": measure, "agency_id": agency, "role": role})
