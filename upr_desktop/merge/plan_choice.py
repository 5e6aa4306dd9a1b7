"""Decide which plan of the register a file is of, or that it is a new one; in doubt, ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from upr_desktop.grammar.deadlines import parse_deadline
from upr_desktop.incoming_plan import PlanReading
from upr_desktop.merge.plan_answers import NEW, PLAN, Answers
from upr_desktop.merge.plan_asking import Asking
from upr_desktop.merge.plan_draft import Choice, Question
from upr_desktop.merge.plan_known import KnownPlans
from upr_desktop.merge.plan_match import SURE, AlikeSides, Side, incoming_side, known_side
from upr_desktop.register.changes import Label, RecordId, Values
from upr_desktop.register.fold import fold

FILE = "file"
SURELY, HARDLY = 0.5, 0.2
"""The share of a file's measures that a plan has: from where it is that plan, and up to where it is not."""
TITLE, MOST_TRIED = 80, 40


@dataclass(frozen=True, slots=True)
class Chosen:
    """The plan that a file is of, None for a new one; `unsure` where only a person knows."""

    plan: RecordId | None = None
    unsure: bool = False


def choose_plan(reading: PlanReading, plans: KnownPlans, answers: Answers, asking: Asking) -> Chosen:
    """Return the plan whose measures the file has; a file with some measures of a plan, but few, is asked about."""
    living = plans.known.of("plan")
    shares = {id: _share(reading, plans.measures_of(id), values) for id, values in living.items()}
    answer = answers.get(PLAN, FILE)
    likely = [id for id, share in shares.items() if share >= SURELY]
    is_asked = len(likely) > 1 or (not likely and any(share > HARDLY for share in shares.values()))
    if is_asked or answer is not None:
        asking.put(_question(reading, living, shares, answer if isinstance(answer, str) else None))
    if answer == NEW or (isinstance(answer, str) and RecordId(answer) in living):
        return Chosen(None if answer == NEW else RecordId(str(answer)))
    return Chosen(likely[0] if likely and not is_asked else None, is_asked)


def _question(
    reading: PlanReading,
    living: Mapping[RecordId, Values],
    shares: Mapping[RecordId, float],
    answer: str | None,
) -> Question:
    ranked = sorted(living, key=lambda id: -shares[id])
    choices = [Choice(id, Label("choice.plan.same", {"title": title_of(living[id])})) for id in ranked]
    text = next(iter(reading.title.values()), "")
    return Question(
        PLAN,
        FILE,
        text,
        choices=(*choices, Choice(NEW, Label("choice.plan.new"))),
        score=round(100 * max(shares.values(), default=0)),
        answer=answer,
        blocks=True,
    )


def title_of(plan: Values) -> str:
    """Return the title of a plan in the first language that has one."""
    return next(
        (str(plan[f"title_{code}"])[:TITLE] for code in ("ru", "kk", "en") if plan[f"title_{code}"]), "—"
    )


def _share(reading: PlanReading, measures: Mapping[RecordId, Values], plan: Values) -> float:
    """Return the share (0 to 1) of the file's measures that a plan has; a plan of other years has fewer."""
    titles = {fold(str(plan[f"title_{code}"])) for code in ("ru", "kk", "en") if plan[f"title_{code}"]}
    if any(fold(title) in titles for title in reading.title.values()):
        return 1.0
    if not reading.measures:
        return 0.0
    numbered: dict[str | None, list[tuple[Side, Values]]] = {}
    texts: set[tuple[str, str]] = set()
    for values in measures.values():
        side = known_side(values)
        numbered.setdefault(side.number, []).append((side, values))
        texts.update(side.texts.items())
    unmet = [at for at in range(len(reading.measures)) if not _is_met(reading, at, numbered, texts)]
    share = 1 - len(unmet) / len(reading.measures)
    if unmet and share < SURELY:
        share += _share_alike(reading, unmet, {id: known_side(values) for id, values in measures.items()})
    years = (plan["valid_from"], plan["valid_to"])
    if reading.years and None not in years and years != _days(reading.years):
        return min(share, (SURELY + HARDLY) / 2) if share > HARDLY else share
    return share


def _share_alike(reading: PlanReading, unmet: Sequence[int], known: Mapping[RecordId, Side]) -> float:
    """Return the share of the file's measures that were not met but have a text much like one; a few stand for all."""
    tried = unmet[:: max(1, len(unmet) // MOST_TRIED)]
    alike, sides = 0, AlikeSides(known)
    for at in tried:
        texts = {code: text.raw for code, text in reading.measures[at].texts.items()}
        found = sides.find(incoming_side(None, None, texts))
        alike += bool(found) and found[0][1] >= SURE
    return alike / len(tried) * len(unmet) / len(reading.measures)


def _days(years: Sequence[int]) -> tuple[str, str]:
    return f"{years[0]}-01-01", f"{years[1]}-12-31"


def _is_met(
    reading: PlanReading,
    at: int,
    numbered: Mapping[str | None, Sequence[tuple[Side, Values]]],
    texts: set[tuple[str, str]],
) -> bool:
    """Return whether a plan has a measure: the same text, or the same number with a text or a deadline like it."""
    measure = reading.measures[at]
    side = incoming_side(measure.number, None, {code: text.raw for code, text in measure.texts.items()})
    if any(pair in texts for pair in side.texts.items()):
        return True
    deadline = measure.deadline and parse_deadline(measure.deadline.raw, plan_years=reading.years)
    for other, values in numbered.get(side.number, ()) if side.number else ():
        score = side.likeness(other)
        if score is not None and score >= SURE:
            return True
        if score is None and deadline and deadline.is_decided:
            told = tuple(values[f"deadline_{name}"] for name in ("kind", "start", "end"))
            if told == (deadline.kind, deadline.start, deadline.end):
                return True
    return False
