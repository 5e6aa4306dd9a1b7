"""Who took over from another agency may answer its workbook: each answer is asked about, and goes in when taken."""

from pathlib import Path

from plan_samples import Planned
from return_samples import KEY, Clerk, merged, report, sent

from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.bulk_decisions import open_questions, propose
from upr_desktop.jobs.decide_pending import decide_each
from upr_desktop.jobs.merge_returns import MergeOptions, apply_merge, merge_read, read_returns
from upr_desktop.jobs.rule_decisions import Ruled
from upr_desktop.merge.return_questions import SUCCESSOR, Decision, OpenQuestion


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


def proposed(sample: Planned) -> list[tuple[str, str]]:
    """Return the rows that the rule for successors would take: record and value."""
    with sample.register.reading() as connection:
        found = propose(SUCCESSOR, open_questions(connection))
    assert {one.decision.choice for one in found} <= {"theirs"}
    return [(one.asked.question[1], str(one.asked.returned)) for one in found]


def test_a_rule_takes_all_that_a_successor_answers(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    sample.add("heir", "agency_succession", from_id=sample["MOJ"], to_id=sample["MIA"], date="2026-09-01")
    answered_by_mia(sample, sent(sample, tmp_path), gate)
    assert proposed(sample) == [(report(sample, "2")["id"], "Работа продолжена")]


def test_the_rule_takes_rows_that_a_successor_pasted_into_its_own_workbook_before_they_are_applied(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    sample.add("heir", "agency_succession", from_id=sample["MOJ"], to_id=sample["MIA"], date="2026-09-01")
    clerk, strange = Clerk(sent(sample, tmp_path, "MIA")), Clerk(sent(sample, tmp_path))
    row = clerk.sheet.max_row + 1
    clerk.sheet.cell(row, KEY).value = strange.sheet.cell(strange.row("2"), KEY).value
    clerk.sheet.cell(row, clerk.column("narrative")).value = "Работа продолжена"
    files = read_returns(sample.register, [read_file(clerk.save("a.xlsx"))], MergeOptions(), gate)
    ruled = Ruled(sample.register, [SUCCESSOR])
    apply_merge(sample.register, merge_read(sample.register, files, MergeOptions(), "me"), ruled.changes)
    assert report(sample, "2")["narrative_ru"] == "Работа продолжена"


def test_the_rule_leaves_to_a_person_what_would_replace_something(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    sample.add("heir", "agency_succession", from_id=sample["MOJ"], to_id=sample["MIA"], date="2026-09-01")
    workbook = sent(sample, tmp_path)
    merged(sample, gate, Clerk(workbook).type("2", narrative="Сказал МЮ").save("b.xlsx"))
    answered_by_mia(sample, workbook, gate)
    assert proposed(sample) == []


def test_the_rule_leaves_to_a_person_what_two_files_say_differently(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    sample.add("heir", "agency_succession", from_id=sample["MOJ"], to_id=sample["MIA"], date="2026-09-01")
    workbook = sent(sample, tmp_path)
    answered_by_mia(sample, workbook, gate)
    clerk = Clerk(workbook).type("2", narrative="Работа завершена")
    clerk.sheet.cell(3, 4).value = "MIA-ру"
    merged(sample, gate, clerk.save("b.xlsx"))
    with sample.register.reading() as connection:
        assert len(open_questions(connection)) == 2
    assert proposed(sample) == []


def test_the_rule_takes_no_row_that_an_agency_says_of_its_own_for_another_period(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    earlier, later = Clerk(sent(sample, tmp_path)), Clerk(sent(sample, tmp_path, "MIA"))
    later.sheet.cell(3, 4).value = "MOJ-ру"
    row = later.sheet.max_row + 1
    later.sheet.cell(row, KEY).value = earlier.sheet.cell(earlier.row("2"), KEY).value
    later.sheet.cell(row, later.column("narrative")).value = "Своё"
    merged(sample, gate, later.save("a.xlsx"))
    with sample.register.reading() as connection:
        assert any("theirs" in one.choices for one in open_questions(connection))
    assert proposed(sample) == []
