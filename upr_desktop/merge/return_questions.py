"""Hold what returns ask a person, and say what one rule would decide of many questions: nothing is written here."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from upr_desktop.merge.return_state import like
from upr_desktop.register.changes import RecordId, Value
from upr_desktop.register.errors import RegisterError

OURS, THEIRS, BOTH, OTHER, REMARK = "ours", "theirs", "both", "other", "remark"
CONFLICT, PROPOSAL, NO_CHANGE, CLEARED = "conflict", "proposal", "no_change", "cleared"
NEWER_RETURN, BOTH_WITH_DATES, WHOLE_FILE, CONFIRM_NO_CHANGE, NEW_MEASURES, SUCCESSOR = (
    "newer_return",
    "both_with_dates",
    "whole_file",
    "confirm_no_change",
    "new_measures",
    "successor",
)
# The field of a proposal that is a whole row: a measure that the plan does not have.
NEW_MEASURE = "measure"
PARTS = ("number", "recommendations", "measure", "completion_form", "deadline", "bodies", "reason")
# What the cell asks (a kind of pending decision), of which record and field, and the value that came back.
Question = tuple[str, str, str, Value]
Place = tuple[str, str]
Row = tuple[str, str, str]


def question(kind: str, record: str, field: str, returned: Value) -> Question:
    """Return what tells one question from others: the same cell and the same value ask the same."""
    return kind, str(record), field, like(returned)


def proposed_texts(returned: Value) -> list[str]:
    """Return the texts of a measure that is proposed, in the order of its columns; none where this is no such row."""
    if not isinstance(returned, str) or not returned.startswith("{"):
        return []
    told = json.loads(returned)
    return [str(told[name]) for name in PARTS if told.get(name)]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided: ours | theirs | both | other | remark, and why.

    `value` is the other value, or the remark that answers; the id or code of the agency that takes over where a task
    is handed over.
    """

    choice: str
    value: Value = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Who said a value, and when.

    `agency` is the one whose return said it, None where a person typed it in; `author` who saved it; `at` is the ISO
    text of the moment. Of a return, `sent` is the workbook that it answers (ids of later ones are greater), `saved_at`
    when the agency saved it by its own clock, empty where the file does not tell. A joined text says by itself who
    said what.
    """

    agency: RecordId | None
    author: str
    at: str
    file: str | None = None
    sent: str = ""
    saved_at: str = ""
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """One cell of one file that asks: what is held, what came back, who said so, and how it may be answered.

    `file` is the sha256. `pending` is the id under which the register keeps the question open, None before the merge
    is applied. `refusal` says why what came back cannot be taken. It is flagged where something else in its row is
    wrong or in doubt, or "no change" is said of a report in which a text stands. It is of an heir where the file is of
    the agency that took over from the one whose report it is.
    """

    question: Question
    record_kind: str
    agency: RecordId
    held: Value
    returned: Value
    file: str
    sheet: str
    address: str
    choices: tuple[str, ...]
    returned_by: Source
    held_by: Source | None = None
    is_flagged: bool = False
    pending: RecordId | None = None
    refusal: RegisterError | None = None
    is_of_heir: bool = False

    @property
    def kind(self) -> str:
        """Return what is asked: conflict, proposal, no_change or cleared."""
        return self.question[0]

    @property
    def place(self) -> Place:
        """Return record and field."""
        return self.question[1], self.question[2]

    @property
    def row(self) -> Row:
        """Return file, sheet and number of the row that the cell stands in."""
        return self.file, self.sheet, self.address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a rule would decide of one question; shown before it is done."""

    asked: OpenQuestion
    decision: Decision


def propose(
    rule: str,
    asked: Sequence[OpenQuestion],
    *,
    files: Collection[str] = (),
    flagged: Collection[Row] = (),
) -> tuple[Proposed, ...]:
    """Return what one of RULES would decide, each question once; those it leaves alone stay open.

    `files` (sha256) limit it to these files, none of them means all; `flagged` rows are left alone besides those that
    are flagged by what is wrong in them. Raises KeyError for another rule.
    """
    excepted = set(flagged)
    wanted = [one for one in asked if not files or one.file in files]
    found = RULES[rule]([one for one in wanted if one.row not in excepted])
    by_question = {one.asked.question: one for one in found}
    return tuple(by_question.values())


