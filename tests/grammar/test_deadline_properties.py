from datetime import date

from deadline_strategies import DAYS, decided, mixed_texts
from hypothesis import given, settings
from hypothesis import strategies as st

from upr_desktop.grammar.deadlines import (
    Deadline,
    due_dates,
    is_due_soon,
    is_overdue,
    parse_deadline,
    stored_deadline,
    stored_details,
    word_deadline,
)
from upr_desktop.words import LANGUAGES

LANGUAGE = st.sampled_from(LANGUAGES)


def holds_together(found: Deadline, text: str) -> None:
    assert found.raw == text
    if not found.is_decided:
        assert (found.start, found.end, found.recurrence, found.anchor, found.confidence) == (None,) * 4 + (
            "none",
        )
        assert found.reasons
        return
    assert (found.confidence == "likely") == bool(found.reasons)
    for day in (found.start, found.end):
        assert day is None or 2000 <= date.fromisoformat(day).year <= 2099
    assert found.start is None or found.end is None or found.start <= found.end


@given(st.text())
def test_no_text_breaks_the_reading_and_all_is_kept(text: str) -> None:
    holds_together(parse_deadline(text), text)


@settings(max_examples=600)
@given(mixed_texts(), LANGUAGE)
def test_words_in_any_order_are_read_into_what_can_be_worded_or_not_at_all(text: str, language: str) -> None:
    found = parse_deadline(text)
    holds_together(found, text)
    if found.is_decided:
        worded = word_deadline(found, language)
        assert parse_deadline(worded) == found, worded
        assert stored_deadline(text, found.kind, found.start, found.end, stored_details(found)) == found


@settings(max_examples=600)
@given(decided(), LANGUAGE)
def test_a_worded_deadline_reads_the_same(deadline: Deadline, language: str) -> None:
    worded = word_deadline(deadline, language)
    assert parse_deadline(worded) == deadline, worded


@given(decided(), st.integers(2020, 2030), st.integers(0, 6))
def test_due_dates_lie_within_the_years_and_in_order(deadline: Deadline, first: int, more: int) -> None:
    days = due_dates(deadline, first, first + more)
    assert list(days) == sorted(set(days))
    assert all(first <= day.year <= first + more for day in days)


@given(decided(), DAYS, st.booleans())
def test_overdue_and_due_soon_need_a_last_day_and_exclude_each_other(
    deadline: Deadline, today: date, done: bool
) -> None:
    overdue, soon = is_overdue(deadline, today, done), is_due_soon(deadline, today, done)
    assert not (overdue and soon)
    if deadline.end is None or done:
        assert not overdue
        assert not soon
