"""Tell where a measure stands on a day: closed, done, done late, overdue, due soon or open. Nothing of it is stored."""

from collections.abc import Iterable
from datetime import date, timedelta

from upr_desktop.register.plan_rows import AssessmentRow, DecisionRow, MeasureRow, ReportMark

CLOSED, DONE, DONE_LATE, OVERDUE, DUE_SOON, OPEN = (
    "closed",
    "done",
    "done_late",
    "overdue",
    "due_soon",
    "open",
)
STANDINGS = (OVERDUE, DUE_SOON, OPEN, DONE_LATE, DONE, CLOSED)
SOON_DAYS = 30
ENDING = ("close", "exclude")


def closed_on(decisions: Iterable[DecisionRow]) -> str | None:
    """Return the day (ISO text) from which a measure is closed or excluded by a decision; None where it is not."""
    return min((one.date for one in decisions if one.decision in ENDING), default=None)


def claim(marks: Iterable[ReportMark]) -> ReportMark | None:
    """Return the report whose status counts as claimed: the newest of a lead, or of any body where no lead reported.

    Drafts and reports sent back claim nothing, nor does one without a status.
    """
    made = [mark for mark in marks if mark.counts and mark.status]
    led = [mark for mark in made if mark.role == "lead"]
    return max(led or made, key=lambda mark: (mark.last_day, mark.id), default=None)


def newest(assessments: Iterable[AssessmentRow]) -> AssessmentRow | None:
    """Return the assessment that counts: that of the latest day, of several the one written last."""
    return max(assessments, key=lambda one: (one.date or "", one.id), default=None)


def claimed(row: MeasureRow) -> str | None:
    """Return the status that the agencies claim for a measure."""
    found = claim(row.marks)
    return found.status if found else None


def status(row: MeasureRow) -> str | None:
    """Return the status that counts: what the coordinator assessed, else what is claimed."""
    return row.assessment.value if row.assessment else claimed(row)


def standing(row: MeasureRow, today: date, soon: int = SOON_DAYS) -> str:
    """Return one of STANDINGS. Overdue and due soon are only measures with a last day, neither done nor closed."""
    closed, end = closed_on(row.decisions), row.deadline.end
    if closed is not None and closed <= today.isoformat():
        return CLOSED
    if status(row) == "fully_implemented":
        done_on = next((mark.done_on for mark in row.marks if mark.counts and mark.done_on), None)
        return DONE_LATE if done_on and end and done_on > end else DONE
    if end is None:
        return OPEN
    if end < today.isoformat():
        return OVERDUE
    return DUE_SOON if end <= (today + timedelta(days=soon)).isoformat() else OPEN
