"""A question closes by itself once the register holds what was returned."""

from pathlib import Path

from plan_samples import Planned
from return_samples import Clerk, codes, filled, merged, report, sent

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.bulk_decisions import open_questions
from upr_desktop.jobs.open_decisions import waiting_questions
from upr_desktop.register.changes import RecordId

PERIODS = ("II полугодие 2026 года", "I полугодие 2026 года")


def asked(sample: Planned) -> tuple[int, int]:
    with sample.register.reading() as connection:
        return len(open_questions(connection)), waiting_questions(connection)


def test_what_waited_under_another_period_closes_once_the_file_is_confirmed(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("2", narrative="Готово", claimed_status="Исполняется")
    cells = (cell for row in clerk.sheet["A1:O6"] for cell in row)
    next(cell for cell in cells if cell.value == PERIODS[0]).value = PERIODS[1]
    path = clerk.save("a.xlsx")
    merged(sample, gate, path)
    assert asked(sample) == (2, 2)
    merged(sample, gate, path, period="2026H2")
    assert report(sample, "2")["narrative_ru"] == "Готово"
    assert asked(sample) == (0, 0)


def test_a_wish_to_clear_what_is_no_field_of_a_record_stays_open(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    merge = merged(sample, gate, Clerk(sent(sample, tmp_path)).type("2", bodies=None).save("a.xlsx"))
    assert merge.counts["outside_remit"] == 1
    assert asked(sample) == (1, 1)


def test_a_shortened_text_leaves_room_for_what_an_agency_adds(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    long = "Проведена работа. " * 2_000
    sent(sample, tmp_path)
    sample.ids["long"] = RecordId(str(report(sample, "2")["id"]))
    sample.edit("long", "progress", "narrative_ru", long)
    clerk = Clerk(sent(sample, tmp_path / "2"))
    cell = clerk.sheet.cell(clerk.row("2"), clerk.column("narrative"))
    clerk.type("2", narrative=f"{cell.value}\nДополнено: {'проведён семинар. ' * 80}")
    merge = merged(sample, gate, clerk.save("b.xlsx"))
    assert filled(merge)["conflict"] == 1
    assert "return_over_shortened" in codes(merge)
