"""Answers under a heading of another period wait until a person says, once for the file, that they are meant."""

from pathlib import Path

import pytest
from plan_samples import Planned
from return_samples import Clerk, codes, filled, merged, report, sent

from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.bulk_decisions import open_questions
from upr_desktop.jobs.merge_returns import Told

OTHER = "I полугодие 2026 года"


def retitled(sample: Planned, folder: Path, words: str = OTHER) -> Path:
    clerk = Clerk(sent(sample, folder)).type("2", narrative="Готово", claimed_status="Исполняется")
    cells = (cell for row in clerk.sheet["A1:O6"] for cell in row)
    next(cell for cell in cells if cell.value == "II полугодие 2026 года").value = words
    return clerk.save("a.xlsx")


def state(sample: Planned) -> tuple[object, object]:
    found = report(sample, "2")
    return found["narrative_ru"], found["state"]


def test_answers_under_another_period_are_proposals_and_hand_nothing_in(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    merge = merged(sample, gate, retitled(sample, tmp_path))
    assert filled(merge) == {"outside_remit": 2, "unchanged": 13}
    assert (state(sample), codes(merge)) == ((None, "draft"), {"return_of_another_period"})
    with sample.register.reading() as connection:
        asked = open_questions(connection)
    assert [(one.kind, "theirs" in one.choices) for one in asked] == [("proposal", True)] * 2


@pytest.mark.parametrize("by_file", [True, False])
def test_the_period_is_confirmed_once_for_the_file(
    sample: Planned, tmp_path: Path, gate: Gate, *, by_file: bool
) -> None:
    path = retitled(sample, tmp_path)
    told = {read_file(path).sha256: Told(period="2026H2")}
    merge = merged(sample, gate, path, **({"told": told} if by_file else {"period": "2026H2"}))
    assert filled(merge) == {"taken": 2, "unchanged": 13}
    assert (state(sample), codes(merge)) == (("Готово", "submitted"), set())


def test_the_period_of_the_heading_does_not_move_answers_there(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    before = report(sample, "2", period="2026H1")
    merge = merged(sample, gate, retitled(sample, tmp_path), period="2026H1")
    assert filled(merge) == {"outside_remit": 2, "unchanged": 13}
    assert state(sample) == (None, "draft")
    assert report(sample, "2", period="2026H1") == before


def test_what_waited_is_taken_when_the_file_comes_again_confirmed(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    path = retitled(sample, tmp_path)
    merged(sample, gate, path)
    assert filled(merged(sample, gate, path, period="2026H2")) == {"taken": 2, "unchanged": 13}
    assert state(sample) == ("Готово", "submitted")


@pytest.mark.parametrize(
    "words", ["", "второе полугодие", "II полугодие  2026 ГОДА", "2026 жылғы II жартыжылдық"]
)
def test_a_heading_that_names_no_other_period_asks_nothing(
    sample: Planned, tmp_path: Path, gate: Gate, words: str
) -> None:
    merge = merged(sample, gate, retitled(sample, tmp_path, words))
    assert filled(merge) == {"taken": 2, "unchanged": 13}
    assert "return_of_another_period" not in codes(merge)
