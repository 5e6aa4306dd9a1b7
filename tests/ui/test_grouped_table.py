"""The rows that begin a group have room for their heading, however rows come, go and move."""

import random

from pytestqt.qtbot import QtBot
from ui.toolkit_samples import columns, items

from upr_desktop.ui.grouped_table import GroupedTable, Grouping
from upr_desktop.ui.look import Look

LEAD = Grouping("lead", "toolkit.groups.none", lambda item: item.lead, lambda item: item.lead or "")
STATUS = Grouping("status", "toolkit.groups.none", lambda item: item.status, lambda item: item.status)


def heights(table: GroupedTable) -> list[int]:
    return [table.rowHeight(place) for place in range(len(table.rows.order))]


def wanted(table: GroupedTable) -> list[int]:
    usual, band = table.verticalHeader().defaultSectionSize(), table.cells.band_height
    order = table.rows.order
    return [usual + band * order.begins_group(place) for place in range(len(order))]


def test_each_row_is_as_high_as_it_stands_after_any_change(qtbot: QtBot, look: Look) -> None:
    table, chance, told = (
        GroupedTable(look, columns(), (LEAD, STATUS), "toolkit.table.header"),
        random.Random(4),
        0,
    )
    qtbot.addWidget(table)
    table.show()
    acts = (
        lambda: table.set_rows(items(chance.randint(0, 40))),
        lambda: table.gather(chance.choice(("lead", "status", ""))),
        lambda: table.set_compact(chance.random() < 0.5),
        lambda: table.rows.sort_by(chance.choice(("number", "text", None)), chance.random() < 0.5),
        lambda: table.rows.keep(chance.choice((None, lambda item: item.order % 4 != 0))),
        lambda: table.rows.find(chance.choice(("", "1", "text 2"))),
    )
    for _ in range(150):
        chance.choice(acts)()
        assert heights(table) == wanted(table)
        told += len(set(heights(table))) > 1
    assert told > 20
