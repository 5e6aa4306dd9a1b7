from collections.abc import Iterator
from pathlib import Path

import pytest
from ui.recommendation_samples import sample_register

from upr_desktop.jobs.describe_changes import Told, describe
from upr_desktop.register.changes import Added, Change, ChangeSet, Edited, Label, RecordId, new_id
from upr_desktop.register.log import changes_of
from upr_desktop.register.queries import records
from upr_desktop.register.register import Register

LABEL = Label("label.agency_edited", {"code": "X"})


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with sample_register(tmp_path / "r.upr") as made:
        yield made


def ids(register: Register, kind: str, field: str, value: object) -> RecordId:
    with register.reading() as connection:
        return next(id for id, row in records(connection, kind).items() if row[field] == value)


def told(register: Register, changes: list[Change], language: str = "en") -> Told:
    number = register.apply(ChangeSet(LABEL, changes, "Coordinator")).revision
    assert number is not None
    return told_of(register, number, language)


def told_of(register: Register, number: int, language: str = "en") -> Told:
    with register.reading() as connection:
        return describe(connection, changes_of(connection, number), language)


def lines(found: Told) -> list[tuple[str, str, str]]:
    return [(one.what, one.before, one.after) for record in found.records for one in record.fields]


def test_a_code_is_told_by_its_label_in_the_language(register: Register) -> None:
    id = ids(register, "recommendation", "number", "140.10")
    change = Edited("recommendation", id, "position", "supported", "noted")
    assert lines(told(register, [change], "ru")) == [("Позиция", "Поддержана", "Принята к сведению")]


def test_what_belongs_to_a_recommendation_is_told_under_its_number(register: Register) -> None:
    recommendation = ids(register, "recommendation", "number", "140.10")
    part = ids(register, "recommendation_part", "recommendation_id", recommendation)
    agency = ids(register, "agency", "code", "MFA")
    changes: list[Change] = [
        Edited("recommendation_part", part, "text_ru", None, "Бороться с торговлей людьми"),
        Added(
            "assignment", new_id(), {"recommendation_id": recommendation, "agency_id": agency, "role": "lead"}
        ),
        Added("recommending_state", new_id(), {"part_id": part, "no": 2, "name": "Slovakia", "iso": "SVK"}),
    ]
    found = told(register, changes, "ru")
    assert [record.name for record in found.records] == ["Рекомендация 140.10"]
    assert ("Ответственный исполнитель", "", "МИД") in lines(found)
    assert ("Рекомендующее государство", "", "Словакия") in lines(found)
    assert any(after == "Бороться с торговлей людьми" for _, _, after in lines(found))


def test_an_archived_part_is_told_as_gone(register: Register) -> None:
    recommendation = ids(register, "recommendation", "number", "140.10")
    agency = ids(register, "agency", "code", "MFA")
    assigned = Added(
        "assignment", new_id(), {"recommendation_id": recommendation, "agency_id": agency, "role": "lead"}
    )
    told(register, [assigned])
    found = told(register, [Edited("assignment", assigned.id, "archived", False, True)], "ru")
    assert lines(found) == [("Ответственный исполнитель", "МИД", "")]


def test_an_undone_addition_still_has_its_names(register: Register) -> None:
    agency = Added("agency", new_id(), {"code": "NEWM", "short_ru": "НОВ"})
    told(register, [agency])
    undone = register.undo(register.revision()).revision
    assert undone is not None
    found = told_of(register, undone, "ru")
    assert [(record.name, record.event) for record in found.records] == [("Госорган НОВ", "removed")]
    assert ("Код", "NEWM", "") in lines(found)


def test_archiving_an_agency_is_an_event_not_a_field(register: Register) -> None:
    id = ids(register, "agency", "code", "MOJ")
    found = told(register, [Edited("agency", id, "archived", False, True)])
    assert [(record.event, record.fields) for record in found.records] == [("archived", [])]


def test_references_and_days_are_told_by_name(register: Register) -> None:
    moj, mfa = ids(register, "agency", "code", "MOJ"), ids(register, "agency", "code", "MFA")
    changes: list[Change] = [
        Edited("agency", mfa, "parent_id", None, moj),
        Edited("agency", mfa, "valid_from", None, "2025-09-01"),
        Edited("agency", mfa, "collective", False, True),
    ]
    assert [after for _, _, after in lines(told(register, changes, "ru"))] == ["МЮ", "01.09.2025", "да"]
    assert [after for _, _, after in lines(told_of(register, register.revision(), "en"))][1] == "1 Sep 2025"


def test_states_of_one_cell_are_told_in_one_line(register: Register) -> None:
    recommendation = ids(register, "recommendation", "number", "140.10")
    part = ids(register, "recommendation_part", "recommendation_id", recommendation)
    states: list[Change] = [
        Added("recommending_state", new_id(), {"part_id": part, "no": no, "name": name})
        for no, name in enumerate(("Slovakia", "Atlantis"), 2)
    ]
    assert lines(told(register, states)) == [("Recommending State", "", "Slovakia, Atlantis")]
