"""A return without marks is matched row by row, by number or by text: nothing is taken before a person is asked."""

from pathlib import Path

import pytest
from plan_samples import Planned, planned
from return_samples import KEY, Clerk, codes, filled, merged, report, sent

from upr_desktop.exchange.gate import Gate

TEXTS = {
    "1": "Внести в Парламент проект закона о ратификации Факультативного протокола",
    "2": "Провести обучение судей, прокуроров и адвокатов применению Пакта",
    "10.1": "Создать общедоступную базу данных рекомендаций на трёх языках",
}
ANSWER = "Обучено сорок пять судей и двенадцать прокуроров"


@pytest.fixture
def sample(tmp_path: Path) -> Planned:
    made = planned(tmp_path / "r.upr")
    for number, text in TEXTS.items():
        made.edit(f"m{number}", "measure", "text_ru", text)
    return made


def unmarked(clerk: Clerk, name: str) -> Path:
    """Save a workbook as if its table had been copied into a new one: property, hidden sheet and keys are gone."""
    del clerk.book.custom_doc_props["upr-return"], clerk.book["_upr"]
    clerk.sheet.delete_cols(KEY)
    return clerk.save(name)


def answered(sample: Planned, folder: Path, measure: str) -> Path:
    """Return a workbook without marks in which one measure is answered and retyped, its numbers blanked."""
    clerk = Clerk(sent(sample, folder)).type("2", narrative=ANSWER, measure=measure, recommendations=None)
    clerk.sheet.cell(clerk.row("2"), clerk.column("number")).value = None
    return unmarked(clerk, "a.xlsx")


def test_a_row_whose_numbers_are_gone_is_guessed_by_its_text_and_taken_only_when_confirmed(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    retyped = "Провести обучение судей, прокуроров и адвокатов применению пакта."
    path = answered(sample, tmp_path, retyped)
    merge = merged(sample, gate, path)
    assert {"return_marks_gone", "return_row_guessed_by_text"} <= codes(merge)
    assert merge.counts["unknown_row"] == merge.cells_read
    assert report(sample, "2")["narrative_ru"] is None
    merged(sample, gate, path, accept_guesses=True)
    assert report(sample, "2")["narrative_ru"] == ANSWER


@pytest.mark.parametrize("accept", [False, True])
def test_a_row_whose_text_is_not_like_enough_is_named_and_never_taken(
    sample: Planned, tmp_path: Path, gate: Gate, accept: bool
) -> None:
    path = answered(sample, tmp_path, "Обучить судей применению пактов")
    merge = merged(sample, gate, path, accept_guesses=accept)
    assert "return_row_unknown" in codes(merge)
    assert "return_row_guessed_by_text" not in codes(merge)
    assert "taken" not in filled(merge)
    assert sum(merge.counts.values()) == merge.cells_read
    assert report(sample, "2")["narrative_ru"] is None
    assert merge.rows_missing == len(TEXTS)


@pytest.mark.parametrize("accept", [False, True])
def test_a_row_that_may_be_about_either_of_two_measures_is_about_none(
    sample: Planned, tmp_path: Path, gate: Gate, accept: bool
) -> None:
    sample.edit("m1", "measure", "text_ru", f"{TEXTS['2']} I")
    sample.edit("m2", "measure", "text_ru", f"{TEXTS['2']} II")
    path = answered(sample, tmp_path, TEXTS["2"])
    merge = merged(sample, gate, path, accept_guesses=accept)
    assert "return_row_guessed_by_text" not in codes(merge)
    assert report(sample, "2")["narrative_ru"] is None
    assert report(sample, "1")["narrative_ru"] is None


def test_rows_under_other_numbers_are_not_taken_for_those_that_bear_these(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("2", narrative=ANSWER)
    rows = [clerk.row(number) for number in ("1", "2")]
    for column in ("number", "recommendations"):
        first, second = (clerk.sheet.cell(row, clerk.column(column)) for row in rows)
        first.value, second.value = second.value, first.value
    merge = merged(sample, gate, unmarked(clerk, "a.xlsx"))
    assert "taken" not in filled(merge)
    assert report(sample, "1")["narrative_ru"] is None
