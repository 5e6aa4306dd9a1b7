"""Invented rows, columns and fields that the tests of the toolkit share."""

from dataclasses import dataclass

from upr_desktop.ui.columns import Column
from upr_desktop.ui.fields import Choice, Field
from upr_desktop.ui.pills import Pill

STATUSES = (Choice("none", "Not started"), Choice("part", "Partly"), Choice("done", "Implemented"))


@dataclass(frozen=True, slots=True)
class Item:
    id: str
    number: str
    order: int
    text: str
    lead: str | None = None
    status: str = "none"


def items(count: int) -> tuple[Item, ...]:
    return tuple(
        Item(
            f"id{n}",
            f"140.{n}",
            n,
            f"text {n} of many words",
            ("MFA", "MOJ", None)[n % 3],
            STATUSES[n % 3].code,
        )
        for n in range(count)
    )


def status_label(item: Item) -> str:
    return next(choice.label for choice in STATUSES if choice.code == item.status)


def columns() -> tuple[Column[Item], ...]:
    return (
        Column("number", lambda: "No.", lambda row: row.number, sort=lambda row: row.order, width=70),
        Column(
            "text", lambda: "Text", lambda row: row.text, kind="text2", stretch=True, edit=lambda r, t: ()
        ),
        Column("lead", lambda: "Lead", lambda row: row.lead or "", edit=lambda r, t: ()),
        Column(
            "status",
            lambda: "Status",
            status_label,
            kind="pill",
            pill=lambda row: Pill(status_label(row)),
            raw=lambda row: row.status,
            choices=lambda row: STATUSES,
            edit=lambda r, t: (),
        ),
    )


def fields() -> tuple[Field, ...]:
    leads = tuple(Choice(code, f"Body {code}") for code in ("MFA", "MOJ", "MIA"))
    return (
        Field("name", "toolkit.popup.find", "line"),
        Field("long", "toolkit.popup.list", "text"),
        Field("words", "toolkit.error.report", "texts"),
        Field("status", "toolkit.popup.clear", "choice", choices=lambda: STATUSES),
        Field("due", "toolkit.date.pick", "date", half=True),
        Field("met", "toolkit.date.pick", "date", half=True),
        Field("first", "toolkit.status.undo", "tick"),
        Field("leads", "toolkit.sidebar.name", "chips", choices=lambda: leads),
        Field("source", "toolkit.error.copy", "shown"),
    )
