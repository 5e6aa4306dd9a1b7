from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from ui.recommendation_samples import agency, area, rows_of, sample_register

from upr_desktop.jobs.edit_evidence import add_evidence, add_note, edit_evidence, edit_note, link_evidence
from upr_desktop.jobs.edit_recommendation import (
    SETTERS,
    Target,
    Wish,
    changes_for,
    edit_targets,
    set_field,
    set_part_quality,
    set_part_text,
    set_values,
)
from upr_desktop.jobs.telling import label
from upr_desktop.register.changes import ChangeSet
from upr_desktop.register.queries import RecommendationRow, children, record, records
from upr_desktop.register.register import Register
from upr_desktop.words import LANGUAGES, has_words


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    made = sample_register(tmp_path / "sample.upr")
    yield made
    made.close()


def target(register: Register, number: str) -> Target:
    with register.reading() as connection:
        return edit_targets(connection, [rows_of(register)[number].id])[0]


def write(register: Register, changes: ChangeSet) -> None:
    before = register.revision()
    register.apply(replace(changes, author="Coordinator"))
    assert register.revision() == before + bool(changes.changes)
    said = {label(changes.label, language) for language in LANGUAGES}
    assert not any("{" in one or one == changes.label.key for one in said)


def roles(row: RecommendationRow, register: Register) -> dict[str, str]:
    codes = {agency(register, code): code for code in ("MFA", "MOJ", "MIA", "MOH")}
    return {codes[link.agency_id]: link.role for link in row.agencies}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("position_source", "A/HRC/59/10/Add.1"),
        ("novelty", "new"),
        ("heading", "Rights"),
        ("action_category", 5),
    ],
)
def test_a_field_is_set_as_one_step_and_setting_it_again_changes_nothing(
    register: Register, field: str, value: Wish
) -> None:
    write(register, set_field(target(register, "140.2"), field, value))
    assert getattr(rows_of(register)["140.2"], field) == value
    assert set_field(target(register, "140.2"), field, value).changes == []


def test_a_new_position_keeps_the_old_one_in_the_history_of_positions(register: Register) -> None:
    write(register, set_field(target(register, "140.2"), "position", "noted"))
    with register.reading() as connection:
        (noted,) = records(connection, "position_change").values()
    assert (noted["position_before"], noted["position_after"]) == ("supported", "noted")
    assert rows_of(register)["140.2"].position == "noted"


def test_a_number_brings_the_integers_it_is_sorted_by(register: Register) -> None:
    write(register, set_field(target(register, "140.2"), "number", "142.12"))
    assert rows_of(register)["142.12"].order[1:] == (142, 12)
    write(register, set_field(target(register, "142.12"), "number", "no idea"))
    assert rows_of(register)["no idea"].order[1:] == (0, 0)


def test_a_lead_gives_way_to_another_and_a_co_executor_who_leads_is_co_executor_no_more(
    register: Register,
) -> None:
    first, second, third = (agency(register, code) for code in ("MFA", "MOJ", "MIA"))
    write(register, set_values([(target(register, "140.2"), {"lead": (first,), "co": (second, third)})]))
    assert roles(rows_of(register)["140.2"], register) == {"MFA": "lead", "MOJ": "co", "MIA": "co"}
    kept = {link.agency_id: link.id for link in rows_of(register)["140.2"].agencies}
    write(register, set_field(target(register, "140.2"), "lead", (second,)))
    row = rows_of(register)["140.2"]
    assert roles(row, register) == {"MOJ": "lead", "MIA": "co"}
    assert {link.agency_id: link.id for link in row.agencies}[second] == kept[second]


def test_an_agency_is_assigned_to_many_rows_in_one_step(register: Register) -> None:
    ids = [row.id for row in rows_of(register).values()]
    with register.reading() as connection:
        targets = edit_targets(connection, ids)
    write(register, set_values([(one, {"co": (agency(register, "MOH"),)}) for one in targets]))
    assert all(roles(row, register) == {"MOH": "co"} for row in rows_of(register).values())
    with register.reading() as connection:
        targets = edit_targets(connection, ids)
    write(register, set_values([(one, {"add_co": (agency(register, "MIA"),)}) for one in targets]))
    assert all(roles(row, register) == {"MOH": "co", "MIA": "co"} for row in rows_of(register).values())


def test_adding_a_co_executor_leaves_the_lead_alone(register: Register) -> None:
    first, second = agency(register, "MFA"), agency(register, "MOJ")
    write(register, set_field(target(register, "140.2"), "lead", (first,)))
    write(register, set_field(target(register, "140.2"), "add_co", (first, second)))
    assert roles(rows_of(register)["140.2"], register) == {"MFA": "lead", "MOJ": "co"}


