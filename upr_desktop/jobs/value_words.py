"""Put one value of a record into the words of a language: codes as labels, days as people write them."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from upr_desktop.register.changes import RecordId, Value
from upr_desktop.register.kinds import FieldSpec, kinds
from upr_desktop.states import state_name
from upr_desktop.words import has_words, say

Namer = Callable[[str, RecordId], str]

LABELS: Mapping[str, str] = {
    "position": "position",
    "position_before": "position",
    "position_after": "position",
    "novelty": "novelty",
    "quality_kk": "quality",
    "quality_ru": "quality",
    "quality_en": "quality",
    "original_language": "language",
    "language": "language",
    "link": "link_kind",
    "action_category": "action_category",
    "mechanism": "mechanism",
}
LABELS_OF: Mapping[tuple[str, str], str] = {
    ("plan", "state"): "plan_state",
    ("plan", "who_reports"): "who_reports",
    ("plan", "mode"): "plan_mode",
    ("measure", "deadline_kind"): "deadline_kind",
    ("measure", "deadline_decided_by"): "deadline_decided_by",
    ("measure_decision", "decision"): "decision",
    ("progress", "claimed_status"): "status",
    ("progress", "state"): "progress_state",
    ("summary", "state"): "summary_state",
    ("assessment", "value"): "status",
    ("plan_answer", "about"): "answer_about",
    ("letter", "direction"): "letter_direction",
    ("letter", "kind"): "letter_kind",
    ("pending_decision", "kind"): "pending_kind",
    ("pending_decision", "choice"): "choice",
    ("assignment", "role"): "role",
    ("person", "role"): "person_role",
    ("evidence", "kind"): "evidence_kind",
    ("tag", "source"): "tag_source",
}
MOMENT_END = "_at"
STATES = {("review", "state"), ("register", "state"), ("recommending_state", "iso")}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def value_words(kind: str, field: str, value: Value, language: str, name_of: Namer) -> str:
    """Return a value as a person reads it; nothing for an empty one. `name_of` names a record referred to."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return say("history.yes" if value else "history.no", language)
    if label := labelled(kind, field, value, language):
        return label
    spec = kinds()[kind].by_name.get(field) if kind in kinds() else None
    return _by_spec(spec, value, language, name_of) if spec else str(value)


def labelled(kind: str, field: str, value: Value, language: str) -> str:
    """Return the label of a code, nothing where the field has no codes or this one is unknown."""
    if (kind, field) in STATES:
        return state_name(str(value), language)
    prefix = LABELS_OF.get((kind, field)) or LABELS.get(field)
    if (kind, field, value) == ("assessment", "value", "implemented"):
        prefix = "recommendation_status"
    key = f"{prefix}.{value}"
    return say(key, language) if prefix and has_words(key) else ""


def _by_spec(spec: FieldSpec, value: Value, language: str, name_of: Namer) -> str:
    if spec.refers:
        return name_of(spec.refers, RecordId(str(value)))
    if spec.name.endswith(MOMENT_END):
        return moment_words(str(value), language)
    return day_words(str(value), language) if spec.day else str(value)


def day_words(iso: str, language: str) -> str:
    """Return a day as the language writes it: 21.11.2026, in English 21 Nov 2026; other text as it stands."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if language == "en" else f"{day:%d.%m.%Y}"


def moment_words(iso: str, language: str) -> str:
    """Return a moment in UTC by this computer's clock, to the minute: 21.11.2026 09:30; other text as it stands."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    local = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone()
    return f"{day_words(local.date().isoformat(), language)} {local:%H:%M}"
