"""Find what is marked as for official use: documents, reports, the remarks on them, consolidated wordings."""

import json
from collections.abc import Collection

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection

MARKED = """
    SELECT id FROM evidence WHERE confidential UNION SELECT id FROM progress WHERE confidential
    UNION SELECT id FROM summary WHERE confidential
    UNION SELECT r.id FROM remark r JOIN progress g ON g.id = r.progress_id WHERE g.confidential"""
# Records that an undo took out are known by the log alone.
GONE = """
    SELECT record_id FROM change WHERE record_kind IN ('evidence', 'progress', 'summary') AND field IS NULL
    AND json_extract(coalesce(after, before), '$.confidential')
    AND record_id NOT IN (SELECT id FROM evidence UNION SELECT id FROM progress UNION SELECT id FROM summary)"""
TITLES = """
    SELECT title FROM evidence WHERE id IN (SELECT value FROM json_each(:ids))
    UNION SELECT json_extract(coalesce(after, before), '$.title') FROM change
    WHERE record_kind = 'evidence' AND field IS NULL AND record_id IN (SELECT value FROM json_each(:ids))
    UNION SELECT before FROM change WHERE record_kind = 'evidence' AND field = 'title'
    AND record_id IN (SELECT value FROM json_each(:ids))
    UNION SELECT after FROM change WHERE record_kind = 'evidence' AND field = 'title'
    AND record_id IN (SELECT value FROM json_each(:ids))"""


def confidential_ids(connection: Connection) -> set[RecordId]:
    """Return the documents, reports, remarks and wordings that are for official use, also those that were taken out."""
    found = (row for select in (MARKED, GONE) for row in connection.exec_driver_sql(select))
    return {RecordId(str(row[0])) for row in found}


def titles_of(connection: Connection, ids: Collection[RecordId]) -> set[str]:
    """Return every title that these documents bear or bore."""
    found = connection.exec_driver_sql(TITLES, {"ids": json.dumps(sorted(ids))})
    return {_plain(row[0]) for row in found if row[0]}


def _plain(text: str) -> str:
    """Return a title as it stands; the log keeps that of an edit as JSON."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, str) else text
