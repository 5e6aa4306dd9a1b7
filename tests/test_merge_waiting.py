"""A merge ends with what waits for a person, each with the command that answers it."""

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from upr_desktop.cli import main
from upr_desktop.words import LANGUAGES

PROGRESS, DEADLINE, NUMBER = "Ход исполнения", "Срок исполнения", "upr:"
Edit = Callable[[Worksheet, dict[str, int], list[int]], object]


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("issued")
    register = str(folder / "own.upr")
    assert main(["new", register, "--sample"]) == 0
    asked = ("--register", register, "--author", "me", "--workbook-language", "ru")
    assert (
        main(["issue", *asked, "--period", "2026H2", "--agency", "MIA", "--out", str(folder / "sent")]) == 0
    )
    return folder


@pytest.fixture
def own(issued: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))
    shutil.copytree(issued, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "own.upr"


def returned(name: str, edit: Edit) -> str:
    """Write a return of the ministry's workbook, edited as a clerk does."""
    book = openpyxl.load_workbook(next(Path("sent").iterdir()))
    sheet = book.worksheets[0]
    columns = {str(cell.value): cell.column for cell in sheet[7] if cell.value}
    rows = [row for row in range(9, sheet.max_row + 1) if len(str(sheet.cell(row, 2).value)) == 32]
    edit(sheet, columns, rows)
    book.save(name)
    return name


def everything(sheet: Worksheet, columns: dict[str, int], rows: list[int]) -> None:
    blank = [row for row in rows if not sheet.cell(row, columns[PROGRESS]).value]
    sheet.cell(blank[0], columns[PROGRESS]).value = "Первая редакция"
    sheet.cell(blank[1], columns[PROGRESS]).value = "без изменений"
    sheet.cell(rows[0], columns[DEADLINE]).value = "2030 год"
    told = ("140.10", "Провести форум", "отчёт", "2027 год", "МВД", "просит совет")
    book = sheet.parent
    assert isinstance(book, openpyxl.Workbook)
    proposals = book["Новые мероприятия"]
    for column, text in enumerate(told, 1):
        proposals.cell(4, column).value = text


def other_text(sheet: Worksheet, columns: dict[str, int], rows: list[int]) -> None:
    blank = [row for row in rows if not sheet.cell(row, columns[PROGRESS]).value]
    sheet.cell(blank[0], columns[PROGRESS]).value = "Вторая редакция"


def without_key(sheet: Worksheet, columns: dict[str, int], rows: list[int]) -> None:
    other_text(sheet, columns, rows)
    sheet.cell(rows[0], 2).value = None
    sheet.cell(rows[0], columns[PROGRESS]).value = "Сделано"


def merge(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, dict[str, Any]]:
    """Return what a merge says in English, and then as JSON; the two are the same command in two copies."""
    Path("copy.upr").write_bytes(Path("own.upr").read_bytes())
    capsys.readouterr()
    main(["merge", *words, "--register", "copy.upr", "--language", "en", "--author", "me"])
    said = capsys.readouterr().out
    main(["merge", *words, "--register", "own.upr", "--language", "en", "--author", "me", "--json"])
    return said.replace("copy.upr", "own.upr"), json.loads(capsys.readouterr().out)


def waiting(found: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {one["kind"]: (one["of_files"], one["count"]) for one in found["waiting"]}


def test_a_merge_ends_with_each_kind_that_waits_and_the_command_that_answers_it(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = (returned("МВД 1.xlsx", everything), returned("МВД 2.xlsx", other_text))
    said, found = merge(capsys, *both)
    assert waiting(found) == {
        "conflict": (1, 1),
        "new_measure": (1, 1),
        "proposal": (1, 1),
        "no_change": (1, 1),
    }
    assert found["open_conflicts"] == 1
    answers = {one["kind"]: one["commands"] for one in found["waiting"]}
    for command in (command for told in answers.values() for command in told):
        assert command in said
    assert any("--decide new-measures" in command for command in answers["new_measure"])
    assert any("--on-conflict theirs" in command for command in answers["conflict"])
    assert any("--decide no-change" in command for command in answers["no_change"])
    assert answers["proposal"] == []
    assert "To decide" in said, "what no command answers is answered in the window"
    assert "--decide successor" in said


def test_what_was_written_is_named_with_how_to_undo_it_and_a_dry_run_says_it_wrote_nothing(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said, found = merge(capsys, returned("МВД.xlsx", other_text), "--dry-run")
    assert "Nothing was written" in said
    said, found = merge(capsys, "МВД.xlsx")
    assert f"Written as change No. {found['revision']}" in said
    undo = next(line for line in said.splitlines() if " undo " in line).split(" undo ", 1)[1]
    assert main(["undo", *shlex.split(undo), "--author", "me"]) == 0


def test_the_commands_that_are_named_do_answer(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, found = merge(capsys, returned("МВД 1.xlsx", everything), returned("МВД 2.xlsx", other_text))
    for one in found["waiting"]:
        for command in one["commands"][:1]:
            words = shlex.split(command.split(" merge ", 1)[1])
            capsys.readouterr()
            assert main(["merge", *words, "--author", "me", "--json"]) == 0
            left = json.loads(capsys.readouterr().out)
            assert one["kind"] not in waiting(left), command
    assert set(waiting(left)) == {"proposal"}


def test_a_dry_run_tells_what_is_the_files_and_what_the_registers(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    merge(capsys, returned("МВД 1.xlsx", everything), returned("МВД 2.xlsx", other_text))
    said, found = merge(capsys, returned("МВД 3.xlsx", lambda *_: None), "--dry-run")
    assert waiting(found)["conflict"] == (0, 1)
    assert "in the register" in said
    assert "(МВД 2.xlsx): merge them again with --on-conflict theirs" in said
    assert "(МВД 1.xlsx): merge them again with --decide new-measures" in said
    said, found = merge(capsys, "МВД 2.xlsx", "--dry-run", "--on-conflict", "theirs")
    assert "conflict" not in waiting(found)
    said, found = merge(capsys, "МВД 1.xlsx", "--dry-run", "--decide", "new-measures")
    assert "new_measure" not in waiting(found)
    assert waiting(found)["proposal"] == (1, 1)


def test_a_rule_that_decides_nothing_says_so(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    returned("МВД 1.xlsx", everything)
    returned("МВД 2.xlsx", other_text)
    merge(capsys, "МВД 1.xlsx")
    said, _ = merge(capsys, "МВД 2.xlsx", "--decide", "both-with-dates", "--decide", "no-change", "--dry-run")
    assert "Keep both texts with dates: 1 decided" in said
    assert "Confirm “no change”: 0 decided" in said


def test_rows_that_nobody_knows_wait_for_a_match(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said, found = merge(capsys, returned("МВД.xlsx", without_key))
    (match,) = [one for one in found["waiting"] if one["kind"] == "match"]
    assert match["of_files"] == 1
    assert "--accept-matches" in match["commands"][0]
    assert match["commands"][0] in said


def test_where_nothing_waits_that_is_said(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said, found = merge(capsys, returned("МВД.xlsx", other_text))
    assert found["waiting"] == []
    assert said.strip().endswith("Nothing waits for a decision.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_each_language(own: Path, capsys: pytest.CaptureFixture[str], language: str) -> None:
    both = (returned("МВД 1.xlsx", everything), returned("МВД 2.xlsx", other_text))
    capsys.readouterr()
    assert main(["merge", *both, "--register", "own.upr", "--language", language]) == 0
    said = capsys.readouterr().out
    assert "merge 'МВД 1.xlsx' --register own.upr --decide new-measures" in said
    assert "merge 'МВД 2.xlsx' --register own.upr --on-conflict theirs" in said
