"""Hold many records of one kind field by field, so that thousands are checked and written without a loop for each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import methodcaller

from upr_desktop.register.changes import RecordId, Value, Values
from upr_desktop.register.kinds import Kind

Column = Sequence[Value]
_in_order = methodcaller("values")


@dataclass(frozen=True, slots=True)
class Batch:
    """Records of a kind by id. `columns` holds the values of each field, in the order of the ids.

    Fields that none of the records names are left out: they have the kind's defaults.
    """

    kind: Kind
    records: Mapping[RecordId, Values]
    columns: Mapping[str, Column]

    def rows(self) -> list[tuple[Value, ...]]:
        """Return the records as rows: the id, then the columns."""
        return list(zip(self.records, *self.columns.values(), strict=True))

    def column(self, name: str) -> Column:
        """Return the values of a field, where need be its default as often as there are records."""
        return self.columns.get(name) or [self.kind.defaults[name]] * len(self.records)


def batch(kind: Kind, records: Mapping[RecordId, Values]) -> Batch:
    """Return records of a kind as a batch. Raises KeyError where one has a field that the kind does not know."""
    shapes = dict.fromkeys(map(tuple, records.values()))  # not a set: the log keeps the order of the names
    names = tuple(dict.fromkeys(name for shape in shapes for name in shape))
    unknown = sorted(set(names) - kind.by_name.keys())
    if unknown:
        raise KeyError(f"{kind.name} has no field {', '.join(unknown)}")
    if len(shapes) == 1:
        columns: Iterable[Column] = zip(*map(_in_order, records.values()), strict=True)
    else:
        columns = [_column(kind, name, records) for name in names]
    return Batch(kind, records, dict(zip(names, columns, strict=False)))


def _column(kind: Kind, name: str, records: Mapping[RecordId, Values]) -> Column:
    default = kind.defaults[name]
    return [values.get(name, default) for values in records.values()]
