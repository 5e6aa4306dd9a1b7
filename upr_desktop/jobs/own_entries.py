"""Show an agency's own reports as its workbook asks for them: beside each what it said before, as it was sent."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from upr_desktop.code_lists import STATUSES
from upr_desktop.exchange.languages import language_written
from upr_desktop.grammar.statuses import is_no_change
from upr_desktop.register.changes import RecordId
from upr_desktop.register.plan_rows import ProgressRow, ReportMark
from upr_desktop.register.report_entries import Entry
from upr_desktop.words import say

Shown = Mapping[RecordId, tuple[str, Mapping[str, str]]]


def own_entries(entries: Iterable[Entry], shown: Shown) -> list[Entry]:
    """Return the entries that the newest workbook asks for; `shown` are its language and texts by report."""
    found: list[Entry] = []
    for entry in entries:
        if entry.report is None or entry.report.id not in shown:
            continue
        language, texts = shown[entry.report.id]
        previous = entry.previous or said_before(texts.get("previous", ""), language, entry.report.mark)
        found.append(replace(entry, is_owed=True, previous=previous, shown=texts))
    return found


def said_before(text: str, language: str, mark: ReportMark) -> ProgressRow | None:
    """Return the report of an earlier period as a workbook tells it: its status in the first line, then its text."""
    if not text.strip():
        return None
    first, _, rest = text.partition("\n")
    named = {say(f"status.{code}", language).casefold(): code for code in STATUSES}
    status = named.get(first.strip().rstrip(".").casefold())
    told = (rest if status else text).strip()
    no_change = len(told) < 60 and is_no_change(told)
    before = mark._replace(status=status, no_change=no_change, state="accepted", done_on=None)
    spoken = language_written(told, frozenset({language})) or language
    narratives = {spoken: told} if told and not no_change else {}
    return ProgressRow(before, "", narratives, {}, {}, False, (), ())
