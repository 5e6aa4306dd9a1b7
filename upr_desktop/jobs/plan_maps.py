"""Say how the columns of a plan are read, change that, save it to the .json file that `--map` takes, and load it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from upr_desktop.exchange.plan_maps import column_maps
from upr_desktop.incoming_plan import PLAN_FIELDS, ColumnMap
from upr_desktop.merge.plan_draft import FileTable
from upr_desktop.register.errors import FileRefused, RegisterError


def map_of(table: FileTable, told: Iterable[ColumnMap], *, is_first: bool = False) -> ColumnMap:
    """Return how a sheet is read: as a person said, else as it was recognised or guessed.

    A mapping that names no sheet is for the first.
    """
    for one in told:
        if one.sheet == table.sheet or (is_first and not one.sheet):
            return replace(one, sheet=table.sheet)
    pairs = zip(table.columns, table.fields, strict=True)
    return ColumnMap(
        table.sheet, table.header_row, {letters: name for letters, name in pairs if name in PLAN_FIELDS}
    )


def with_field(mapping: ColumnMap, letters: str, field: str) -> ColumnMap:
    """Return a mapping with another field for one column, none for an empty text."""
    columns = {at: name for at, name in mapping.columns.items() if at != letters}
    if field:
        columns[letters] = field
    return replace(mapping, columns=dict(sorted(columns.items(), key=lambda pair: (len(pair[0]), pair[0]))))


def put_map(maps: Sequence[ColumnMap], mapping: ColumnMap) -> tuple[ColumnMap, ...]:
    """Return mappings with one more, in the place of that of the same sheet."""
    return (*(one for one in maps if one.sheet != mapping.sheet), mapping)


def save_maps(path: Path, maps: Sequence[ColumnMap]) -> None:
    """Write mappings that name a measure: one as an object, several as a list. Raises RegisterError."""
    told = [
        {"sheet": one.sheet, "header_row": one.header_row, "columns": dict(one.columns)}
        for one in maps
        if "measure" in one.columns.values()
    ]
    content = json.dumps(told[0] if len(told) == 1 else told, ensure_ascii=False, indent=2)
    try:
        path.write_text(content + "\n", encoding="utf-8")
    except OSError as fault:
        raise RegisterError(
            "cannot_write_file", file=path.name, reason=fault.strerror or str(fault)
        ) from fault


def load_maps(path: Path, tables: Sequence[FileTable]) -> tuple[ColumnMap, ...]:
    """Return the mappings of a .json file for these sheets. Raises FileRefused where it has none for them."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as fault:
        raise FileRefused("not_json", name=path.name) from fault
    maps = column_maps(data, path.name)
    names = [table.sheet for table in tables]
    for one in maps:
        if one.sheet and one.sheet not in names:
            found = ", ".join(names[:20])
            raise FileRefused("map_sheet_unknown", name=path.name, sheet=one.sheet, found=found)
    return tuple(one if one.sheet else replace(one, sheet=names[0]) for one in maps)
