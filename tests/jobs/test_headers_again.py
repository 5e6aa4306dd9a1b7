"""Which row of a return is its header, where another one stands lower: of a page that begins, or a filled example."""

from pathlib import Path

from plan_samples import Planned
from return_samples import KEY, Clerk, codes, filled, merged, report, sent

from upr_desktop.exchange.gate import Gate

HEADER = 7
OPEN = ("claimed_status", "narrative", "done_on", "evidence_text", "problems_text")


def on_two_pages(clerk: Clerk) -> dict[str, int]:
    """Repeat the header and its numbers above the last measure; return where the columns to fill in stand."""
    places = {name: clerk.column(name) for name in OPEN}
    last, wide = clerk.rows()[-1], clerk.sheet.max_column
    for offset, row in enumerate([HEADER, HEADER + 1, last]):
        for at in range(1, wide + 1):
            clerk.sheet.cell(last + 3 + offset, at).value = clerk.sheet.cell(row, at).value
    clerk.sheet.delete_rows(last)
    return places


def rename(clerk: Clerk, *columns: int) -> None:
    for at in columns:
        clerk.sheet.cell(HEADER, at).value = f"Графа {at}"


def test_a_partly_renamed_header_stands_above_the_page_that_repeats_it_whole(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("1", narrative="О первом", evidence_text="Приказ № 1")
    clerk.type("2", narrative="О втором").type("10.1", narrative="О десятом", problems_text="Нет денег")
    places = on_two_pages(clerk)
    rename(clerk, places["evidence_text"], places["problems_text"])
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert filled(merge) == {"taken": 5, "unchanged": 10}
    told = report(sample, "1")
    assert (told["narrative_ru"], told["evidence_text_ru"]) == ("О первом", "Приказ № 1")
    assert report(sample, "10.1")["problems_text_ru"] == "Нет денег"
    assert codes(merge) == {"return_column_renamed"}


def test_a_header_with_no_column_to_fill_in_known_goes_by_the_page_that_repeats_it(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("1", narrative="О первом").type("10.1", narrative="О десятом")
    rename(clerk, *on_two_pages(clerk).values())
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert filled(merge) == {"taken": 2, "unchanged": 13}
    assert report(sample, "1")["narrative_ru"] == "О первом"


def test_a_page_with_other_columns_says_nothing_of_those_above(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("1", evidence_text="Приказ № 1").type("10.1", narrative="Идёт")
    places = on_two_pages(clerk)
    rename(clerk, places["evidence_text"], places["problems_text"])
    again = next(row for row in range(HEADER + 1, 40) if clerk.sheet.cell(row, places["narrative"]).value
                 == clerk.sheet.cell(HEADER, places["narrative"]).value)  # fmt: skip
    for row in (again, again + 2):
        one, other = (clerk.sheet.cell(row, places[name]) for name in ("narrative", "evidence_text"))
        one.value, other.value = other.value, one.value
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert report(sample, "1")["evidence_text_ru"] is None
    assert report(sample, "10.1")["narrative_ru"] == "Идёт"
    assert {"return_column_missing", "return_column_added"} <= codes(merge)


def test_rows_copied_without_their_keys_stand_under_the_upper_header_too(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("1", narrative="О первом").type("10.1", narrative="О десятом")
    places = on_two_pages(clerk)
    rename(clerk, places["evidence_text"], places["problems_text"])
    for row in clerk.rows():
        clerk.sheet.cell(row, KEY).value = None
    merge = merged(sample, gate, clerk.save("a.xlsx"), accept_guesses=True)
    assert (report(sample, "1")["narrative_ru"], report(sample, "10.1")["narrative_ru"]) == (
        "О первом", "О десятом"
    )  # fmt: skip
    assert "return_rows_blank" in codes(merge)


def test_an_example_without_keys_above_the_table_is_no_part_of_it(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("1", narrative="О первом")
    places = {name: clerk.column(name) for name in ("number", "measure", *OPEN)}
    clerk.sheet.insert_rows(1, 3)
    for name, text in {"number": "№ п/п", "measure": "Мероприятие", "narrative": "Ход исполнения"}.items():
        clerk.sheet.cell(1, places[name]).value = text
    for name, text in {"number": "1", "measure": "Пример", "narrative": "Образец заполнения"}.items():
        clerk.sheet.cell(2, places[name]).value = text
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert filled(merge) == {"taken": 1, "unchanged": 14}
