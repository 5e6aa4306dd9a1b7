"""Understand the deadlines that a register workbook brings: a text typed anew is read, dates typed are a person's."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from upr_desktop.merge.plan_values import PERSON, UNDERSTOOD, read_deadline
from upr_desktop.register.changes import Added, Change, Edited, Origin, RecordId, Value, Values

RAW, DECIDED_BY = "deadline_raw", "deadline_decided_by"
Years = Mapping[RecordId, tuple[int, int] | None]


def with_deadlines(
    changes: Sequence[Change], measures: Mapping[RecordId, Values], years: Years
) -> list[Change]:
    """Return the changes with what follows for the deadlines of measures; `years` are those of the plans by id.

    A text that is new is read, unless the same row says kind or dates itself; those are then decided by a person.
    """
    typed: dict[RecordId, dict[str, Edited]] = {}
    for change in changes:
        if isinstance(change, Edited) and change.kind == "measure" and change.field in (RAW, *UNDERSTOOD):
            typed.setdefault(change.id, {})[change.field] = change
    found = [_read(change, years) if isinstance(change, Added) else change for change in changes]
    for id, edited in typed.items():
        found += _following(id, edited, measures[id], years)
    return found


def _read(change: Added, years: Years) -> Added:
    if change.kind != "measure" or not change.values.get(RAW):
        return change
    if any(change.values.get(name) for name in UNDERSTOOD):
        return replace(change, values={**change.values, DECIDED_BY: PERSON})
    told = read_deadline(str(change.values[RAW]), _years_of(change.values, years))
    return replace(
        change, values={**change.values, **{name: told[name] for name in (*UNDERSTOOD, DECIDED_BY)}}
    )


def _following(id: RecordId, edited: Mapping[str, Edited], stored: Values, years: Years) -> list[Edited]:
    origin = next(iter(edited.values())).origin
    if edited.keys() & set(UNDERSTOOD):
        after: dict[str, Value] = {DECIDED_BY: PERSON}
        if "deadline_kind" in edited:
            after["deadline_details"] = None
    else:
        raw = edited[RAW].after
        told = read_deadline(None if raw is None else str(raw), _years_of(stored, years))
        after = {name: told[name] for name in (*UNDERSTOOD, DECIDED_BY)}
    return [
        _edit(id, name, stored[name], value, origin) for name, value in after.items() if stored[name] != value
    ]


def _edit(id: RecordId, name: str, before: Value, after: Value, origin: Origin | None) -> Edited:
    return Edited("measure", id, name, before, after, origin)


def _years_of(measure: Values, years: Years) -> tuple[int, int] | None:
    return years.get(RecordId(str(measure["plan_id"])))
