"""Describe each kind of record as data, read off its class: what rules, writing and tables walk over."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from upr_desktop.register.changes import Value

if TYPE_CHECKING:
    from sqlalchemy import Column, MetaData, Table

    from upr_desktop.register.records import Record


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: its name, Python type, and what its value must be. `refers` is the kind it points to."""

    name: str
    type: type
    default: Value = None
    required: bool = False
    codes: tuple[str, ...] = ()
    searched: bool = False
    day: bool = False
    refers: str | None = None
    any_record: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """One kind of record: its name is the table's; `fields` leave out the id.

    Exactly one field of `one_of` is filled; no two records in use share all values of `unique`.
    """

    name: str
    table: "Table"
    fields: tuple[FieldSpec, ...]
    by_name: Mapping[str, FieldSpec]
    defaults: Mapping[str, Value]
    searched: tuple[str, ...]
    one_of: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()


def metadata() -> "MetaData":
    """Return all tables of a register. They are imported here: a window shows rows before it needs them."""
    from upr_desktop.register import plan_records, return_records

    assert return_records
    return plan_records.Plan.metadata


@cache
def kinds() -> Mapping[str, Kind]:
    """Return every kind of record by its name, parents before children; the first call takes half a second."""
    tables_of_all = metadata()
    from upr_desktop.register.records import Record

    recorded = {record.__tablename__: record for record in Record.__subclasses__()}
    tables = [table for table in tables_of_all.sorted_tables if table.name in recorded]
    return {table.name: _kind(table, recorded[table.name]) for table in tables}


def _kind(table: "Table", record: "type[Record]") -> Kind:
    fields = tuple(_field(column) for column in table.columns if column.name != "id")
    return Kind(
        name=table.name,
        table=table,
        fields=fields,
        by_name={field.name: field for field in fields},
        defaults={field.name: field.default for field in fields},
        searched=tuple(field.name for field in fields if field.searched),
        one_of=record.__one_of__,
        unique=record.__unique__,
    )


def _field(column: "Column[Any]") -> FieldSpec:
    from upr_desktop.register.records import Flag

    refers = next((key.target_fullname.split(".")[0] for key in column.foreign_keys), None)
    return FieldSpec(
        name=column.name,
        type=bool if isinstance(column.type, Flag) else column.type.python_type,
        default=False if column.name == "archived" else None,
        required=bool(column.info.get("required")),
        codes=column.info.get("codes", ()),
        searched=bool(column.info.get("search")),
        day=bool(column.info.get("day")),
        refers=refers,
        any_record=bool(column.info.get("any_record")),
    )
