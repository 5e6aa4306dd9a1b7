"""Say in the window's language what stands in a measure: text, deadline, bodies, statuses, reports."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from upr_desktop.grammar.deadline import Deadline, stored_deadline
from upr_desktop.grammar.deadlines import word_deadline
from upr_desktop.jobs.period_words import period_words
from upr_desktop.register.changes import RecordId
from upr_desktop.register.plan_rows import DeadlineRow, MeasureRow, PeriodRow, PlanRow, in_language
from upr_desktop.register.plan_standing import DUE_SOON, OVERDUE, claimed, closed_on, standing
from upr_desktop.register.plan_summary import unchanged_twice
from upr_desktop.register.report_entries import current_period
from upr_desktop.ui.fields import Choice
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Pill
from upr_desktop.ui.screens.recommendation_words import RecommendationWords
from upr_desktop.ui.status_pills import STATUSES, status_pill

DATED = ("day", "month", "quarter", "half", "year", "years")
UNDECIDED, LONGEST_LABEL = "undecided", 120
TONES = {OVERDUE: "bad", DUE_SOON: "warn"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is computed of a measure for a day: where it stands, what is claimed, which status counts."""

    row: MeasureRow
    standing: str
    claimed: str | None
    is_closed: bool

    @property
    def status(self) -> str | None:
        """Return the status that counts: what the coordinator assessed, else what is claimed."""
        return self.row.assessment.value if self.row.assessment else self.claimed


class Links:
    """The recommendations that a measure may be linked to: asked for when they are first needed."""

    def __init__(self) -> None:
        self.read: Callable[[], Sequence[Linkable]] = tuple
        self._known: Sequence[Linkable] | None = None
        self._choices: dict[str, Sequence[Choice]] = {}

    def forget(self) -> None:
        """Ask anew when they are next needed."""
        self._known = None
        self._choices.clear()

    def choices(self, language: str) -> Sequence[Choice]:
        """Return them as choices in a language."""
        if self._known is None:
            self._known = self.read()
        if language not in self._choices:
            self._choices[language] = [one.choice(language) for one in self._known]
        return self._choices[language]


@dataclass(frozen=True, slots=True)
class Linkable:
    """A recommendation that a measure may be linked to."""

    id: RecordId
    number: str | None
    cycle: int | None
    texts: Mapping[str, str]

    def choice(self, language: str) -> Choice:
        """Return it as a choice: its cycle, number and the beginning of its text; a chip shows the number alone."""
        number = self.number or "—"
        text = " ".join(in_language(self.texts, language)[0].split())[:LONGEST_LABEL]
        return Choice(self.id, f"{self.cycle or ''}/{number} · {text}".lstrip("/"), number)


