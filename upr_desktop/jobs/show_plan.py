"""Give plans, measures, tasks, reports and what belongs to them as plain dictionaries for scripts (`show`)."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from upr_desktop.register.changes import RecordId
from upr_desktop.register.indicators import IndicatorRow, indicators_of
from upr_desktop.register.plan_queries import measures, periods, plans
from upr_desktop.register.plan_rows import LANGUAGES, MeasureRow, ProgressRow
from upr_desktop.register.plan_standing import claimed, closed_on
from upr_desktop.register.progress_queries import progress_of
from upr_desktop.register.queries import AgencyRow, agencies, records
from upr_desktop.register.register import Connection
from upr_desktop.register.store import State

Shown = dict[str, Any]


class Shows(Protocol):
    """Gives the records of one kind: those in use or, if asked for, those in the archive too."""

    def __call__(self, connection: Connection, *, archived: bool = False) -> list[Shown]:
        """Return the records as plain dictionaries."""


def _measures(connection: Connection, *, archived: bool = False) -> list[Shown]:
    codes, titles = _codes(connection), _titles(connection)
    areas = {id: term["code"] for id, term in records(connection, "term").items()}
    plan_names = {plan.id: plan.title("ru") for plan in plans(connection, archived=True)}
    gauges, period_codes = indicators_of(connection), _period_codes(connection)
    return [
        _measure(row, codes, titles)
        | {
            "plan": plan_names[row.plan_id],
            "area": areas[row.area_id] if row.area_id else None,
            **_by_language("completion_form", row.forms),
            "indicators": [_indicator(one, period_codes) for one in gauges.get(row.id, ())],
            "archived": row.archived,
        }
        for row in measures(connection, archived=archived)
        if row.archived == archived
    ]


def _measure(row: MeasureRow, codes: Mapping[RecordId, str], titles: Mapping[RecordId, str]) -> Shown:
    deadline = row.deadline
    return {
        "id": row.id,
        "number": row.number,
        "text": row.texts.get(row.original or "") or row.text("ru")[0] or None,
        **_by_language("text", row.texts),
        "section": row.section,
        "completion_form": row.form(row.original or "ru")[0] or None,
        "deadline": {
            "raw": deadline.raw,
            "kind": deadline.kind,
            "start": deadline.start,
            "end": deadline.end,
            "recurrence": details(deadline.details).get("recurrence"),
            **{key: details(deadline.details).get(key) for key in ("offset", "condition", "anchor", "spans")},
            "decided_by": deadline.decided_by,
        },
        "bodies": [
            {
                "raw": body.raw,
                "code": codes[body.agency_id],
                "role": body.role,
                "reports": body.reports,
                "valid_from": body.valid_from,
                "valid_to": body.valid_to,
            }
            for body in row.bodies
        ],
        "bodies_raw": row.bodies_raw,
        "recommendations": [link.number or link.id for link in row.recommendations],
        "references_raw": row.references_raw,
        "funding": row.funding,
        "note": row.note,
        "claimed": claimed(row),
        "assessed": row.assessment.value if row.assessment else None,
        "closed": closed_on(row.decisions),
        "decisions": [one.decision for one in row.decisions],
        "evidence": [titles[id] for id in row.evidence],
    }


def _indicator(row: IndicatorRow, codes: Mapping[RecordId, str]) -> Shown:
    return {
        "id": row.id,
        **_by_language("name", row.names),
        "unit": row.unit,
        "values": [
            {
                "year": one.year,
                "period": codes.get(one.period_id) if one.period_id else None,
                "planned": one.planned,
                "actual": one.actual,
            }
            for one in row.values
        ],
    }


def _period_codes(connection: Connection) -> dict[RecordId, str]:
    return {row.id: row.code for archive in (True, False) for row in periods(connection, archived=archive)}


def details(text: str | None) -> Mapping[str, Any]:
    """Return what a deadline's JSON text says; nothing where it is none."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _progress(connection: Connection, *, archived: bool = False) -> list[Shown]:
    codes, titles, numbers = _codes(connection), _titles(connection), _numbers(connection, "measure")
    found = progress_of(connection, archived=archived)
    return [_report(row, codes, titles, numbers) | {"archived": archived} for row in found]


