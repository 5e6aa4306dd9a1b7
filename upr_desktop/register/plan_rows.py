"""Hold what tables and forms show of a plan: measures, periods and reports as frozen rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from upr_desktop.register.changes import RecordId

LANGUAGES = ("kk", "ru", "en")
NEXT_BEST = ("ru", "kk", "en")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan. `who_reports` is lead | all | per_assignment, `mode` period | cumulative; days are ISO text."""

    id: RecordId
    titles: Mapping[str, str]
    act: str | None
    state: str
    valid_from: str | None
    valid_to: str | None
    who_reports: str
    mode: str
    archived: bool

    def title(self, language: str) -> str:
        """Return the title in the language, else in Russian, Kazakh, English."""
        return in_language(self.titles, language)[0]


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A reporting period; `extensions` gives an agency its own due day."""

    id: RecordId
    plan_id: RecordId
    code: str
    first_day: str
    last_day: str
    due_agencies: str | None
    due_upward: str | None
    extensions: Mapping[RecordId, str] = field(default_factory=dict)

    def due(self, agency: RecordId) -> str | None:
        """Return the day on which this agency owes its report, if one is set."""
        return self.extensions.get(agency, self.due_agencies)


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body's part in a measure (an assignment). `role` is lead | co | consulted; `raw` as the plan wrote it."""

    id: RecordId
    agency_id: RecordId
    role: str
    reports: bool | None
    valid_from: str | None
    valid_to: str | None
    raw: str | None


@dataclass(frozen=True, slots=True)
class LinkedRow:
    """A recommendation that a measure implements; `link_id` is the record that links the two."""

    id: RecordId
    link_id: RecordId
    number: str | None
    cycle: int | None
    position: str


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A deadline as it is stored: the text, what it was understood as, the rest as JSON; days are ISO text."""

    raw: str | None
    kind: str | None
    start: str | None
    end: str | None
    details: str | None
    decided_by: str | None

    @property
    def is_decided(self) -> bool:
        """Return whether the text, if there is one, was understood or set by a person."""
        return self.raw is None if self.kind is None else self.kind != "undecided"


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision on a measure: close | extend | reassign | exclude."""

    id: RecordId
    decision: str
    date: str
    act: str | None
    value_before: str | None
    value_after: str | None


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """What a person holds of a record; the newest one counts."""

    id: RecordId
    record_id: RecordId
    value: str
    date: str | None
    period_id: RecordId | None
    assessor: str | None
    reason: str | None


class ReportMark(NamedTuple):
    """What is counted of a report, without its texts; reports are ordered by `last_day`, that of their period.

    A tuple, as there are ten thousand of them where measures are counted by the hundred.
    """

    id: RecordId
    assignment_id: RecordId
    period_id: RecordId
    measure_id: RecordId
    agency_id: RecordId
    role: str
    state: str
    status: str | None
    no_change: bool
    done_on: str | None
    last_day: str

    @property
    def counts(self) -> bool:
        """Return whether the agency stands by it: it was handed in and not sent back."""
        return self.state in ("submitted", "accepted")


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One report with its texts by language, the ids of its documents, and the coordinator's remarks, oldest first."""

    mark: ReportMark
    period: str
    narratives: Mapping[str, str]
    evidence_texts: Mapping[str, str]
    problems_texts: Mapping[str, str]
    confidential: bool
    evidence: tuple[RecordId, ...]
    remarks: tuple[str, ...]

    @property
    def id(self) -> RecordId:
        """Return the report's id."""
        return self.mark.id

    def narrative(self, language: str) -> tuple[str, str]:
        """Return the narrative in the language, or in what there is, and which language it is."""
        return in_language(self.narratives, language)

    def evidence_told(self, language: str) -> str:
        """Return what is said of supporting documents in the language, or in what there is; empty for nothing."""
        return in_language(self.evidence_texts, language)[0]

    def problems_told(self, language: str) -> str:
        """Return what is said of problems and proposals in the language, or in what there is; empty for nothing."""
        return in_language(self.problems_texts, language)[0]


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure with all that a table shows. `evidence` are documents of the measure and of its reports.

    `bodies_raw` and `references_raw` are the plan's cells as written.
    `marks` are its reports, newest period first; `last` is the newest that was handed in, else the newest, in full.
    """

    id: RecordId
    plan_id: RecordId
    number: str | None
    order: tuple[int, int, int]
    section: str | None
    area_id: RecordId | None
    texts: Mapping[str, str]
    quality: Mapping[str, str]
    original: str | None
    forms: Mapping[str, str]
    deadline: DeadlineRow
    funding: str | None
    note: str | None
    archived: bool
    bodies: tuple[BodyRow, ...] = ()
    recommendations: tuple[LinkedRow, ...] = ()
    decisions: tuple[DecisionRow, ...] = ()
    assessment: AssessmentRow | None = None
    marks: tuple[ReportMark, ...] = ()
    last: ProgressRow | None = None
    evidence: tuple[RecordId, ...] = ()
    indicators: int = 0
    notes: int = 0
    bodies_raw: str | None = None
    references_raw: str | None = None

    @property
    def leads(self) -> tuple[RecordId, ...]:
        """Return the agencies in the lead; those that handed it over only where nobody took it."""
        found = [body for body in self.bodies if body.role == "lead"]
        return tuple(body.agency_id for body in [one for one in found if one.valid_to is None] or found)

    def text(self, language: str) -> tuple[str, str]:
        """Return the text in the language, or in what there is, and which language it is."""
        return in_language(self.texts, language)

    def form(self, language: str) -> tuple[str, str]:
        """Return the form of completion in the language, or in what there is, and which language it is."""
        return in_language(self.forms, language)


@dataclass(frozen=True, slots=True)
class MeasureMark:
    """What a recommendation's row says of one of its measures; `status` is the one that counts, if there is any."""

    id: RecordId
    number: str | None
    deadline_end: str | None
    is_open: bool
    claimed: str | None
    assessed: str | None


@dataclass(frozen=True, slots=True)
class InPlan:
    """What the plan says of a recommendation: its measures, and the newest assessment of the recommendation itself."""

    measures: tuple[MeasureMark, ...] = ()
    assessed: str | None = None

    @property
    def nearest_deadline(self) -> str | None:
        """Return the earliest last day (ISO text) of a measure that is neither done nor closed."""
        return min(
            (mark.deadline_end for mark in self.measures if mark.is_open and mark.deadline_end), default=None
        )

    @property
    def claimed(self) -> tuple[str, ...]:
        """Return the statuses that agencies claim for the measures, each once, in the order of the measures."""
        return tuple(dict.fromkeys(mark.claimed for mark in self.measures if mark.claimed))


NOT_IN_PLAN = InPlan()


def in_language(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """Return the text in the language wished, else in Russian, Kazakh, English, and which language it is."""
    for code in (language, *NEXT_BEST):
        if texts.get(code):
            return texts[code], code
    return "", language
