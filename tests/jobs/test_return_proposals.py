"""What an agency proposes outside its remit is taken where it can be written, and answered where it cannot."""

from pathlib import Path

import pytest
from plan_samples import Planned
from return_samples import Clerk, filled, merged, report, sent

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.bulk_decisions import open_questions
from upr_desktop.jobs.decide_pending import decide_each
from upr_desktop.merge.return_questions import Decision, OpenQuestion
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.queries import records


def proposed(
    sample: Planned, folder: Path, gate: Gate, number: str, code: str = "MOJ", **cells: str
) -> OpenQuestion:
    merged(sample, gate, Clerk(sent(sample, folder, code)).type(number, **cells).save("a.xlsx"))
    with sample.register.reading() as connection:
        (one,) = open_questions(connection)
    return one


def decide(sample: Planned, one: OpenQuestion, decision: Decision) -> None:
    assert one.pending
    with sample.register.reading() as connection:
        changes = decide_each(connection, {one.pending: decision}, by="coordinator")
    sample.register.apply(changes)


def bodies(sample: Planned, number: str) -> dict[str, str]:
    codes = {sample[code]: code for code in ("MIA", "MOJ", "LEB", "CITY")}
    found = [body for body in sample.measures()[number].bodies if body.valid_to is None]
    assert len(found) == len({body.agency_id for body in found}), "nobody has two tasks"
    return {codes[body.agency_id]: body.role for body in found}


def numbers(sample: Planned, number: str) -> set[str | None]:
    return {link.number for link in sample.measures()[number].recommendations}


