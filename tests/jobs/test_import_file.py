"""Test that a file which the register holds already is known again without reading it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.import_file import Options, already_in, apply_import, as_received, prepare
from upr_desktop.jobs.new_register import new_register
from upr_desktop.register.changes import ChangeSet, Edited, Label, Received
from upr_desktop.register.queries import records
from upr_desktop.register.register import Register

TITLES = "SuR,Recommendation,RS,Response,Action,Issue,Session"
ROWS = ("Chad,Ratify the treaty,Peru,Accepted,5,Treaties,18", "Fiji,Train judges,Chad,Noted,4,Detention,18")
PLAIN = Options()


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))
    with new_register(tmp_path / "a.upr") as register:
        yield register


def export(*rows: str) -> Received:
    return as_received("export.csv", "\r\n".join([TITLES, *(rows or ROWS)]).encode())


def bring(register: Register, gate: Gate, file: Received, options: Options = PLAIN) -> int | None:
    prepared = prepare(register, file, options, gate)
    return apply_import(register, prepared, "me")[1].revision


def test_a_file_taken_in_is_known_again_with_counts_that_close(register: Register, gate: Gate) -> None:
    revision = bring(register, gate, export())
    known = already_in(register, export(), PLAIN)
    assert known
    assert known.revision == revision
    assert known.unit == "recommendations"
    assert known.counts == prepare(register, export(), PLAIN, gate).draft.counts


def test_another_name_is_the_same_file_and_one_other_byte_is_not(register: Register, gate: Gate) -> None:
    bring(register, gate, export())
    assert already_in(register, as_received("renamed.csv", export().content), PLAIN)
    assert not already_in(register, export(*ROWS, ""), PLAIN)


def test_a_file_whose_import_is_undone_is_read_again_until_that_is_redone(
    register: Register, gate: Gate
) -> None:
    revision = bring(register, gate, export())
    assert revision
    undo = register.undo(revision, "me").revision
    assert not already_in(register, export(), PLAIN)
    assert undo
    register.undo(undo, "me")
    assert already_in(register, export(), PLAIN)


def test_a_file_read_for_one_state_is_read_again_for_all(register: Register, gate: Gate) -> None:
    bring(register, gate, export(), Options(state="TCD"))
    assert not already_in(register, export(), PLAIN)
    assert already_in(register, export(), Options(state="TCD"))


def test_a_file_read_as_one_layout_is_read_again_as_another(register: Register, gate: Gate) -> None:
    bring(register, gate, export())
    assert not already_in(register, export(), Options(layout="texts"))


def test_a_file_with_a_value_that_was_not_taken_is_read_again(register: Register, gate: Gate) -> None:
    bring(register, gate, export())
    edit_category(register)
    newer = export(ROWS[0].replace(",5,", ",3,"), ROWS[0].replace("Ratify", "Keep"))
    kept = prepare(register, newer, PLAIN, gate)
    assert [field.kept for row in kept.draft.rows[:1] for field in row.fields] == [True]
    apply_import(register, kept, "me")
    assert not already_in(register, newer, PLAIN)
    taken = prepare(
        register, newer, Options(take=frozenset(row.record for row in kept.draft.rows if row.record)), gate
    )
    apply_import(register, taken, "me")
    assert already_in(register, newer, PLAIN)


def test_what_a_person_changed_since_does_not_make_the_file_new(register: Register, gate: Gate) -> None:
    bring(register, gate, export())
    edit_category(register)
    assert already_in(register, export(), PLAIN)
    assert not prepare(register, export(), PLAIN, gate).draft.changes.changes


def test_a_file_that_only_left_rows_with_errors_is_read_again(register: Register, gate: Gate) -> None:
    faulty = export(*ROWS, "Chad,,Peru,Accepted,5,Treaties,18")
    bring(register, gate, faulty)
    assert not already_in(register, faulty, PLAIN)


def test_a_file_that_met_something_in_the_archive_is_read_again(register: Register, gate: Gate) -> None:
    bring(register, gate, export())
    with register.reading() as connection:
        id, *_ = records(connection, "recommendation")
    archived = Edited("recommendation", id, "archived", False, True)
    register.apply(ChangeSet(Label("label.edited"), [archived], "me"))
    newer = export(*ROWS, "Togo,Train police,Chad,Noted,4,Detention,18")
    bring(register, gate, newer)
    assert not already_in(register, newer, PLAIN), "once it is taken back, the file has more to say"


def edit_category(register: Register) -> None:
    with register.reading() as connection:
        found = records(connection, "recommendation")
    id = next(id for id, values in found.items() if values["action_category"] == 5)
    edit = Edited("recommendation", id, "action_category", 5, 1)
    register.apply(ChangeSet(Label("label.edited"), (edit,), "me"))
