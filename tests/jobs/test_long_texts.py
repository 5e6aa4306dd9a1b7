"""A text longer than a cell can hold is shown shortened in the next workbook, and nothing of it is lost on the way."""

from pathlib import Path

from plan_samples import Planned
from return_samples import Clerk, codes, conflicts, filled, merged, report, sent

from upr_desktop.exchange.gate import Gate
from upr_desktop.incoming import MOST_UNITS, units
from upr_desktop.jobs.bulk_decisions import open_questions
from upr_desktop.register.changes import RecordId

LONG = "Проведена работа. " * 2_000


def holding(sample: Planned, folder: Path, text: str) -> Planned:
    sent(sample, folder)
    sample.ids["long"] = RecordId(str(report(sample, "2")["id"]))
    sample.edit("long", "progress", "narrative_ru", text)
    return sample


def test_a_text_as_long_as_a_cell_may_be_stands_shortened_beside_the_next_answer(
    sample: Planned, tmp_path: Path
) -> None:
    long = LONG[:MOST_UNITS]
    sample.edit("1/MIA/2026H1", "progress", "narrative_ru", long)
    clerk = Clerk(sent(sample, tmp_path, "MIA"))
    told = str(clerk.sheet.cell(clerk.row("1"), clerk.column("previous")).value)
    assert long[:30_000] in told
    assert units(told) <= MOST_UNITS
    assert told.endswith("]")


def test_a_shortened_text_that_comes_back_untouched_changes_nothing(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    holding(sample, tmp_path, LONG)
    clerk = Clerk(sent(sample, tmp_path / "2"))
    told = str(clerk.sheet.cell(clerk.row("2"), clerk.column("narrative")).value)
    assert told.endswith("]")
    assert str(len(LONG)) in told
    before = sample.register.revision()
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert filled(merge) == {"unchanged": 15}
    assert (sample.register.revision(), report(sample, "2")["narrative_ru"]) == (before, LONG)


def test_a_shortened_text_that_was_edited_is_a_conflict_and_takes_nothing_away(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    holding(sample, tmp_path, LONG)
    path = Clerk(sent(sample, tmp_path / "2")).type("2", narrative="Коротко о главном").save("a.xlsx")
    merge = merged(sample, gate, path)
    assert merge.counts["conflict"] == 1
    assert codes(merge) == {"return_over_shortened"}, "its author did not see the end"
    with sample.register.reading() as connection:
        assert [one.is_flagged for one in open_questions(connection)] == [True]
    assert (conflicts(sample), report(sample, "2")["narrative_ru"]) == (1, LONG)
