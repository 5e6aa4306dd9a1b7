"""Decide what agreeing to an agency's proposal writes: into a measure, its bodies and recommendations, or a task."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from upr_desktop.code_lists import ROLES
from upr_desktop.jobs.body_reading import body_reader
from upr_desktop.jobs.decide_measures import Act, reassign, release
from upr_desktop.jobs.edit_plan import measure_targets
from upr_desktop.jobs.held_state import HeldState
from upr_desktop.jobs.new_measure import new_measure
from upr_desktop.merge.plan_record import years_of_plan
from upr_desktop.merge.plan_values import measure_number, read_deadline
from upr_desktop.merge.return_members import link_changes, task_changes
from upr_desktop.merge.return_questions import NEW_MEASURE
from upr_desktop.merge.returns import BODIES, RECOMMENDATIONS
from upr_desktop.register.changes import Change, RecordId, Value, Values, edits
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.fold import fold
from upr_desktop.register.plan_rows import BodyRow
from upr_desktop.register.queries import agencies_told
from upr_desktop.register.return_queries import PendingRow, recommendation_numbers
from upr_desktop.words import LANGUAGES, say

LEAD = "lead"


def proposal_edits(
    row: PendingRow, held: HeldState, wished: Value, by: str, why: str, day: str
) -> list[Change]:
    """Return what lets a record be as proposed (or as a person put it instead); `day` is the day of the decision.

    For "outside our competence" `wished` is the id or code of the agency that takes over, None where nobody does.
    Raises RegisterError: proposal_undecided, task_needs_successor.
    """
    place = row.record_kind, row.field
    text = None if wished is None else str(wished)
    if place == ("assignment", "agency_id"):
        return _without(row, held, text, Act(_first_day(row, held) or day, why or None, by or None))
    if row.field == NEW_MEASURE:
        return new_measure(row, held, day)
    if place == ("measure", RECOMMENDATIONS):
        return _links(row, held, text or "")
    if place == ("measure", BODIES):
        return _tasks(row, held, text or "", day)
    stored = held.record(row.record_kind, row.record_id) or {}
    return [*edits(row.record_kind, row.record_id, stored, _with_meaning(row, text, held))]


def _with_meaning(row: PendingRow, text: str | None, held: HeldState) -> Values:
    """Return the fields that a value fills: a measure's number is sorted by, its deadline read, a role has a code."""
    if (row.record_kind, row.field) == ("measure", "number"):
        return measure_number(text)
    if (row.record_kind, row.field) == ("measure", "deadline_raw"):
        plan = RecordId(str(held.value("measure", row.record_id, "plan_id")))
        return {**read_deadline(text, years_of_plan(held.record("plan", plan))), "deadline_raw": text}
    if (row.record_kind, row.field) == ("assignment", "role"):
        return {row.field: _role(text)}
    return {row.field: text}


def _role(text: str | None) -> str | None:
    """Return the code of a role that is called so in any language; else the text, which the rules then refuse."""
    named = {fold(say(f"role.{role}", language)): role for role in ROLES for language in LANGUAGES}
    return named.get(fold((text or "").strip()), text)


def _links(row: PendingRow, held: HeldState, wished: str) -> list[Change]:
    links = held.children("measure_recommendation", "measure_id", row.record_id)
    numbers = recommendation_numbers(held.connection)
    for values in links.values():
        id = RecordId(str(values["recommendation_id"]))
        if number := held.value("recommendation", id, "number"):
            numbers[str(number)] = id
    return link_changes(row.record_id, row.base or "", wished, numbers, links)


def _tasks(row: PendingRow, held: HeldState, wished: str, day: str) -> list[Change]:
    tasks = held.children("assignment", "measure_id", row.record_id)
    reported = [id for id in tasks if any(
        one["state"] != "draft" and not one["archived"]
        for one in held.children("progress", "assignment_id", id).values()
    )]  # fmt: skip
    eve = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    codes = {str(one.code): id for id, one in held.agencies.items() if not one.archived}
    living = (RecordId(str(one["agency_id"])) for one in tasks.values() if not one["archived"])
    shown = [held.agencies[agency] for agency in living if agency in held.agencies]
    plan = RecordId(str(held.value("measure", row.record_id, "plan_id")))
    read = body_reader(plan, held, shown, day)
    return task_changes(row.record_id, row.base or "", wished, read, codes, tasks, reported, eve)


def _without(row: PendingRow, held: HeldState, successor: str | None, act: Act) -> list[Change]:
    """Return what ends the task of a body that is not competent, from the period on that it was asked about.

    Another may take over; the only one that leads cannot leave without.
    """
    task = held.record("assignment", row.record_id)
    if task is None or task["archived"]:
        return []
    (target,) = measure_targets(held.connection, [RecordId(str(task["measure_id"]))])
    tasks = held.children("assignment", "measure_id", target.id)
    bodies = tuple(_body(id, values) for id, values in tasks.items() if not values["archived"])
    target = replace(target, row=replace(target.row, bodies=bodies))
    body, known = _body(row.record_id, task), held.agencies
    if successor:
        heir = next((one for id, one in known.items() if successor in (id, one.code)), None)
        if heir is None or heir.id == body.agency_id:
            raise RegisterError("proposal_undecided", text=heir.code if heir else successor)
        return [*reassign(target, body, heir, known, act).changes]
    if needs_successor(row.record_id, tasks):
        told = agencies_told("agency", [known[body.agency_id]])
        raise RegisterError("task_needs_successor", number=target.name, **told)
    return [*release(target, body, known, act).changes]


def needs_successor(task: RecordId, tasks: Mapping[RecordId, Values]) -> bool:
    """Return whether a task is the only one that leads: nobody would answer for the measure without it."""
    leads = [
        id for id, one in tasks.items() if one["role"] == LEAD and not one["archived"] and not one["valid_to"]
    ]
    return leads == [task]


def _body(id: RecordId, values: Values) -> BodyRow:
    names = ("agency_id", "role", "reports", "valid_from", "valid_to", "raw")
    told: dict[str, Any] = {name: values[name] for name in names}
    return BodyRow(id=id, **told)


def _first_day(row: PendingRow, held: HeldState) -> str | None:
    period = held.value("progress", row.progress_id, "period_id") if row.progress_id else None
    return str(held.value("period", RecordId(str(period)), "first_day")) if period else None