def _report(
    row: ProgressRow,
    codes: Mapping[RecordId, str],
    titles: Mapping[RecordId, str],
    numbers: Mapping[RecordId, str | None],
) -> Shown:
    mark = row.mark
    return {
        "id": row.id,
        "measure": numbers[mark.measure_id],
        "agency": codes[mark.agency_id],
        "role": mark.role,
        "period": row.period,
        "claimed_status": mark.status,
        **_by_language("narrative", row.narratives),
        "done_on": mark.done_on,
        **_by_language("evidence_text", row.evidence_texts),
        **_by_language("problems_text", row.problems_texts),
        "no_change": mark.no_change,
        "state": mark.state,
        "confidential": row.confidential,
        "evidence": [titles[id] for id in row.evidence],
        "remarks": list(row.remarks),
        "assignment_id": mark.assignment_id,
        "period_id": mark.period_id,
    }


def _periods(connection: Connection, *, archived: bool = False) -> list[Shown]:
    codes = _codes(connection)
    return [
        {
            "id": row.id,
            "code": row.code,
            "from": row.first_day,
            "to": row.last_day,
            "due_agencies": row.due_agencies,
            "due_upward": row.due_upward,
            "extensions": [{"agency": codes[id], "due": due} for id, due in row.extensions.items()],
            "plan_id": row.plan_id,
            "archived": archived,
        }
        for row in periods(connection, archived=archived)
    ]


def _assignments(connection: Connection, *, archived: bool = False) -> list[Shown]:
    codes = _codes(connection)
    recommendations, numbers = _numbers(connection, "recommendation"), _numbers(connection, "measure")
    return [
        row
        | {
            "agency": codes[RecordId(row["agency_id"])],
            "measure": numbers.get(row["measure_id"]),
            "recommendation": recommendations.get(row["recommendation_id"]),
        }
        for row in plain(connection, "assignment", archived=archived)
    ]


def _evidence(connection: Connection, *, archived: bool = False) -> list[Shown]:
    links: dict[str, list[Shown]] = defaultdict(list)
    for row in plain(connection, "evidence_link"):
        links[row["evidence_id"]].append({"kind": row["record_kind"], "id": row["record_id"]})
    return [row | {"records": links[row["id"]]} for row in plain(connection, "evidence", archived=archived)]


def _plans(connection: Connection, *, archived: bool = False) -> list[Shown]:
    counts: dict[str, int] = defaultdict(int)
    for row in plain(connection, "measure"):
        counts[row["plan_id"]] += 1
    return [row | {"measures": counts[row["id"]]} for row in plain(connection, "plan", archived=archived)]


def _of_any(kind: str) -> Shows:
    """Return how records are shown that belong to a record of any kind and a period: with its number and the code."""

    def shown(connection: Connection, *, archived: bool = False) -> list[Shown]:
        named = {id: number for owner in OWNERS for id, number in _numbers(connection, owner).items()}
        codes = _period_codes(connection)
        return [
            row | {"record": named.get(row["record_id"]), "period": codes.get(row["period_id"])}
            for row in plain(connection, kind, archived=archived)
        ]

    return shown


OWNERS = ("measure", "recommendation")
SHOWN: Mapping[str, Shows] = {
    "plan": _plans,
    "measure": _measures,
    "assignment": _assignments,
    "period": _periods,
    "progress": _progress,
    "evidence": _evidence,
    "assessment": _of_any("assessment"),
    "summary": _of_any("summary"),
}


def plain(connection: Connection, kind: str, *, archived: bool = False) -> list[Shown]:
    """Return the fields of the records of a kind; archived ones only where they are asked for."""
    found: Iterable[tuple[RecordId, State]] = records(connection, kind).items()
    return [{"id": id, **values} for id, values in found if archived or not values["archived"]]


def _numbers(connection: Connection, kind: str) -> dict[RecordId, str | None]:
    found = records(connection, kind).items()
    return {id: str(values["number"]) if values["number"] else None for id, values in found}


def _codes(connection: Connection) -> dict[RecordId, str]:
    found: Iterable[tuple[RecordId, AgencyRow]] = agencies(connection).items()
    return {id: agency.code for id, agency in found}


def _titles(connection: Connection) -> dict[RecordId, str]:
    return {id: str(values["title"]) for id, values in records(connection, "evidence").items()}


def _by_language(stem: str, texts: Mapping[str, str]) -> Shown:
    return {f"{stem}_{code}": texts.get(code) for code in LANGUAGES}
