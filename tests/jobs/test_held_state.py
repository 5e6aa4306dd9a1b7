"""What a register holds with changes on top of it, which are nobody else's."""

import gc
import weakref

from upr_desktop.jobs.held_state import HeldState
from upr_desktop.register.changes import Added, ChangeSet, Label, new_id
from upr_desktop.register.register import Register
from upr_desktop.register.sqlite import IN_MEMORY


def test_what_one_decision_adds_is_not_there_for_another() -> None:
    review, recommendation = new_id(), new_id()
    with Register.create(IN_MEMORY, "Test") as register:
        added = Added("review", review, {"mechanism": "UPR", "state": "KAZ", "cycle": 4})
        register.apply(ChangeSet(Label("label.edited"), [added], "coordinator"))
        with register.reading() as connection:
            one, other = HeldState(connection), HeldState(connection)
            assert one.children("recommendation", "review_id", review) == {}
            one.note([Added("recommendation", recommendation, {"review_id": review, "number": "140.1"})])
            assert list(one.children("recommendation", "review_id", review)) == [recommendation]
            assert other.children("recommendation", "review_id", review) == {}


def test_a_register_that_nobody_holds_is_let_go() -> None:
    register = Register.create(IN_MEMORY, "Test")
    with register.reading() as connection:
        HeldState(connection).children("recommendation", "review_id", new_id())
        pool = weakref.ref(connection.pool)
    del register, connection
    gc.collect()
    assert pool() is None
