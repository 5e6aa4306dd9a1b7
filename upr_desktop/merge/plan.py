"""Compare the plan that a file brings with the plans of the register: what it adds, changes, and must leave alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from upr_desktop.incoming_plan import LEFT_ALONE as ROW_LEFT_ALONE
from upr_desktop.incoming_plan import PlanReading
from upr_desktop.merge.comparison import Item
from upr_desktop.merge.draft import LEFT_ALONE, DraftRow
from upr_desktop.merge.plan_answers import DROPPED, MATCH, NEW, NO_ANSWERS, Answers
from upr_desktop.merge.plan_asking import Asking
from upr_desktop.merge.plan_choice import choose_plan, title_of
from upr_desktop.merge.plan_compare import PlanComparison
from upr_desktop.merge.plan_draft import Choice, Dropped, PlanDraft, Question, Result
from upr_desktop.merge.plan_known import KnownPlans
from upr_desktop.merge.plan_match import Match, Matching, incoming_side, known_side
from upr_desktop.merge.plan_record import add_plan, merge_plan, remember, years_of_plan
from upr_desktop.merge.plan_understood import Understanding, Understood
from upr_desktop.register.changes import ChangeSet, Edited, Label, RecordId, Values
from upr_desktop.register.errors import Problem

SHORT = 80


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A file that brings a plan: its sha256, cited as the origin, its name, and what was read of it."""

    sha256: str
    name: str
    reading: PlanReading


def draft_plan(
    file: PlanFile,
    plans: KnownPlans,
    label: Label,
    answers: Answers = NO_ANSWERS,
    take: frozenset[RecordId] = frozenset(),
    today: date | None = None,
) -> PlanDraft:
    """Return what importing a plan would do; `take` are measures whose conflicts take the file's values.

    The unit is measures: created, changed, unchanged and refused ones, and rows left alone with the reason.
    """
    return _Drafting(file, plans, label, answers, take, today).draft()


class _Drafting:
    """Draft one file against the plan that it is of."""

    def __init__(
        self,
        file: PlanFile,
        plans: KnownPlans,
        label: Label,
        answers: Answers,
        take: frozenset[RecordId],
        today: date | None,
    ) -> None:
        self.file, self.plans, self.label, self.answers = file, plans, label, answers
        self.reading = file.reading
        self.asking, self.item = Asking(), Item()
        self.chosen = choose_plan(self.reading, plans, answers, self.asking)
        id = self.chosen.plan
        texts = [measure.references.raw for measure in self.reading.measures if measure.references]
        review = plans.review_of(id, texts)
        self.stored = plans.known.records["plan"].get(id) if id else None
        self.understanding = Understanding(
            self.reading,
            plans,
            answers,
            plans.answered(id),
            plans.numbers(review),
            self.reading.years or years_of_plan(self.stored),
            today,
            self.asking,
        )
        self.plan = id or add_plan(self.item, self.reading, file.sha256, file.name)
        self.comparison = PlanComparison(plans.known, file.sha256, self.plan, review, self.item, take)

    def draft(self) -> PlanDraft:
        """Return the draft."""
        measures = self.reading.measures
        found = [self.understanding.measure(at, measure) for at, measure in enumerate(measures)]
        ours = self.plans.measures_of(self.chosen.plan)
        matches = self._matches(found, ours)
        results = [self._result(at, one, matches[at], ours) for at, one in enumerate(found)]
        dropped = list(self._dropped(found, matches, ours))
        if self.chosen.plan:
            self._merge_plan(self.chosen.plan, found, matches, ours)
        remember(self.item, self.plans.known, self.plan, self.asking, self.answers)
        comparison = self.comparison
        problems = [*self.reading.problems, *self.understanding.problems, *comparison.problems]
        is_nothing = self.chosen.unsure or not measures
        return PlanDraft(
            self.reading.unit,
            ChangeSet(self.label, [] if is_nothing else self.item.changes, kind="import"),
            [*comparison.rows, *_rows_left_alone(self.reading, problems)],
            problems,
            plan=None if self.chosen.unsure else self.plan,
            title=title_of(self.stored) if self.stored else next(iter(self.reading.title.values()), ""),
            is_new_plan=self.chosen.plan is None,
            results=_with_questions(results, self.asking.questions()),
            questions=self.asking.questions(),
            dropped=dropped,
            file_rows=self.reading.counts(),
        )

    def _merge_plan(
        self,
        plan: RecordId,
        found: Sequence[Understood],
        matches: Mapping[int, Match],
        ours: Mapping[RecordId, Values],
    ) -> None:
        known = [(one, ours[id]) for at, one in enumerate(found) if (id := matches[at].record)]
        is_own = any(not self.comparison.is_translation(one, values) for one, values in known)
        merge_plan(self.item, self.plans.known, plan, self.reading, self.file.sha256, is_own=is_own)

    def _matches(self, found: Sequence[Understood], ours: Mapping[RecordId, Values]) -> Mapping[int, Match]:
        sides = [
            incoming_side(
                one.incoming.number,
                str(one.values.get("section") or ""),
                {code: text.raw for code, text in one.incoming.texts.items()},
            )
            for one in found
        ]
        living = {id: known_side(values) for id, values in ours.items() if not values["archived"]}
        archived = {id: known_side(values) for id, values in ours.items() if values["archived"]}
        return Matching(sides, living, archived).match([_where(one) for one in found], self.answers)

    def _result(self, at: int, found: Understood, match: Match, ours: Mapping[RecordId, Values]) -> Result:
        if self.chosen.unsure:
            return self.comparison.refuse(found, Problem("plan_unsure", _where(found), {}, severity="error"))
        told = self.answers.get(MATCH, _where(found))
        if match.unsure or told is not None:
            self.asking.put(self._match_question(at, found, match, ours))
        if match.unsure:
            text = " ".join(found.incoming.text.split())[:SHORT]
            return self.comparison.refuse(
                found, Problem("measure_match_unsure", _where(found), {"text": text}, severity="error")
            )
        if match.record is None:
            return self.comparison.add(found)
        if ours[match.record]["archived"]:
            return self.comparison.leave(found, match.record, match.score)
        return self.comparison.merge(found, match.record, ours[match.record], match.score)

    def _match_question(
        self, at: int, found: Understood, match: Match, ours: Mapping[RecordId, Values]
    ) -> Question:
        told = self.answers.get(MATCH, _where(found))
        choices = [
            Choice(id, Label("choice.match.measure", {"number": _number(ours[id]), "text": _text(ours[id])}))
            for id, _ in match.candidates
        ]
        return Question(
            MATCH,
            _where(found),
            found.incoming.text,
            (found.place,),
            (at,),
            (*choices, Choice(NEW, Label("choice.match.new"))),
            score=match.candidates[0][1] if match.candidates else None,
            answer=told,
            blocks=True,
            editor="measure",
        )

    def _dropped(
        self, found: Sequence[Understood], matches: Mapping[int, Match], ours: Mapping[RecordId, Values]
    ) -> Iterator[Dropped]:
        """Yield the measures that the file no longer names; a translation tells nothing of what is no longer there."""
        met = {match.record for match in matches.values()}
        met |= {id for match in matches.values() for id, _ in match.candidates}
        languages = {code for one in found for code in one.incoming.texts}
        for id, values in ours.items():
            if values["archived"] or id in met or values["original_language"] not in (None, *languages):
                continue
            answer = self.answers.get(DROPPED, id)
            self.asking.put(_dropped_question(id, values, answer if isinstance(answer, bool) else None))
            if answer is True:
                origin = self.comparison.origin_of(None)
                self.item.changes.append(Edited("measure", id, "archived", False, True, origin))
            else:
                where = _number(values)
                values_of = {"text": _text(values)}
                self.comparison.problems.append(Problem("measure_not_in_file", where, values_of, id))
            yield Dropped(id, _number(values), _text(values), answer is True)


