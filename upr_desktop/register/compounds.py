"""Say which fields that `show` prints are kept in records of their own, and how these are found."""

from collections.abc import Mapping
from dataclasses import dataclass

from upr_desktop.code_lists import REPORT_TEXTS

OWN = "SELECT id FROM {} WHERE {} = ?"
DOCUMENTS = "SELECT evidence_id FROM evidence_link WHERE {} {}"
TASKS = "SELECT id FROM assignment WHERE measure_id = ?"
GAUGES = (
    "SELECT id FROM indicator_value WHERE indicator_id IN (SELECT id FROM indicator WHERE measure_id = ?)"
)
REPORTS = f"SELECT id FROM progress WHERE assignment_id IN ({TASKS})"
OWN_AND_REPORTED = f"IN (SELECT ? UNION {REPORTS})"


@dataclass(frozen=True, slots=True)
class Compound:
    """A field of `show` that is kept in records of its own: their kind, the select that finds them, their fields.

    The owner's id stands for each parameter of the select.
    """

    kind: str
    select: str
    fields: tuple[str, ...]


def linked(kind: str, owner: str, *names: str) -> Compound:
    """Return the fields of the records of a kind whose field `owner` is the record's id."""
    return Compound(kind, OWN.format(kind, owner), (*names, "archived"))


def documents(owner: str, test: str = "= ?") -> tuple[Compound, ...]:
    """Return the links to documents, and what the documents say."""
    return (
        Compound(
            "evidence_link", f"SELECT id FROM evidence_link WHERE {owner} {test}", ("evidence_id", "archived")
        ),
        Compound(
            "evidence",
            DOCUMENTS.format(owner, test),
            ("title", "description", "act_number", "act_date", "url"),
        ),
    )


def _held(name: str) -> tuple[Compound, ...]:
    return (linked("assessment", "record_id", name),)


DEADLINE = ("deadline_raw", "deadline_kind", "deadline_start", "deadline_end", "deadline_details")
ITSELF = "SELECT ?"
IMPLEMENTING = "SELECT measure_id FROM measure_recommendation WHERE recommendation_id = ?"
CLAIMS = (
    "SELECT p.id FROM progress p JOIN assignment a ON a.id = p.assignment_id "
    f"WHERE a.measure_id IN ({IMPLEMENTING})"
)
RECOMMENDATION_IN_PLAN: Mapping[str, tuple[Compound, ...]] = {
    "claimed": (Compound("progress", CLAIMS, ("claimed_status", "state")),),
    "assessed": _held("value"),
    "nearest_deadline": (Compound("measure", IMPLEMENTING, ("deadline_end",)),),
}
PLAN_COMPOUNDS: Mapping[str, Mapping[str, tuple[Compound, ...]]] = {
    "measure": {
        "text": (Compound("measure", ITSELF, ("text_ru", "text_kk", "text_en")),),
        "completion_form": (
            Compound("measure", ITSELF, ("completion_form_ru", "completion_form_kk", "completion_form_en")),
        ),
        "deadline": (Compound("measure", ITSELF, DEADLINE),),
        "bodies": (linked("assignment", "measure_id", "agency_id", "role", "reports", "raw"),),
        "recommendations": (linked("measure_recommendation", "measure_id", "recommendation_id"),),
        "indicators": (
            linked("indicator", "measure_id", "name_ru", "name_kk", "name_en", "unit"),
            Compound("indicator_value", GAUGES, ("planned", "actual", "year", "period_id", "archived")),
        ),
        "claimed": (Compound("progress", REPORTS, ("claimed_status", "state")),),
        "assessed": _held("value"),
        "decisions": (linked("measure_decision", "measure_id", "decision", "date", "act"),),
        "closed": (linked("measure_decision", "measure_id", "decision", "date", "act"),),
        "evidence": documents("record_id", OWN_AND_REPORTED),
    },
    "progress": {
        **{
            text: (Compound("progress", ITSELF, tuple(f"{text}_{code}" for code in ("ru", "kk", "en"))),)
            for text in REPORT_TEXTS
        },
        "evidence": documents("record_id"),
        "remarks": (linked("remark", "progress_id", "text"),),
    },
    "period": {"extensions": (linked("period_extension", "period_id", "agency_id", "due"),)},
    "assignment": {"assessed": _held("value")},
}
PLAN_SAME = {
    ("measure", "area"): "area_id",
    ("measure", "plan"): "plan_id",
    ("progress", "period"): "period_id",
    ("progress", "measure"): "assignment_id",
    ("progress", "agency"): "assignment_id",
    ("period", "from"): "first_day",
    ("period", "to"): "last_day",
    ("assignment", "agency"): "agency_id",
    ("assignment", "measure"): "measure_id",
    ("assignment", "recommendation"): "recommendation_id",
}
