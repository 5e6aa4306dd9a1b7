from collections.abc import Iterator
from pathlib import Path

import pytest
from ui.screen_samples import agencies_of

from upr_desktop.jobs import edit_agency as edit
from upr_desktop.jobs.new_register import new_register
from upr_desktop.jobs.telling import how_to_fix, label, what
from upr_desktop.register.agency_rows import AgencyDetails
from upr_desktop.register.changes import Added, ChangeSet, Edited, RecordId, new_id
from upr_desktop.register.errors import Problem
from upr_desktop.register.register import Register
from upr_desktop.words import LANGUAGES


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with new_register(tmp_path / "r.upr", "Sample", "kazakhstan-4", "Secretariat") as made:
        yield made


@pytest.fixture
def known(register: Register) -> list[AgencyDetails]:
    return list(agencies_of(register).values())


def of(known: list[AgencyDetails], code: str) -> AgencyDetails:
    return next(one for one in known if one.row.code == code)


def changes(asked: ChangeSet | Problem) -> ChangeSet:
    assert isinstance(asked, ChangeSet), asked
    return asked


def code_of(asked: object) -> str:
    assert isinstance(asked, Problem), asked
    assert all(what(asked, language) and how_to_fix(asked, language) for language in LANGUAGES)
    return asked.code


def apply(register: Register, asked: ChangeSet | Problem) -> AgencyDetails | None:
    register.apply(changes(asked))
    return None


def test_renaming_changes_one_field_and_says_whose(known: list[AgencyDetails]) -> None:
    asked = changes(edit.set_field(of(known, "MOJ"), "name_ru", "Министерство справедливости", known))
    (change,) = asked.changes
    assert isinstance(change, Edited)
    assert (change.field, change.before, change.after) == (
        "name_ru", "Министерство юстиции", "Министерство справедливости"
    )  # fmt: skip
    assert "MOJ" in label(asked.label, "ru")


def test_setting_what_is_so_already_changes_nothing(known: list[AgencyDetails]) -> None:
    assert not changes(edit.set_field(of(known, "MOJ"), "name_ru", "Министерство юстиции", known)).changes


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("code", "mfa", "agency_code_taken"),
        ("code", "", "field_missing"),
        ("code", None, "field_missing"),
        ("valid_from", "2026-13-01", "not_a_date"),
        ("name_en", 5, "wrong_type"),
    ],
)
def test_wrong_values_are_refused_with_a_sentence(
    known: list[AgencyDetails], field: str, value: str | int | None, problem: str
) -> None:
    assert code_of(edit.set_field(of(known, "MOJ"), field, value, known)) == problem


def test_an_agency_does_not_end_before_it_begins(register: Register, known: list[AgencyDetails]) -> None:
    apply(register, edit.set_field(of(known, "MOJ"), "valid_from", "2026-01-01", known))
    known = list(agencies_of(register).values())
    assert (
        code_of(edit.set_field(of(known, "MOJ"), "valid_to", "2025-12-31", known)) == "agency_dates_reversed"
    )


def test_no_body_stands_under_itself_however_many_lie_between(
    register: Register, known: list[AgencyDetails]
) -> None:
    assert (
        code_of(edit.set_field(of(known, "MOJ"), "parent_id", of(known, "MOJ").id, known))
        == "agency_parent_circle"
    )
    apply(register, edit.set_field(of(known, "MFA"), "parent_id", of(known, "MOJ").id, known))
    known = list(agencies_of(register).values())
    apply(register, edit.set_field(of(known, "MIA"), "parent_id", of(known, "MFA").id, known))
    known = list(agencies_of(register).values())
    assert (
        code_of(edit.set_field(of(known, "MOJ"), "parent_id", of(known, "MIA").id, known))
        == "agency_parent_circle"
    )


def test_a_new_agency_needs_a_code_of_its_own(register: Register, known: list[AgencyDetails]) -> None:
    assert code_of(edit.add_agency(" moj ", known)) == "agency_code_taken"
    added = edit.add_agency(" NEWM ", known)
    assert not isinstance(added, Problem)
    register.apply(added[1])
    assert agencies_of(register)["NEWM"].id == added[0]


def test_aliases_are_added_and_taken_away_and_stand_once(
    register: Register, known: list[AgencyDetails]
) -> None:
    apply(register, edit.set_aliases(of(known, "MOJ"), ["Минюст РК", "МИНЮСТ РК", " ", "Әділетмині"]))
    assert set(agencies_of(register)["MOJ"].row.aliases) == {"Минюст РК", "Әділетмині"}
    apply(register, edit.set_aliases(agencies_of(register)["MOJ"], []))
    assert agencies_of(register)["MOJ"].row.aliases == ()


def test_archiving_and_restoring_are_each_others_inverse(
    register: Register, known: list[AgencyDetails]
) -> None:
    register.apply(edit.archive(of(known, "MOJ")))
    assert agencies_of(register)["MOJ"].row.archived
    register.apply(edit.archive(agencies_of(register)["MOJ"]))
    assert not agencies_of(register)["MOJ"].row.archived


