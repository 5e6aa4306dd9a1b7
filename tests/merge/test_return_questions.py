"""A rule decides many questions of returns at once, each once, and leaves alone what it cannot tell."""

from dataclasses import replace

import pytest

from upr_desktop.merge.return_questions import (
    BOTH_WITH_DATES,
    CONFIRM_NO_CHANGE,
    NEWER_RETURN,
    WHOLE_FILE,
    OpenQuestion,
    Source,
    propose,
    question,
    why_not,
)
from upr_desktop.register.changes import RecordId

MIA = RecordId("mia")
ALL = ("ours", "theirs", "both", "other", "remark")
HELD = Source(MIA, "", "2026-07-10T08:00:00", "a", sent="1", saved_at="2026-07-09T08:00:00Z")


def asked(
    text: str,
    file: str = "b",
    saved: str = "2026-07-11T08:00:00Z",
    came: str = "2026-07-10T09:00:00",
    record: str = "r",
    kind: str = "conflict",
    address: str = "M9",
) -> OpenQuestion:
    source = Source(MIA, "", came, file, sent="1", saved_at=saved)
    return OpenQuestion(
        question(kind, record, "narrative_ru", text), "progress", MIA, "held", text, file, "Отчёт", address,
        ALL, source, HELD,
    )  # fmt: skip


def decided(rule: str, *questions: OpenQuestion, **limits: object) -> dict[object, str]:
    found = propose(rule, questions, **limits)  # type: ignore[arg-type]
    return {one.asked.returned: one.decision.choice for one in found}


def test_the_return_that_was_saved_later_stands() -> None:
    assert decided(NEWER_RETURN, asked("new")) == {"new": "theirs"}
    assert decided(NEWER_RETURN, asked("old", saved="2026-07-01T08:00:00Z")) == {"old": "ours"}


def test_who_answered_the_later_workbook_is_newer_whenever_it_was_saved() -> None:
    one = asked("late", saved="2026-01-01T00:00:00Z")
    assert decided(NEWER_RETURN, replace(one, returned_by=replace(one.returned_by, sent="2"))) == {
        "late": "theirs"
    }


def test_what_came_later_is_newer_where_a_file_does_not_say_when_it_was_saved() -> None:
    assert decided(NEWER_RETURN, asked("x", saved="", came="2026-07-10T07:00:00")) == {"x": "ours"}
    assert decided(NEWER_RETURN, asked("x", saved="", came="2026-07-10T09:00:00")) == {"x": "theirs"}


def test_of_three_returns_the_newest_stands_and_the_others_are_kept_out() -> None:
    older, newest = asked("older"), asked("newest", "c", saved="2026-07-12T08:00:00Z")
    assert decided(NEWER_RETURN, older, newest) == {"older": "ours", "newest": "theirs"}


@pytest.mark.parametrize(
    "held",
    [
        None,
        Source(None, "coordinator", "2026-07-10T08:00:00"),
        replace(HELD, agency=RecordId("moj")),
        replace(HELD, saved_at="2026-07-11T08:00:00Z"),
        replace(HELD, is_joined=True),
    ],
)
def test_what_a_person_typed_or_is_no_older_is_left_to_a_person(held: Source | None) -> None:
    assert decided(NEWER_RETURN, replace(asked("new"), held_by=held)) == {}


def test_two_returns_that_are_equally_new_are_left_to_a_person() -> None:
    assert decided(NEWER_RETURN, asked("one"), asked("other", "c")) == {}


def test_the_rule_of_the_newer_return_says_why_it_decides_nothing() -> None:
    same = asked("x", saved=HELD.saved_at)
    untold = asked("x", saved="", came=HELD.at)
    typed = replace(asked("x"), held_by=Source(None, "coordinator", "2026-07-10T08:00:00"))
    assert why_not(NEWER_RETURN, [same]) == "same_time"
    assert why_not(NEWER_RETURN, [asked("one"), asked("other", "c")]) == "same_time"
    assert why_not(NEWER_RETURN, [untold]) == "unknown_time"
    assert why_not(NEWER_RETURN, [typed]) == "not_returned"
    elsewhere = replace(typed, question=question("conflict", "s", "narrative_ru", "x"))
    assert why_not(NEWER_RETURN, [elsewhere, same]) == "same_time"
    assert why_not(NEWER_RETURN, [asked("new"), same]) is None
    assert why_not(NEWER_RETURN, []) is None
    assert why_not(WHOLE_FILE, []) is None


def test_both_texts_are_kept_where_both_can_stand() -> None:
    status = replace(asked("in_progress", record="s"), choices=("ours", "theirs", "other"))
    assert decided(BOTH_WITH_DATES, asked("text"), status, asked("-", kind="no_change")) == {"text": "both"}


def test_a_file_is_accepted_but_for_flagged_rows_proposals_and_blank_cells() -> None:
    good, doubtful = asked("good"), replace(asked("doubtful", record="d", address="M10"), is_flagged=True)
    excepted = asked("excepted", record="e", address="M11")
    others = [asked("-", record="n", kind="no_change"), asked("p", record="p", kind="proposal"),
              asked("c", record="c", kind="cleared"), asked("elsewhere", "z", record="z")]  # fmt: skip
    found = decided(
        WHOLE_FILE, good, doubtful, excepted, *others, files={"b"}, flagged={("b", "Отчёт", "11")}
    )
    assert found == {"good": "theirs", "-": "theirs"}


def test_files_that_say_different_things_of_one_cell_are_not_both_accepted() -> None:
    assert decided(WHOLE_FILE, asked("one"), asked("other", "c"), files={"b", "c"}) == {}
    assert decided(WHOLE_FILE, asked("one"), asked("one", "c"), files={"b", "c"}) == {"one": "theirs"}


def test_no_change_is_confirmed_for_a_file_at_once() -> None:
    first, second = (asked("-", record=record, kind="no_change") for record in "ab")
    other = asked("-", "z", record="c", kind="no_change")
    found = propose(CONFIRM_NO_CHANGE, [first, second, other, asked("text")], files={"b"})
    assert [one.asked for one in found] == [first, second]


def test_a_rule_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(KeyError):
        propose("all", [])
