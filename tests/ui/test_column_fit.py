from hypothesis import given
from hypothesis import strategies as st

from upr_desktop.ui.column_fit import Need, fitted

NUMBER = Need("number", 64)
STATES = Need("states", 120, yields=2)
AREA = Need("area", 200, narrow=60, yields=3)
POSITION = Need("position", 160, narrow=80, yields=1, stays=True)
ALL = (NUMBER, STATES, AREA, POSITION)


def test_with_room_for_all_every_column_has_its_full_width() -> None:
    assert fitted(ALL, 1000, 280) == {"number": 64, "states": 120, "area": 200, "position": 160}


def test_the_column_that_yields_first_is_narrowed_and_the_rest_stay_as_they_are() -> None:
    assert fitted(ALL, 700, 280) == {"number": 64, "states": 120, "area": 60, "position": 160}


def test_a_column_is_left_out_where_narrowing_does_not_help() -> None:
    assert fitted(ALL, 640, 280) == {"number": 64, "states": 120, "position": 160}


def test_what_is_left_over_when_a_column_went_is_given_back_to_one_that_was_narrowed() -> None:
    status, understood = (
        Need("status", 190, narrow=56, yields=3, stays=True),
        Need("understood", 120, yields=2),
    )
    assert fitted((status, understood), 480, 240) == {"status": 120, "understood": 120}
    assert fitted((status, understood), 410, 240) == {"status": 170}


def test_what_is_left_over_goes_first_to_the_column_that_yielded_last() -> None:
    lead = Need("lead", 116, narrow=84, yields=3, stays=True)
    status = Need("status", 180, narrow=56, yields=2, stays=True)
    assert fitted((lead, status), 420, 200) == {"lead": 84, "status": 136}
    assert fitted((lead, status), 480, 200) == {"lead": 100, "status": 180}


def test_what_stays_is_left_out_once_the_text_has_less_than_the_column_allows() -> None:
    lead = Need("lead", 116, narrow=84, yields=3, stays=True, until=150)
    status = Need("status", 180, narrow=73, yields=2, stays=True)
    assert fitted((lead, status), 307, 212) == {"lead": 84, "status": 73}
    assert fitted((lead, status), 306, 212) == {"status": 94}


def test_what_stays_is_narrowed_last_and_never_left_out() -> None:
    assert fitted(ALL, 300, 280) == {"number": 64, "position": 80}


needs = st.lists(
    st.builds(
        Need,
        st.text("abcdefgh", min_size=1, max_size=3),
        st.integers(40, 300),
        st.integers(0, 80),
        st.integers(0, 4),
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda need: need.key,
)


@given(needs, st.integers(0, 2000), st.integers(0, 400))
def test_a_column_is_never_wider_than_it_asks_nor_gone_unless_it_yields(
    asked: list[Need], free: int, wish: int
) -> None:
    widths = fitted(asked, free, wish)
    assert all(widths[need.key] <= need.full for need in asked if need.key in widths)
    assert all(need.key in widths for need in asked if not need.yields or need.stays)
    if sum(need.full for need in asked) + wish <= free:
        assert widths == {need.key: need.full for need in asked}
