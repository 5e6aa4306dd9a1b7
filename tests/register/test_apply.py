"""Applying, undoing and reading back changes."""

from pathlib import Path

import pytest

from upr_desktop.register.changes import Added, ChangeSet, Edited, Label, RecordId, new_id
from upr_desktop.register.errors import ChangesRefused, RegisterError, RulesBroken
from upr_desktop.register.log import changes_of
from upr_desktop.register.register import Register

EDIT = Label("label.edited")


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register.create(tmp_path / "a.upr", "Test")


def test_a_change_set_becomes_one_revision(register: Register) -> None:
    review = Added("review", new_id(), {"mechanism": "UPR", "cycle": 4})
    done = register.apply(ChangeSet(EDIT, (review,), "me"))
    assert done.revision == 2
    assert done.kinds == {"review"}
    assert [row.number for row in register.history()] == [2, 1]


def test_a_change_set_that_changes_nothing_makes_no_revision(register: Register) -> None:
    id = _review(register)
    assert register.apply(ChangeSet(EDIT, (Edited("review", id, "cycle", 4, 4),))).revision is None
    assert register.revision() == 2


def test_a_field_that_goes_there_and_back_makes_no_revision(register: Register) -> None:
    id = _review(register)
    there_and_back = (Edited("review", id, "cycle", 4, 3), Edited("review", id, "cycle", 3, 4))
    assert register.apply(ChangeSet(EDIT, there_and_back)).revision is None
    assert register.revision() == 2


def test_a_field_that_goes_there_and_back_beside_others_is_not_logged_and_hinders_no_undo(
    register: Register,
) -> None:
    id = _review(register)
    there_and_back = (Edited("review", id, "cycle", 4, 3), Edited("review", id, "cycle", 3, 4))
    done = register.apply(ChangeSet(EDIT, (*there_and_back, Edited("review", id, "session", None, 48))))
    assert done.revision == 3
    with register.reading() as connection:
        logged = [
            (one.field, one.before, one.after) for one in changes_of(connection, 3) if isinstance(one, Edited)
        ]
    assert logged == [("session", None, 48)]
    register.apply(ChangeSet(EDIT, (Edited("review", id, "cycle", 4, 5),)))
    register.undo(3)
    assert _cycles(register) == {id: 5}


def test_a_field_that_goes_on_is_logged_step_by_step(register: Register) -> None:
    id = _review(register)
    register.apply(
        ChangeSet(EDIT, (Edited("review", id, "cycle", 4, 3), Edited("review", id, "cycle", 3, 5)))
    )
    with register.reading() as connection:
        assert len(changes_of(connection, 3)) == 2
    register.undo(3)
    assert _cycles(register) == {id: 4}


def test_a_field_that_moved_refuses_the_whole_set(register: Register) -> None:
    id = _review(register)
    fine = Edited("review", id, "session", None, 48)
    stale = Edited("review", id, "cycle", 3, 5)
    with pytest.raises(ChangesRefused) as refused:
        register.apply(ChangeSet(EDIT, (fine, stale)))
    assert [(moved.field, moved.present) for moved in refused.value.moved] == [("cycle", 4)]
    assert register.revision() == 2


def test_undo_takes_a_revision_back_and_undoing_the_undo_brings_back_the_same_id(register: Register) -> None:
    id = _review(register)
    register.undo(2)
    assert not _cycles(register)
    register.undo(3)
    assert _cycles(register) == {id: 4}


def test_undo_is_refused_when_a_later_revision_changed_the_field(register: Register) -> None:
    id = _review(register)
    register.apply(ChangeSet(EDIT, (Edited("review", id, "cycle", 4, 3),)))
    register.apply(ChangeSet(EDIT, (Edited("review", id, "cycle", 3, 2),)))
    with pytest.raises(ChangesRefused) as refused:
        register.undo(3)
    assert refused.value.values["revisions"] == "4"