def test_terms_come_and_go_without_touching_other_vocabularies(register: Register) -> None:
    goals = (area(register, "1"), area(register, "2"))
    write(register, set_values([(target(register, "140.2"), {"theme": (goals[0],), "sdg": ()})]))
    write(register, set_field(target(register, "140.2"), "area_id", goals[1]))
    assert rows_of(register)["140.2"].area_id == goals[1]
    assert rows_of(register)["140.2"].terms["area"] == (goals[0],)


def test_the_first_wording_in_another_language_is_a_working_translation(register: Register) -> None:
    part = rows_of(register)["140.2"].parts[0]
    with register.reading() as connection:
        stored = record(connection, "recommendation_part", part.id)
    assert stored is not None
    write(register, set_part_text("140.2", part.id, stored, "ru", "Ратифицировать конвенцию"))
    found = rows_of(register)["140.2"].parts[0]
    assert (found.texts["ru"], found.quality) == ("Ратифицировать конвенцию", {"ru": "working"})
    with register.reading() as connection:
        stored = record(connection, "recommendation_part", part.id)
    assert stored is not None
    write(register, set_part_quality("140.2", part.id, stored, "ru", "official"))
    assert rows_of(register)["140.2"].parts[0].quality == {"ru": "official"}


def test_editing_the_original_says_nothing_of_a_translation(register: Register) -> None:
    part = rows_of(register)["140.2"].parts[0]
    with register.reading() as connection:
        stored = record(connection, "recommendation_part", part.id)
    assert stored is not None
    write(register, set_part_text("140.2", part.id, stored, "en", "Ratify it"))
    assert rows_of(register)["140.2"].parts[0].quality == {}


def test_a_document_is_added_edited_linked_elsewhere_and_taken_away(register: Register) -> None:
    one, other = rows_of(register)["140.2"], rows_of(register)["140.10"]
    write(
        register, add_evidence([(one.id, one.number)], {"title": "Law No. 1", "kind": "law", "issuer": None})
    )
    (id,) = rows_of(register)["140.2"].evidence
    with register.reading() as connection:
        stored = record(connection, "evidence", id)
    assert stored is not None
    write(register, edit_evidence(id, stored, "act_date", "2025-05-14"))
    write(register, link_evidence(other.id, other.number, [id], {}))
    assert rows_of(register)["140.10"].evidence == (id,)
    with register.reading() as connection:
        links = children(connection, "evidence_link", "record_id", [one.id])
    write(register, link_evidence(one.id, one.number, [], links))
    assert rows_of(register)["140.2"].evidence == ()
    assert rows_of(register)["140.10"].evidence == (id,)


def test_a_note_is_reworded_and_a_cleared_one_put_away(register: Register) -> None:
    row = rows_of(register)["140.2"]
    write(register, add_note(row.id, row.number, "Ask the ministry"))
    with register.reading() as connection:
        ((id, stored),) = records(connection, "note").items()
    write(register, edit_note(id, stored, row.number, "Ask both ministries"))
    assert rows_of(register)["140.2"].notes == 1
    with register.reading() as connection:
        stored = records(connection, "note")[id]
    write(register, edit_note(id, stored, row.number, "  "))
    assert rows_of(register)["140.2"].notes == 0


def test_every_step_is_undone_whole(register: Register) -> None:
    before = rows_of(register)
    wish = {"position": "noted", "lead": (agency(register, "MFA"),), "note": "Why?", "number": "150.1"}
    write(register, set_values([(target(register, number), wish) for number in ("140.2", "140.10")]))
    assert rows_of(register) != before
    register.undo(register.revision(), "Coordinator")
    assert rows_of(register) == before


def test_a_step_is_named_for_its_field_and_number_or_how_many(register: Register) -> None:
    one, other = target(register, "140.2"), target(register, "140.10")
    single = set_field(one, "position", "noted").label
    several = set_values([(each, {"position": "noted"}) for each in (one, other)]).label
    mixed = set_values([(one, {"position": "noted", "novelty": "new"})]).label
    assert label(single, "en") == "140.2: position edited"
    assert label(several, "en") == "Position edited in 2 recommendations"
    assert label(mixed, "en") == "2 cells edited"


def test_every_field_that_can_be_set_has_a_name_for_its_step() -> None:
    fields = [*SETTERS, "lead", "co", "consulted", "add_co"]
    keys = [f"label.{owner}.{field}" for owner in ("recommendation", "recommendations") for field in fields]
    assert [key for key in keys if not has_words(key)] == []


def test_an_unknown_field_is_our_mistake(register: Register) -> None:
    with pytest.raises(KeyError):
        changes_for(target(register, "140.2"), {"colour": "red"})
