"""Say what many saved changes amount to: each record as it was after one revision and as it was after a later one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from upr_desktop.register.changes import Added, Change, Edited, Origin, RecordId, Removed, Value
from upr_desktop.register.connection import Connection
from upr_desktop.register.log import COLUMNS, change_from

BETWEEN = f"SELECT {COLUMNS} FROM change WHERE revision > ? AND revision <= ? ORDER BY seq"


def changes_between(connection: Connection, first: int, last: int) -> list[Change]:
    """Return what the revisions after `first` up to `last` amount to: see `net_changes`."""
    return net_changes(change_from(row) for row in connection.exec_driver_sql(BETWEEN, (first, last)))


def net_changes(changes: Iterable[Change]) -> list[Change]:
    """Return at most one change of each record or of each of its fields, in the order in which records were touched.

    What was changed and changed back, and what was added and archived or taken out again, is left out. A value comes
    from the cell that brought it last.
    """
    found: dict[tuple[str, RecordId], _Net] = {}
    for change in changes:
        key = (change.kind, change.id)
        if key not in found:
            found[key] = _Net(*key, existed=not isinstance(change, Added))
        found[key].take(change)
    return [change for net in found.values() for change in net.amounts_to()]


@dataclass(slots=True)
class _Net:
    """One record before and after: of one that was only edited, the fields that were."""

    kind: str
    id: RecordId
    existed: bool
    exists: bool = True
    before: dict[str, Value] = field(default_factory=dict)
    after: dict[str, Value] = field(default_factory=dict)
    added: Added | None = None
    origins: dict[str, Origin | None] = field(default_factory=dict)

    def take(self, change: Change) -> None:
        match change:
            case Added():
                self.exists, self.added, self.after, self.origins = True, change, dict(change.values), {}
            case Removed():
                self.exists = False
                self.before = {**change.values, **self.before} if self.existed else {}
            case Edited():
                if self.existed:
                    self.before.setdefault(change.field, change.before)
                self.after[change.field] = change.after
                self.origins[change.field] = change.origin

    def amounts_to(self) -> Iterator[Change]:
        if self.existed and not self.exists:
            yield Removed(self.kind, self.id, self.before)
        elif self.existed:
            yield from self._edited()
        elif self.exists and self.added and not self.after.get("archived"):
            cells = {
                name: cell for name, cell in (self.added.cells or {}).items() if name not in self.origins
            }
            yield Added(self.kind, self.id, self.after, self.added.origin, cells)

    def _edited(self) -> Iterator[Change]:
        origin = self.added.origin if self.added else None
        for name in dict.fromkeys((*self.before, *self.after)):
            before, after = self.before.get(name), self.after.get(name)
            if before != after and not (name == "archived" and not before and not after):
                yield Edited(self.kind, self.id, name, before, after, self.origins.get(name, origin))
