"""Decide what a person's edit of a measure's indicators writes: values in, changes out; nothing here writes."""

from collections.abc import Sequence

from upr_desktop.register.changes import (
    Added,
    Change,
    ChangeSet,
    Edited,
    Label,
    RecordId,
    Value,
    edits,
    new_id,
)
from upr_desktop.register.indicators import IndicatorRow, IndicatorValueRow

NAMES = ("name_kk", "name_ru", "name_en")
OF_VALUE = ("planned", "actual")


def add_indicator(
    measure: RecordId, number: str, name: str | None, language: str
) -> tuple[RecordId, ChangeSet]:
    """Return the id of a new indicator of a measure and what adds it, named in a language or not yet."""
    id = new_id()
    values: dict[str, Value] = {"measure_id": measure}
    if name:
        values[f"name_{language}"] = name
    return id, _step("added", number, [Added("indicator", id, values)])


def add_value(row: IndicatorRow, number: str, when: str) -> tuple[RecordId, ChangeSet]:
    """Return the id of a new value and what adds it: for a year (`2027`), a period (its id) or as a whole ("")."""
    id = new_id()
    return id, _step("added", number, [Added("indicator_value", id, {"indicator_id": row.id, **_when(when)})])


def edit_indicator(row: IndicatorRow, number: str, field: str, value: str | None) -> ChangeSet:
    """Return what sets the unit or one of the names. Raises KeyError for another field."""
    if field != "unit" and field not in NAMES:
        raise KeyError(field)
    before = row.unit if field == "unit" else row.names.get(field[-2:])
    return _step("edited", number, edits("indicator", row.id, {field: before}, {field: value or None}))


def edit_value(
    row: IndicatorRow, held: IndicatorValueRow | None, number: str, field: str, value: str | None
) -> ChangeSet:
    """Return what sets `planned`, `actual` or `when` of a value; where there is none yet, one is made.

    `when` is as for `add_value`. Raises KeyError for another field.
    """
    if field != "when" and field not in OF_VALUE:
        raise KeyError(field)
    wished = _when(value or "") if field == "when" else {field: value or None}
    if held is None:
        told = {name: one for name, one in wished.items() if one is not None}
        made = [Added("indicator_value", new_id(), {"indicator_id": row.id, **told})] if told else []
        return _step("edited", number, made)
    before: dict[str, Value] = {name: getattr(held, name) for name in wished}
    return _step("edited", number, edits("indicator_value", held.id, before, wished))


def remove_value(row: IndicatorRow, held: IndicatorValueRow | None, number: str) -> ChangeSet:
    """Return what archives a value; with the last one, or where there is none, the indicator itself."""
    gone: list[Change] = [Edited("indicator_value", held.id, "archived", False, True)] if held else []
    if len(row.values) <= 1:
        gone.append(Edited("indicator", row.id, "archived", False, True))
    return _step("removed", number, gone)


def when_of(held: IndicatorValueRow | None) -> str:
    """Return what a value is for, as `add_value` takes it."""
    if held is None:
        return ""
    return held.period_id or (str(held.year) if held.year else "")


def _when(when: str) -> dict[str, Value]:
    is_year = when.isdigit() and len(when) == 4
    return {"year": int(when) if is_year else None, "period_id": when if when and not is_year else None}


def _step(done: str, number: str, changes: Sequence[Change]) -> ChangeSet:
    return ChangeSet(Label(f"label.indicator.{done}", {"number": number}), changes)
