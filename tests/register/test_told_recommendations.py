"""What the consolidated workbook reads of recommendations is what a table shows of them."""

from itertools import product

import pytest
from plan_samples import Planned, planned, recommendation

from upr_desktop.register.changes import RecordId, Value
from upr_desktop.register.recommendations import recommendations
from upr_desktop.register.told_recommendations import told_recommendations
from upr_desktop.words import LANGUAGES

MIXTURES = tuple(product((False, True), repeat=3))


@pytest.fixture
def sample() -> Planned:
    """Return recommendations of two parts in every mixture of languages, with States, agencies, documents."""
    made = planned()
    for at, (first, second) in enumerate(product(MIXTURES, repeat=2)):
        number = f"141.{at}"
        recommendation(made, number)
        made.waiting.pop()  # its part is in English only
        part(made, number, 2, second)
        part(made, number, 1, first)
    part(made, "141.0", 3, (True, True, True), archived=True)
    recommendation(made, "9.1")
    made.waiting.pop()
    for code, role in (("MIA", "consulted"), ("CITY", "co"), ("MOJ", "lead")):
        ends = {"recommendation_id": made["141.1"], "agency_id": made[code]}
        made.put(f"141.1/{code}", "assignment", **ends, role=role)
    for title, archived in (("Закон", False), ("Черновик", True)):
        made.put(title, "evidence", title=title, archived=archived)
        ends = {"record_id": made["141.1"], "record_kind": "recommendation"}
        made.put(f"{title} link", "evidence_link", evidence_id=made[title], **ends)
    made.save()
    made.edit("141.2", "recommendation", "archived", True)
    return made


def part(
    sample: Planned, number: str, no: int, languages: tuple[bool, ...], *, archived: bool = False
) -> None:
    texts: dict[str, Value] = {
        f"text_{code}": f"{code} {number} {no}" for code, has in zip(LANGUAGES, languages, strict=True) if has
    }
    name = f"{number} part {no}"
    sample.put(
        name, "recommendation_part", recommendation_id=sample[number], no=no, archived=archived, **texts
    )
    for at, (state, iso) in enumerate((("Перу", "PER"), (f"{no}", None)), 1):
        sample.put(f"{name} {at}", "recommending_state", part_id=sample[name], no=at, name=state, iso=iso)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_told_of_recommendations_is_what_a_table_shows(sample: Planned, language: str) -> None:
    ids = [RecordId(sample[name]) for name in sample.ids if name.startswith("14") and " " not in name]
    with sample.register.reading() as connection:
        told = told_recommendations(connection, [*ids, sample["9.1"]], language)
        rows = recommendations(connection, [*ids, sample["9.1"]])
    assert len(told) == 4 + 64 - 1 + 1
    assert [
        (one.id, one.review_id, one.number, one.position, one.area_id, one.text, tuple(one.states))
        for one in told
    ] == [
        (row.id, row.review_id, row.number, row.position, row.area_id, row.text(language)[0], row.states)
        for row in rows
    ]
    assert [list(one.agencies) for one in told] == [[a.agency_id for a in row.agencies] for row in rows]
    assert [tuple(one.evidence) for one in told] == [row.evidence for row in rows]


def test_agencies_in_the_lead_come_first_and_archived_documents_are_not_told(sample: Planned) -> None:
    with sample.register.reading() as connection:
        (told,) = told_recommendations(connection, [sample["141.1"]], "ru")
    assert told.agencies == [sample["MOJ"], sample["CITY"], sample["MIA"]]
    assert told.evidence == [sample["Закон"]]
