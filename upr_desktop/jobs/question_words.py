"""Tell in words what a return asked: what kind of question, of which field, and what came back."""

from collections.abc import Callable

from upr_desktop.jobs.telling import field_name
from upr_desktop.merge.return_questions import NEW_MEASURE, proposed_texts
from upr_desktop.register.changes import Value, Values
from upr_desktop.register.kinds import kinds
from upr_desktop.words import has_words, say

CLEARED = "cleared"
Words = Callable[[str, str, Value], str]


def question_words(values: Values, language: str, words: Words) -> tuple[str, str, str]:
    """Return what is asked, the value that was sent where its cell came back blank, else nothing, and what came back.

    `values` are those of a pending decision; `words` say a value of a kind and field.
    """
    kind, field = str(values.get("record_kind")), str(values.get("field"))
    asked = say(f"pending_kind.{values.get('kind')}", language)
    what = f"{asked} · {_field(kind, field, language)}"
    if values.get("kind") == CLEARED:
        return what, _told(kind, field, values.get("base"), words), ""
    return what, "", _told(kind, field, values.get("theirs"), words)


def _field(kind: str, field: str, language: str) -> str:
    """Return how a field is called; what is no field of a record is called as its column."""
    spec, column = kinds().get(kind), f"return.column.{field}"
    is_field = spec is not None and field in spec.by_name
    return say(column, language) if not is_field and has_words(column) else field_name(kind, field, language)


def _told(kind: str, field: str, value: Value, words: Words) -> str:
    text = "" if value is None else str(value)
    if field == NEW_MEASURE and (texts := proposed_texts(text)):
        return "; ".join(texts)
    spec = kinds().get(kind)
    is_plain = spec is not None and field in spec.by_name and not spec.by_name[field].refers
    return words(kind, field, text) or text if is_plain else text
