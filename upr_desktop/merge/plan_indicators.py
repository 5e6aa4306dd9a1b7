"""Keep the indicators that a plan states for a measure: name, unit, what was planned and reached, by year."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.incoming import Place
from upr_desktop.incoming_plan import IncomingIndicator
from upr_desktop.merge.comparison import Grouped, Known, by_parent
from upr_desktop.merge.plan_fields import Merged
from upr_desktop.register.changes import Added, RecordId, Value, Values, new_id
from upr_desktop.register.fold import fold

WORDS: Mapping[str, tuple[str, ...]] = {
    "unit": ("ед. изм", "ед.изм", "единица", "өлшем", "unit"),
    "actual": ("факт", "нақты", "іс жүзінде", "fact", "actual"),
    "planned": ("план", "жоспар", "plan", "target"),
}
_WORDS = {part: tuple(map(fold, words)) for part, words in WORDS.items()}
_YEAR = re.compile(r"\b(20\d\d)\b")


@dataclass(slots=True)
class Stated:
    """One indicator of a measure as the file states it; `years` are planned and actual texts by year (or None)."""

    name: str | None
    place: Place
    unit: str | None = None
    years: dict[int | None, dict[str, tuple[str, Place]]] = field(default_factory=dict)


def stated_indicators(cells: Iterable[IncomingIndicator]) -> list[Stated]:
    """Return the indicators of a measure: each column of names begins one, the columns beside it belong to it.

    A column that is titled by a year alone is the plan for that year.
    """
    found: list[Stated] = []
    for cell in cells:
        title, place = fold(cell.title), cell.value.place
        part = next((part for part, words in _WORDS.items() if any(word in title for word in words)), None)
        year = _YEAR.search(cell.title)
        if part is None and year is None:
            found.append(Stated(cell.value.raw, place))
            continue
        if not found:
            found.append(Stated(None, place))
        if part == "unit":
            found[-1].unit = cell.value.raw
        else:
            of_year = found[-1].years.setdefault(int(year[1]) if year else None, {})
            of_year[part or "planned"] = (cell.value.raw, place)
    return found


@dataclass(frozen=True, slots=True)
class Indicators:
    """The indicators of all measures and their values, by owner."""

    indicators: Grouped
    values: Grouped

    @classmethod
    def of(cls, known: Known) -> "Indicators":
        """Return those that are known and in use."""
        return cls(
            by_parent(known.of("indicator"), "measure_id"),
            by_parent(known.of("indicator_value"), "indicator_id"),
        )


def merge_indicators(
    merged: Merged, present: Indicators, stated: Sequence[Stated], language: str, *, is_own: bool
) -> None:
    """Merge the indicators of a measure in their order; a translation gives only names, and only to those there are."""
    known = present.indicators.get(merged.id, [])
    for at, one in enumerate(stated):
        if at < len(known):
            _merge_one(merged, known[at], present, one, language, is_own=is_own)
        elif is_own:
            _add(merged, one, language)


def _merge_one(
    merged: Merged,
    known: tuple[RecordId, Values],
    present: Indicators,
    one: Stated,
    language: str,
    *,
    is_own: bool,
) -> None:
    id, ours = known
    of_one = Merged("indicator", id, ours, merged.known, merged.take, merged.origin)
    if one.name is not None:
        of_one.state(f"name_{language}", one.name, one.place)
    if is_own and one.unit is not None:
        of_one.state("unit", one.unit, one.place)
    merged.take_over(of_one)
    by_year = {values["year"]: (value_id, values) for value_id, values in present.values.get(id, [])}
    for year, told in one.years.items() if is_own else ():
        if year in by_year:
            of_value = Merged("indicator_value", *by_year[year], merged.known, merged.take, merged.origin)
            for name, (text, place) in told.items():
                of_value.state(name, text, place)
            merged.take_over(of_value)
        else:
            _add_value(merged, id, year, told)


def _add(merged: Merged, one: Stated, language: str) -> None:
    id = new_id()
    values: dict[str, Value] = {"measure_id": merged.id, "unit": one.unit, f"name_{language}": one.name}
    given = {name: value for name, value in values.items() if value is not None}
    merged.changes.append(Added("indicator", id, given, merged.origin(one.place)))
    merged.show("indicators", None, one.name or one.unit, one.place)
    for year, told in one.years.items():
        _add_value(merged, id, year, told)


def _add_value(
    merged: Merged, indicator: RecordId, year: int | None, told: Mapping[str, tuple[str, Place]]
) -> None:
    place = next(iter(told.values()))[1]
    values: dict[str, Value] = {"indicator_id": indicator, "year": year}
    values |= {name: text for name, (text, _) in told.items()}
    given = {name: value for name, value in values.items() if value is not None}
    merged.changes.append(Added("indicator_value", new_id(), given, merged.origin(place)))
