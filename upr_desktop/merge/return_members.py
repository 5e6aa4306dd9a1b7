"""Decide what an agency's wish for the bodies or recommendations of a measure changes in its tasks and links."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from upr_desktop.grammar.bodies import Bodies, Body
from upr_desktop.grammar.references import parse_references
from upr_desktop.register.changes import Added, Change, Edited, RecordId, Values, new_id
from upr_desktop.register.errors import RegisterError

LEAD, CO = "lead", "co"
SHORT = 120
Members = Mapping[RecordId, Values]


def link_changes(
    measure: RecordId, shown: str, wished: str, numbers: Mapping[str, RecordId], links: Members
) -> list[Change]:
    """Return what links recommendations that were added to the numbers shown, and unlinks those taken out of them.

    `links` are the measure's, archived ones too. What was linked since stays. Raises
    RegisterError("proposal_undecided") where a number is unknown or unclear.
    """
    read = parse_references(wished, numbers)
    if wrong := (*read.missing, *read.unclear):
        raise RegisterError("proposal_undecided", text=", ".join(wrong)[:SHORT])
    before = {numbers[number] for number in parse_references(shown, numbers).numbers}
    after = {numbers[number] for number in read.numbers}
    changes = list(_taken_out(links, "measure_recommendation", "recommendation_id", before - after))
    for recommendation in sorted(after - before):
        ends: Values = {"measure_id": measure, "recommendation_id": recommendation}
        changes += _brought_in(links, "measure_recommendation", "recommendation_id", ends)
    return changes


def task_changes(
    measure: RecordId,
    shown: str,
    wished: str,
    read: Callable[[str], Bodies],
    agencies: Mapping[str, RecordId],
    tasks: Members,
    reported: Iterable[RecordId] = (),
    eve: str | None = None,
) -> list[Change]:
    """Return what gives a task to bodies that were added to those shown, and takes it from those taken out.

    `read` reads a cell of bodies, `agencies` are ids by code. Who has a task keeps its role unless the text marks
    another; a first body that is new leads only where nobody else does. A task that was `reported` on ends on the
    `eve` (ISO text), others go to the archive. Raises RegisterError("proposal_undecided") where a body is not certain.
    """
    before, after = (
        known_bodies(read(shown), agencies, strict=False),
        known_bodies(read(wished), agencies, strict=True),
    )
    if not after:
        raise RegisterError("proposal_undecided", text=wished[:SHORT])
    gone = set(before) - set(after)
    living = {RecordId(str(one["agency_id"])): id for id, one in tasks.items() if not one["archived"]}
    changes = list(_dropped(tasks, gone, set(reported), eve))
    has_lead = any(tasks[id]["role"] == LEAD for agency, id in living.items() if agency not in gone) or any(
        body.role == LEAD and not body.presumed for body in after.values()
    )
    for agency, body in after.items():
        marked = body.role if body.role and not body.presumed else None
        if agency in living:
            role = tasks[living[agency]]["role"]
            if marked and marked != role:
                changes.append(Edited("assignment", living[agency], "role", role, marked))
        elif agency not in before:
            role = marked or (LEAD if body.presumed and not has_lead else CO)
            ends: Values = {"measure_id": measure, "agency_id": agency, "role": role, "raw": body.raw}
            changes += _brought_in(tasks, "assignment", "agency_id", ends)
    return changes


def known_bodies(read: Bodies, agencies: Mapping[str, RecordId], *, strict: bool) -> dict[RecordId, Body]:
    """Return the bodies by agency; where it is strict, each must be certain.

    `agencies` are ids by code. Raises RegisterError("proposal_undecided").
    """
    doubtful = [body.raw for body in read.bodies if not body.code or body.code not in agencies]
    if strict and (doubtful or read.leftovers):
        raise RegisterError("proposal_undecided", text=", ".join((*doubtful, *read.leftovers))[:SHORT])
    return {agencies[body.code]: body for body in read.bodies if body.code and body.code in agencies}


def _taken_out(members: Members, kind: str, end: str, gone: set[RecordId]) -> Iterator[Change]:
    for id, values in members.items():
        if values[end] in gone and not values["archived"]:
            yield Edited(kind, id, "archived", False, True)


def _dropped(
    tasks: Members, gone: set[RecordId], reported: set[RecordId], eve: str | None
) -> Iterator[Change]:
    for id, values in tasks.items():
        if values["agency_id"] not in gone or values["archived"]:
            continue
        if id in reported and eve:
            if not values["valid_to"] or str(values["valid_to"]) > eve:
                yield Edited("assignment", id, "valid_to", values["valid_to"], eve)
        else:
            yield Edited("assignment", id, "archived", False, True)


def _brought_in(members: Members, kind: str, end: str, ends: Values) -> Iterator[Change]:
    """Yield what brings a member in: the one that is there stays, one in the archive comes back with its new role."""
    held = [id for id, values in members.items() if values[end] == ends[end]]
    if not held:
        yield Added(kind, new_id(), ends)
    elif all(members[id]["archived"] for id in held):
        id = held[-1]
        yield Edited(kind, id, "archived", True, False)
        if "role" in ends and members[id]["role"] != ends["role"]:
            yield Edited(kind, id, "role", members[id]["role"], ends["role"])
