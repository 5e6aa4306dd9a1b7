"""Gather what an agency's workbook shows: each measure it reports on, what it said before, and what it said so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from upr_desktop.code_lists import REPORT_TEXTS
from upr_desktop.exchange.return_layout import LAYOUT, LOCKED, OPEN, base_field
from upr_desktop.incoming import MOST_UNITS, units
from upr_desktop.jobs.deadline_words import deadline_text
from upr_desktop.register.changes import RecordId
from upr_desktop.register.plan_rows import MeasureRow, PeriodRow, PlanRow, ProgressRow, in_language
from upr_desktop.register.queries import AgencyRow, Catalogue, RecommendationRow
from upr_desktop.register.report_entries import Entry, report_values
from upr_desktop.words import LANGUAGES, say

Texts = Mapping[RecordId, RecommendationRow]
# Characters of several recommendations in one cell: a row taller than 409 points is cut by every program.
ROOM, SHORTEST = 560, 70
# What a shortened text leaves free in its cell, in UTF-16 units: programs drop what is typed beyond a full one.
ROOM_TO_ADD = 2_000


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One row: the report's id, its theme, the texts of the locked columns, and values of the open ones by field.

    `task` and `measure` are the ids of what it reports on.

    A text in another language than the workbook's is shown under the field of its own language, and only where
    there is none in the workbook's.
    """

    key: RecordId
    theme: str
    shown: Mapping[str, str]
    base: Mapping[str, str]
    task: str = ""
    measure: str = ""

    def open_value(self, column: str, language: str) -> str | None:
        """Return the value that an open column shows, as records hold it."""
        if column not in REPORT_TEXTS:
            return self.base.get(column)
        told = (self.base.get(base_field(column, code)) for code in (language, "ru", "kk", "en"))
        return next(filter(None, told), None)


@dataclass(frozen=True, slots=True)
class ReturnContent:
    """What one workbook holds; `revision` is the newest one of the `register` that it can show."""

    plan: PlanRow
    period: PeriodRow
    agency: AgencyRow
    language: str
    rows: Sequence[ReturnRow]
    revision: int = 0
    register: RecordId | None = None
    layout: str = LAYOUT


def return_content(
    plan: PlanRow,
    period: PeriodRow,
    agency: AgencyRow,
    language: str,
    entries: Sequence[Entry],
    keys: Mapping[str, RecordId],
    texts: Texts,
    known: Catalogue,
) -> ReturnContent:
    """Return what the workbook of an agency holds; `keys` give the id of each entry's report."""
    rows = [
        ReturnRow(
            keys[entry.id],
            _theme(entry.measure, language, known),
            _shown(entry, language, texts, known),
            _base(entry.report, language),
            entry.body.id,
            entry.measure.id,
        )
        for entry in entries
    ]
    return ReturnContent(plan, period, agency, language, rows)


def _theme(measure: MeasureRow, language: str, known: Catalogue) -> str:
    """Return the area in the workbook's language; where there is none, the section as the plan heads it."""
    term = known.terms.get(measure.area_id) if measure.area_id else None
    if term is None:
        return measure.section or ""
    return f"{term.no}. {term.name(language)}" if term.no else term.name(language)


def _shown(entry: Entry, language: str, texts: Texts, known: Catalogue) -> dict[str, str]:
    measure = entry.measure
    linked = [texts[link.id] for link in measure.recommendations if link.id in texts]
    told = {
        "number": measure.number or "",
        "recommendations": ", ".join(row.number for row in linked if row.number),
        "recommendation_text": _recommended(linked, language),
        "measure": measure.text(language)[0],
        "completion_form": measure.form(language)[0],
        "deadline": deadline_text(measure, language),
        "bodies": _bodies(measure, language, known),
        "role": say(f"role.{entry.body.role}", language),
        "previous": _said(entry.previous, language),
        "remark": _remarks(entry),
    }
    assert set(told) == set(LOCKED)
    return {name: fitting(text, language) for name, text in told.items() if text}


def fitting(text: str, language: str, free: int = 0) -> str:
    """Return a text as a cell can hold it: a longer one is shortened, with a mark that says where the whole stands.

    `free` UTF-16 units of the cell are left to add to it. What was written is what is remembered as sent, so a
    shortened text that comes back untouched changes nothing, and one that was edited disputes the whole.
    """
    if units(text) <= MOST_UNITS:
        return text
    mark = say("return.shortened", language, count=len(text))
    room = 2 * (MOST_UNITS - free - units(mark))
    return f"{text.encode('utf-16-le')[:room].decode('utf-16-le', 'ignore').rstrip()}{mark}"


def _recommended(rows: Sequence[RecommendationRow], language: str) -> str:
    """Return the recommendations' texts; where there are several, each with its number and short enough for a row."""
    texts = [(row.number, row.text(language)[0].replace("\n", " ")) for row in rows]
    if len(texts) == 1:
        return texts[0][1]
    room = max(SHORTEST, ROOM // max(len(texts), 1))
    told = (
        (number, text if len(text) <= room else f"{text[: room - 1].rstrip()}…") for number, text in texts
    )
    return "\n".join(f"{number}: {text}" if number else text for number, text in told if text)


def _bodies(measure: MeasureRow, language: str, known: Catalogue) -> str:
    agencies = [known.agencies[body.agency_id] for body in measure.bodies if body.agency_id in known.agencies]
    return ", ".join(dict.fromkeys(agency.short(language) for agency in agencies)) or measure.bodies_raw or ""


def _said(report: ProgressRow | None, language: str) -> str:
    """Return what an agency said of an earlier period: its status, and its text in the language if there is one."""
    if report is None:
        return ""
    status = say(f"status.{report.mark.status}", language) if report.mark.status else ""
    text = report.narrative(language)[0]
    if report.mark.no_change and not text:
        text = say("return.no_change", language)
    return "\n".join(filter(None, (status and f"{status}.", text)))


def _remarks(entry: Entry) -> str:
    """Return the coordinator's remarks: of this report, where there are none of the last one."""
    for report in (entry.report, entry.previous):
        if report and report.remarks:
            return "\n".join(report.remarks)
    return ""


def _base(report: ProgressRow | None, language: str) -> dict[str, str]:
    """Return the filled values that the cells to fill in show, by the field of the report."""
    values = report_values(report)
    found = {name: values[name] for name in OPEN if name not in REPORT_TEXTS}
    for column in REPORT_TEXTS:
        told = {code: str(text) for code in LANGUAGES if (text := values[f"{column}_{code}"])}
        text, code = in_language(told, language)
        found[base_field(column, code)] = fitting(text, code or language, ROOM_TO_ADD)
    return {name: str(value) for name, value in found.items() if value}
