"""Put problems, refusals and revision labels into sentences of the language asked for."""

import re
from collections.abc import Mapping
from typing import Any

from upr_desktop.jobs.period_words import period_words
from upr_desktop.jobs.value_words import day_words
from upr_desktop.register.changes import Label, Value
from upr_desktop.register.errors import FileRefused, Problem, RegisterError
from upr_desktop.states import state_name
from upr_desktop.words import has_words, say

STATES, DAYS = ("state", "asked"), ("date", "day", "at")
_IN_CYCLE = re.compile(r"(?P<cycle>\d+)/(?P<number>.+)")
_NUMBER = re.compile(r"[\d.]+")


def what(problem: Problem, language: str) -> str:
    """Return the sentence that says what is wrong."""
    return say(f"problem.{problem.code}.what", language, **_named(problem.values, language))


def how_to_fix(problem: Problem, language: str) -> str:
    """Return the sentence that says how to mend it."""
    return say(f"problem.{problem.code}.fix", language, **_named(problem.values, language))


def sentence(trouble: RegisterError, language: str) -> str:
    """Return the sentence for trouble from outside: what is so, and what to do."""
    topic = "refused" if isinstance(trouble, FileRefused) else "error"
    return say(f"{topic}.{trouble.key}", language, **_named(trouble.values, language))


def place(problem: Problem, language: str) -> str:
    """Return where a problem is as a person says it: measure 12, MOJ, January–June 2026; other places as they stand."""
    kind, where = problem.kind, problem.where
    if kind == "period":
        return period_words(where, language)
    if kind == "recommendation" and where.endswith("/"):
        return say("place.cycle", language, cycle=where[:-1])
    if kind == "recommendation" and not where:
        return say("record.recommendation.many", language)
    if kind == "recommendation" and (found := _IN_CYCLE.fullmatch(where)):
        return say("place.recommendation", language, **found.groupdict())
    if kind == "measure" and where:
        return say(
            "place.measure" if _NUMBER.fullmatch(where) else "place.measure_text", language, name=where
        )
    if kind == "progress" and where.count("/") == 2:
        number, code, period = where.split("/")
        agency = str(problem.values.get(f"agency_{language}") or code)
        measure = say("place.measure", language, name=number or "—")
        return ", ".join(part for part in (measure, agency, period_words(period, language)) if part)
    return where


def label(said: Label, language: str) -> str:
    """Return what a revision is called; a label of a newer program is shown as its key."""
    if not has_words(said.key):
        return said.key
    values = _named(said.values, language)
    if said.key.startswith("label.period.") and "code" in values:
        values["code"] = period_words(str(values["code"]), language)
    return say(said.key, language, **values)


def left_alone(reason: str, values: Mapping[str, Value], language: str) -> str:
    """Return why a row of a file was left alone."""
    return say(f"left_alone.{reason}", language, **values)


def field_name(kind: str, field: str, language: str) -> str:
    """Return how a person calls a field of a kind of record."""
    keys = (f"field.{kind}.{field}", f"preview.field.{field}")
    return next((say(key, language) for key in keys if has_words(key)), field)


def kind_name(kind: str, language: str) -> str:
    """Return how a person calls one record of a kind."""
    key = f"record.{kind}.one"
    return say(key, language) if has_words(key) else kind


def _named(values: Mapping[str, Value], language: str) -> dict[str, Any]:
    """Return the values with names in the language for a kind of record and a field of it.

    A value that is given in every language (`agency_kk`, `agency_ru`, `agency_en`) is there in this one.
    """
    named: dict[str, Any] = {
        key: state_name(value, language) if key in STATES and isinstance(value, str) else value
        for key, value in values.items()
    }
    named |= {
        key.removesuffix(f"_{language}"): value
        for key, value in values.items()
        if key.endswith(f"_{language}")
    }
    if isinstance(period := values.get("period"), str):
        named["period"] = period_words(period, language)
    named |= {key: day_words(day, language) for key in DAYS if isinstance(day := values.get(key), str)}
    if isinstance(listed := values.get("kinds"), str):
        named["kinds"] = ", ".join(f"{one} ({kind_name(one, language)})" for one in listed.split(", "))
    kind, field = values.get("kind"), values.get("field")
    if isinstance(kind, str):
        named["kind"] = kind_name(kind, language)
        if isinstance(field, str):
            named["field"] = field_name(kind, field, language)
    return named
