"""Applying changes by the hundred: what is checked, written and logged field by field is as if one by one."""

import pytest

from upr_desktop.register.changes import Added, Change, ChangeSet, Edited, Label, RecordId, Value, new_id
from upr_desktop.register.errors import ChangesRefused, RulesBroken
from upr_desktop.register.log import changes_of
from upr_desktop.register.queries import records
from upr_desktop.register.register import Register

EDIT = Label("label.edited")
MANY = 700


def agencies(count: int = MANY) -> list[Added]:
    """Return agencies that do not all name the same fields."""
    return [
        Added("agency", new_id(), {"code": f"A{no}", **more}) for no in range(count) for more in (_more(no),)
    ]


def _more(no: int) -> dict[str, Value]:
    fields: tuple[dict[str, Value], ...] = (
        {"name_ru": f"Орган {no}", "collective": True},
        {"name_ru": None, "short_en": f'a "quoted" \\ {no}'},
        {"archived": True},
        {},
    )
    return fields[no % 4]


def test_records_that_name_different_fields_are_written_and_logged_as_given(register: Register) -> None:
    added = agencies()
    done = register.apply(ChangeSet(EDIT, added))
    assert done.revision is not None
    with register.reading() as connection:
        held = records(connection, "agency")
        logged = changes_of(connection, done.revision)
    for one in added:
        expected = {"archived": False, **one.values}
        assert {name: held[one.id][name] for name in expected} == expected
        assert sum(value is not None for value in held[one.id].values()) == _filled(expected)
    assert [(change.kind, change.id) for change in logged] == [(one.kind, one.id) for one in added]
    assert [dict(change.values) for change in logged if isinstance(change, Added)] == [
        {name: value for name, value in one.values.items() if value is not None} for one in added
    ]


def _filled(values: dict[str, Value]) -> int:
    return sum(value is not None for value in values.values())


def test_a_record_that_is_added_and_edited_in_one_set_is_logged_as_both(register: Register) -> None:
    added = agencies()
    changes: list[Change] = [*added, Edited("agency", added[1].id, "name_ru", None, "Позже")]
    done = register.apply(ChangeSet(EDIT, changes))
    assert done.revision is not None
    with register.reading() as connection:
        assert records(connection, "agency")[added[1].id]["name_ru"] == "Позже"
        first, last = (changes_of(connection, done.revision)[at] for at in (1, -1))
    assert isinstance(first, Added)
    assert "name_ru" not in first.values
    assert isinstance(last, Edited)
    assert last.after == "Позже"


def test_one_wrong_record_among_many_refuses_all_and_is_named(register: Register) -> None:
    wrong = Added("agency", new_id(), {"code": " ", "name_ru": "Без кода"})
    with pytest.raises(RulesBroken) as refused:
        register.apply(ChangeSet(EDIT, [*agencies(), wrong]))
    assert [problem.record for problem in refused.value.problems] == [wrong.id]
    assert register.revision() == 1


def test_one_loose_reference_among_many_refuses_all_and_is_named(register: Register) -> None:
    added = agencies()
    loose = Added("agency_alias", new_id(), {"agency_id": RecordId("f" * 32), "name": "Никто"})
    alias = Added("agency_alias", new_id(), {"agency_id": added[0].id, "name": "Первый"})
    with pytest.raises(ChangesRefused) as refused:
        register.apply(ChangeSet(EDIT, [*added, alias, loose]))
    assert [moved.id for moved in refused.value.moved] == [loose.id]
    assert register.revision() == 1


def test_a_record_that_is_there_is_not_added_again_whatever_its_id(register: Register) -> None:
    older, newer = new_id(), new_id()
    register.apply(ChangeSet(EDIT, [Added("agency", newer, {"code": "N"})]))
    register.apply(ChangeSet(EDIT, [Added("agency", older, {"code": "O"})]))
    for id in (older, newer):
        with pytest.raises(ChangesRefused):
            register.apply(ChangeSet(EDIT, [*agencies(3), Added("agency", id, {"code": "X"})]))


def test_undoing_many_and_undoing_that_brings_everything_back(register: Register) -> None:
    added = agencies()
    register.apply(ChangeSet(EDIT, added))
    with register.reading() as connection:
        before = records(connection, "agency")
    register.undo(2)
    register.undo(3)
    with register.reading() as connection:
        assert records(connection, "agency") == before
