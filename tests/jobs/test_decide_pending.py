"""What waits is decided by a person, once, as one step; the decision remembers what it beat."""

from pathlib import Path

import pytest
from plan_samples import Planned
from return_samples import Clerk, conflicts, merged, report, sent, without_days

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.decide_pending import decide_pending
from upr_desktop.register.changes import RecordId, Value
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.return_queries import PendingRow, pending_decisions
from upr_desktop.register.trace import Step, trace


def waiting(sample: Planned) -> PendingRow:
    with sample.register.reading() as connection:
        (row,) = pending_decisions(connection)
    return row


def decide(sample: Planned, choice: str, value: Value = None) -> None:
    row = waiting(sample)
    with sample.register.reading() as connection:
        changes = decide_pending(
            connection, [row.id], choice, by="coordinator", why="так вернее", value=value
        )
    sample.register.apply(changes)


@pytest.mark.parametrize(
    ("choice", "value", "kept", "beaten"),
    [
        ("ours", None, "Первое", "Второе"),
        ("theirs", None, "Второе", "Первое"),
        ("both", None, "MOJ-ру, DAY: Первое\nMOJ-ру, DAY: Второе", None),
        ("other", "Третье", "Третье", "Первое"),
    ],
)
def test_a_conflict_is_decided_in_one_step_that_can_be_undone(
    sample: Planned, tmp_path: Path, gate: Gate, choice: str, value: str | None, kept: str, beaten: str | None
) -> None:
    source = sent(sample, tmp_path)
    for text in ("Первое", "Второе"):
        merged(sample, gate, Clerk(source).type("2", narrative=text).save(f"{text}.xlsx"))
    assert conflicts(sample) == 1
    decide(sample, choice, value)
    row = waiting(sample)
    assert (without_days(report(sample, "2")["narrative_ru"]), conflicts(sample)) == (kept, 0)
    assert (row.choice, row.decided_by, row.why, row.beaten) == (choice, "coordinator", "так вернее", beaten)
    with pytest.raises(RegisterError, match="decided_already"):
        decide(sample, "ours")
    sample.register.undo(sample.register.revision())
    assert (report(sample, "2")["narrative_ru"], conflicts(sample)) == ("Первое", 1)


@pytest.mark.parametrize(
    ("choice", "stands", "beaten"), [("ours", "Первое", "Второе"), ("theirs", "Второе", "Первое")]
)
def test_a_value_is_traced_to_who_decided_on_it_and_over_what(
    sample: Planned, tmp_path: Path, gate: Gate, choice: str, stands: str, beaten: str
) -> None:
    source = sent(sample, tmp_path)
    for text in ("Первое", "Второе"):
        merged(sample, gate, Clerk(source).type("2", narrative=text).save(f"{text}.xlsx"))

    def traced() -> list[Step]:
        with sample.register.reading() as connection:
            return trace(connection, "progress", RecordId(str(report(sample, "2")["id"])), "narrative_ru")

    assert [step.decision for step in traced()] == [None]
    decide(sample, choice)
    newest, *earlier = traced()
    assert (newest.after, newest.decision, newest.decided_by, newest.why, newest.beaten) == (
        stands, choice, "coordinator", "так вернее", beaten,
    )  # fmt: skip
    assert [step.decision for step in earlier] == ([None] if choice == "theirs" else [])
    sample.register.undo(sample.register.revision())
    assert traced()[0].decision is None


def test_no_change_is_said_once_it_is_confirmed(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    merged(sample, gate, Clerk(sent(sample, tmp_path)).type("2", narrative="без изменений").save("a.xlsx"))
    assert not report(sample, "2")["no_change"]
    decide(sample, "theirs")
    found = report(sample, "2")
    assert (found["no_change"], found["state"], found["narrative_ru"]) == (True, "submitted", None)


def test_a_blank_cell_deletes_once_it_is_confirmed(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    path = sent(sample, tmp_path, "MIA", period="2026H1")
    merged(sample, gate, Clerk(path).type("1", narrative=None).save("a.xlsx"))
    decide(sample, "theirs")
    assert report(sample, "1", "MIA", "2026H1")["narrative_ru"] is None


def test_a_proposal_taken_writes_the_plan(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    merged(sample, gate, Clerk(sent(sample, tmp_path)).type("2", deadline="2028 год").save("a.xlsx"))
    decide(sample, "theirs")
    assert sample.measures()["2"].deadline.raw == "2028 год"


def proposed(sample: Planned, folder: Path, gate: Gate, column: str, text: str) -> None:
    clerk = Clerk(sent(sample, folder))
    clerk.sheet.cell(clerk.row("2"), clerk.column(column)).value = text  # type: ignore[assignment]
    merged(sample, gate, clerk.save("a.xlsx"))


def test_a_deadline_taken_means_what_it_says(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    proposed(sample, tmp_path, gate, "deadline", "2028 год")
    decide(sample, "theirs")
    deadline = sample.measures()["2"].deadline
    assert (deadline.kind, deadline.start, deadline.end) == ("year", "2028-01-01", "2028-12-31")
    sample.register.undo(sample.register.revision())
    assert sample.measures()["2"].deadline.end == "2026-06-30"


def test_a_number_taken_is_sorted_as_it_reads(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    proposed(sample, tmp_path, gate, "number", "99.1")
    decide(sample, "theirs")
    found = sample.stored("m2", "measure")
    assert (found["number"], found["paragraph"], found["item"]) == ("99.1", 99, 1)


@pytest.mark.parametrize("role", ["Соисполнитель", "бірлесіп орындаушы", "co-executor"])
def test_a_role_taken_is_known_by_its_name(sample: Planned, tmp_path: Path, gate: Gate, role: str) -> None:
    proposed(sample, tmp_path, gate, "role", role)
    decide(sample, "theirs")
    assert sample.stored("2/MOJ", "assignment")["role"] == "co"


def test_a_role_that_nobody_knows_is_refused_with_a_sentence(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    proposed(sample, tmp_path, gate, "role", "главный по всему")
    with pytest.raises(RegisterError, match="proposal_undecided"):
        decide(sample, "theirs")
    assert waiting(sample).choice is None
