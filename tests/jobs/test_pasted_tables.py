"""What an agency's people paste, merge and write beside its table is read where it stands, or told."""

from pathlib import Path

import pytest
from plan_samples import Planned, planned
from return_samples import Clerk, codes, filled, merged, report, sent

from upr_desktop.exchange.gate import Gate

HEADER = 7


@pytest.fixture
def sample(tmp_path: Path) -> Planned:
    return planned(tmp_path / "r.upr")


def paste(clerk: Clerk, source: Clerk, rows: list[int], order: list[int]) -> None:
    """Write the header and some rows of a table under a clerk's own, its columns in another order."""
    at = clerk.sheet.max_row + 2
    for offset, row in enumerate([HEADER, HEADER + 1, *rows]):
        for place, column in enumerate(order, 1):
            clerk.sheet.cell(at + offset, place).value = source.sheet.cell(row, column).value


def swapped(clerk: Clerk, one: str, other: str) -> list[int]:
    """Return the columns of a table in their order, two of them in each other's place."""
    order = list(range(1, clerk.sheet.max_column + 1))
    first, second = clerk.column(one) - 1, clerk.column(other) - 1
    order[first], order[second] = order[second], order[first]
    return order


def test_rows_under_a_header_that_stands_again_go_by_its_columns(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    source = sent(sample, tmp_path)
    filled_in = Clerk(source).type("2", evidence_text="Приказ № 5", problems_text="Нет денег")
    clerk = Clerk(source).type("1", narrative="Готово")
    clerk.sheet.delete_rows(clerk.row("2"))
    order = swapped(clerk, "evidence_text", "problems_text")
    paste(clerk, filled_in, [filled_in.row("2")], order)
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert filled(merge) == {"taken": 3, "unchanged": 12}
    told = report(sample, "2")
    assert (told["evidence_text_ru"], told["problems_text_ru"]) == ("Приказ № 5", "Нет денег")
    assert not codes(merge)


def test_the_header_of_a_pasted_table_is_no_new_measure(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("1", narrative="Готово")
    other = Clerk(sent(sample, tmp_path, "MIA")).type("1", narrative="Чужое", claimed_status="Исполняется")
    paste(clerk, other, [other.row("1")], swapped(other, "narrative", "claimed_status"))
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert filled(merge) == {"taken": 1, "outside_remit": 2, "unchanged": 17}
    assert codes(merge) == {"return_row_foreign"}
    (foreign,) = (one for one in merge.files[0].merged.cells if one.theirs == "Чужое")  # type: ignore[union-attr]
    assert foreign.field == "narrative_ru"
