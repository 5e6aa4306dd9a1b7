from collections.abc import Iterator
from pathlib import Path

import pytest

from upr_desktop.register.changes import (
    Added,
    Change,
    ChangeSet,
    Edited,
    Label,
    Origin,
    Received,
    RecordId,
    new_id,
)
from upr_desktop.register.record_history import added_by, record_history
from upr_desktop.register.register import Register
from upr_desktop.register.touched import touched_recommendations

FILE = Received("list.docx", b"bytes", "ab" * 32)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    made = Register.create(tmp_path / "history.upr", "History", author="Secretariat")
    yield made
    made.close()


def recommendation(register: Register, number: str) -> tuple[RecordId, RecordId]:
    origin = Origin(FILE.sha256, "Table 1", "R5C1", number)
    review, row, part = (new_id() for _ in range(3))
    values = {"review_id": review, "number": number, "position": "supported"}
    changes: list[Change] = [
        Added("review", review, {"mechanism": "UPR", "cycle": 4}),
        Added("recommendation", row, values, origin),
        Added("recommendation_part", part, {"recommendation_id": row, "no": 1, "text_en": "Text"}, origin),
    ]
    register.apply(ChangeSet(Label("label.import"), changes, "Secretariat", "import"), [FILE])
    return row, part


def write(register: Register, change: Change, author: str = "Coordinator") -> None:
    register.apply(ChangeSet(Label("label.test"), [change], author))


def test_the_history_of_a_recommendation_holds_its_parts_notes_and_agencies_and_nothing_of_others(
    register: Register,
) -> None:
    row, part = recommendation(register, "140.1")
    other, other_part = recommendation(register, "140.2")
    write(register, Edited("recommendation_part", part, "text_en", "Text", "Better"))
    write(register, Edited("recommendation_part", other_part, "text_en", "Text", "Other"))
    note = {"record_id": row, "record_kind": "recommendation", "text": "Why?"}
    write(register, Added("note", new_id(), note), "Analyst")
    with register.reading() as connection:
        steps = record_history(connection, row)
        assert len(record_history(connection, row, limit=1)) == 1
    assert [(step.author, len(step.changes)) for step in steps] == [
        ("Analyst", 1),
        ("Coordinator", 1),
        ("Secretariat", 2),
    ]
    assert steps[-1].file == "list.docx"
    origin = steps[-1].changes[0].origin
    assert origin is not None
    assert (origin.sheet, origin.address) == ("Table 1", "R5C1")
    assert other not in {change.id for step in steps for change in step.changes}


def test_a_step_that_was_undone_says_so(register: Register) -> None:
    row, _ = recommendation(register, "140.1")
    write(register, Edited("recommendation", row, "position", "supported", "noted"))
    register.undo(register.revision(), "Coordinator")
    with register.reading() as connection:
        undo, edit, *_ = record_history(connection, row)
    assert (undo.kind, undo.is_undone) == ("undo", False)
    assert (edit.kind, edit.is_undone) == ("edit", True)


@pytest.mark.parametrize("kind", ["note", "assignment", "evidence_link"])
def test_what_is_touched_is_found_even_after_an_undo_took_it_out(register: Register, kind: str) -> None:
    row, part = recommendation(register, "140.1")
    agency, evidence, id = (new_id() for _ in range(3))
    register.apply(
        ChangeSet(
            Label("label.test"),
            [Added("agency", agency, {"code": "MFA"}), Added("evidence", evidence, {"title": "Law"})],
        )
    )
    owner = {"record_id": row, "record_kind": "recommendation"}
    values = {
        "note": {**owner, "text": "Why?"},
        "assignment": {"recommendation_id": row, "agency_id": agency, "role": "lead"},
        "evidence_link": {**owner, "evidence_id": evidence},
    }[kind]
    write(register, Added(kind, id, values))
    with register.reading() as connection:
        assert touched_recommendations(connection, [id]) == {row}
        assert touched_recommendations(connection, [part]) == {row}
    register.undo(register.revision(), "Coordinator")
    with register.reading() as connection:
        assert touched_recommendations(connection, [id]) == {row}


def test_a_record_knows_when_and_by_whom_it_was_added(register: Register) -> None:
    row, part = recommendation(register, "140.1")
    write(register, Edited("recommendation", row, "position", "supported", "noted"))
    with register.reading() as connection:
        found = added_by(connection, [row, part])
    assert {author for _, author in found.values()} == {"Secretariat"}
