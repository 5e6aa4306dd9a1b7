"""Declare the records of a plan: measures, periods, what agencies report, what is decided and assessed."""

from sqlalchemy.orm import Mapped

from upr_desktop.code_lists import (
    ANSWERS_ABOUT,
    DEADLINE_KINDS,
    DECIDED_BY,
    DECISIONS,
    PLAN_MODES,
    PLAN_STATES,
    PROGRESS_STATES,
    QUALITIES,
    STATUSES,
    SUMMARY_STATES,
    WHO_REPORTS,
)
from upr_desktop.register.records import LANGUAGES, Record, any_record, codes, day, link, required, searched


class Plan(Record):
    """A plan of measures. `who_reports` says who owes a report on a measure; `mode` whether it tells of the period."""

    __tablename__ = "plan"
    title_kk: Mapped[str | None] = searched()
    title_ru: Mapped[str | None] = searched()
    title_en: Mapped[str | None] = searched()
    act: Mapped[str | None] = searched()
    state: Mapped[str] = codes(*PLAN_STATES, required=True)
    valid_from: Mapped[str | None] = day()
    valid_to: Mapped[str | None] = day()
    who_reports: Mapped[str] = codes(*WHO_REPORTS, required=True)
    mode: Mapped[str] = codes(*PLAN_MODES, required=True)


class Measure(Record):
    """`number` is TEXT with three integers to sort by; `section` is the heading it stands under, as written.

    `bodies_raw` and `references_raw` are the plan's cells: what they name and nobody could tell stays in them.
    `deadline_details` is JSON: what kind, start and end do not say (recurrence, offset, anchor, several dates).
    """

    __tablename__ = "measure"
    plan_id: Mapped[str] = link("plan")
    number: Mapped[str | None] = searched()
    paragraph: Mapped[int | None]
    item: Mapped[int | None]
    subitem: Mapped[int | None]
    section: Mapped[str | None] = searched()
    area_id: Mapped[str | None] = link("term", is_required=False)
    text_kk: Mapped[str | None] = searched()
    text_ru: Mapped[str | None] = searched()
    text_en: Mapped[str | None] = searched()
    original_language: Mapped[str | None] = codes(*LANGUAGES)
    quality_kk: Mapped[str | None] = codes(*QUALITIES)
    quality_ru: Mapped[str | None] = codes(*QUALITIES)
    quality_en: Mapped[str | None] = codes(*QUALITIES)
    completion_form_kk: Mapped[str | None] = searched()
    completion_form_ru: Mapped[str | None] = searched()
    completion_form_en: Mapped[str | None] = searched()
    bodies_raw: Mapped[str | None] = searched()
    references_raw: Mapped[str | None]
    deadline_raw: Mapped[str | None] = searched()
    deadline_kind: Mapped[str | None] = codes(*DEADLINE_KINDS)
    deadline_start: Mapped[str | None] = day()
    deadline_end: Mapped[str | None] = day()
    deadline_details: Mapped[str | None]
    deadline_decided_by: Mapped[str | None] = codes(*DECIDED_BY)
    funding: Mapped[str | None] = searched()
    note: Mapped[str | None] = searched()


class MeasureRecommendation(Record):
    __tablename__ = "measure_recommendation"
    measure_id: Mapped[str] = link("measure")
    recommendation_id: Mapped[str] = link("recommendation")


class Indicator(Record):
    __tablename__ = "indicator"
    measure_id: Mapped[str] = link("measure")
    name_kk: Mapped[str | None] = searched()
    name_ru: Mapped[str | None] = searched()
    name_en: Mapped[str | None] = searched()
    unit: Mapped[str | None]


class IndicatorValue(Record):
    """What was planned and reached, as written (`not less than 80`), for a period or a year."""

    __tablename__ = "indicator_value"
    indicator_id: Mapped[str] = link("indicator")
    period_id: Mapped[str | None] = link("period", is_required=False)
    year: Mapped[int | None]
    planned: Mapped[str | None]
    actual: Mapped[str | None]


