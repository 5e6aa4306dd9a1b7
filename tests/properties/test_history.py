"""Whatever is done to a register, its log tells all of it, and each step can be taken back."""

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from record_strategies import added, can_be_added, edited, twins

from upr_desktop.register.apply import Applied, search_is_right
from upr_desktop.register.changes import Added, Change, ChangeSet, Edited, Label, RecordId, inverse, inverses
from upr_desktop.register.check import check, replay
from upr_desktop.register.dump import dump_lines
from upr_desktop.register.errors import ChangesRefused, RegisterError
from upr_desktop.register.kinds import kinds
from upr_desktop.register.register import Register
from upr_desktop.register.store import Key, State, read_records

AUTHORS = ("me", "somebody else")
KINDS = [name for name in kinds() if name != "register"]


def tables(register: Register) -> dict[Key, State]:
    with register.reading() as connection:
        return {
            (name, id): values
            for name, kind in kinds().items()
            for id, values in read_records(connection, kind, None).items()
        }


def ids_of(keys: Iterable[Key]) -> dict[str, list[RecordId]]:
    found = defaultdict(list)
    for kind, id in sorted(keys):
        found[kind].append(id)
    return found


def left_by(records: dict[Key, State], changes: Iterable[Change]) -> dict[Key, State]:
    """Return the records as additions and edits leave them."""
    found = dict(records)
    for change in changes:
        key = (change.kind, change.id)
        if isinstance(change, Added):
            found[key] = {**kinds()[change.kind].defaults, **change.values}
        elif isinstance(change, Edited):
            found[key] = {**found[key], change.field: change.after}
    return found


