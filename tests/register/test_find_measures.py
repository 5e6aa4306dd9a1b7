"""A measure is found by a word wherever it stands, however many reports there are and whichever way is quicker."""

import random

import pytest
from plan_samples import Planned, assign, measure, planned, report

from upr_desktop.register import find_measures as finding
from upr_desktop.register.changes import RecordId
from upr_desktop.register.find_measures import find_measures
from upr_desktop.register.queries import catalogue
from upr_desktop.register.sqlite import find_owners

LETTERS = "щфюж"
QUERIES = ("щ", "Ф", "юж", "щфю", "ЖЖЩ", "фю щ", "жщ юф", "щщщщщщщ")


def words(chance: random.Random) -> str:
    return " ".join("".join(chance.choices(LETTERS, k=chance.randint(1, 6))) for _ in range(2))


def filled(chance: random.Random, count: int) -> tuple[Planned, dict[RecordId, list[str]]]:
    """Return a plan, and the texts of each measure and of its reports."""
    sample = planned()
    texts: dict[RecordId, list[str]] = {}
    for number in range(100, 100 + count):
        said = [words(chance)]
        measure(sample, str(number), text_kk=said[0])
        for code in ("MIA", "MOJ"):
            assign(sample, str(number), code)
            for period in ("2026H1", "2026H2"):
                said.append(words(chance))
                report(sample, f"{number}/{code}", period, narrative_ru=said[-1])
        texts[sample[f"m{number}"]] = said
    sample.save()
    return sample, texts


def holding(texts: dict[RecordId, list[str]], query: str) -> set[RecordId]:
    asked = query.casefold().split()
    return {id for id, said in texts.items() if all(any(word in text for text in said) for word in asked)}


@pytest.mark.parametrize("few", [finding.FEW, 0, 1_000_000])
@pytest.mark.parametrize("seed", range(4))
def test_measures_are_found_by_words_of_their_own_and_of_their_reports(
    monkeypatch: pytest.MonkeyPatch, few: int, seed: int
) -> None:
    monkeypatch.setattr(finding, "FEW", few)
    sample, texts = filled(random.Random(seed), 12)
    with sample.register.reading() as connection:
        names = catalogue(connection)
        found = {query: find_measures(connection, query, names) for query in QUERIES}
    assert found == {query: holding(texts, query) for query in QUERIES}
    assert any(0 < len(ids or ()) < len(texts) for ids in found.values())


@pytest.mark.parametrize("query", QUERIES)
def test_a_kind_that_is_left_out_is_all_that_is_not_found(query: str) -> None:
    sample, _ = filled(random.Random(9), 6)
    with sample.register.reading() as connection:
        every, others = find_owners(connection, query), find_owners(connection, query, but="progress")
    assert set(others) == {(owner, kind) for owner, kind in every if kind != "progress"}
    assert len(set(every)) == len(every)
