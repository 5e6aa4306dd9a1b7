"""List the ways to narrow the measures of a plan down, and to gather them in groups."""

from collections.abc import Callable, Iterable, Sequence

from upr_desktop.register.plan_rows import MeasureRow
from upr_desktop.register.plan_standing import DUE_SOON, OVERDUE, STANDINGS
from upr_desktop.ui.facet_counts import Facet
from upr_desktop.ui.grouped_table import Grouping
from upr_desktop.ui.screens.measure_words import MeasureWords
from upr_desktop.ui.status_pills import STATUSES

TITLE = "measures.facet."
FURTHER = ("lead", "closed", "standing", "unchanged")
YES = ("yes",)
Test = Callable[[MeasureRow], bool]


def measure_facets(words: MeasureWords, areas: Sequence[str]) -> tuple[Facet[MeasureRow], ...]:
    """Return the facets; `areas` is the list of the areas' ids in their order, kept up to date by its owner."""
    facts = words.facts
    return (
        Facet("status", TITLE + "status", lambda row: _one(facts(row).status), words.status, tuple(STATUSES)),
        Facet("agency", TITLE + "agency", _agencies, words.names.agency),
        Facet("area", TITLE + "area", lambda row: _one(row.area_id), words.names.area, areas),
        Facet("year", TITLE + "year", lambda row: _one((row.deadline.end or "")[:4]), codes=YEARS),
        Facet("lead", TITLE + "lead", lambda row: row.leads[:1], words.names.agency),
        _toggle("overdue", lambda row: facts(row).standing == OVERDUE),
        _toggle("due_soon", lambda row: facts(row).standing == DUE_SOON),
        _toggle("undecided", lambda row: not row.deadline.is_decided),
        _toggle("unlinked", lambda row: not row.recommendations),
        _toggle("closed", lambda row: facts(row).is_closed),
        Facet("standing", TITLE + "standing", lambda row: (facts(row).standing,), words.standing, STANDINGS),
        _toggle("unchanged", words.is_unchanged_twice),
    )


YEARS = tuple(str(year) for year in range(2000, 2100))


def _toggle(key: str, is_so: Test) -> Facet[MeasureRow]:
    return Facet(key, TITLE + key, lambda row: YES if is_so(row) else (), toggle=True)


def _one(value: str | None) -> Iterable[str]:
    return (value,) if value else ()


def _agencies(row: MeasureRow) -> Iterable[str]:
    return {body.agency_id for body in row.bodies}


def measure_groupings(words: MeasureWords) -> tuple[Grouping, ...]:
    """Return the ways to gather measures: by section as the plan has them, area, agency in the lead, year."""

    def area_place(row: MeasureRow) -> object:
        term = words.names.catalogue.terms.get(row.area_id) if row.area_id else None
        return (term.no or 0, term.name(words.language)) if term else None

    def agency(row: MeasureRow) -> str:
        return words.names.agency(row.leads[0]) if row.leads else ""

    def year(row: MeasureRow) -> str:
        return (row.deadline.end or "")[:4]

    return (
        Grouping("area", TITLE + "area", area_place, lambda row: words.names.area(row.area_id)),
        Grouping("agency", TITLE + "lead", lambda row: agency(row).casefold() or None, agency),
        Grouping("year", TITLE + "year", lambda row: year(row) or None, year),
        Grouping(
            "section", "measures.column.section", lambda row: row.section, lambda row: row.section or ""
        ),
    )
