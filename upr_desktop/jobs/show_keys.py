"""Say which keys `show` gives for each kind of record, so that a wrong one is refused where there is no record too."""

from collections.abc import Mapping

from upr_desktop.register.kinds import kinds

TEXTS = ("text_kk", "text_ru", "text_en")
RECOMMENDATION = (
    "id", "number", "cycle", "state", "heading", "position", "position_source", "novelty", "area", "action_category",
    "several_numbers", "from_plan", "parts", "themes", "groups", "sdgs", "agencies", "measures", "claimed", "assessed",
    "nearest_deadline", "evidence", "archived",
)  # fmt: skip
MEASURE = (
    "id", "number", "text", *TEXTS, "section", "completion_form", "deadline", "bodies", "bodies_raw",
    "recommendations", "references_raw", "funding", "note", "claimed", "assessed", "closed", "decisions", "evidence",
    "plan", "area", "completion_form_kk", "completion_form_ru", "completion_form_en", "indicators", "archived",
)  # fmt: skip
PROGRESS = (
    "id", "measure", "agency", "role", "period", "claimed_status", "narrative_kk", "narrative_ru", "narrative_en",
    "done_on", "evidence_text_kk", "evidence_text_ru", "evidence_text_en", "problems_text_kk",
    "problems_text_ru", "problems_text_en", "no_change", "state", "confidential", "evidence", "remarks",
    "assignment_id", "period_id", "archived",
)  # fmt: skip
PERIOD = ("id", "code", "from", "to", "due_agencies", "due_upward", "extensions", "plan_id", "archived")
OWN: Mapping[str, tuple[str, ...]] = {
    "recommendation": RECOMMENDATION,
    "measure": MEASURE,
    "progress": PROGRESS,
    "period": PERIOD,
}
BESIDES: Mapping[str, tuple[str, ...]] = {
    "agency": ("aliases",),
    "assignment": ("agency", "measure", "recommendation"),
    "evidence": ("records",),
    "plan": ("measures",),
    "assessment": ("record", "period"),
    "summary": ("record", "period"),
}


def show_keys(kind: str) -> tuple[str, ...]:
    """Return the keys of a record of a kind as `show` prints it."""
    return OWN.get(kind) or ("id", *kinds()[kind].by_name, *BESIDES.get(kind, ()))
