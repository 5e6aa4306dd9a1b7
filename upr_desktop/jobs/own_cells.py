"""Say what the cells of a return say of a report that its agency keeps, in the language of the workbook."""

from collections.abc import Mapping, Sequence

from upr_desktop.exchange.languages import language_written
from upr_desktop.jobs.value_words import day_words
from upr_desktop.register.changes import RecordId, Value, Values
from upr_desktop.register.connection import Connection
from upr_desktop.register.plan_rows import NEXT_BEST
from upr_desktop.register.progress_queries import progress_rows
from upr_desktop.register.queries import records
from upr_desktop.words import say

Documents = Mapping[RecordId, Sequence[Values]]


def documents_of(connection: Connection, reports: Sequence[RecordId]) -> Documents:
    """Return the documents of each report that has any, as their records' fields."""
    rows = {row.id: row.evidence for row in progress_rows(connection, reports) if row.evidence}
    ids = sorted({id for found in rows.values() for id in found})
    stored = records(connection, "evidence", ids)
    return {report: [stored[id] for id in found] for report, found in rows.items()}


def evidence_cell(text: Value, documents: Sequence[Values], language: str) -> str | None:
    """Return the text on evidence with the documents that it does not name, one on a line; None for nothing."""
    lines = [str(text)] if text and str(text).strip() else []
    for document in documents:
        told = document_line(document, language)
        named = str(document["act_number"] or document["title"])
        if not any(named in line for line in lines):
            lines.append(told)
    return "\n".join(lines) or None


def document_line(document: Values, language: str) -> str:
    """Return a document in one line: its title, and number, date and address that the title does not say."""
    title, number = str(document["title"]).strip(), document["act_number"]
    parts = [title]
    if number and str(number) not in title:
        parts.append(say("progress.documents.number", language, number=number))
    day = day_words(str(document["act_date"]), language) if document["act_date"] else ""
    if day and day not in title:
        parts.append(say("progress.documents.date", language, date=day))
    if document["url"] and str(document["url"]) not in title:
        parts.append(str(document["url"]))
    return " ".join(parts)


def as_written(values: Values, documents: Sequence[Values], language: str) -> dict[str, Value]:
    """Return a report's fields as a return says them: the evidence, where there is any, with its documents."""
    told = [code for code in (language, *NEXT_BEST) if values[f"evidence_text_{code}"]]
    code = told[0] if told else language
    text = evidence_cell(values[f"evidence_text_{code}"], documents, code)
    if text and not told:
        code = language_written(text, frozenset({language})) or language
    return {**values, f"evidence_text_{code}": text}