class History(RuleBasedStateMachine):
    """A person and another edit, import, undo and redo in one register, closing it now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "a.upr"
        self.register = Register.create(self.path, "Test")
        self.records = tables(self.register)
        self.revisions = 1

    def draw_changes(self, data: st.DataObject, most: int) -> list[Change]:
        ids = ids_of(self.records)
        drawn: list[Change] = []
        for _ in range(data.draw(st.integers(1, most))):
            possible = [kind for kind in KINDS if can_be_added(kind, ids)]
            change = data.draw(st.sampled_from(possible).flatmap(lambda kind: added(kind, ids)))
            drawn.append(change)
            ids[change.kind].append(change.id)
        return drawn

    def draw_edits(self, data: st.DataObject, most: int) -> list[Change]:
        chosen = data.draw(st.lists(st.sampled_from(sorted(self.records)), max_size=most, unique=True))
        ids = ids_of(self.records)
        return [data.draw(edited(key, self.records[key], ids)) for key in chosen]

    def write(self, job: Callable[[], Applied]) -> bool:
        """Do it; return whether it was done. Nothing may have changed where it was refused."""
        try:
            applied = job()
        except ChangesRefused:
            assert tables(self.register) == self.records
            return False
        self.revisions += applied.revision is not None
        assert applied.revision in (None, self.revisions)
        self.records = tables(self.register)
        return True

    @rule(data=st.data(), author=st.sampled_from(AUTHORS))
    def edit(self, data: st.DataObject, author: str) -> None:
        changes = self.draw_edits(data, 2)
        before, expected = self.records, dict(self.records)
        for change in changes:
            assert isinstance(change, Edited)
            key = (change.kind, change.id)
            expected[key] = {**expected[key], change.field: change.after}
        done = self.write(lambda: self.register.apply(ChangeSet(Label("label.edited"), changes, author)))
        assert done is not twins(expected)
        assert self.records == (expected if done else before)

    @rule(data=st.data(), author=st.sampled_from(AUTHORS))
    def import_file(self, data: st.DataObject, author: str) -> None:
        changes = [*self.draw_edits(data, 3), *self.draw_changes(data, 6)]
        before = self.records
        label = Label("label.import", {"file": "a.docx"})
        done = self.write(lambda: self.register.apply(ChangeSet(label, changes, author, "import")))
        assert done is not twins(left_by(before, changes))

    @rule(data=st.data())
    def edit_what_moved(self, data: st.DataObject) -> None:
        stale = [
            Edited(change.kind, change.id, change.field, "what it never was", change.after)
            for change in self.draw_edits(data, 2)
            if isinstance(change, Edited)
        ]
        assert self.write(lambda: self.register.apply(ChangeSet(Label("label.edited"), stale))) == (not stale)

    @rule(data=st.data(), author=st.sampled_from(AUTHORS))
    def there_and_back_and_there(self, data: st.DataObject, author: str) -> None:
        before = self.records
        changes = [*self.draw_edits(data, 2), *self.draw_changes(data, 2)]
        if not self.write(lambda: self.register.apply(ChangeSet(Label("label.edited"), changes, author))):
            return
        after, number = self.records, self.revisions
        assert self.write(lambda: self.register.undo(number, author))
        assert self.records == before
        assert self.write(lambda: self.register.undo(number + 1, author))
        assert self.records == after

    @precondition(lambda self: self.revisions > 1)
    @rule(data=st.data(), author=st.sampled_from(AUTHORS))
    def undo_any(self, data: st.DataObject, author: str) -> None:
        number = data.draw(st.integers(2, self.revisions))
        undone = {row.number: row.undone_by for row in self.register.history()}[number]
        if undone is None:
            self.write(lambda: self.register.undo(number, author))
        else:
            with pytest.raises(RegisterError, match="already_undone"):
                self.register.undo(number, author)

    @rule(author=st.sampled_from(AUTHORS), steps=st.integers(1, 3))
    def undo_and_redo_by_key(self, author: str, steps: int) -> None:
        taken = 0
        before = self.records
        for _ in range(steps):
            number = self.register.undoable(author)
            if number is None or not self.write(lambda number=number: self.register.undo(number, author)):  # type: ignore[misc]
                break
            taken += 1
        for _ in range(taken):
            redo = self.register.redoable(author)
            assert redo is not None
            assert self.write(lambda redo=redo: self.register.undo(redo, author))  # type: ignore[misc]
        assert self.records == before

    @rule()
    def reopen(self) -> None:
        self.register.close()
        self.register = Register.open(self.path)
        assert tables(self.register) == self.records

    @invariant()
    def the_log_replayed_gives_the_tables(self) -> None:
        with self.register.reading() as connection:
            assert replay(connection) == self.records
            assert search_is_right(connection)
        assert self.register.revision() == self.revisions

    def teardown(self) -> None:
        copy = self.path.with_name("b.upr")
        with self.register as register, register.reading() as connection:
            lines = list(dump_lines(connection))
            faults = {problem.code for problem in check(connection) if problem.severity == "error"}
        with Register.from_dump(copy, lines) as again, again.reading() as connection:
            assert list(dump_lines(connection)) == lines
            assert search_is_right(connection)
        assert tables(Register.open(copy)) == self.records
        assert not faults
        self.folder.cleanup()


def play(examples: int, steps: int) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    chosen = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=checks
    )
    run_state_machine_as_test(History, settings=chosen)


def test_a_short_history_can_be_replayed_and_taken_back() -> None:
    play(15, 15)


@pytest.mark.long
def test_long_histories_can_be_replayed_and_taken_back() -> None:
    play(300, 50)


@given(st.data())
def test_an_inverse_of_an_inverse_is_the_change_without_its_origin(data: st.DataObject) -> None:
    id = RecordId("1" * 32)
    ids: dict[str, list[RecordId]] = {kind: [id] for kind in kinds()}
    change: Any = data.draw(st.sampled_from(KINDS).flatmap(lambda kind: added(kind, ids)))
    edit: Any = data.draw(edited((change.kind, change.id), change.values, ids))
    for one in (change, edit, inverse(change)):
        again = inverse(inverse(one))
        assert again.origin is None
        assert (type(again), again.kind, again.id) == (type(one), one.kind, one.id)
        assert inverse(again) == inverse(one)
    assert inverses((change, edit)) == (inverse(edit), inverse(change))
