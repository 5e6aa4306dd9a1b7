"""Decide what a person's edit of agencies writes: values in, changes out; nothing here writes."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from upr_desktop.register.agency_rows import AgencyDetails
from upr_desktop.register.changes import Added, Change, ChangeSet, Edited, Label, RecordId, Value, new_id
from upr_desktop.register.errors import Problem
from upr_desktop.register.fold import fold
from upr_desktop.register.kinds import kinds
from upr_desktop.register.reference import reference_changes
from upr_desktop.register.rules import value_problems
from upr_desktop.words import LANGUAGES, say

Agencies = Sequence[AgencyDetails]
PARTS = {"person": "people", "agency_succession": "successions"}
ALIAS_BREAKS = re.compile(r"[;\n]")
YES, NO = ("1", "true", "yes", "да", "иә", "+"), ("", "0", "false", "no", "нет", "жоқ", "-")
DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})|(\d{4})-(\d{2})-(\d{2})")


class Wrong(Exception):
    """Raised inside this file: a typed text is no value of its field."""


def add_agency(code: str, agencies: Agencies) -> tuple[RecordId, ChangeSet] | Problem:
    """Return the id of a new agency and what adds it, or the problem with its code."""
    code = code.strip()
    if problem := _code_problem(code, None, agencies):
        return problem
    id = new_id()
    return id, ChangeSet(Label("label.agency_added", {"code": code}), [Added("agency", id, {"code": code})])


def set_field(agency: AgencyDetails, field: str, value: Value, agencies: Agencies) -> ChangeSet | Problem:
    """Return what sets one field of an agency, or the problem with its value; no changes if it is so already."""
    wrong = field_problem(agency, field, value, agencies)
    return wrong or _labelled(agency, [Edited("agency", agency.id, field, agency.values[field], value)])


def field_problem(agency: AgencyDetails, field: str, value: Value, agencies: Agencies) -> Problem | None:
    """Return what is wrong with a field's new value: by itself, or beside the other agencies and fields."""
    if field == "code" and (problem := _code_problem(str(value or ""), agency.id, agencies)):
        return problem
    for problem in value_problems(kinds()["agency"], field, value):
        return problem
    if field == "parent_id" and value and agency.id in chain_above(RecordId(str(value)), agencies):
        return _problem("agency_parent_circle", field)
    after = {**agency.values, field: value}
    if field in ("valid_from", "valid_to") and _is_reversed(after["valid_from"], after["valid_to"]):
        return _problem("agency_dates_reversed", field)
    return None


def chain_above(id: RecordId, agencies: Agencies) -> list[RecordId]:
    """Return a body and the bodies above it, from the nearest up; a circle ends where it began."""
    parents = {agency.id: agency.row.parent_id for agency in agencies}
    chain: list[RecordId] = []
    above: RecordId | None = id
    while above is not None and above not in chain:
        chain.append(above)
        above = parents.get(above)
    return chain


def set_aliases(agency: AgencyDetails, names: Sequence[str]) -> ChangeSet:
    """Return what gives an agency exactly these other names; each stands once, in any letter case."""
    wanted: dict[str, str] = {}
    for name in names:
        if name.strip():
            wanted.setdefault(fold(name), name.strip())
    present = {fold(str(values["name"])): id for id, values in agency.aliases.items()}
    changes: list[Change] = [
        Edited("agency_alias", id, "archived", False, True)
        for key, id in present.items()
        if key not in wanted
    ]
    for key, name in wanted.items():
        if key not in present:
            changes.append(Added("agency_alias", new_id(), {"agency_id": agency.id, "name": name}))
    return _labelled(agency, changes)


def archive(agency: AgencyDetails) -> ChangeSet:
    """Return what puts an agency into the archive, or takes it out."""
    before = agency.row.archived
    key = "label.agency_restored" if before else "label.agency_archived"
    change = Edited("agency", agency.id, "archived", before, not before)
    return ChangeSet(Label(key, {"code": agency.row.code}), [change])


def add_part(agency: AgencyDetails, kind: str, values: Mapping[str, Value]) -> tuple[RecordId, ChangeSet]:
    """Return the id of a new person or succession of an agency, and what adds it."""
    owner = "agency_id" if kind == "person" else "from_id"
    id = new_id()
    return id, _labelled(agency, [Added(kind, id, {owner: agency.id, **values})])


def set_part(agency: AgencyDetails, kind: str, id: RecordId, field: str, value: Value) -> ChangeSet | Problem:
    """Return what sets one field of a person or a succession, or the problem with its value."""
    if kind == "agency_succession" and field == "to_id" and value == agency.id:
        return _problem("agency_follows_itself", field, kind)
    for problem in value_problems(kinds()[kind], field, value):
        return problem
    before: Mapping[RecordId, Mapping[str, Value]] = getattr(agency, PARTS[kind])
    return _labelled(agency, [Edited(kind, id, field, before[id][field], value)])


