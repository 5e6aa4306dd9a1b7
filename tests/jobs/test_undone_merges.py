"""What a return said is not lost when another that said the same first is undone: it is read again when it comes."""

from pathlib import Path

import pytest
from plan_samples import Planned
from return_samples import Clerk, conflicts, merged, report, sent

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.decide_pending import decide_pending
from upr_desktop.register.changes import RecordId
from upr_desktop.register.return_queries import pending_decisions


def two_that_agree(sample: Planned, folder: Path) -> tuple[Path, Path]:
    """Return two files of one agency: the second says what the first says, and something more."""
    source = sent(sample, folder)
    first = Clerk(source).type("2", narrative="Сделано").save("first.xlsx")
    return first, Clerk(source).type("2", narrative="Сделано", problems_text="Нет средств").save(
        "second.xlsx"
    )


def test_what_two_returns_said_comes_back_from_the_second_once_the_first_is_undone(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    first, second = two_that_agree(sample, tmp_path)
    merged(sample, gate, first)
    undoes = sample.register.revision()
    merged(sample, gate, second)
    sample.register.undo(undoes)
    assert report(sample, "2")["narrative_ru"] is None
    merged(sample, gate, second)
    found = report(sample, "2")
    assert (found["narrative_ru"], found["problems_text_ru"]) == ("Сделано", "Нет средств")
    assert found["state"] == "submitted"
    assert merged(sample, gate, second).files[0].read.same, "now nothing of it hangs on the other"


def test_a_question_of_two_returns_is_asked_again_by_the_second_once_the_first_is_undone(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    first, second = two_that_agree(sample, tmp_path)
    sample.ids["report"] = RecordId(str(report(sample, "2")["id"]))
    sample.edit("report", "progress", "narrative_ru", "Иное")
    merged(sample, gate, first)
    undoes = sample.register.revision()
    merged(sample, gate, second)
    sample.register.undo(undoes)
    merged(sample, gate, second)
    assert conflicts(sample) == 1


def test_a_return_counts_as_handed_in_again_once_the_one_before_it_is_undone(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    source = sent(sample, tmp_path)
    merged(sample, gate, Clerk(source).type("2", narrative="Сделано").save("first.xlsx"))
    undoes = sample.register.revision()
    second = Clerk(source).type("2", problems_text="Нет средств").save("second.xlsx")
    merged(sample, gate, second)
    sample.register.undo(undoes)
    assert report(sample, "2")["state"] == "draft", "the first handed it in"
    merged(sample, gate, second)
    assert (report(sample, "2")["problems_text_ru"], report(sample, "2")["state"]) == (
        "Нет средств",
        "submitted",
    )


@pytest.mark.parametrize("choice", ["theirs", "both"])
def test_what_is_taken_of_a_disputed_return_hands_the_report_in_again(
    sample: Planned, tmp_path: Path, gate: Gate, choice: str
) -> None:
    source = sent(sample, tmp_path)
    merged(sample, gate, Clerk(source).type("2", narrative="Сделано", problems_text="Нет").save("first.xlsx"))
    undoes = sample.register.revision()
    merged(sample, gate, Clerk(source).type("2", narrative="Сделано не всё").save("second.xlsx"))
    sample.register.undo(undoes)
    sample.ids["report"] = RecordId(str(report(sample, "2")["id"]))
    sample.edit("report", "progress", "narrative_ru", "Набросок")
    with sample.register.reading() as connection:
        (row,) = pending_decisions(connection)
        changes = decide_pending(connection, [row.id], choice, by="coordinator")
    sample.apply(changes)
    found = report(sample, "2")
    assert "Сделано не всё" in str(found["narrative_ru"])
    assert found["state"] == "submitted"


def test_an_undo_before_a_return_came_lets_it_be_known_again(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    first, second = two_that_agree(sample, tmp_path)
    merged(sample, gate, first)
    sample.register.undo(sample.register.revision())
    merged(sample, gate, second)
    assert merged(sample, gate, second).files[0].read.same
