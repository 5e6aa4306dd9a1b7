"""Write out what a row of a plan becomes: each field as it is understood, its cells, what is to be said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.grammar.deadline import stored_deadline
from upr_desktop.grammar.deadlines import word_deadline
from upr_desktop.jobs.telling import how_to_fix, what
from upr_desktop.jobs.value_words import value_words
from upr_desktop.merge.draft import CREATED, UNCHANGED
from upr_desktop.merge.plan_draft import PlanDraft, Result, ResultField
from upr_desktop.register.changes import Added, Edited, RecordId, Value, Values
from upr_desktop.register.queries import Catalogue, record
from upr_desktop.register.register import Connection
from upr_desktop.ui.look import Look
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.import_words import field_words
from upr_desktop.ui.screens.plan_became import Became, BecameWords
from upr_desktop.ui.session import Session
from upr_desktop.words import has_words

UNDERSTOOD = ("deadline_kind", "deadline_start", "deadline_end")
TEXTS = ("text_kk", "text_ru", "text_en")
RAW = ("bodies_raw", "references_raw")


@dataclass(slots=True)
class Joined:
    """What a draft says of measures: their fields, what it adds to them (bodies with roles, recommendations)."""

    values: dict[str, dict[str, Value]] = field(default_factory=dict)
    bodies: dict[str, list[Values]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    stubs: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, draft: PlanDraft) -> "Joined":
        """Return what a draft adds."""
        found = cls()
        for change in draft.changes.changes:
            if isinstance(change, Edited) and change.kind == "measure":
                found.values.setdefault(change.id, {})[change.field] = change.after
            if not isinstance(change, Added):
                continue
            if change.kind == "measure":
                found.values[change.id] = dict(change.values)
            measure = str(change.values.get("measure_id"))
            if change.kind == "assignment":
                found.bodies.setdefault(measure, []).append(change.values)
            elif change.kind == "measure_recommendation":
                found.links.setdefault(measure, []).append(str(change.values["recommendation_id"]))
            elif change.kind == "recommendation":
                found.stubs[change.id] = str(change.values["number"])
        return found


class PlanDetails:
    """Writes one row onto a page."""

    def __init__(self, look: Look, session: Session, words: BecameWords) -> None:
        self._look, self._session, self._words = look, session, words
        self._catalogue, self._joined = Catalogue(), Joined()

    def use(self, draft: PlanDraft, catalogue: Catalogue) -> None:
        """Take the draft whose rows are told, and what names agencies and areas."""
        self._catalogue, self._joined = catalogue, Joined.of(draft)

    def write(self, page: ReadingText, row: Became) -> None:
        """Write all there is to say of a row."""
        name = row.measure.name if row.measure and len(row.measure.name) < 12 else row.id
        page.heading(name, tail=self._words.outcome(row))
        if row.measure is None:
            page.sentence(self._words.text(row), "soft")
            return
        page.note(self._look.t("preview.stands_in", where=_rows(row.measure)))
        if row.measure.score is not None:
            page.note(self._look.t("plan_import.score", count=row.measure.score))
        self._write_problems(page, row)
        if row.measure.outcome == UNCHANGED and not row.measure.fields:
            self._write_known(page, row.measure)
        self._write_fields(page, row.measure)

    def _write_problems(self, page: ReadingText, row: Became) -> None:
        language = self._look.language.code
        for problem in row.told.problems if row.told else ():
            page.sentence(what(problem, language), "bad" if problem.severity == "error" else "warn")
            page.note(how_to_fix(problem, language))

    def _write_fields(self, page: ReadingText, measure: Result) -> None:
        """Write the fields that change, with how the deadline is understood, then those that stay."""
        names = [one.field for one in measure.fields if not one.kept]
        last = "deadline_raw" if "deadline_raw" in names else (set(UNDERSTOOD) & set(names) and names[-1])
        for one in measure.fields:
            if not one.kept and one.field not in UNDERSTOOD:
                self._write_field(page, one, measure)
            if one.field == last:
                self._write_deadline(page, self._values(measure))
        if any(one.kept for one in measure.fields):
            page.sentence(self._look.t("preview.kept"), bold=True)
        for one in measure.fields:
            if one.kept:
                self._write_field(page, one, measure)

    def _write_known(self, page: ReadingText, measure: Result) -> None:
        """Write what the register holds of a measure that stays as it is."""
        values = self._values(measure)
        for name in (*TEXTS, "deadline_raw", *RAW):
            if values.get(name):
                page.plain(measure_field(name, self._look), str(values[name]))
                if name == "deadline_raw":
                    self._write_deadline(page, values)

    def _write_field(self, page: ReadingText, one: ResultField, measure: Result) -> None:
        caption, tip = measure_field(one.field, self._look), ", ".join(place.address for place in one.places)
        before, after = self._value(one.field, one.before), self._value(one.field, one.after)
        if before or one.kept:
            page.change(caption, before, after, tip)
        else:
            page.plain(caption, after, tip)
        if one.field in RAW and measure.record is not None and measure.outcome == CREATED:
            told = self._bodies(measure.record) if one.field == "bodies_raw" else self._links(measure.record)
            nobody = self._look.t(f"plan_import.understood.{one.field}.none")
            key = f"plan_import.understood.{one.field}"
            page.note(self._look.t(key, text=told) if told else nobody, "ok" if told else "warn")

    def _write_deadline(self, page: ReadingText, values: Mapping[str, Value]) -> None:
        """Write in words what a deadline is understood as, or that it is not."""
        text = deadline_words(values, self._look.language.code)
        told = self._look.t("plan_import.deadline.understood", text=text)
        page.note(told if text else self._look.t("plan_import.deadline.open"), "ok" if text else "warn")

    def _values(self, measure: Result) -> Mapping[str, Value]:
        """Return the fields of a measure as they would be."""
        id = measure.record
        if id is None:
            return {one.field: one.after for one in measure.fields}
        stored = self._session.read(lambda connection: record(connection, "measure", id)) or {}
        return {**stored, **self._joined.values.get(id, {})}

    def _value(self, name: str, value: object) -> str:
        told = value if isinstance(value, str | int | float | bool) else None
        return value_words("measure", name, told, self._look.language.code, self._name_of)

    def _name_of(self, kind: str, id: RecordId) -> str:
        language = self._look.language.code
        if kind == "agency" and id in self._catalogue.agencies:
            return self._catalogue.agencies[id].short(language)
        return self._catalogue.terms[id].name(language) if id in self._catalogue.terms else ""

    def _bodies(self, measure: RecordId) -> str:
        told = []
        for values in self._joined.bodies.get(measure, ()):
            name = self._name_of("agency", RecordId(str(values["agency_id"])))
            told.append(f"{name} ({self._value_of_role(str(values['role']))})")
        return ", ".join(told)

    def _value_of_role(self, role: str) -> str:
        words = value_words("assignment", "role", role, self._look.language.code, self._name_of)
        return f"{words[:1].lower()}{words[1:]}"

    def _links(self, measure: RecordId) -> str:
        ids = self._joined.links.get(measure, [])
        present: Sequence[str] = self._session.read(lambda connection: _numbers(connection, ids))
        new = [self._joined.stubs[id] for id in ids if id in self._joined.stubs]
        return ", ".join((*present, *new))


def measure_field(name: str, look: Look) -> str:
    """Return how a person calls a field of a measure."""
    key = f"field.measure.{name}"
    return look.t(key) if has_words(key) else field_words(name, look)


def deadline_words(values: Mapping[str, Value], language: str) -> str:
    """Return in words what the fields of a deadline mean, nothing where that is not decided."""
    kind, start, end = (str(values.get(name) or "") for name in UNDERSTOOD)
    if kind in ("", "undecided"):
        return ""
    details = values.get("deadline_details")
    raw = str(values.get("deadline_raw") or "")
    deadline = stored_deadline(raw, kind, start or None, end or None, str(details) if details else None)
    return word_deadline(deadline, language)


def _numbers(connection: Connection, ids: Sequence[str]) -> list[str]:
    found = (record(connection, "recommendation", RecordId(id)) for id in ids)
    return [str(values["number"]) for values in found if values]


def _rows(measure: Result) -> str:
    return ", ".join(f"{sheet}!{row}" for sheet, row in measure.rows)
