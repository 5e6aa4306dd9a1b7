"""What a person decides before a merge is applied is one step with it, and one undo."""

from pathlib import Path

import pytest
from plan_samples import Planned
from return_samples import Clerk, conflicts, merged, report, sent, without_days

from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.merge_decisions import Decision, Question, decided_changes, question_of
from upr_desktop.jobs.merge_returns import Merge, MergeOptions, apply_merge, merge_read, read_returns
from upr_desktop.register.changes import RecordId
from upr_desktop.register.return_queries import pending_decisions


def read(sample: Planned, gate: Gate, *paths: Path) -> Merge:
    options = MergeOptions()
    files = read_returns(sample.register, [read_file(path) for path in paths], options, gate)
    return merge_read(sample.register, files, options, "me")


def asked(merge: Merge) -> list[Question]:
    cells = [cell for one in merge.files if one.merged for cell in one.merged.cells]
    return [question for cell in cells if (question := question_of(cell))]


def disputed(sample: Planned, folder: Path) -> Path:
    path = Clerk(sent(sample, folder)).type("2", narrative="Сказал орган").save("a.xlsx")
    sample.ids["report"] = RecordId(str(report(sample, "2")["id"]))
    sample.edit("report", "progress", "narrative_ru", "Вписал координатор")
    return path


@pytest.mark.parametrize(
    ("decision", "kept", "beaten"),
    [
        (Decision("ours", why="Уточнено"), "Вписал координатор", "Сказал орган"),
        (Decision("theirs"), "Сказал орган", "Вписал координатор"),
        (Decision("both"), "me, DAY: Вписал координатор\nMOJ-ру, DAY: Сказал орган", None),
        (Decision("other", "Иное"), "Иное", "Вписал координатор"),
    ],
)
def test_a_decision_is_one_step_with_the_merge(
    sample: Planned, tmp_path: Path, gate: Gate, decision: Decision, kept: str, beaten: str | None
) -> None:
    merge = read(sample, gate, disputed(sample, tmp_path))
    (question,) = asked(merge)
    before = sample.register.revision()
    apply_merge(
        sample.register, merge, lambda merge: decided_changes(sample.register, merge, {question: decision})
    )
    assert sample.register.revision() == before + 1
    assert without_days(report(sample, "2")["narrative_ru"]) == kept
    assert conflicts(sample) == 0
    with sample.register.reading() as connection:
        (row,) = pending_decisions(connection)
    assert (row.choice, row.decided_by, row.why, row.beaten) == (
        decision.choice, "me", decision.why or None, beaten,
    )  # fmt: skip
    sample.register.undo(before + 1)
    assert report(sample, "2")["narrative_ru"] == "Вписал координатор"


def test_two_returns_of_one_merge_dispute_and_the_later_is_taken(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    source = sent(sample, tmp_path)
    first = Clerk(source).type("2", narrative="Первое").save("a.xlsx")
    second = Clerk(source).type("2", narrative="Второе").save("b.xlsx")
    merge = read(sample, gate, first, second)
    (question,) = asked(merge)
    decided = {question: Decision("theirs")}
    apply_merge(sample.register, merge, lambda merge: decided_changes(sample.register, merge, decided))
    assert (report(sample, "2")["narrative_ru"], conflicts(sample)) == ("Второе", 0)


def test_a_conflict_left_open_is_decided_with_the_next_merge(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    path = disputed(sample, tmp_path)
    merged(sample, gate, path)
    assert conflicts(sample) == 1
    merge = read(sample, gate, path)
    (question,) = asked(merge)
    decided = {question: Decision("ours")}
    apply_merge(sample.register, merge, lambda merge: decided_changes(sample.register, merge, decided))
    assert conflicts(sample) == 0
    with sample.register.reading() as connection:
        assert [row.choice for row in pending_decisions(connection)] == ["ours"]
