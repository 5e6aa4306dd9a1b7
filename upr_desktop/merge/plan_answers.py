"""Hold what a person answered about the doubtful cells of a plan: data that a preview gathers and a file can keep."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from upr_desktop.code_lists import DEADLINE_KINDS
from upr_desktop.grammar.bodies import body_key
from upr_desktop.grammar.deadline import PERIODS
from upr_desktop.register.errors import FileRefused

PLAN, MATCH, DROPPED = "plan", "match", "dropped"
DEADLINE, BODY, REFERENCE, STUB, MERGED = "deadline", "body", "reference", "stub", "merged"
QUESTIONS = (PLAN, MATCH, DEADLINE, BODY, REFERENCE, STUB, MERGED, DROPPED)
"""What can be asked of a plan; worded by `plan_question.KIND`, its places by `plan_question.KIND.cells`."""
TICKS = (STUB, MERGED, DROPPED)
NEW, LEAVE, EVERY = "new", "leave", "*"


@dataclass(frozen=True, slots=True)
class DeadlineAnswer:
    """What a person says that a deadline means; `kind` is a kind of the deadline grammar, days are ISO text.

    `every` is the period of a recurring one: month, quarter, half or year.
    """

    kind: str
    start: str | None = None
    end: str | None = None
    every: str | None = None


Answer = str | bool | tuple[str, ...] | DeadlineAnswer


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers by the kind of the question (QUESTIONS) and its key; the key `*` stands for all that are not named.

    plan: the id of the plan that the file is of, or `new` (key `file`) · match: the id of the measure that an incoming
    one is, or `new` (key: its cell, `План!B7`) · deadline: a DeadlineAnswer (key: the text) · body: codes of agencies,
    none where it is no agency (key: the text, in any spelling) · reference: the number as text (key: its
    cell) · stub: whether to add a recommendation that only the plan names (key: its number) · merged: whether the
    merged cell above is meant for this measure too (key: its cell) · dropped: whether to archive a measure that the
    file no longer names (key: its id). `leave` lets a cell be as it is.
    """

    given: Mapping[str, Mapping[str, Answer]] = field(default_factory=dict)

    def get(self, kind: str, key: str) -> Answer | None:
        """Return the answer to a question, None where there is none."""
        given = self.given.get(kind, {})
        return given.get(_spelt(kind, key), given.get(EVERY))

    def give(self, kind: str, key: str, answer: Answer | None) -> "Answers":
        """Return these answers with one more; None takes an answer back."""
        own = _spelt(kind, key)
        of_kind = {name: value for name, value in self.given.get(kind, {}).items() if name != own}
        if answer is not None:
            of_kind[own] = answer
        return Answers({**self.given, kind: of_kind})


NO_ANSWERS = Answers()


def _spelt(kind: str, key: str) -> str:
    """Return the key under which an answer is kept: bodies are the same in spellings that a reader takes for one."""
    return body_key(key) if kind == BODY and key != EVERY else key


def answers_data(answers: Answers) -> dict[str, dict[str, object]]:
    """Return answers as they are written to a .json file: `answers_from` reads them back."""
    return {
        kind: {key: answer_data(answer) for key, answer in sorted(given.items())}
        for kind, given in sorted(answers.given.items())
        if given
    }


def answers_from(data: object, name: str) -> Answers:
    """Return the answers of a parsed .json file: `{"deadline": {"text": {"kind": "year", "start": …}}, "stub": true}`.

    A value in the place of an object of keys is for every question of its kind. `name` is the file's. Raises
    FileRefused with the key answers_unreadable, answers_kind_unknown or answer_unreadable.
    """
    if not isinstance(data, Mapping):
        raise FileRefused("answers_unreadable", name=name)
    found = Answers()
    for kind, told in data.items():
        if kind not in QUESTIONS:
            raise FileRefused("answers_kind_unknown", name=name, kind=str(kind), known=", ".join(QUESTIONS))
        given = told if isinstance(told, Mapping) and not (kind == DEADLINE and "kind" in told) else {}
        for key, value in (given or {_only_key(kind): told}).items():
            found = found.give(kind, str(key), _read(kind, str(key), value, name))
    return found


def _only_key(kind: str) -> str:
    return "file" if kind == PLAN else EVERY


def _read(kind: str, key: str, value: object, name: str) -> Answer:
    if (answer := read_answer(kind, value)) is None:
        raise FileRefused("answer_unreadable", name=name, kind=kind, asked=key)
    return answer


def read_answer(kind: str, value: object) -> Answer | None:
    """Return the answer to a question of a kind from what `answer_data` made of it; None where it is none."""
    if kind in TICKS and isinstance(value, bool):
        return value
    if value == LEAVE or (kind in (PLAN, MATCH, REFERENCE) and isinstance(value, str)):
        return str(value)
    if kind == BODY and isinstance(value, str | list):
        return (value,) if isinstance(value, str) else tuple(map(str, value))
    return _read_deadline(value) if kind == DEADLINE and isinstance(value, Mapping) else None


def _read_deadline(value: Mapping[str, object]) -> DeadlineAnswer | None:
    kind, start, end, every = (value.get(name) for name in ("kind", "start", "end", "every"))
    if (
        kind not in DEADLINE_KINDS
        or not all(_is_day(day) for day in (start, end))
        or every not in (None, *PERIODS)
    ):
        return None
    told = [str(one) if one else None for one in (start, end, every)]
    return DeadlineAnswer(str(kind), *told)


def _is_day(value: object) -> bool:
    if value is None:
        return True
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def answer_data(answer: Answer) -> object:
    """Return an answer as it is written to a .json file."""
    if isinstance(answer, DeadlineAnswer):
        often = {"every": answer.every} if answer.every else {}
        return {"kind": answer.kind, "start": answer.start, "end": answer.end, **often}
    return list(answer) if isinstance(answer, tuple) else answer
