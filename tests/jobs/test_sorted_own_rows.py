"""A clerk sorts what is seen of a workbook, without its hidden keys, and opens it with the program."""

from collections import Counter
from pathlib import Path

from own_samples import FocalPoint
from plan_samples import Planned
from return_samples import KEY, Clerk, merged, report, sent

from upr_desktop.exchange.gate import Gate

TOLD = {"1": "О первом", "2": "О втором", "10.1": None}


def sorted_apart(source: Path) -> Path:
    """Return a workbook with two answers in which all but numbers and keys moved up by a row."""
    clerk = Clerk(source).type("1", narrative="О первом").type("2", narrative="О втором")
    clerk.move_up(after=KEY)
    return clerk.save("sorted.xlsx")


def answers(focal: FocalPoint) -> dict[str, object]:
    return {number: focal.report(number)[1]["narrative_ru"] for number in TOLD}


def measures(sample: Planned, focal: FocalPoint) -> list[object]:
    return [focal.stored("measure", sample[f"m{name}"])["text_ru"] for name in ("1", "2")]


def test_a_new_register_puts_texts_under_the_measures_that_their_rows_show(
    sample: Planned, focal: FocalPoint, tmp_path: Path
) -> None:
    path = sorted_apart(sent(sample, tmp_path))
    opened = focal.open(path)
    assert measures(sample, focal) == ["Сделать 1", "Сделать 2"]
    assert answers(focal) == TOLD
    assert Counter(one.code for one in opened.problems) == {"own_rows_by_measure": 1}
    assert opened.problems[0].values["count"] == 3
    assert opened.rows == 3


def test_a_known_workbook_puts_texts_under_the_measures_that_their_rows_show(
    sample: Planned, focal: FocalPoint, tmp_path: Path
) -> None:
    path = sent(sample, tmp_path)
    focal.open(path)
    opened = focal.open(sorted_apart(path))
    assert answers(focal) == TOLD
    assert [one.code for one in opened.problems] == ["own_rows_by_measure"]


def test_what_is_written_into_a_sorted_workbook_stands_beside_its_measure(
    sample: Planned, focal: FocalPoint, gate: Gate, tmp_path: Path
) -> None:
    focal.open(sorted_apart(sent(sample, tmp_path)))
    focal.fill("10.1", narrative_ru="О десятом")
    focal.fill("2", narrative_ru="О втором, иначе")
    written = focal.write(tmp_path / "back.xlsx")
    assert list(written.problems) == []
    assert focal.open(written.file).changed == 0
    merged(sample, gate, written.file, accept_guesses=True)
    told = {number: report(sample, number)["narrative_ru"] for number in TOLD}
    assert told == {"1": "О первом", "2": "О втором, иначе", "10.1": "О десятом"}


def test_of_two_alike_measures_in_a_sorted_workbook_none_is_answered_by_chance(
    sample: Planned, focal: FocalPoint, tmp_path: Path
) -> None:
    sample.edit("m1", "measure", "text_ru", "Сделать 2")
    clerk = Clerk(sent(sample, tmp_path)).type("2", narrative="О втором").type("10.1", narrative="О десятом")
    clerk.move_up(after=KEY)
    opened = focal.open(clerk.save("sorted.xlsx"))
    assert focal.report("10.1")[1]["narrative_ru"] == "О десятом"
    assert opened.rows == 1
    assert Counter(one.code for one in opened.problems) == {
        "own_rows_by_measure": 1, "return_row_unknown": 2, "return_rows_missing": 1
    }  # fmt: skip


def test_the_coordinator_takes_alike_measures_of_a_sorted_return_for_none(
    sample: Planned, gate: Gate, tmp_path: Path
) -> None:
    sample.edit("m1", "measure", "text_ru", "Сделать 2")
    clerk = Clerk(sent(sample, tmp_path)).type("2", narrative="О втором").type("10.1", narrative="О десятом")
    clerk.move_up(after=KEY)
    merge = merged(sample, gate, clerk.save("sorted.xlsx"), accept_guesses=True)
    told = {number: report(sample, number)["narrative_ru"] for number in TOLD}
    assert told == {"1": None, "2": None, "10.1": "О десятом"}
    assert merge.counts["unknown_row"] == 10
