"""Editions and what differs between them, from the command line: what scripts read."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from plan_samples import Planned, planned

from upr_desktop import cli


@pytest.fixture
def sample(tmp_path: Path) -> Planned:
    return planned(tmp_path / "r.upr")


def said(capsys: pytest.CaptureFixture[str], sample: Planned, *words: str, code: int = 0) -> Any:
    capsys.readouterr()
    told = [*words, "--register", str(sample.register.path), "--json", "--author", "me", "--language", "ru"]
    assert cli.main(told) == code
    return json.loads(capsys.readouterr().out)


def test_an_edition_is_made_shown_and_compared(sample: Planned, capsys: pytest.CaptureFixture[str]) -> None:
    made = said(capsys, sample, "edition", "Отчёт", "--note", "письмо № 1")
    assert made["edition"] == "Отчёт"
    assert said(capsys, sample, "show", "edition")[0]["revision"] == made["revision"]
    sample.edit("m2", "measure", "funding", "бюджет")
    found = said(capsys, sample, "history", "--between", "Отчёт", "now")
    assert (found["from"]["edition"], found["to"]["edition"]) == ("Отчёт", None)
    (record,) = found["records"]
    assert (record["kind"], record["id"], record["event"]) == ("measure", sample["m2"], "edited")
    assert [(one["before"], one["after"]) for one in record["fields"]] == [("", "бюджет")]
    change = {"kind": "measure", "id": sample["m2"], "field": "funding", "before": None, "after": "бюджет"}
    assert found["changes"] == [change]
    assert said(capsys, sample, "history", "measure:1", "--between", "Отчёт", "now")["records"] == []


def test_history_without_editions_is_as_it_was(sample: Planned, capsys: pytest.CaptureFixture[str]) -> None:
    assert {row["author"] for row in said(capsys, sample, "history")} == {"", "me"}


@pytest.mark.parametrize("point", ["Нет такой", "100000", "9" * 30])
def test_a_point_that_is_not_there_is_refused(
    sample: Planned, capsys: pytest.CaptureFixture[str], point: str
) -> None:
    found = said(capsys, sample, "history", "--between", point, "now", code=1)
    assert point in found["refused"]


def test_numbers_that_no_register_can_hold_are_refused(
    sample: Planned, capsys: pytest.CaptureFixture[str]
) -> None:
    number = "9" * 30
    assert number in said(capsys, sample, "undo", number, code=1)["refused"]
    assert number in said(capsys, sample, "history", f"recommendation:{number}/1.1", code=1)["refused"]


def test_people_read_what_differs_line_by_line(sample: Planned, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, sample, "edition", "Отчёт")
    sample.edit("m2", "measure", "funding", "бюджет")
    told = [
        "history",
        "--between",
        "Отчёт",
        "now",
        "--register",
        str(sample.register.path),
        "--language",
        "ru",
    ]
    assert cli.main(told) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "Отчёт" in lines[0]
    assert any("бюджет" in line for line in lines)
    assert lines[-1] == "Отличается 1 запись."


def test_the_consolidated_workbook_says_its_figures_to_scripts(
    sample: Planned, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told = ["export", "--to", str(tmp_path / "c.xlsx"), "--what", "consolidated", "--today", "2026-11-21"]
    found = said(capsys, sample, *told, "--period", "2026H1", "--since", "2", "--workbook-language", "kk")
    assert Path(found["file"]).exists()
    assert (found["figures"]["measures"], found["figures"]["overdue"], found["rows"]["measures"]) == (4, 1, 4)
    assert said(capsys, sample, *told, "--period", "2030H1", code=1)["refused"]


def test_what_changed_since_an_edition_is_written_as_a_workbook(
    sample: Planned, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said(capsys, sample, "edition", "Отчёт")
    sample.edit("m2", "measure", "funding", "бюджет")
    told = ["export", "--to", str(tmp_path / "c.xlsx"), "--what", "changes"]
    assert "--since" in said(capsys, sample, *told, code=1)["refused"]
    found = said(capsys, sample, *told, "--since", "Отчёт")
    assert (found["from"]["edition"], found["records"]) == ("Отчёт", 1)
    rows = list(load_workbook(tmp_path / "c.xlsx").worksheets[0].iter_rows(values_only=True))
    assert rows[1][4] == "бюджет"


def test_reports_say_to_scripts_what_they_tell(
    sample: Planned, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told = ["report", "--to", str(tmp_path / "r.docx"), "--today", "2026-11-21", "--period", "2026H1"]
    found = said(capsys, sample, *told, "--workbook-language", "kk")
    assert (found["what"], found["period"], found["measures"], found["drafts"]) == ("plan", "2026H1", 4, 0)
    owed = said(capsys, sample, *told, "--what", "reminders", "--agency", "LEB")["reminders"]
    assert owed == [{"agency": "LEB", "missing": 1, "owed": 1, "due": "2026-07-10"}]
    assert said(capsys, sample, *told, "--what", "agency", "--agency", "NOBODY", code=1)["refused"]


def test_until_ends_the_list_of_changes_at_an_earlier_edition(
    sample: Planned, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name, value in (("Первая", "бюджет"), ("Вторая", "гранты")):
        said(capsys, sample, "edition", name)
        sample.edit("m2", "measure", "funding", value)
    told = ["export", "--to", str(tmp_path / "c.xlsx"), "--what", "changes", "--since", "Первая"]
    found = said(capsys, sample, *told, "--until", "Вторая")
    assert (found["from"]["edition"], found["to"]["edition"]) == ("Первая", "Вторая")
    rows = list(load_workbook(tmp_path / "c.xlsx").worksheets[0].iter_rows(values_only=True))
    assert [row[4] for row in rows[1:]] == ["бюджет"]
    assert said(capsys, sample, *told, "--until", "Третья", code=1)["refused"]


def test_the_history_since_an_edition_leaves_out_what_was_saved_before(
    sample: Planned, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    made = said(capsys, sample, "edition", "Отчёт")
    sample.edit("m2", "measure", "funding", "бюджет")
    told = ["export", "--to", str(tmp_path / "h.xlsx"), "--what", "history"]
    said(capsys, sample, *told, "--since", "Отчёт")
    history, about = load_workbook(tmp_path / "h.xlsx").worksheets
    numbers = [row[0] for row in history.iter_rows(min_row=2, values_only=True)]
    assert set(numbers) == {made["revision"] + 1, made["revision"] + 2}, (
        "the edition itself, and what came after"
    )
    assert any("Отчёт" in str(cell.value) for row in about for cell in row)
    assert said(capsys, sample, *told, "--since", "Нет такой", code=1)["refused"]
    said(capsys, sample, *told)
    assert load_workbook(tmp_path / "h.xlsx").worksheets[0].max_row > len(numbers) + 10


@pytest.mark.parametrize(
    ("what", "option"),
    [
        ("history", "--period"), ("history", "--until"), ("changes", "--period"), ("register", "--since"),
        ("register", "--period"), ("consolidated", "--until"),
    ],
)  # fmt: skip
def test_an_option_that_a_workbook_would_ignore_is_refused_and_nothing_written(
    sample: Planned, capsys: pytest.CaptureFixture[str], tmp_path: Path, what: str, option: str
) -> None:
    told = ["export", "--to", str(tmp_path / "c.xlsx"), "--what", what, option, "2026H1"]
    refused = said(capsys, sample, *told, code=1)["refused"]
    assert option in refused
    assert what in refused
    assert not (tmp_path / "c.xlsx").exists()
