"""Decide what decisions on measures write: close, exclude, extend, replace an executor, hand over to a successor."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from upr_desktop.grammar.deadline import Deadline
from upr_desktop.jobs.edit_plan import MeasureTarget
from upr_desktop.merge.plan_values import PERSON, deadline_values
from upr_desktop.register.changes import (
    Added,
    Change,
    ChangeSet,
    Edited,
    Label,
    RecordId,
    Values,
    edits,
    new_id,
)
from upr_desktop.register.errors import Problem
from upr_desktop.register.plan_rows import BodyRow, MeasureRow
from upr_desktop.register.plan_standing import ENDING, closed_on, status
from upr_desktop.register.queries import AgencyRow


@dataclass(frozen=True, slots=True)
class Act:
    """By what something was decided: the day (ISO text), the act (number, date), and who decided."""

    date: str
    act: str | None = None
    decided_by: str | None = None


def close_measures(targets: Sequence[MeasureTarget], act: Act, decision: str = "close") -> ChangeSet:
    """Return what closes measures, or excludes them; those closed already stay as they are."""
    if decision not in ENDING:
        raise ValueError(decision)
    changes = [
        _decision(target.id, decision, act) for target in targets if not closed_on(target.row.decisions)
    ]
    return ChangeSet(Label(f"label.measures.{decision}", {"count": len(changes)}), changes)


def reopen_measures(targets: Sequence[MeasureTarget]) -> ChangeSet:
    """Return what takes the decisions back that close measures: they go to the archive."""
    changes = [
        Edited("measure_decision", one.id, "archived", False, True)
        for target in targets
        for one in target.row.decisions
        if one.decision in ENDING
    ]
    return ChangeSet(Label("label.measures.reopened", {"count": len(changes)}), changes)


def extend_measure(target: MeasureTarget, deadline: Deadline, act: Act) -> ChangeSet:
    """Return what moves a deadline by a decision: the deadline itself with its new text, and the decision."""
    before = target.row.deadline
    after = deadline_values(deadline, PERSON)
    told = _decision(
        target.id, "extend", act, before.raw or before.end, deadline.raw or deadline.end or deadline.kind
    )
    changes: list[Change] = [*edits("measure", target.id, target.stored, after), told]
    return ChangeSet(Label("label.measure.extended", {"number": target.name}), changes)


def reassign(
    target: MeasureTarget,
    body: BodyRow,
    successor: AgencyRow,
    agencies: Mapping[RecordId, AgencyRow],
    act: Act,
) -> ChangeSet:
    """Return what replaces an executor from the act's day on: the old part ends the day before, a new one begins."""
    changes = _handing_over(target.row, body, successor.id, act)
    changes.append(_decision(target.id, "reassign", act, agencies[body.agency_id].code, successor.code))
    return ChangeSet(Label("label.measure.reassigned", {"number": target.name}), changes)


def release(
    target: MeasureTarget, body: BodyRow, agencies: Mapping[RecordId, AgencyRow], act: Act
) -> ChangeSet:
    """Return what ends a body's part from the act's day on, with nobody in its place."""
    eve = (date.fromisoformat(act.date) - timedelta(days=1)).isoformat()
    told = _decision(target.id, "reassign", act, agencies[body.agency_id].code)
    return ChangeSet(Label("label.measure.reassigned", {"number": target.name}), [*_ending(body, eve), told])


@dataclass(frozen=True, slots=True)
class HandOver:
    """One part that an agency would hand over. `problem` says why a person should look, or is None.

    Where the successor has a part in the measure already, that one is kept, with the stronger of the two roles.
    """

    measure: MeasureRow
    body: BodyRow
    present: BodyRow | None
    problem: Problem | None = None


def handover_preview(
    measures: Sequence[MeasureRow], agency: RecordId, successor: RecordId, act: Act
) -> list[HandOver]:
    """Return the open parts of an agency that a successor would take over on the act's day, in the order of measures.

    Open is a part that has not ended before that day, of a measure that is neither done nor closed nor archived.
    """
    return [
        HandOver(row, body, present, _doubt(row, body, present, act))
        for row in measures
        if not row.archived and not closed_on(row.decisions) and status(row) != "fully_implemented"
        for body in row.bodies
        if body.agency_id == agency and not (body.valid_to and body.valid_to < act.date)
        for present in [_part_of(row, successor)]
    ]


def hand_over(
    parts: Sequence[HandOver], successor: AgencyRow, agencies: Mapping[RecordId, AgencyRow], act: Act
) -> ChangeSet:
    """Return what hands these parts over, as one step, with a decision on each measure."""
    changes: list[Change] = []
    for part in parts:
        changes += _handing_over(part.measure, part.body, successor.id, act)
        before = agencies[part.body.agency_id].code
        changes.append(_decision(part.measure.id, "reassign", act, before, successor.code))
    values: Values = {"count": len(parts), "agency": successor.code}
    return ChangeSet(Label("label.measures.handed_over", values), changes)


def _part_of(row: MeasureRow, agency: RecordId) -> BodyRow | None:
    return next((body for body in row.bodies if body.agency_id == agency), None)


def _doubt(row: MeasureRow, body: BodyRow, present: BodyRow | None, act: Act) -> Problem | None:
    where = row.number or ""
    if present is not None:
        return Problem("successor_has_part", where, {}, row.id)
    if any(mark.assignment_id == body.id and mark.last_day >= act.date for mark in row.marks):
        return Problem("reported_after_transfer", where, {}, row.id)
    return None


def _handing_over(row: MeasureRow, body: BodyRow, successor: RecordId, act: Act) -> list[Change]:
    eve = (date.fromisoformat(act.date) - timedelta(days=1)).isoformat()
    return [*_ending(body, eve), *_beginning(row, body, successor, act.date)]


def _ending(body: BodyRow, eve: str) -> Iterator[Change]:
    """End a part on the eve; one that would begin after it never was: it goes to the archive."""
    if body.valid_from and body.valid_from > eve:
        yield Edited("assignment", body.id, "archived", False, True)
    elif body.valid_to != eve:
        yield Edited("assignment", body.id, "valid_to", body.valid_to, eve)


def _beginning(row: MeasureRow, body: BodyRow, successor: RecordId, day: str) -> Iterator[Change]:
    present = _part_of(row, successor)
    if present is None:
        values: Values = {
            "measure_id": row.id,
            "agency_id": successor,
            "role": body.role,
            "reports": body.reports,
            "valid_from": day,
            "raw": body.raw,
        }
        yield Added(
            "assignment", new_id(), {name: value for name, value in values.items() if value is not None}
        )
    elif body.role == "lead" != present.role:
        yield Edited("assignment", present.id, "role", present.role, "lead")


def _decision(
    measure: RecordId, decision: str, act: Act, before: str | None = None, after: str | None = None
) -> Added:
    values: Values = {
        "measure_id": measure,
        "decision": decision,
        "value_before": before,
        "value_after": after,
        "act": act.act,
        "date": act.date,
        "decided_by": act.decided_by,
    }
    return Added(
        "measure_decision", new_id(), {name: value for name, value in values.items() if value is not None}
    )