class MeasureWords:
    """Words for measures; `names` words what they refer to. Plans and periods are those that were read last.

    `unchanged_in` is the period (its id) in which a measure is told to be unchanged twice; else the present one.
    """

    def __init__(self, look: Look, today: date) -> None:
        self.look, self.today = look, today
        self.names = RecommendationWords(look)
        self.plans: Mapping[RecordId, PlanRow] = {}
        self.periods: Mapping[RecordId, PeriodRow] = {}
        self.numbers: Mapping[str, RecordId] = {}
        self.unchanged_in = ""
        self.links = Links()
        self._facts: dict[RecordId, Facts] = {}
        self._unchanged: dict[RecordId, tuple[object, ...]] = {}

    @property
    def language(self) -> str:
        """Return the window's language."""
        return self.look.language.code

    def facts(self, row: MeasureRow) -> Facts:
        """Return what is computed of a measure, once for each state of its row."""
        known = self._facts.get(row.id)
        if known is None or known.row is not row:
            closed = closed_on(row.decisions)
            is_closed = closed is not None and closed <= self.today.isoformat()
            known = Facts(row, standing(row, self.today), claimed(row), is_closed)
            self._facts[row.id] = known
        return known

    def text(self, row: MeasureRow) -> str:
        """Return the text in the window's language, or in what there is."""
        return row.text(self.language)[0]

    def mark(self, row: MeasureRow) -> str:
        """Return the language of the text where it is not the window's, as a tag; else nothing."""
        text, language = row.text(self.language)
        return "" if language == self.language or not text else language.upper()

    def form(self, row: MeasureRow) -> str:
        """Return the form of completion in the window's language, or in what there is."""
        return row.form(self.language)[0]

    def deadline(self, row: DeadlineRow) -> Deadline | None:
        """Return what a deadline means; None where the measure has none."""
        if row.kind is None:
            return None
        start, end = row.start, row.end
        if row.kind in DATED:  # a workbook may have brought one of the two days
            start, end = start or end, end or start
        if row.kind in DATED and end is None:
            return None
        return stored_deadline(row.raw or "", row.kind, start, end, row.details)

    def understood(self, row: DeadlineRow) -> str:
        """Return how a deadline is understood: in words, "not decided", or nothing where there is none."""
        if row.kind == UNDECIDED or not row.is_decided:
            return self.look.t("measures.undecided")
        deadline = self.deadline(row)
        return word_deadline(deadline, self.language) if deadline else ""

    def due(self, row: MeasureRow) -> str:
        """Return how the deadline of a measure is understood, marked where its last day has passed."""
        text = self.understood(row.deadline)
        return f"! {text}" if self.facts(row).standing == OVERDUE else text

    def last_day(self, row: MeasureRow) -> str:
        """Return the day on which a measure is over, marked where it has passed."""
        day = self.look.language.date(row.deadline.end)
        return f"! {day}" if self.facts(row).standing == OVERDUE else day

    def deadline_tone(self, row: MeasureRow) -> str | None:
        """Return how a measure's days are coloured: overdue, due soon."""
        return TONES.get(self.facts(row).standing)

    def agencies(self, row: MeasureRow, role: str) -> str:
        """Return the short names of the bodies that have a role; of the lead those in charge now."""
        ids = row.leads if role == "lead" else [body.agency_id for body in row.bodies if body.role == role]
        return ", ".join(dict.fromkeys(self.names.short(id) for id in ids))

    def agencies_in_full(self, row: MeasureRow, role: str) -> str:
        """Return the short and full names of the bodies that have a role, one a line."""
        ids = dict.fromkeys(body.agency_id for body in row.bodies if body.role == role)
        return "\n".join(self.names.agency(id) for id in ids)

    def recommendations(self, row: MeasureRow) -> str:
        """Return the numbers of the recommendations that a measure implements."""
        return ", ".join(link.number or "—" for link in row.recommendations)

    def status(self, code: str | None) -> str:
        """Return the label of a status of a measure."""
        return self.look.t(f"status.{code}") if code in STATUSES else (code or "")

    def status_pill(self, row: MeasureRow) -> Pill | None:
        """Return the status that counts as a pill; of a closed measure that it is closed."""
        facts = self.facts(row)
        if facts.is_closed:
            return Pill(self.look.t("computed_status.closed"), "idle", "full")
        return status_pill(self.look, facts.status)

    def status_word(self, row: MeasureRow) -> str:
        """Return what the pill says."""
        pill = self.status_pill(row)
        return pill.word if pill else ""

    def standing(self, code: str) -> str:
        """Return the label of where a measure stands on the day."""
        return self.look.t(f"standing.{code}")

    def is_unchanged_twice(self, row: MeasureRow) -> bool:
        """Return whether a body reported no change in the period and in the one before it."""
        if not any(mark.no_change for mark in row.marks):
            return False
        told = self._unchanged.get(row.id, ())
        if not (told and told[0] is row and told[1] is self.periods and told[2] == self.unchanged_in):
            told = (row, self.periods, self.unchanged_in, self._unchanged_twice(row))
            self._unchanged[row.id] = told
        return bool(told[3])

    def _unchanged_twice(self, row: MeasureRow) -> bool:
        known = [one for one in self.periods.values() if one.plan_id == row.plan_id]
        period = self.periods.get(RecordId(self.unchanged_in)) or current_period(known, self.today)
        return bool(unchanged_twice([row], known, period))

    def statuses(self) -> Sequence[str]:
        """Return all labels of statuses."""
        return [self.look.t(f"status.{code}") for code in STATUSES if code != "implemented"]

    def last(self, row: MeasureRow) -> str:
        """Return the newest report: its period and what it says, in the window's language or in what there is."""
        if row.last is None:
            return ""
        said = row.last.narrative(self.language)[0]
        if row.last.mark.no_change and not said:
            said = self.look.t("field.progress.no_change")
        return " · ".join(part for part in (period_words(row.last.period, self.language), said) if part)

    def years(self, row: MeasureRow) -> tuple[int, int]:
        """Return the first and last year of a measure's plan; where it does not say, those around its deadline."""
        plan = self.plans.get(row.plan_id)
        ends = [plan.valid_from, plan.valid_to] if plan else []
        known = [int(day[:4]) for day in (*ends, row.deadline.start, row.deadline.end) if day]
        return (min(known), max(known)) if known else (self.today.year, self.today.year + 3)

    def recommendation_choices(self) -> Sequence[Choice]:
        """Return all recommendations by number and text; to be found by either."""
        return self.links.choices(self.language)

    def plan_title(self, plan: PlanRow | None) -> str:
        """Return the title of a plan, or what stands for one."""
        return (plan.title(self.language) if plan else "") or self.look.t("record.plan.one")
