"""Decide what writing, handing in, sending back, accepting and assessing reports writes: values in, changes out."""

from collections.abc import Mapping, Sequence

from upr_desktop.code_lists import REPORT_TEXTS
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
from upr_desktop.register.errors import Problem
from upr_desktop.register.kinds import kinds
from upr_desktop.register.plan_rules import ReportAround, report_problems
from upr_desktop.register.rules import value_problems
from upr_desktop.words import LANGUAGES

FIELDS = frozenset(
    {
        "claimed_status",
        *(f"{text}_{code}" for text in REPORT_TEXTS for code in LANGUAGES),
        "done_on",
        "no_change",
        "confidential",
    }
)
DRAFT, SUBMITTED, ACCEPTED, SENT_BACK = "draft", "submitted", "accepted", "sent_back"
# What a report becomes when it is edited: one sent back is in work again, one accepted must be looked at again.
AFTER_EDIT = {SENT_BACK: DRAFT, ACCEPTED: SUBMITTED}
# Where an agency keeps its reports: one that went out in a return is in work again.
AFTER_OWN_EDIT = {SENT_BACK: DRAFT, ACCEPTED: DRAFT, SUBMITTED: DRAFT}
Reports = Mapping[RecordId, Values]


def write_report(
    assignment: RecordId,
    period: RecordId,
    wishes: Values,
    stored: tuple[RecordId, Values] | None = None,
    after_edit: Mapping[str, str] = AFTER_EDIT,
) -> tuple[RecordId, ChangeSet]:
    """Return the id of the report on a task for a period, and what gives it the values wished.

    `after_edit` says what a report of a state becomes. `stored` is the report that is there, by id; where there is none
    a draft is made. Raises KeyError for a field that is not one of FIELDS.
    """
    if unknown := set(wishes) - FIELDS:
        raise KeyError(", ".join(sorted(unknown)))
    label = Label("label.progress.written", {})
    if stored is None:
        id = new_id()
        ends: Values = {"assignment_id": assignment, "period_id": period, "state": DRAFT}
        told = {name: value for name, value in wishes.items() if value not in (None, "")}
        return id, ChangeSet(label, [Added("progress", id, {**ends, **told})] if told else [])
    id, present = stored
    changes: list[Change] = [*edits("progress", id, present, wishes)]
    state = str(present["state"])
    if changes and state in after_edit:
        changes.append(Edited("progress", id, "state", state, after_edit[state]))
    return id, ChangeSet(label, changes)


def report_warnings(stored: Values, wishes: Values, around: ReportAround) -> list[Problem]:
    """Return what is wrong with a report, or worth a look, with the values wished: as one types."""
    wrong = [
        problem
        for field, value in wishes.items()
        if value not in (None, "")
        for problem in value_problems(kinds()["progress"], field, value)
    ]
    return wrong or report_problems({**stored, **wishes}, around)


def repeat_report(previous: Values) -> Values:
    """Return the wishes that say "no change": the status stays what it was, no text is copied."""
    return {"no_change": True, "claimed_status": previous["claimed_status"]}


def submit(reports: Reports) -> ChangeSet:
    """Return what hands reports in; those handed in already stay as they are."""
    return _moved(reports, (DRAFT, SENT_BACK), SUBMITTED, "label.progress.submitted")


def accept(reports: Reports) -> ChangeSet:
    """Return what accepts the reports that were handed in."""
    return _moved(reports, (SUBMITTED,), ACCEPTED, "label.progress.accepted")


def send_back(reports: Reports, remark: str) -> ChangeSet:
    """Return what sends reports back with a remark; drafts are left alone."""
    moved = _moved(reports, (SUBMITTED, ACCEPTED), SENT_BACK, "label.progress.sent_back")
    remarks = [_remark(change.id, remark) for change in moved.changes if remark.strip()]
    return ChangeSet(moved.label, [*moved.changes, *remarks])


def add_remark(report: RecordId, text: str) -> ChangeSet:
    """Return what adds a remark to a report without sending it back."""
    return ChangeSet(Label("label.progress.remark", {}), [_remark(report, text)])


def edit_remark(id: RecordId, stored: Values, text: str) -> ChangeSet:
    """Return what words a remark anew."""
    label = Label("label.progress.remark_edited", {})
    return ChangeSet(label, edits("remark", id, stored, {"text": text.strip()}))