def newer_return(asked: Sequence[OpenQuestion]) -> list[Proposed]:
    """Let the newest return of an agency stand where only its own returns contradict each other.

    Newer is who answered the later workbook; of one workbook, what was saved later, or where a file does not tell that,
    came later. A value that a person typed in is left to a person, and so are two returns of which none is newer.
    """
    found: list[Proposed] = []
    for group in _by_place(asked, CONFLICT).values():
        held = _earlier_return(group)
        if held is None:
            continue
        tell = _tell_when_saved(held, group)
        ages = [(one, _age(one.returned_by, by_saving=tell)) for one in group]
        newest = max(_age(held, by_saving=tell), *(age for _, age in ages))
        wins = [one for one, age in ages if age == newest]
        if len({one.question for one in wins}) + (_age(held, by_saving=tell) == newest) == 1:
            found += [Proposed(one, Decision(THEIRS if one in wins else OURS)) for one in group]
    return found


def why_not(rule: str, asked: Sequence[OpenQuestion]) -> str | None:
    """Return why the newer return is not known of any of these conflicts: same_time | unknown_time | not_returned.

    None for another rule, where it decides something, and where there is no conflict. The sentence for it is
    `bulk_rule.RULE.why_not.REASON`.
    """
    groups = _by_place(asked, CONFLICT).values() if rule == NEWER_RETURN else ()
    if not groups or newer_return(asked):
        return None
    rivals = [(held, group) for group in groups if (held := _earlier_return(group)) is not None]
    if not rivals:
        return "not_returned"
    return "same_time" if all(_tell_when_saved(*one) for one in rivals) else "unknown_time"


def _earlier_return(group: Sequence[OpenQuestion]) -> Source | None:
    """Return the source of what stands where that is a return of the agency whose returns dispute it."""
    held = group[0].held_by
    is_own = held is not None and not held.is_joined and all(held.agency == one.agency for one in group)
    return held if is_own else None


def _tell_when_saved(held: Source, group: Sequence[OpenQuestion]) -> bool:
    return all(one.saved_at for one in (held, *(each.returned_by for each in group)))


def _age(one: Source, *, by_saving: bool) -> tuple[str, str]:
    return one.sent, one.saved_at if by_saving else one.at


def both_with_dates(asked: Sequence[OpenQuestion]) -> list[Proposed]:
    """Keep both texts of each conflict of texts, with who said what and when."""
    return [Proposed(one, Decision(BOTH)) for one in asked if one.kind == CONFLICT and BOTH in one.choices]


def whole_file(asked: Sequence[OpenQuestion]) -> list[Proposed]:
    """Accept what files say against the register, and their "no change", in all rows that are not flagged.

    Proposals and blank cells stay open: they are not the agency's to decide, or say nothing. So does a cell about which
    several of the files say different things.
    """
    wanted = [one for one in asked if not one.is_flagged and THEIRS in one.choices]
    groups = _by_place(wanted, CONFLICT).values()
    agreed = [one for group in groups if len({each.question for each in group}) == 1 for one in group]
    return [Proposed(one, Decision(THEIRS)) for one in agreed] + confirm_no_change(wanted)


def confirm_no_change(asked: Sequence[OpenQuestion]) -> list[Proposed]:
    """Confirm that nothing changed where files say so and no text stands for the period."""
    return [
        Proposed(one, Decision(THEIRS)) for one in asked if one.kind == NO_CHANGE and THEIRS in one.choices
    ]


def new_measures(asked: Sequence[OpenQuestion]) -> list[Proposed]:
    """Take each measure that is proposed for the plan, in rows that are not flagged."""
    wanted = [one for one in asked if one.kind == PROPOSAL and one.question[2] == NEW_MEASURE]
    return [Proposed(one, Decision(THEIRS)) for one in wanted if THEIRS in one.choices and not one.is_flagged]


def successor(asked: Sequence[OpenQuestion]) -> list[Proposed]:
    """Take what a successor answers for the agency it took over from, in rows that are not flagged.

    What would replace something stays open, and so does a cell about which several files say different things.
    """
    wanted = [one for one in asked if one.is_of_heir and not one.is_flagged and THEIRS in one.choices]
    groups = _by_place(wanted, PROPOSAL).values()
    agreed = [group for group in groups if len({one.question for one in group}) == 1]
    return [Proposed(one, Decision(THEIRS)) for group in agreed for one in group if one.held in (None, "")]


def _by_place(asked: Sequence[OpenQuestion], kind: str) -> Mapping[Place, list[OpenQuestion]]:
    found: dict[Place, list[OpenQuestion]] = defaultdict(list)
    for one in asked:
        if one.kind == kind:
            found[one.place].append(one)
    return found


RULES: Mapping[str, Callable[[Sequence[OpenQuestion]], list[Proposed]]] = {
    NEWER_RETURN: newer_return,
    BOTH_WITH_DATES: both_with_dates,
    WHOLE_FILE: whole_file,
    CONFIRM_NO_CHANGE: confirm_no_change,
    NEW_MEASURES: new_measures,
    SUCCESSOR: successor,
}
