from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

from upr_desktop.register.changes import Added, Value
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.fold import fold
from upr_desktop.register.kinds import kinds
from upr_desktop.register.reference import (
    reference_changes,
    reference_names,
    reference_set,
)
from upr_desktop.register.register import Register
from upr_desktop.states import state_codes

one_call = cache(reference_changes)


def records(name: str, kind: str) -> dict[str, dict[str, Value]]:
    added = [change for change in one_call(name).changes if isinstance(change, Added)]
    return {change.id: dict(change.values) for change in added if change.kind == kind}


def by_code(name: str, kind: str) -> dict[Value, dict[str, Value]]:
    return {values["code"]: values for values in records(name, kind).values()}


def test_kazakhstan_ships_and_its_state_exists() -> None:
    assert reference_names() == ("kazakhstan-4",)
    kazakhstan = reference_set("kazakhstan-4")
    assert kazakhstan.code == "kazakhstan-4"
    assert kazakhstan.state in state_codes()
    assert kazakhstan.content_languages == ("kk", "ru", "en")
    assert kazakhstan.name("en") == "Kazakhstan, cycle 4"


def test_an_unknown_set_is_refused_with_the_names_that_ship() -> None:
    with pytest.raises(RegisterError) as refused:
        reference_changes("atlantis-9")
    assert (refused.value.key, refused.value.values["known"]) == ("no_reference_set", "kazakhstan-4, none")


def test_a_register_of_any_country_gets_the_goals_alone() -> None:
    kinds_added = Counter(change.kind for change in reference_changes("none").changes)
    assert kinds_added == {"vocabulary": 1, "term": 17}
    assert reference_changes("none").label.values["name"] == "none"


def test_every_record_carries_every_field_of_its_kind() -> None:
    for change in reference_changes("kazakhstan-4").changes:
        assert isinstance(change, Added)
        assert set(change.values) == set(kinds()[change.kind].by_name) - {"archived"}, change.kind


def test_every_reference_leads_to_a_record_that_is_added_before_it_is_needed() -> None:
    seen: set[str] = set()
    for change in reference_changes("kazakhstan-4").changes:
        assert isinstance(change, Added)
        needed = {change.values[field.name] for field in kinds()[change.kind].fields if field.refers}
        assert needed - {None} <= seen
        seen.add(change.id)


def test_ids_are_fresh_on_each_call() -> None:
    first, second = ({change.id for change in reference_changes("kazakhstan-4").changes} for _ in range(2))
    assert not first & second


def test_the_four_reviews_hold_what_is_published_and_nothing_else() -> None:
    reviews = sorted(records("kazakhstan-4", "review").values(), key=lambda review: str(review["cycle"]))
    shown = [
        (r["cycle"], r["session"], r["review_date"], r["report_symbol"], r["adoption_date"]) for r in reviews
    ]
    assert shown == [
        (1, 7, "2010-02-12", "A/HRC/14/10", None),
        (2, 20, "2014-10-30", "A/HRC/28/10", None),
        (3, 34, None, "A/HRC/43/10", None),
        (4, 48, "2025-01-23", "A/HRC/59/10", None),
    ]


def test_inferred_symbols_are_marked_as_inferred() -> None:
    marked = {
        review["cycle"]
        for review in reference_set("kazakhstan-4").items("reviews")
        if "inferred" in review["source"]
    }
    assert marked == {3, 4}


def test_there_are_fourteen_areas_and_seventeen_goals_in_three_languages() -> None:
    vocabularies = {key: values["code"] for key, values in records("kazakhstan-4", "vocabulary").items()}
    terms = defaultdict(list)
    for term in records("kazakhstan-4", "term").values():
        terms[vocabularies[str(term["vocabulary_id"])]].append(term)
        assert all(term[f"name_{language}"] for language in ("kk", "ru", "en"))
    assert [term["no"] for term in terms["area"]] == list(range(1, 15))
    assert [term["code"] for term in terms["sdg"]] == [str(number) for number in range(1, 18)]
    assert terms["area"][13]["name_en"] == "Rights of ethnic and religious minorities"


def test_agencies_have_their_names_and_further_short_forms_as_aliases() -> None:
    agencies, aliases = by_code("kazakhstan-4", "agency"), records("kazakhstan-4", "agency_alias")
    ids = {key: values["code"] for key, values in records("kazakhstan-4", "agency").items()}
    justice = agencies["MOJ"]
    assert (justice["short_ru"], justice["short_kk"], justice["name_kk"]) == (
        "МЮ",
        "ӘМ",
        "Әділет министрлігі",
    )
    assert agencies["LEB"]["collective"] is True
    assert agencies["CRO"]["short_kk"] == "БҚУ"
    assert {code for code, one in agencies.items() if one["collective"]} == {"LEB", "CSB", "ISB"}
    assert len(agencies) == 28 + 6 + 2 == len(ids)
    by_name = {alias["name"]: alias["language"] for alias in aliases.values()}
    assert (by_name["Минюст"], by_name["Әділетмині"], by_name["Антикор"]) == ("ru", "kk", "ru")


def test_bodies_that_ended_lead_to_their_successors() -> None:
    codes = {key: values["code"] for key, values in records("kazakhstan-4", "agency").items()}
    heirs = defaultdict(set)
    for succession in records("kazakhstan-4", "agency_succession").values():
        heirs[codes[str(succession["from_id"])]].add(codes[str(succession["to_id"])])
    assert heirs["ACA"] == {"NSC", "ACSA"}
    assert heirs["MCRIAP"] == {"MAIDD", "MSHE"}
    assert by_code("kazakhstan-4", "agency")["ACA"]["valid_to"] == "2025-06-30"


def test_short_names_that_are_not_marked_mean_one_body() -> None:
    bodies = defaultdict(set)
    for agency in reference_set("kazakhstan-4").items("agencies"):
        names = (
            *agency["shorts"].values(),
            *agency["names"].values(),
            *(alias["name"] for alias in agency["aliases"]),
        )
        for name in filter(None, names):
            bodies[fold(name)].add(agency["code"])
    marked = {fold(each["name"]) for each in reference_set("kazakhstan-4").items("marked")}
    assert {name: found for name, found in bodies.items() if len(found) > 1 and name not in marked} == {}
    assert marked == {fold(name) for name in ("ВС", "ГП", "МО", "МП", "КС", "АПК", "УПР", "ҚМ")}


def test_a_new_register_takes_the_set(tmp_path: Path) -> None:
    register = Register.create(tmp_path / "new.upr", "New", state="KAZ")
    applied = register.apply(reference_changes("kazakhstan-4"))
    register.close()
    assert len(applied.ids) == len(reference_changes("kazakhstan-4").changes)


def test_source_remarks_stay_in_the_file() -> None:
    assert all(
        "source" not in change.values
        for change in reference_changes("kazakhstan-4").changes
        if isinstance(change, Added)
    )