def remove_part(agency: AgencyDetails, kind: str, id: RecordId) -> ChangeSet:
    """Return what archives a person or a succession."""
    return _labelled(agency, [Edited(kind, id, "archived", False, True)])


def add_reference_agencies(name: str) -> ChangeSet:
    """Return what adds the agencies of a reference set, with their other names and successions."""
    changes = [one for one in reference_changes(name).changes if one.kind.startswith("agency")]
    return ChangeSet(Label("label.agencies_of_set", {"name": name}), changes)


def set_cells(cells: Sequence[tuple[AgencyDetails, str, str]], agencies: Agencies) -> ChangeSet | Problem:
    """Return what the texts typed or pasted into cells (agency, column, text) ask for, as one step.

    The first text that is no value of its field refuses the whole.
    """
    changes: list[Change] = []
    for agency, column, text in cells:
        if column == "aliases":
            changes += set_aliases(agency, ALIAS_BREAKS.split(text)).changes
            continue
        try:
            value = read_value(column, text, agencies)
        except Wrong as wrong:
            return _problem(str(wrong), column, value=text[:80], row=agency.row.code)
        if problem := field_problem(agency, column, value, agencies):
            return problem
        changes.append(Edited("agency", agency.id, column, agency.values[column], value))
    changes = [one for one in changes if not isinstance(one, Edited) or one.before != one.after]
    if problem := _codes_clash(changes):
        return problem
    if len({agency.id for agency, _, _ in cells}) == 1:
        return _labelled(cells[0][0], changes)
    count = len({agency.id for agency, _, _ in cells})
    return ChangeSet(Label("label.agencies_edited", {"count": count}), changes)


def read_value(field: str, text: str, agencies: Agencies) -> Value:
    """Return the value that a text typed into a cell stands for. Raises Wrong with the code of a problem."""
    reader = READERS.get(field)
    return reader(text, agencies) if reader else text.strip() or None


def _day(text: str, _: Agencies) -> Value:
    if not text.strip():
        return None
    found = DAY.fullmatch(text.strip().removesuffix(" г."))
    try:
        if found is None:
            raise ValueError(text)
        parts = [int(part) for part in found.groups() if part]
        return (date(*parts) if found[4] else date(*reversed(parts))).isoformat()
    except ValueError as wrong:
        raise Wrong("agency_typed_date") from wrong


def _flag(text: str, _: Agencies) -> Value:
    known = fold(text)
    if known in (*YES, *(fold(say("history.yes", language)) for language in LANGUAGES)):
        return True
    if known in NO:
        return None
    raise Wrong("agency_typed_yes_or_no")


def _parent(text: str, agencies: Agencies) -> Value:
    if not text.strip():
        return None
    found = {one.id for one in agencies if text == one.id or fold(text) in _names(one)}
    if len(found) != 1:
        raise Wrong("agency_typed_parent_several" if found else "agency_typed_parent")
    return found.pop()


def _names(agency: AgencyDetails) -> set[str]:
    row = agency.row
    return {fold(name) for name in (row.code, *row.names.values(), *row.shorts.values(), *row.aliases)}


READERS: Mapping[str, Callable[[str, Agencies], Value]] = {
    "valid_from": _day,
    "valid_to": _day,
    "collective": _flag,
    "parent_id": _parent,
}


def _code_problem(code: str, own: RecordId | None, agencies: Agencies) -> Problem | None:
    if not code.strip():
        return _problem("field_missing", "code")
    others = (agency for agency in agencies if agency.id != own)
    if any(fold(agency.row.code) == fold(code) for agency in others):
        return _problem("agency_code_taken", "code", value=code)
    return None


def _codes_clash(changes: Sequence[Change]) -> Problem | None:
    codes = [str(one.after) for one in changes if isinstance(one, Edited) and one.field == "code"]
    twice = next((code for code in codes if [fold(one) for one in codes].count(fold(code)) > 1), None)
    return _problem("agency_code_taken", "code", value=twice) if twice else None


def _is_reversed(first: Value, last: Value) -> bool:
    return isinstance(first, str) and isinstance(last, str) and first > last


def _problem(code: str, field: str, kind: str = "agency", **values: Value) -> Problem:
    return Problem(code, "", {"kind": kind, "field": field, **values}, None, "error")


def _labelled(agency: AgencyDetails, changes: Sequence[Change]) -> ChangeSet:
    kept = [one for one in changes if not isinstance(one, Edited) or one.before != one.after]
    return ChangeSet(Label("label.agency_edited", {"code": agency.row.code}), kept)
