"""Lay the records of a register out as the lines of its workbook: one line for each row, one value for each column."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from upr_desktop.merge.comparison import by_parent
from upr_desktop.merge.register_columns import (
    PART,
    RECOMMENDATION,
    RECOMMENDATIONS,
    Column,
    Holds,
    Link,
    SheetSpec,
)
from upr_desktop.merge.workbook_names import Records
from upr_desktop.register.changes import RecordId, Value, Values

CellValue = Value | tuple[str, ...]
Ids = tuple[RecordId, ...]
Children = Mapping[RecordId, Sequence[tuple[RecordId, Values]]]
OWNED = (
    (PART, "recommendation_id"),
    ("recommending_state", "part_id"),
    ("assignment", "recommendation_id"),
    ("tag", "record_id"),
    ("evidence_link", "record_id"),
    ("note", "record_id"),
    ("agency_alias", "agency_id"),
    ("assignment", "measure_id"),
    ("measure_recommendation", "measure_id"),
    ("remark", "progress_id"),
)
BLANK_IS_NOTHING = (Holds.TEXT, Holds.NUMBER, Holds.FLAG)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the ids of the records it tells of (recommendation and part, or one), and its values by column."""

    ids: Ids
    values: Mapping[str, CellValue]
    is_first: bool = True


class RegisterLines:
    """Records with their children at hand. `confidential` says whether evidence for official use is shown."""

    def __init__(self, records: Records, *, confidential: bool) -> None:
        self.records = records
        self._children = {
            (kind, owner): by_parent(_alive(records.get(kind, {})), owner)
            for kind, owner in OWNED
            if kind in records
        }
        self._hidden = {
            id
            for kind in ("evidence", "progress", "summary")
            for id, row in records.get(kind, {}).items()
            if row["archived"] or (row["confidential"] and not confidential) or not _has_sheet(kind, row)
        }
        self._columns: dict[tuple[str, str], tuple[list[tuple[str, str, bool]], list[Column]]] = {}
        codes = {id: str(row["code"]) for id, row in records["vocabulary"].items()}
        self._vocabulary = {
            id: codes[RecordId(str(term["vocabulary_id"]))] for id, term in records["term"].items()
        }

    def lines(self, spec: SheetSpec, order: Iterable[RecordId] | None = None) -> Iterator[Line]:
        """Yield the lines of a sheet, in this order of records; archived and hidden ones are left out."""
        rows = self.records.get(spec.kind, {})
        for id in rows if order is None else order:
            if id in rows and not rows[id]["archived"] and id not in self._hidden:
                yield from self._of_one(spec, id)

    def _of_one(self, spec: SheetSpec, id: RecordId) -> Iterator[Line]:
        if spec.key != RECOMMENDATIONS:
            yield Line((id,), {column.key: self.value(column, id) for column in spec.columns})
            return
        shared = self._values(spec, RECOMMENDATION, id)
        parts = self._children[PART, "recommendation_id"].get(id, ())
        if not parts:
            yield Line((id,), shared)
        for at, (part, _) in enumerate(parts):
            yield Line((id, part), shared | self._values(spec, PART, part), is_first=at == 0)

    def _values(self, spec: SheetSpec, kind: str, id: RecordId) -> dict[str, CellValue]:
        """Return what the columns about a kind of record say of one, as `value` does: quicker for many rows."""
        if (spec.key, kind) not in self._columns:
            self._columns[spec.key, kind] = _parted(spec, kind)
        plain, linked = self._columns[spec.key, kind]
        record = self.records[kind][id]
        values: dict[str, CellValue] = {
            key: (record[field] or None if is_blank_nothing else record[field])
            for key, field, is_blank_nothing in plain
        }
        for column in linked:
            values[column.key] = self.value(column, id)
        return values

    def value(self, column: Column, id: RecordId) -> CellValue:
        """Return what a column says of a record: a value, or a tuple of ids or texts."""
        if column.link is None:
            found = self.records[column.record][id][column.field]
            return found or None if column.holds in BLANK_IS_NOTHING else found
        if id not in self._children.get((column.link.kind, column.link.owner), ()):
            return ()
        return tuple(self.links(column.link, id))

    def links(self, link: Link, owner: RecordId) -> dict[str, list[RecordId]]:
        """Return the records that keep a list of a record: item → ids of the records that hold it, in order."""
        found = self._held(link, owner)
        return {item: ids for item, ids in found.items() if item not in self._hidden}

    def holds(self, link: Link, owner: RecordId, item: str) -> bool:
        """Return whether a list has an item, also one that the workbook does not show."""
        return item in self._held(link, owner)

    def _held(self, link: Link, owner: RecordId) -> dict[str, list[RecordId]]:
        found: dict[str, list[RecordId]] = {}
        for id, values in self._children.get((link.kind, link.owner), {}).get(owner, ()):
            if any(values[name] != value for name, value in link.fixed.items()):
                continue
            item = str((link.kind == "recommending_state" and values["iso"]) or values[link.holds])
            if link.vocabulary and self._vocabulary.get(RecordId(item)) != link.vocabulary:
                continue
            found.setdefault(item, []).append(id)
        return found

    def highest(self, link: Link, owner: RecordId) -> int:
        """Return the highest `no` among the records of a list."""
        rows = self._children.get((link.kind, link.owner), {}).get(owner, ())
        return max((int(values.get("no") or 0) for _, values in rows), default=0)


def _parted(spec: SheetSpec, kind: str) -> tuple[list[tuple[str, str, bool]], list[Column]]:
    """Return key, field and whether blank is nothing of a sheet's plain columns about a kind; then those of lists."""
    columns = [column for column in spec.columns if column.record == kind]
    plain = [(one.key, one.field, one.holds in BLANK_IS_NOTHING) for one in columns if one.link is None]
    return plain, [one for one in columns if one.link]


def _has_sheet(kind: str, values: Values) -> bool:
    """Return whether a record has a row: of consolidated wordings, those of measures."""
    return kind != "summary" or values["record_kind"] == "measure"


def _alive(rows: Mapping[RecordId, Values]) -> dict[RecordId, Values]:
    return {id: values for id, values in rows.items() if not values["archived"]}
