from collections.abc import Iterator
from pathlib import Path

import pytest
from ui.recommendation_samples import agency, area, names, sample_register

from upr_desktop.jobs.telling import how_to_fix, what
from upr_desktop.jobs.typed_values import READERS, read_value
from upr_desktop.register.changes import Added, ChangeSet, Label, new_id
from upr_desktop.register.errors import Problem
from upr_desktop.register.register import Register
from upr_desktop.words import LANGUAGES


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    made = sample_register(tmp_path_factory.mktemp("register") / "sample.upr")
    yield made
    made.close()


@pytest.mark.parametrize("text", ["noted", "Noted", "принята к сведению", "НАЗАРҒА АЛЫНДЫ"])
def test_a_position_is_known_by_its_label_in_any_language(register: Register, text: str) -> None:
    assert read_value("position", text, names(register)) == "noted"


def test_an_area_is_known_by_number_name_or_both(register: Register) -> None:
    known = names(register)
    fifth = area(register, "5")
    label = f"5 · {known.terms[fifth].name('ru')}"
    for text in ("5", label, known.terms[fifth].name("kk").upper(), fifth):
        assert read_value("area_id", text, known) == fifth
    assert read_value("area_id", "", known) is None


@pytest.mark.parametrize(
    "text", ["МИД, МЮ", "MFA;Минюст", "Министерство иностранных дел\nӘМ", "сім ,  мю, МИД"]
)
def test_agencies_are_known_by_code_name_short_name_and_alias(register: Register, text: str) -> None:
    wanted = (agency(register, "MFA"), agency(register, "MOJ"))
    assert read_value("co", text, names(register)) == wanted


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("position", "perhaps", "typed_position"),
        ("position", "", "field_missing"),
        ("novelty", "x", "typed_novelty"),
        ("area_id", "99", "typed_area"),
        ("lead", "Ministry of Magic", "typed_agency"),
        ("theme", "Dragons", "typed_theme"),
        ("number", "140.1\x00", "unwritable_text"),
    ],
)
def test_what_is_no_value_is_refused_with_a_reason(
    register: Register, field: str, text: str, code: str
) -> None:
    found = read_value(field, text, names(register))
    assert isinstance(found, Problem)
    assert found.code == code


def test_a_name_that_two_agencies_share_is_not_resolved(tmp_path: Path) -> None:
    with sample_register(tmp_path / "two.upr") as register:
        twin = Added("agency", new_id(), {"code": "TWIN", "short_ru": "МИД"})
        register.apply(ChangeSet(Label("label.test"), [twin]))
        found = read_value("lead", "МИД", names(register))
    assert isinstance(found, Problem)
    assert found.code == "typed_agency_several"


def test_the_reasons_of_this_file_are_worded_in_every_language() -> None:
    codes = ("typed_position", "typed_novelty", "typed_area", "typed_agency", "typed_agency_several")
    codes += ("typed_theme", "typed_group", "typed_sdg", "number_taken")
    for code in codes:
        for language in LANGUAGES:
            assert "Магия" in what(Problem(code, "", {"value": "Магия"}), language)
            assert how_to_fix(Problem(code, "", {"value": "Магия"}), language)


def test_each_cell_that_can_be_typed_into_has_a_reader() -> None:
    assert {"number", "position", "novelty", "area_id", "lead", "co", "consulted"} <= set(READERS)
