"""List what is in doubt in a plan's file, with the answers given so far, and word it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from upr_desktop.jobs.import_file import Options
from upr_desktop.merge.plan_answers import EVERY, TICKS, Answer, Answers, DeadlineAnswer
from upr_desktop.merge.plan_draft import Choice, PlanDraft, Question, Result, ResultField
from upr_desktop.register.changes import Label, RecordId
from upr_desktop.register.queries import Catalogue
from upr_desktop.ui.columns import Column
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Pill
from upr_desktop.words import has_words

CONFLICT = "conflict"
KEEP_OR_TAKE = (
    Choice(False, Label("choice.conflict.keep")),
    Choice(True, Label("choice.conflict.take")),
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question with the answer it has now; `alike` is how many questions of its kind there are."""

    question: Question
    answer: Answer | None
    alike: int = 1

    @property
    def id(self) -> str:
        """Return what tells it from all others of the file."""
        return f"{self.question.kind}\n{self.question.key}"

    @property
    def is_open(self) -> bool:
        """Return whether a person has still to decide."""
        return self.answer is None


def doubts_of(draft: PlanDraft, options: Options, settled: frozenset[str]) -> list[Doubt]:
    """Return all that is in doubt; `settled` are records of conflicts where the register's value is to stay."""
    asked = [*draft.questions, *_conflicts(draft, options)]
    counts = {kind: sum(one.kind == kind for one in asked) for kind in {one.kind for one in asked}}
    return [Doubt(one, _answer(one, options, settled), counts[one.kind]) for one in asked]


def _answer(question: Question, options: Options, settled: frozenset[str]) -> Answer | None:
    if question.kind == CONFLICT:
        if RecordId(question.key) in options.take:
            return True
        return False if question.key in settled else None
    told = options.answers.get(question.kind, question.key)
    return question.answer if told is None and question.remembered else told


def _conflicts(draft: PlanDraft, options: Options) -> Iterator[Question]:
    """Yield a question for each measure that a person changed since, where the file now says something else."""
    for at, result in enumerate(draft.results):
        if result.record and (result.record in options.take or any(one.kept for one in result.fields)):
            places = tuple(dict.fromkeys(place for one in _disputed(result) for place in one.places[:1]))
            yield Question(CONFLICT, result.record, result.name, places, (at,), KEEP_OR_TAKE)


def _disputed(result: Result) -> Sequence[ResultField]:
    return [one for one in result.fields if one.kept] or result.fields


def answered(options: Options, doubt: Doubt, answer: Answer | None, *, every: bool = False) -> Options:
    """Return the options with one more answer, or without it for None; `every`: for all questions of its kind."""
    question = doubt.question
    if question.kind == CONFLICT:
        record = frozenset({RecordId(question.key)})
        return replace(options, take=options.take | record if answer is True else options.take - record)
    answers = options.answers
    if every and question.kind in TICKS:
        kinds = {kind: given for kind, given in answers.given.items() if kind != question.kind}
        answers = Answers(kinds if answer is None else {**kinds, question.kind: {EVERY: answer}})
    else:
        answers = answers.give(question.kind, question.key, answer)
    return replace(options, answers=answers)


class DoubtWords:
    """The wordings of what is in doubt, in the window's language."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._catalogue = Catalogue()

    def use(self, catalogue: Catalogue) -> None:
        """Take what names agencies."""
        self._catalogue = catalogue

    def columns(self) -> tuple[Column[Doubt], ...]:
        """Return the columns of the list."""
        return (
            Column("state", "plan_import.column.state", self.state, pill=self.pill, width=96, narrow=40, yields=2,
                   stays=True, sort=lambda doubt: not doubt.is_open, labels=self._states),
            Column("kind", "plan_import.column.kind", self.kind, kind="text2", width=130, narrow=110, yields=1,
                   tone=lambda _: "soft", stays=True),
            Column("text", "plan_import.column.text", self.text, kind="text2", width=150, stretch=True, wish=150),
            Column("cells", "plan_import.column.cells", lambda doubt: str(len(doubt.question.places) or ""),
                   kind="number", sort=lambda doubt: len(doubt.question.places), width=72, stays=True),
        )  # fmt: skip

    def _states(self) -> list[str]:
        return [self._look.t(f"plan_import.state.{name}") for name in ("open", "answered")]

    def state(self, doubt: Doubt) -> str:
        """Return whether it is decided."""
        return self._look.t("plan_import.state.open" if doubt.is_open else "plan_import.state.answered")

    def pill(self, doubt: Doubt) -> Pill:
        """Return whether it is decided, as glyph, word and tint."""
        return Pill(self.state(doubt), *(("warn", "alert") if doubt.is_open else ("ok", "full")))

    def kind(self, doubt: Doubt) -> str:
        """Return what is asked."""
        return self._look.t(f"plan_question.{doubt.question.kind}")

    def text(self, doubt: Doubt) -> str:
        """Return what the file says."""
        return doubt.question.text or self.kind(doubt)

    def choice(self, choice: Choice) -> str:
        """Return a choice as a sentence; an agency with its name."""
        label = self._look.t(choice.label.key, **choice.label.values)
        names = [self.agency(code) for code in choice.answer] if isinstance(choice.answer, tuple) else []
        return f"{label} — {', '.join(names)}" if any(names) else label

    def agency(self, code: str) -> str:
        """Return the name of an agency by its code, nothing for an unknown one."""
        language = self._look.language.code
        found = next((one for one in self._catalogue.agencies.values() if one.code == code), None)
        return found.short(language) if found else ""

    def answer(self, doubt: Doubt) -> str:
        """Return the answer that a question has, nothing where it has none."""
        given = doubt.answer
        if given is None:
            return ""
        for choice in doubt.question.choices:
            if choice.answer == given and type(choice.answer) is type(given):
                return self.choice(choice)
        if isinstance(given, DeadlineAnswer):
            return self._deadline(given)
        if isinstance(given, tuple):
            return ", ".join(self.agency(code) or code for code in given)
        return str(given)

    def _deadline(self, given: DeadlineAnswer) -> str:
        often = f"measures.by_hand.every.{given.every}"
        kind = often if given.every and has_words(often) else f"deadline_kind.{given.kind}"
        days = [self._look.language.date(day) for day in (given.start, given.end) if day]
        return ": ".join((self._look.t(kind), *([" – ".join(days)] if days else [])))
