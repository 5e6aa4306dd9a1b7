"""Many saved changes amount to one before and one after for each field, whatever happened in between."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upr_desktop.register.changes import (
    Added,
    Change,
    ChangeSet,
    Edited,
    Label,
    Origin,
    RecordId,
    Removed,
    new_id,
)
from upr_desktop.register.differences import changes_between, net_changes
from upr_desktop.register.queries import records
from upr_desktop.register.register import Register
from upr_desktop.register.snapshot import as_of
from upr_desktop.register.sqlite import IN_MEMORY

ID = RecordId("a" * 32)
TEST = Label("label.test")
CELL = Origin("f" * 64, "Sheet", "B2", "raw")


def edited(before: str | None, after: str | None, origin: Origin | None = None) -> Edited:
    return Edited("note", ID, "text", before, after, origin)


def test_two_edits_of_a_field_are_one_from_first_to_last_with_the_last_cell() -> None:
    assert net_changes([edited("a", "b"), edited("b", "c", CELL)]) == [edited("a", "c", CELL)]


def test_what_was_changed_and_changed_back_is_no_difference() -> None:
    assert net_changes([edited("a", "b"), edited("b", "a")]) == []


def test_a_new_record_is_told_as_it_stands_in_the_end() -> None:
    added = Added("note", ID, {"text": "a", "record_kind": "measure"})
    assert net_changes([added, edited("a", "b")]) == [
        Added("note", ID, {"text": "b", "record_kind": "measure"}, None, {})
    ]


@pytest.mark.parametrize(
    "end", [Removed("note", ID, {"text": "a"}), Edited("note", ID, "archived", False, True)]
)
def test_what_came_and_went_is_no_difference(end: Change) -> None:
    assert net_changes([Added("note", ID, {"text": "a"}), end]) == []


def test_a_record_taken_out_is_told_as_it_stood_first() -> None:
    found = net_changes([edited("a", "b"), Removed("note", ID, {"text": "b", "record_kind": "measure"})])
    assert found == [Removed("note", ID, {"text": "a", "record_kind": "measure"})]


def test_a_record_taken_out_and_brought_back_differs_only_where_it_came_back_otherwise() -> None:
    gone = Removed("note", ID, {"text": "a", "record_kind": "measure"})
    assert net_changes([gone, Added("note", ID, {"text": "a", "record_kind": "measure"})]) == []
    assert net_changes([gone, Added("note", ID, {"text": "b", "record_kind": "measure"})]) == [
        edited("a", "b")
    ]


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("abc")), max_size=12), st.data())
def test_the_difference_of_any_two_points_turns_one_into_the_other(
    steps: list[tuple[int, str]], data: st.DataObject
) -> None:
    ids = [new_id() for _ in range(4)]
    with Register.create(IN_MEMORY, "r") as register:
        for at, letter in steps:
            with register.reading() as connection:
                now = records(connection, "agency").get(ids[at])
            if now is None:
                change: Change = Added("agency", ids[at], {"code": f"{at}{letter}", "name_en": letter})
            else:
                change = Edited("agency", ids[at], "name_en", now["name_en"], letter)
            register.apply(ChangeSet(TEST, (change,), "me"))
        newest = register.revision()
        first, last = sorted(data.draw(st.tuples(st.integers(1, newest), st.integers(1, newest))))
        with register.reading() as connection:
            held = {"agency": records(connection, "agency")}
            before, after = (as_of(connection, held, number)["agency"] for number in (first, last))
            found = changes_between(connection, first, last)
        for change in found:
            if isinstance(change, Added):
                assert change.id not in before
                before[change.id] = after[change.id]
                assert {name: after[change.id][name] for name in change.values} == dict(change.values)
            elif isinstance(change, Edited):
                assert before[change.id][change.field] == change.before
                before[change.id] = {**before[change.id], change.field: change.after}
        assert before == after


def test_the_difference_is_read_from_the_log_alone(tmp_path: Path) -> None:
    with Register.create(tmp_path / "r.upr", "r") as register:
        id = new_id()
        register.apply(ChangeSet(TEST, (Added("agency", id, {"code": "A", "name_en": "a"}),), "me"))
        register.apply(ChangeSet(TEST, (Edited("agency", id, "name_en", "a", "b"),), "me"))
        register.undo(3, "me")
        with register.reading() as connection:
            assert changes_between(connection, 2, 4) == []
            assert changes_between(connection, 2, 3) == [Edited("agency", id, "name_en", "a", "b", None)]
