"""Find the measure whose cell stands for a blank one below it, where only a person knows whether both are meant."""

from dataclasses import dataclass, field, replace

from upr_desktop.incoming import Place
from upr_desktop.incoming_plan import IncomingMeasure, IncomingValue, PlanReading
from upr_desktop.merge.plan_answers import MERGED, Answer, Answers
from upr_desktop.merge.plan_asking import Asking

FIELDS = {"merged_deadline": "deadline", "merged_form": "completion_form"}
SHORT = 80


@dataclass
class MergedAbove:
    """The cells of deadlines and forms that are merged with the one above, and what a person says of each."""

    reading: PlanReading
    answers: Answers
    remembered: Answers
    asking: Asking
    _told: dict[tuple[str, str, int], tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for problem in self.reading.problems:
            if problem.code in FIELDS:
                sheet, _, address = problem.where.rpartition("!")
                row = int("".join(sign for sign in address if sign.isdecimal()))
                text = str(problem.values.get("text"))
                self._told[FIELDS[problem.code], sheet, row] = (problem.where, text)

    def is_merged(self, incoming: IncomingMeasure, name: str) -> bool:
        """Return whether the measure's own cell of a field (deadline, completion_form) is merged with one above."""
        return self._of(incoming, name) is not None

    def above(self, at: int, incoming: IncomingMeasure, name: str) -> IncomingMeasure | None:
        """Return the measure whose cell is meant for this one too; None unless a person says so. Asks."""
        where, text = self._of(incoming, name) or ("", "")
        for above in reversed(self.reading.measures[:at]):
            value = _value(above, name)
            if above.sheet == incoming.sheet and value and " ".join(value.raw.split())[:SHORT] == text:
                own = replace(value, places=(Place(incoming.sheet, where.rpartition("!")[2], ""),))
                return above if self._ask(at, incoming, where, own) is True else None
        return None

    def _ask(self, at: int, incoming: IncomingMeasure, where: str, value: IncomingValue) -> Answer | None:
        answer, kept_as = self.answers.get(MERGED, where), text_of_cell(value.raw, incoming)
        told = answer if answer is not None else self.remembered.get(MERGED, kept_as)
        is_old = told is not None and answer is None
        self.asking.ask(MERGED, where, value, at, answer=told, remembered=is_old, kept_as=kept_as)
        return told

    def _of(self, incoming: IncomingMeasure, name: str) -> tuple[str, str] | None:
        found = (self._told.get((name, incoming.sheet, row)) for row in incoming.rows)
        return next((told for told in found if told), None)


def text_of_cell(raw: str, incoming: IncomingMeasure) -> str:
    """Return what tells a measure's cell from all others in every file of a plan: its text and the measure's."""
    return " · ".join(" ".join(text.split())[:SHORT] for text in (raw, incoming.text))


def _value(measure: IncomingMeasure, name: str) -> IncomingValue | None:
    return measure.deadline if name == "deadline" else next(iter(measure.forms.values()), None)
