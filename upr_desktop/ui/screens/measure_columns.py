"""List the columns of the plan's measures: what each shows, how it sorts, what may be typed into it."""

from collections.abc import Callable, Sequence
from functools import partial

from upr_desktop.register.changes import Change
from upr_desktop.register.errors import Problem
from upr_desktop.register.plan_rows import MeasureRow
from upr_desktop.ui.columns import Column
from upr_desktop.ui.fields import Choice
from upr_desktop.ui.screens.measure_words import MeasureWords

Ask = Callable[[str, MeasureRow, str], Sequence[Change] | Problem]
Columns = tuple[Column[MeasureRow], ...]
TITLE = "measures.column."
TEXT_WISH, NARROW_LEAD, LEAST_BESIDE_LEAD = 200, 96, 150


def measure_columns(words: MeasureWords, ask: Ask) -> Columns:
    """Return the columns; `ask` gives the changes (or the problem) that a text typed into a field means."""
    return (
        *_what(words, ask),
        *_when(words, ask),
        *_who(words, ask),
        *_how_far(words),
        *_further(words, ask),
    )


def _what(words: MeasureWords, ask: Ask) -> Columns:
    return (
        Column(
            "number",
            TITLE + "number",
            lambda row: row.number or "",
            sort=lambda row: row.order if row.number else None,
            edit=partial(ask, "number"),
            width=56,
            strong=True,
        ),
        Column(
            "text",
            TITLE + "text",
            words.text,
            edit=partial(ask, "text"),
            kind="text2",
            width=190,
            stretch=True,
            mark=words.mark,
            wish=TEXT_WISH,
        ),
        Column(
            "form", TITLE + "form", words.form, edit=partial(ask, "form"), kind="text2", width=130, yields=7
        ),
    )


def _when(words: MeasureWords, ask: Ask) -> Columns:
    return (
        Column(
            "deadline",
            TITLE + "deadline",
            lambda row: row.deadline.raw or "",
            sort=lambda row: row.deadline.end,
            edit=partial(ask, "deadline"),
            kind="text2",
            width=120,
            yields=6,
        ),
        Column(
            "understood",
            TITLE + "understood",
            words.due,
            sort=lambda row: row.deadline.end,
            kind="text2",
            width=120,
            tooltip=lambda row: row.deadline.raw or "",
            tone=lambda row: words.deadline_tone(row) or (None if row.deadline.is_decided else "soft"),
            yields=1,
        ),
        Column(
            "last_day",
            TITLE + "last_day",
            words.last_day,
            sort=lambda row: row.deadline.end,
            kind="date",
            width=104,
            tone=words.deadline_tone,
            yields=5,
        ),
    )


def _who(words: MeasureWords, ask: Ask) -> Columns:
    def ids(row: MeasureRow, role: str) -> list[str]:
        return [body.agency_id for body in row.bodies if body.role == role]

    def choices(row: MeasureRow) -> Sequence[Choice]:
        return words.names.agency_choices([body.agency_id for body in row.bodies])

    def others(role: str, *, shown: bool) -> Column[MeasureRow]:
        return Column(
            role,
            TITLE + role,
            lambda row: words.agencies(row, role),
            edit=partial(ask, role),
            kind="text2",
            width=110,
            shown=shown,
            tooltip=lambda row: words.agencies_in_full(row, role),
            yields=4,
        )

    return (
        Column(
            "lead",
            TITLE + "lead",
            lambda row: words.agencies(row, "lead"),
            edit=partial(ask, "lead"),
            width=NARROW_LEAD + 2,
            labels=words.names.leads,
            raw=lambda row: found[0] if len(found := ids(row, "lead")) == 1 else words.agencies(row, "lead"),
            choices=choices,
            tooltip=lambda row: words.agencies_in_full(row, "lead"),
            yields=3,
            narrow=NARROW_LEAD,
            stays=True,
            until=LEAST_BESIDE_LEAD,
            brief_title=TITLE + "lead_brief",
        ),
        others("co", shown=True),
        others("consulted", shown=False),
    )


def _how_far(words: MeasureWords) -> Columns:
    number = words.look.language.number
    return (
        Column(
            "status",
            TITLE + "status",
            words.status_word,
            kind="pill",
            width=110,
            pill=words.status_pill,
            labels=words.statuses,
            narrow=56,
            yields=2,
            stays=True,
        ),
        Column(
            "last",
            TITLE + "last",
            words.last,
            sort=lambda row: row.last.mark.last_day if row.last else None,
            kind="text2",
            width=150,
            yields=8,
        ),
        Column(
            "evidence",
            TITLE + "evidence",
            lambda row: number(len(row.evidence)) if row.evidence else "",
            sort=lambda row: len(row.evidence),
            kind="number",
            width=64,
            yields=9,
        ),
    )


def _further(words: MeasureWords, ask: Ask) -> Columns:
    def area_order(row: MeasureRow) -> tuple[int, str] | None:
        term = words.names.catalogue.terms.get(row.area_id) if row.area_id else None
        return (term.no or 0, term.code or "") if term else None

    return (
        Column(
            "recommendations",
            TITLE + "recommendations",
            words.recommendations,
            edit=partial(ask, "recommendations"),
            kind="text2",
            width=110,
            shown=False,
        ),
        Column(
            "area_id",
            TITLE + "area",
            lambda row: words.names.area(row.area_id),
            sort=area_order,
            edit=partial(ask, "area_id"),
            kind="text2",
            width=160,
            raw=lambda row: row.area_id or "",
            choices=lambda row: words.names.area_choices(),
            shown=False,
        ),
        *(
            Column(
                key,
                TITLE + key,
                lambda row, key=key: getattr(row, key) or "",  # type: ignore[misc]  # a default binds the key
                edit=partial(ask, key),
                kind="text2",
                width=150,
                shown=False,
            )
            for key in ("section", "funding", "note")
        ),
    )
