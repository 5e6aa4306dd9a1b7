"""Every value can be followed back to who wrote it when, and from which cell of which file."""

import pytest
from filled_register import EDIT, RECEIVED, Filled, origin

from upr_desktop.register.changes import Added, ChangeSet, Edited, Label, new_id
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.naming import find_record
from upr_desktop.register.queries import records
from upr_desktop.register.register import Register
from upr_desktop.register.trace import imported, trace

IMPORT = Label("label.import", {"file": RECEIVED.name})


def test_a_value_leads_through_edits_and_undo_to_its_cell(register: Register, filled: Filled) -> None:
    with register.reading() as connection:
        undone, edited, imported = trace(
            connection, "recommendation", filled.one("recommendation"), "position"
        )
    assert [(step.revision, step.kind, step.before, step.after) for step in (undone, edited, imported)] == [
        (4, "undo", "supported", "pending"),
        (3, "edit", "pending", "supported"),
        (2, "import", None, "pending"),
    ]
    assert (imported.author, imported.file, imported.sha256) == ("importer", RECEIVED.name, RECEIVED.sha256)
    assert imported.sheet == "table 1"
    assert (imported.address or "").startswith("position!")
    assert (imported.raw, edited.file, edited.address) == ("raw pending", None, None)


def test_an_import_that_changes_a_field_gives_the_cell_of_that_field(
    register: Register, filled: Filled
) -> None:
    id = filled.one("recommendation_part")
    with register.reading() as connection:
        before = trace(connection, "recommendation_part", id, "text_en")[0].after
    change = Edited("recommendation_part", id, "text_en", before, "newer", origin("B7", " newer "))
    register.apply(ChangeSet(IMPORT, (change,), "importer", "import"), [RECEIVED])
    with register.reading() as connection:
        newest = trace(connection, "recommendation", filled.one("recommendation"), "text_en")[0]
    assert (newest.address, newest.raw, newest.after) == ("B7", " newer ", "newer")
    assert (newest.record_kind, newest.record) == ("recommendation_part", id)


def test_steps_of_one_revision_come_newest_first(register: Register, filled: Filled) -> None:
    id = filled.one("agency")
    with register.reading() as connection:
        code = trace(connection, "agency", id, "code")[0].after
    register.apply(
        ChangeSet(EDIT, (Edited("agency", id, "code", code, "B"), Edited("agency", id, "code", "B", "C")))
    )
    with register.reading() as connection:
        assert [step.after for step in trace(connection, "agency", id, "code")] == ["C", "B", code]


@pytest.mark.parametrize(
    ("field", "kind", "name", "value"),
    [
        ("states", "recommending_state", "name", "Chile"),
        ("themes", "tag", "raw", "as the list wrote it"),
        ("agencies", "assignment", "role", "co"),
        ("evidence", "evidence_link", "record_kind", "recommendation"),
        ("text_en", "recommendation_part", "text_en", "a second part"),
    ],
)
def test_what_an_undo_took_out_of_a_list_field_is_told_too(
    register: Register, filled: Filled, field: str, kind: str, name: str, value: str
) -> None:
    vocabulary, owner = filled.one("vocabulary"), filled.one("recommendation")
    with register.reading() as connection:
        row = records(connection, kind, [filled.one(kind)])[filled.one(kind)]
        code = records(connection, "vocabulary", [vocabulary])[vocabulary]["code"]
    register.apply(ChangeSet(EDIT, [Edited("vocabulary", vocabulary, "code", code, "theme")]))
    added = Added(kind, new_id(), {**row, **({"no": 2} if "no" in row else {}), name: value})
    done = register.apply(ChangeSet(EDIT, [added], "adder")).revision or 0
    undone = register.undo(done, "undoer").revision
    with register.reading() as connection:
        found = trace(connection, "recommendation", owner, field)
    assert {one.record for one in found} >= {added.id, filled.one(kind)}
    steps = {(one.revision, one.author) for one in found if one.record == added.id}
    assert steps == {(done, "adder"), (undone, "undoer")}


def test_an_unknown_field_is_refused_with_the_fields_there_are(register: Register, filled: Filled) -> None:
    with register.reading() as connection, pytest.raises(RegisterError, match="unknown_field") as refused:
        trace(connection, "recommendation", filled.one("recommendation"), "colour")
    assert "position" in str(refused.value.values["fields"])


def test_what_an_undone_import_gave_is_no_base_of_the_next(register: Register, filled: Filled) -> None:
    id = filled.one("recommendation")
    change = Edited("recommendation", id, "position", "pending", "noted", origin("B7", "Noted"))
    done = register.apply(ChangeSet(IMPORT, (change,), "importer", "import"), [RECEIVED])
    with register.reading() as connection:
        assert imported(connection, [id]).last[id, "position"] == "noted"
    register.undo(done.revision or 0)
    with register.reading() as connection:
        assert imported(connection, [id]).last[id, "position"] == "pending"
    register.undo((done.revision or 0) + 1)
    with register.reading() as connection:
        assert imported(connection, [id]).last[id, "position"] == "noted"


def test_history_of_a_record_names_the_revisions_that_touched_it(register: Register, filled: Filled) -> None:
    assert [row.number for row in register.history(filled.one("recommendation"))] == [4, 3, 2]
    assert [row.number for row in register.history(filled.one("note"))] == [5, 2]
    newest, *_ = register.history(limit=1)
    assert (newest.number, newest.changes, newest.author) == (5, 1, "me")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("recommendation:7/140.10", "recommendation"),
        ("recommendation:140.10", "recommendation"),
        ("agency:code Қазақстан ё", "agency"),
    ],
)
def test_a_person_names_a_record(register: Register, filled: Filled, name: str, kind: str) -> None:
    with register.reading() as connection:
        assert find_record(connection, name) == (kind, filled.one(kind))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("recommendation:4/140.1", "no_such_record"),
        ("recommendation:99999999999999999999/140.10", "no_such_record"),
        ("weather:1", "unknown_kind"),
        ("0" * 32, "no_such_record"),
        ("", "no_such_record"),
        ("agency:\udcff", "no_such_record"),
        ("agency:\x00", "no_such_record"),
        ("agency:' OR 1=1 --", "no_such_record"),
    ],
)
@pytest.mark.usefixtures("filled")
def test_a_name_of_nothing_is_refused(register: Register, name: str, key: str) -> None:
    with register.reading() as connection, pytest.raises(RegisterError, match=key):
        find_record(connection, name)


def test_a_name_means_the_living_record_before_an_archived_one(register: Register, filled: Filled) -> None:
    old = filled.one("agency")
    fresh = Added("agency", new_id(), {"code": "code Қазақстан ё"})
    register.apply(ChangeSet(EDIT, (fresh,)))
    with register.reading() as connection, pytest.raises(RegisterError, match="several_records"):
        find_record(connection, "agency:code Қазақстан ё")
    register.apply(ChangeSet(EDIT, (Edited("agency", old, "archived", False, True),)))
    with register.reading() as connection:
        assert find_record(connection, "agency:code Қазақстан ё") == ("agency", fresh.id)
