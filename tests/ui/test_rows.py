from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from ui.toolkit_samples import Item, items

from upr_desktop.alphabet import alphabetical
from upr_desktop.ui.rows import RowOrder


def numbers(order: RowOrder[Item]) -> list[int]:
    return [order.at(place).order for place in range(len(order))]


def filled(count: int) -> RowOrder[Item]:
    order: RowOrder[Item] = RowOrder(lambda item: item.id)
    order.replace(items(count))
    return order


def test_rows_without_a_value_stand_last_in_both_directions() -> None:
    order = filled(6)
    order.sort("lead", lambda item: item.lead)
    assert numbers(order) == [0, 3, 1, 4, 2, 5]
    order.sort("lead", lambda item: item.lead, descending=True)
    assert numbers(order) == [1, 4, 0, 3, 2, 5]


def test_a_filter_keeps_the_order_and_positions_follow() -> None:
    order = filled(6)
    order.sort("order", lambda item: item.order, descending=True)
    order.keep(lambda item: item.lead is not None)
    assert numbers(order) == [4, 3, 1, 0]
    assert order.position("id3") == 1
    assert order.position("id2") is None


def test_finding_needs_every_word_in_any_case_and_survives_new_rows() -> None:
    order = filled(20)
    order.find("TEXT 12", lambda item: item.text)
    assert numbers(order) == [12]
    order.replace(items(13)[::-1])
    assert numbers(order) == [12]
    order.forget_texts()
    order.keep(None)
    assert numbers(order) == [12]
    order.find("", lambda item: item.text)
    assert len(order) == 13


@given(st.lists(st.text("аәяқіё ab", max_size=3)))
def test_kazakh_words_sort_as_in_a_dictionary(words: list[str]) -> None:
    alphabet = " abаәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
    expected = sorted((w for w in words if w), key=lambda w: [alphabet.index(letter) for letter in w])
    assert sorted((w for w in words if w), key=lambda w: alphabetical(w) or "") == expected


def test_a_row_read_again_stands_in_its_place() -> None:
    order = filled(6)
    before = numbers(order)
    changed = replace(order.at(3), text="read again")
    assert order.put([changed]) == [3]
    assert order.at(3).text == "read again"
    assert numbers(order) == before
    order.sort("text", lambda item: item.text)
    assert order.at(0).text == "read again"


def test_a_row_is_not_put_in_place_where_a_filter_a_search_or_its_absence_could_tell_otherwise() -> None:
    order = filled(6)
    changed = replace(order.at(3), text="read again")
    assert order.put([replace(changed, id="new")]) is None
    order.keep(lambda item: item.order > 2)
    assert order.put([changed]) is None
    order.keep(None)
    order.find("text", lambda item: item.text)
    assert order.put([changed]) is None
    assert all(row.text != "read again" for row in order.rows)


@given(st.lists(st.sampled_from(["a", "b", None])), st.sets(st.integers(0, 20)))
def test_groups_begin_where_the_row_above_is_of_another(leads: list[str | None], hidden: set[int]) -> None:
    order = filled(len(leads))
    assert order.beginnings() == set()
    order.gather(lambda item: leads[item.order])
    order.keep(lambda item: item.order not in hidden)
    assert order.beginnings() == {place for place in range(len(order)) if order.begins_group(place)}
