from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_books import (
    book,
    codes,
    reading_or_refusal,
    reasons,
    recommendations,
    said,
    sheet,
    through_the_gate,
)

from upr_desktop.exchange.cycles import cycle_of_session
from upr_desktop.exchange.upr_info import read_upr_info
from upr_desktop.incoming import IncomingReview, Place, Reading
from upr_desktop.register.errors import FileRefused

HEADER = (
    "SuR",
    "Rgrp",
    "Org",
    "Recommendation",
    "RS",
    "Rgrp",
    "Org",
    "Response",
    "Action",
    "Issue",
    "Session",
)


def row(
    text: str = "Do it",
    state: str = "Spain",
    response: str = "Accepted",
    action: str = "4",
    issue: str = "Justice",
    session: str = "20",
    review: str = "Kazakhstan",
) -> tuple[str, ...]:
    return (review, "Asia", "OIC", text, state, "WEOG", "EU", response, action, issue, session)


def read(*rows: tuple[str, ...], state: str | None = None) -> Reading:
    return read_upr_info(book(sheet((HEADER, *rows), name="Export"), kind="xls"), state)


def without_places(reading: Reading) -> list[object]:
    return [
        (
            found.review,
            one.values,
            one.parts[0].texts,
            one.parts[0].states,
            [t.name for t in one.terms],
            one.rows,
        )
        for found in reading.lists
        for one in found.recommendations
    ]


def test_both_real_exports_give_the_same(shared_data: Path) -> None:
    xls, csv = (
        read_upr_info(through_the_gate(shared_data / f"uprinfo/upr-info-17-20.{kind}"))
        for kind in ("xls", "csv")
    )
    assert without_places(xls) == without_places(csv)
    assert len(xls.lists) == 42
    assert sum(len(one.rows) for one in recommendations(xls)) == 7984
    positions = Counter(one.values["position"] for one in recommendations(xls) for _ in one.rows)
    assert positions == {"supported": 6094, "noted": 1890}
    assert xls.left_alone == ()
    assert set(codes(xls)) <= {"action_differs"}


def test_one_state_of_the_real_export_is_kept(shared_data: Path) -> None:
    book = through_the_gate(shared_data / "uprinfo/upr-info-17-20.xls")
    reading = read_upr_info(book, state="KAZ")
    found = recommendations(reading)
    assert len(found) == 191
    assert sum(len(one.rows) for one in found) == 198
    assert [one.review for one in reading.lists] == [IncomingReview("KAZ", "Kazakhstan", 2, 20)]
    (others,) = reading.left_alone
    assert (others.reason, others.values["count"]) == ("other_review", 7984 - 198)
    assert said(reading)


def test_rows_with_equal_text_and_response_are_one_recommendation() -> None:
    reading = read(row(), row(state="Chile", issue="Justice,NHRI"), row(response="Noted"), row(text="Do it "))
    first, second, third = recommendations(reading)
    assert first.rows == (2, 3)
    assert [state.iso for state in first.parts[0].states] == ["ESP", "CHL"]
    assert [(term.name, term.place.address) for term in first.terms] == [("Justice", "J2"), ("NHRI", "J3")]
    assert (second.rows, third.rows) == ((4,), (5,))
    assert all(
        one.values["number"] is None and one.values["several_numbers"] for one in (first, second, third)
    )


def test_each_state_of_a_recommendation_is_cited_from_its_own_row() -> None:
    (one,) = recommendations(read(row(state="Spain"), row("Other"), row(state="Peru")))[:1]
    assert [(state.name, state.place) for state in one.parts[0].states] == [
        ("Spain", Place("Export", "E2", "Spain")),
        ("Peru", Place("Export", "E4", "Peru")),
    ]


def test_the_same_text_in_two_reviews_stays_apart() -> None:
    reading = read(row(), row(session="34"), row(review="Slovenia"))
    reviews = [(one.review.state, one.review.cycle, one.review.session) for one in reading.lists]
    assert reviews == [("KAZ", 2, 20), ("KAZ", 3, 34), ("SVN", 2, 20)]


