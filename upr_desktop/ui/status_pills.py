"""Show statuses, states of reports and where measures stand as pills: the same glyph and tint wherever they stand."""

from collections.abc import Mapping

from upr_desktop.register import plan_standing
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Glyph, Pill, Tone
from upr_desktop.words import has_words

STATUSES: Mapping[str, tuple[Tone, Glyph]] = {
    "not_started": ("idle", "empty"),
    "not_due": ("idle", "empty"),
    "in_progress": ("accent", "quarter"),
    "partially_implemented": ("warn", "half"),
    "fully_implemented": ("ok", "full"),
    "implemented": ("ok", "full"),
    "continuous": ("accent", "arc"),
    "not_implemented": ("bad", "alert"),
    "not_planned": ("idle", "none"),
    "no_information": ("warn", "empty"),
}
REPORTS: Mapping[str, tuple[Tone, Glyph]] = {
    "missing": ("idle", "empty"),
    "draft": ("warn", "half"),
    "sent_back": ("bad", "alert"),
    "submitted": ("accent", "full"),
    "accepted": ("ok", "full"),
}
OWN: Mapping[str, tuple[Tone, Glyph]] = {
    "blank": ("idle", "empty"),
    "begun": ("warn", "half"),
    "answered": ("accent", "full"),
    "written": ("ok", "full"),
}
STANDINGS: Mapping[str, tuple[Tone, Glyph]] = {
    plan_standing.OVERDUE: ("bad", "alert"),
    plan_standing.DONE_LATE: ("warn", "full"),
    plan_standing.CLOSED: ("idle", "full"),
}
EVERY_STANDING: Mapping[str, tuple[Tone, Glyph]] = {
    plan_standing.DUE_SOON: ("warn", "quarter"),
    plan_standing.OPEN: ("accent", "empty"),
    plan_standing.DONE: ("ok", "full"),
    **STANDINGS,
}


def status_pill(look: Look, status: str | None) -> Pill | None:
    """Return the status of a measure as a pill; none where there is no status."""
    return _pill(look, STATUSES, "status", status) if status else None


def report_pill(look: Look, state: str) -> Pill:
    """Return how far a report is: missing, draft, submitted, accepted or sent back; or as its agency keeps it."""
    if state in OWN:
        return _pill(look, OWN, "own_state", state)
    key = "report_state" if state == "missing" else "progress_state"
    return _pill(look, REPORTS, key, state)


def standing_pill(look: Look, standing: str) -> Pill | None:
    """Return where a measure stands on the day; none where it is open or simply done."""
    return _pill(look, STANDINGS, "computed_status", standing) if standing in STANDINGS else None


def any_standing_pill(look: Look, standing: str) -> Pill:
    """Return where a measure stands on the day as a pill, also where it is open or simply done."""
    return _pill(look, EVERY_STANDING, "standing", standing)


def _pill(look: Look, known: Mapping[str, tuple[Tone, Glyph]], prefix: str, code: str) -> Pill:
    tone, glyph = known.get(code, ("idle", "none"))
    brief = f"{prefix}_brief.{code}"
    return Pill(look.t(f"{prefix}.{code}"), tone, glyph, look.t(brief) if has_words(brief) else "")
