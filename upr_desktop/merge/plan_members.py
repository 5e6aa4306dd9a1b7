"""Merge the recommendations and the bodies that a plan names for a measure, each link and each task for itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from upr_desktop.incoming import Place
from upr_desktop.merge.comparison import Grouped, Known, by_parent
from upr_desktop.merge.plan_fields import Merged
from upr_desktop.merge.plan_understood import Task, Understood
from upr_desktop.merge.three_way import CONFLICT, TAKEN, UNSENT, decide
from upr_desktop.register.changes import Added, Edited, RecordId, Value, Values, new_id

LINKS, TASKS = "recommendations", "bodies"
Member = tuple[RecordId, Values]


@dataclass(frozen=True, slots=True)
class Members:
    """The links and tasks of all measures, archived ones too, by measure; names of what they lead to, by id."""

    links: Grouped
    tasks: Grouped
    names: Mapping[RecordId, str]

    @classmethod
    def of(cls, known: Known) -> "Members":
        """Return those that are known."""
        names = {id: str(values["number"] or "") for id, values in known.records["recommendation"].items()}
        names |= {id: str(values["code"]) for id, values in known.records["agency"].items()}
        return cls(
            by_parent(known.records["measure_recommendation"], "measure_id"),
            by_parent(known.records["assignment"], "measure_id"),
            names,
        )

    def linked(self, measure: RecordId) -> set[RecordId]:
        """Return the recommendations that a measure is linked to."""
        return {RecordId(str(values["recommendation_id"])) for _, values in _living(self.links, measure)}

    def tasked(self, measure: RecordId) -> set[RecordId]:
        """Return the agencies that have a part in a measure."""
        return {RecordId(str(values["agency_id"])) for _, values in _living(self.tasks, measure)}


def merge_links(
    merged: Merged, members: Members, wished: Mapping[RecordId, Place], place: Place, *, drops: bool
) -> None:
    """Merge the recommendations of a measure: what a person unlinked stays so, what a person linked stays too.

    What a file gave and this one does not name goes only if the file `drops`: its cell says something else than then.
    """
    present = _by_end(members.links.get(merged.id, []), "recommendation_id")
    before: list[str] = []
    after: list[str] = []
    for end, cell in wished.items():
        if end not in present:
            ends: Values = {"measure_id": merged.id, "recommendation_id": end}
            merged.changes.append(Added("measure_recommendation", new_id(), ends, merged.origin(cell)))
            after.append(members.names.get(end, ""))
        elif _comes_back(merged, present[end]):
            _set_archived(merged, "measure_recommendation", present[end][0], False, cell)
            after.append(members.names.get(end, ""))
    for end, (id, values) in present.items():
        if drops and end not in wished and not values["archived"] and _is_given(merged, id):
            _set_archived(merged, "measure_recommendation", id, True, place)
            before.append(members.names.get(end, ""))
    _show(merged, LINKS, before, after, place)


def merge_tasks(merged: Merged, members: Members, found: Understood, place: Place, *, drops: bool) -> None:
    """Merge the bodies of a measure with their roles; a task that ended on a day, or may be meant, stays."""
    wished = found.tasks or {}
    present = _by_end(members.tasks.get(merged.id, []), "agency_id")
    before: list[str] = []
    after: list[str] = []
    for agency, task in wished.items():
        if agency not in present:
            _add_task(merged, task)
            after.append(_named(task.code, task.role))
        elif _comes_back(merged, present[agency]):
            _set_archived(merged, "assignment", present[agency][0], False, task.place)
            after.append(_named(task.code, task.role))
        elif not present[agency][1]["archived"]:
            _merge_role(merged, present[agency], task, before, after)
    for agency, (id, values) in present.items():
        code = members.names.get(agency, "")
        is_open = not (values["archived"] or values["valid_to"] or code in found.unresolved)
        if drops and agency not in wished and is_open and _is_given(merged, id):
            _set_archived(merged, "assignment", id, True, place)
            before.append(_named(code, str(values["role"])))
    _show(merged, TASKS, before, after, place)


def _merge_role(merged: Merged, present: Member, task: Task, before: list[str], after: list[str]) -> None:
    """Merge role and words of a task; the words follow the file where a file gave them."""
    id, ours = present
    of_task = Merged("assignment", id, ours, merged.known, merged.take, merged.origin)
    outcome = decide(of_task.base("role"), ours["role"], task.role)
    if outcome == TAKEN or (merged.take and outcome == CONFLICT):
        of_task.edit("role", task.role, task.place)
        before.append(_named(task.code, str(ours["role"])))
        after.append(_named(task.code, task.role))
    elif outcome == CONFLICT:
        merged.kept.append(TASKS)
        names = (_named(task.code, str(ours["role"])), _named(task.code, task.role))
        merged.show(TASKS, *names, task.place, kept=True)
    if _is_given(merged, id) and ours["raw"] != task.raw:
        of_task.edit("raw", task.raw, task.place)
    merged.changes += of_task.changes


def _add_task(merged: Merged, task: Task) -> None:
    ends: Values = {"measure_id": merged.id, "agency_id": task.agency, "role": task.role, "raw": task.raw}
    merged.changes.append(Added("assignment", new_id(), ends, merged.origin(task.place)))


def _named(code: str, role: str) -> str:
    return f"{code} ({role})"


def _by_end(members: list[Member], end: str) -> dict[RecordId, Member]:
    """Return links or tasks by what they lead to; one in use outranks those in the archive."""
    found: dict[RecordId, Member] = {}
    for member in sorted(members, key=lambda each: not each[1]["archived"]):
        found[RecordId(str(member[1][end]))] = member
    return found


def _living(grouped: Grouped, measure: RecordId) -> list[Member]:
    return [member for member in grouped.get(measure, []) if not member[1]["archived"]]


def _is_given(merged: Merged, id: RecordId) -> bool:
    """Return whether a file said this last: it brought the record and has not taken it back since."""
    return id in merged.known.came and not merged.known.base.get((id, "archived"), False)


def _comes_back(merged: Merged, member: Member) -> bool:
    """Return whether a file names again what an earlier file had dropped; what a person took out stays out."""
    id, values = member
    base = merged.known.base.get((id, "archived"), UNSENT)
    return bool(values["archived"]) and (base is True or merged.take)


def _set_archived(merged: Merged, kind: str, id: RecordId, archived: bool, place: Place) -> None:
    merged.changes.append(Edited(kind, id, "archived", not archived, archived, merged.origin(place)))


def _show(merged: Merged, name: str, before: list[str], after: list[str], place: Place) -> None:
    if before or after:
        told: tuple[Value, Value] = (", ".join(sorted(before)) or None, ", ".join(sorted(after)) or None)
        merged.show(name, *told, place)
