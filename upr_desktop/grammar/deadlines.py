"""Read the deadline of a measure as people write it in Russian, Kazakh and English; in doubt, say so."""

import re
from dataclasses import replace

from upr_desktop.grammar.deadline import (
    LIKELY,
    Deadline,
    Due,
    Offset,
    Recurrence,
    Span,
    stored_deadline,
    stored_details,
    undecided,
)
from upr_desktop.grammar.deadline_calendar import due_dates, is_due_soon, is_overdue
from upr_desktop.grammar.deadline_dates import read_dates
from upr_desktop.grammar.deadline_events import read_condition, read_event, read_free_condition
from upr_desktop.grammar.deadline_points import Unclear
from upr_desktop.grammar.deadline_wording import word_deadline
from upr_desktop.grammar.spelling import tidy

__all__ = [
    "Deadline",
    "Due",
    "Offset",
    "Recurrence",
    "Span",
    "due_dates",
    "is_due_soon",
    "is_overdue",
    "parse_deadline",
    "stored_deadline",
    "stored_details",
    "word_deadline",
]

LONGEST = 300

_LINES = re.compile(r"\s*[\r\n\v\f\u2028\u2029]+\s*")
_LANGUAGES_APART = re.compile(r"\s*[\r\n\v\f\u2028\u2029]+\s*|\s+/\s+")


def parse_deadline(
    text: str, *, plan_years: tuple[int, int] | None = None, language: str | None = None
) -> Deadline:
    """Return what the text of a deadline says; what is in doubt is undecided, with the reasons.

    `plan_years` are the first and last year of the plan: a year that is not named is taken from them if they are one
    and the same, and dates outside them are marked. `language` (ru, kk, en) tells 10/07 as the tenth of July.
    A cell may say the same in two languages, on lines or split by ` / `.
    """
    if not tidy(text):
        return undecided(text, "empty")
    if len(text) > LONGEST:
        return undecided(text, "too_long")
    first = _one(text, text, plan_years, language)
    if first.is_decided:
        return first
    return _listed(text, plan_years, language) or _same_in_each(text, plan_years, language) or first


def _one(raw: str, text: str, plan_years: tuple[int, int] | None, language: str | None) -> Deadline:
    plain = tidy(text)
    if condition := read_condition(raw, plain):
        return condition
    try:
        return read_dates(raw, plain, plan_years, language)
    except Unclear as trouble:
        reason = trouble.reason
    try:
        return read_event(raw, plain) or read_free_condition(raw, plain) or undecided(raw, reason)
    except Unclear as trouble:
        return undecided(raw, trouble.reason)


def _listed(text: str, plan_years: tuple[int, int] | None, language: str | None) -> Deadline | None:
    """Read lines as a list: `июнь 2026` above `декабрь 2026`."""
    lines = [line for line in _LINES.split(text.strip()) if line]
    if len(lines) < 2:
        return None
    found = _one(text, ", ".join(lines), plan_years, language)
    return found if found.is_decided else None


def _same_in_each(text: str, plan_years: tuple[int, int] | None, language: str | None) -> Deadline | None:
    parts = [part for part in _LANGUAGES_APART.split(text.strip()) if part]
    found = [_one(text, part, plan_years, language) for part in parts]
    if len(found) < 2 or not found[0].is_decided or any(each != found[0] for each in found):
        return None
    doubts = tuple(dict.fromkeys(reason for each in found for reason in each.reasons))
    return replace(found[0], reasons=doubts, confidence=LIKELY if doubts else found[0].confidence)
