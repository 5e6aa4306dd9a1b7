"""Follow one field back through the log: who wrote which value when, and from which cell of which file."""

import json
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from upr_desktop.register.changes import Added, Edited, RecordId, Removed, Value
from upr_desktop.register.compounds import (
    PLAN_COMPOUNDS,
    PLAN_SAME,
    RECOMMENDATION_IN_PLAN,
    Compound,
    documents,
    linked,
)
from upr_desktop.register.connection import Connection
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.kinds import kinds
from upr_desktop.register.log import COLUMNS, active_undos, change_from
from upr_desktop.register.value_decisions import ValueDecision, behind, value_decisions


@dataclass(frozen=True, slots=True)
class Step:
    """One value that a field had. File, sheet, address and raw text are None where a person typed it.

    `decision` is how a person decided where a return brought the value into question (one of CHOICES), with who, when,
    why and the value that was beaten; None where nobody had to.
    """

    revision: int
    at: str
    author: str
    kind: str
    record_kind: str
    record: RecordId
    field: str
    before: Value
    after: Value
    file: str | None = None
    sha256: str | None = None
    sheet: str | None = None
    address: str | None = None
    raw: str | None = None
    decision: str | None = None
    decided_by: str | None = None
    decided_at: str | None = None
    why: str | None = None
    beaten: str | None = None


TABLES = re.compile(r"(?:FROM|JOIN) (\w+)")
PART_IDS = "SELECT id FROM recommendation_part WHERE recommendation_id = ?"
TAG_IDS = (
    "SELECT tag.id FROM tag JOIN term ON term.id = term_id JOIN vocabulary v ON v.id = vocabulary_id "
    "WHERE record_id = ? AND v.code = '{}'"
)
STATE_IDS = f"SELECT id FROM recommending_state WHERE part_id IN ({PART_IDS})"
REVIEW_ID = "SELECT review_id FROM recommendation WHERE id = ?"


def _texts(*names: str) -> tuple[Compound, ...]:
    return (Compound("recommendation_part", PART_IDS, names),)


def _terms(vocabulary: str) -> tuple[Compound, ...]:
    return (Compound("tag", TAG_IDS.format(vocabulary), ("term_id", "archived")),)


COMPOUNDS: Mapping[str, Mapping[str, tuple[Compound, ...]]] = {
    "recommendation": {
        "cycle": (Compound("review", REVIEW_ID, ("cycle",)),),
        "state": (Compound("review", REVIEW_ID, ("state",)),),
        "text": _texts("text_en", "text_ru", "text_kk"),
        **{name: _texts(name) for name in ("text_en", "text_ru", "text_kk")},
        "parts": _texts("text_en", "text_ru", "text_kk", "archived"),
        "states": (Compound("recommending_state", STATE_IDS, ("name", "archived")),),
        "themes": _terms("theme"),
        "groups": _terms("group"),
        "sdgs": _terms("sdg"),
        "agencies": (linked("assignment", "recommendation_id", "agency_id", "role"),),
        "measures": (linked("measure_recommendation", "recommendation_id", "measure_id"),),
        **RECOMMENDATION_IN_PLAN,
        "evidence": documents("record_id"),
    },
    **PLAN_COMPOUNDS,
    "agency": {"aliases": (linked("agency_alias", "agency_id", "name"),)},
}
SAME = {("recommendation", "area"): "area_id", **PLAN_SAME}


def trace(connection: Connection, kind: str, id: RecordId, field: str) -> list[Step]:
    """Return the values of a field, newest first. `field` is a record's own or one that `show` prints.

    Raises RegisterError("unknown_field") where the kind has no such field.
    """
    field = SAME.get((kind, field), field)
    compounds = COMPOUNDS.get(kind, {})
    if field in compounds:
        steps = [
            step
            for compound in compounds[field]
            for child in _children(connection, compound, id)
            for name in compound.fields
            for step in _steps(connection, compound.kind, child, name)
        ]
    elif field == "id" or field in kinds()[kind].by_name:
        steps = _steps(connection, kind, id, field)
    else:
        names = ("id", *kinds()[kind].by_name, *compounds)
        raise RegisterError("unknown_field", field=field, fields=", ".join(names))
    return _with_decisions(connection, sorted(steps, key=lambda step: step.revision, reverse=True))


def _with_decisions(connection: Connection, steps: Sequence[Step]) -> list[Step]:
    """Return the steps, newest first, each with the decision by which its value stands."""
    decisions = value_decisions(connection, {step.record for step in steps})
    until: dict[tuple[str, str], int] = {}
    found = []
    for step in steps:
        place = step.record, step.field
        one = behind(decisions, place, step.revision, until.get(place))
        until[place] = step.revision
        found.append(_decided(step, one) if one else step)
    return found


