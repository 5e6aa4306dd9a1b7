import hashlib
from pathlib import Path

import pytest

from upr_desktop.jobs.new_register import from_sample
from upr_desktop.register import history
from upr_desktop.register.changes import Added, ChangeSet, Label, Origin, Received, RecordId, new_id
from upr_desktop.register.history import (
    changes_page,
    files_named,
    received_content,
    records_holding,
    revision_files,
    revisions_touching,
    states_of,
)
from upr_desktop.register.register import Register
from upr_desktop.register.sqlite import find_owners

CONTENT = b"\x00\xff as it came\r\n"
RECEIVED = Received("list.docx", CONTENT, hashlib.sha256(CONTENT).hexdigest())
LABEL = Label("label.import", {"file": "list.docx"})


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register.create(tmp_path / "r.upr", "Sample")


def add_agencies(register: Register, count: int) -> list[Added]:
    origin = Origin(RECEIVED.sha256, "Sheet1", "B7", "raw")
    found = [
        Added("agency", new_id(), {"code": f"A{at}", "name_ru": f"Орган {at}"}, origin) for at in range(count)
    ]
    register.apply(ChangeSet(LABEL, found, "Secretariat", "import"), [RECEIVED])
    return found


def test_changes_come_page_by_page_in_their_order(register: Register) -> None:
    agencies = add_agencies(register, 25)
    with register.reading() as connection:
        first = changes_page(connection, 2, 10)
        third = changes_page(connection, 2, 10, 20)
    assert [one.id for one in first] == [one.id for one in agencies[:10]]
    assert [one.id for one in third] == [one.id for one in agencies[20:]]


def test_the_received_file_is_given_back_byte_for_byte(register: Register) -> None:
    add_agencies(register, 1)
    with register.reading() as connection:
        (file,) = revision_files(connection, 2)
        assert (file.name, file.size) == ("list.docx", len(CONTENT))
        assert received_content(connection, file.sha256) == CONTENT
        assert files_named(connection, [file.sha256, "0" * 64]) == {file.sha256: file}
        with pytest.raises(KeyError):
            received_content(connection, "0" * 64)
        assert revision_files(connection, 1) == []


def test_a_record_that_an_undo_took_out_keeps_its_name(register: Register) -> None:
    (agency,) = add_agencies(register, 1)
    register.undo(2)
    with register.reading() as connection:
        found = states_of(connection, {"agency": [agency.id]})
    assert found["agency", agency.id]["name_ru"] == "Орган 0"


def test_what_touched_a_record_or_its_parts_is_found(register: Register) -> None:
    one, other = add_agencies(register, 2)
    person = Added("person", new_id(), {"agency_id": one.id, "name": "Focal point"})
    register.apply(ChangeSet(LABEL, [person]))
    alias = Added("agency_alias", new_id(), {"agency_id": other.id, "name": "Псевдоним"})
    register.apply(ChangeSet(LABEL, [alias]))
    with register.reading() as connection:
        assert revisions_touching(connection, [one.id]) == {2, 3}
        assert revisions_touching(connection, [other.id]) == {2, 4}
        assert revisions_touching(connection, []) == set()
        assert records_holding(connection, "ОРГАН 1") == {other.id}
        assert revisions_touching(connection, records_holding(connection, "псевдоним")) == {4}


def test_of_many_records_the_same_revisions_are_found_as_of_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = from_sample(tmp_path / "sample.upr")
    with register.reading() as connection:
        of_kind = connection.exec_driver_sql(
            "SELECT record_kind, record_id FROM change GROUP BY record_kind"
        ).all()
        asked = [[RecordId(id)] for _, id in of_kind]
        asked += [
            [RecordId(id) for id, _ in find_owners(connection, word)] for word in ("ратиф", "жоспар", "2026")
        ]
        assert len(of_kind) > 20
        monkeypatch.setattr(history, "LINES_EACH", 0)
        few = [revisions_touching(connection, ids) for ids in asked]
        monkeypatch.setattr(history, "LINES_EACH", 1_000_000)
        monkeypatch.setattr(history, "LEFT", "SELECT -1 WHERE ? IS NOT NULL")
        many = [revisions_touching(connection, ids) for ids in asked]
    assert dict(zip(map(str, asked), many, strict=True)) == dict(zip(map(str, asked), few, strict=True))
    assert any(len(found) > 1 for found in few)
