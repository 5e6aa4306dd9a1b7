"""Gather the questions that a plan raises: equal cells are asked about once, with the answers that can be chosen."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from upr_desktop.grammar.bodies import body_key
from upr_desktop.incoming import Place
from upr_desktop.incoming_plan import IncomingValue
from upr_desktop.merge.plan_answers import (
    BODY,
    DEADLINE,
    LEAVE,
    MERGED,
    QUESTIONS,
    REFERENCE,
    STUB,
    Answer,
)
from upr_desktop.merge.plan_draft import Choice, Question
from upr_desktop.register.changes import Label

EDITORS = {DEADLINE: "deadline", BODY: "agencies", REFERENCE: "number"}
TICKED = {STUB: ("choice.stub.add", "choice.stub.leave"), MERGED: ("choice.merged.take", "choice.leave")}


@dataclass
class Asking:
    """Questions on their way to a draft, by kind and key."""

    asked: dict[tuple[str, str], Question] = field(default_factory=dict)

    def ask(
        self,
        kind: str,
        key: str,
        value: IncomingValue,
        measure: int,
        *,
        text: str = "",
        answer: Answer | None = None,
        reasons: Iterable[str] = (),
        remembered: bool = False,
        candidates: Iterable[str] = (),
        kept_as: str | None = None,
    ) -> None:
        """Ask about a cell, or add the cell to the question that was asked about another one like it.

        `kept_as` is the text under which the answer is kept with the plan: the key unless another is given.
        """
        same = (kind, body_key(key) if kind == BODY else key)
        first = self.asked.get(same) or Question(
            kind,
            key,
            text or (key if kind == BODY else value.raw),
            choices=choices_of(kind, value.raw, candidates),
            editor=EDITORS.get(kind, ""),
            reasons=tuple(reasons),
            answer=answer,
            remembered=remembered,
            kept_as=key if kept_as is None else kept_as,
        )
        self.asked[same] = _at(first, value.places[:1], measure)

    def put(self, question: Question) -> None:
        """Add a question that is asked once."""
        self.asked[question.kind, question.key] = question

    def questions(self) -> tuple[Question, ...]:
        """Return all questions: first those that block, then by kind, each in the order of the file."""
        return tuple(sorted(self.asked.values(), key=lambda one: (not one.blocks, QUESTIONS.index(one.kind))))


def choices_of(kind: str, raw: str, candidates: Iterable[str]) -> tuple[Choice, ...]:
    """Return the answers that can be chosen without typing."""
    if kind in TICKED:
        yes, no = TICKED[kind]
        return Choice(True, Label(yes)), Choice(False, Label(no))
    leave = Choice(LEAVE, Label("choice.leave"))
    if kind == REFERENCE:
        return Choice(raw.strip(), Label("choice.reference.confirm", {"number": raw.strip()})), leave
    if kind == BODY:
        found = [Choice((code,), Label("choice.body.agency", {"code": code})) for code in candidates]
        return (*found, Choice((), Label("choice.body.none")), leave)
    return (leave,)


def _at(question: Question, places: tuple[Place, ...], measure: int) -> Question:
    if places[0] not in question.places:
        question = replace(question, places=(*question.places, *places))
    if measure not in question.measures:
        question = replace(question, measures=(*question.measures, measure))
    return question