def _decided(step: Step, one: ValueDecision) -> Step:
    return replace(
        step, decision=one.choice, decided_by=one.by, decided_at=one.at, why=one.why, beaten=one.beaten
    )


def _children(connection: Connection, compound: Compound, id: RecordId) -> list[str]:
    """Return the records that keep a field, those among them that an undo removed."""
    select = _with_removed(compound.select)
    return list(
        dict.fromkeys(row[0] for row in connection.exec_driver_sql(select, (id,) * select.count("?")))
    )


@cache
def _with_removed(select: str) -> str:
    """Return the select over the records that are in their tables and those that an undo took out of them."""
    met = dict.fromkeys(name for name in TABLES.findall(select) if name in kinds())
    return f"WITH {', '.join(map(_ever, met))} {select}" if met else select


def _ever(kind: str) -> str:
    names = tuple(kinds()[kind].by_name)
    columns = ", ".join(f'"{name}"' for name in ("id", *names))
    logged = ", ".join(f"before ->> '$.{name}'" for name in names)
    return (
        f'"{kind}" AS (SELECT {columns} FROM main."{kind}" UNION ALL SELECT record_id, {logged} FROM change '
        "WHERE revision IN (SELECT number FROM revision WHERE undo_of IS NOT NULL) "
        f"AND record_kind = '{kind}' AND field IS NULL AND before IS NOT NULL)"
    )


def _steps(connection: Connection, kind: str, id: str, field: str) -> list[Step]:
    rows = connection.exec_driver_sql(
        f"SELECT revision.number, revision.at, revision.author, revision.kind, received_file.name, {_qualified()} "
        "FROM change JOIN revision ON revision.number = change.revision "
        "LEFT JOIN received_file ON received_file.sha256 = change.file "
        "WHERE change.record_id = ? AND (change.field = ? OR change.field IS NULL) ORDER BY change.seq DESC",
        (id, field),
    )
    steps = (_step(row, kind, field) for row in rows)
    return [step for step in steps if step.before != step.after]


def _qualified() -> str:
    return ", ".join(f'change."{name.strip()}"' for name in COLUMNS.split(","))


def _step(row: Sequence[str | None], kind: str, field: str) -> Step:
    number, at, author, revision_kind, file, *rest = row
    change = change_from(rest)
    address, raw = (change.origin.address, change.origin.raw) if change.origin else (None, None)
    match change:
        case Added():
            before, after = None, change.id if field == "id" else change.values.get(field)
            if change.cells and field in change.cells:
                address, raw = change.cells[field]
        case Removed():
            before, after = change.id if field == "id" else change.values.get(field), None
        case Edited():
            before, after = change.before, change.after
    return Step(
        revision=int(number or 0),
        at=at or "",
        author=author or "",
        kind=revision_kind or "",
        record_kind=kind,
        record=change.id,
        field=field,
        before=before,
        after=after,
        file=file,
        sha256=change.origin.file if change.origin else None,
        sheet=change.origin.sheet if change.origin else None,
        address=address,
        raw=raw,
    )


@dataclass(frozen=True, slots=True)
class Imported:
    """What files gave to records: for each (record, field) the value given last, and those that it replaced.

    `came` is the revision in which a file brought a record.
    """

    last: dict[tuple[RecordId, str], Value] = field(default_factory=dict)
    replaced: dict[tuple[RecordId, str], set[Value]] = field(default_factory=dict)
    came: dict[RecordId, int] = field(default_factory=dict)

    def give(self, key: tuple[RecordId, str], value: Value) -> None:
        """Note that a file gave this value to a field."""
        if key in self.last:
            replaced = self.replaced.setdefault(key, set())
            replaced.add(self.last[key])
            replaced.discard(value)
        self.last[key] = value


def imported(connection: Connection, ids: Iterable[RecordId], but: Container[int] = ()) -> Imported:
    """Return what files gave to these records, the base of a new import, without some revisions.

    What was undone since was not given.
    """
    found = Imported()
    undone = active_undos(connection)
    rows = connection.exec_driver_sql(
        "SELECT revision, record_id, field, after FROM change JOIN json_each(?) ON record_id = value "
        "WHERE file IS NOT NULL AND after IS NOT NULL ORDER BY seq",
        (json.dumps(list(ids)),),
    )
    for revision, id, name, after in rows:
        if revision in undone or revision in but:
            continue
        if name is not None:
            found.give((id, name), json.loads(after))
        else:
            found.came[id] = revision
            found.last.update({(id, key): value for key, value in json.loads(after).items()})
    return found
