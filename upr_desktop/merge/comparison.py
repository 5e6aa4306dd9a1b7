"""Gather the changes that a file asks for, field by field, with what was sent, what is there, and what it brings."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from upr_desktop.merge.draft import CHANGED, CREATED, UNCHANGED, FieldChange
from upr_desktop.merge.three_way import CONFLICT, TAKEN, UNSENT, Base, decide
from upr_desktop.register.changes import Added, Change, Edited, Origin, RecordId, Value, Values, new_id

Records = Mapping[RecordId, Values]
Grouped = Mapping[RecordId, list[tuple[RecordId, Values]]]
Cells = Mapping[str, tuple[str, str]]


@dataclass(slots=True)
class Known:
    """What the register holds now: records by kind and id, and the value that a list last gave to each field.

    `replaced` are values that a list gave before that one, `came` the revisions in which lists brought records.
    """

    records: Mapping[str, Records]
    base: Mapping[tuple[RecordId, str], Value] = field(default_factory=dict)
    replaced: Mapping[tuple[RecordId, str], Container[Value]] = field(default_factory=dict)
    came: Mapping[RecordId, int] = field(default_factory=dict)

    def of(self, kind: str) -> Records:
        """Return the records of a kind that are not archived."""
        return {id: values for id, values in self.records.get(kind, {}).items() if not values["archived"]}

    def in_archive(self, kind: str) -> Records:
        """Return the records of a kind that are archived."""
        return {id: values for id, values in self.records.get(kind, {}).items() if values["archived"]}

    def came_later(self, id: RecordId, owner: RecordId) -> bool:
        """Return whether a list brought a record after the one that brought its owner."""
        return id in self.came and self.came[id] > self.came.get(owner, self.came[id])


@dataclass(slots=True)
class Item:
    """One thing of the file, compared: the changes it asks for and what a preview says of it.

    `conflicts` and `older` stay as the register has them: a person changed them, or a newer list did.
    """

    changes: list[Change] = field(default_factory=list)
    fields: list[FieldChange] = field(default_factory=list)
    conflicts: list[FieldChange] = field(default_factory=list)
    older: list[FieldChange] = field(default_factory=list)
    is_new: bool = False

    @property
    def outcome(self) -> str:
        """Return created, changed or unchanged."""
        if self.is_new:
            return CREATED
        return CHANGED if self.changes else UNCHANGED

    def add(self, kind: str, values: Values, origin: Origin | None, cells: Cells | None = None) -> RecordId:
        """Ask for a new record and return its id."""
        id = new_id()
        self.changes.append(Added(kind, id, values, origin, cells))
        return id

    def archive(self, kind: str, id: RecordId, origin: Origin | None) -> None:
        """Ask for a record to be archived."""
        self.changes.append(Edited(kind, id, "archived", False, True, origin))

    def show(self, name: str, before: Value, after: Value) -> None:
        """Say in the preview that something goes from one value to another."""
        self.fields.append(FieldChange(name, before, after))

    def keep_older(self, name: str, before: Value, after: Value) -> None:
        """Say in the preview that the file brings back what a newer list replaced, which stays."""
        self.older.append(FieldChange(name, before, after, kept=True))

    def merge(
        self,
        kind: str,
        id: RecordId,
        ours: Values,
        theirs: Values,
        known: Known,
        origins: Mapping[str, Origin],
        *,
        take: bool = False,
    ) -> None:
        """Merge the fields that the file states into a record; a conflict keeps ours unless `take` says otherwise."""
        for name, brought in theirs.items():
            sent: Base = known.base.get((id, name), UNSENT)
            outcome = decide(sent, ours[name], brought)
            is_older = outcome == TAKEN and brought in known.replaced.get((id, name), ())
            if (outcome == TAKEN and not is_older) or (take and ours[name] != brought):
                self.changes.append(Edited(kind, id, name, ours[name], brought, origins[name]))
                self.show(name, ours[name], brought)
            elif is_older:
                self.keep_older(name, ours[name], brought)
            elif outcome == CONFLICT:
                self.conflicts.append(FieldChange(name, ours[name], brought, kept=True))


def by_parent(records: Records, field: str) -> dict[RecordId, list[tuple[RecordId, Values]]]:
    """Return records grouped by the record that a field refers to, in the order of their `no`, then id."""
    found: dict[RecordId, list[tuple[RecordId, Values]]] = {}
    for id, values in sorted(records.items(), key=_order):
        found.setdefault(RecordId(str(values[field])), []).append((id, values))
    return found


def _order(item: tuple[RecordId, Values]) -> tuple[int, str]:
    no = item[1].get("no")
    return (no if isinstance(no, int) else 0, item[0])


def origins_of(fields: Iterable[str], origin: Origin, cells: Mapping[str, Origin]) -> dict[str, Origin]:
    """Return the origin of each field: its own cell where it has one."""
    return {name: cells.get(name, origin) for name in fields}
