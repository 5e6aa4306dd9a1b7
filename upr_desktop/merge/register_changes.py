"""Turn what a cell of a register workbook says into changes of the records that keep it."""

import re
from collections.abc import Mapping
from itertools import zip_longest

from upr_desktop.merge.cell_values import Said, plain_value
from upr_desktop.merge.comparison import Item
from upr_desktop.merge.plan_values import measure_number
from upr_desktop.merge.register_columns import RECOMMENDATION, Column, Holds, Link
from upr_desktop.merge.register_lines import RegisterLines
from upr_desktop.register.changes import Edited, Origin, RecordId, Value, Values
from upr_desktop.states import state_code

ORDERED = (Holds.NUMBER, Holds.ITEM)


def number_fields(column: Column, number: Value) -> dict[str, Value]:
    """Return the integers by which a number sorts; a recommendation's are none where it has another form."""
    if column.holds is Holds.ITEM:
        return measure_number(str(number or ""))
    found = re.fullmatch(r"(\d{1,9})\.(\d{1,9})", str(number or ""))
    return {"paragraph": int(found[1]) if found else None, "item": int(found[2]) if found else None}


def write_value(
    item: Item, register: RegisterLines, column: Column, id: RecordId, said: Said, origin: Origin
) -> None:
    """Ask for the changes after which the register says of a record what the cell says."""
    if column.link is not None:
        _write_list(item, register, column, column.link, id, said, origin)
        return
    ours = register.records[column.record][id]
    wished: dict[str, Value] = {column.field: plain_value(said.value)}
    if column.holds in ORDERED:
        wished |= number_fields(column, said.value if isinstance(said.value, str) else None)
    for name, value in wished.items():
        if ours[name] != value:
            item.changes.append(Edited(column.record, id, name, ours[name], value, origin))
    if column.key == "position":
        _note_position(item, ours, id, said, origin)


def _note_position(item: Item, ours: Values, id: RecordId, said: Said, origin: Origin) -> None:
    """Keep the step in the history of positions, as every other import does."""
    values = {
        "recommendation_id": id,
        "position_before": ours["position"],
        "position_after": plain_value(said.value),
    }
    item.add("position_change", values, origin)


def _write_list(
    item: Item, register: RegisterLines, column: Column, link: Link, id: RecordId, said: Said, origin: Origin
) -> None:
    wished = said.value if isinstance(said.value, tuple) else ()
    present = register.links(link, id)
    gone = [name for name in present if name not in wished]
    new = [name for name in wished if not register.holds(link, id, name)]
    if column.holds is Holds.LINES and len(gone) == len(new):
        for before, after in zip_longest(gone, new):
            item.changes += [
                Edited(link.kind, at, link.holds, before, after, origin) for at in present[before]
            ]
        return
    for name in gone:
        for at in present[name]:
            item.archive(link.kind, at, origin)
    add_items(item, link, id, new, said.typed, origin, register.highest(link, id))


def add_items(
    item: Item,
    link: Link,
    owner: RecordId,
    names: list[str],
    typed: Mapping[str, str],
    origin: Origin,
    highest: int = 0,
) -> None:
    """Ask for the records that keep these items of a list; States are numbered on from `highest`."""
    for no, name in enumerate(names, highest + 1):
        values: dict[str, Value] = {link.owner: owner, link.holds: name, **link.added}
        if link.kind == "recommending_state":
            iso = name if state_code(name) == name else None
            values |= {"no": no, "name": typed.get(name, name), "iso": iso}
        item.add(link.kind, values, origin)


def first_values(column: Column, said: Said) -> dict[str, Value]:
    """Return the fields that a column gives to a new record."""
    values: dict[str, Value] = {column.field: plain_value(said.value)}
    if column.holds in ORDERED:
        values |= number_fields(column, plain_value(said.value))
    return values


def is_about(column: Column) -> str:
    """Return the name under which a preview shows a column: the field, or the column where a list keeps it."""
    return column.field if column.link is None and column.record != RECOMMENDATION else column.key