def take_remark_back(id: RecordId, stored: Values) -> ChangeSet:
    """Return what takes a remark back: it goes to the archive, and into no slip or workbook any more."""
    label = Label("label.progress.remark_taken_back", {})
    return ChangeSet(label, edits("remark", id, stored, {"archived": True}))


def _moved(reports: Reports, before: Sequence[str], after: str, label: str) -> ChangeSet:
    changes = [
        Edited("progress", id, "state", values["state"], after)
        for id, values in reports.items()
        if values["state"] in before and not values["archived"]
    ]
    return ChangeSet(Label(label, {"count": len(changes)}), changes)


def _remark(report: RecordId, text: str) -> Added:
    return Added("remark", new_id(), {"progress_id": report, "text": text.strip()})


def assess(
    kind: str,
    ids: Sequence[RecordId],
    value: str,
    *,
    assessor: str | None = None,
    date: str | None = None,
    period: RecordId | None = None,
    reason: str | None = None,
) -> ChangeSet:
    """Return what assesses records of a kind: assignment, measure or recommendation. Earlier assessments stay."""
    given: Values = {
        "value": value,
        "assessor": assessor,
        "date": date,
        "period_id": period,
        "reason": reason,
    }
    told = {name: each for name, each in given.items() if each is not None}
    changes = [Added("assessment", new_id(), {"record_id": id, "record_kind": kind, **told}) for id in ids]
    return ChangeSet(Label("label.assessed", {"kind": kind, "count": len(changes)}), changes)


def give_reason(id: RecordId, stored: Values, reason: str) -> ChangeSet:
    """Return what says why an assessment is so; an empty text takes the reason away."""
    label = Label("label.assessment.reason", {})
    return ChangeSet(label, edits("assessment", id, stored, {"reason": reason or None}))


def write_summary(
    kind: str, id: RecordId, period: RecordId, wishes: Values, stored: tuple[RecordId, Values] | None = None
) -> ChangeSet:
    """Return what gives the consolidated wording of a measure or recommendation the values wished: texts, state."""
    label = Label("label.summary.written", {})
    if stored is not None:
        return ChangeSet(label, edits("summary", stored[0], stored[1], wishes))
    told = {name: value for name, value in wishes.items() if value not in (None, "")}
    owner: Values = {"record_id": id, "record_kind": kind, "period_id": period, "state": "draft"}
    return ChangeSet(label, [Added("summary", new_id(), {**owner, **told})] if told else [])


def attach_evidence(kind: str, owner: RecordId, values: Values) -> tuple[RecordId, ChangeSet]:
    """Return the id of a new document and what adds it to a record: progress, measure or recommendation."""
    id = new_id()
    given: dict[str, Value] = {name: value for name, value in values.items() if value not in (None, "")}
    title = str(given.get("title") or "")
    changes = [Added("evidence", id, given), _evidence_link(id, kind, owner)]
    return id, ChangeSet(Label("label.evidence.attached", {"title": title[:80]}), changes)


def attach_to_report(
    assignment: RecordId, period: RecordId, report: RecordId | None, values: Values
) -> ChangeSet:
    """Return what adds a new document to the report on a task for a period; where there is none a draft is made."""
    owner = report or new_id()
    _, attached = attach_evidence("progress", owner, values)
    ends: Values = {"assignment_id": assignment, "period_id": period, "state": DRAFT}
    begun = [] if report else [Added("progress", owner, ends)]
    return ChangeSet(attached.label, [*begun, *attached.changes])


def link_documents(
    kind: str, owner: RecordId, wished: Sequence[RecordId], links: Mapping[RecordId, Values]
) -> ChangeSet:
    """Return what makes these documents, and no others, those of a record; `links` are its evidence_link records."""
    present = {RecordId(str(link["evidence_id"])): id for id, link in links.items() if not link["archived"]}
    changes: list[Change] = [
        Edited("evidence_link", link, "archived", False, True)
        for evidence, link in present.items()
        if evidence not in wished
    ]
    changes += [_evidence_link(evidence, kind, owner) for evidence in wished if evidence not in present]
    return ChangeSet(Label("label.documents.linked", {"count": len(changes)}), changes)


def _evidence_link(evidence: RecordId, kind: str, owner: RecordId) -> Added:
    ends: Values = {"evidence_id": evidence, "record_id": owner, "record_kind": kind}
    return Added("evidence_link", new_id(), ends)
