import pytest
from deadline_table import Expected, detail_of, expected, undecided_texts

from upr_desktop.grammar.deadlines import parse_deadline, stored_deadline, stored_details, word_deadline
from upr_desktop.words import LANGUAGES, has_words

TABLE = list(expected())


@pytest.mark.parametrize("line", TABLE, ids=lambda line: f"{line.text!r} {line.plan_years or ''}")
def test_every_text_of_the_table_is_read_as_expected(line: Expected) -> None:
    found = parse_deadline(line.text, plan_years=line.plan_years)
    read = (found.kind, found.start, found.end, detail_of(found), found.confidence)
    assert read == (line.kind, line.start, line.end, line.detail, line.confidence), found.reasons
    assert found.raw == line.text


@pytest.mark.parametrize("text", undecided_texts())
def test_nonsense_and_contradictions_are_not_decided(text: str) -> None:
    found = parse_deadline(text)
    assert (found.kind, found.start, found.end, found.confidence) == ("undecided", None, None, "none")
    assert found.raw == text
    assert found.reasons


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("line", TABLE, ids=lambda line: f"{line.text!r} {line.plan_years or ''}")
def test_a_decided_text_is_worded_so_that_it_reads_the_same(line: Expected, language: str) -> None:
    found = parse_deadline(line.text, plan_years=line.plan_years)
    if found.is_decided:
        worded = word_deadline(found, language)
        assert parse_deadline(worded) == found, worded


@pytest.mark.parametrize("line", TABLE, ids=lambda line: f"{line.text!r} {line.plan_years or ''}")
def test_a_deadline_comes_back_from_a_record(line: Expected) -> None:
    found = parse_deadline(line.text, plan_years=line.plan_years)
    assert stored_deadline(found.raw, found.kind, found.start, found.end, stored_details(found)) == found


def test_every_reason_kind_and_confidence_is_worded() -> None:
    found = [parse_deadline(line.text, plan_years=line.plan_years) for line in TABLE]
    found += [parse_deadline(text) for text in undecided_texts()]
    keys = {f"deadline_reason.{reason}" for each in found for reason in each.reasons}
    keys |= {f"deadline_kind.{each.kind}" for each in found}
    keys |= {f"deadline_confidence.{each.confidence}" for each in found}
    assert [key for key in sorted(keys) if not has_words(key)] == []


def test_the_table_is_as_large_as_promised() -> None:
    assert len({line.text for line in TABLE}) >= 150
    assert len(set(undecided_texts())) >= 50


def test_the_language_of_the_plan_tells_day_from_month() -> None:
    for language in ("ru", "kk"):
        found = parse_deadline("10/07/2026", language=language)
        assert (found.start, found.confidence, found.reasons) == ("2026-07-10", "likely", ("day_or_month",))
    assert not parse_deadline("10/07/2026", language="en").is_decided