def test_values_keep_what_was_written_and_where() -> None:
    (one,) = recommendations(read(row(response="General response", action="5")))
    assert (one.values["position"], one.values["position_source"]) == ("noted", "General response")
    assert one.values["action_category"] == 5
    assert {name: place.address for name, place in one.cells.items()} == {
        "position": "H2",
        "position_source": "H2",
        "action_category": "I2",
    }
    assert one.place.address == "D2"


@pytest.mark.parametrize(
    ("written", "code"),
    [("Accepted", "supported"), ("Rejected", "noted"), ("No response", "noted"), ("Pending", "pending")],
)
def test_responses_become_positions(written: str, code: str) -> None:
    assert recommendations(read(row(response=written)))[0].values["position"] == code


def test_a_state_that_stands_twice_is_reported_and_taken_once() -> None:
    reading = read(row(), row())
    assert codes(reading) == ["duplicate_row"]
    assert reading.problems[0].where == "Export!E3"
    assert len(recommendations(reading)[0].parts[0].states) == 1


def test_what_cannot_be_mapped_is_reported() -> None:
    rows = (
        row(state="Freedonia"),
        row(text="b", response="Maybe"),
        row(text="c", action="9"),
        row(text="d", state=""),
    )
    reading = read(*rows, row(text="d", state="Chile", action="1"), row(text="e", response=""))
    assert Counter(codes(reading)) == Counter(
        [
            "unknown_state",
            "unknown_position",
            "unknown_action",
            "state_missing",
            "action_differs",
            "position_missing",
        ]
    )


def test_rows_without_session_or_text_are_left_alone() -> None:
    reading = read(row(), row(session="x"), row(session="99"), row(text=" "))
    assert reasons(reading) == [
        ("Export!A3", "session_unclear"),
        ("Export!A4", "session_unclear"),
        ("Export!A5", "text_missing"),
    ]


def test_short_header_of_the_csv_is_known() -> None:
    titles = ("To", "Text", "From", "Response", "Action", "Issue", "Session")
    table = sheet((titles, ("Kazakhstan", "Do it", "Spain", "Accepted", "4", "Justice", "20")))
    assert len(recommendations(read_upr_info(book(table, kind="csv")))) == 1


@pytest.mark.parametrize("header", [HEADER[:-1], (*HEADER, "Session"), ("a", "b")])
def test_other_columns_are_refused(header: tuple[str, ...]) -> None:
    with pytest.raises(FileRefused, match="not_upr_info"):
        read_upr_info(book(sheet((header, row()))))


def test_a_state_without_rows_is_refused() -> None:
    with pytest.raises(FileRefused, match="upr_info_without_rows"):
        read(row(), state="SVN")


CELLS = st.sampled_from(
    ["", " ", "Kazakhstan", "20", "Accepted", "4", "Spain", "x", "99", "1" * 9]
) | st.text(max_size=5)


@given(st.lists(st.one_of(st.just(row()), st.lists(CELLS, max_size=13)), max_size=12))
def test_every_row_of_any_table_is_accounted_for(rows: list[list[str]]) -> None:
    table = sheet((HEADER, *rows))
    reading = reading_or_refusal(lambda: read_upr_info(book(table)))
    if isinstance(reading, str):
        assert reading == "upr_info_without_rows"
        return
    taken = [number for one in recommendations(reading) for number in one.rows]
    left = [int(one.where.rpartition("!A")[2]) for one in reading.left_alone]
    assert sorted(taken + left) == [found.number for found in table.rows[1:]]
    said(reading)


@pytest.mark.parametrize(
    ("session", "cycle"),
    [(0, None), (1, 1), (12, 1), (13, 2), (26, 2), (27, 3), (40, 3), (41, 4), (54, 4), (55, None)],
)
def test_sessions_belong_to_cycles(session: int, cycle: int | None) -> None:
    assert cycle_of_session(session) == cycle
