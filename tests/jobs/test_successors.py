"""Who took over from another agency may answer its workbook: each answer is asked about, and goes in when taken."""

from pathlib import Path

import pytest
from plan_samples import Planned, planned
from return_samples import Clerk, merged, report, sent

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.bulk_decisions import open_questions
from upr_desktop.jobs.decide_pending import decide_each
from upr_desktop.merge.return_questions import Decision, OpenQuestion


@pytest.fixture
def sample(tmp_path: Path) -> Planned:
    return planned(tmp_path / "r.upr")


def answered_by_mia(sample: Planned, workbook: Path, gate: Gate) -> OpenQuestion:
    """Return what is asked once MIA has answered in the workbook of MOJ, naming itself in its heading."""
    clerk = Clerk(workbook).type("2", narrative="Работа продолжена")
    clerk.sheet.cell(3, 4).value = "MIA-ру"
    merged(sample, gate, clerk.save("a.xlsx"))
    with sample.register.reading() as connection:
        (one,) = open_questions(connection)
    return one


def take(sample: Planned, one: OpenQuestion) -> None:
    assert one.pending
    with sample.register.reading() as connection:
        changes = decide_each(connection, {one.pending: Decision("theirs")}, by="coordinator")
    sample.apply(changes)


def test_the_successor_of_an_agency_answers_for_it_once_that_is_confirmed(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    sample.add("heir", "agency_succession", from_id=sample["MOJ"], to_id=sample["MIA"], date="2026-09-01")
    one = answered_by_mia(sample, sent(sample, tmp_path), gate)
    assert report(sample, "2")["narrative_ru"] is None, "nothing goes in unasked"
    assert ("theirs" in one.choices, one.refusal) == (True, None)
    take(sample, one)
    found = report(sample, "2")
    assert (found["narrative_ru"], found["state"]) == ("Работа продолжена", "submitted")
    sample.register.undo(sample.register.revision())
    found = report(sample, "2")
    assert (found["narrative_ru"], found["state"]) == (None, "draft")


def test_so_does_who_took_the_task_over(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    workbook = sent(sample, tmp_path)
    sample.edit("2/MOJ", "assignment", "valid_to", "2026-10-31")
    ends = {"measure_id": sample["m2"], "agency_id": sample["MIA"], "role": "lead"}
    sample.add("2/MIA", "assignment", **ends, valid_from="2026-11-01")
    one = answered_by_mia(sample, workbook, gate)
    take(sample, one)
    assert report(sample, "2")["narrative_ru"] == "Работа продолжена"


def test_who_has_merely_a_part_of_its_own_in_the_measure_does_not(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    ends = {"measure_id": sample["m2"], "agency_id": sample["MIA"], "role": "co"}
    sample.add("2/MIA", "assignment", **ends)
    one = answered_by_mia(sample, sent(sample, tmp_path), gate)
    assert one.choices == ("ours",)
    assert one.refusal is not None
    assert one.refusal.key == "report_of_another"
