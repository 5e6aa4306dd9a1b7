"""Put problems, refusals and revision labels into sentences of the language asked for."""

from collections.abc import Mapping
from typing import Any

from upr_desktop.register.changes import Label, Value
from upr_desktop.register.errors import FileRefused, Problem, RegisterError
from upr_desktop.states import state_name
from upr_desktop.words import has_words, say

STATES = ("state", "asked")


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


def label(said: Label, language: str) -> str:
    """Return what a revision is called; a label of a newer program is shown as its key."""
    return say(said.key, language, **_named(said.values, language)) if has_words(said.key) else said.key


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
    """Return the values with names in the language for a kind of record and a field of it."""
    named: dict[str, Any] = {
        key: state_name(value, language) if key in STATES and isinstance(value, str) else value
        for key, value in values.items()
    }
    kind, field = values.get("kind"), values.get("field")
    if isinstance(kind, str):
        named["kind"] = kind_name(kind, language)
        if isinstance(field, str):
            named["field"] = field_name(kind, field, language)
    return named
