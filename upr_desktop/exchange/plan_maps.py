"""Take and give the mapping of a plan's columns: `{"sheet": …, "header_row": 4, "columns": {"B": "measure"}}`."""

import re
from collections.abc import Iterable, Mapping

from upr_desktop.exchange.sheets import Book
from upr_desktop.incoming_plan import PLAN_FIELDS, ColumnMap, PlanTable
from upr_desktop.register.errors import FileRefused

_LETTERS = re.compile(r"[A-Z]{1,3}")


def column_maps(data: object, name: str) -> tuple[ColumnMap, ...]:
    """Return the mappings that a parsed .json file holds: one, or a list of them. `name` is the file's.

    Raises FileRefused with the key map_unreadable, map_field_unknown or map_without_measure.
    """
    told = data if isinstance(data, list) else [data]
    return tuple(_column_map(each, name) for each in told)


def mapping_of(table: PlanTable) -> dict[str, object]:
    """Return the mapping of a table as it is saved: `column_maps` reads it back."""
    return {
        "sheet": table.sheet,
        "header_row": table.header_rows[0] if table.header_rows else 0,
        "columns": {letters: name for letters, name in table.columns.items() if name in PLAN_FIELDS},
    }


def checked_maps(book: Book, maps: Iterable[ColumnMap]) -> Mapping[str, ColumnMap]:
    """Return the mappings by sheet; one without a sheet is for the first that is shown. Raises FileRefused."""
    names = [sheet.name for sheet in book.sheets]
    first = next((sheet.name for sheet in book.sheets if not sheet.hidden), "")
    found = {each.sheet or first: each for each in maps}
    for sheet in found:
        if sheet not in names:
            raise FileRefused("map_sheet_unknown", name=book.name, sheet=sheet, found=", ".join(names[:20]))
    return found


def _column_map(data: object, name: str) -> ColumnMap:
    sheet = data.get("sheet", "") if isinstance(data, Mapping) else None
    row = data.get("header_row", 0) if isinstance(data, Mapping) else None
    columns = data.get("columns") if isinstance(data, Mapping) else None
    whole = isinstance(row, int) and not isinstance(row, bool) and row >= 0
    if not (isinstance(sheet, str) and whole and isinstance(columns, Mapping) and columns):
        raise FileRefused("map_unreadable", name=name)
    told = {str(letters).upper(): str(said) for letters, said in columns.items()}
    if not all(_LETTERS.fullmatch(letters) for letters in told):
        raise FileRefused("map_unreadable", name=name)
    unknown = [said for said in told.values() if said not in PLAN_FIELDS]
    if unknown:
        raise FileRefused("map_field_unknown", name=name, field=unknown[0], known=", ".join(PLAN_FIELDS))
    if "measure" not in told.values():
        raise FileRefused("map_without_measure", name=name)
    return ColumnMap(sheet, int(str(row)), told)
