"""Follow a field by what a person calls it, and tell in lines who wrote which value when, and from which cell."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from upr_desktop.jobs.describe_changes import Names
from upr_desktop.jobs.field_words import fields_named, known_fields
from upr_desktop.jobs.telling import field_name
from upr_desktop.register.changes import Edited, RecordId
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.register import Connection
from upr_desktop.register.trace import Step, trace
from upr_desktop.words import say


def trace_named(connection: Connection, kind: str, id: RecordId, word: str, language: str) -> list[Step]:
    """Return the values of the field, or fields, that a person means, newest first.

    Raises RegisterError("unknown_field") with the words that are known in the language.
    """
    try:
        found = [step for name in fields_named(kind, word) for step in trace(connection, kind, id, name)]
    except RegisterError as refusal:
        if refusal.key != "unknown_field":
            raise
        raise RegisterError("unknown_field", field=word, fields=known_fields(kind, language)) from refusal
    return sorted(found, key=lambda step: step.revision, reverse=True)


def trace_lines(connection: Connection, steps: Sequence[Step], language: str) -> list[str]:
    """Return a line for each time a record was written: change, moment, author, values in words, cell, decision."""
    changes = [Edited(one.record_kind, one.record, one.field, one.before, one.after) for one in steps]
    names = Names.of(connection, changes, language)
    grouped = groupby(steps, key=lambda one: (one.revision, one.record, one.file, one.address, one.decision))
    lines = [_line(list(group), names) for _, group in grouped]
    return lines or [say("command.trace.nothing", language)]


def moment(iso: str) -> str:
    """Return a moment by this computer's clock, as 2026-07-10 09:01; other text as it stands."""
    try:
        return f"{datetime.fromisoformat(iso).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return iso


def _line(steps: Sequence[Step], names: Names) -> str:
    first = steps[0]
    parts = [f"{first.revision:>5}  {moment(first.at)}  {first.author}  {'; '.join(_values(steps, names))}"]
    if first.sha256:
        parts.append(f"{first.file} › {first.sheet}!{first.address}")
    if first.decision:
        parts.append(f"[{_decision(first, names)}]")
    return "  ".join(parts)


def _values(steps: Iterable[Step], names: Names) -> Iterable[str]:
    for one in steps:
        before, after = (names.words(one.record_kind, one.field, value) for value in (one.before, one.after))
        what = field_name(one.record_kind, one.field, names.language)
        yield say("command.trace.step", names.language, what=what, before=before or "—", after=after or "—")


def _decision(one: Step, names: Names) -> str:
    beaten = names.words(one.record_kind, one.field, one.beaten)
    key = "command.trace.decided_over" if beaten else "command.trace.decided"
    told = {"choice": say(f"choice.{one.decision}", names.language), "who": one.decided_by or "—"}
    return say(key, names.language, **told, when=moment(one.decided_at or "—"), beaten=beaten)
