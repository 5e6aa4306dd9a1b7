"""Workbooks go out and come back on the command line, as data that scripts rely on."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from upr_desktop.cli import COMMANDS, main
from upr_desktop.words import LANGUAGES, say

TRACED = {
    "revision", "at", "author", "kind", "before", "after", "file", "sha256", "sheet", "address", "raw", "decision",
}  # fmt: skip


FILE = {"file", "sha256", "identity", "refused", "notices", "cells"}
CELL = {"sheet", "address", "record", "field", "base", "ours", "theirs", "outcome"}


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "sample.upr"
    assert main(["new", str(path), "--sample"]) == 0
    return path


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code = main([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def fill_in(path: Path, target: Path) -> None:
    book = openpyxl.load_workbook(path)
    row = next(cells for cells in book.worksheets[0].iter_rows(min_row=9) if len(str(cells[1].value)) == 32)
    title = next(cell.column for cell in book.worksheets[0][7] if cell.value == "Ход исполнения")
    row[title - 1].value = "Сделано всё"
    book.save(target)


def test_issue_and_merge_speak_as_scripts_expect(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))
    asked = ("--register", str(register), "--author", "me")
    capsys.readouterr()
    code, issued = told(
        capsys, "issue", *asked, "--period", "2026H2", "--agency", "MIA", "MOJ", "--workbook-language", "ru",
        "--out", str(tmp_path),
    )  # fmt: skip
    assert code == 0
    assert [one["agency"] for one in issued] == ["MIA", "MOJ"]
    assert all({"agency", "file", "dispatch", "rows"} <= set(one) for one in issued)
    assert Path(issued[0]["file"]).name == "УПО_МВД_2026-II_ru.xlsx"
    fill_in(Path(issued[0]["file"]), tmp_path / "return.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"no workbook")

    files = (str(tmp_path / "return.xlsx"), str(tmp_path / "broken.xlsx"))
    code, dry = told(capsys, "merge", *files, *asked, "--dry-run")
    assert (code, dry["revision"]) == (0, None)
    code, done = told(capsys, "merge", *files, *asked)
    assert code == 0
    assert done["revision"]
    assert {"revision", "files", "counts", "cells_read", "rows_missing", "open_conflicts"} <= set(done)
    assert sum(done["counts"].values()) == done["cells_read"] == len(done["files"][0]["cells"])
    taken = [cell for cell in done["files"][0]["cells"] if cell["outcome"] == "taken"]
    assert [(cell["field"], cell["theirs"]) for cell in taken] == [("narrative_ru", "Сделано всё")]
    assert done["files"][0]["identity"]["agency"] == "MIA"
    assert done["files"][1]["refused"]
    assert all(set(one) >= FILE for one in done["files"])
    assert all(set(one) >= CELL for one in done["files"][0]["cells"])
    code, steps = told(capsys, "trace", taken[0]["record"], "narrative_ru", "--register", str(register))
    assert set(steps[0]) >= TRACED
    assert (steps[0]["file"], steps[0]["address"]) == ("return.xlsx", taken[0]["address"])
    code, again = told(capsys, "merge", files[0], *asked)
    assert (code, again["revision"], again["cells_read"]) == (0, None, 0)
    code, undone = told(capsys, "undo", *asked, str(done["revision"]))
    assert (code, undone["undone"]) == (0, done["revision"])
    _, again = told(capsys, "merge", files[0], *asked, "--dry-run")
    assert again["counts"]["taken"] == 1, "what was undone can be merged again"


def test_slips_are_written_and_counted(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("slip", "--register", str(register), "--period", "2026H2", "--out", str(tmp_path))
    capsys.readouterr()
    code, found = told(capsys, *asked, "--agency", "MOJ", "--workbook-language", "kk")
    assert code == 0
    assert [(one["agency"], Path(one["file"]).exists()) for one in found] == [("MOJ", True)]
    assert {"refused", "waiting", "remarks", "missing"} < set(found[0])
    assert main([*asked, "--agency", "NOBODY"]) == 1


def test_a_file_that_is_no_return_writes_nothing(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"no workbook")
    assert main(["merge", str(tmp_path / "broken.xlsx"), "--register", str(register)]) == 1
    assert main(["issue", "--register", str(register), "--period", "1999H1", "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err


def test_a_file_imported_as_a_return_is_refused_with_the_command_that_merges_it(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("--register", str(register))
    file = tmp_path / "a.csv"
    file.write_text("№;Статус\n1;Исполнено\n", encoding="utf-8")
    capsys.readouterr()
    code, found = told(capsys, "import", str(file), *asked, "--as", "return", "--language", "en")
    assert code == 1
    assert "merge" in found["refused"]


@pytest.mark.parametrize(("option", "code"), [("--agency", "NOBODY"), ("--period", "1999H1")])
def test_an_agency_or_period_that_the_register_does_not_know_is_named(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, code: str
) -> None:
    capsys.readouterr()
    done, found = told(capsys, "merge", str(tmp_path / "a.xlsx"), "--register", str(register), option, code)
    assert done == 1
    assert code in found["refused"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_commands_do_is_said_alike(language: str) -> None:
    said = [say(f"command.{command.name}", language) for command in COMMANDS]
    named = [line.removeprefix("Excel ").removeprefix("Word ") for line in said]  # names keep their capital
    assert [line for line in named if not line[0].islower() or line.endswith(".")] == []


def test_merge_decides_by_rules_and_tells_what_they_would_decide_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))
    own = tmp_path / "own.upr"
    assert main(["new", str(own), "--sample"]) == 0
    asked = ("--register", str(own), "--author", "me")
    capsys.readouterr()
    _, issued = told(
        capsys, "issue", *asked, "--period", "2026H2", "--agency", "MIA", "--workbook-language", "ru",
        "--out", str(tmp_path),
    )  # fmt: skip
    book = openpyxl.load_workbook(issued[0]["file"])
    sheet = book.worksheets[0]
    title = next(cell.column for cell in sheet[7] if cell.value == "Ход исполнения")
    keyed = [row for row in range(9, sheet.max_row + 1) if len(str(sheet.cell(row, 2).value)) == 32]
    rows = [row for row in keyed if not sheet.cell(row, title).value]
    assert rows
    assert len(rows) < len(keyed), "over a text of the period no rule confirms it"
    for row in keyed:
        sheet.cell(row, title).value = "без изменений"
    book.save(tmp_path / "same.xlsx")
    merging = ("merge", str(tmp_path / "same.xlsx"), *asked, "--decide", "no-change")
    code, dry = told(capsys, *merging, "--dry-run")
    assert (code, dry["revision"], len(dry["decided"])) == (0, None, len(rows))
    assert {(one["rule"], one["kind"], one["choice"]) for one in dry["decided"]} == {
        ("no-change", "no_change", "theirs")
    }
    code, done = told(capsys, *merging)
    assert (code, [one["record"] for one in done["decided"]]) == (
        0,
        [one["record"] for one in dry["decided"]],
    )
    _, found = told(capsys, "show", "progress", "--register", str(own), "--where", "period=2026H2")
    handed_in = [one for one in found if one["no_change"] and one["state"] == "submitted"]
    assert len(handed_in) >= len(rows)


def test_a_copy_among_the_files_of_one_call_is_told_from_a_file_merged_before(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))
    asked = ("--register", str(register), "--author", "me")
    capsys.readouterr()
    _, issued = told(
        capsys, "issue", *asked, "--period", "2026H2", "--agency", "MOH", "--workbook-language", "ru",
        "--out", str(tmp_path),
    )  # fmt: skip
    first, copy = tmp_path / "first.xlsx", tmp_path / "copy.xlsx"
    fill_in(Path(issued[0]["file"]), first)
    copy.write_bytes(first.read_bytes())
    assert main(["merge", str(first), str(copy), *asked, "--language", "en"]) == 0
    assert "copy.xlsx: the same file as first.xlsx; it was read once" in capsys.readouterr().out
    assert main(["merge", str(copy), *asked, "--language", "en"]) == 0
    assert "copy.xlsx: merged already, nothing of it is open" in capsys.readouterr().out


def test_sentences_of_issuing_and_merging_call_agencies_by_their_short_names(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))
    asked = ("--register", str(register), "--author", "me", "--language", "ru")
    capsys.readouterr()
    assert main(["issue", *asked, "--period", "2026H2", "--agency", "MIA", "--out", str(tmp_path)]) == 0
    issued = capsys.readouterr().out
    assert issued.startswith("МВД: ")
    fill_in(next(tmp_path.glob("*МВД*.xlsx")), tmp_path / "a.xlsx")
    assert main(["merge", str(tmp_path / "a.xlsx"), *asked, "--dry-run"]) == 0
    merged = capsys.readouterr().out
    assert "a.xlsx (МВД), ячейки: " in merged
    assert "MIA" not in issued.replace(str(tmp_path), "") + merged
