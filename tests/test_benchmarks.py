"""Show that each benchmark runs, at tiny sizes; what it measures is for `run.py bench` to say."""

import pytest

from benchmarks.__main__ import NAMES, measured
from benchmarks.measure import QUICK, Line, medians, percentile
from benchmarks.report import TITLES, machine, table

IN_CHILDREN = ("start", "screens", "workbook", "large", "merge_screen")


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", [name for name in NAMES if name not in IN_CHILDREN])
def test_a_benchmark_runs_and_compares(name: str) -> None:
    lines = measured([name], QUICK)
    assert all(line.figure for line in lines)
    assert all(line.theirs for line in lines if line.unit == "×")


@pytest.mark.long
@pytest.mark.parametrize("name", IN_CHILDREN)
def test_a_benchmark_in_processes_of_its_own_runs(name: str) -> None:
    assert all(line.ours for line in measured([name], QUICK))


def test_a_claim_is_missed_by_its_ratio_or_by_its_growth() -> None:
    assert Line("job", "1 s", figure=8.0, limit=8.0, growth=2.2).is_kept
    assert not Line("job", "1 s", figure=8.1, limit=8.0, growth=2.0).is_kept
    assert not Line("job", "1 s", figure=3.0, limit=8.0, growth=2.3).is_kept
    assert not Line("job", "1 s", figure=19.0, limit=20.0, at_least=True).is_kept
    assert Line("job", "1 s").is_kept is None


def test_the_table_is_markdown_with_one_row_a_line() -> None:
    laid = table([Line("job", "1 s", "that", "2 s", 0.5, limit=1.0), Line("other", "3 s")]).splitlines()
    assert len({len(row) for row in laid}) == 1
    assert [cell.strip() for cell in laid[0].split("|")[1:-1]] == list(TITLES)
    assert [cell.strip() for cell in laid[2].split("|")[1:-1]] == [
        "job",
        "1 s",
        "that",
        "2 s",
        "0.5×",
        "≤ 1×",
        "",
        "kept",
    ]
    assert "SQLite" in machine()


def test_measurements_are_taken_in_turns_and_their_median_counts() -> None:
    first, second = iter([1.0, 9.0, 2.0]), iter([5.0, 5.0, 4.0])
    assert medians(3, lambda: next(first), lambda: next(second)) == [2.0, 5.0]
    assert percentile([float(value) for value in range(100)]) == 95.0