def test_what_refers_to_an_agency_is_counted(register: Register, known: list[AgencyDetails]) -> None:
    assert of(known, "MOJ").uses == 0
    apply(register, edit.set_field(of(known, "MFA"), "parent_id", of(known, "MOJ").id, known))
    _, asked = edit.add_part(of(known, "MIA"), "agency_succession", {"to_id": of(known, "MOJ").id})
    register.apply(asked)
    found = agencies_of(register)["MOJ"]
    assert (found.below, found.followed, found.uses) == (1, 1, 2)


def test_people_are_added_edited_and_removed(register: Register, known: list[AgencyDetails]) -> None:
    id, asked = edit.add_part(of(known, "MOJ"), "person", {"name": "Focal point"})
    register.apply(asked)
    moj = agencies_of(register)["MOJ"]
    register.apply(changes(edit.set_part(moj, "person", id, "role", "validator")))
    assert agencies_of(register)["MOJ"].people[id]["role"] == "validator"
    assert code_of(edit.set_part(moj, "person", id, "role", "minister")) == "unknown_code"
    assert code_of(edit.set_part(moj, "person", id, "name", "")) == "field_missing"
    register.apply(edit.remove_part(agencies_of(register)["MOJ"], "person", id))
    assert not agencies_of(register)["MOJ"].people


def test_nobody_succeeds_itself(register: Register, known: list[AgencyDetails]) -> None:
    moj = of(known, "MOJ")
    id, asked = edit.add_part(moj, "agency_succession", {"to_id": of(known, "MFA").id})
    register.apply(asked)
    moj = agencies_of(register)["MOJ"]
    assert code_of(edit.set_part(moj, "agency_succession", id, "to_id", moj.id)) == "agency_follows_itself"
    register.apply(changes(edit.set_part(moj, "agency_succession", id, "date", "2025-09-01")))
    assert agencies_of(register)["MOJ"].successions[id]["date"] == "2025-09-01"


def test_pasted_cells_become_one_step_of_typed_values(register: Register, known: list[AgencyDetails]) -> None:
    moj, mfa = of(known, "MOJ"), of(known, "MFA")
    cells = [
        (moj, "valid_from", "01.09.2025"),
        (moj, "collective", "Да"),
        (moj, "aliases", "Justice; Minjust"),
        (mfa, "parent_id", "мю"),
        (mfa, "valid_to", "2026-12-31"),
        (mfa, "short_en", " FM "),
    ]
    before = register.revision()
    apply(register, edit.set_cells(cells, known))
    assert register.revision() == before + 1
    moj, mfa = agencies_of(register)["MOJ"], agencies_of(register)["MFA"]
    assert (moj.row.valid_from, moj.row.collective) == ("2025-09-01", True)
    assert set(moj.row.aliases) == {"Justice", "Minjust"}
    assert (mfa.row.parent_id, mfa.row.valid_to, mfa.row.shorts["en"]) == (moj.id, "2026-12-31", "FM")


@pytest.mark.parametrize(
    ("column", "text", "problem"),
    [
        ("valid_from", "завтра", "agency_typed_date"),
        ("valid_from", "31.02.2026", "agency_typed_date"),
        ("collective", "maybe", "agency_typed_yes_or_no"),
        ("parent_id", "Nobody", "agency_typed_parent"),
        ("code", "", "field_missing"),
    ],
)
def test_one_wrong_cell_refuses_the_whole_paste(
    known: list[AgencyDetails], column: str, text: str, problem: str
) -> None:
    cells = [(of(known, "MOJ"), "short_en", "fine"), (of(known, "MFA"), column, text)]
    assert code_of(edit.set_cells(cells, known)) == problem


def test_two_agencies_do_not_get_one_code_in_one_paste(known: list[AgencyDetails]) -> None:
    cells = [(of(known, "MOJ"), "code", "SAME"), (of(known, "MFA"), "code", "same")]
    assert code_of(edit.set_cells(cells, known)) == "agency_code_taken"


def test_a_parent_whom_several_names_mean_is_asked_for(
    register: Register, known: list[AgencyDetails]
) -> None:
    values = {"code": "MJ2", "short_ru": "МЮ"}
    register.apply(ChangeSet(edit.archive(of(known, "MOJ")).label, [Added("agency", new_id(), values)]))
    known = list(agencies_of(register).values())
    asked = edit.set_cells([(of(known, "MFA"), "parent_id", "МЮ")], known)
    assert code_of(asked) == "agency_typed_parent_several"


def test_the_reference_set_fills_an_empty_register(tmp_path: Path) -> None:
    with new_register(tmp_path / "empty.upr") as register:
        assert not agencies_of(register)
        register.apply(edit.add_reference_agencies("kazakhstan-4"))
        found = agencies_of(register)
        assert found["MOJ"].row.names["en"] == "Ministry of Justice"
        assert found["ACA"].successions
        assert len({RecordId(one.id) for one in found.values()}) == len(found)
