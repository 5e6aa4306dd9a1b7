"""Declare the sheets of a plan in a register workbook: plans, measures, periods, reports and wordings."""

from upr_desktop.merge.register_columns import (
    Column,
    Holds,
    Link,
    SheetSpec,
    names_of,
    own_column,
    role_title,
)

PLAN_SHEETS = ("plans", "measures", "periods", "progress", "wordings", "indicators", "indicator_values")


def _plans() -> SheetSpec:
    kind = "plan"
    columns = (
        *names_of(kind, "title"),
        own_column(kind, "act"),
        own_column(kind, "state", Holds.CODE, codes="plan_state", required=True),
        own_column(kind, "valid_from", Holds.DAY),
        own_column(kind, "valid_to", Holds.DAY),
        own_column(kind, "who_reports", Holds.CODE, codes="who_reports", required=True),
        own_column(kind, "mode", Holds.CODE, codes="plan_mode", required=True),
    )
    return SheetSpec("plans", "record.plan.many", (kind,), columns, ("title_kk", "title_ru", "title_en"))


def _plan_of(kind: str) -> Column:
    title = f"field.{kind}.plan_id"
    return Column("plan", title, Holds.REF, kind, "plan_id", names="plan", only_new=True, required=True)


def _role(role: str) -> Column:
    link = Link("assignment", "measure_id", "agency_id", {"role": role}, {"role": role})
    return Column(role, role_title(role), Holds.REFS, "measure", names="agency", link=link)


def _documents(kind: str) -> Column:
    of_kind = {"record_kind": kind}
    link = Link("evidence_link", "record_id", "evidence_id", of_kind, of_kind)
    return Column("evidence", "workbook.column.documents", Holds.REFS, kind, names="evidence", link=link)


def _measures() -> SheetSpec:
    kind = "measure"
    linked = Link("measure_recommendation", "measure_id", "recommendation_id")
    columns = (
        own_column(kind, "number", Holds.ITEM),
        *names_of(kind, "text"),
        Column(
            "recommendations",
            "record.recommendation.many",
            Holds.REFS,
            kind,
            names="recommendation",
            link=linked,
        ),
        *names_of(kind, "completion_form"),
        own_column(kind, "deadline_raw"),
        own_column(kind, "deadline_kind", Holds.CODE, codes="deadline_kind"),
        own_column(kind, "deadline_start", Holds.DAY),
        own_column(kind, "deadline_end", Holds.DAY),
        _role("lead"),
        _role("co"),
        _role("consulted"),
        Column("area", "field.measure.area_id", Holds.REF, kind, "area_id", names="area"),
        own_column(kind, "section"),
        own_column(kind, "funding"),
        own_column(kind, "note"),
        _documents(kind),
        _plan_of(kind),
    )
    return SheetSpec("measures", "record.measure.many", (kind,), columns, ("plan", "number"))


def _periods() -> SheetSpec:
    kind = "period"
    columns = (
        own_column(kind, "code", required=True),
        own_column(kind, "first_day", Holds.DAY, required=True),
        own_column(kind, "last_day", Holds.DAY, required=True),
        own_column(kind, "due_agencies", Holds.DAY),
        own_column(kind, "due_upward", Holds.DAY),
        _plan_of(kind),
    )
    return SheetSpec("periods", "record.period.many", (kind,), columns, ("plan", "code"))


def _reference(key: str, kind: str) -> Column:
    title = f"field.{kind}.{key}_id"
    return Column(key, title, Holds.REF, kind, f"{key}_id", names=key, only_new=True, required=True)


def _progress() -> SheetSpec:
    kind = "progress"
    remarks = Link("remark", "progress_id", "text")
    columns = (
        _reference("assignment", kind),
        _reference("period", kind),
        own_column(kind, "claimed_status", Holds.CODE, codes="status"),
        *names_of(kind, "narrative"),
        own_column(kind, "done_on", Holds.DAY),
        *names_of(kind, "evidence_text", "problems_text"),
        own_column(kind, "no_change", Holds.FLAG),
        Column("remarks", "record.remark.many", Holds.LINES, kind, link=remarks),
        _documents(kind),
        own_column(kind, "state", Holds.CODE, codes="progress_state", required=True),
        own_column(kind, "confidential", Holds.FLAG),
    )
    return SheetSpec("progress", "record.progress.many", (kind,), columns, ("assignment", "period"))


def _wordings() -> SheetSpec:
    kind = "summary"
    columns = (
        Column(
            "measure",
            "record.measure.one",
            Holds.REF,
            kind,
            "record_id",
            names="measure",
            only_new=True,
            required=True,
        ),
        _reference("period", kind),
        *names_of(kind, "text"),
        own_column(kind, "state", Holds.CODE, codes="summary_state", required=True),
        own_column(kind, "confidential", Holds.FLAG),
    )
    return SheetSpec("wordings", "record.summary.many", (kind,), columns, ("measure", "period"))


def _indicators() -> SheetSpec:
    kind = "indicator"
    columns = (_reference("measure", kind), *names_of(kind, "name"), own_column(kind, "unit"))
    known_by = ("measure", "name_kk", "name_ru", "name_en")
    return SheetSpec("indicators", "record.indicator.many", (kind,), columns, known_by)


def _indicator_values() -> SheetSpec:
    kind = "indicator_value"
    columns = (
        _reference("indicator", kind),
        own_column(kind, "year", Holds.WHOLE),
        Column("period", f"field.{kind}.period_id", Holds.REF, kind, "period_id", names="period"),
        own_column(kind, "planned"),
        own_column(kind, "actual"),
    )
    known_by = ("indicator", "year", "period")
    return SheetSpec("indicator_values", "record.indicator_value.many", (kind,), columns, known_by)


def plan_sheets() -> tuple[SheetSpec, ...]:
    """Return the sheets of a plan, in the order in which they stand."""
    return (
        _plans(),
        _measures(),
        _periods(),
        _progress(),
        _wordings(),
        _indicators(),
        _indicator_values(),
    )