class Period(Record):
    """A reporting period. `due_agencies` is when agencies owe their reports, `due_upward` when the whole goes up."""

    __tablename__ = "period"
    plan_id: Mapped[str] = link("plan")
    code: Mapped[str] = required()
    first_day: Mapped[str] = day(is_required=True)
    last_day: Mapped[str] = day(is_required=True)
    due_agencies: Mapped[str | None] = day()
    due_upward: Mapped[str | None] = day()


class PeriodExtension(Record):
    __tablename__ = "period_extension"
    period_id: Mapped[str] = link("period")
    agency_id: Mapped[str] = link("agency")
    due: Mapped[str] = day(is_required=True)
    reason: Mapped[str | None]


class Progress(Record):
    """What one agency reports on one measure for one period: one living record for each of these pairs."""

    __tablename__ = "progress"
    __unique__ = ("assignment_id", "period_id")
    assignment_id: Mapped[str] = link("assignment")
    period_id: Mapped[str] = link("period")
    claimed_status: Mapped[str | None] = codes(*STATUSES)
    narrative_kk: Mapped[str | None] = searched()
    narrative_ru: Mapped[str | None] = searched()
    narrative_en: Mapped[str | None] = searched()
    done_on: Mapped[str | None] = day()
    evidence_text_kk: Mapped[str | None] = searched()
    evidence_text_ru: Mapped[str | None] = searched()
    evidence_text_en: Mapped[str | None] = searched()
    problems_text_kk: Mapped[str | None] = searched()
    problems_text_ru: Mapped[str | None] = searched()
    problems_text_en: Mapped[str | None] = searched()
    no_change: Mapped[bool | None]
    state: Mapped[str] = codes(*PROGRESS_STATES, required=True)
    confidential: Mapped[bool | None]


class Remark(Record):
    """What the coordinator says of a report."""

    __tablename__ = "remark"
    progress_id: Mapped[str] = link("progress")
    text: Mapped[str] = searched(is_required=True)


class Summary(Record):
    """The consolidated wording for a measure or recommendation and a period, apart from what agencies wrote."""

    __tablename__ = "summary"
    __unique__ = ("record_id", "period_id")
    record_id: Mapped[str] = any_record()
    record_kind: Mapped[str] = required()
    period_id: Mapped[str] = link("period")
    text_kk: Mapped[str | None] = searched()
    text_ru: Mapped[str | None] = searched()
    text_en: Mapped[str | None] = searched()
    state: Mapped[str] = codes(*SUMMARY_STATES, required=True)
    confidential: Mapped[bool | None]


class Assessment(Record):
    """What a person holds of an assignment, a measure or a recommendation; nothing sets it by itself."""

    __tablename__ = "assessment"
    record_id: Mapped[str] = any_record()
    record_kind: Mapped[str] = required()
    period_id: Mapped[str | None] = link("period", is_required=False)
    assessor: Mapped[str | None]
    value: Mapped[str] = codes(*STATUSES, "implemented", required=True)
    date: Mapped[str | None] = day()
    reason: Mapped[str | None] = searched()


class MeasureDecision(Record):
    """A decision on a measure with its act. What it went from and to: dates, codes of agencies, as text."""

    __tablename__ = "measure_decision"
    measure_id: Mapped[str] = link("measure")
    decision: Mapped[str] = codes(*DECISIONS, required=True)
    value_before: Mapped[str | None]
    value_after: Mapped[str | None]
    act: Mapped[str | None] = searched()
    date: Mapped[str] = day(is_required=True)
    decided_by: Mapped[str | None]


class PlanAnswer(Record):
    """What a person answered to a text of the plan's cells, for every cell that says the same. `answer` is JSON."""

    __tablename__ = "plan_answer"
    plan_id: Mapped[str] = link("plan")
    about: Mapped[str] = codes(*ANSWERS_ABOUT, required=True)
    raw: Mapped[str] = required()
    answer: Mapped[str] = required()