def _dropped_question(id: RecordId, values: Values, answer: bool | None) -> Question:
    choices = (
        Choice(True, Label("choice.dropped.archive")),
        Choice(False, Label("choice.dropped.keep")),
    )
    return Question(DROPPED, id, f"{_number(values)} {_text(values)}", choices=choices, answer=answer)


def _with_questions(results: Sequence[Result], questions: Sequence[Question]) -> list[Result]:
    asked: dict[int, list[int]] = {}
    for at, question in enumerate(questions):
        for measure in question.measures:
            asked.setdefault(measure, []).append(at)
    return [replace(result, questions=tuple(asked.get(at, ()))) for at, result in enumerate(results)]


def _where(found: Understood) -> str:
    return f"{found.place.sheet}!{found.place.address}"


def _number(values: Values) -> str:
    return str(values["number"] or "—")


def _text(values: Values) -> str:
    text = next((str(values[f"text_{code}"]) for code in ("ru", "kk", "en") if values[f"text_{code}"]), "")
    return " ".join(text.split())[:SHORT]


def _rows_left_alone(reading: PlanReading, problems: Sequence[Problem]) -> Iterator[DraftRow]:
    """Yield the rows of the file that were left alone, each with the reason and what is to be said of it."""
    places = {left.where.partition("!")[0] + "!" + _row_of(left.where): left for left in reading.left_alone}
    said: dict[str, list[Problem]] = {}
    for problem in problems:
        said.setdefault(problem.where, []).append(problem)
    for row in reading.rows:
        if row.outcome == ROW_LEFT_ALONE:
            left = places.get(f"{row.sheet}!{row.row}")
            where = left.where if left else f"{row.sheet}!A{row.row}"
            values: Mapping[str, str | int] = left.values if left else {"count": 1}
            told = tuple(said.get(where, ()))
            yield DraftRow(
                where, "", LEFT_ALONE, problems=told, reason=row.reason or "blank_row", values=values
            )


def _row_of(where: str) -> str:
    return where.rpartition("!")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
