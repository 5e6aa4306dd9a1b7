"""Count how many rows each value of each facet would show, and test a row against what is chosen."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")
Chosen = Mapping[str, frozenset[str]]
NONE = ("",)


@dataclass(frozen=True, slots=True)
class Facet(Generic[Row]):
    """A way to narrow rows down.

    `title` is a key of resources/words; `values` gives the codes that a row has (several, or none, which counts as
    the empty code); `label` words a code in the window's language. Codes stand in the order of `codes` if given,
    else by count. A `toggle` has no list: its one button shows the rows that have any value (`Overdue 12`); `hint` is
    the key of the sentence that says which rows those are.
    """

    key: str
    title: str
    values: Callable[[Row], Iterable[str]]
    label: Callable[[str], str] = str
    codes: Sequence[str] = ()
    toggle: bool = False
    hint: str = ""


def facet_counts(
    rows: Iterable[Row], facets: Sequence[Facet[Row]], chosen: Chosen
) -> dict[str, dict[str, int]]:
    """Return for each facet how many rows each code has; a facet's own choices do not narrow its own counts.

    The empty code counts rows without a value (a toggle's rows without are not counted).
    """
    narrowing = [(place, chosen[one.key]) for place, one in enumerate(facets) if chosen.get(one.key)]
    if not narrowing:
        every = list(rows)
        return {facet.key: dict(_counted(facet, every)) for facet in facets}
    counters: list[Counter[str]] = [Counter() for _ in facets]
    for row in rows:
        codes = [_codes(facet, row) for facet in facets]
        failed = [place for place, wanted in narrowing if wanted.isdisjoint(codes[place])]
        if len(failed) > 1:
            continue
        for place in failed or range(len(facets)):
            counters[place].update(codes[place])
    return {facet.key: dict(counter) for facet, counter in zip(facets, counters, strict=True)}


def _counted(facet: Facet[Row], rows: Iterable[Row]) -> Counter[str]:
    values = facet.values
    if facet.toggle:
        return Counter(chain.from_iterable(map(values, rows)))
    return Counter(chain.from_iterable(tuple(values(row)) or NONE for row in rows))


def facet_test(facets: Sequence[Facet[Row]], chosen: Chosen) -> Callable[[Row], bool] | None:
    """Return the test that a row passes if it has one of the chosen codes in each facet; None if nothing is chosen."""
    narrowing: list[tuple[Facet[Row], frozenset[str]]] = [
        (facet, chosen[facet.key]) for facet in facets if chosen.get(facet.key)
    ]
    if not narrowing:
        return None

    def passes(row: Any) -> bool:
        return all(not wanted.isdisjoint(_codes(facet, row)) for facet, wanted in narrowing)

    return passes


def _codes(facet: Facet[Row], row: Row) -> tuple[str, ...]:
    codes = tuple(facet.values(row))
    return codes if codes or facet.toggle else NONE