def test_a_body_that_was_added_gets_a_task_and_one_taken_out_loses_it(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    assert bodies(sample, "10.1") == {"MOJ": "lead", "CITY": "co"}
    one = proposed(sample, tmp_path, gate, "10.1", bodies="MOJ-ру, MIA-ру")
    assert "theirs" in one.choices
    decide(sample, one, Decision("theirs", why="письмо № 5"))
    assert bodies(sample, "10.1") == {"MOJ": "lead", "MIA": "co"}
    sample.register.undo(sample.register.revision())
    assert bodies(sample, "10.1") == {"MOJ": "lead", "CITY": "co"}


def test_a_body_that_reported_ends_its_task_and_keeps_its_reports(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    sample.edit("1/MOJ/2026H1", "progress", "state", "submitted")
    one = proposed(sample, tmp_path, gate, "1", "MIA", bodies="MIA-ру")
    decide(sample, one, Decision("theirs"))
    assert bodies(sample, "1") == {"MIA": "lead"}
    task = sample.stored("1/MOJ", "assignment")
    assert (task["archived"], bool(task["valid_to"])) == (False, True)


def test_another_lead_is_told_by_its_mark(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    one = proposed(sample, tmp_path, gate, "10.1", bodies="MOJ-ру, CITY-ру, MIA-ру (свод)")
    decide(sample, one, Decision("theirs"))
    assert bodies(sample, "10.1")["MIA"] == "lead"


@pytest.mark.parametrize(("wished", "role"), [("MIA-ру, MOJ-ру, CITY-ру", "co"), ("MIA-ру, CITY-ру", "lead")])
def test_a_body_named_first_leads_only_where_nobody_else_does(
    sample: Planned, tmp_path: Path, gate: Gate, wished: str, role: str
) -> None:
    one = proposed(sample, tmp_path, gate, "10.1", bodies=wished)
    decide(sample, one, Decision("theirs"))
    assert bodies(sample, "10.1")["MIA"] == role


def test_a_recommendation_that_was_added_is_linked_and_one_taken_out_unlinked(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    assert numbers(sample, "1") == {"140.1", "140.2"}
    one = proposed(sample, tmp_path, gate, "1", "MIA", recommendations="140.1, 140.3")
    decide(sample, one, Decision("theirs"))
    assert numbers(sample, "1") == {"140.1", "140.3"}


def test_what_was_linked_since_stays_and_what_comes_back_is_the_same_link(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    one = proposed(sample, tmp_path, gate, "1", "MIA", recommendations="140.1")
    sample.add(
        "m1-140.3", "measure_recommendation", measure_id=sample["m1"], recommendation_id=sample["140.3"]
    )
    decide(sample, one, Decision("theirs"))
    assert numbers(sample, "1") == {"140.1", "140.3"}
    again = proposed(sample, tmp_path / "2", gate, "1", "MIA", recommendations="140.1, 140.2, 140.3")
    decide(sample, again, Decision("theirs"))
    assert numbers(sample, "1") == {"140.1", "140.2", "140.3"}
    with sample.register.reading() as connection:
        links = records(connection, "measure_recommendation").values()
    ends = [(one["measure_id"], one["recommendation_id"]) for one in links]
    assert len(ends) == len(set(ends))


@pytest.mark.parametrize(
    "cells",
    [{"bodies": "MOJ-ру, Комитет чудес"}, {"recommendations": "140.1, 777.7"}, {"recommendations": "все"}],
)
def test_what_cannot_be_decided_is_said_and_not_taken_until_it_is_written_so_that_it_can(
    sample: Planned, tmp_path: Path, gate: Gate, cells: dict[str, str]
) -> None:
    one = proposed(sample, tmp_path, gate, "10.1", **cells)
    assert "theirs" not in one.choices
    assert one.refusal is not None
    assert one.refusal.key == "proposal_undecided"
    with pytest.raises(RegisterError, match="proposal_undecided"):
        decide(sample, one, Decision("theirs"))
    wished = "MOJ-ру, MIA-ру" if "bodies" in cells else "140.3"
    decide(sample, one, Decision("other", wished))
    if "bodies" in cells:
        assert "MIA" in bodies(sample, "10.1")
    else:
        assert "140.3" in numbers(sample, "10.1")


@pytest.mark.parametrize("column", ["previous", "remark", "recommendation_text"])
def test_what_would_write_nothing_is_not_offered_but_can_be_answered_or_dismissed(
    sample: Planned, tmp_path: Path, gate: Gate, column: str
) -> None:
    sample.add("said", "remark", progress_id=sample["1/MIA/2026H1"], text="Уточните")
    one = proposed(sample, tmp_path, gate, "1", "MIA", **{column: "Исправлено"})
    assert one.choices == ("ours", "remark")
    with pytest.raises(RegisterError, match="decision_impossible"):
        decide(sample, one, Decision("theirs"))
    decide(sample, one, Decision("remark", "Это поле не заполняется"))
    with sample.register.reading() as connection:
        remarks = [row["text"] for row in records(connection, "remark").values()
                   if row["progress_id"] == report(sample, "1", "MIA")["id"]]  # fmt: skip
        assert open_questions(connection) == []
    assert remarks == ["Это поле не заполняется"]


def outside(sample: Planned, folder: Path, gate: Gate, number: str, code: str) -> OpenQuestion:
    return proposed(sample, folder, gate, number, code, claimed_status="не относится к компетенции")


def test_a_body_that_is_not_competent_leaves_from_the_period_on_by_a_decision(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    owed = len(sample.matrix().cell(sample["MOJ"], sample["2026H2"]).owed)
    one = outside(sample, tmp_path, gate, "1", "MOJ")
    assert one.choices == ("ours", "theirs", "other", "remark")
    decide(sample, one, Decision("theirs", why="письмо № 12 от 01.08.2026"))
    assert sample.stored("1/MOJ", "assignment")["valid_to"] == "2026-06-30"
    (told,) = sample.measures()["1"].decisions
    assert (told.decision, told.date, told.act) == ("reassign", "2026-07-01", "письмо № 12 от 01.08.2026")
    assert len(sample.matrix().cell(sample["MOJ"], sample["2026H2"]).owed) == owed - 1


def test_the_only_lead_leaves_only_where_another_takes_over(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    one = outside(sample, tmp_path, gate, "2", "MOJ")
    assert "theirs" not in one.choices
    with pytest.raises(RegisterError, match="task_needs_successor"):
        decide(sample, one, Decision("theirs"))
    decide(sample, one, Decision("other", sample["MIA"], "письмо № 12"))
    assert bodies(sample, "2") == {"MIA": "lead"}


def test_two_proposals_for_one_measure_are_taken_in_one_step(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path, "MIA")).type("1", bodies="MIA-ру, MOJ-ру, CITY-ру")
    clerk.type("1", recommendations="140.1, 140.2, 140.3")
    other = Clerk(sent(sample, tmp_path / "2", "MOJ")).type("1", bodies="MIA-ру, MOJ-ру, CITY-ру, LEB-ру")
    merge = merged(sample, gate, clerk.save("a.xlsx"), other.save("b.xlsx"))
    assert filled(merge)["outside_remit"] == 3
    with sample.register.reading() as connection:
        asked = {one.pending: Decision("theirs") for one in open_questions(connection) if one.pending}
        changes = decide_each(connection, asked, by="coordinator")
    sample.register.apply(changes)
    assert bodies(sample, "1") == {"MIA": "lead", "MOJ": "co", "CITY": "co", "LEB": "co"}
    assert numbers(sample, "1") == {"140.1", "140.2", "140.3"}


def test_a_statement_in_a_row_that_is_not_ones_own_can_be_dismissed_only(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("2", narrative="без изменений")
    clerk.sheet.cell(3, 4).value = "MIA-ру"
    merged(sample, gate, clerk.save("a.xlsx"))
    with sample.register.reading() as connection:
        (one,) = open_questions(connection)
    assert one.choices == ("ours",)


def test_a_proposal_that_the_register_says_by_now_is_no_question_any_more(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    one = proposed(sample, tmp_path, gate, "2", measure="Сделать иначе")
    assert "theirs" in one.choices
    sample.edit("m2", "measure", "text_ru", "Сделать иначе")
    with sample.register.reading() as connection:
        assert open_questions(connection) == []


def test_a_body_that_comes_back_is_the_same_task_in_its_new_role(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    sample.edit("10.1/CITY", "assignment", "archived", True)
    one = proposed(sample, tmp_path, gate, "10.1", bodies="MOJ-ру, CITY-ру (свод)")
    decide(sample, one, Decision("theirs"))
    task = sample.stored("10.1/CITY", "assignment")
    assert (task["archived"], task["role"]) == (False, "lead")


def test_a_task_that_had_ended_before_does_not_last_longer(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    sample.edit("1/MOJ/2026H1", "progress", "state", "submitted")
    sample.edit("1/MOJ", "assignment", "valid_to", "2026-03-31")
    one = proposed(sample, tmp_path, gate, "1", "MIA", bodies="MIA-ру, CITY-ру")
    decide(sample, one, Decision("theirs"))
    assert sample.stored("1/MOJ", "assignment")["valid_to"] == "2026-03-31"


@pytest.mark.parametrize("successor", ["MIA", "code", "MOJ", "никто"])
def test_a_task_is_handed_over_to_an_agency_by_id_or_code_and_to_no_other(
    sample: Planned, tmp_path: Path, gate: Gate, successor: str
) -> None:
    one = outside(sample, tmp_path, gate, "2", "MOJ")
    value = {"MIA": sample["MIA"], "code": "MIA", "MOJ": sample["MOJ"]}.get(successor, successor)
    if successor in ("MIA", "code"):
        decide(sample, one, Decision("other", value))
        assert bodies(sample, "2") == {"MIA": "lead"}
    else:
        with pytest.raises(RegisterError, match="proposal_undecided"):
            decide(sample, one, Decision("other", value))
