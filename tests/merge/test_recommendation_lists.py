"""Comparing a list of recommendations with what the register holds."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from upr_desktop.incoming import (
    IncomingList,
    IncomingPart,
    IncomingRecommendation,
    IncomingReview,
    IncomingState,
    IncomingTerm,
    Place,
    Reading,
)
from upr_desktop.jobs.import_file import known_for
from upr_desktop.merge.draft import Draft
from upr_desktop.merge.list_comparison import Choices
from upr_desktop.merge.recommendations import draft_recommendations
from upr_desktop.register.changes import Added, ChangeSet, Edited, Label, Origin, Value
from upr_desktop.register.queries import records
from upr_desktop.register.recommendations import recommendations
from upr_desktop.register.register import Register

REVIEW = IncomingReview("SVN", "Slovenia", 4, 48)
FILE = "f" * 64


def incoming(
    number: str | None, text: str = "Ratify", position: str = "pending", **more: str
) -> IncomingRecommendation:
    place = Place("Table 1", "A5", text)
    part = IncomingPart({"en": text}, (IncomingState("Peru", "PER"),), place)
    values: dict[str, str | int | bool | None] = {"position": position, **more}
    if number:
        values["number"] = number
    return IncomingRecommendation(values, (part,), place, (IncomingTerm("theme", "Torture", place),))


def reading(
    *found: IncomingRecommendation, complete: bool = True, review: IncomingReview = REVIEW
) -> Reading:
    one = IncomingList(review, found, "cycle 4", complete)
    return Reading("thematic-list", "recommendations", (one,))


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "a.upr", "Test") as made:
        yield made


def draft(register: Register, brought: Reading, choices: Choices | None = None) -> Draft:
    with register.reading() as connection:
        known = known_for(connection, brought)
    return draft_recommendations(brought, known, FILE, Label("label.import", {"file": "x"}), choices)


def bring(register: Register, brought: Reading) -> Draft:
    done = draft(register, brought)
    register.apply(done.changes)
    return done


def edit(register: Register, kind: str, field: str, after: Value) -> None:
    with register.reading() as connection:
        ((id, values),) = records(connection, kind).items()
    register.apply(ChangeSet(Label("label.edited"), (Edited(kind, id, field, values[field], after),), "me"))


def counts(made: Draft) -> Mapping[str, int]:
    return {outcome: count for outcome, count in made.counts.items() if count}


def test_a_new_list_makes_its_review_and_its_recommendations(register: Register) -> None:
    assert counts(bring(register, reading(incoming("140.1"), incoming("140.10")))) == {"created": 2}
    with register.reading() as connection:
        found = recommendations(connection)
    assert [(row.number, row.order[1:], row.cycle) for row in found] == [
        ("140.1", (140, 1), 4),
        ("140.10", (140, 10), 4),
    ]
    assert found[0].states == (("Peru", "PER"),)


def test_the_same_list_again_changes_nothing(register: Register) -> None:
    bring(register, reading(incoming("140.1"), incoming(None, "Consider")))
    again = draft(register, reading(incoming("140.1"), incoming(None, "Consider")))
    assert (counts(again), again.changes.changes) == ({"unchanged": 2}, [])


def test_a_newer_list_changes_the_position_and_keeps_its_history(register: Register) -> None:
    bring(register, reading(incoming("140.1")))
    newer = reading(incoming("140.1", position="supported", position_source="A/HRC/59/15/Add.1"))
    assert counts(bring(register, newer)) == {"changed": 1}
    with register.reading() as connection:
        (kept,) = records(connection, "position_change").values()
    assert (kept["position_before"], kept["position_after"]) == ("pending", "supported")
    assert kept["source"] == "A/HRC/59/15/Add.1"


def test_an_older_list_again_reverts_nothing_that_a_person_wrote(register: Register) -> None:
    bring(register, reading(incoming("140.1")))
    edit(register, "recommendation", "heading", "Edited by hand")
    edit(register, "recommendation", "position", "noted")
    again = draft(register, reading(incoming("140.1")))
    assert again.changes.changes == []


def test_a_value_changed_on_both_sides_stays_and_is_reported(register: Register) -> None:
    bring(register, reading(incoming("140.1")))
    edit(register, "recommendation", "position", "noted")
    made = draft(register, reading(incoming("140.1", position="supported")))
    assert made.changes.changes == []
    assert [problem.code for problem in made.problems] == ["changed_by_hand_kept"]
    assert [(field.field, field.before, field.after, field.kept) for field in made.rows[0].fields] == [
        ("position", "noted", "supported", True)
    ]


def test_a_person_can_take_the_files_value(register: Register) -> None:
    bring(register, reading(incoming("140.1")))
    edit(register, "recommendation", "position", "noted")
    newer = reading(incoming("140.1", position="supported"))
    record = draft(register, newer).rows[0].record
    assert record
    taken = draft(register, newer, Choices(take=frozenset({record})))
    assert [change.after for change in taken.changes.changes if isinstance(change, Edited)] == ["supported"]


def test_a_recommendation_that_the_list_does_not_name_stays(register: Register) -> None:
    bring(register, reading(incoming("140.1"), incoming("140.2")))
    made = draft(register, reading(incoming("140.1")))
    assert made.changes.changes == []
    assert [(problem.code, problem.where) for problem in made.problems] == [("not_in_list", "140.2")]


def test_texts_that_differ_only_in_a_trailing_space_keep_to_their_own(register: Register) -> None:
    two = [incoming(None, "Ratify "), incoming(None, "Ratify")]
    bring(register, reading(*two))
    assert counts(draft(register, reading(*reversed(two)))) == {"unchanged": 2}


def test_texts_of_an_unknown_number_create_nothing_unasked(register: Register) -> None:
    bring(register, reading(incoming("140.1")))
    place = Place("Sheet1", "A2", "текст")
    part = IncomingPart({"ru": "текст"}, (), place)
    found = [
        IncomingRecommendation({"number": number}, (part,), place, quality="unchecked")
        for number in ("140.1", "140.2")
    ]
    unknown = IncomingReview(None, "", None, None)
    made = draft(register, reading(*found, complete=False, review=unknown))
    assert counts(made) == {"changed": 1, "refused": 1}
    assert {change.field: change.after for change in made.changes.changes if isinstance(change, Edited)} == {
        "text_ru": "текст",
        "quality_ru": "unchecked",
    }


def test_a_text_in_another_language_leaves_the_first_alone(register: Register) -> None:
    bring(register, reading(incoming("140.1", "Ratify")))
    place = Place("Sheet1", "A2", "текст")
    found = IncomingRecommendation(
        {"number": "140.1"}, (IncomingPart({"ru": "текст"}, (), place),), place, quality="unchecked"
    )
    bring(register, reading(found, complete=False))
    with register.reading() as connection:
        (row,) = recommendations(connection)
    assert row.parts[0].texts == {"en": "Ratify", "ru": "текст"}


def test_a_term_that_the_newer_list_drops_is_archived_only_where_a_file_gave_it(register: Register) -> None:
    bring(register, reading(incoming("140.1")))
    other = (IncomingTerm("theme", "Detention", Place("Table 1", "C5", "Detention")),)
    bring(register, reading(replace(incoming("140.1"), terms=other)))
    with register.reading() as connection:
        (row,) = recommendations(connection)
        terms = records(connection, "term")
    assert [terms[id]["name_en"] for id in row.terms["theme"]] == ["Detention"]


def test_every_change_cites_its_cell(register: Register) -> None:
    made = draft(register, reading(incoming("140.1")))
    added = [
        change for change in made.changes.changes if change.kind in ("recommendation", "recommendation_part")
    ]
    assert [(change.origin.file, change.origin.address) for change in added if change.origin] == [
        (FILE, "A5")
    ] * 2


def test_a_state_cites_its_own_cell_where_it_has_one(register: Register) -> None:
    one = incoming("140.1")
    peru, chad = IncomingState("Peru", "PER"), IncomingState("Chad", "TCD", Place("Table 1", "E9", "Chad"))
    part = replace(one.parts[0], states=(peru, chad))
    changes = draft(register, reading(replace(one, parts=(part,)))).changes.changes
    cited = [change.origin for change in changes if change.kind == "recommending_state"]
    assert [(origin.address, origin.raw) for origin in cited if origin] == [("A5", "Ratify"), ("E9", "Chad")]


def test_a_list_without_numbers_beside_numbered_ones_is_pointed_out_once(register: Register) -> None:
    bring(register, reading(incoming("140.1"), incoming("140.2")))
    made = draft(register, reading(incoming(None, "Consider"), incoming(None, "Continue")))
    assert [(problem.code, problem.values["count"]) for problem in made.problems] == [
        ("review_has_numbers", 2)
    ]


def with_states(*states: tuple[str, str]) -> IncomingRecommendation:
    one = incoming("140.1")
    part = replace(one.parts[0], states=tuple(IncomingState(*state) for state in states))
    return replace(one, parts=(part,))


def states_shown(register: Register) -> list[str]:
    with register.reading() as connection:
        (row,) = recommendations(connection)
    return [name for name, _ in row.states]


def archive(register: Register, kind: str, field: str, value: Value) -> None:
    with register.reading() as connection:
        found = records(connection, kind)
    id = next(id for id, values in found.items() if values[field] == value and not values["archived"])
    register.apply(ChangeSet(Label("label.edited"), (Edited(kind, id, "archived", False, True),), "me"))


PERU, CHILE = ("Peru", "PER"), ("Chile", "CHL")


def test_an_older_list_after_a_newer_one_reverts_nothing_and_says_so(register: Register) -> None:
    bring(register, reading(incoming("140.1")))
    bring(register, reading(incoming("140.1", position="supported")))
    older = draft(register, reading(incoming("140.1", text="Ratify it")))
    assert [change.field for change in older.changes.changes if isinstance(change, Edited)] == ["text_en"]
    assert [problem.code for problem in older.problems] == ["older_value_kept"]
    record = older.rows[0].record
    assert record
    taken = draft(register, reading(incoming("140.1")), Choices(take=frozenset({record})))
    assert [change.after for change in taken.changes.changes if isinstance(change, Edited)] == ["pending"]


def test_what_a_workbook_said_is_a_persons_word_that_an_older_list_does_not_revert(
    register: Register,
) -> None:
    bring(register, reading(incoming("140.1")))
    with register.reading() as connection:
        ((id, values),) = records(connection, "recommendation").items()
    cell = Origin("e" * 64, "Recommendations", "D2", "Supported")
    edited = Edited("recommendation", id, "position", values["position"], "supported", cell)
    label = Label("label.import", {"recognised": "register"})
    register.apply(ChangeSet(label, (edited,), "me", "import"))
    again = draft(register, reading(incoming("140.1")))
    assert (again.changes.changes, again.problems) == ([], [])


def test_what_a_person_took_out_does_not_come_back_with_a_list(register: Register) -> None:
    one = replace(
        with_states(PERU, CHILE), terms=(IncomingTerm("theme", "Torture", Place("Table 1", "C5", "Torture")),)
    )
    bring(register, reading(one))
    archive(register, "recommending_state", "name", "Chile")
    archive(register, "tag", "record_kind", "recommendation")
    again = draft(register, reading(one))
    assert (again.changes.changes, again.problems) == ([], [])


def test_a_recommendation_in_the_archive_is_left_there(register: Register) -> None:
    bring(register, reading(incoming("140.1"), incoming("140.2")))
    archive(register, "recommendation", "number", "140.2")
    again = draft(register, reading(incoming("140.1"), incoming("140.2")))
    assert again.changes.changes == []
    assert [(row.outcome, row.reason) for row in again.rows] == [
        ("unchanged", ""),
        ("left_alone", "archived"),
    ]


def test_states_and_terms_that_a_newer_list_changed_are_not_changed_back_by_an_older_one(
    register: Register,
) -> None:
    other = (IncomingTerm("theme", "Detention", Place("Table 1", "C5", "Detention")),)
    older, newer = with_states(PERU), replace(with_states(CHILE), terms=other)
    bring(register, reading(older))
    bring(register, reading(newer))
    assert states_shown(register) == ["Chile"]
    again = draft(register, reading(older))
    assert again.changes.changes == []
    assert [problem.code for problem in again.problems] == ["older_value_kept"] * 4
    assert all(field.kept for field in again.rows[0].fields)


def test_a_translation_changes_no_state_of_the_list(register: Register) -> None:
    bring(register, reading(with_states(PERU, CHILE)))
    place = Place("Sheet1", "B2", "текст (Перу)")
    part = IncomingPart({"ru": "текст"}, (IncomingState("Перу", "PER"),), place)
    found = IncomingRecommendation({"number": "140.1"}, (part,), place, quality="unchecked")
    bring(register, reading(found, complete=False))
    assert states_shown(register) == ["Peru", "Chile"]


def test_a_translation_in_fewer_parts_is_pointed_out(register: Register) -> None:
    one = incoming("140.1")
    bring(register, reading(replace(one, parts=one.parts * 2)))
    place = Place("Sheet1", "B2", "текст")
    found = IncomingRecommendation(
        {"number": "140.1"}, (IncomingPart({"ru": "текст"}, (), place),), place, quality="unchecked"
    )
    made = draft(register, reading(found, complete=False))
    assert [(problem.code, problem.values["count"]) for problem in made.problems] == [
        ("parts_not_matched", 2)
    ]


def test_a_text_cites_the_cell_of_its_own_language(register: Register) -> None:
    bring(register, reading(incoming("140.1")))
    russian, kazakh = Place("Sheet1", "B2", "текст"), Place("Sheet1", "C2", "мәтін")
    part = IncomingPart({"ru": "текст", "kk": "мәтін"}, (), russian, {"ru": russian, "kk": kazakh})
    found = IncomingRecommendation({"number": "140.1"}, (part,), russian, quality="unchecked")
    made = draft(register, reading(found, complete=False))
    cited = {
        change.field: change.origin.address
        for change in made.changes.changes
        if isinstance(change, Edited) and change.origin
    }
    assert cited == {"text_ru": "B2", "quality_ru": "B2", "text_kk": "C2", "quality_kk": "C2"}
    new = draft(register, reading(replace(found, values={"number": "140.2"})))
    (part_added,) = (one for one in new.changes.changes if one.kind == "recommendation_part")
    assert isinstance(part_added, Added)
    assert part_added.cells
    assert part_added.cells["text_kk"] == ("C2", "мәтін")


def test_lists_of_two_unknown_states_are_two_reviews(register: Register) -> None:
    first = IncomingReview(None, "Wakanda", 4, 48, "A/HRC/59/1")
    other = IncomingReview(None, "Genovia", 4, 48, "A/HRC/59/2")
    bring(register, reading(incoming("140.1"), review=first))
    assert counts(draft(register, reading(incoming("140.1"), review=first))) == {"unchanged": 1}
    assert counts(draft(register, reading(incoming("140.1", "Other"), review=other))) == {"created": 1}


@pytest.mark.parametrize("kind", ["recommending_state", "tag"])
def test_what_a_list_took_away_and_a_person_brought_back_stays(register: Register, kind: str) -> None:
    first = incoming("140.1")
    part = replace(first.parts[0], states=(IncomingState("Chile", "CHL"),))
    other = IncomingTerm("theme", "Justice", first.place)
    newer = replace(first, parts=(part,), terms=(other,))
    bring(register, reading(first))
    bring(register, reading(newer))
    with register.reading() as connection:
        found = records(connection, kind)
    (gone,) = (id for id, values in found.items() if values["archived"])
    register.apply(ChangeSet(Label("label.edited"), [Edited(kind, gone, "archived", True, False)], "me"))
    again = draft(register, reading(newer))
    assert (again.changes.changes, again.counts["unchanged"]) == ([], 1)
