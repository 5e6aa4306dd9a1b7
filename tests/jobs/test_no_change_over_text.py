"""“No change” about a report in which a text stands for the period is not confirmed over it: the text is kept."""

from pathlib import Path

import pytest
from plan_samples import Planned
from return_samples import Clerk, merged, report, sent

from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.bulk_decisions import open_questions, propose, questions_of_merge
from upr_desktop.jobs.decide_pending import decide_each
from upr_desktop.jobs.merge_returns import MergeOptions, merge_read, read_returns
from upr_desktop.jobs.telling import sentence
from upr_desktop.merge.return_questions import CONFIRM_NO_CHANGE, WHOLE_FILE, Decision, OpenQuestion
from upr_desktop.register.changes import RecordId
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.trace import trace
from upr_desktop.words import LANGUAGES


def files(sample: Planned, folder: Path) -> tuple[Path, Path]:
    """Return a file that tells of measure 2, and one of the same workbook that says of 1 and 2 that nothing changed."""
    source = sent(sample, folder)
    told = Clerk(source).type("2", narrative="Принят закон").save("a.xlsx")
    return told, Clerk(source).type("1", narrative="-").type("2", narrative="-").save("b.xlsx")


def waiting(sample: Planned) -> dict[str, OpenQuestion]:
    with sample.register.reading() as connection:
        asked = open_questions(connection)
    numbers = {report(sample, number)["id"]: number for number in ("1", "2", "10.1")}
    return {numbers[one.place[0]]: one for one in asked}


def decide(sample: Planned, one: OpenQuestion, choice: str) -> None:
    assert one.pending
    with sample.register.reading() as connection:
        changes = decide_each(connection, {one.pending: Decision(choice)}, by="coordinator")
    sample.register.apply(changes)


def test_no_change_over_a_text_of_the_period_is_flagged_and_keeps_what_stands(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    merged(sample, gate, *files(sample, tmp_path))
    asked = waiting(sample)
    plain, over_text = asked["1"], asked["2"]
    assert ("theirs" in plain.choices, plain.is_flagged, plain.refusal) == (True, False, None)
    assert ("theirs" in over_text.choices, over_text.is_flagged) == (False, True)
    assert over_text.refusal is not None
    assert over_text.refusal.key == "no_change_over_text"
    assert all(sentence(over_text.refusal, language) for language in LANGUAGES)
    with pytest.raises(RegisterError, match="no_change_over_text"):
        decide(sample, over_text, "theirs")
    decide(sample, over_text, "ours")
    found = report(sample, "2")
    assert (found["narrative_ru"], bool(found["no_change"])) == ("Принят закон", False)


@pytest.mark.parametrize("rule", [CONFIRM_NO_CHANGE, WHOLE_FILE])
@pytest.mark.parametrize("is_applied", [True, False])
def test_rules_confirm_no_change_only_where_no_text_stands(
    sample: Planned, tmp_path: Path, gate: Gate, rule: str, is_applied: bool
) -> None:
    paths = files(sample, tmp_path)
    if is_applied:
        merged(sample, gate, *paths)
        asked = list(waiting(sample).values())
    else:
        read = read_returns(sample.register, [read_file(path) for path in paths], MergeOptions(), gate)
        merge = merge_read(sample.register, read, MergeOptions(), "me")
        asked = questions_of_merge(sample.register, merge)
    assert [one.asked.place[0] for one in propose(rule, asked)] == [report(sample, "1")["id"]]


def test_no_change_can_be_confirmed_once_the_text_is_taken_out(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    merged(sample, gate, *files(sample, tmp_path))
    sample.ids["told"] = RecordId(waiting(sample)["2"].place[0])
    sample.edit("told", "progress", "narrative_ru", None)
    one = waiting(sample)["2"]
    assert (one.is_flagged, "theirs" in one.choices) == (False, True)
    decide(sample, one, "theirs")
    assert report(sample, "2")["no_change"] is True


def confirmed(sample: Planned, folder: Path, gate: Gate) -> Path:
    """Let “no change” of measure 2 be returned and confirmed; return the workbook that said so."""
    source = sent(sample, folder)
    merged(sample, gate, Clerk(source).type("2", narrative="-").save("b.xlsx"))
    decide(sample, waiting(sample)["2"], "theirs")
    assert report(sample, "2")["no_change"] is True
    return source


@pytest.mark.parametrize(
    ("choice", "text", "no_change"), [("theirs", "Принят закон", False), ("ours", None, True)]
)
def test_a_text_that_comes_after_a_confirmed_no_change_is_a_conflict(
    sample: Planned, tmp_path: Path, gate: Gate, choice: str, text: str | None, no_change: bool
) -> None:
    source = confirmed(sample, tmp_path, gate)
    merge = merged(sample, gate, Clerk(source).type("2", narrative="Принят закон").save("a.xlsx"))
    assert (merge.counts["conflict"], merge.counts["taken"]) == (1, 0)
    assert "return_text_over_no_change" in {problem.code for problem in merge.files[0].notices}
    one = waiting(sample)["2"]
    assert one.kind == "conflict"
    assert "both" not in one.choices, "there is one text only"
    decide(sample, one, choice)
    found = report(sample, "2")
    assert (found["narrative_ru"], bool(found["no_change"])) == (text, no_change)
    merged(sample, gate, Clerk(source).type("2", narrative="Принят закон").save("c.xlsx"))
    assert waiting(sample) == {}, "what was decided is not disputed again"


def test_who_saw_the_confirmed_no_change_may_replace_it_by_a_text(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    confirmed(sample, tmp_path, gate)
    later = sent(sample, tmp_path / "2")
    path = Clerk(later).type("2", narrative="Принят закон").save("a.xlsx")
    assert merged(sample, gate, path).counts["taken"] == 1
    found = report(sample, "2")
    assert (found["narrative_ru"], bool(found["no_change"])) == ("Принят закон", False)
    with sample.register.reading() as connection:
        step = trace(connection, "progress", RecordId(str(found["id"])), "no_change")[0]
    assert (step.sha256, step.raw) == (read_file(path).sha256, "Принят закон")
