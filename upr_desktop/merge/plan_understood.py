"""Understand what the cells of a plan mean for the register: deadlines, bodies, recommendations, areas."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from upr_desktop.grammar.bodies import Bodies, Body, body_key, parse_bodies
from upr_desktop.grammar.deadline import Deadline, Recurrence
from upr_desktop.grammar.deadlines import parse_deadline
from upr_desktop.grammar.references import parse_references
from upr_desktop.incoming import Place
from upr_desktop.incoming_plan import IncomingMeasure, IncomingValue, PlanReading
from upr_desktop.merge.plan_answers import (
    BODY,
    DEADLINE,
    EVERY,
    LEAVE,
    REFERENCE,
    STUB,
    Answers,
    DeadlineAnswer,
)
from upr_desktop.merge.plan_asking import Asking
from upr_desktop.merge.plan_known import KnownPlans
from upr_desktop.merge.plan_merged import MergedAbove, text_of_cell
from upr_desktop.merge.plan_values import PARSER, PERSON, deadline_values, measure_number
from upr_desktop.register.changes import RecordId, Value
from upr_desktop.register.errors import Problem
from upr_desktop.register.fold import fold

FORMS, TEXTS = "completion_form_", "text_"
SHORT = 80


@dataclass(frozen=True, slots=True)
class Task:
    """The part that the plan gives an agency in a measure."""

    agency: RecordId
    code: str
    role: str
    raw: str
    place: Place


@dataclass(slots=True)
class Understood:
    """A measure as the register would keep it. `values` are the fields that the file states, `cells` their places.

    `links` are recommendations by id, `stubs` those that only the plan names, by number. Links or tasks are None where
    the file does not state them, or they are in doubt as a whole. `unresolved` are codes of agencies that bodies
    which nobody could tell may be. It is `is_whole` where nothing of bodies and recommendations is in doubt. Of the
    fields deadline, bodies and references `answered` holds those that a person told just now.
    """

    incoming: IncomingMeasure
    place: Place
    language: str
    values: dict[str, Value] = field(default_factory=dict)
    cells: dict[str, Place] = field(default_factory=dict)
    links: dict[RecordId, Place] | None = None
    stubs: dict[str, Place] = field(default_factory=dict)
    tasks: dict[RecordId, Task] | None = None
    unresolved: frozenset[str] = frozenset()
    is_whole: bool = True
    answered: set[str] = field(default_factory=set)

    def state(self, name: str, value: Value, place: Place | None) -> None:
        """Note what the file says of a field, and where."""
        self.values[name] = value
        if place:
            self.cells[name] = place


@dataclass
class Understanding:
    """Understand the measures of one file, one after another; what is in doubt is asked."""

    reading: PlanReading
    plans: KnownPlans
    answers: Answers
    remembered: Answers
    numbers: Mapping[str, RecordId]
    years: tuple[int, int] | None
    today: date | None = None
    asking: Asking = field(default_factory=Asking)
    problems: list[Problem] = field(default_factory=list)
    _bodies: dict[str, Bodies] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._areas = self.plans.areas()
        self._agencies = self.plans.agencies()
        self._merged = MergedAbove(self.reading, self.answers, self.remembered, self.asking)
        self._fields: dict[str, set[str]] = {}
        for table in self.reading.tables:
            if table.recognised:
                self._fields.setdefault(table.sheet, set()).update(table.fields)
        self._has_sections = any(measure.section for measure in self.reading.measures)
        given = {**self.remembered.given.get(BODY, {}), **self.answers.given.get(BODY, {})}
        self._told_bodies = {
            key: answer for key, answer in given.items() if isinstance(answer, tuple) and key != EVERY
        }

    def measure(self, at: int, incoming: IncomingMeasure) -> Understood:
        """Return a measure as the register would keep it; `at` is its index in the reading."""
        place = next(iter(incoming.texts.values())).place
        found = Understood(incoming, place, next(iter(incoming.texts)))
        number = incoming.number_value.place if incoming.number_value else None
        for name, value in measure_number(incoming.number).items():
            found.state(name, value, number)
        for language, text in incoming.texts.items():
            found.state(f"{TEXTS}{language}", text.raw, text.place)
        self._state_section(found)
        self._state_forms(at, found)
        self._state_plain(found)
        self._state_deadline(at, found)
        self._state_bodies(at, found)
        self._state_references(at, found)
        return found

    def states(self, incoming: IncomingMeasure, *names: str) -> bool:
        """Return whether the measure's table has a column for one of these fields."""
        return not self._fields.get(incoming.sheet, set()).isdisjoint(names)

    def _state_section(self, found: Understood) -> None:
        section, theme = found.incoming.section, found.incoming.theme
        if theme:
            found.state("section", theme.raw, theme.place)
            found.state("area_id", self._area(None, theme.raw), theme.place)
        elif section:
            line = " ".join(section.place.raw.split())
            found.state("section", line, section.place)
            found.state("area_id", self._area(section.area, section.text), section.place)
        elif self._has_sections:
            found.state("section", None, None)
        if found.values.get("area_id") is None:
            found.values.pop("area_id", None)

    def _area(self, number: int | None, text: str) -> RecordId | None:
        by_number = self._areas.get(str(number)) if number else None
        return by_number or self._areas.get(fold(text.strip(" .")))

    def _state_forms(self, at: int, found: Understood) -> None:
        incoming = found.incoming
        if not self.states(incoming, "completion_form"):
            return
        forms = dict(incoming.forms)
        if not forms and self._merged.is_merged(incoming, "completion_form"):
            if (above := self._merged.above(at, incoming, "completion_form")) is None:
                return
            forms = dict(above.forms)
        for language in forms or (found.language,):
            value = forms.get(language)
            found.state(f"{FORMS}{language}", value.raw if value else None, value.place if value else None)

    def _state_plain(self, found: Understood) -> None:
        for name in ("funding", "note"):
            value: IncomingValue | None = getattr(found.incoming, name)
            if self.states(found.incoming, name):
                found.state(name, value.raw if value else None, value.place if value else None)

    def _state_deadline(self, at: int, found: Understood) -> None:
        incoming = found.incoming
        if not self.states(incoming, "deadline"):
            return
        value = incoming.deadline
        if value is None and self._merged.is_merged(incoming, "deadline"):
            if (above := self._merged.above(at, incoming, "deadline")) is None:
                return
            value = above.deadline
        if value is None:
            for name in deadline_values(Deadline("", "undecided")):
                found.state(name, None, None)
            return
        if isinstance(self.answers.get(DEADLINE, value.raw), DeadlineAnswer):
            found.answered.add("deadline")
        for name, told in self._deadline(at, value, found.language).items():
            found.state(name, told, value.place)

    def _deadline(self, at: int, value: IncomingValue, language: str) -> dict[str, Value]:
        answer = self.answers.get(DEADLINE, value.raw)
        remembered = self.remembered.get(DEADLINE, value.raw)
        told = answer if answer is not None else remembered
        read = parse_deadline(value.raw, plan_years=self.years, language=language)
        if isinstance(told, DeadlineAnswer):
            often = Recurrence(told.every) if told.every else None
            decided = Deadline(value.raw, told.kind, told.start, told.end, often)
            same = (read.kind, read.start, read.end) == (told.kind, told.start, told.end)
            same = same and (often is None or read.recurrence == often)
            self.asking.ask(
                DEADLINE, value.raw, value, at, answer=told, reasons=read.reasons, remembered=answer is None
            )
            return deadline_values(read, PARSER) if same else deadline_values(decided, PERSON)
        if not read.is_decided:
            where = f"{value.place.sheet}!{value.place.address}"
            if told is None:
                values: dict[str, Value] = {"text": " ".join(value.raw.split())[:SHORT]}
                self.problems.append(Problem("deadline_undecided", where, values))
            is_old = told is not None and answer is None
            self.asking.ask(
                DEADLINE, value.raw, value, at, answer=told, reasons=read.reasons, remembered=is_old
            )
        return deadline_values(read)

    def _state_bodies(self, at: int, found: Understood) -> None:
        incoming = found.incoming
        if not self.states(incoming, "responsible", "partners"):
            return
        cells = [value for value in (incoming.lead, incoming.partners) if value]
        raw = "\n".join(value.raw for value in cells) or None
        found.state("bodies_raw", raw, cells[0].place if cells else None)
        found.tasks, unresolved = {}, set[str]()
        for value in cells:
            bodies = self._read_bodies(value.raw)
            for body in bodies.bodies:
                role = "co" if value is incoming.partners and body.presumed else body.role or "co"
                self._give(at, found, value, body, role, unresolved)
            for left in bodies.leftovers:
                self._ask_again(at, value, left)
                self._tell("body_left_over", value, {"text": left[:SHORT]}, "info")
        found.unresolved = frozenset(unresolved)

    def _ask_again(self, at: int, value: IncomingValue, left: str) -> None:
        """Ask about a text that a person said names no agency, so that the answer is kept and can be taken back."""
        if self._told_bodies.get(body_key(left)) == ():
            is_old = self.answers.get(BODY, left) is None
            self.asking.ask(BODY, left, value, at, answer=(), remembered=is_old)

    def _read_bodies(self, raw: str) -> Bodies:
        if raw not in self._bodies:
            self._bodies[raw] = parse_bodies(
                raw,
                self.plans.directory,
                footnote=self.reading.abbreviations,
                answers=self._told_bodies,
                on=self.today,
            )
        return self._bodies[raw]

    def _give(
        self, at: int, found: Understood, value: IncomingValue, body: Body, role: str, unresolved: set[str]
    ) -> None:
        answer = self.answers.get(BODY, body.raw)
        told = answer if answer is not None else self.remembered.get(BODY, body.raw)
        agency = self._agencies.get(body.code) if body.code else None
        if isinstance(answer, tuple):
            found.answered.add("bodies")
        if agency is None or told is not None:
            self.asking.ask(
                BODY,
                body.raw,
                value,
                at,
                answer=told,
                reasons=body.doubts,
                remembered=told is not None and answer is None,
                candidates=body.candidates,
            )
        if agency is None:
            found.is_whole = False
            unresolved.update(body.candidates)
            if told is None:
                self._tell(_code_of(body), value, {"text": body.raw[:SHORT]}, _severity_of(body))
            return
        if body.ended:
            successors = ", ".join(body.successors)
            self._tell("body_ended", value, {"text": body.raw[:SHORT], "successors": successors}, "warning")
        assert found.tasks is not None
        task = Task(agency, str(body.code), role, body.raw, value.place)
        found.tasks.setdefault(agency, task)

    def _state_references(self, at: int, found: Understood) -> None:
        incoming, value = found.incoming, found.incoming.references
        if value is None:
            if self.states(incoming, "rec_no"):
                found.state("references_raw", None, None)
                found.links = {}
            return
        found.state("references_raw", value.raw, value.place)
        raw = value.raw
        if "references" in incoming.doubtful:
            where = f"{value.place.sheet}!{value.place.address}"
            answer, kept_as = self.answers.get(REFERENCE, where), text_of_cell(value.raw, incoming)
            told = answer if answer is not None else self.remembered.get(REFERENCE, kept_as)
            is_old = told is not None and answer is None
            self.asking.ask(REFERENCE, where, value, at, answer=told, remembered=is_old, kept_as=kept_as)
            if not isinstance(told, str) or told == LEAVE:
                return
            raw = told
            if not is_old:
                found.answered.add("references")
        read = parse_references(raw, self.numbers)
        found.links = {self.numbers[number]: value.place for number in read.numbers}
        for number in read.missing:
            self._take_unknown(at, found, value, number)
        if read.unclear:
            self._tell("reference_unclear", value, {"text": ", ".join(read.unclear)[:SHORT]}, "warning")

    def _take_unknown(self, at: int, found: Understood, value: IncomingValue, number: str) -> None:
        answer = self.answers.get(STUB, number)
        told = answer if answer is not None else self.remembered.get(STUB, number)
        is_old = told is not None and answer is None
        self.asking.ask(STUB, number, value, at, text=number, answer=told, remembered=is_old)
        if answer is True:
            found.stubs[number] = value.place
        else:
            found.is_whole = False
            self._tell("reference_unknown", value, {"number": number}, "warning")

    def _tell(self, code: str, value: IncomingValue, values: dict[str, Value], severity: str) -> None:
        """Say something of a cell once, however many measures it is carried down to."""
        where = f"{value.place.sheet}!{value.place.address}"
        problem = Problem(code, where, values, severity=severity)
        if problem not in self.problems:
            self.problems.append(problem)


def _code_of(body: Body) -> str:
    if "collective" in body.doubts:
        return "body_collective"
    return "body_ambiguous" if body.ambiguous else "body_unknown"


def _severity_of(body: Body) -> str:
    return "info" if "collective" in body.doubts else "warning"
