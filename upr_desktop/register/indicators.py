"""Read the indicators of measures with what was planned and reached, by year or period."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection
from upr_desktop.register.plan_rows import LANGUAGES, in_language

INDICATORS = """
    SELECT i.measure_id, i.id, i.unit, i.name_kk, i.name_ru, i.name_en FROM indicator i
    WHERE NOT i.archived AND (? IS NULL OR i.measure_id IN (SELECT value FROM json_each(?))) ORDER BY i.id"""
VALUES = """
    SELECT v.indicator_id, v.id, v.year, v.period_id, v.planned, v.actual FROM indicator_value v
    LEFT JOIN period p ON p.id = v.period_id WHERE NOT v.archived
    ORDER BY coalesce(v.year, CAST(substr(p.first_day, 1, 4) AS INTEGER)), p.first_day, v.id"""


@dataclass(frozen=True, slots=True)
class IndicatorValueRow:
    """What was planned and reached, as written; for a year, a period (its id), or neither: as a whole."""

    id: RecordId
    year: int | None
    period_id: RecordId | None
    planned: str | None
    actual: str | None


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator with its names by language and its values in the order of time."""

    id: RecordId
    measure_id: RecordId
    unit: str | None
    names: Mapping[str, str]
    values: tuple[IndicatorValueRow, ...] = ()

    def name(self, language: str) -> str:
        """Return the name in the language, or in what there is; nothing where it has none."""
        return in_language(self.names, language)[0]


def indicators_of(
    connection: Connection, measures: Sequence[RecordId] | None = None
) -> dict[RecordId, list[IndicatorRow]]:
    """Return the indicators in use by measure, of those asked for or of all; measures without any are left out."""
    values: dict[RecordId, list[IndicatorValueRow]] = defaultdict(list)
    for owner, *rest in connection.exec_driver_sql(VALUES):
        values[owner].append(IndicatorValueRow(*rest))
    asked = None if measures is None else json.dumps(list(measures))
    found: dict[RecordId, list[IndicatorRow]] = defaultdict(list)
    for measure, id, unit, *texts in connection.exec_driver_sql(INDICATORS, (asked, asked)):
        names = {code: text for code, text in zip(LANGUAGES, texts, strict=True) if text}
        found[measure].append(IndicatorRow(id, measure, unit, names, tuple(values.get(id, ()))))
    return dict(found)
