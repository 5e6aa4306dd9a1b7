"""Say what is wrong with a record by itself: the same rules serve forms, imports and `check`."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from types import NoneType
from typing import Any

from upr_desktop.register.batch import Batch
from upr_desktop.register.changes import RecordId, Value
from upr_desktop.register.errors import Problem
from upr_desktop.register.fold import UNWRITABLE
from upr_desktop.register.kinds import FieldSpec, Kind

Values = Mapping[str, Value]
Rule = Callable[[Values], Iterator[tuple[str, str]]]
NUMBER = re.compile(r"\d+\.\d+")
LONGEST_NAME = 60  # characters


def record_problems(kind: Kind, id: RecordId, values: Values) -> list[Problem]:
    """Return what is wrong with one record's values, field by field, then between its fields.

    Errors keep a change set from being applied; warnings do not.
    """
    problems = field_problems(kind, id, values)
    problems += [
        Problem(code, record_name(values), {"kind": kind.name, "field": field}, id, kind=kind.name)
        for rule in RULES.get(kind.name, ())
        for code, field in rule(values)
    ]
    return problems


def field_problems(kind: Kind, id: RecordId, values: Values, before: Values | None = None) -> list[Problem]:
    """Return the errors of a record's fields by themselves; of those that differ from `before`, if that is given."""
    found = [
        (code, name)
        for name, is_required, faults in _field_rules(kind)
        if ((value := values[name]) is not None or is_required) and (before is None or value != before[name])
        for code in faults(value)
    ]
    if kind.one_of and _filled(kind, values) != 1 and (before is None or _filled(kind, before) == 1):
        found.append(("one_owner", kind.one_of[0]))
    return [
        Problem(code, record_name(values), {"kind": kind.name, "field": name}, id, "error", kind.name)
        for code, name in found
    ]


def _filled(kind: Kind, values: Values) -> int:
    return sum(values[name] is not None for name in kind.one_of)


def are_plainly_right(records: Batch) -> bool:
    """Return whether no field of the records has an error: quick for thousands.

    False says nothing: then `field_problems` tells.
    """
    kind, columns = records.kind, records.columns
    if any(spec.required and spec.name not in columns for spec in kind.fields if spec.default is None):
        return False
    if not all(_is_plainly_right(kind.by_name[name], column) for name, column in columns.items()):
        return False
    owners = [records.column(name) for name in kind.one_of]
    return not owners or all(len(row) - row.count(None) == 1 for row in zip(*owners, strict=True))


def _is_plainly_right(spec: FieldSpec, values: Sequence[Any]) -> bool:
    types = set(map(type, values))
    if NoneType in types:
        if spec.required:
            return False
        values = [value for value in values if value is not None]
    if not types <= {spec.type, NoneType}:
        return False
    if spec.codes:
        return set(values) <= {*spec.codes}
    if spec.type is str:
        blank = spec.required and not all(map(str.strip, values))
        return (
            not blank
            and not UNWRITABLE.search("\n".join(values))
            and (not spec.day or all(map(is_day, values)))
        )
    if spec.type is float:
        return all(map(math.isfinite, values))
    return not values or (min(values) >= -(2**63) and max(values) < 2**63)


def value_problems(kind: Kind, field: str, value: Value) -> list[Problem]:
    """Return what is wrong with one field's value alone: for forms, as one types."""
    faults = {name: faults for name, _, faults in _field_rules(kind)}[field]
    return [Problem(code, "", {"kind": kind.name, "field": field}, None, "error") for code in faults(value)]


def record_name(values: Values) -> str:
    """Return how a person would name a record: its number, code, title, name or text's beginning."""
    for field in ("number", "code", "title", "name", "text"):
        if name := str(values.get(field) or ""):
            return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME].rstrip()}…"
    return ""


@cache
def _field_rules(kind: Kind) -> tuple[tuple[str, bool, Callable[[Value], tuple[str, ...]]], ...]:
    return tuple((spec.name, spec.required, _faults_of(spec)) for spec in kind.fields)


def _faults_of(spec: FieldSpec) -> Callable[[Value], tuple[str, ...]]:
    codes = frozenset(spec.codes)

    def faults(value: Value) -> tuple[str, ...]:
        if value is None or value == "":
            return ("field_missing",) if spec.required else ()
        if type(value) is not spec.type and not (spec.type is float and type(value) is int):
            return ("wrong_type",)
        if codes and value not in codes:
            return ("unknown_code",)
        if isinstance(value, str):
            if spec.day and not is_day(value):
                return ("not_a_date",)
            if UNWRITABLE.search(value):
                return ("unwritable_text",)
            if spec.required and not value.strip():
                return ("field_missing",)
        elif not _is_storable(value, spec.type):
            return ("number_too_large",)
        return ()

    return faults


def _is_storable(value: int | float, kind: type) -> bool:
    """Return whether SQLite keeps the number as it is: 64 bits, a float finite, an int in a float's column exact."""
    if isinstance(value, float):
        return math.isfinite(value)
    return -(2**53) <= value <= 2**53 if kind is float else -(2**63) <= value < 2**63


def is_day(text: str) -> bool:
    """Return whether the text is a date as the register keeps it: `2025-01-23`."""
    try:
        return len(text) == 10 and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _number_form(values: Values) -> Iterator[tuple[str, str]]:
    """Find numbers that are not paragraph and item, as in `140.10` (Working Group reports)."""
    if values["number"] and not NUMBER.fullmatch(str(values["number"])):
        yield "number_form", "number"


def _validity_order(values: Values) -> Iterator[tuple[str, str]]:
    first, last = values["valid_from"], values["valid_to"]
    if isinstance(first, str) and isinstance(last, str) and first > last:
        yield "validity_reversed", "valid_to"


def _address_form(values: Values) -> Iterator[tuple[str, str]]:
    if values["url"] and not re.match(r"https?://\S+$", str(values["url"])):
        yield "address_form", "url"


RULES: Mapping[str, tuple[Rule, ...]] = {
    "recommendation": (_number_form,),
    "agency": (_validity_order,),
    "assignment": (_validity_order,),
    "plan": (_validity_order,),
    "evidence": (_address_form,),
}