def test_undo_is_refused_when_a_later_record_refers_to_what_it_added(register: Register) -> None:
    id = _review(register)
    values = {"review_id": id, "number": "140.1", "position": "pending"}
    register.apply(ChangeSet(EDIT, (Added("recommendation", new_id(), values),)))
    with pytest.raises(ChangesRefused) as refused:
        register.undo(2)
    assert refused.value.values["revisions"] == "3"


def test_a_revision_is_undone_once(register: Register) -> None:
    _review(register)
    register.undo(2)
    with pytest.raises(RegisterError, match="already_undone"):
        register.undo(2)


def test_ctrl_z_walks_back_and_ctrl_y_forward_across_restarts(register: Register, tmp_path: Path) -> None:
    id = _review(register, author="me")
    register.apply(ChangeSet(EDIT, (Edited("review", id, "cycle", 4, 3),), "me"))
    register.apply(ChangeSet(EDIT, (Edited("review", id, "session", None, 1),), "other"))
    assert register.undoable("me") == 3
    register.undo(3, "me")
    register.close()
    with Register.open(tmp_path / "a.upr") as again:
        assert (again.undoable("me"), again.redoable("me")) == (2, 5)
        again.undo(5, "me")
        assert (again.undoable("me"), again.redoable("me")) == (3, None)
        again.undo(3, "me")
        assert again.redoable("me") == 7


def test_a_new_edit_ends_redo(register: Register) -> None:
    id = _review(register, author="me")
    register.apply(ChangeSet(EDIT, (Edited("review", id, "cycle", 4, 3),), "me"))
    register.undo(3, "me")
    register.apply(ChangeSet(EDIT, (Edited("review", id, "session", None, 1),), "me"))
    assert register.redoable("me") is None


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"mechanism": None}, "field_missing"),
        ({"mechanism": "UPR", "cycle": "4"}, "wrong_type"),
        ({"mechanism": "UPR", "review_date": "2025-02-30"}, "not_a_date"),
        ({"mechanism": "UPR\x00"}, "unwritable_text"),
    ],
)
def test_a_broken_rule_refuses_the_set(register: Register, values: dict[str, str], code: str) -> None:
    with pytest.raises(RulesBroken) as broken:
        register.apply(ChangeSet(EDIT, (Added("review", new_id(), values),)))
    assert [problem.code for problem in broken.value.problems] == [code]
    assert register.revision() == 1


def test_a_reference_to_nothing_is_refused(register: Register) -> None:
    values = {"record_id": "0" * 32, "record_kind": "recommendation", "text": "note"}
    with pytest.raises(ChangesRefused, match="refers_to_nothing"):
        register.apply(ChangeSet(EDIT, (Added("note", new_id(), values),)))


def test_an_unknown_field_is_our_bug(register: Register) -> None:
    with pytest.raises(KeyError):
        register.apply(ChangeSet(EDIT, (Added("review", new_id(), {"mechanism": "UPR", "colour": "red"}),)))


def _review(register: Register, author: str = "") -> RecordId:
    id = new_id()
    register.apply(ChangeSet(EDIT, (Added("review", id, {"mechanism": "UPR", "cycle": 4}),), author))
    return id


def _cycles(register: Register) -> dict[str, int]:
    with register.reading() as connection:
        return dict(connection.exec_driver_sql("SELECT id, cycle FROM review").all())


def test_a_flag_that_is_false_survives_undo_and_redo(register: Register) -> None:
    values = {"code": "MOJ", "collective": False}
    register.apply(ChangeSet(EDIT, (Added("agency", new_id(), values),)))
    register.undo(2)
    register.undo(3)
    with register.reading() as connection:
        assert connection.exec_driver_sql("SELECT collective FROM agency").scalar() == 0


def test_ids_sort_in_the_order_they_were_made() -> None:
    made = [new_id() for _ in range(10_000)]
    assert made == sorted(set(made))
    assert {id[12] for id in made} == {"7"}
