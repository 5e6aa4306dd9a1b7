import pytest
from hypothesis import given
from hypothesis import strategies as st

from upr_desktop.grammar.references import References, parse_references

KNOWN = [f"95.{no}" for no in range(1, 31)] + [f"140.{no}" for no in range(1, 295)]
FIVE = ("95.5",)
RANGE = ("95.15", "95.16", "95.17", "95.18", "95.19", "95.20")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("95.5", FIVE),
        ("95.5, 95.15–95.20", FIVE + RANGE),
        ("95.5, 95.15-95.20", FIVE + RANGE),
        ("95.5; 95.15 − 95.20", FIVE + RANGE),
        ("95.5\n95.15 — 95.20", FIVE + RANGE),
        ("95.5 и 95.15‑95.20", FIVE + RANGE),
        ("95.5 және 95.15–95.20-тармақтар", FIVE + RANGE),
        ("95.5 and 95.15 to 95.20", FIVE + RANGE),
        ("рекомендации №№ 95.5, 95.15-95.20", FIVE + RANGE),
        ("Рекомендация № 95.5", FIVE),
        ("№95.5", FIVE),
        ("п. 95.5", FIVE),
        ("пп. 95.5, 95.6.", ("95.5", "95.6")),
        ("95.5-ұсыным", FIVE),
        ("95.5, 95.6 ұсынымдар", ("95.5", "95.6")),
        ("Recommendations 95.5 and 95.6", ("95.5", "95.6")),
        ("с 95.15 по 95.20", RANGE),
        ("140.1, 140.10, 140.100", ("140.1", "140.10", "140.100")),
        ("140.10", ("140.10",)),
        ("140.1", ("140.1",)),
        ("140.12-140.14;\xa0140.20", ("140.12", "140.13", "140.14", "140.20")),
        ("140.55–140.57", ("140.55", "140.56", "140.57")),
        ("95.6, 95.5", ("95.6", "95.5")),
        ("95.5, 95.5", FIVE),
        ("95.5,140.1", ("95.5", "140.1")),
        ("95.5,95.6", ("95.5", "95.6")),
    ],
)
def test_lists_and_ranges_are_read_as_they_are_written(text: str, numbers: tuple[str, ...]) -> None:
    assert parse_references(text, KNOWN) == References(numbers)


def test_a_range_holds_only_numbers_that_exist() -> None:
    assert parse_references("95.1–95.4", ["95.1", "95.3", "95.4"]).numbers == ("95.1", "95.3", "95.4")


def test_a_number_that_does_not_exist_is_reported() -> None:
    assert parse_references("95.5, 95.31", KNOWN) == References(FIVE, missing=("95.31",))
    assert parse_references("95.29–95.40", KNOWN) == References(("95.29", "95.30"), missing=("95.40",))


def test_a_short_range_is_read_and_flagged() -> None:
    assert parse_references("95.15–20", KNOWN) == References(RANGE, unclear=("95.15–20",))


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("95.20–95.15", ("95.20–95.15",)),
        ("95.5–140.7", ("95.5–140.7",)),
        ("общие рекомендации", ("общие",)),
        ("140,55", ("140", "55")),
        ("95", ("95",)),
        ("95.5.1", ("95.5.1",)),
        ("12 октября", ("12", "октября")),
        ("95.15–20.07", ("95.15–20.07",)),
    ],
)
def test_what_is_no_number_is_shown(text: str, unclear: tuple[str, ...]) -> None:
    assert parse_references(text, KNOWN) == References((), unclear=unclear)


@given(st.one_of(st.text(), st.text(alphabet="0123456789.,–- и;")))
def test_no_text_breaks_the_reading_and_only_known_numbers_are_numbers(text: str) -> None:
    found = parse_references(text, KNOWN)
    assert set(found.numbers) <= set(KNOWN)
    assert not set(found.missing) & set(KNOWN)


@given(st.lists(st.sampled_from(KNOWN), unique=True, max_size=20), st.sampled_from([", ", "; ", "\n", " и "]))
def test_a_list_of_known_numbers_is_read_back(numbers: list[str], between: str) -> None:
    assert parse_references(between.join(numbers), KNOWN) == References(tuple(numbers))
