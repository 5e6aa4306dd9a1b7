"""What returns ask stands in the history, also where a merge does nothing but ask."""

from pathlib import Path

import openpyxl
import pytest
from plan_samples import Planned
from return_samples import Clerk, merged, report, sent

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.export_history import export_history
from upr_desktop.register.changes import RecordId


def rows(sample: Planned, folder: Path) -> list[tuple[str, ...]]:
    """Return field, before, after, file and raw text of the rows about the newest revision."""
    sheet = openpyxl.load_workbook(export_history(sample.register, folder / "h.xlsx", "ru")).worksheets[0]
    found = [row for row in sheet.iter_rows(values_only=True) if row[0] == sample.register.revision()]
    return [tuple(str(row[at] or "") for at in (5, 6, 7, 8, 10)) for row in found]


def test_a_merge_that_only_asks_is_told_with_what_it_asks(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    path = Clerk(sent(sample, tmp_path)).type("2", claimed_status="Исполнено").save("a.xlsx")
    sample.ids["report"] = RecordId(str(report(sample, "2")["id"]))
    sample.edit("report", "progress", "claimed_status", "in_progress")
    sample.edit("report", "progress", "state", "submitted")
    assert merged(sample, gate, path).counts["conflict"] == 1
    assert rows(sample, tmp_path) == [("Расхождение · Статус", "", "Исполнено", "a.xlsx", "Исполнено")]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"bodies": "MOJ-ру, MIA-ру"}, ("Предложение · Ответственные исполнители", "MOJ-ру, MIA-ру")),
        (
            {"claimed_status": "не относится к компетенции"},
            ("Предложение · Госорган", "не относится к компетенции"),
        ),
        ({"narrative": "без изменений"}, ("«Без изменений» · Ход исполнения на русском", "без изменений")),
    ],
)
def test_each_kind_of_question_is_told(
    sample: Planned, tmp_path: Path, gate: Gate, cells: dict[str, str], told: tuple[str, str]
) -> None:
    merged(sample, gate, Clerk(sent(sample, tmp_path)).type("2", **cells).save("a.xlsx"))
    assert (rows(sample, tmp_path)[0][0], rows(sample, tmp_path)[0][2]) == told


def test_a_cell_that_came_back_blank_is_told(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    path = Clerk(sent(sample, tmp_path, "MIA", period="2026H1")).type("1", narrative=None).save("a.xlsx")
    merged(sample, gate, path)
    (row,) = rows(sample, tmp_path)
    assert row[:4] == ("Очищенная ячейка · Ход исполнения на русском", "Готовим проект закона", "", "a.xlsx")


def test_a_new_measure_is_told_by_its_words(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    clerk = Clerk(sent(sample, tmp_path))
    for at, value in enumerate(("140.2", "Провести слушания"), 1):
        clerk.book["Новые мероприятия"].cell(4, at).value = value
    merged(sample, gate, clerk.save("a.xlsx"))
    assert [row[2] for row in rows(sample, tmp_path)] == ["140.2; Провести слушания"]
