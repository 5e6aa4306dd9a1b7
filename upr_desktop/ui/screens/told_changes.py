"""Say in the window's language what a change did to a record: which field, from what, to what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from upr_desktop.jobs.telling import field_name, kind_name
from upr_desktop.jobs.value_words import labelled
from upr_desktop.register.changes import Added, Change, Edited, RecordId, Removed, Value, Values
from upr_desktop.register.record_history import Happening
from upr_desktop.register.store import Key
from upr_desktop.ui.screens.recommendation_words import RecommendationWords

MOST = 400
SILENT = {
    "paragraph",
    "item",
    "recommendation_id",
    "review_id",
    "record_id",
    "record_kind",
    "no",
    "iso",
    "part_id",
    "subitem",
    "plan_id",
    "measure_id",
    "assignment_id",
    "progress_id",
    "period_id",
    "indicator_id",
    "deadline_details",
    "deadline_decided_by",
}
OWN_FIELDS = ("recommendation", "recommendation_part", "evidence", "measure", "plan", "period", "progress")
CONTENT = {
    "measure_decision": "decision",
    "assessment": "value",
    "remark": "text",
    "note": "text",
    "plan_answer": "raw",
    "indicator_value": "planned",
}
DAYS = frozenset(
    (
        "act_date",
        "valid_from",
        "valid_to",
        "deadline_start",
        "deadline_end",
        "first_day",
        "last_day",
        "due_agencies",
        "due_upward",
        "done_on",
        "due",
        "date",
    )
)
UNTOLD = {"position_change", "recommendation_link"}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the history: what changed, from which value (empty where there was none) to which."""

    what: str
    before: str
    after: str


def told(
    happening: Happening,
    states: Mapping[Key, Values],
    words: RecommendationWords,
    own: RecordId | None = None,
) -> list[Told]:
    """Return the lines of one saved step, changes of one kind that came together in one line.

    `states` are the fields of the records that the changes touch or lead to, by (kind, id). `own` is the record whose
    history it is: a link is called after its other end.
    """
    added = {
        change.id for change in happening.changes if isinstance(change, Added) and change.kind == "evidence"
    }
    lines: dict[str, tuple[list[str], list[str]]] = {}
    for change in happening.changes:
        if isinstance(change, Added) and change.values.get("evidence_id") in added:
            continue
        for one in _told_one(change, states, words, own):
            before, after = lines.setdefault(one.what, ([], []))
            before += [one.before] if one.before and one.before not in before else []
            after += [one.after] if one.after and one.after not in after else []
    return [
        Told(what, _short(", ".join(before)), _short(", ".join(after)))
        for what, (before, after) in lines.items()
    ]


def _told_one(
    change: Change, states: Mapping[Key, Values], words: RecommendationWords, own: RecordId | None
) -> Iterable[Told]:
    if change.kind in UNTOLD:
        return
    match change:
        case Edited() if change.field == "archived":
            yield from _told_link(change, states, words, own, gone=bool(change.after))
        case Edited() if change.kind == "assignment" and change.field == "role":
            id = states.get((change.kind, change.id), {}).get("agency_id")
            agency = _named(change.kind, "agency_id", id, words)
            roles = [words.look.t(f"role.{role}") for role in (change.before, change.after)]
            yield Told(agency, *roles)
        case Edited() if change.field not in SILENT:
            what = field_name(change.kind, change.field, words.language)
            before, after = (
                _named(change.kind, change.field, value, words) for value in (change.before, change.after)
            )
            yield Told(what, before, after)
        case Added() | Removed() if change.kind in OWN_FIELDS:
            yield from _told_fields(change, words)
        case Added() | Removed():
            yield from _told_link(change, states, words, own, gone=isinstance(change, Removed))


def _told_fields(change: Added | Removed, words: RecommendationWords) -> Iterable[Told]:
    for field, value in change.values.items():
        if field not in SILENT and value not in (None, "", False):
            name = field_name(change.kind, field, words.language)
            text = _named(change.kind, field, value, words)
            yield Told(name, "", text) if isinstance(change, Added) else Told(name, text, "")


def _told_link(
    change: Change,
    states: Mapping[Key, Values],
    words: RecommendationWords,
    own: RecordId | None,
    *,
    gone: bool,
) -> Iterable[Told]:
    values = (
        change.values if isinstance(change, Added | Removed) else states.get((change.kind, change.id), {})
    )
    if change.kind == "measure_recommendation":
        what, text = _other_end(values, states, words, own)
    elif change.kind in CONTENT and change.kind != "note":
        what = kind_name(change.kind, words.language)
        text = _named(change.kind, CONTENT[change.kind], values.get(CONTENT[change.kind]), words)
    else:
        what, text = _thing(change.kind, values, states, words)
    if text:
        yield Told(what, text, "") if gone else Told(what, "", text)


def _other_end(
    values: Values, states: Mapping[Key, Values], words: RecommendationWords, own: RecordId | None
) -> tuple[str, str]:
    """Return what a link of a measure and a recommendation leads to, seen from one of the two."""
    kind = "measure" if values.get("recommendation_id") == own else "recommendation"
    end = states.get((kind, RecordId(str(values.get(f"{kind}_id")))), {})
    return kind_name(kind, words.language), str(end.get("number") or "—")


def _thing(
    kind: str, values: Values, states: Mapping[Key, Values], words: RecommendationWords
) -> tuple[str, str]:
    """Return what a record that belongs to a recommendation is called, and how it is shown."""
    look = words.look
    match kind:
        case "assignment":
            agency = _named(kind, "agency_id", values.get("agency_id"), words)
            return look.t(f"role.{values.get('role')}"), agency
        case "tag":
            term = words.catalogue.terms.get(RecordId(str(values.get("term_id"))))
            key = term.vocabulary if term and term.vocabulary in ("theme", "group", "sdg") else "theme"
            return look.t(f"recommendations.field.{key}"), words.term(str(values.get("term_id")))
        case "recommending_state":
            name, iso = str(values.get("name") or ""), values.get("iso")
            return look.t("recommendations.column.states"), words.state(name, str(iso) if iso else None)
        case "note":
            return look.t("recommendations.notes.one"), str(values.get("text") or "")
        case "evidence_link":
            document = states.get(("evidence", RecordId(str(values.get("evidence_id")))), {})
            return look.t("record.evidence.one"), str(document.get("title") or "")
    return look.t("record.recommendation.one"), str(values.get("number") or "")


def _named(kind: str, field: str, value: Value, words: RecommendationWords) -> str:
    """Return a value as people read it: labels of codes, names of what ids stand for, dates as written here."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return words.look.t("recommendations.yes" if value else "recommendations.no")
    if field == "area_id":
        return words.area(str(value))
    if field == "agency_id":
        return words.short(str(value))
    if field in DAYS:
        return words.look.language.date(str(value))
    return labelled(kind, field, value, words.language) or str(value)


def _short(text: str) -> str:
    return text if len(text) <= MOST else text[:MOST] + "…"
