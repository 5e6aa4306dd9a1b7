"""Read the consolidated wordings: what the coordinator made of all agencies' answers, one for a record and a period."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection
from upr_desktop.register.plan_rows import LANGUAGES, in_language

SELECT = """
    SELECT id, record_id, record_kind, period_id, text_kk, text_ru, text_en, state, confidential FROM summary
    WHERE NOT archived AND record_kind = ? AND {} ORDER BY id"""


@dataclass(frozen=True, slots=True)
class WordingRow:
    """One consolidated wording by language. `state` is draft | agreed; `confidential` that it is for official use."""

    id: RecordId
    record_id: RecordId
    record_kind: str
    period_id: RecordId
    texts: Mapping[str, str]
    state: str
    confidential: bool

    def text(self, language: str) -> tuple[str, str]:
        """Return the wording in the language, or in what there is, and which language it is."""
        return in_language(self.texts, language)


def wordings(
    connection: Connection,
    period: RecordId | None = None,
    *,
    kind: str = "measure",
    records: Sequence[RecordId] | None = None,
    confidential: bool = True,
) -> dict[tuple[RecordId, RecordId], WordingRow]:
    """Return the wordings in use of measures (or recommendations) by (record, period); of one period, or of all.

    `records` narrows down to some; those for official use are left out where `confidential` is not asked for.
    """
    tests = {
        "period_id = ?": period,
        "record_id IN (SELECT value FROM json_each(?))": None
        if records is None
        else json.dumps(list(records)),
    }
    asked = {test: value for test, value in tests.items() if value is not None}
    where = " AND ".join(["1" if confidential else "coalesce(confidential, 0) = 0", *asked])
    rows = connection.exec_driver_sql(SELECT.format(where), (kind, *asked.values())).all()
    found = (
        WordingRow(
            row[0],
            row[1],
            row[2],
            row[3],
            {code: text for code, text in zip(LANGUAGES, row[4:7], strict=True) if text},
            row[7],
            bool(row[8]),
        )
        for row in rows
    )
    return {(row.record_id, row.period_id): row for row in found}
