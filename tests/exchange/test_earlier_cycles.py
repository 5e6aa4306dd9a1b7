from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_books import book, codes, reading_or_refusal, reasons, recommendations, said, through_the_gate

from upr_desktop.exchange.earlier_cycles import read_earlier_cycles
from upr_desktop.incoming import Reading
from upr_desktop.register.errors import FileRefused

ITEM = {
    "cycle": 2,
    "symbol": "A/HRC/28/10",
    "number": "124.10",
    "text_full": "Do it (Spain);",
    "parts": [{"text": "Do it", "states": ["Spain"]}],
    "position": "Supported",
    "position_basis": "considered in process of implementation",
}


def read(*items: object) -> Reading:
    return read_earlier_cycles(book(kind="json", data=list(items)))


def test_two_cycles_of_kazakhstan_are_read(shared_data: Path) -> None:
    file = through_the_gate(shared_data / "kazakhstan/kazakhstan_cycles_1_2_recommendations.json")
    first, second = read_earlier_cycles(file, state="KAZ").lists
    found = [Counter(one.values["position"] for one in each.recommendations) for each in (first, second)]
    assert found == [{"supported": 122, "noted": 6}, {"supported": 143, "noted": 51}]
    assert (first.review.state, first.review.cycle, first.review.report_symbol) == ("KAZ", 1, "A/HRC/14/10")
    assert [each.version for each in (first, second)] == ["cycle 1", "cycle 2"]
    states = [
        s for each in (first, second) for one in each.recommendations for p in one.parts for s in p.states
    ]
    assert len(states) == 129 + 198
    assert all(state.iso for state in states)


def test_values_are_taken_as_written() -> None:
    reading = read(ITEM)
    (one,) = recommendations(reading)
    assert one.values == {
        "number": "124.10",
        "position": "supported",
        "position_source": "considered in process of implementation",
    }
    assert (one.place.address, one.place.raw) == ("1", "Do it (Spain);")
    assert reading.problems == ()


def test_parts_come_from_the_full_text_where_none_are_listed() -> None:
    (one,) = recommendations(read({**ITEM, "parts": [], "text_full": "Do it (Spain);take (Peru);"}))
    assert [(part.texts["en"], [s.iso for s in part.states]) for part in one.parts] == [
        ("Do it", ["ESP"]),
        ("take", ["PER"]),
    ]


def test_number_typed_as_number_is_ambiguous() -> None:
    reading = read(ITEM, {**ITEM, "number": 124.1})
    assert reasons(reading) == [("list.json#2", "number_ambiguous")]
    assert codes(reading) == ["number_ambiguous"]


def test_number_that_stands_twice_is_taken_from_neither_place() -> None:
    reading = read(ITEM, {**ITEM, "number": "1.1"}, ITEM, {**ITEM, "cycle": 1})
    assert [[one.values["number"] for one in each.recommendations] for each in reading.lists] == [
        ["124.10"],
        ["1.1"],
    ]
    assert codes(reading) == ["duplicate_number"]


def test_unknown_states_and_positions_are_reported() -> None:
    reading = read({**ITEM, "position": "Perhaps", "parts": [{"text": "Do it", "states": ["Freedonia"]}]})
    assert sorted(codes(reading)) == ["unknown_position", "unknown_state"]


@pytest.mark.parametrize("data", [None, [], {}, [1], [{"cycle": 1}], "text", [[ITEM]]])
def test_other_json_is_refused(data: object) -> None:
    with pytest.raises(FileRefused, match="not_recommendations"):
        read_earlier_cycles(book(kind="json", data=data))


VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=4)
    | st.just([{"text": 1}])
    | st.just([None])
)


@given(st.lists(st.dictionaries(st.sampled_from(list(ITEM)), VALUES) | VALUES, max_size=6))
def test_every_item_is_accounted_for(changed: list[object]) -> None:
    items = [
        {**ITEM, "number": f"1.{at}", **each} if isinstance(each, dict) else each
        for at, each in enumerate(changed)
    ]
    reading = reading_or_refusal(lambda: read(ITEM, *items))
    if isinstance(reading, str):
        assert reading == "not_recommendations"
        return
    taken = [number for one in recommendations(reading) for number in one.rows]
    left = [int(one.where.rpartition("#")[2]) for one in reading.left_alone]
    assert sorted(taken + left) == list(range(1, len(items) + 2))
    said(reading)
