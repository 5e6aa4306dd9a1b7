"""What a person says of a return without marks counts for that file alone, and row by row."""

from dataclasses import replace
from pathlib import Path

from plan_samples import Planned
from return_samples import filled, merged, report, sent

from upr_desktop.exchange.filled_return import fill_return
from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.merge_returns import Told


def test_what_is_told_of_one_file_counts_for_it_alone_and_row_by_row(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    path = unmarked(sample, tmp_path)
    sha256 = read_file(path).sha256
    whose = Told("MOJ", "2026H2")
    merge = merged(sample, gate, path, told={sha256: whose})
    guessed = merge.files[0].merged.guessed if merge.files[0].merged else ()
    assert [(row.by, round(row.score)) for row in guessed] == [("number", 100), ("text", 100)]
    assert report(sample, "2")["narrative_ru"] is None
    first = replace(whose, rows=frozenset({guessed[0].row.number}))
    merge = merged(sample, gate, path, told={sha256: first}, again=True)
    assert (report(sample, "2")["narrative_ru"], report(sample, "10.1")["narrative_ru"]) == ("Готово", None)
    assert filled(merge)["unknown_row"] == 5
    merge = merged(sample, gate, path, told={sha256: Told(left_out=True)}, again=True)
    assert merge.files[0].merged is None


def test_a_file_without_marks_is_read_against_the_workbook_in_its_own_language(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    for number in ("2", "10.1"):
        sample.edit(f"m{number}", "measure", "text_kk", f"{number} іс-шарасын орындау")
    sent(sample, tmp_path)
    filled_in = tmp_path / "kk.xlsx"
    rows = {"2": {"narrative": "Дайын"}, "10.1": {"narrative": "Бұл да"}}
    fill_return(sent(sample, tmp_path, language="kk"), filled_in, rows, keeps_marks=False)
    told = {read_file(filled_in).sha256: Told("MOJ", "2026H2")}
    one = merged(sample, gate, filled_in, told=told).files[0]
    assert one.identity is not None
    assert one.merged is not None
    assert one.identity.sent.language == "kk"
    assert [round(row.score) for row in one.merged.guessed] == [100, 100]


def unmarked(sample: Planned, folder: Path) -> Path:
    """Return a return without marks, one of whose rows has no number."""
    filled = folder / "unmarked.xlsx"
    rows = {"2": {"narrative": "Готово"}, "10.1": {"narrative": "Тоже", "recommendations": "нет"}}
    fill_return(sent(sample, folder), filled, rows, keeps_marks=False)
    return filled
